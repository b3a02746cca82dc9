"""Where everybody is while a demand is short: on duty, kept from it by a must, or free."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from roster.arithmetic.quality import crew_of
from roster.domain.ids import ShiftId
from roster.domain.problem import Problem
from roster.domain.roster import Roster
from roster.domain.seating import has
from roster.i18n import _
from roster.io.selected import listed
from roster.rules import Rulebook
from roster.rules.limits import Limit
from roster.rules.variables import Decision, OfUnit, Work
from roster.search.explain.shortfalls import Shortfall
from roster.search.score import values
from roster.tiers import Limits

PEOPLE = "people"


class HeadCount:
    """Counts people of a roster by what keeps them from one more duty."""

    def __init__(self, problem: Problem, rulebook: Rulebook, limits: Limits, roster: Roster) -> None:
        self.problem, self.rulebook = problem, rulebook
        self._value = values(problem, roster)
        self._duties = {(officer, day) for officer, day, _shift in roster.work()}
        self._musts: dict[str, list[tuple[str, Limit]]] = {officer.id: [] for officer in problem.officers}
        for rule in rulebook.rules:
            for limit in limits[rule.name] if rule.must else ():
                if len(limit.spot.officers) == 1 and all(isinstance(part, Work) for part in limit.decisions):
                    self._musts[limit.spot.officers[0]].append((rule.name, limit))

    def sentence(self, short: Shortfall) -> str:
        """`sworn, 26 in all: on duty 14, Nights in a row 12`, of the quality of which the fewest are free.

        Empty for a shortfall that is none of units.
        """
        parts = {part for limit in short.limits for part in limit.decisions}
        units = {part.unit for part in parts if isinstance(part, OfUnit)}
        kinds = [kind for kind in self.problem.kinds if kind.code in {self.problem.unit[unit].kind for unit in units}]
        starts = sorted({unit.start for unit in units})
        qualities = [quality for kind in kinds for quality, _number in crew_of(kind)]
        counts = [self._count(quality, starts) for quality in dict.fromkeys(qualities)]
        if not counts:
            return ""
        quality, known, states = min(counts, key=lambda count: (count[2]["free"], count[1]))
        if not known:
            return _("{quality}: nobody").format(quality=_(quality))
        names = {"duty": _("on duty"), "free": _("free")}
        words = {state: names.get(state) or self.rulebook.spoken(state) for state in states}
        told = listed(f"{words[state]} {number}" for state, number in states.most_common() if number)
        return _("{quality}, {known} in all: {states}").format(known=known, quality=_(quality), states=told)

    def _count(self, quality: str, starts: Iterable[ShiftId]) -> tuple[str, int, Counter[str]]:
        group = [officer.id for officer in self.problem.officers if quality == PEOPLE or has(officer, quality)]
        return quality, len(group), Counter(self._state(officer, starts) for officer in group)

    def _state(self, officer: str, starts: Iterable[ShiftId]) -> str:
        """`duty`, `free`, or the must that keeps an officer from these duties."""
        kept = ["duty" if (officer, start[0]) in self._duties else self._kept(officer, start) for start in starts]
        return "free" if "" in kept else Counter(kept).most_common(1)[0][0]

    def _kept(self, officer: str, start: ShiftId) -> str:
        """The must that this duty, added, would break; empty where there is none."""

        def value(decision: Decision) -> int:
            if isinstance(decision, Work) and decision.officer == officer:
                return int(decision.day == start[0] and start[1] in decision.shifts) or self._value(decision)
            return self._value(decision)

        return next((rule for rule, limit in self._musts[officer] if limit.amount(value)), "")
