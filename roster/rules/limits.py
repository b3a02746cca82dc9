"""The few forms in which a rule limits decisions, and the amount by which each is broken.

A limit is plain data over decisions. `model.py` compiles a form for CP-SAT; pricing compiles those that speak of one
officer's work to labels; `amount` evaluates it on a finished roster. None of them knows a rule.

Each form answers for itself: the decisions that it speaks of, its amount, itself with other decisions, and relaxed to
what a roster has. Its *amount* is 0 when it is kept. `factor` multiplies it (a rest that is 3 hours short counts 3).
Weights are per unit of amount.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any, Self

from roster.rules.spot import WHOLE, Part, Spot
from roster.rules.variables import Decision, Term, Valuation, Work

ROWS = ";"
"""Between the rows of tables in a limit's `source`."""


class _NoRoom:
    """A form without room for what breaks it now."""

    def relaxed_to(self, value: Valuation) -> Self | None:
        """None: what breaks it now cannot be let through alone."""
        return None


@dataclass(frozen=True)
class Linear:
    """`at_least <= sum of terms <= at_most`; the amount is what is missing or too much, over `per`, rounded up.

    `constant` is what history adds to the sum; what history alone has too much is not counted again. Over one
    officer's `Work` this form is a *window*: a count over days.
    `priority` overrides the rule's own where a demand line has one. `source` is the row of a table that asks for this
    very limit, as `demand.csv:12`; empty where none does. `part` tells limits of one rule apart in explanations.
    """

    spot: Spot
    terms: tuple[Term, ...]
    at_least: int | None = None
    at_most: int | None = None
    constant: int = 0
    per: int = 1
    factor: int = 1
    priority: int | None = None
    source: str = ""
    part: Part = WHOLE

    @property
    def ceiling(self) -> int | None:
        """`at_most`, or what history has already where that is more."""
        return None if self.at_most is None else max(self.at_most, self.constant)

    @property
    def decisions(self) -> tuple[Decision, ...]:
        """Every decision that the limit speaks of."""
        return tuple(decision for _, decision in self.terms)

    def mapped(self, other: Callable[[Any], Any]) -> Linear:
        """The same limit with each decision replaced by another."""
        return replace(self, terms=tuple((weight, other(decision)) for weight, decision in self.terms))

    def relaxed_to(self, value: Valuation) -> Linear | None:
        """The limit with room for what breaks it now, and no more."""
        total = self.constant + sum(weight * value(decision) for weight, decision in self.terms)
        return replace(
            self,
            at_least=None if self.at_least is None else min(self.at_least, total),
            at_most=None if self.ceiling is None else max(self.ceiling, total),
        )

    def amount(self, value: Valuation) -> int:
        total = self.constant + sum(weight * value(decision) for weight, decision in self.terms)
        short = 0 if self.at_least is None else max(0, self.at_least - total)
        over = 0 if self.ceiling is None else max(0, total - self.ceiling)
        return self.factor * (-(-short // self.per) + -(-over // self.per))


@dataclass(frozen=True)
class Forbidden(_NoRoom):
    """Not both: work in `first` and work in `second` (one officer, two days). The amount is `factor` when both are."""

    spot: Spot
    first: Work
    second: Work
    factor: int = 1

    @property
    def decisions(self) -> tuple[Decision, ...]:
        """Every decision that the limit speaks of."""
        return self.first, self.second

    def mapped(self, other: Callable[[Any], Any]) -> Forbidden:
        """The same limit with each decision replaced by another."""
        return replace(self, first=other(self.first), second=other(self.second))

    def amount(self, value: Valuation) -> int:
        return self.factor * (value(self.first) and value(self.second))


@dataclass(frozen=True)
class Run(_NoRoom):
    """Consecutive days worked or not: at least and at most so many; missing and excess days count, per run.

    `steps` are the decisions of consecutive days, of the whole horizon or of the part that a rule speaks of; a day
    counts when its decision is taken (`when=1`) or not (`when=0`: days off). `before` is the length of the run that
    reaches the first of them from history, None where history is unknown: such a run may be shorter than its minimum,
    never longer than its maximum. A run that touches the last of them is not judged for its minimum.
    """

    spot: Spot
    steps: tuple[Work, ...]
    when: int = 1
    at_least: int = 1
    at_most: int | None = None
    before: int | None = None
    factor: int = 1

    @property
    def decisions(self) -> tuple[Decision, ...]:
        """Every decision that the limit speaks of."""
        return self.steps

    def mapped(self, other: Callable[[Any], Any]) -> Run:
        """The same limit with each decision replaced by another."""
        return replace(self, steps=tuple(map(other, self.steps)))

    def amount(self, value: Valuation) -> int:
        return sum(amount for _, _, amount in self.runs([value(step) for step in self.steps]))

    def runs(self, values: list[int]) -> Iterable[tuple[int, int, int]]:
        """Runs that break the limit as (first step, number of steps in the horizon, amount)."""
        holds = [bool(v) == bool(self.when) for v in values]
        before, position = self.before or 0, 0
        if holds and not holds[0] and 0 < before < self.at_least:
            yield 0, 0, self.factor * (self.at_least - before)
        for held, group in groupby(holds):
            length = len(list(group))
            first, position = position, position + length
            if not held:
                continue
            total = length + (before if first == 0 else 0)
            missing = max(0, self.at_least - total)
            if position == len(holds) or (first == 0 and self.before is None):
                missing = 0
            excess = 0
            if self.at_most is not None:
                sunk = max(0, before - self.at_most) if first == 0 else 0
                excess = max(0, total - self.at_most) - sunk
            if missing or excess:
                yield first, length, self.factor * (missing + excess)


@dataclass(frozen=True)
class _Groups:
    """What limits on groups of decisions share: a group is touched where any of its decisions is taken."""

    spot: Spot
    groups: tuple[tuple[Decision, ...], ...]

    @property
    def decisions(self) -> tuple[Decision, ...]:
        """Every decision that the limit speaks of."""
        return tuple(decision for group in self.groups for decision in group)

    def mapped(self, other: Callable[[Any], Any]) -> Self:
        """The same limit with each decision replaced by another."""
        return replace(self, groups=tuple(tuple(map(other, group)) for group in self.groups))

    def touched(self, value: Valuation) -> list[bool]:
        """Whether each group is touched."""
        return [any(value(decision) for decision in group) for group in self.groups]


@dataclass(frozen=True)
class GroupRun(_NoRoom, _Groups):
    """Consecutive groups in which anything is decided (weekends worked in a row): at least and at most so many.

    `groups` are those that are not settled yet, in order; `before`, the ends and the amount are as in `Run`.
    """

    at_least: int = 1
    at_most: int | None = None
    before: int | None = None
    factor: int = 1

    def amount(self, value: Valuation) -> int:
        run = Run(self.spot, (), 1, self.at_least, self.at_most, self.before, self.factor)
        return sum(amount for _, _, amount in run.runs([int(touched) for touched in self.touched(value)]))


@dataclass(frozen=True)
class AtMostGroups(_Groups):
    """At most so many of these groups in which any decision is taken (weekends worked; squads in a crew).

    `constant` counts groups touched in history; what history alone has too much is not counted again.
    """

    at_most: int
    constant: int = 0
    factor: int = 1

    def relaxed_to(self, value: Valuation) -> AtMostGroups | None:
        """The limit with room for what breaks it now, and no more."""
        return replace(self, at_most=max(self.at_most, self.constant + sum(self.touched(value))))

    def amount(self, value: Valuation) -> int:
        return self.factor * max(0, self.constant + sum(self.touched(value)) - max(self.at_most, self.constant))


@dataclass(frozen=True)
class AtLeastGroups(_Groups):
    """At least so many of these groups in which any decision is taken (weekends worked).

    `constant` counts groups touched in history.
    """

    at_least: int
    constant: int = 0
    factor: int = 1

    def relaxed_to(self, value: Valuation) -> AtLeastGroups | None:
        """The limit with room for what breaks it now, and no more."""
        return replace(self, at_least=min(self.at_least, self.constant + sum(self.touched(value))))

    def amount(self, value: Valuation) -> int:
        return self.factor * max(0, self.at_least - self.constant - sum(self.touched(value)))


@dataclass(frozen=True)
class AllOrNone(_NoRoom):
    """All parts or none (both days of a weekend): the amount is `factor` when some are taken and some are not."""

    spot: Spot
    parts: tuple[Work, ...]
    factor: int = 1

    @property
    def decisions(self) -> tuple[Decision, ...]:
        """Every decision that the limit speaks of."""
        return self.parts

    def mapped(self, other: Callable[[Any], Any]) -> AllOrNone:
        """The same limit with each decision replaced by another."""
        return replace(self, parts=tuple(map(other, self.parts)))

    def amount(self, value: Valuation) -> int:
        taken = [bool(value(part)) for part in self.parts]
        return self.factor * (any(taken) and not all(taken))


@dataclass(frozen=True)
class Spread:
    """Counts lie within `allowed` of each other: the amount is max - min - allowed, over `per`, rounded up.

    `counts` has one entry a member: (who, terms, constant), in the unit that the weight speaks of.
    """

    spot: Spot
    counts: tuple[tuple[str, tuple[Term, ...], int], ...]
    allowed: int
    factor: int = 1
    per: int = 1

    def totals(self, value: Valuation) -> dict[str, int]:
        return {who: constant + sum(w * value(d) for w, d in terms) for who, terms, constant in self.counts}

    @property
    def decisions(self) -> tuple[Decision, ...]:
        """Every decision that the limit speaks of."""
        return tuple(decision for _, terms, _ in self.counts for _, decision in terms)

    def mapped(self, other: Callable[[Any], Any]) -> Spread:
        """The same limit with each decision replaced by another."""
        return replace(
            self, counts=tuple((who, tuple((w, other(d)) for w, d in terms), n) for who, terms, n in self.counts)
        )

    def relaxed_to(self, value: Valuation) -> Spread | None:
        """The limit with room for what breaks it now, and no more."""
        totals = self.totals(value).values()
        return replace(self, allowed=max(self.allowed, max(totals) - min(totals)))

    def amount(self, value: Valuation) -> int:
        totals = self.totals(value).values()
        over = max(0, max(totals, default=0) - min(totals, default=0) - self.allowed)
        return self.factor * -(-over // self.per)


OfficerLimit = Linear | Forbidden | Run | GroupRun | AtMostGroups | AtLeastGroups | AllOrNone
"""The forms in which one officer's line of work is limited, all over `Work`."""

Limit = OfficerLimit | Spread
