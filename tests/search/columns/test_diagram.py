"""A diagram says of every line what the limits themselves say, and finds the cheapest one."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roster.rules.limits import AllOrNone, AtMostGroups, Forbidden, GroupRun, Limit, Linear, Run, Spread
from roster.rules.spot import Spot
from roster.rules.variables import Decision, Work
from roster.search.columns.automaton import anonymous, compiled, officer_of
from roster.search.columns.diagram import BIG, Diagram, TooLargeError
from roster.search.columns.pricing import Pricing

DAYS = 5
SHIFTS = ("D", "N")
CHOICES = len(SHIFTS) + 1
LINES = list(product(range(CHOICES), repeat=DAYS))

works = st.builds(Work, st.just("1"), st.integers(0, DAYS - 1), st.sampled_from([("D",), ("N",), SHIFTS]))
bounds = st.none() | st.integers(0, 4)
factors = st.integers(1, 3)


@st.composite
def runs(draw: st.DrawFn) -> Run:
    codes = draw(st.sampled_from([("D",), ("N",), SHIFTS]))
    least, first = draw(st.integers(1, 3)), draw(st.integers(0, DAYS - 2))
    last = draw(st.integers(first + 1, DAYS))
    return Run(
        Spot(("1",)),
        tuple(Work("1", day, codes) for day in range(first, last)),
        when=draw(st.integers(0, 1)),
        at_least=least,
        at_most=draw(st.none() | st.integers(least, 4)),
        before=draw(st.none() | st.integers(0, 5)),
        factor=draw(factors),
    )


@st.composite
def forbidden(draw: st.DrawFn) -> Forbidden:
    first, second = draw(works), draw(works)
    later = second._replace(day=(first.day + 1 + draw(st.integers(0, DAYS - 2))) % DAYS)
    return Forbidden(Spot(("1",)), first, later, draw(factors))


@st.composite
def grouped(draw: st.DrawFn) -> AtMostGroups:
    cuts = sorted(draw(st.sets(st.integers(1, DAYS - 1), max_size=3)))
    spans = zip([0, *cuts], [*cuts, DAYS], strict=True)
    groups = tuple(tuple(Work("1", day, draw(st.sampled_from([("D",), SHIFTS]))) for day in range(*s)) for s in spans)
    return AtMostGroups(Spot(("1",)), groups, draw(st.integers(0, 3)), draw(st.integers(0, 3)), draw(factors))


linears = st.builds(
    Linear,
    st.just(Spot(("1",))),
    st.lists(st.tuples(st.integers(-2, 8), works), min_size=2, max_size=7).map(tuple),
    at_least=bounds,
    at_most=bounds,
    constant=st.integers(0, 4),
    per=st.integers(1, 3),
    factor=factors,
)
parts = st.lists(works, min_size=1, max_size=4).map(tuple)
alls = st.builds(AllOrNone, st.just(Spot(("1",))), parts, factors)
limits = st.one_of(runs(), forbidden(), grouped(), linears, alls)
entries = st.lists(st.tuples(limits, st.booleans(), st.integers(1, 5)), min_size=1, max_size=4)


def worth(line: tuple[int, ...], chosen: list[tuple[Limit, bool, int]]) -> int | None:
    """What the limits themselves say of a line; None where a held one is broken."""

    def value(decision: Decision) -> int:
        assert isinstance(decision, Work)
        return int(line[decision.day] > 0 and SHIFTS[line[decision.day] - 1] in decision.shifts)

    total = 0
    for limit, held, weight in chosen:
        amount = limit.amount(value)
        if held and amount:
            return None
        total += weight * amount
    return total


@settings(max_examples=300, deadline=None)
@given(entries, st.integers(0, 2**32 - 1))
def test_every_line_costs_what_its_limits_say_and_the_cheapest_is_found(
    chosen: list[tuple[Limit, bool, int]], seed: int
) -> None:
    told = []
    for limit, held, weight in chosen:
        assert officer_of(limit) == "1"
        automaton = compiled(anonymous(limit), held, DAYS, SHIFTS)
        if automaton is None:  # only what is broken whatever the line is
            assert isinstance(limit, Linear)
        else:
            told.append((limit, held, weight, automaton))
    diagram = Diagram([a for *_, a in told], [0 if h else w for _, h, w, _ in told], DAYS, CHOICES, 10**6)
    prices = np.random.default_rng(seed).integers(-9, 9, (DAYS, CHOICES, 2)).astype(float)
    best = [BIG, BIG]
    for line in LINES:
        cost = worth(line, [entry[:3] for entry in told])
        if cost is None:
            assert not diagram.feasible or diagram.cost_of(line) >= BIG
        else:
            assert diagram.cost_of(line) == cost
            for officer in range(2):
                paid = sum(prices[day, choice, officer] for day, choice in enumerate(line))
                best[officer] = min(best[officer], cost + paid)
    if not diagram.feasible:
        assert best == [BIG, BIG]
        return
    values, lines = Pricing([diagram] * 2).cheapest(prices.transpose(2, 0, 1))
    for officer in range(2):
        if best[officer] < BIG:
            assert values[officer] == pytest.approx(best[officer])
            paid = sum(prices[day, choice, officer] for day, choice in enumerate(lines[officer]))
            assert diagram.cost_of(lines[officer]) + paid == pytest.approx(best[officer])


def test_limits_of_several_officers_or_of_none_are_not_one_officers() -> None:
    both = Linear(Spot(), ((1, Work("1", 0, ("D",))), (1, Work("2", 0, ("D",)))), at_most=1)
    assert officer_of(both) is None
    assert officer_of(Spread(Spot(), (("1", ((1, Work("1", 0, ("D",))),), 0),), 1)) is None


def _added(limit: Limit, line: tuple[int, ...]) -> int:
    """What the automaton of a limit that is priced adds up to."""
    automaton = compiled(anonymous(limit), False, DAYS, SHIFTS)
    assert automaton is not None
    state = total = 0
    for moves, amounts, choice in zip(automaton.moves, automaton.amounts, line, strict=True):
        total += int(amounts[state, choice])
        state = int(moves[state, choice])
    return total


@pytest.mark.parametrize("most", [0, 1, 2])
@pytest.mark.parametrize("before", [None, 0, 2])
def test_groups_that_overlap_in_time_and_runs_of_groups_are_told(most: int, before: int | None) -> None:
    groups = (
        (Work("1", 0, ("D",)), Work("1", 2, ("D",))),
        (Work("1", 1, ("D",)),),
        (Work("1", 1, SHIFTS), Work("1", 2, ("N",)), Work("1", 4, ("D",))),
    )
    pairs = tuple((Work("1", day, SHIFTS), Work("1", day + 1, ("N",))) for day in (0, 2))
    row = (*pairs, (Work("1", 4, ("D",)),))
    for limit in (
        AtMostGroups(Spot(), groups, most, constant=before or 0, factor=2),
        GroupRun(Spot(), row, at_least=2, before=before, factor=3),
        GroupRun(Spot(), row, at_most=most or None, before=before),
    ):
        for line in LINES:

            def value(work: Decision, line: tuple[int, ...] = line) -> int:
                assert isinstance(work, Work)
                return int(line[work.day] > 0 and SHIFTS[line[work.day] - 1] in work.shifts)

            assert _added(limit, line) == limit.amount(value), (limit, line)


def test_a_diagram_that_grows_too_large_names_the_limit_that_sees_least() -> None:
    narrow = Linear(Spot(), tuple((1, Work("", day, ("N",))) for day in range(DAYS)), at_most=2)
    wide = Linear(Spot(), tuple((1, Work("", day, SHIFTS)) for day in range(DAYS)), at_most=3)
    automata = [compiled(limit, True, DAYS, SHIFTS) for limit in (wide, narrow)]
    assert None not in automata
    with pytest.raises(TooLargeError) as caught:
        Diagram([a for a in automata if a], [0, 0], DAYS, CHOICES, 6)
    assert caught.value.automaton == 1
