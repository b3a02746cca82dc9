"""Absences of some hours that cost a duty these hours only: who is away from which shift, and what is left of it.

Court from 10 to 12 with `hours_only` in the table `absences`: the officer still serves the shift from 07 to 15, and is
in no crew from 10 to 12. The shift's crews are cut at these moments (`domain.parts`), so that somebody may stand in, or
another car serve, for two hours; in the hours in which nobody is away they are the same crews.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from roster.domain.clock import MINUTES_A_DAY, Span, Window
from roster.domain.ids import ShiftId
from roster.domain.parts import every_run, moments_of, pieces_of
from roster.domain.service import Cut, Shift, Unit

if TYPE_CHECKING:
    from roster.domain.problem import Facts


class HoursAway(NamedTuple):
    """Hours of a shift that starts on a day, in minutes after its midnight, in which somebody or a vehicle is away."""

    day: int
    shift: str
    id: str
    hours: Window


def hours_away(facts: Facts) -> tuple[HoursAway, ...]:
    """The hours that absences with `hours_only` take of shifts; one that takes a shift whole bars it as any other."""
    found: dict[HoursAway, None] = {}
    for absence in (*facts.absences, *facts.maintenance):
        if not absence.hours_only:
            continue
        for shift in facts.crew_shifts:
            for day in facts.horizon.range if not shift.of else ():
                span = shift.span(day)
                if span.overlap(absence.span) and not absence.span.covers(span):
                    start, end = max(span.start, absence.span.start), min(span.end, absence.span.end)
                    midnight = day * MINUTES_A_DAY
                    found[HoursAway(day, shift.code, absence.id, Window(start - midnight, end - midnight))] = None
    return tuple(found)


def cuts_for(units: Iterable[Unit], away: Collection[HoursAway], facts: Facts) -> Iterator[Cut]:
    """The moments at which units are cut: where somebody, or a vehicle that they may take, goes or is back."""
    by_shift: dict[tuple[int, str], list[HoursAway]] = {}
    for one in away:
        by_shift.setdefault((one.day, one.shift), []).append(one)
    for unit in units:
        shift = facts.shift[unit.shift]
        for one in by_shift.get((unit.day, unit.shift), ()):
            vehicle = facts.vehicle.get(one.id)
            if vehicle is None or vehicle.kind in facts.kind[unit.kind].vehicle_kinds:
                for minute in one.hours:
                    if shift.hours.start < minute < shift.hours.end:
                        yield Cut(unit.id, unit.day * MINUTES_A_DAY + minute)


class SteadyCrew(NamedTuple):
    """The pieces of a shift that is cut for hours away: in those in which nobody is, the crews are the same."""

    day: int
    first: str  # the first piece in which nobody is away, else the first of all
    same: tuple[str, ...]  # the others
    away: Mapping[str, frozenset[str]]  # who is away in each further piece; nobody where only a vehicle is


def steady_crews(facts: Facts) -> Iterator[SteadyCrew]:
    """One for each shift that is cut for hours away alone, and not because somebody dropped out."""
    away: dict[tuple[int, str], list[HoursAway]] = {}
    for one in hours_away(facts):
        away.setdefault((one.day, one.shift), []).append(one)
    for (day, whole), pieces in pieces_of(facts).items():
        here = away.get((day, whole), [])
        hours = {piece: facts.shift[piece].hours for piece in pieces}
        inside = facts.shift[whole].hours
        ends = {minute for one in here for minute in one.hours if inside.start < minute < inside.end}
        if {window.end for window in hours.values()} - {inside.end} <= ends:
            gone = {piece: {one.id for one in here if _within(hours[piece], one.hours)} for piece in pieces}
            first = next((piece for piece in pieces if not gone[piece]), pieces[0])
            others = {piece: frozenset(gone[piece] & facts.officer.keys()) for piece in pieces if gone[piece]}
            others.pop(first, None)
            same = tuple(piece for piece in pieces if piece != first and not gone[piece])
            yield SteadyCrew(day, first, same, others)


def left_of(
    shift: Shift, day: int, ends: list[int], away: Iterable[HoursAway], cuts: Iterable[Cut], facts: Facts
) -> Iterator[Shift]:
    """What a duty may be on a shift of a day that is cut at `ends`, as `parts.every_run` tells it.

    The pieces, on which crews run; what is left to each who is away; and, for anybody, the hours in which somebody is
    (to stand in) and what is left without some in which a vehicle is (a crew has none). Where it is cut for more than
    hours away, as `cuts` tell of these, every run, and all of it that those hours leave.
    """
    pieces = [Window(*pair) for pair in pairwise(ends)]
    gone: dict[str, frozenset[Window]] = {}
    for one in away:
        if (one.day, one.shift) == (day, shift.code):
            taken = frozenset(piece for piece in pieces if _within(piece, one.hours))
            gone[one.id] = gone.get(one.id, frozenset()) | taken
    gone = {one: taken for one, taken in gone.items() if taken and len(taken) < len(pieces)}
    rows = [pieces[i:j] for i in range(len(pieces)) for j in range(i + 1, len(pieces) + 1)]
    moments = {minute - day * MINUTES_A_DAY for minute in moments_of(cuts).get(ShiftId(day, shift.code), ())}
    if not {*ends[1:-1]} <= moments:
        yield from every_run(shift, day, ends)
        yield from (
            _part(shift, day, row)
            for row in {frozenset(row) - taken for taken in gone.values() for row in rows}
            if _apart(row)
        )
        return
    without = {piece for one, taken in gone.items() if one in facts.vehicle for piece in taken}
    covered = {piece for one, taken in gone.items() if one not in facts.vehicle for piece in taken}
    whole = frozenset(pieces)
    anybody = {frozenset(row) for row in rows if covered.issuperset(row)}
    anybody |= {whole - frozenset(row) for row in rows if without.issuperset(row)}
    own: dict[frozenset[Window], set[str]] = {frozenset((piece,)): set() for piece in pieces}
    for name, taken in gone.items():
        own.setdefault(whole - taken, set()).add(name)
    for kept in dict.fromkeys((*own, *sorted(anybody, key=sorted))):
        if kept and kept != whole:
            only = () if kept in anybody else ((day, frozenset(own[kept])),)
            yield replace(_part(shift, day, kept), only=only)


def _part(shift: Shift, day: int, kept: Iterable[Window]) -> Shift:
    """What is left of a shift in these of its pieces."""
    row = sorted(kept)
    holes = tuple(Window(one.end, other.start) for one, other in pairwise(row) if one.end < other.start)
    hours = Window(row[0].start, row[-1].end)
    return replace(shift, hours=hours, of=shift.code, of_hours=shift.hours, days=frozenset({day}), holes=holes)


def _apart(pieces: Iterable[Window]) -> bool:
    """Whether there are others between these pieces."""
    return any(one.end < other.start for one, other in pairwise(sorted(pieces)))


def _within(inner: Window, outer: Window) -> bool:
    return Span(*outer).covers(Span(*inner))
