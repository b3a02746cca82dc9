"""What is to be repaired, and what came of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from roster.domain.findings import Report, Tier
from roster.domain.ids import UnitId
from roster.domain.pins import AnyPin, Pin
from roster.domain.problem import Problem
from roster.domain.repair import Acknowledged
from roster.domain.roster import Roster
from roster.rules import Rulebook


@dataclass(frozen=True)
class Task:
    """What is to be repaired.

    `problem` has the disruption in it and `problem.published` what people were told; `edited` is the roster as hand
    edits left it, `pins` those edits. `before` is the problem without the disruption. `handed` are duties handed over
    to somebody, `own` the duties that such people have themselves, which go before those.
    """

    problem: Problem
    rulebook: Rulebook
    before: Problem
    edited: Roster
    typed: Roster | None = None  # the same before crews were cut in mid-shift; None where none was
    since: int = 0
    pins: tuple[AnyPin, ...] = ()
    handed: tuple[Pin, ...] = ()
    own: tuple[Pin, ...] = ()
    keep_edits: bool = False
    keep_gaps: bool = True  # with them what hand edits break elsewhere too, as in the crew that somebody was taken from
    acknowledged: tuple[Acknowledged, ...] = ()  # musts that are broken with the leader's consent

    @property
    def published(self) -> Roster:
        assert self.problem.published is not None
        return self.problem.published

    @property
    def typed_dates(self) -> set[tuple[str, int]]:
        """Officers and days whose shift was typed by hand."""
        return {(pin.officer, pin.day) for pin in self.pins if isinstance(pin, Pin)}

    @property
    def typed_units(self) -> set[UnitId]:
        """Units of which a member, the lead, the vehicle or a place was typed by hand."""
        seats = {UnitId(pin.day, pin.shift, pin.unit) for pin in self.pins if isinstance(pin, Pin)}
        return seats | {pin.unit for pin in self.pins if not isinstance(pin, Pin)}

    def weights(self) -> Iterator[tuple[AnyPin, int]]:
        """Each pin with what it counts when it is not kept: one hand edit more than all that is handed over."""
        yield from ((pin, 1) for pin in self.handed)
        yield from ((pin, len(self.handed) + 1) for pin in self.own)
        yield from ((pin, (len(self.handed) + 1) * (len(self.own) + 1)) for pin in self.pins)


@dataclass(frozen=True)
class Repaired:
    """The roster found, verified, and what is proved of it."""

    roster: Roster
    report: Report
    tiers: tuple[Tier, ...]
    people: int
    people_bound: int
    duties: int
    duties_bound: int
    undone: tuple[AnyPin, ...]  # hand edits that are not kept
    not_handed: tuple[Pin, ...] = ()
    undone_proved: bool = True  # that not more of them can be kept
    notes: tuple[str, ...] = ()  # what went wrong beside the search


@dataclass
class Proof:
    """What is known of the least shortfalls, people and duties."""

    undone: int = 0
    undone_bound: int = 0
    short: dict[int, int] = field(default_factory=dict)
    short_bound: dict[int, int] = field(default_factory=dict)
    people: int = 0
    duties: int = 0
