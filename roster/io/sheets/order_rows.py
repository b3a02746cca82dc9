"""What stands in the daily duty order: each crew at one place for a stretch of slots."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import NamedTuple

from roster.domain.clock import Span, calendar_day
from roster.domain.ids import CrewId
from roster.domain.itinerary import ROUTE
from roster.domain.letters import shift_text
from roster.domain.outcome import Outcome
from roster.domain.patrol import CHECKPOINT
from roster.domain.problem import Problem
from roster.domain.roster import Crew, crew_labels
from roster.domain.seating import ARMED, SWORN, has, lead_of
from roster.domain.service import Guest, Unit
from roster.i18n import _
from roster.io import texts

RANGE = 3
"""So many codes in a row, and more, are told as a range."""


class Post(NamedTuple):
    """One row of an order: a crew at one place for a stretch of slots."""

    zone: str
    span: Span
    time: str
    shift: str
    unit: str
    place: str
    mode: str
    vehicle: str
    lead: str
    members: str
    weapons: str
    checkpoints: str
    remarks: str

    @property
    def cells(self) -> tuple[str, ...]:
        """What stands in the columns after the zone's."""
        return self[2:]


class Stretch(NamedTuple):
    """Where a crew stays for a while, and when in it the light bar is on."""

    span: Span
    zone: str
    site: str
    mode: str
    lit: Span | None


def rows_of(outcome: Outcome, short: bool = False) -> dict[int, list[Post]]:
    """The rows of each day's order: crews, those of other brigades, and duties typed by hand that belong to no crew.

    The `short` ones name a unit by its call sign alone and no place where it has the whole zone; who is armed is said
    beside the names, with nothing in the column of weapons, and that nobody sworn leads in the remarks.
    """
    problem, names = outcome.problem, texts.names(outcome.problem)
    posts: dict[int, list[Post]] = {}
    for label, crew in zip(crew_labels(outcome.roster), outcome.roster.crews, strict=True):
        if not problem.leads(crew.unit.kind):
            posts.setdefault(crew.unit.day, []).extend(_posts(label, crew, outcome, names, short))
    for guest in problem.guests:
        posts.setdefault(calendar_day(guest.span.start), []).append(_guest(guest, problem))
    for officer, day, shift in outcome.roster.placeless:
        posts.setdefault(day, []).append(_without_crew(names.get(officer, officer), day, shift, problem))
    return posts


def _posts(label: str, crew: Crew, outcome: Outcome, names: dict[str, str], short: bool) -> Iterator[Post]:
    unit, problem = crew.unit, outcome.problem
    lead, marked = _lead(crew, problem)
    others = [m.officer for m in crew.members if m.officer != lead]
    armed = [m.officer for m in crew.members if ARMED in m.roles]
    driver = next((m.officer for m in crew.members if "driver" in m.roles), "")

    unled = _("no sworn lead") if marked and short else ""

    def named(officer: str) -> str:
        shown = names.get(officer, officer)
        if officer and officer == driver:
            shown = _("{name} (driver)").format(name=shown)
        return _("{name} (armed)").format(name=shown) if short and officer in armed else shown

    for span, zone, site, mode, lit in stretches(crew, problem):
        yield Post(
            zone=zone,
            span=span,
            time=texts.hours_on(span, unit.day, problem),
            shift=shift_text(unit.shift, problem),
            unit=label if short else texts.unit_name(unit, problem, label),
            place=problem.name_of(site or ("" if short else zone)),
            mode=texts.mode(mode),
            vehicle=texts.vehicle_name(crew.vehicle, problem),
            lead=_("{name} (no sworn lead)").format(name=named(lead)) if marked and not short else named(lead),
            members=_(", ").join(map(named, others)),
            weapons="" if short else _(", ").join(names.get(officer, officer) for officer in armed),
            checkpoints=_visited(label, crew, span, outcome),
            remarks=_("; ").join(filter(None, (unled, _remarks(unit, span, lit, problem)))),
        )


def _remarks(unit: Unit, span: Span, lit: Span | None, problem: Problem) -> str:
    if problem.shift[unit.shift].away:
        return _("away: {shift}").format(shift=problem.shift[unit.shift].name)
    if lit == span:
        return _("Lights on")
    if lit and lit.end == span.end:
        return _("Lights from {time}").format(time=texts.hours_on(lit, unit.day, problem).partition("-")[0])
    return _("Lights on {hours}").format(hours=texts.hours_on(lit, unit.day, problem)) if lit else ""


def _visited(label: str, crew: Crew, span: Span, outcome: Outcome) -> str:
    """The checkpoints and routes that the patrol plan gives a crew in a stretch of time, those in a row as `C03-C07`.

    The itineraries have them one by one, in order and with their times.
    """
    stops = outcome.patrols.planned.plan.stops if outcome.patrols.planned else {}
    own = stops.get(CrewId(crew.unit.day, crew.unit.shift, label), ())
    inside = (stop for stop in own if span.start <= stop.arrive < span.end and stop.kind in (CHECKPOINT, ROUTE))
    return _(", ").join(in_ranges(stop.place for stop in inside))


def _lead(crew: Crew, problem: Problem) -> tuple[str, bool]:
    """Who leads a crew, and whether to mark that nobody sworn does: in a crew of auxiliaries the first leads."""
    sworn = any(has(problem.officer[member.officer], SWORN) for member in crew.members)
    known = any(has(officer, SWORN) for officer in problem.officers)
    return lead_of(crew, problem), bool(crew.members) and known and not sworn


def stretches(crew: Crew, problem: Problem) -> Iterator[Stretch]:
    """Slots in which a crew stays where it is, joined; a crew that stands nowhere keeps its whole shift."""
    stands = sorted(crew.stands, key=lambda stand: stand.slot.start)
    for (zone, site, mode), group in groupby(stands, key=lambda stand: (stand.zone, stand.site, stand.mode)):
        slots = [(stand.slot, stand.lights) for stand in group]
        lit = [slot for slot, lights in slots if lights]
        span = Span(slots[0][0].start, slots[-1][0].end)
        yield Stretch(span, zone, site, mode, Span(lit[0].start, lit[-1].end) if lit else None)
    if not stands:
        base = crew.unit.base
        span = problem.shift[crew.unit.shift].span(crew.unit.day)
        site = base if base in problem.site else ""
        yield Stretch(span, problem.zone_of(base), site, problem.kind[crew.unit.kind].mode, None)


def _guest(guest: Guest, problem: Problem) -> Post:
    """A crew of another brigade that is on duty here."""
    kind = problem.kind[guest.kind]
    return Post(
        zone=problem.zone_of(guest.place),
        span=guest.span,
        time=texts.hours_text(guest.span),
        shift="",
        unit=kind.name,
        place=problem.name_of(guest.place),
        mode=texts.mode(kind.mode),
        vehicle=guest.vehicle,
        lead="",
        members=guest.members,
        weapons="",
        checkpoints="",
        remarks=_("from {brigade}").format(brigade=guest.brigade) if guest.brigade else _("of another brigade"),
    )


def _without_crew(name: str, day: int, shift: str, problem: Problem) -> Post:
    """A duty typed by hand that belongs to no crew."""
    text = shift_text(shift, problem)
    remark = _("not in any crew")
    span = problem.shift[shift].span(day)
    return Post("", span, texts.hours_text(span), text, "", "", "", "", "", name, "", "", remark)


def zone_name(zone: str, problem: Problem) -> str:
    """A zone's id and name."""
    name = problem.name_of(zone)
    return (f"{zone} {name}" if name != zone else zone) if zone else _("no zone")


def in_ranges(codes: Iterable[str]) -> Iterator[str]:
    """Codes sorted, three and more that are numbered one after the other as a range: `C03-C07`, `C11`, `R2`."""
    parts = enumerate(sorted({(*_numbered(code), code) for code in codes}))
    for _key, group in groupby(parts, key=lambda one: (one[1][0], one[1][1] - one[0] if one[1][1] >= 0 else one[1][2])):
        run = [code for _at, (_letters, _number, code) in group]
        yield from [f"{run[0]}-{run[-1]}"] if len(run) >= RANGE else run


def _numbered(code: str) -> tuple[str, int]:
    """The letters and the number of a code such as C07; -1 where it has none."""
    letters = code.rstrip("0123456789")
    digits = code[len(letters) :]
    return letters, int(digits) if digits else -1
