"""From facts and demand to slots and to the units that may run."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields, replace
from functools import partial
from itertools import pairwise

from roster.domain.before import crews_before, guest_crews
from roster.domain.clock import MINUTES_A_DAY, Window
from roster.domain.hours_away import cuts_for, hours_away, left_of
from roster.domain.parts import cut_units, with_parts
from roster.domain.problem import Facts, Problem
from roster.domain.service import DemandLine, Shift, Slot, Unit, UnitKind, holds


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
    values["shifts"] = with_parts(facts.shifts, facts.cuts)
    boundaries = tuple(boundaries)

    def slotted() -> Problem:
        posed = Problem(**values, lines=lines, light_hours=tuple(light_hours))
        return replace(posed, slots=tuple(_slots(posed, boundaries)))

    problem = slotted()
    if away := hours_away(facts):
        cuts = tuple(sorted(set(cuts_for(_units(problem), away, problem))))
        values["cuts"] = tuple(dict.fromkeys((*facts.cuts, *cuts)))
        values["shifts"] = with_parts(facts.shifts, values["cuts"], partial(left_of, away=away, cuts=cuts, facts=facts))
        problem = slotted()
    problem = replace(problem, units=tuple(cut_units(_units(problem), problem)))
    crews, unknown = crews_before(problem)
    return replace(problem, before=(*crews, *guest_crews(problem)), unknown_before=unknown)


def _slots(problem: Problem, boundaries: Iterable[Window]) -> Iterable[Slot]:
    """Roster days, from the hour they start, cut wherever what is asked for may change.

    All hours in which crews of the horizon may stand, also where these lie in roster days beside it; and hours of the
    horizon that no shift of some unit kind covers. Hours that only crews of the weeks beside it could cover are theirs.
    """
    codes, placed = problem.placed_shifts, [kind for kind in problem.kind if problem.placed(kind)]
    windows = [line.window for line in problem.lines if problem.placed(line.kind)]
    windows += [problem.shift[code].hours for code in codes if not problem.shift[code].of]
    windows += list(boundaries)
    day_start = problem.settings.day_start
    daily = {(time - day_start) % MINUTES_A_DAY for window in windows for time in window} | {0, MINUTES_A_DAY}
    moments = {cut.minute for cut in problem.cuts}
    for day in problem.horizon.around:
        midnight = day * MINUTES_A_DAY + day_start
        own = {minute - midnight for minute in moments if midnight < minute < midnight + MINUTES_A_DAY}
        for start, end in pairwise(sorted(daily | own)):
            slot = Slot(day, midnight + start, midnight + end)
            stand = any(on in problem.horizon.dates for on, _code in problem.starts_covering(slot, codes))
            if stand or any(problem.judged(slot, (kind,)) for kind in placed):
                yield slot


def _units(problem: Problem) -> Iterable[Unit]:
    for day in problem.horizon.range:
        for shift in (shift for shift in problem.crew_shifts if not shift.of):
            for kind in problem.kinds:
                if runs_on(kind, shift):
                    yield from _units_of(problem, day, shift, kind)


def _units_of(problem: Problem, day: int, shift: Shift, kind: UnitKind) -> Iterable[Unit]:
    """Candidates of one kind on one shift: at each base, as many as the lines that it overlaps ask for at once."""
    for base, lines in allowed_at(problem, day, shift, kind).items():
        count = max(number for number, _line in lines)
        if pooled(kind):
            yield signed(Unit(day, shift.code, kind.code, base, most=count), problem)
        else:
            for number in range(1, count + 1):
                yield signed(Unit(day, shift.code, kind.code, base, number), problem)


def signed(unit: Unit, facts: Facts) -> Unit:
    """A unit with its call sign, if its kind has any: the same for one base and number on every date and shift.

    The first units are numbered by the order of zones and sites, the second ones have ten or a hundred more.
    """
    kind = facts.kind[unit.kind]
    if not kind.call_sign:
        return unit
    places = [*(zone.id for zone in facts.zones), *(site.id for site in facts.sites)]
    turn = places.index(unit.base) if unit.base in places else 0
    step: int = 10 ** len(str(len(places)))
    return replace(unit, sign=kind.sign((unit.number - 1) * step + turn + 1))


def allowed_at(problem: Problem, day: int, shift: Shift, kind: UnitKind) -> dict[str, list[tuple[int, DemandLine]]]:
    """For each base of a kind, how many of its units each line that the shift overlaps lets run there."""
    allowed: dict[str, list[tuple[int, DemandLine]]] = {}
    for line in problem.lines:
        if line.kind != kind.code or not _asks(problem, line, day, shift):
            continue
        wanted = max(line.minimum, line.target, line.most, 1)
        bases = (line.places or problem.bases(kind)) if problem.placed(kind.code) else ("",)
        for base in bases:
            allowed.setdefault(base, []).append((-(-wanted // len(bases)), line))
    return allowed


def runs_on(kind: UnitKind, shift: Shift) -> bool:
    """Whether units of a kind may run on a shift."""
    return shift.code in kind.shifts or (not kind.shifts and shift.line)


def _asks(problem: Problem, line: DemandLine, day: int, shift: Shift) -> bool:
    """Whether the line asks for anything during the shift that starts on this day."""
    if line.shift:
        return line.shift == shift.whole and day in line.days
    if not problem.placed(line.kind):
        return day in line.days and line.window.on(day).overlap(shift.span(day)) > 0
    return any(holds(line, slot) for slot in problem.slots_within(day, shift.code))


def pooled(kind: UnitKind) -> bool:
    """Whether crews of a kind are one person each, on foot, with nothing to tell them apart but where they stand."""
    return kind.crew == 1 and not kind.vehicle_kinds and not kind.moves
