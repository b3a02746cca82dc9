"""What a page shows of a workbook: the same as its sheets say, cell by cell."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from roster import i18n
from roster.io.book_report import BookReport
from roster.io.read_book import read_book
from roster.io.shown import shown, shown_lines
from roster.rules import Rulebook
from roster.rules.roster.minimum_rest import MinimumRest
from roster.search.verify import verify
from tests.io.edited_week import OFFICERS, Edited, outcome, problem

RULEBOOK = Rulebook((MinimumRest(hours=11, weight="must"),))


def checked(week: Edited) -> BookReport:
    read = week.read()
    report = verify(problem(), RULEBOOK, read.roster)
    return BookReport(problem(), read_book(week.path), read, report, (), RULEBOOK)


@pytest.fixture
def model(week: Edited, tmp_path: Path) -> dict[str, Any]:
    week.type("003", 1, "D")  # eight hours after the evening before would be too few: E ends 23:00, D starts 07:00
    return shown(checked(week), tmp_path)


def cell(model: dict[str, Any], officer: str, day: int) -> dict[str, Any]:
    return dict(model["people"][OFFICERS.index(officer)]["cells"][day])


def test_each_cell_says_duty_crew_absence_and_findings(model: dict[str, Any]) -> None:
    assert [one["id"] for one in model["people"]] == OFFICERS
    own = cell(model, "002", 0)
    assert (own["code"], own["text"], own["typed"], own["was"]) == ("D", "D", False, None)
    assert own["unit"] == "2026-10-23/D/car-Z1"
    typed = cell(model, "003", 1)
    assert (typed["code"], typed["typed"], typed["was"], typed["unit"]) == ("D", True, "E", None)
    told = [one for one in model["findings"] if one["id"] in typed["findings"]]
    assert {one["kind"] for one in told} == {"must"}
    assert any(one["rule"] == "minimum_rest" and [OFFICERS.index("003"), 1] in one["cells"] for one in told)
    assert model["placeless"] == [{"officer": "003", "date": "2026-10-24", "shift": "D"}]
    assert cell(model, "NA", 2)["away"] == "AL"
    assert model["people"][OFFICERS.index("004")]["hours"] == 24.0
    assert model["people"][OFFICERS.index("004")]["nights"] == 3


def test_what_is_asked_and_given_is_counted_in_heads(model: dict[str, Any]) -> None:
    rows = {row["shift"]: [(day["asked"], day["given"]) for day in row["days"]] for row in model["cover"]}
    assert rows["D"] == [(4, 2), (4, 5), (4, 2), (4, 4)]  # a car of two and a post of two
    assert rows["E"][:2] == [(2, 2), (2, 1)]
    assert rows["N"][0] == (2, 2)
    assert rows["L"] == [(1, 1), (1, 0), (1, 1), (1, 0)]
    zone = next(row for row in model["presence"] if row["zone"] == "Z1")
    nine = 2 * 9
    assert zone["slots"][2 * nine : 2 * nine + 2] == [1, 0]  # a post at its site, on Friday nobody
    assert zone["short"][nine] == 1
    assert (zone["slots"][2 * (48 + nine)], zone["short"][48 + nine]) == (1, 0)


def test_a_zone_that_is_asked_for_beside_others_only_shows_their_crews(model: dict[str, Any]) -> None:
    rows = {tuple(row["zones"]): row for row in model["presence"]}
    assert rows["Z1",]["kinds"] == ["Guard post"]  # asked for at a site of the zone: cars are not counted there
    assert rows["Z2",]["kinds"] == rows["Z1", "Z2"]["kinds"] == ["Car unit"]
    three = 2 * 2 * 15
    assert rows["Z2",]["slots"][three : three + 2] == [0, 1]  # its crew of Friday evening stands there first


def test_crews_have_seats_vehicles_and_places(model: dict[str, Any]) -> None:
    crew = next(one for one in model["crews"] if one["id"] == "2026-10-23/E/car-Z2")
    assert (crew["shift"], crew["vehicle"], crew["zone"], crew["from"], crew["to"]) == ("E", "V2", "Z1", 900, 1380)
    assert [(seat["role"], seat["officer"], seat["armed"]) for seat in crew["seats"]] == [
        ("lead", "003", True),
        ("member", "007", False),
    ]
    assert [stand["zone"] for stand in crew["stands"]] == ["Z2", "Z1"]
    assert model["vehicles"][1]["away"] == ["2026-10-26"]
    assert (model["sites"][0]["x"], model["sites"][0]["y"]) == (110.44, 35.47)


def test_who_is_free_comes_first_with_a_reason_for_the_others(model: dict[str, Any]) -> None:
    sunday = {row["officer"]: row for row in model["free"]["2026-10-25"]}
    assert sunday["NA"]["why"] == "annual leave"
    assert sunday["A03"]["why"] is None
    assert "004" in sunday
    assert "003" not in sunday
    whys = [row["why"] is None for row in model["free"]["2026-10-25"]]
    assert whys == sorted(whys, reverse=True)
    monday = {row["officer"]: row["shifts"] for row in model["free"]["2026-10-26"]}
    assert "rest" in monday["003"]["D"]
    assert monday["003"]["N"] is None


def test_it_speaks_the_language_in_use(week: Edited, tmp_path: Path) -> None:
    own = checked(week)
    english = shown(own, tmp_path)
    i18n.set_language("zh")
    try:
        chinese = shown(own, tmp_path)
        lines = "\n".join(shown_lines(own))
    finally:
        i18n.set_language("en")
    assert [shift["letter"] for shift in english["shifts"][:3]] == ["D", "E", "N"]  # type: ignore[index]
    assert [shift["letter"] for shift in chinese["shifts"][:3]] == ["白", "中", "夜"]  # type: ignore[index]
    assert [one["code"] for one in chinese["shifts"]] == [one["code"] for one in english["shifts"]]  # type: ignore[attr-defined]
    assert "4/2" not in lines
    assert "2/4" in lines
    assert english["published"] is None
    assert len(list(shown_lines(own))) == 5 + len(outcome().problem.shifts)
