"""What each crew must have, as limits on one unit say: members, a vehicle, a licence, a coach beside a trainee.

Read from the forms of limits and from no rule by name, so that whatever rule asks for it counts. What is of no form
that is known here is left out: every answer is a relaxation.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from roster.arithmetic.quality import names_of
from roster.arithmetic.starts import Person, could
from roster.domain.ids import ShiftId, UnitId
from roster.domain.problem import Problem
from roster.rules.base import Rule
from roster.rules.limits import Limit, Linear
from roster.rules.variables import Decision, Members, Runs, Seat, Uses


class Need(NamedTuple):
    """So many of these officers in each crew that runs; `names` are the qualities by which they are asked for."""

    officers: tuple[str, ...]
    number: int
    rule: str
    names: frozenset[str] = frozenset()


@dataclass
class Crew:
    """What the limits on one unit say; vehicles are named by their group."""

    needs: list[Need] = field(default_factory=list)
    rides: list[tuple[frozenset[str], str]] = field(default_factory=list)  # one of these groups, and the rule
    unfit: dict[str, tuple[str, str]] = field(default_factory=dict)  # group -> the rule that rules it out, and its row
    licensed: dict[str, list[Need]] = field(default_factory=dict)  # group -> of whom a member drives it
    coached: dict[str, list[Need]] = field(default_factory=dict)  # officer -> beside whom they sit; of nobody: never


class Crews:
    """Each unit's crew under some limits; a unit of which nothing is said has an empty one."""

    def __init__(self, problem: Problem, limits: Iterable[tuple[Rule, Limit]]) -> None:
        self.problem = problem
        self._crews: dict[UnitId, Crew] = {}
        self._names: dict[tuple[object, ...], frozenset[str]] = {}
        for rule, limit in limits:
            if isinstance(limit, Linear) and not limit.constant and len({_unit(d) for _w, d in limit.terms}) == 1:
                self._note(rule, limit)

    def __getitem__(self, unit: UnitId) -> Crew:
        return self._crews.get(unit) or Crew()

    def _note(self, rule: Rule, limit: Linear) -> None:
        unit = _unit(limit.terms[0][1])
        if unit is None:
            return
        positive = [decision for weight, decision in limit.terms if weight == 1]
        negative = [(weight, decision) for weight, decision in limit.terms if weight < 0]
        if len(positive) + len(negative) < len(limit.terms):
            return
        crew = self._crews.setdefault(unit, Crew())
        if limit.at_least == 0 and limit.at_most is None and negative:
            self._least(crew, rule, unit, positive, negative)
        elif limit.at_most == 0 and limit.at_least is None and len(positive) == 1:
            first = positive[0]
            if isinstance(first, Uses) and not negative:
                crew.unfit.setdefault(first.group, (rule.name, limit.source))
            elif isinstance(first, Seat) and all(isinstance(d, Members) and w == -1 for w, d in negative):
                beside = tuple(o for _w, d in negative if isinstance(d, Members) for o in d.officers)
                crew.coached.setdefault(first.officer, []).append(Need(beside, 1, rule.name))

    def _least(
        self,
        crew: Crew,
        rule: Rule,
        unit: UnitId,
        positive: Sequence[Decision],
        negative: Sequence[tuple[int, Decision]],
    ) -> None:
        """At least as many of the first as the others ask for."""
        running = [-weight for weight, decision in negative if isinstance(decision, Runs)]
        used = [d.group for weight, d in negative if isinstance(d, Uses) and weight == -1]
        groups = frozenset(decision.group for decision in positive if isinstance(decision, Uses))
        if len(running) == len(negative) == 1:
            if len(positive) == 1 and isinstance(positive[0], Members):
                crew.needs.append(self._need(positive[0].officers, running[0], rule, unit))
            elif len(groups) == len(positive):  # none at all where the brigade has no vehicle
                crew.rides.append((groups, rule.name))
        elif len(used) == len(negative) and len(positive) == 1 and isinstance(positive[0], Members):
            for group in used:
                crew.licensed.setdefault(group, []).append(Need(positive[0].officers, 1, rule.name))

    def _need(self, officers: tuple[str, ...], number: int, rule: Rule, unit: UnitId) -> Need:
        kind = self.problem.kind[self.problem.unit[unit].kind]
        made_of = getattr(rule, "composition", None) or kind.composition
        key = (officers, number, tuple(made_of.items()))
        if key not in self._names:
            self._names[key] = names_of(officers, number, made_of, self.problem)
        return Need(officers, number, rule.name, self._names[key])

    def usable(self, unit: UnitId) -> frozenset[str] | None:
        """The vehicle groups of which the unit takes one; None where it needs none."""
        crew = self[unit]
        if not crew.rides:
            return None
        return frozenset.intersection(*(groups for groups, _rule in crew.rides)) - crew.unfit.keys()

    def drivers(self, unit: UnitId) -> frozenset[str] | None:
        """Of whom at least one is a member, whichever vehicle the unit takes; None where a vehicle asks for nobody."""
        usable, licensed = self.usable(unit), self[unit].licensed
        if not usable or any(group not in licensed for group in usable):
            return None
        return frozenset(o for group in usable for o in min(licensed[group], key=lambda n: len(n.officers)).officers)

    def able(self, unit: UnitId, officers: Iterable[str], persons: dict[str, Person]) -> list[str]:
        """Those of these officers who could be members: no must keeps them away, and trainees have a coach."""
        start: ShiftId = unit.start
        coached = self[unit].coached
        return [
            officer
            for officer in officers
            if could(persons[officer], start)
            and all(any(could(persons[o], start) for o in need.officers) for need in coached.get(officer, ()))
        ]


def _unit(decision: object) -> UnitId | None:
    return decision.unit if isinstance(decision, Members | Runs | Seat | Uses) else None
