"""What is found in a roster: each violation, and the score that all of them add up to."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from roster.domain.wanted import Wanted


class Tier(NamedTuple):
    """Shortfalls of one priority: the amount in the roster and the proven least."""

    priority: int
    short: int
    bound: int


class _LazyText:
    """A field that holds a text, or what makes it: made once, when somebody reads it, in the language of then."""

    def __set__(self, owner: Any, value: str | Callable[[], str]) -> None:
        vars(owner)["sentence"] = value

    def __get__(self, owner: Any, kind: type | None = None) -> str:
        if owner is None:
            raise AttributeError  # no default
        text: str | Callable[[], str] = vars(owner)["sentence"]
        if not isinstance(text, str):
            text = vars(owner)["sentence"] = text()
        return text


@dataclass(frozen=True)
class Finding:
    """One violation: which rule, where, how much, and what it costs; its sentence is made when it is read."""

    rule: str  # the rule's name in the rulebook
    must: bool
    priority: int | None  # None for a must and for a wish
    amount: int
    cost: int  # amount times weight for a wish, else 0
    sentence: _LazyText = _LazyText()
    officers: tuple[str, ...] = ()
    day: int | None = None  # the calendar date; of a slot that on which it begins
    shift: str = ""
    slot: str = ""  # "18:00-20:00"
    place: str = ""  # a zone, site or route id
    unit: str = ""  # a unit's label
    asked: int | None = None
    given: int | None = None
    roster_day: int | None = None  # of a slot; None where that is `day`
    spoken: str = ""  # the rule's name as people read it
    wanted: Wanted | None = None  # the crews that are missing, where it is that
    unmeetable: bool = False  # by any roster: the brigade has none of what the rule is about

    def __getstate__(self) -> dict[str, object]:
        """As it goes to another process: with its sentence, without what made it."""
        return {**vars(self), "sentence": self.sentence}

    @property
    def duty_day(self) -> int | None:
        """The day whose duties answer for it."""
        return self.day if self.roster_day is None else self.roster_day

    @property
    def spot(self) -> tuple[str, tuple[str, ...], int | None, str]:
        """What tells it from others, whatever the language."""
        return self.rule, self.officers, self.day, self.unit

    @property
    def name(self) -> str:
        """What people call the rule."""
        return self.spoken or self.rule


@dataclass(frozen=True)
class Report:
    """Every finding in a roster, and the score they add up to."""

    findings: tuple[Finding, ...]

    @property
    def must_violations(self) -> tuple[Finding, ...]:
        return tuple(f for f in self.findings if f.must)

    @property
    def shortfalls(self) -> tuple[Finding, ...]:
        """By priority, the highest first."""
        return tuple(sorted((f for f in self.findings if f.priority), key=lambda f: (f.priority or 0, f.day or 0)))

    @property
    def open(self) -> tuple[Finding, ...]:
        """Shortfalls but those that no roster of the brigade could meet."""
        return tuple(finding for finding in self.shortfalls if not finding.unmeetable)

    @property
    def unmeetable(self) -> tuple[Finding, ...]:
        """Shortfalls that no roster of the brigade could meet: one of each entry."""
        return tuple(finding for finding in self.shortfalls if finding.unmeetable)

    @property
    def short(self) -> dict[int, int]:
        """Amount short by priority, only those that occur."""
        return by_priority(self.shortfalls)

    @property
    def objective(self) -> int:
        """Cost of the unmet wishes."""
        return sum(f.cost for f in self.findings)

    def name(self, rule: str) -> str:
        """What people call a rule that has findings; else its key."""
        return next((f.name for f in self.findings if f.rule == rule), rule)

    def by_rule(self) -> dict[str, tuple[int, int, int]]:
        """Rule to (findings, amount, cost), for the rules that have any."""
        table: dict[str, tuple[int, int, int]] = {}
        for f in self.findings:
            count, amount, cost = table.get(f.rule, (0, 0, 0))
            table[f.rule] = (count + 1, amount + f.amount, cost + f.cost)
        return table


def by_priority(findings: Iterable[Finding]) -> dict[int, int]:
    """Amount short by priority."""
    total: dict[int, int] = {}
    for finding in findings:
        total[finding.priority or 0] = total.get(finding.priority or 0, 0) + finding.amount
    return total
