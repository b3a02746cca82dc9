"""Where a finished roster breaks a rule, and by how much."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from roster.domain.problem import Facts
from roster.domain.wanted import Wanted
from roster.rules.shared.words import spot_words
from roster.rules.spot import Spot

NOWHERE = Spot()
"""No place or time in particular: the whole brigade, throughout the horizon."""


@dataclass(frozen=True)
class Violation:
    """One place where a rule is broken, by how much, and the facts that its sentence needs."""

    spot: Spot
    amount: int
    asked: int | None = None
    given: int | None = None
    priority: int | None = None  # overrides the rule's, where a demand line has one
    facts: Mapping[str, Any] = field(default_factory=dict)
    wanted: Wanted | None = None  # the crews that are missing, where it is that
    factor: int = 1  # how many times each unit counts in the amount, where too few and too many weigh differently

    @property
    def too_few(self) -> bool:
        """Whether less is given than is asked for."""
        return self.asked is not None and self.given is not None and self.given < self.asked

    @property
    def nowhere(self) -> bool:
        """Whether it is about the whole brigade, throughout."""
        return self.spot == NOWHERE

    def words(self, facts: Facts) -> dict[str, object]:
        """What a sentence may say of it, by field: its spot, and what is asked and given."""
        return {**spot_words(self.spot, facts), "asked": self.asked, "given": self.given}


def told_once(found: Iterable[Violation], possible: Callable[[Violation], bool]) -> Iterator[Violation]:
    """Violations as they are, but those that no roster could do without as one, at `NOWHERE`."""
    amount = 0
    for violation in found:
        if violation.too_few and not possible(violation):
            amount += violation.amount
        else:
            yield violation
    if amount:
        yield Violation(NOWHERE, amount, asked=amount, given=0)
