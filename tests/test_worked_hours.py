"""Hours as they were worked: absences that come between, swaps, and what sheets say of them."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

from roster import living
from roster.domain.clock import Span
from roster.domain.people import Absence
from tests.rules.law import DAY, HOUR, small_problem
from tests.small_week import put_brigade, solved_week


def test_an_unlawful_swap_names_the_person_the_date_and_what_stands_there(tmp_path: Path) -> None:
    two = {
        "officers.csv": "id,name,category\nA,A,sworn\nB,B,sworn\n",
        "demand.csv": "unit_kind,places,from,to,day_types,minimum,target,priority\nduty,,08:00,08:00,mon;tue,1,,\n",
        "fixed.csv": "officer,date,shift\nA,2026-11-02,D\nB,2026-11-02,N\nA,2026-11-03,D\nB,2026-11-03,N\n",
    }
    week = solved_week(put_brigade(tmp_path / "brigade", two))
    swap = living.swap(week, "A", dt.date(2026, 11, 2), "B", dt.date(2026, 11, 3))
    assert swap.verdict.forbidden == (
        "B (B) already works N on Mon 2026-11-02; A (A) already works D on Tue 2026-11-03"
    )


def test_of_two_absences_that_overlap_the_one_that_began_last_is_shown() -> None:
    leave, sick = Absence("1", "annual", Span(0, 5 * DAY)), Absence("1", "sick", Span(DAY + 6 * HOUR, 3 * DAY))
    court = Absence("1", "court", Span(0, 3 * HOUR))
    problem = replace(small_problem(), absences=(sick, leave, court))
    shown = [found.kind if (found := problem.leave_on("1", day)) else "" for day in range(6)]
    assert shown == ["annual", "sick", "sick", "annual", "annual", ""]
    assert problem.absent("1", Span(2 * DAY, 2 * DAY + HOUR)) == sick
    assert problem.absent("1", Span(HOUR, 2 * HOUR)) == court
    assert problem.away["1"] == (Span(0, 5 * DAY),)
