"""What a roster day is: shifts before its start, hours after midnight, and whose the border hours are."""

from __future__ import annotations

from pathlib import Path

import pytest

from roster.api import load, solve
from roster.domain.clock import Span, Window
from roster.domain.outcome import Outcome
from roster.io.outcome_json import as_json
from roster.io.sheets import cover, slots

RULES = """\
name: small
rules:
  - {rule: absence, weight: must}
  - {rule: crew, weight: must}
  - {rule: fixed, weight: must}
  - {rule: minimum_rest, hours: 11, weight: must}
  - {rule: cover, asks: minimum, priority: 1}
  - {id: over, rule: cover, asks: over, weight: 1}
"""


def brigade(folder: Path, day_start: str, shifts: str, demand: str, people: int = 2, **more: str) -> Path:
    """A brigade of one zone with single officers on duty, from Monday 2 November 2026 on."""
    files = {
        "settings.csv": f"setting,value\nname,small\nstart,2026-11-02\ncountry,DE\nday_start,{day_start}\n",
        "officers.csv": "id,name,category\n" + "".join(f"{c},{c},sworn\n" for c in "ABCDEFGHIJ"[:people]),
        "zones.csv": "id,name\nZ,Zone\n",
        "units.csv": "kind,crew,least_crew,mode\nduty,1,1,foot\n",
        "shifts.csv": f"code,name,start,end,night\n{shifts}",
        "demand.csv": f"unit_kind,from,to,day_types,minimum,most\n{demand}",
        **{f"{name}.csv": text for name, text in more.items()},
    }
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "constraints").mkdir(exist_ok=True)
    (folder / "constraints" / "rules.yaml").write_text(RULES, encoding="utf-8")
    return folder


def solved(folder: Path, weeks: int = 1, roll: bool = False) -> Outcome:
    return solve(load(folder, weeks=weeks), roll=roll, plan_time=0, time_limit=5.0, workers=1)


@pytest.mark.parametrize("day_start", ["00:00", "08:00", "04:00", "23:00"])
def test_a_shift_before_the_day_starts_serves_its_hours(tmp_path: Path, day_start: str) -> None:
    """Every night is covered by the duty of its own date; none is the neighbouring week's."""
    outcome = solved(brigade(tmp_path, day_start, "G,Night,00:00,08:00,yes\n", "duty,00:00,08:00,,1,\n"))
    assert sorted(duty.day for duty in outcome.roster.work()) == list(range(7))
    assert not outcome.report.findings


def test_a_fixed_duty_before_the_day_starts_has_a_unit(tmp_path: Path) -> None:
    fixed = "officer,date,shift\nA,2026-11-03,G\n"
    outcome = solved(brigade(tmp_path, "08:00", "G,Night,00:00,08:00,yes\n", "duty,00:00,08:00,,1,\n", fixed=fixed))
    assert ("A", 1, "G") in {tuple(duty) for duty in outcome.roster.work()}


def test_gaps_after_midnight_carry_their_calendar_date(tmp_path: Path) -> None:
    demand = "duty,23:00,03:00,fri,1,\nduty,03:00,07:00,fri,2,\n"
    outcome = solved(brigade(tmp_path, "07:00", "N,Night,23:00,07:00,yes\n", demand, people=1))
    (gap,) = as_json(outcome, Path("x.xlsx"))["shortfalls"]  # type: ignore[misc, attr-defined]
    assert (gap["date"], gap["slot"]) == ("2026-11-07", "03:00-07:00")
    assert "Sat 2026-11-07, 03:00-07:00" in gap["sentence"]
    table = {row.hours: needs for row, needs in cover.demand_table(outcome).items()}
    assert table[Window(180, 420)] == {5: (2, 1)}
    assert table[Window(1380, 1620)] == {4: (1, 1)}


def test_each_hour_counts_in_one_week(tmp_path: Path) -> None:
    """Of two weeks one after the other, whichever way hours lie about `day_start`."""
    shifts = "N,Night,21:00,06:00,yes\nG,Early,03:00,09:00,\nD,Day,09:00,21:00,\n"
    folder = brigade(tmp_path, "05:00", shifts, "duty,,,,1,\n", people=4)
    first, second = load(folder).problem, load(folder, start=load(folder).problem.date(7)).problem
    both = load(folder, weeks=2).problem
    (line,) = both.demand

    def hours(problem: object, days: int) -> list[tuple[int, int]]:
        asked = [s for s in problem.slots if problem.asks(problem.demand[0], s)]  # type: ignore[attr-defined]
        return [(slot.start + days * 1440, slot.end + days * 1440) for slot in asked]

    assert line.minimum == 1
    assert hours(first, 0) + hours(second, 7) == hours(both, 0)


def test_crews_stand_to_the_end_of_their_shift(tmp_path: Path) -> None:
    shifts = "A,Day,06:00,18:00,\nB,Night,18:00,08:00,\n"
    outcome = solved(brigade(tmp_path, "06:00", shifts, "duty,,,,1,1\nduty,06:00,08:00,,2,2\n", people=6))
    last = [row for row in slots.rows(outcome.problem, outcome.roster) if row.date.day == 8 and row.shift_code == "B"]
    assert last[-1].slot_end.isoformat() == "2026-11-09T08:00:00"


def test_days_covering() -> None:
    early, two_days = Window(0, 480), Window(480, 480 + 2880)
    assert list(early.days_covering(Span(1440, 1500))) == [1]
    assert list(early.days_covering(Span(1440 + 400, 1440 + 500))) == []
    assert list(two_days.days_covering(Span(3 * 1440 + 480, 3 * 1440 + 500))) == [2, 3]
