"""Loans as what they add to each brigade: who lends to whom, checked against the tables of both."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

from roster.case import Case
from roster.domain.clock import LONGEST_SHIFT, MINUTES_A_DAY
from roster.domain.errors import Fault
from roster.i18n import _
from roster.io.tables.text import one_of
from roster.province.folder import Province
from roster.province.loans.overlay import Coming, Going, Overlay, needs_of
from roster.province.loans.rows import Event, Loan


class Lending(NamedTuple):
    """Crews of a kind that `lender` sends to `borrower` for its shift on a date, to a place (empty: anywhere)."""

    lender: str
    borrower: str
    kind: str
    date: dt.date
    shift: str
    place: str
    crews: int = 1


Cases = Mapping[str, Case]


def agreed(province: Province) -> list[Lending]:
    """The loans agreed by hand; one without a place goes to that of the event in its hours, where there is one."""
    return [Lending(*_named(loan, province), loan.crews) for loan in province.lent.loans]


def _named(loan: Loan, province: Province) -> tuple[str, str, str, dt.date, str, str]:
    events = [e for e in province.lent.events if e.brigade == loan.borrower and e.unit_kind == loan.kind]
    near = [e for e in events if e.begins.date() <= loan.date <= e.ends.date() and e.places]
    place = loan.spot or (near[0].places[0] if near else "")
    return loan.lender, loan.borrower, loan.kind, loan.date, loan.shift, place


def going_of(one: Lending, way: int, cases: Cases) -> Going:
    """A loan as what the lender's crew has on its roster: the borrower's shift with the way there and back."""
    shift = cases[one.borrower].problem.shift[one.shift]
    start, end, date = shift.hours.start - way, shift.hours.end + way, one.date
    while start < 0:
        start, end, date = start + MINUTES_A_DAY, end + MINUTES_A_DAY, date - dt.timedelta(days=1)
    while start >= MINUTES_A_DAY:
        start, end, date = start - MINUTES_A_DAY, end - MINUTES_A_DAY, date + dt.timedelta(days=1)
    return Going(date, start, end, one.kind, one.borrower, shift.night, shift.break_minutes, one.crews)


def coming_of(one: Lending, cases: Cases) -> Coming:
    """A loan as what the borrower has on its roster."""
    hours = cases[one.borrower].problem.shift[one.shift].hours
    return Coming(one.date, one.shift, one.kind, one.place, one.lender, one.crews, hours.start, hours.end)


def overlays(province: Province, cases: Cases, loans: Iterable[Lending]) -> dict[str, Overlay]:
    """What events and loans add to each brigade that they are about."""
    chosen = sorted(loans)
    names = {event.brigade for event in province.lent.events} | {
        n for one in chosen for n in (one.lender, one.borrower)
    }
    return {
        name: overlay_of(
            name,
            province,
            cases,
            [one for one in chosen if one.lender == name],
            [one for one in chosen if one.borrower == name],
        )
        for name in sorted(names & cases.keys())
    }


def overlay_of(
    name: str,
    province: Province,
    cases: Cases,
    out: Iterable[Lending],
    into: Iterable[Lending],
    priced: Iterable[Going] = (),
) -> Overlay:
    """What a brigade's events, the crews that it lends, and those that come to it add to it."""
    events = [event for event in province.lent.events if event.brigade == name]
    needs = tuple(need for event in events for need in needs_of(event, cases[name]))
    minutes = province.lent.minutes
    going = [going_of(one, minutes[name, one.borrower], cases) for one in out]
    coming = sorted(coming_of(one, cases) for one in into)
    return Overlay(needs, tuple(coming), (*_joined(going), *priced))


def _joined(going: Iterable[Going]) -> tuple[Going, ...]:
    """Crews with the same hours, date and way as one entry."""
    found: dict[Going, int] = {}
    for one in going:
        bare = replace(one, crews=0)
        found[bare] = found.get(bare, 0) + one.crews
    return tuple(sorted(replace(one, crews=crews) for one, crews in found.items()))


def sound(province: Province, cases: Cases) -> Province:
    """The province without events and loans that the brigades' tables do not know; `lent.faults` tells of them."""
    return replace(province, lent=province.lent.without(_faults_of(province, cases)))


def _faults_of(province: Province, cases: Cases) -> Iterator[tuple[Event | Loan, Fault]]:
    """What events and loans say that the tables of brigades do not know; those that cannot be read are left out."""
    for event in province.lent.events:
        if event.brigade in cases:
            yield from ((event, fault) for fault in _event_faults(event, cases[event.brigade]))
    minutes = province.lent.minutes
    for row, one in zip(province.lent.loans, agreed(province), strict=True):
        if one.borrower in cases:
            faults = list(_borrower_faults(row, cases[one.borrower]))
            if one.lender in cases and not faults:
                faults += _lender_faults(row, one, minutes[one.lender, one.borrower], cases)
            yield from ((row, fault) for fault in faults)


def _event_faults(event: Event, case: Case) -> Iterator[Fault]:
    problem = case.problem
    if event.unit_kind not in problem.kind:
        yield event.fault("unit_kind", f"'{event.unit_kind}'", one_of(problem.kind, event.unit_kind, problem.kind))
    elif not problem.placed(event.unit_kind):
        yield event.fault("unit_kind", f"'{event.unit_kind}'", _("a kind of unit that stands somewhere"))
    known = [*(zone.id for zone in problem.zones if zone.id), *problem.site]
    for place in event.places:
        if place not in known:
            yield event.fault("places", f"'{place}'", one_of(known, place, known))
    first, last = problem.horizon.start, problem.date(problem.horizon.days)
    if event.ends.date() < first or event.begins.date() > last:
        found = _("an event from {start} to {end}").format(start=event.start, end=event.end)
        expected = _("one that touches the weeks from {first} on; else leave it out").format(first=first)
        yield event.fault("start", found, expected)


def _borrower_faults(row: Loan, case: Case) -> Iterator[Fault]:
    problem = case.problem
    codes = [shift.code for shift in problem.shifts if shift.line]
    if row.shift not in codes:
        yield row.fault("shift", f"'{row.shift}'", one_of(codes, row.shift, codes))
    if row.kind not in problem.kind or not problem.placed(row.kind):
        kinds = [kind for kind in problem.kind if problem.placed(kind)]
        yield row.fault("kind", f"'{row.kind}'", one_of(kinds, row.kind, kinds))
    places = [*(zone.id for zone in problem.zones if zone.id), *problem.site]
    if row.spot and row.spot not in places:
        yield row.fault("spot", f"'{row.spot}'", one_of(places, row.spot, places))
    if problem.horizon.day(row.date) not in problem.horizon.range:
        expected = _("a date from {first} to {last}").format(
            first=problem.date(0), last=problem.date(problem.horizon.days - 1)
        )
        yield row.fault("date", f"'{row.date}'", expected)


def _lender_faults(row: Loan, one: Lending, way: int, cases: Cases) -> Iterator[Fault]:
    problem = cases[one.lender].problem
    told = why_not(one, way, cases)
    if told:
        yield row.fault("kind" if one.kind not in problem.kind else "lender", told[0], told[1])


def why_not(one: Lending, way: int, cases: Cases) -> tuple[str, str] | None:
    """Why a loan cannot be: what is found, and what was expected; None where it can."""
    problem, kind = cases[one.lender].problem, cases[one.borrower].problem.kind[one.kind]
    if one.kind not in problem.kind or not problem.placed(one.kind):
        found = _("{brigade} has no crews of kind {kind}").format(brigade=one.lender, kind=one.kind)
        return found, _("a kind of unit of both brigades")
    own = problem.kind[one.kind]
    lacking = [name for name, number in kind.composition.items() if own.composition.get(name, 0) < number]
    if own.crew < kind.crew or lacking:
        text = _("{kind} of {brigade}: {crew} people, {composition}")
        made = ";".join(f"{name}:{number}" for name, number in own.composition.items())
        found = text.format(kind=one.kind, brigade=one.lender, crew=own.crew, composition=made)
        made = ";".join(f"{name}:{number}" for name, number in kind.composition.items())
        return found, text.format(kind=one.kind, brigade=one.borrower, crew=kind.crew, composition=made)
    going = going_of(one, way, cases)
    if problem.horizon.day(going.date) not in problem.horizon.range:
        found = _("a way that begins on {date}, outside the weeks of {brigade}").format(
            date=going.date, brigade=one.lender
        )
        return found, _("a way within the weeks of both brigades")
    if going.end - going.start > LONGEST_SHIFT:
        found = _("a shift of {hours:g} hours").format(hours=(going.end - going.start) / 60)
        return found, _("{hours} hours at most").format(hours=LONGEST_SHIFT // 60)
    return None
