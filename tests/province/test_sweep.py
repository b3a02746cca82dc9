"""A sweep whose values are solved by workers: the same curve, each value with what its worker proved."""

from __future__ import annotations

from collections.abc import Sequence

from roster.api import load
from roster.domain.price import cost_of, proved_by
from roster.explain.sweep import sweep
from roster.province.cluster import Event, Lost
from roster.province.sweep import on_workers
from roster.search.run import Stop
from tests.paths import TINY
from tests.province.inline import Inline


class Dying(Inline):
    """Its workers die of the first value."""

    def events(self, seconds: float) -> Sequence[Event]:
        return [Lost("0", "died")] if self._waiting.popleft() == "0" else super().events(seconds)

    def submit(self, name: str, task: bytes, people: int) -> None:
        super().submit(name, task, people)
        self._waiting.append(name)


def test_values_are_solved_by_workers_and_what_they_prove_is_told() -> None:
    case = load(TINY)
    points = sweep(case, "minimum_rest.hours", [8, 16], 2.0, solve_all=on_workers(Inline(), 2.0, deterministic=True))
    assert [(point.value, point.status) for point in points] == [(8, "solved"), (16, "solved")]
    costs = [point.cost for point in points if point.cost]
    assert [cost.cost == cost.least for cost in costs] == [True, True]
    assert costs[0].cost <= costs[1].cost


def test_a_value_whose_workers_died_has_its_neighbours_roster() -> None:
    solve_all = on_workers(Dying(), 2.0, deterministic=True)
    died, other = sweep(load(TINY), "minimum_rest.hours", [8, 9], 2.0, stop=Stop(), solve_all=solve_all)
    assert died.cost is not None
    assert other.cost is not None
    assert died.cost.cost == other.cost.cost


def test_a_sweep_that_is_stopped_waits_for_no_value_that_was_not_begun() -> None:
    stop, workers = Stop(), Inline()
    stop()
    points = sweep(load(TINY), "minimum_rest.hours", [8, 9, 10], 2.0, stop=stop, solve_all=on_workers(workers, 2.0))
    assert [point.status for point in points] == ["solved", *2 * ["not tried: stopped before"]]
    assert workers.solved == ["0"]


def test_nothing_is_claimed_after_the_first_priority_that_is_open() -> None:
    settled = proved_by({1: 2, 3: 4}, 50, {1: 2, 3: 4}, 40)
    assert settled.least == cost_of({1: 2, 3: 4}, 40)
    assert proved_by({1: 2, 3: 4}, 50, {1: 1, 3: 4}, 40).least == cost_of({1: 1}, 0)
