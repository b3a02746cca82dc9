"""From a roster and what a grid asks for to the roster that was meant: who takes whose seat."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import NamedTuple

from roster.domain.parts import with_duties
from roster.domain.problem import Problem
from roster.domain.roster import Crew, Placeless, Roster
from roster.domain.seating import has, seat

Work = Mapping[tuple[str, int], tuple[str, ...]]
"""Shifts by officer and day; a date without a duty is missing."""


class Seats(NamedTuple):
    """A crew in change: who stays and who leaves a seat."""

    crew: Crew
    staying: list[str]
    leaving: list[str]


def work_of(roster: Roster) -> dict[tuple[str, int], tuple[str, ...]]:
    """Each officer's shifts by day."""
    found: dict[tuple[str, int], list[str]] = {}
    for officer, day, shift in roster.work():
        found.setdefault((officer, day), []).append(shift)
    return {key: tuple(sorted(shifts)) for key, shifts in found.items()}


def reseat(roster: Roster, asked: Work, problem: Problem) -> Roster:
    """The roster in which officers work what is asked for, and nobody else moves.

    Who no longer works a shift leaves the crew. Who newly works one takes a seat that was left, of the own category
    where there is one; else a seat that a crew was short of; else the duty has no crew. The roles in a crew that
    changed are told anew from its members; a crew without members is gone.
    """
    left = {(officer, day): list(shifts) for (officer, day), shifts in asked.items()}
    going_on: set[Placeless] = set()  # duties in several pieces of a crew that was cut
    crews = []
    for crew in roster.crews:
        seats = Seats(crew, [], [])
        for member in crew.members:
            duty = Placeless(member.officer, crew.unit.day, member.duty or crew.unit.shift)
            wanted = left.get((duty.officer, duty.day), [])
            if duty not in going_on and duty.shift in wanted:
                wanted.remove(duty.shift)
                going_on |= {duty} if member.duty else set()
                seats.staying.append(member.officer)
            else:
                (seats.staying if duty in going_on else seats.leaving).append(member.officer)
        crews.append(seats)
    newcomers = [
        Placeless(officer, day, part)
        for (officer, day), shifts in sorted(left.items())
        for shift in shifts
        for part in ([part.code for part in problem.shift[shift].parts] if shift in problem.shift else []) or [shift]
    ]
    running: dict[tuple[int, str], list[Seats]] = {}
    for seats in crews:
        running.setdefault((seats.crew.unit.day, seats.crew.unit.shift), []).append(seats)
    for take in (_seat_of_own_category, _any_seat, _short_seat):
        newcomers = [duty for duty in newcomers if not take(duty, running.get((duty.day, duty.shift), []), problem)]
    crews_now = tuple(_seated(seats, problem) for seats in crews if seats.staying)
    return with_duties(Roster(crews_now, tuple(newcomers)), problem)


def _seat_of_own_category(duty: Placeless, crews: list[Seats], problem: Problem) -> bool:
    category = problem.officer[duty.officer].category
    return _take(duty, crews, problem, lambda left: problem.officer[left].category == category)


def _any_seat(duty: Placeless, crews: list[Seats], problem: Problem) -> bool:
    return _take(duty, crews, problem, lambda left: True)


def _take(duty: Placeless, crews: list[Seats], problem: Problem, fits: Callable[[str], bool]) -> bool:
    """Take a seat whose last officer fits, in the crew that then lacks least; False where there is none."""
    free = [seats for seats in crews if any(map(fits, seats.leaving))]
    if not free:
        return False
    chosen = min(free, key=lambda seats: _missing(seats, duty.officer, problem))
    chosen.leaving.remove(next(filter(fits, chosen.leaving)))
    chosen.staying.append(duty.officer)
    return True


def _short_seat(duty: Placeless, crews: list[Seats], problem: Problem) -> bool:
    """Take a seat that nobody had, in the crew that then lacks least."""

    def short(seats: Seats) -> bool:
        return 0 < len(seats.staying) < problem.kind[seats.crew.unit.kind].crew

    free = [seats for seats in crews if short(seats)]
    if free:
        min(free, key=lambda seats: _missing(seats, duty.officer, problem)).staying.append(duty.officer)
    return bool(free)


def _missing(seats: Seats, newcomer: str, problem: Problem) -> int:
    """Members of a quality that the crew's composition asks for and that it lacks with the newcomer."""
    people = [problem.officer[officer] for officer in (*seats.staying, newcomer)]
    composition = problem.kind[seats.crew.unit.kind].composition
    return sum(max(0, count - sum(has(p, quality) for p in people)) for quality, count in composition.items())


def _seated(seats: Seats, problem: Problem) -> Crew:
    crew = seats.crew
    if set(seats.staying) == crew.officers:
        return crew
    return replace(crew, members=seat(crew.unit, seats.staying, crew.vehicle, problem))
