"""Musts that cannot all hold: smallest sets of them, proved at the grain of whole crews."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from roster.decisions import Grain
from roster.domain.problem import Problem
from roster.model import Limits
from roster.rules import Rulebook
from roster.rules.limits import Limit
from roster.search.explain.guarded import Answer, Guarded
from roster.search.explain.instances import Groups, Instance, grouped
from roster.search.explain.shrink import Clock, Shrunk, smallest

SECONDS = 25.0
"""For one clash; what it has by then is told."""
SECONDS_OF_DATES = 4.0
EFFORT_TO_SEE, EFFORT_OF_A_CORE = 10.0, 4.0
"""In the solver's own measure of work, about seconds."""
GRAINS: tuple[Grain, ...] = ("kind", "crew")

Dated = tuple[object, ...]
"""An instance and a day."""


@dataclass(frozen=True)
class Clash:
    """Instances that cannot all hold. `proved`: without any one of them the others can, with whole crews."""

    members: tuple[Instance, ...]
    proved: bool
    days: dict[Instance, tuple[int, ...]] = field(default_factory=dict)  # those that matter, where it is not all


def musts(problem: Problem, rulebook: Rulebook, limits: Limits) -> Groups:
    """The limits of every must by instance."""
    groups: Groups = {}
    for rule in rulebook.rules:
        if rule.must:
            groups |= grouped(rule.name, limits[rule.name], problem)
    return groups


class Explainer:
    """Finds what clashes among groups of limits, quickly by unit kind, else by crew."""

    def __init__(self, problem: Problem, groups: Groups, always: Iterable[Limit] = ()) -> None:
        self.problem, self.groups, self.always = problem, groups, list(always)
        self._by_grain: dict[Grain, Guarded[Instance]] = {}

    def guarded(self, grain: Grain) -> Guarded[Instance]:
        """All groups under guards, made when it is first needed."""
        if grain not in self._by_grain:
            self._by_grain[grain] = Guarded(self.problem, self.groups, self.always, grain)
        return self._by_grain[grain]

    def clash(self, without: Iterable[Instance] = (), seconds: float = SECONDS) -> Clash | None:
        """A smallest set of instances that cannot all hold, those of `without` left out; None where none was found."""
        clock = Clock(seconds)
        passed_over = set(without)
        among = [instance for instance in self.groups if instance not in passed_over]
        for grain in GRAINS:
            guarded = self.guarded(grain)
            if guarded.check(among, clock.left(), effort=EFFORT_TO_SEE).possible is False:
                return self._smallest(guarded, self._core(guarded, among, clock), clock)
        return None

    def clashes(self, without: Iterable[Instance], seconds: float) -> bool:
        """Whether all others are quickly seen to clash."""
        passed_over = set(without)
        among = [instance for instance in self.groups if instance not in passed_over]
        return self.guarded("kind").check(among, seconds).possible is False

    def possible(self, without: Iterable[Instance] = (), seconds: float = SECONDS) -> Answer[Instance]:
        """Whether all others can hold together, with whole crews."""
        passed_over = set(without)
        among = [instance for instance in self.groups if instance not in passed_over]
        answer = self.guarded("kind").check(among, seconds)
        return answer if answer.possible is False else self.guarded("crew").check(among, seconds)

    def _core(self, guarded: Guarded[Instance], among: list[Instance], clock: Clock) -> list[Instance]:
        """Fewer instances that clash: the solver's own core, else what is left when whole rules are left out."""
        answer = guarded.check(among, clock.left(), core=True, effort=EFFORT_OF_A_CORE)
        if answer.possible is False:
            return list(answer.clash)
        for part in self._parts(among):
            fewer = [instance for instance in among if instance not in part]
            if clock.left() and guarded.check(fewer, clock.left()).possible is False:
                among = fewer
                answer = guarded.check(among, clock.left(), core=True, effort=EFFORT_OF_A_CORE)
                if answer.possible is False:
                    return list(answer.clash)
        return among

    def _parts(self, among: list[Instance]) -> Iterator[set[Instance]]:
        """What to leave out at once: everything about single officers, then rule after rule."""
        yield {instance for instance in among if instance.officer}
        for rule in dict.fromkeys(instance.rule for instance in among):
            yield {instance for instance in among if instance.rule == rule}

    def _smallest(self, guarded: Guarded[Instance], core: list[Instance], clock: Clock) -> Clash:
        """Shrink at the grain that proved the clash, then see with whole crews that each member is needed."""
        found = smallest(guarded, core, clock)
        if guarded.grain == "kind":
            groups = {instance: self.groups[instance] for instance in found.members}
            by_crew: Guarded[Instance] = Guarded(self.problem, groups, self.always, "crew")
            found = smallest(by_crew, found.members, clock)
        return Clash(found.members, found.proved, dict(self._days(guarded.grain, found)))

    def _days(self, grain: Grain, found: Shrunk[Instance]) -> Iterator[tuple[Instance, tuple[int, ...]]]:
        """The days on which members that speak of many bring the clash about."""
        groups: dict[Dated, list[Limit]] = {}
        for instance in found.members:
            for limit in self.groups[instance]:
                day = limit.spot.on if not instance.officer else None
                groups.setdefault((instance, day), []).append(limit)
        clock = Clock(SECONDS_OF_DATES)
        guarded: Guarded[Dated] = Guarded(self.problem, groups, self.always, grain)
        answer = guarded.check(list(groups), clock.left(), core=True)
        if answer.possible is not False:
            return
        kept = smallest(guarded, answer.clash, clock).members
        for instance in found.members:
            days = [day for one, day in kept if one == instance and isinstance(day, int)]
            if days and not instance.officer:
                yield instance, tuple(sorted(days))


def clashes(
    problem: Problem, rulebook: Rulebook, limits: Limits, most: int = 2, seconds: float = SECONDS
) -> tuple[Clash, ...]:
    """Smallest clashes among the musts that have no member in common, the first ones found; empty where none is."""
    explainer = Explainer(problem, musts(problem, rulebook, limits))
    found: list[Clash] = []
    while len(found) < most:
        taken = [member for clash in found for member in clash.members]
        clash = explainer.clash(taken, seconds)
        if clash is None:
            break
        found.append(clash)
    return tuple(found)
