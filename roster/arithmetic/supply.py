"""Supply against demand: who and what is there on each date and shift, and how much is asked for at the least.

Plain arithmetic, before any search, on the musts and priorities. *There* is everybody whom no must keeps from the shift
(leave, joining, a fixed day off, a duty too long ...); one person counts on every shift of a date, so the line of the
whole date, on which a person counts once (who may do two in one twice), is the one that tells. *Asked* is what must
start on that very shift however the other shifts are staffed; on the whole date, what must start on any of its shifts:
where shifts overlap that is more than the sum. Rest and hours over several dates are not looked at. Each mark of a
shortage is a theorem.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from roster.arithmetic.necessary import Arithmetic
from roster.arithmetic.needs import Needs
from roster.arithmetic.quality import DRIVERS, PEOPLE
from roster.arithmetic.starts import could, counted
from roster.domain.ids import ShiftId
from roster.domain.problem import Problem
from roster.domain.seating import ARMED, SWORN
from roster.domain.service import Slot

COLUMNS = (PEOPLE, SWORN, ARMED, DRIVERS)
"""The quality that each column of people counts."""


class Count(NamedTuple):
    """People and vehicles; a permit holder is sworn, a driver has a licence that one of the vehicles asks for."""

    heads: int = 0
    sworn: int = 0
    permits: int = 0
    drivers: int = 0
    vehicles: int = 0


@dataclass(frozen=True)
class Supply:
    """What is there and what is asked for on one date and shift; with an empty shift, on the whole date.

    The vehicles of a whole date are those of the hours in which the fewest are to spare.
    """

    day: int
    date: date
    shift: str
    available: Count
    asked: Count

    @property
    def missing(self) -> Count:
        return Count(*(max(0, asked - there) for asked, there in zip(self.asked, self.available, strict=True)))


def supply(known: Arithmetic) -> tuple[Supply, ...]:
    """A line for each date and shift on which something must start, then one for the whole date."""
    problem, needs = known.problem, known.needs
    lines: list[Supply] = []
    for day in problem.horizon.range:
        starts = [ShiftId(day, shift.code) for shift in problem.shifts]
        for start in starts:
            asked = _asked(needs, [start])
            if asked.heads:
                there = _people(known, [start])._replace(vehicles=_vehicles(needs, [start]))
                lines.append(Supply(day, problem.date(day), start[1], there, asked))
        vehicles, used = _tightest(needs, day)
        there = _people(known, starts)._replace(vehicles=vehicles)
        lines.append(Supply(day, problem.date(day), "", there, _asked(needs, starts)._replace(vehicles=used)))
    return tuple(lines)


def _asked(needs: Needs, starts: list[ShiftId]) -> Count:
    driven = sum(
        needs.units(kind.code, starts) for kind in needs.problem.kinds if needs.rides(kind.code, starts) is not None
    )
    people = needs.people(starts)
    heads, sworn, permits, drivers = (people.get(quality, 0) for quality in COLUMNS)
    return Count(heads, sworn, permits, drivers, driven)


def _people(known: Arithmetic, starts: list[ShiftId]) -> Count:
    """Everybody who could start at least one of these duties; who could do several in one for as many."""
    each = counted(starts, known.problem)
    there = {
        officer: max((number for start, number in each.items() if could(person, start)), default=0)
        for officer, person in known.persons.items()
    }
    groups = (known.groups.get(quality, frozenset()) for quality in COLUMNS)
    return Count(*(sum(there[officer] for officer in group) for group in groups))


def _vehicles(needs: Needs, starts: Iterable[ShiftId]) -> int:
    """Vehicles that some unit could take which starts one of these duties."""
    starts = list(starts)
    found = [needs.rides(kind.code, starts) or frozenset() for kind in needs.problem.kinds]
    usable = frozenset().union(*found)
    return sum(len(group.vehicles) for group in needs.problem.vehicle_groups if group.id in usable)


def _tightest(needs: Needs, day: int) -> tuple[int, int]:
    """Vehicles there and asked for in the slot of a day in which the fewest are to spare."""
    found = [_in_slot(needs, slot) for slot in needs.problem.slots_of_day.get(day, ())]
    asking = [pair for pair in found if pair[1]]  # where nothing is asked for, no unit could take a vehicle
    return min(asking or found, key=lambda pair: pair[0] - pair[1], default=(0, 0))


def _in_slot(needs: Needs, slot: Slot) -> tuple[int, int]:
    """Vehicles that the units could take which stand in a slot, and how many are asked for."""
    there = _vehicles(needs, _covering(needs.problem, slot))
    asks = needs.in_slots.get(slot, ())
    return there, sum(ask.units for ask in asks if needs.rides(ask.kind, ask.starts) is not None)


def _covering(problem: Problem, slot: Slot) -> list[ShiftId]:
    """The duties of the horizon that cover a slot whole."""
    return [start for start in problem.starts_covering(slot, problem.shift_codes) if start[0] in problem.horizon.range]
