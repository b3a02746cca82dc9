"""Only what changed is checked again, and the report is that of a check of the whole."""

from __future__ import annotations

import pickle
import random
from collections import Counter
from dataclasses import replace

import pytest

from roster import i18n
from roster.domain.findings import Finding, Report
from roster.domain.roster import Roster
from roster.domain.seating import seat
from roster.rules import Rulebook
from roster.rules.roster.crew import Crew as CrewMust
from roster.rules.roster.fairness import Fairness
from roster.rules.roster.minimum_rest import MinimumRest
from roster.rules.roster.shift_count import ShiftCount
from roster.rules.roster.vehicle import Vehicle
from roster.search.recheck import Recheck
from roster.search.verify import verify
from tests.io.edited_week import OFFICERS, outcome, problem

RULEBOOK = Rulebook(
    (
        MinimumRest(hours=11, weight="must"),
        ShiftCount(id="few", max=2, per="week", weight=5),
        CrewMust(weight="must"),
        Vehicle(weight="must"),
        Fairness(counts="shifts", weight=3),
    )
)


def counted(report: Report) -> Counter[object]:
    return Counter((one.rule, one.sentence, one.amount, one.cost) for one in report.findings)


def changed(roster: Roster, rng: random.Random) -> Roster:
    """A crew has another member, another vehicle, or is gone."""
    number = rng.randrange(len(roster.crews))
    crew = roster.crews[number]
    others = [*roster.crews[:number], *roster.crews[number + 1 :]]
    match rng.choice(("member", "vehicle", "gone")):
        case "gone" if len(others) > 8:
            return replace(roster, crews=tuple(others))
        case "vehicle":
            crew = replace(crew, vehicle=rng.choice(("", "V1", "V2")))
        case _:
            people = rng.sample(OFFICERS, len(crew.members))
            crew = replace(crew, members=seat(crew.unit, people, crew.vehicle, problem()))
    return replace(roster, crews=(*roster.crews[:number], crew, *roster.crews[number + 1 :]))


def test_reports_one_after_the_other_are_those_of_a_whole_check() -> None:
    rng, recheck, roster = random.Random(7), Recheck(problem(), RULEBOOK), outcome().roster
    sizes = set()
    for number in range(60):
        roster = outcome().roster if number % 10 == 0 else changed(roster, rng)
        report = recheck.report(roster)
        assert counted(report) == counted(verify(problem(), RULEBOOK, roster))
        sizes.add(len(report.findings))
    assert len(sizes) > 5


def test_a_check_that_is_left_half_way_does_no_harm() -> None:
    rng, recheck, roster = random.Random(3), Recheck(problem(), RULEBOOK), outcome().roster
    for number in range(12):
        roster = changed(roster, rng)
        steps = recheck.steps(roster)
        for _step in range(number % 4):
            next(steps)
        steps.close()
    assert counted(recheck.report(roster)) == counted(verify(problem(), RULEBOOK, roster))


@pytest.mark.parametrize("officer", ["004", "A03"])
def test_lines_are_those_that_changed(officer: str) -> None:
    recheck, roster = Recheck(problem(), RULEBOOK), outcome().roster
    assert set(recheck.lines(roster)) == set(OFFICERS)
    assert recheck.lines(roster) == {}
    without = tuple(crew for crew in roster.crews if officer not in crew.officers)
    gone = {member for crew in roster.crews if officer in crew.officers for member in crew.officers}
    assert set(recheck.lines(replace(roster, crews=without))) == gone


def test_a_sentence_is_made_when_it_is_read_and_goes_along_to_another_process() -> None:
    made = []
    finding = Finding("heads", True, None, 1, 0, lambda: made.append(i18n.language()) or "nobody")
    assert (finding.must, made) == (True, [])
    with i18n.speaking("zh"):
        assert pickle.loads(pickle.dumps(finding)).sentence == finding.sentence == "nobody"
    assert made == ["zh"]
    assert finding == replace(finding) == Finding("heads", True, None, 1, 0, "nobody")
