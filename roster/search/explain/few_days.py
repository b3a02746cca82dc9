"""Clashes of a single day, or of two in a row: a small problem in which they are soon seen, and soon made smaller.

What cannot hold on some days cannot hold at all; that the rest can hold is seen in the whole problem only.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from roster.domain.problem import Problem
from roster.rules.limits import Limit
from roster.rules.variables import Decision, Does, Inspects, Serves, Work
from roster.search.explain.assumptions import Answer, Assumptions, BothGrains
from roster.search.explain.constraint_groups import ConstraintGroup, Groups
from roster.search.explain.mus import Clock
from roster.search.tuning import DEFAULT, Clashes

K = TypeVar("K", bound=tuple[object, ...])


@dataclass(frozen=True)
class FewDays:
    """Some days of a problem."""

    window: frozenset[int]

    def of(
        self, problem: Problem, groups: Mapping[K, Sequence[Limit]], always: Iterable[Limit]
    ) -> tuple[Problem, dict[K, list[Limit]], list[Limit]]:
        """The problem with the units of these days only, and the limits that decide nothing on other days."""
        small = replace(problem, units=tuple(unit for unit in problem.units if unit.day in self.window))
        own = {key: [limit for limit in limits if self._decides(limit)] for key, limits in groups.items()}
        return small, own, [limit for limit in always if self._decides(limit)]

    def _decides(self, limit: Limit) -> bool:
        days = {day for decision in limit.decisions for day in _day(decision)}
        return days <= self.window if days else limit.spot.day in self.window


def clashing_days(
    problem: Problem,
    groups: Groups,
    among: Iterable[ConstraintGroup],
    always: Iterable[Limit],
    clock: Clock,
    tuning: Clashes = DEFAULT.clashes,
) -> tuple[FewDays, Assumptions[ConstraintGroup], list[ConstraintGroup]] | None:
    """The first few days whose limits alone cannot hold, by unit kind, with the instances that clash there.

    None where there are no such days, or the time is up.
    """
    chosen = {instance: groups[instance] for instance in among}
    for length in range(1, tuning.few_days + 1):
        for first in range(problem.horizon.days - length + 1):
            if clock.over:
                return None
            days = FewDays(frozenset(range(first, first + length)))
            guarded = Assumptions(*days.of(problem, chosen, always), tuning=tuning)
            answer = guarded.check(list(chosen), clock.left(), core=True, effort=tuning.few_days_work)
            if answer.possible is False:
                return days, guarded, list(answer.clash)
    return None


class FewFirst(Generic[K]):
    """Asks first whether members clash on a few days already, then in the whole problem."""

    def __init__(self, few: BothGrains[K], whole: BothGrains[K], share: float) -> None:
        """A few days have this share of the time of each question."""
        self._few, self._whole, self._share = few, whole, share
        self.physics = whole.physics

    def check(self, among: Collection[K], seconds: float) -> Answer[K]:
        """Whether all of `among` can hold with whole crews."""
        answer = self._few.check(among, seconds * self._share)
        return answer if answer.possible is False else self._whole.check(among, seconds * (1 - self._share))

    def core(self, among: Collection[K], held: Collection[K], seconds: float, effort: float) -> tuple[K, ...]:
        """Those of `among`, which cannot all hold, that are seen to clash, those of a few days if possible."""
        core = self._few.core(among, held, seconds * self._share, effort)
        return core if len(core) < len(among) else self._whole.core(among, held, seconds * (1 - self._share), effort)


def _day(decision: Decision) -> Iterator[int]:
    match decision:
        case Work(day=day) | Serves(day=day):
            yield day
        case Does() | Inspects():  # of the patrol plan
            return
        case _:
            yield decision.unit.day
