"""What a change of a few duties costs: only the limits that speak of them are priced again."""

from __future__ import annotations

from collections.abc import Collection
from functools import cached_property

from roster.domain.ids import ShiftId
from roster.domain.problem import Problem
from roster.domain.roster import Roster
from roster.rules import Rulebook
from roster.rules.base import Rule
from roster.rules.limits import Limit
from roster.rules.variables import Decision, Does, Inspects, Seat, Serves, Valuation, Work
from roster.search.score import values
from roster.tiers import WISHES, Limits, tier_of, weight_of


class Prices:
    """Prices of other rosters than the one that stands."""

    def __init__(self, problem: Problem, rulebook: Rulebook, roster: Roster, limits: Limits | None = None) -> None:
        self.problem, self.rulebook, self.roster = problem, rulebook, roster
        self._given = limits

    @cached_property
    def limits(self) -> Limits:
        """Of every rule."""
        if self._given is not None:
            return self._given
        return {rule.name: tuple(rule.limit_all(self.problem)) for rule in self.rulebook.rules}

    @cached_property
    def _index(self) -> dict[object, list[tuple[Rule, Limit]]]:
        """Limits that are priced, by each officer's day and each unit that they speak of."""
        index: dict[object, dict[int, tuple[Rule, Limit]]] = {}
        for rule in self.rulebook.rules:
            if not rule.must:
                for limit in self.limits[rule.name]:
                    for decision in limit.decisions:
                        index.setdefault(_about(decision), {})[id(limit)] = (rule, limit)
        return {key: list(limits.values()) for key, limits in index.items()}

    @cached_property
    def _before(self) -> Valuation:
        return values(self.problem, self.roster)

    def more(
        self, roster: Roster, people: Collection[tuple[str, int]], shifts: Collection[ShiftId], reseated: bool
    ) -> tuple[int, int]:
        """How much more is short, and how much more the wishes cost, than in the roster that stands.

        The other roster differs in days of these officers and in crews of these shifts alone; in other people of these
        crews as well where they were `reseated`.
        """
        keys: set[object] = set(people)
        for crew in (*self.roster.crews, *roster.crews):
            if crew.unit.id.start in shifts:
                keys |= {(officer, crew.unit.day) for officer in crew.officers} if reseated else set()
                keys.add(crew.unit.id)
        after = values(self.problem, roster)
        touched = {id(limit): (rule, limit) for key in keys for rule, limit in self._index.get(key, ())}
        short = cost = 0
        for rule, limit in touched.values():
            more = weight_of(rule) * (limit.amount(after) - limit.amount(self._before))
            if tier_of(rule, limit) == WISHES:
                cost += more
            else:
                short += more
        return short, cost


def _about(decision: Decision) -> object:
    """The officer's day, or the unit, that a decision is about."""
    match decision:
        case Work(officer, day, _) | Serves(officer, day, _, _):
            return officer, day
        case Seat(officer, unit):
            return officer, unit.day
        case Does() | Inspects():
            return decision
        case _:
            return decision.unit
