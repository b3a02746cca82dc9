"""The rest of somebody's week handed over to another officer: which duties, and what may become of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from roster.domain.clock import MINUTES_A_DAY, Span
from roster.domain.disruption import Disruption
from roster.domain.errors import Fault, InputError
from roster.domain.people import Absence
from roster.domain.pins import Pin
from roster.domain.problem import Problem
from roster.domain.repair import Handed
from roster.domain.roster import Roster
from roster.i18n import _
from roster.living.week import Week

OPTION = "--replace"
REPLACED = "replaced"
"""The kind of an absence of somebody whose duties another officer has."""


@dataclass(frozen=True)
class Handing:
    """Duties that go from one officer to another; `own` are those that the other has and keeps."""

    wanted: tuple[tuple[str, Pin], ...] = ()  # who leaves, and the duty as a pin of who takes it
    own: tuple[Pin, ...] = ()
    absences: tuple[Absence, ...] = ()

    @property
    def pins(self) -> tuple[Pin, ...]:
        """Duties on dates on which who takes them has none."""
        busy = {(pin.officer, pin.day) for pin in self.own}
        return tuple(dict.fromkeys(pin for _who, pin in self.wanted if (pin.officer, pin.day) not in busy))

    @property
    def disruption(self) -> Disruption:
        return Disruption(absences=self.absences)


def handing_over(pairs: Sequence[tuple[str, str]], week: Week, said: Disruption, since: int) -> Handing:
    """What is to be handed over by `--replace`: duties that begin from the minute `since` on.

    Where the disruption that is said has absences of who leaves, the duties within those; else the whole rest, and who
    leaves is away from then on, after a duty that is under way. Raises InputError with every fault.
    """
    problem, roster = week.problem, week.roster
    _check([(one.strip(), other.strip()) for one, other in pairs], problem)
    wanted: list[tuple[str, Pin]] = []
    absences: list[Absence] = []
    for leaves, takes in dict.fromkeys((one.strip(), other.strip()) for one, other in pairs):
        away = [absence.span for absence in said.absences if absence.id == leaves]
        if not away:
            begun = [span.end for span, _pin in _duties(leaves, leaves, roster, problem) if span.start < since]
            start = max([since, *(end for end in begun if end > since)])
            away = [Span(start, (problem.horizon.days + 1) * MINUTES_A_DAY)]
            absences.append(Absence(leaves, REPLACED, away[0]))
        for span, pin in _duties(leaves, takes, roster, problem):
            if span.start >= since and any(_taken(span, one) for one in away):
                wanted.append((leaves, pin))
    own = [
        pin
        for takes in dict.fromkeys(takes.strip() for _leaves, takes in pairs)
        for span, pin in _duties(takes, takes, roster, problem)
        if span.start >= since and not _away(takes, problem.shift[pin.shift].served(pin.day), problem, said)
    ]
    return Handing(tuple(wanted), tuple(own), tuple(absences))


def _duties(officer: str, takes: str, roster: Roster, problem: Problem) -> list[tuple[Span, Pin]]:
    """An officer's duties in order, each with the pin by which another takes it."""
    found = [duty for duty in roster.work() if duty.officer == officer and duty.shift in problem.shift]
    pins = [(problem.shift[duty.shift].span(duty.day), Pin(takes, duty.day, duty.shift)) for duty in found]
    return sorted(pins)


def _taken(duty: Span, away: Span) -> bool:
    """Whether an absence takes a duty whole: all that begin in it, and of one by dates the night before as well."""
    return bool(duty.overlap(away)) and (duty.start >= away.start or away.start % MINUTES_A_DAY == 0)


def _away(officer: str, spans: Sequence[Span], problem: Problem, said: Disruption) -> bool:
    return problem.absent_in(officer, spans) is not None or any(
        absence.id == officer and any(map(absence.span.overlap, spans)) for absence in said.absences
    )


def _check(pairs: Sequence[tuple[str, str]], problem: Problem) -> None:
    faults = [
        Fault(OPTION, f"'{name}'", _("the id of an officer"))
        for pair in pairs
        for name in pair
        if name not in problem.officer
    ]
    leaving = [one for one, _other in dict.fromkeys(pairs)]
    taking = {other for _one, other in pairs}
    for one in sorted({name for name in leaving if leaving.count(name) > 1}):
        faults.append(Fault(OPTION, one, _("one officer who takes over from each")))
    for one in dict.fromkeys(leaving):
        if one in taking:
            faults.append(Fault(OPTION, one, _("somebody who does not hand over themselves")))
    if faults:
        raise InputError(dict.fromkeys(faults))


def handed_over(
    handing: Handing, roster: Roster, why_not: Callable[[dict[Pin, str]], dict[Pin, str]]
) -> tuple[Handed, ...]:
    """Each duty that was to be handed over; `why_not` finds the reasons of those that `roster` gives to others."""
    works = {(duty.officer, duty.day): duty.shift for duty in roster.work()}
    done = {pin for pin in handing.pins if works.get((pin.officer, pin.day)) == pin.shift}
    reasons = why_not({pin: leaves for leaves, pin in handing.wanted if pin not in done})
    return tuple(
        Handed(leaves, pin.officer, pin.day, pin.shift, reasons.get(pin, "")) for leaves, pin in handing.wanted
    )
