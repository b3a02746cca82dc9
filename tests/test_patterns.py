"""A brigade starts with the rulebook of its pattern of shifts: it loads in both languages and staffs a small one."""

from __future__ import annotations

from pathlib import Path

import pytest

from roster import api
from roster.arithmetic.forbidding import forbidding
from roster.arithmetic.necessary import Arithmetic
from roster.commands.init import PATTERNS as OFFERED
from roster.i18n import set_language
from roster.io.deficit_lines import forbidding_lines
from roster.io.rulebook import load_rulebook, shipped_folder
from roster.io.starting_rules import PATTERNS, starting_rules
from tests.io.brigade_files import write_folder

SHIFTS = {
    "three-shifts": [["D", "08:00", "16:00", "no"], ["E", "16:00", "00:00", "no"], ["N", "00:00", "08:00", "yes"]],
    "twelve-hours": [["D", "08:00", "20:00", "no"], ["N", "20:00", "08:00", "yes"]],
    "twenty-four-hours": [["W", "08:00", "08:00", "no"]],
    "day-guards": [["D", "08:00", "16:00", "no"]],
}


def people(pattern: str) -> list[list[str]]:
    """Ten sworn officers who may carry arms and drive, two auxiliaries, and four leaders; guards are auxiliaries."""
    header = ["id", "name", "category", "sex", "birth_date", "qualifications"]
    if pattern == "day-guards":
        return [header, *([f"G{n}", f"G{n}", "auxiliary", "fm"[n % 2], "1990-01-01", ""] for n in range(4))]
    line = [[f"S{n:02}", f"S{n}", "sworn", "fm"[n % 2], "1990-01-01", "armed;driver"] for n in range(10)]
    line += [[f"A{n}", f"A{n}", "auxiliary", "f", "1990-01-01", "driver"] for n in range(2)]
    return [header, *line, *([f"L{n}", f"L{n}", "sworn", "m", "1985-01-01", "leader"] for n in range(4))]


def small(folder: Path, pattern: str) -> Path:
    """A brigade of one zone with an armed car around the clock and a duty leader, or with two guard posts by day."""
    shifts = [["code", "start", "end", "night", "line"], *([*row, "yes"] for row in SHIFTS[pattern])]
    tables = {
        "settings": [["setting", "value"], ["name", pattern], ["start", "2026-11-02"], ["day_start", "08:00"]],
        "officers": people(pattern),
        "zones": [["id", "name"], ["Z", "Zone"]],
    }
    if pattern == "day-guards":
        tables |= {
            "shifts": shifts,
            "units": [["kind", "name", "crew", "mode"], ["post", "Guard post", "1", "static"]],
            "demand": [["unit_kind", "from", "to", "minimum"], ["post", "08:00", "16:00", "2"]],
        }
    else:
        tables |= {
            "shifts": [*shifts, ["L", "08:00", "08:00", "no", "no"]],
            "vehicles": [
                ["id", "name", "kind", "seats", "lights", "licence"],
                ["V", "Car", "car", "5", "yes", "driver"],
            ],
            "units": [
                ["kind", "name", "crew", "composition", "vehicle_kinds", "mode", "shifts"],
                ["armed", "Armed car", "2", "sworn:1;armed:1;driver:1", "car", "car", ""],
                ["leader", "Duty leader", "1", "leader:1", "", "static", "L"],
            ],
            "demand": [["unit_kind", "from", "to", "minimum"], ["armed", "", "", "1"]],
        }
    target = folder / pattern
    target.mkdir()
    write_folder(target, tables)
    (target / "constraints").mkdir()
    (target / "constraints" / "rules.yaml").write_text(starting_rules(pattern), encoding="utf-8")
    return target


def test_every_pattern_is_offered() -> None:
    assert tuple(PATTERNS) == OFFERED == tuple(SHIFTS)


@pytest.mark.parametrize("pattern", PATTERNS)
def test_a_starting_rulebook_is_the_shipped_one_in_both_languages(pattern: str, tmp_path: Path) -> None:
    shipped = load_rulebook([shipped_folder() / PATTERNS[pattern]])
    try:
        for tongue in ("en", "zh"):
            set_language(tongue)
            file = tmp_path / f"{tongue}.yaml"
            file.write_text(starting_rules(pattern), encoding="utf-8")
            own = load_rulebook([file])
            unsaid = {"why": ""}
            assert [r.model_copy(update=unsaid) for r in own.rules] == [
                r.model_copy(update=unsaid) for r in shipped.rules
            ]
    finally:
        set_language("en")


@pytest.mark.parametrize("pattern", PATTERNS)
def test_a_small_brigade_of_each_pattern_is_staffed_in_full(pattern: str, tmp_path: Path) -> None:
    case = api.load(small(tmp_path, pattern))
    assert forbidding(Arithmetic(case.problem, case.rulebook)) == []
    outcome = api.solve(case, time_limit=6, gap=1, plan_time=0)
    assert outcome.report.short == {}
    assert outcome.report.must_violations == ()
    crews = len(SHIFTS[pattern]) * 7 * (1 if pattern != "day-guards" else 2)
    assert sum(crew.unit.kind != "leader" for crew in outcome.roster.crews) >= crews


@pytest.mark.parametrize(
    ("pattern", "hours"), [("twelve-hours", "D 08:00-20:00"), ("twenty-four-hours", "W 08:00-08:00")]
)
def test_the_standing_rules_forbid_long_shifts_to_auxiliaries_and_it_is_said(
    pattern: str, hours: str, tmp_path: Path
) -> None:
    case = api.load(small(tmp_path, pattern), [shipped_folder() / "base.yaml"])
    (line,) = forbidding_lines(Arithmetic(case.problem, case.rulebook), case.rulebook)
    assert line.startswith("Overtime of auxiliaries [base.yaml:")
    assert "(overtime)] forbids every duty on " + hours in line
    assert "nobody whom it is about can ever work it (people: 2)" in line
