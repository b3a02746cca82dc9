"""Clashes of a day or two are looked for there first; what needs a week is no clash of a few days."""

from __future__ import annotations

from pathlib import Path

import pytest

from roster import api
from roster.search.explain.clashes import Clash, Explainer, musts, musts_of
from roster.search.explain.few_days import clashing_days
from roster.search.explain.mus import Clock
from roster.tiers import all_limits
from tests.explain.small import COVER, write

CARS = {
    "units": "kind,crew,composition,vehicle_kinds,zones,shifts\ncar,1,,van,,\nfoot,1,,,,",
    "vehicles": "id,kind,seats,lights,licence\nV1,van,2,no,",
    "demand": "unit_kind,places,from,to,day_types,minimum\ncar,Z,08:00,16:00,holiday,1\ncar,Y,08:00,16:00,holiday,1\n"
    "foot,Z,16:00,23:00,,1",
    "calendar": "date,day_type\n2026-11-05,holiday",
}
"""On the holiday two cars are asked for, and there is one."""
WEEK = (
    "  - {rule: work_hours, max: 16, per: week, weight: must}\n"
    "  - {rule: work_hours, id: more, min: 40, per: week, weight: must}\n"
)
NIGHT = {"demand": "unit_kind,places,from,to,day_types,minimum\nduty,Z,08:00,16:00,,1\nduty,Z,16:00,23:00,,1"}
RESTED = COVER + "  - {rule: minimum_rest, hours: 11, weight: must}\n"
"""Two people, two duties a day: who has the evening rests in the morning, so that each has always the same one."""
FIXED = {"fixed": "officer,date,shift\nA,2026-11-03,E\nA,2026-11-04,D"}


def explainer(folder: Path, tables: dict[str, str], rules: str) -> Explainer:
    case = api.load(write(folder / "two", tables, rules))
    groups = musts(case.problem, case.rulebook, all_limits(case.problem, case.rulebook))
    return Explainer(case.problem, groups, pose=musts_of(case.rulebook))


def few(found: Explainer) -> set[int] | None:
    """The days on which the musts clash, as far as a few of them show it."""
    answer = clashing_days(found.problem, found.groups, list(found.groups), found.always, Clock(20))
    return None if answer is None else set(answer[0].window)


def told(clash: Clash | None) -> set[tuple[str, str]]:
    assert clash is not None
    assert clash.smallest
    return {(member.rule, member.part or member.source) for member in clash.members}


def test_more_cars_than_there_are_are_found_on_their_date_and_told_whole(tmp_path: Path) -> None:
    found = explainer(tmp_path, CARS, COVER)
    assert few(found) == {3}
    clash = found.clash()
    assert {("cover", "demand.csv:2"), ("cover", "demand.csv:3"), ("", "vehicles")} <= told(clash)
    assert clash is not None
    assert not {("cover", "demand.csv:4")} & told(clash)


def test_a_rest_between_two_dates_clashes_on_both_together(tmp_path: Path) -> None:
    found = explainer(tmp_path, {**NIGHT, **FIXED}, RESTED)
    assert few(found) == {1, 2}
    assert {rule for rule, _part in told(found.clash()) if rule} == {"fixed", "minimum_rest"}


@pytest.mark.parametrize("limit", [Clock(20), Clock(0)], ids=["time", "no time"])
def test_what_takes_a_week_or_has_no_time_is_no_clash_of_a_few_days(tmp_path: Path, limit: Clock) -> None:
    found = explainer(tmp_path, {}, WEEK)
    assert clashing_days(found.problem, found.groups, list(found.groups), found.always, limit) is None
