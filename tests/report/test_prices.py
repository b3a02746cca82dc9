"""Prices: what is printed of a cost is proved, or says that it is not."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import pytest

from roster.domain.comparison import compare
from roster.domain.findings import Finding, Report
from roster.domain.price import Price, Proved, cost_of, price
from roster.domain.problem import Problem
from roster.domain.roster import Roster
from roster.explain.why import Answer, _forced
from roster.report.prices import alike, cost_text, effect_text, price_json, price_text, proved_json
from roster.report.why import lines
from roster.rules import Rulebook, pose
from roster.search.proximity import ProximitySearch
from roster.search.run import Options
from roster.search.solve import solve
from roster.tiers import all_limits
from tests.brigades.direct import direct_optimum
from tests.search.small import RULEBOOK, random_facts


def known(wishes: int, least: int, short: int = 0, proved: int | None = None) -> Proved:
    """Something short at priority 2, of which `proved` is unavoidable: by default all."""
    sure = short if proved is None else proved
    return Proved(cost_of({2: short}, wishes), cost_of({2: sure}, least if sure == short else 0))


class Told(NamedTuple):
    before: Proved
    after: Proved
    narrower: bool
    least: int | None
    most: int | None
    text: str


CASES = (
    Told(known(771, 761), known(771, 755), False, -16, 10, "the wishes cost -16 to +10"),
    # a roster found with the duty is one without it too: no price against the worse one
    Told(known(1025, 761), known(764, 755), True, 0, 3, "the wishes cost +0 to +3"),
    Told(known(800, 800), known(817, 817), True, 17, 17, "the wishes cost +17"),
    Told(known(800, 800), known(800, 790), True, 0, 0, "the wishes cost the same"),
    Told(known(800, 790), known(500, 480, short=3), True, -320, -290, 
         "priority 2: +3 short; the wishes cost -320 to -290"),
    # nobody has proved that anything must be short
    Told(known(764, 761), known(285, 0, short=10, proved=0), True, None, None,
         "what it costs is not known; at most 10 short and wishes of 285"),
)  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.text)
def test_a_price_is_a_range_from_both_bounds(case: Told) -> None:
    found = price(case.before, case.after, case.narrower)
    assert (found.least, found.most, price_text(found)) == case[3:]
    told = price_json(found)
    assert (told["known"], told["at_least"], told["at_most"]) == (case.least is not None, case.least, case.most)


def test_an_effect_smaller_than_the_gaps_is_none_that_can_be_told() -> None:
    def effect(before: Proved, after: Proved) -> str:
        return effect_text(price(before, after))

    assert effect(known(771, 761), known(769, 765)) == (
        "effect: none that can be told (the wishes cost -6 to +8, within the gaps of both sides)"
    )
    assert effect(known(771, 761), known(790, 780)) == "effect: the wishes cost +9 to +29"
    assert effect(known(771, 761), known(700, 690)) == "effect: the wishes cost -81 to -61"
    assert effect(known(7, 7), known(7, 7)) == "effect: none"
    assert effect(known(7, 7), known(2, 2, short=1)) == "effect: priority 2: +1 short; the wishes cost -5"


def test_a_cost_says_what_is_proved_of_it() -> None:
    assert cost_text(known(771, 761)) == "short: 0; wishes cost 761 to 771"
    assert cost_text(known(771, 771, short=2)) == "short: 2; wishes cost 771"
    assert cost_text(known(771, 0, short=97, proved=0)) == "short: 97 at most; wishes cost 771 with that"
    assert proved_json(known(771, 0, short=97, proved=0))["wishes_at_least"] is None


def test_costs_that_are_not_proved_to_differ_are_alike() -> None:
    assert alike([known(771, 755), known(775, 760)])
    assert not alike([known(771, 755), known(790, 772)])
    assert not alike([known(771, 755), known(1, 1, short=1)])
    assert not alike([known(771, 755)])


def a_price(problem: Problem, rulebook: Rulebook, seed: int) -> tuple[Price, tuple[int, ...], tuple[int, ...]] | None:
    """The price of one officer's opposite, with the true best costs before and after; None where it is impossible."""
    outcome = solve(problem, rulebook, Options(time_limit=3, gap=0.3, seed=seed))
    officer = sorted(problem.officer)[seed % len(problem.officers)]
    works = any(duty[:2] == (officer, 0) for duty in outcome.roster.work())
    always = _forced(officer, 0, "off" if works else "on", problem.shift_codes)
    near = ProximitySearch(problem, rulebook, outcome.roster, [always])
    found = near.best(Options(time_limit=1), days=range(1), move_cost=2)
    present = near.unforced(outcome.roster)
    if found is None or present is None:
        return None
    before = ProximitySearch(problem, rulebook, outcome.roster).proved(present, 1.5)
    told = price(before, near.proved(found, 1.5), narrower=True)
    return told, direct_optimum(problem, rulebook), direct_optimum(problem, rulebook, always=[always])


def test_the_true_price_lies_in_the_range_on_random_brigades() -> None:
    seen = 0
    for seed in (0, 1, 3, 4):
        told = a_price(pose(random_facts(seed), RULEBOOK), RULEBOOK, seed)
        if told is None:
            continue
        found, before, after = told
        true = tuple(new - old for old, new in zip(before, after, strict=True))
        if found.short is None or found.least is None or found.most is None:
            continue
        seen += 1
        assert sum(found.short) == sum(true[:-1])
        assert found.least <= true[-1] <= found.most
    assert seen > 1


def test_what_is_proved_is_never_above_the_optimum() -> None:
    for seed in (0, 1, 3, 4):
        problem = pose(replace(random_facts(seed), officers=random_facts(seed).officers[: 6 + seed]), RULEBOOK)
        outcome = solve(problem, RULEBOOK, Options(time_limit=10, gap=0.5))
        near = ProximitySearch(problem, RULEBOOK, outcome.roster, limits=all_limits(problem, RULEBOOK))
        one = near.cost(outcome.roster)
        assert one is not None
        least = near.proved(one, 4).least
        best = direct_optimum(problem, RULEBOOK)
        assert least <= cost_of(dict(zip(near.model.short, best[:-1], strict=True)), best[-1])


def test_what_nobody_has_proved_to_be_short_is_not_told_as_what_follows() -> None:
    """A roster found in haste is short of ten: `why` says that it is possible, and at most what it costs."""
    problem = pose(random_facts(1), RULEBOOK)
    duty = problem.officers[0].id, 0
    finding = Finding("cover", False, 2, 10, 0, "nobody there")
    sides = Roster(()), Report(()), Roster(()), Report((finding,))
    told = {known: price(Proved(cost_of({}, 5), cost_of({}, 5)), after) for known, after in PRICED.items()}
    texts = {}
    for name, cost in told.items():
        answer = Answer(*duty, "", "on", None, compare(problem, *sides), cost, 1.0, possible=True)
        texts[name] = "\n".join(lines(answer, problem))
    assert "is possible: what it costs is not known; at most 10 short" in texts["open"]
    assert "nobody there" not in texts["open"]
    assert "short now: nobody there" in texts["proved"]


PRICED = {"open": known(285, 0, short=10, proved=0), "proved": known(285, 200, short=10)}
