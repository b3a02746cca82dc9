"""What no roster of a brigade can give by its nature: what it has none of, or what no shift or demand reaches.

    lacks = by_nature(problem, rulebook)    # -> (Lack, ...): of musts and priorities that ask for something
    lacks[0].covers(limit)                  # whether it is a limit that nobody can meet

Each is a theorem, whoever works when: no unit kind, nobody, no vehicle, no shift at those hours, or no unit that tables
let be at that place then. `roster.io.nature_lines` has the sentences.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

from roster.domain.problem import Problem
from roster.domain.service import Slot
from roster.rules import Rulebook
from roster.rules.base import Rule
from roster.rules.limits import Limit, Linear
from roster.rules.variables import Decision


class Lack(NamedTuple):
    """An entry that asks for `amount` more than any roster has: of a `subject` that is not there, or in these `slots`.

    In hours in which no unit that counts has a shift on any date, or at a `place` at which none may be then.
    """

    rule: Rule
    amount: int
    cause: Literal["subject", "shift", "place"]
    place: str = ""
    slots: frozenset[Slot] = frozenset()

    def covers(self, limit: Limit) -> bool:
        """Whether this limit of the entry is one that no roster meets for that reason."""
        asked = bool(limit.amount(_nothing))
        return asked and (self.cause == "subject" or (limit.spot.slot in self.slots and not _terms(limit)))


def by_nature(
    problem: Problem, rulebook: Rulebook, limits: Mapping[str, Sequence[Limit]] | None = None
) -> tuple[Lack, ...]:
    """Every must and priority that asks for what no roster can give, in the rulebook's order.

    `limits` of each entry by its name, where they are known. Rows of demand are left out: see `impossible_units`.
    """
    found: list[Lack] = []
    for rule in rulebook.rules:
        if rule.must or rule.priority:
            own = limits[rule.name] if limits is not None else tuple(rule.limit_all(problem))
            found += _of(rule, [limit for limit in own if limit.amount(_nothing)], problem)
    return tuple(found)


def _of(rule: Rule, asked: Sequence[Limit], problem: Problem) -> Iterator[Lack]:
    if not asked:
        return
    if rule.missing_subject(problem):
        yield Lack(rule, _amount(asked), "subject")
        return
    unserved = rule.unserved_slots(problem)
    without = [limit for limit in asked if not _terms(limit) and limit.spot.slot in unserved]
    if without:
        yield Lack(rule, _amount(without), "shift", slots=unserved)
    places: dict[str, list[Limit]] = {}
    for limit in asked:
        row = limit.source if isinstance(limit, Linear) else ""
        if limit.spot.slot is not None and limit.spot.slot not in unserved and not row and not _terms(limit):
            places.setdefault(limit.spot.place, []).append(limit)
    for place, own in places.items():
        slots = frozenset(limit.spot.slot for limit in own if limit.spot.slot is not None)
        yield Lack(rule, _amount(own), "place", place, slots)


def _amount(limits: Iterable[Limit]) -> int:
    return sum(limit.amount(_nothing) for limit in limits)


def _terms(limit: Limit) -> bool:
    """Whether anything that is decided could help."""
    return any(True for _decision in limit.decisions)


def _nothing(_decision: Decision) -> int:
    """The roster in which nobody works."""
    return 0
