"""A duty given up, taken or exchanged by hand-overs: lawful, as it was asked for, and the cheapest of them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from roster import living
from roster.explain.by_hand import _with_another, handed_over
from roster.living import Week
from roster.search.living.exchange import Exchange, Handover
from roster.search.verify import verify
from roster.tiers import all_limits
from tests.living_week import put_week
from tests.paths import TINY


@pytest.fixture
def week(tmp_path: Path) -> Week:
    shutil.copytree(TINY, tmp_path / "tiny")
    return living.open_week(put_week(tmp_path), tmp_path / "tiny")


def test_the_opposite_of_every_duty_is_lawful_and_as_asked(week: Week) -> None:
    limits = all_limits(week.problem, week.case.rulebook)
    found = dict.fromkeys(("off", "on"), 0)
    works = {(duty.officer, duty.day): duty.shift for duty in week.roster.work()}
    for officer in week.problem.officer:
        for day in range(0, 7, 2):
            wanted = "off" if (officer, day) in works else "on"
            roster = handed_over(week.problem, week.case.rulebook, week.roster, officer, day, wanted, limits)
            if roster is None:
                continue
            found[wanted] += 1
            assert not verify(week.problem, week.case.rulebook, roster).must_violations
            now = {(duty.officer, duty.day) for duty in roster.work()}
            assert ((officer, day) in now) == (wanted == "on")
    assert min(found.values()) > 0


def test_a_duty_near_by_that_stands_in_the_way_goes_to_somebody_else(week: Week) -> None:
    exchange = Exchange(week.problem, week.case.rulebook, week.roster)
    tried = 0
    for duty in sorted(week.roster.work()):
        for officer in week.problem.officer.keys() - {d.officer for d in week.roster.work() if d.day == duty.day}:
            way = (Handover(duty.day, duty.shift, duty.officer, officer),)
            for handovers in _with_another(exchange, [way], officer, duty.day):
                tried += 1
                assert exchange.line_breaks(officer, {duty.day: duty.shift})
                gone = handovers[-1]
                assert gone.leaves == officer
                assert not exchange.line_breaks(officer, {duty.day: duty.shift}, [gone.day])
    assert tried
