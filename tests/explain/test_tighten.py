"""What must be short while all else is as well met: proved, a better roster on the way, and what it says of crews."""

from __future__ import annotations

from dataclasses import replace

import pytest

from roster import api
from roster.domain.outcome import Outcome
from roster.domain.roster import Roster
from roster.explain.explanation import Explanation
from roster.explain.together import Together
from roster.report.explanation import lines
from roster.search.explain.missing_crews import by_crew
from roster.search.explain.mus import Clock
from roster.search.explain.one_more import OneMore
from roster.search.explain.shortfalls import Binding, Shortfall
from roster.search.explain.tighten import Tightening, tightened
from roster.search.run import Options, Stop
from roster.search.verify import verify
from roster.tiers import all_limits
from tests.explain.ten import TEN, TEN_RULES
from tests.outcomes import changed
from tests.small_week import put_brigade

SETTINGS = Options(time_limit=20, workers=1)


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> api.Case:
    return api.load(put_brigade(tmp_path_factory.mktemp("ten") / "ten", TEN, TEN_RULES))


@pytest.fixture(scope="module")
def best(case: api.Case) -> Outcome:
    """A crew of priority 1 is missing, and no roster has less short."""
    outcome = api.solve(case, time_limit=30, deterministic=True, workers=1, seed=1, plan_time=0)
    assert outcome.report.short[1] == 2
    return outcome


def worse_than(case: api.Case, outcome: Outcome) -> Outcome:
    """The same without one crew of priority 1; nothing is proved of it."""
    for one in outcome.roster.crews:
        roster = Roster(tuple(crew for crew in outcome.roster.crews if crew is not one))
        report = verify(case.problem, case.rulebook, roster)
        if report.short[1] > outcome.report.short[1]:
            break
    tiers = tuple(tier._replace(short=report.short.get(tier.priority, 0), bound=0) for tier in outcome.proof.tiers)
    return changed(outcome, roster=roster, report=report, tiers=tiers)


def missing(case: api.Case, outcome: Outcome, least: dict[int, int]) -> tuple[Together, list[Shortfall]]:
    limits = all_limits(case.problem, case.rulebook)
    binding = Binding(case.problem, case.rulebook, limits, outcome.roster)
    every = by_crew(case.problem, case.rulebook, limits, outcome.roster, outcome.report)
    return Together(binding, outcome, least), [short for short in every if short.priority == 1]


def test_a_crew_that_can_be_had_is_found_and_the_others_are_proved(case: api.Case, best: Outcome) -> None:
    worse = worse_than(case, best)
    assert worse.report.short[1] == 4
    found, least = tightened(case.problem, case.rulebook, worse, SETTINGS, lambda moment: None, Stop())
    assert (found.report.short[1], least[1]) == (2, 2)
    assert not found.report.must_violations
    tiers = found.proof.tiers
    assert [tier.short for tier in tiers] == [found.report.short.get(tier.priority, 0) for tier in tiers]


def test_what_was_proved_beside_a_demand_is_forgotten_where_that_is_met_less(case: api.Case, best: Outcome) -> None:
    search = Tightening(case.problem, case.rulebook, best.roster, SETTINGS, lambda moment: None, Stop())
    search.least, search._held = {1: 2}, {1: search._as_met(1)}
    search._forget()
    assert search.least == {1: 2}
    assert search.best is not None
    search.best = replace(search.best, roster=worse_than(case, best).roster)
    search._forget()
    assert search.least == {}


@pytest.mark.parametrize(("least", "proved", "of_them"), [(4, 2, 2), (3, 2, 2), (2, 0, 1), (0, 0, 0)])
def test_what_must_be_short_says_how_many_crews_are_missing_whatever_is_done(
    case: api.Case, best: Outcome, least: int, proved: int, of_them: int
) -> None:
    """Two crews are missing, of an amount of 2 each: with 2 at the least, one of them is, and which one is not told."""
    together, crews = missing(case, worse_than(case, best), {1: least})
    assert [short.amount for short in crews] == [2, 2]
    assert sum(together.too_few(short) is not None for short in crews) == proved
    told = together.at_least(crews)
    assert (told[1].least if told else 0, told[1].crews if told else 2) == (of_them, 2)


def test_whether_one_more_crew_can_be_had_is_told_by_kind(case: api.Case, best: Outcome) -> None:
    """A roster that lacks one crew for no reason can have that one back, and no other; the best can have none."""
    limits = all_limits(case.problem, case.rulebook)
    for outcome, possible in ((best, [False]), (worse_than(case, best), [False, True])):
        more = OneMore(case.problem, case.rulebook, limits, outcome.roster)
        crews = missing(case, outcome, {})[1]
        assert sorted(more.possible(short, Clock(20)) is True for short in crews) == possible
        assert [more.possible(short, Clock(0)) for short in crews] == [None] * len(crews)


@pytest.mark.parametrize(
    ("bound", "least", "said"),
    [
        (0, 0, "how much of it any roster must have is not proved"),
        (2, 2, "4 short in all, at least 2 proved unavoidable"),
        (0, 2, "4 short in all, at least 2 proved unavoidable while all else that is as urgent is as well met"),
        (1, 2, "at least 1 proved unavoidable, and 2 while all else that is as urgent is as well met"),
    ],
)
def test_what_is_proved_of_a_priority_is_said_once(
    case: api.Case, best: Outcome, bound: int, least: int, said: str
) -> None:
    worse = worse_than(case, best)
    tiers = tuple(tier._replace(bound=bound) for tier in worse.proof.tiers if tier.priority == 1)
    told = Explanation(case, outcome=changed(worse, tiers=tiers), least={1: least}, whole=False)
    assert list(lines(told))[-1].endswith(said)
