"""The smallest brigade: six officers, one zone, two shifts; what the reader forgives, and a week that works out."""

from __future__ import annotations

from pathlib import Path

from roster import api
from roster.domain.clock import Span

FOLDER = Path(__file__).resolve().parent / "golden" / "tiny"


def test_ids_and_names_stay_what_they_are() -> None:
    problem = api.load(FOLDER).problem
    assert [officer.id for officer in problem.officers] == ["007", "NA", "3", "0012", "5", "a-6"]
    assert problem.officer["5"].name == "=石不转"
    assert [officer.category for officer in problem.officers] == ["sworn"] * 4 + ["auxiliary"] * 2
    assert [officer.sex for officer in problem.officers] == ["m", "f", "m", "f", "m", ""]


def test_leave_is_read_by_day_and_by_the_clock() -> None:
    problem = api.load(FOLDER).problem
    assert {(a.id, a.kind, a.span) for a in problem.absences} == {
        ("NA", "annual", Span(2 * 1440, 4 * 1440)),
        ("3", "training", Span(4 * 1440 + 480, 4 * 1440 + 1020)),
    }


def test_a_day_begins_with_the_first_shift_and_is_cut_where_the_shifts_change() -> None:
    problem = api.load(FOLDER).problem
    assert problem.settings.day_start == 6 * 60
    assert [slot.start // 60 for slot in problem.slots_of_day[0]] == [6, 14, 22]


def test_every_shift_is_filled_and_every_wish_met() -> None:
    outcome = api.solve(api.load(FOLDER))
    assert (outcome.proof.status, outcome.report.findings, outcome.person_shifts) == ("optimal", (), 28)
    work = {(officer, day): shift for officer, day, shift in outcome.roster.work()}
    assert work["a-6", 0] == "M"
    assert ("007", 6) not in work
    assert ("007", 5) not in work
    assert work["0012", 1] == "M"
    assert ("NA", 2) not in work
    assert ("NA", 3) not in work
    assert ("3", 4) not in work  # both shifts share minutes with the training from 08:00 to 17:00
