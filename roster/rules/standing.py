"""Who stands where in a slot, and which slots and shifts a rule speaks of: shared by the crew and force rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from roster.domain.clock import MINUTES_A_DAY, Window
from roster.domain.problem import Facts, Problem
from roster.domain.roster import Crew, Roster, Stand
from roster.domain.service import Slot, Unit
from roster.rules.selectors import When


def places(unit: Unit, problem: Problem) -> tuple[str, ...]:
    """The zones or the site at which a unit may stand: its base, or every zone of its kind for one that moves."""
    kind = problem.kind[unit.kind]
    if kind.moves and unit.base and unit.base not in problem.site:
        return problem.bases(kind)
    return (unit.base,) if unit.base else ()


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


def standing(roster: Roster) -> dict[Slot, list[tuple[Crew, Stand]]]:
    """The crews of a finished roster by slot, each with where it stands."""
    found: dict[Slot, list[tuple[Crew, Stand]]] = {}
    for crew in roster.crews:
        for stand in crew.stands:
            found.setdefault(stand.slot, []).append((crew, stand))
    return found


def chosen_slots(when: When, problem: Problem, hours: Window | None = None) -> tuple[Slot, ...]:
    """The slots that `when` selects, only those in `hours` where they are given; its dates are roster days."""
    return tuple(
        slot
        for slot in problem.slots
        if when.matches_day(slot.day, problem)
        and when.matches_slot(slot)
        and in_shift(when, slot, problem)
        and (hours is None or hours.minutes_in(slot.span))
    )


def in_shift(when: When, slot: Slot, problem: Problem) -> bool:
    """Whether a shift that `when` selects covers the slot whole; true for every slot where it selects all shifts."""
    if not when.shift and when.night is None:
        return True
    days = (slot.day - 1, slot.day, slot.day + 1)
    shifts = [shift for shift in problem.shifts if when.matches_shift(shift)]
    return any(shift.span(day).covers(slot.span) for shift in shifts for day in days)


def within_days(windows: Iterable[Window], day_start: int) -> Iterator[tuple[Window, int]]:
    """Windows as parts of a roster day, which begins at `day_start`: joined where they overlap, cut where it ends.

    Each part comes with 1 when it lies in the roster day after the one in which its window began, else 0.
    """
    parts: list[tuple[int, int, int]] = []
    for window in windows:
        start = window.start + MINUTES_A_DAY * (window.start < day_start)
        end, day_end = start + window.end - window.start, day_start + MINUTES_A_DAY
        parts.append((0, start, min(end, day_end)))
        if end > day_end:
            parts.append((1, day_start, end - MINUTES_A_DAY))
    joined: list[tuple[int, int, int]] = []
    for later, start, end in sorted(parts):
        if joined and joined[-1][0] == later and start <= joined[-1][2]:
            joined[-1] = (later, joined[-1][1], max(end, joined[-1][2]))
        else:
            joined.append((later, start, end))
    yield from ((Window(start, end), later) for later, start, end in joined)
