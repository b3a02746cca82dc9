"""Who stands where in a slot, and which slots and shifts a rule speaks of: shared by the crew and force rules."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from roster.domain.clock import Window
from roster.domain.presence import LIT, Presence
from roster.domain.problem import Facts, Problem
from roster.domain.roster import Crew, Roster, Stand
from roster.domain.service import DemandLine, Slot, Unit
from roster.domain.wanted import Wanted
from roster.rules.shared.selectors import When
from roster.rules.spot import Spot
from roster.rules.violation import Violation, told_once


def places(unit: Unit, problem: Problem) -> tuple[str, ...]:
    """The zones or the site at which a unit may stand: its base, or every zone of its kind for one that moves."""
    kind = problem.kind[unit.kind]
    if not problem.placed(unit.kind):
        return ()
    return problem.bases(kind) if kind.moves and unit.base not in problem.site else (unit.base,)


def counts_at(place: str, wanted: tuple[str, ...], facts: Facts) -> bool:
    """Whether a unit at a place counts where these are asked for: a zone includes its sites, nothing is anywhere."""
    return not wanted or place in wanted or facts.zone_of(place) in wanted


def units_in_slots(problem: Problem) -> dict[Slot, list[Unit]]:
    """The units that may stand somewhere in each slot."""
    found: dict[Slot, list[Unit]] = {}
    for unit in problem.units:
        for slot in problem.slots_of(unit):
            found.setdefault(slot, []).append(unit)
    return found


def standing(roster: Roster | None, problem: Problem) -> dict[Slot, list[tuple[Crew, Stand]]]:
    """The crews by slot, each with where it stands: those of a finished roster and those of the weeks before it.

    Without a roster only the latter.
    """
    found: dict[Slot, list[tuple[Crew, Stand]]] = {}
    for crew in (*problem.before, *(roster.crews if roster else ())):
        for stand in crew.stands:
            found.setdefault(stand.slot, []).append((crew, stand))
    return found


def chosen_slots(
    when: When, problem: Problem, hours: Window | None = None, kinds: Collection[str] | None = None
) -> tuple[Slot, ...]:
    """The slots that `when` selects, only those in `hours` where they are given; its dates are roster days.

    With `kinds` only those whose cover by units of these kinds counts in this horizon.
    """
    return tuple(
        slot
        for slot in problem.slots
        if when.matches_day(slot.day, problem)
        and when.matches_slot(slot)
        and in_shift(when, slot, problem)
        and (hours is None or hours.minutes_in(slot.span))
        and (kinds is None or problem.judged(slot, kinds))
    )


def in_shift(when: When, slot: Slot, problem: Problem) -> bool:
    """Whether a shift that `when` selects covers the slot whole; true for every slot where it selects all shifts."""
    if when.any_shift:
        return True
    return any(when.matches_shift(shift) and shift.hours.days_covering(slot.span) for shift in problem.crew_shifts)


def count_for(line: DemandLine, there: Iterable[tuple[Crew, Stand]], facts: Facts) -> int:
    """How many of the crews that stand in a slot count for a line of demand."""
    return sum(
        line.counts(crew.unit, facts) and (not line.places or stand.zone in line.places or stand.site in line.places)
        for crew, stand in there
    )


def on_shift(line: DemandLine, units: Iterable[Unit], day: int, facts: Facts) -> list[Unit]:
    """The units that count for a line which names a shift and stand at its places, by where they are based."""
    own = (unit for unit in units if unit.day == day and line.counts(unit, facts))
    return [unit for unit in own if counts_at(unit.base, line.places, facts)]


def judged_hours(line: DemandLine, day: int, problem: Problem) -> list[Slot | None]:
    """The hours of a day that a line judges by itself, without slots: those of its shift, and of crews that were cut.

    None in place of the whole day of a kind that stands nowhere.
    """
    whole = Slot(day, *line.window.on(day)) if line.shift else None
    if not problem.cuts:
        return [whole]
    shifts = {unit.shift for unit in problem.units if unit.day == day and line.counts(unit, problem)}
    pieces = sorted(problem.shift[code].span(day) for code in shifts if problem.shift[code].of)
    return [Slot(day, *piece) for piece in pieces] or [whole]


def parts_of_day(kind: str, day: int, problem: Problem) -> list[str]:
    """The parts of a day that each ask for officers of a kind: the pieces of its shift that was cut, else the day."""
    cut = {unit.shift for unit in problem.units if unit.kind == kind and unit.day == day}
    return sorted(code for code in cut if problem.shift[code].of) or [""]


def serving(kind: str, day: int, roster: Roster, problem: Problem) -> dict[str, int]:
    """How many officers serve in units of a kind that start on a day, in each part of the day."""
    crews = [crew for crew in roster.crews if crew.unit.kind == kind and crew.unit.day == day]
    return {
        part: sum(
            len(crew.officers)
            for crew in crews
            if part in ("", crew.unit.shift) or not problem.shift[crew.unit.shift].of
        )
        for part in parts_of_day(kind, day, problem)
    }


def given(presence: Presence, there: Iterable[tuple[Crew, Stand]]) -> int:
    """How many of the crews that stand in a slot count for a presence."""
    return sum(
        crew.unit.kind in presence.kinds
        and (not presence.places or stand.zone in presence.places or stand.site in presence.places)
        and (presence.sort != LIT or (stand.lights and bool(crew.vehicle)))
        for crew, stand in there
    )


def missing(presences: Iterable[Presence], roster: Roster, problem: Problem) -> Iterator[Violation]:
    """Where fewer crews stand than a presence asks for, slot by slot; hours without any shift of theirs as one."""

    def possible(violation: Violation) -> bool:
        wanted = violation.wanted
        return wanted is None or wanted.slot is None or problem.ever_on_duty(wanted.slot.span, wanted.kinds)

    yield from told_once(_missing(presences, roster, problem), possible)


def _missing(presences: Iterable[Presence], roster: Roster, problem: Problem) -> Iterator[Violation]:
    there = standing(roster, problem)
    for presence in presences:
        for slot in presence.slots:
            number = given(presence, there.get(slot, ()))
            if number < presence.asked:
                spot = Spot(day=slot.day, slot=slot, place=presence.place)
                short, kinds = presence.asked - number, tuple(k.code for k in problem.kinds if k.code in presence.kinds)
                wanted = Wanted(kinds, presence.places, short, slot, presence.sort == LIT)
                yield Violation(spot, short, asked=presence.asked, given=number, wanted=wanted)
