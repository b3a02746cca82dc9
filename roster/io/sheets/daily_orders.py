"""The daily duty order 勤务安排表: one block a day, by zone, each on its own printed page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

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
from roster.i18n import N_, _
from roster.io import printing, styles, texts
from roster.io.sheets.fitted import fitted_widths, packed
from roster.io.sheets.order_itineraries import COLUMNS, HOURS, TIMES, write_itineraries
from roster.io.styles import put, put_merged, put_row

TITLE = N_("Daily orders")
WIDTH = 150
"""Of all columns together: so wide a sheet prints at 91 % or more on A4 landscape, its letters of 10 points at 9.1."""
LAST = 12
TITLE_HEIGHT = 24.0
CAPITALS = 0.9
"""Codes of capitals and digits take more room than other letters: so much of a width is counted on."""
SIGNATURES = 30.0
PAGE = printing.page_height(WIDTH) - SIGNATURES
"""Points that a day's rows may take on its last page, above the lines to sign."""


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


def write(sheet: Worksheet, outcome: Outcome, itineraries: bool = True) -> None:
    """Each day's order; with `itineraries` each crew's stops after it."""
    problem = outcome.problem
    posts: dict[int, list[Post]] = {}
    names = texts.names(problem)
    for label, crew in zip(crew_labels(outcome.roster), outcome.roster.crews, strict=True):
        if not problem.leads(crew.unit.kind):
            posts.setdefault(crew.unit.day, []).extend(_posts(label, crew, outcome, names))
    for guest in problem.guests:
        posts.setdefault(calendar_day(guest.span.start), []).append(_guest(guest, problem))
    for officer, day, shift in outcome.roster.placeless:
        posts.setdefault(day, []).append(_without_crew(names.get(officer, officer), day, shift, problem))
    everything = [post for day in problem.horizon.range for post in posts.get(day, [])]
    rows = [(zone_name(post.zone, problem), *post.cells) for post in everything]
    if itineraries and outcome.patrols.planned:  # whose times stand below the zones and the vehicles
        rows.append(tuple(HOURS if column in TIMES else "" for column in range(1, COLUMNS + 1)))
    widths = fitted_widths(_headings(), rows, WIDTH, _unused(problem))
    styles.widths(sheet, widths)
    row = 1
    for day in problem.horizon.range:
        row = _block(sheet, row, day, posts.get(day, []), widths, outcome)
        sheet.row_breaks.append(Break(row - 1))
        if itineraries:
            row = write_itineraries(sheet, row, day, outcome, PAGE)
    printing.page(sheet, problem.settings.name)


def _unused(problem: Problem) -> tuple[int, ...]:
    """Columns, from 0, of which the brigade has none: zones, ways to move, vehicles, weapons, checkpoints."""
    kinds = [kind for kind in problem.kinds if problem.placed(kind.code)]
    armed = any(ARMED in kind.composition for kind in kinds) or any(has(o, ARMED) for o in problem.officers)
    none = {
        "zone": not any(zone.id for zone in problem.zones),
        "place": not any(zone.id for zone in problem.zones),
        "mode": not problem.has_map and not problem.vehicles,
        "vehicle": not problem.vehicles,
        "members": all(kind.crew == 1 for kind in kinds),
        "weapons": not armed,
        "checkpoints": not problem.has_map,
    }
    return tuple(max(0, Post._fields.index(name) - 1) for name, unused in none.items() if unused)


def _posts(label: str, crew: Crew, outcome: Outcome, names: dict[str, str]) -> Iterator[Post]:
    unit, problem = crew.unit, outcome.problem
    lead, marked = _lead(crew, problem)
    others = [m.officer for m in crew.members if m.officer != lead]
    armed = [m for m in crew.members if "armed" in m.roles]
    driver = next((m.officer for m in crew.members if "driver" in m.roles), "")

    def named(officer: str) -> str:
        shown = names.get(officer, officer)
        return _("{name} (driver)").format(name=shown) if officer and officer == driver else shown

    for span, zone, site, mode, lit in stretches(crew, problem):
        yield Post(
            zone=zone,
            span=span,
            time=texts.hours_on(span, unit.day, problem),
            shift=shift_text(unit.shift, problem),
            unit=texts.unit_name(unit, problem, label),
            place=problem.name_of(site or zone),
            mode=texts.mode(mode),
            vehicle=texts.vehicle_name(crew.vehicle, problem),
            lead=_("{name} (no sworn lead)").format(name=named(lead)) if marked else named(lead),
            members=_(", ").join(map(named, others)),
            weapons=_(", ").join(names.get(m.officer, m.officer) for m in armed),
            checkpoints=_visited(label, crew, span, outcome),
            remarks=_remarks(unit, lit, problem),
        )


def _remarks(unit: Unit, lit: Span | None, problem: Problem) -> str:
    if problem.shift[unit.shift].away:
        return _("away: {shift}").format(shift=problem.shift[unit.shift].name)
    return _("Lights on {hours}").format(hours=texts.hours_on(lit, unit.day, problem)) if lit else ""


def _visited(label: str, crew: Crew, span: Span, outcome: Outcome) -> str:
    """The checkpoints and routes that the patrol plan gives a crew in a stretch of time."""
    stops = outcome.patrols.planned.plan.stops if outcome.patrols.planned else {}
    own = stops.get(CrewId(crew.unit.day, crew.unit.shift, label), ())
    inside = (stop for stop in own if span.start <= stop.arrive < span.end and stop.kind in (CHECKPOINT, ROUTE))
    return _(", ").join(dict.fromkeys(stop.place for stop in inside))


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


def _block(sheet: Worksheet, row: int, day: int, posts: list[Post], widths: Sequence[float], outcome: Outcome) -> int:
    """One day's order, on further pages under the headings again where it is longer; returns the first row after it."""
    problem = outcome.problem
    title = _("{brigade}: duty order for {date} ({weekday})").format(
        brigade=problem.settings.name, date=problem.date(day).isoformat(), weekday=texts.weekday(day, problem)
    )
    put_merged(sheet, row, 1, LAST, title, styles.TITLE)
    sheet.row_dimensions[row].height = TITLE_HEIGHT
    if any(problem.leads(kind.code) for kind in problem.kinds):
        put_merged(sheet, row + 1, 1, LAST, _leaders(day, outcome), styles.STRONG)
    row += 2
    top = row - 2
    put_row(sheet, row, _headings(), styles.HEADER)
    order = {zone.id: index for index, zone in enumerate(problem.zones)}
    posts = sorted(posts, key=lambda post: (order.get(post.zone, len(order)), post.span, post.unit.rstrip(")")))
    for zone, group in groupby(posts, key=lambda post: post.zone):
        first = row + 1
        for post in group:
            row += 1
            _row(sheet, row, post, widths)
            if printing.height(sheet, top, row) > PAGE + SIGNATURES * (post is not posts[-1]):
                _zone(sheet, first, row - 1, zone_name(zone, problem), widths[0])
                sheet.row_breaks.append(Break(row - 1))
                put_merged(sheet, row, 1, LAST, _("{title}, continued").format(title=title), styles.TITLE)
                sheet.row_dimensions[row].height = TITLE_HEIGHT
                put_row(sheet, row + 1, _headings(), styles.HEADER)
                top, row = row, row + 2
                first = row
                _row(sheet, row, post, widths)
        _zone(sheet, first, row, zone_name(zone, problem), widths[0])
    if not posts:
        row += 1
        put_merged(sheet, row, 1, LAST, _("No crews on this date"), styles.CENTRE)
    row += 1
    sheet.row_dimensions[row].height = 8
    row += 1
    starts = {column: sum(widths[: column - 1]) for column, width in enumerate(widths, start=1) if width}
    for index, line in enumerate(texts.signatures()):
        beyond = (column for column, start in starts.items() if start >= index * sum(widths) / 3)
        third = next(beyond, max(starts))
        put(sheet.cell(row, third), line, styles.LINE)
    return row + 2


def _headings() -> tuple[str, ...]:
    return (
        _("Zone"),
        _("Time"),
        _("Shift"),
        _("Unit"),
        _("Place"),
        _("Mode"),
        _("Vehicle"),
        _("Lead"),
        _("Members"),
        _("Weapons"),
        _("Checkpoints"),
        _("Remarks"),
    )


def _zone(sheet: Worksheet, first: int, last: int, name: str, width: float) -> None:
    """The zone's name over its rows, the last of which is higher where that needs more room."""
    short = styles.POINTS_A_LINE * styles.lines_in(name, width) + 4 - printing.height(sheet, first, last)
    if short > 0 and width:
        height = printing.height(sheet, last, last)
        sheet.row_dimensions[last].height = height + short
    if last > first:
        sheet.merge_cells(start_row=first, end_row=last, start_column=1, end_column=1)
    for covered in range(first, last + 1):
        put(sheet.cell(covered, 1), name, styles.STRONG_CENTRE)


def _row(sheet: Worksheet, row: int, post: Post, widths: Sequence[float]) -> None:
    fields = ("unit", "members", "weapons", "checkpoints", "time", "remarks")
    unit, members, weapons, codes, time, remarks = (widths[Post._fields.index(name) - 1] for name in fields)
    named = post._replace(
        unit=_unbroken(post.unit.replace(" (", "\n("), "\n", " ", unit),
        members=_unbroken(post.members, _(", "), _(", "), members),
        weapons=_unbroken(post.weapons, _(", "), _(", "), weapons),
        checkpoints=_unbroken(post.checkpoints, _(", "), _(", "), CAPITALS * codes),
        time=_unbroken(post.time, " ", " ", time),
        remarks=_unbroken(post.remarks, " ", " ", remarks),
    )
    cells = named.cells
    for column, value in enumerate(cells, start=2):
        put(sheet.cell(row, column), value, styles.CENTRE if column in (2, 3, 6) else styles.TEXT)
    lines = max(styles.lines_in(text, width) for width, text in zip(widths[1:], cells, strict=True) if width)
    sheet.row_dimensions[row].height = styles.POINTS_A_LINE * lines + 1


def _unbroken(text: str, between: str, joint: str, width: float) -> str:
    """Names or labels in lines that fit a width: spreadsheets would cut them at a hyphen, or in Chinese anywhere."""
    return packed(text.split(between), joint, width) if text else text


def _leaders(day: int, outcome: Outcome) -> str:
    """The line that names the duty leaders of a date."""
    problem, names = outcome.problem, texts.names(outcome.problem)
    found = [
        _("{name} {hours}").format(
            name=names.get(member.officer, member.officer),
            hours=texts.hours_text(problem.shift[crew.unit.shift].span(day)),
        )
        for crew in outcome.roster.crews
        if crew.unit.day == day and problem.leads(crew.unit.kind)
        for member in crew.members
    ]
    return _("Duty leader: {leaders}").format(leaders=_(", ").join(found) or _("none"))
