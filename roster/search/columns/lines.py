"""Each officer's lawful lines of work, from the limits that speak of that officer alone; the rest is left to rows.

Officers under the same limits share a diagram. What an officer cannot work on a day is no part of it but a price too
high to pay, so that officers share one whose absences and shifts differ.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from roster.domain.problem import Problem
from roster.rules import Rulebook
from roster.rules.limits import Forbidden, Limit, Linear
from roster.rules.spot import Spot
from roster.rules.variables import Work
from roster.search.columns.automaton import Automaton, anonymous, compiled, officer_of
from roster.search.columns.diagram import Diagram, OverError, TooLargeError
from roster.search.tuning import DEFAULT, Columns
from roster.tiers import WISHES, Limits, tier_of, weight_of

Choices = NDArray[np.bool_]
Entry = tuple[Limit, bool, int, str, int]
"""A limit of nobody in particular, whether it is held, its weight, its rule's name and its position there."""


@dataclass(frozen=True)
class Share:
    """Officers (by number) who share a diagram."""

    officers: NDArray[np.int64]
    diagram: Diagram


class Lines:
    """The diagrams of all officers; `left` are the limits that no diagram tells."""

    def __init__(
        self,
        problem: Problem,
        rulebook: Rulebook,
        limits: Limits,
        available: Choices,
        over: Callable[[], bool] = lambda: False,
        tuning: Columns = DEFAULT.columns,
    ) -> None:
        """`available` (officers, days, choices) tells what each officer may work; choice 0 is a day off.

        Raises OverError when it is over before.
        """
        self.problem, self._over, self._tuning = problem, over, tuning
        number = {officer: index for index, officer in enumerate(problem.officer)}
        own: dict[str, list[Entry]] = defaultdict(list)
        told: set[tuple[str, int]] = set()
        for rule in rulebook.rules:
            for position, limit in enumerate(limits[rule.name]):
                officer = officer_of(limit)
                if officer is None or not (rule.must or tier_of(rule, limit) == WISHES):
                    continue
                if isinstance(limit, Linear):
                    if not self._may_bind(limit, available[number[officer]]):
                        told.add((rule.name, position))
                        continue
                    if len(limit.terms) == 1:
                        continue
                weight = 0 if rule.must else weight_of(rule)
                own[officer].append((anonymous(limit), rule.must, weight, rule.name, position))
        clashes = tuple(_clashes(problem))
        groups: dict[tuple[tuple[Limit, bool, int], ...], list[str]] = defaultdict(list)
        for officer in problem.officer:
            groups[tuple(entry[:3] for entry in own[officer])].append(officer)
        self.shares: list[Share] = []
        for key, officers in groups.items():
            diagram, used = self._diagram([*clashes, *key], tuning.largest // len(problem.officers))
            self.shares.append(Share(np.array([number[o] for o in officers]), diagram))
            for officer in officers:
                told |= {own[officer][index - len(clashes)][3:] for index in used if index >= len(clashes)}
        self.left = {
            name: tuple(limit for position, limit in enumerate(found) if (name, position) not in told)
            for name, found in limits.items()
        }

    def _may_bind(self, limit: Linear, available: Choices) -> bool:
        """Whether the amount can be anything but 0, one shift a day at most."""
        weights = np.zeros(available.shape)
        number = {code: index + 1 for index, code in enumerate(self.problem.shift_codes)}
        for weight, work in limit.terms:
            assert isinstance(work, Work)
            for shift in work.shifts:
                weights[work.day, number[shift]] += weight
        least = limit.constant + int(np.where(available, weights, 0.0).min(axis=1).sum())
        most = limit.constant + int(np.where(available, weights, 0.0).max(axis=1).sum())
        too_few = limit.at_least is not None and least < limit.at_least
        return too_few or (limit.ceiling is not None and most > limit.ceiling)

    def _diagram(self, entries: list[tuple[Limit, bool, int]], largest: int) -> tuple[Diagram, list[int]]:
        """A diagram of as many limits as fit, and which ones they are."""
        problem, tuning = self.problem, self._tuning
        days, shifts = problem.horizon.days, problem.shift_codes
        found: list[tuple[int, Automaton, int]] = []
        for index, (limit, held, weight) in enumerate(entries):
            if self._over():
                raise OverError
            automaton = compiled(limit, held, days, shifts, tuning.most_states)
            if automaton is not None:
                found.append((index, automaton, weight))
        most = largest // (len(shifts) + 1)
        small = [entry for entry in found if max(entry[1].sizes) <= tuning.small]
        diagram, used = self._product([*small], most)
        for index, automaton, weight in sorted(found, key=lambda entry: entry[1].weight):
            if max(automaton.sizes) > tuning.small and diagram.feasible:
                try:
                    pair = [diagram.as_automaton(), automaton]
                    both = Diagram(pair, [1, weight], days, len(shifts) + 1, tuning.raw * most, self._over)
                except TooLargeError:
                    continue
                if both.states <= most:
                    diagram = both
                    used.append(index)
        return diagram, used

    def _product(self, found: list[tuple[int, Automaton, int]], most: int) -> tuple[Diagram, list[int]]:
        """A diagram of as many of these as fit at once, and which ones they are."""
        problem = self.problem
        while True:
            try:
                diagram = Diagram(
                    [automaton for _, automaton, _ in found],
                    [weight for *_, weight in found],
                    problem.horizon.days,
                    len(problem.shift_codes) + 1,
                    most,
                    self._over,
                )
                return diagram, [index for index, *_ in found]
            except TooLargeError as error:
                found.pop(error.automaton)


def _clashes(problem: Problem) -> list[tuple[Limit, bool, int]]:
    """No two duties overlap: physics, told as limits."""
    reach = 1 + max((shift.hours.end // 1440 for shift in problem.shifts), default=0)
    clashes: list[tuple[Limit, bool, int]] = []
    for day in problem.horizon.range:
        for shift in problem.shifts:
            for later in range(day + 1, min(day + reach + 1, problem.horizon.days)):
                codes = tuple(s.code for s in problem.shifts if s.span(later).overlap(shift.span(day)))
                if codes:
                    first, second = Work("", day, (shift.code,)), Work("", later, codes)
                    clashes.append((Forbidden(Spot(), first, second), True, 0))
    return clashes
