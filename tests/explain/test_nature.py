"""What a brigade can never meet, by its nature, is told as that alone, with changes of that nature as cures."""

from __future__ import annotations

from pathlib import Path

import pytest

from roster import api
from roster.arithmetic.nature import by_nature
from roster.explain.explanation import explain
from roster.explain.trial import Asked
from roster.io.nature_lines import nature_lines
from roster.report.explanation import lines
from tests.explain.small import SOFT, write

UNSEEN = {"units": "kind,crew,composition,vehicle_kinds,zones,shifts,visible\nduty,1,,,,,no"}
SEEN = "  - {rule: day_presence, priority: 2, hours: 08:00-16:00}\n"
CASES = {
    "none of it": (UNSEEN, SEEN, ["Seen by day: no visible unit kind; zone-slots without a visible unit: 14"]),
    "nobody": (
        {},
        "  - {id: women, rule: heads, min: 1, who: {sex: f}, priority: 2}\n",
        ["(women): nobody whom `who` selects; officers missing, shift by shift: 7"],
    ),
    "a must": ({}, "  - {rule: armed_minimum, weight: must}\n", ["no unit kind that asks for permit holders"]),
    "hours and a place": (
        {},
        "  - {rule: day_presence, priority: 3, hours: 06:00-16:00}\n",
        [
            "no unit that counts has a shift within 06:00-08:00; zone-slots without a visible unit: 14",
            "be in Y Yard on Mon 2026-11-02 to Sun 2026-11-08, 08:00-16:00; zone-slots without a visible unit: 7",
        ],
    ),
    "a wish": ({}, "  - {rule: armed_minimum, weight: 5}\n", []),
    "nothing": ({"demand": "unit_kind,places,from,to,day_types,minimum\nduty,,08:00,16:00,,2"}, SEEN, []),
}


@pytest.mark.parametrize("name", CASES)
def test_it_is_a_theorem_of_tables(name: str, tmp_path: Path) -> None:
    tables, rules, expected = CASES[name]
    case = api.load(write(tmp_path / "two", tables, SOFT + rules))
    told = list(nature_lines(by_nature(case.problem, case.rulebook), case.problem, case.rulebook))
    assert len(told) == len(expected)
    assert all(part in line and line.endswith(")]") for part, line in zip(expected, told, strict=True))


def test_it_is_one_answer_without_what_is_beside_the_point(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    told = explain(Asked(write(tmp_path / "two", UNSEEN, SOFT + SEEN), workers=1), 10)
    text = list(lines(told))
    assert text[1] == "no search can mend this:"
    (short,) = told.shortfalls
    assert (short.shortfall.amount, short.told, short.heads) == (14, None, "")
    assert "  proved: no roster of this brigade can have that, whatever else is given up" in text
    assert not any("forced" in line or "with this crew" in line for line in text)
    assert [cure.candidate.sentence for cure in short.cures] == [
        "count duty as seen by people",
        "Seen by day: switched off, as this brigade has nothing that could meet it",
    ]


def test_as_a_must_it_clashes_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    rules = SOFT + "  - {rule: armed_minimum, weight: must}\n"
    told = explain(Asked(write(tmp_path / "two", {}, rules), workers=1), 10)
    assert [len(clash.lines) for clash in told.clashes] == [1]
    assert "this cannot hold by itself:" in list(lines(told))
    assert any(cure.candidate.changes[0].field == "off" for cure in told.cures)


def test_a_place_that_no_demand_names_is_the_reason(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    told = explain(Asked(write(tmp_path / "two", {}, SOFT + SEEN), workers=1), 10)
    assert {short.reason.said for short in told.shortfalls} == {
        ("no demand lets duty be in Y Yard then: demand.csv:2",)
    }
