"""Every rule's limits, and the tier and weight at which they count: known without any solver."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from roster.domain.problem import Problem
from roster.rules import Rulebook
from roster.rules.base import Rule
from roster.rules.limits import Limit

WISHES = 0
"""The tier of the wishes, beside the priorities 1 to 9."""

Limits = Mapping[str, Sequence[Limit]]
"""Each rule's limits, by the rule's name."""

T = TypeVar("T")
Look = Callable[[], object]
"""Is called ever and again while a large model is made; whoever has no more time raises there."""


def watched(items: Iterable[T], look: Look) -> Iterator[T]:
    """The same items, with a look before each."""
    for item in items:
        look()
        yield item


def all_limits(problem: Problem, rulebook: Rulebook, look: Look = lambda: None) -> Limits:
    """What every rule limits in a problem."""
    return {rule.name: tuple(watched(rule.limit_all(problem), look)) for rule in rulebook.rules}


def tier_of(rule: Rule, limit: Limit) -> int:
    """The tier in which a rule that is no must prices a limit."""
    return (getattr(limit, "priority", None) or rule.priority) if rule.priority else WISHES


def weight_of(rule: Rule) -> int:
    """What one unit of a rule's amount costs in its tier."""
    return rule.weight if isinstance(rule.weight, int) else 1
