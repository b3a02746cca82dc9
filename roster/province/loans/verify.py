"""Whether crews that are lent arrive, once each, with nobody in two places: read from the rosters, without a solver."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from roster.domain.clock import Span
from roster.domain.problem import Problem
from roster.domain.roster import Crew, Roster
from roster.i18n import _
from roster.province.loans.lending import Lending


class Week(NamedTuple):
    """One brigade's roster with the problem that it is of."""

    problem: Problem
    roster: Roster

    def away(self) -> list[Crew]:
        """The crews that serve at another brigade."""
        return [crew for crew in self.roster.crews if self.problem.shift[crew.unit.shift].away]

    def span(self, crew: Crew) -> Span:
        """The hours of a crew's duty, the way included."""
        return self.problem.shift[crew.unit.shift].span(crew.unit.day)


class Arrival(NamedTuple):
    """A loan with the crews that serve it, and what is wrong with it in a sentence; empty where nothing is."""

    loan: Lending
    crews: tuple[Crew, ...]
    fault: str


def arrivals(
    loans: Sequence[Lending], weeks: Mapping[str, Week], minutes: Mapping[tuple[str, str], int]
) -> list[Arrival]:
    """Each loan with the crews that serve it: each serves one loan, away from the way there to the way back."""
    free = {name: week.away() for name, week in weeks.items()}
    guests = {name: list(week.problem.guests) for name, week in weeks.items()}
    found = []
    for loan in sorted(loans):
        missing = [name for name in (loan.lender, loan.borrower) if name not in weeks]
        if missing:
            found.append(Arrival(loan, (), _("{brigade} has no roster").format(brigade=missing[0])))
            continue
        lender, borrower = weeks[loan.lender], weeks[loan.borrower]
        at = borrower.problem.shift[loan.shift].span(borrower.problem.horizon.day(loan.date))
        way = minutes.get((loan.lender, loan.borrower))
        if way is None:
            found.append(Arrival(loan, (), _("no way from {lender} to {borrower}").format(**loan._asdict())))
            continue
        there = borrower.problem.horizon.moment(at.start)
        start = lender.problem.horizon.minute(there)
        needed = Span(start - way, start + at.minutes + way)
        size = borrower.problem.kind[loan.kind].crew
        crews = [crew for crew in free[loan.lender] if _serves(crew, loan, needed, size, lender)][: loan.crews]
        come = [g for g in guests[loan.borrower] if (g.span, g.kind, g.place, g.brigade) == (at, *_named(loan))]
        come = come[: loan.crews]
        for crew in crews:
            free[loan.lender].remove(crew)
        for guest in come:
            guests[loan.borrower].remove(guest)
        fault = ""
        if len(crews) < loan.crews:
            text = _("{lender} sends {given} of {asked} crews for {start} to {end}, the way included")
            hours = {
                "start": lender.problem.horizon.moment(needed.start),
                "end": lender.problem.horizon.moment(needed.end),
            }
            fault = text.format(lender=loan.lender, given=len(crews), asked=loan.crews, **hours)
        elif len(come) < loan.crews:
            text = _("{borrower} expects {given} of {asked} crews")
            fault = text.format(borrower=loan.borrower, given=len(come), asked=loan.crews)
        found.append(Arrival(loan, tuple(crews), fault))
    return found


def _named(loan: Lending) -> tuple[str, str, str]:
    return loan.kind, loan.place, loan.lender


def _serves(crew: Crew, loan: Lending, needed: Span, size: int, week: Week) -> bool:
    """Whether a crew that is away is of the loan's kind, full, and away for all of its hours and no others."""
    kind = crew.unit.kind.rpartition("-")[0]
    return kind == loan.kind and week.span(crew) == needed and len(crew.officers) >= size


def faults(
    loans: Sequence[Lending], weeks: Mapping[str, Week], minutes: Mapping[tuple[str, str], int]
) -> Iterator[str]:
    """Everything that is wrong with loans: what does not arrive, who goes for no loan, who is in two places."""
    found = arrivals(loans, weeks, minutes)
    for one in found:
        if one.fault:
            yield _("{date} {shift}, {lender} to {borrower}: {fault}").format(**one.loan._asdict(), fault=one.fault)
    for name, week in sorted(weeks.items()):
        used = [crew for one in found if one.loan.lender == name for crew in one.crews]
        for crew in week.away():
            if crew not in used:
                text = _("{brigade}: {unit} is away on {date}, and no loan asks for it")
                yield text.format(brigade=name, unit=crew.unit.label, date=week.problem.date(crew.unit.day))
        come = sum(one.loan.crews for one in found if one.loan.borrower == name and not one.fault)
        known = [guest for guest in week.problem.guests if guest.brigade in weeks]
        if len(known) > come:
            text = _("{brigade} expects {given} crews of others, and {come} come")
            yield text.format(brigade=name, given=len(known), come=come)
        yield from _twice(name, week)


def _twice(name: str, week: Week) -> Iterator[str]:
    """Officers and vehicles of crews that are away who are in another crew in the same hours."""
    for crew in week.away():
        for other in week.roster.crews:
            if other is crew or not week.span(crew).overlap(week.span(other)):
                continue
            both = sorted(crew.officers & other.officers)
            both += [crew.vehicle] if crew.vehicle and crew.vehicle == other.vehicle else []
            for one in both:
                text = _("{brigade}: {one} is away and in {unit} at once on {date}")
                date = week.problem.date(other.unit.day)
                yield text.format(brigade=name, one=one, unit=other.unit.label, date=date)
