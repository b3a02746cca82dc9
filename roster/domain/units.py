"""From facts and demand to slots and to the units that may run."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields, replace

from roster.domain.clock import MINUTES_A_DAY, Window
from roster.domain.problem import Facts, Problem
from roster.domain.service import DemandLine, Shift, Slot, Unit, UnitKind


def pose(
    facts: Facts,
    extra: Iterable[DemandLine] = (),
    boundaries: Iterable[Window] = (),
    light_hours: Iterable[Window] = (),
) -> Problem:
    """The problem that facts and demand pose.

    `extra` are demand lines beside the table's, `boundaries` hours at whose ends slots are cut besides the ends of
    shifts and demand windows, `light_hours` those in which light bars are on.
    """
    lines = (*facts.demand, *extra)
    values = {field.name: getattr(facts, field.name) for field in fields(Facts)}
    problem = Problem(**values, lines=lines, light_hours=tuple(light_hours))
    problem = replace(problem, slots=tuple(_slots(problem, boundaries)))
    return replace(problem, units=tuple(_units(problem)))


def _slots(problem: Problem, boundaries: Iterable[Window]) -> Iterable[Slot]:
    """Each roster day, from the hour it starts, cut wherever what is asked for may change."""
    windows = [line.window for line in problem.lines if problem.placed(line.kind)]
    windows += [shift.hours for shift in problem.shifts if shift.line]
    windows += list(boundaries)
    day_start = problem.settings.day_start
    cuts = sorted({(time - day_start) % MINUTES_A_DAY for window in windows for time in window} | {0})
    ends = [*cuts[1:], MINUTES_A_DAY]
    shifts = [shift for shift in problem.shifts if shift.line]
    for day in problem.horizon.range:
        midnight = day * MINUTES_A_DAY + day_start
        for start, end in zip(cuts, ends, strict=True):
            slot = Slot(day, midnight + start, midnight + end)
            if not _left_to_history(slot, shifts):
                yield slot


def _left_to_history(slot: Slot, shifts: list[Shift]) -> bool:
    """Whether only a shift that began before the horizon could cover the slot."""

    def coverable(days: range) -> bool:
        return any(shift.span(day).covers(slot.span) for shift in shifts for day in days)

    return not coverable(range(0, slot.day + 1)) and coverable(range(-2, 0))


def _units(problem: Problem) -> Iterable[Unit]:
    for day in problem.horizon.range:
        for shift in problem.shifts:
            for kind in problem.kinds:
                if shift.code in kind.shifts or (not kind.shifts and shift.line):
                    yield from _units_of(problem, day, shift, kind)


def _units_of(problem: Problem, day: int, shift: Shift, kind: UnitKind) -> Iterable[Unit]:
    """Candidates of one kind on one shift: at each base, as many as the lines that it overlaps ask for at once."""
    most: dict[str, int] = {}
    for line in problem.lines:
        if line.kind != kind.code or not _asks(problem, line, day, shift):
            continue
        wanted = max(line.minimum, line.target, line.most, 1)
        bases = (line.places or problem.bases(kind)) if problem.placed(kind.code) else ("",)
        for base in bases:
            most[base] = max(most.get(base, 0), -(-wanted // len(bases)))
    for base, count in most.items():
        if pooled(kind):
            yield Unit(day, shift.code, kind.code, base, most=count)
        else:
            yield from (Unit(day, shift.code, kind.code, base, number) for number in range(1, count + 1))


def _asks(problem: Problem, line: DemandLine, day: int, shift: Shift) -> bool:
    """Whether the line asks for anything during the shift that starts on this day."""
    span = shift.span(day)
    if not problem.placed(line.kind):
        return day in line.days and line.window.on(day).overlap(span) > 0
    return any(holds(line, slot) and span.covers(slot.span) for d in (day, day + 1) for slot in _day(problem, d))


def _day(problem: Problem, day: int) -> list[Slot]:
    return problem.slots_of_day.get(day, [])


def holds(line: DemandLine, slot: Slot) -> bool:
    """Whether a demand line asks for its units in a slot."""
    return slot.day in line.days and line.window.on(slot.day).covers(slot.span)


def pooled(kind: UnitKind) -> bool:
    """Whether crews of a kind are one person each, on foot, with nothing to tell them apart but where they stand."""
    return kind.crew == 1 and not kind.vehicle_kinds and not kind.moves
