"""What the rules of the patrol plan share: a scope of their own, of which the roster's search knows nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import ClassVar

from roster.domain.activity import Choice
from roster.domain.clock import Window
from roster.domain.itinerary import Plan
from roster.domain.patrol import Patrol
from roster.domain.problem import Problem
from roster.domain.roster import Roster
from roster.rules.base import Rule
from roster.rules.limits import Limit
from roster.rules.violation import Violation


class PlanRule(Rule):
    """Speaks of the patrol plan that follows a roster; in the roster itself it asks for nothing."""

    refused: ClassVar[tuple[str, ...]] = ("who",)

    def limits(self, choice: Choice) -> Iterator[Limit]:
        """Limits on what may be chosen for one day: `Does`, `Inspects`."""
        raise NotImplementedError

    def ties(self, choice: Choice) -> Iterator[Limit]:
        """Limits between days where a choice has activities of several, beside each day's `limits`: mostly none."""
        return iter(())

    def check(self, plan: Plan, patrol: Patrol) -> Iterator[Violation]:
        """Violations in a finished plan of the whole horizon; never reads `limits`."""
        raise NotImplementedError

    def boundaries(self) -> Iterable[Window]:
        """None: the roster's slots are not cut for the plan, which has slots of its own."""
        return ()

    def limit_all(self, problem: Problem) -> Iterator[Limit]:
        return iter(())

    def check_all(self, roster: Roster, problem: Problem) -> Iterator[Violation]:
        return iter(())
