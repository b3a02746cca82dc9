"""The part of the daily orders that a crew works from: when it is where, and how, stop by stop."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from roster.domain.clock import calendar_day
from roster.domain.itinerary import FOOT, MEAL, ROUTE, STATIC, Stop
from roster.domain.letters import shift_text
from roster.domain.outcome import Outcome, Planned
from roster.domain.patrol import GUARD_POST, PUBLICITY_POINT, OnDuty
from roster.i18n import _
from roster.io import printing, styles, texts
from roster.io.leader_book import inspection_words
from roster.io.styles import put_merged, put_row

COLUMNS = 12
SECOND = 7
"""The column in which the second half's times stand, or the next one where the order has no such column."""
Groups = tuple[tuple[int, int, int], tuple[int, int, int]]
"""Columns of time, of the place and the task (merged), two stops side by side."""
HOURS = "00:00-00:00"
"""As long as any time is."""

SIZE, HEIGHT = 10, 15.0


def groups_of(unused: Collection[int]) -> Groups:
    """Two stops side by side in the columns that an order shows; those `unused` (from 0) are hidden."""
    shown = [column for column in range(1, COLUMNS + 1) if column - 1 not in unused]
    second = next(column for column in shown if column >= SECOND)
    firsts = [next(column for column in shown if column > time) for time in (shown[0], second)]
    return (shown[0], firsts[0], second - 1), (second, firsts[1], COLUMNS)


def write_itineraries(
    sheet: Worksheet, row: int, day: int, outcome: Outcome, page: float, unused: Collection[int] = ()
) -> int:
    """Write the day's itineraries from a row on, on pages of their own; returns the first row after them.

    Columns `unused` (from 0) of the order are hidden.
    A page holds `page` points of rows. No crew is cut in two, and each page says of which date it is.
    """
    planned = outcome.patrols.planned
    if planned is None:
        return row
    problem = outcome.problem
    title = _("{brigade}: itineraries for {date} ({weekday})").format(
        brigade=problem.settings.name, date=problem.date(day).isoformat(), weekday=texts.weekday(day, problem)
    )
    top = row
    row = _title(sheet, row, title)
    own = [crew for crew in planned.patrol.crews if crew.id.day == day]
    for crew in sorted(own, key=lambda crew: (crew.span, crew.id)):
        needed = HEIGHT * (1 + _lines(planned.plan.stops.get(crew.id, ()), outcome))
        if row > top + 1 and printing.height(sheet, top, row - 1) + needed > page:
            sheet.row_breaks.append(Break(row - 1))
            top = row
            row = _title(sheet, row, _("{title}, continued").format(title=title))
        row = _crew(sheet, row, crew, planned, outcome, groups_of(unused))
    row = _announced(sheet, row, day, planned, outcome)
    sheet.row_breaks.append(Break(row - 1))
    return row


def _title(sheet: Worksheet, row: int, title: str) -> int:
    put_merged(sheet, row, 1, COLUMNS, title, styles.TITLE)
    sheet.row_dimensions[row].height = 28
    return row + 1


def _lines(stops: tuple[Stop, ...], outcome: Outcome) -> int:
    """How many lines a crew's entries take, side by side."""
    return -(-len(list(_entries(stops, outcome))) // 2)


def _crew(sheet: Worksheet, row: int, crew: OnDuty, planned: Planned, outcome: Outcome, groups: Groups) -> int:
    problem, names = outcome.problem, texts.names(outcome.problem)
    heading = _("{unit}, {shift} {hours}, vehicle {vehicle}: {people}").format(
        unit=texts.unit_name(crew.crew.unit, problem, crew.id.label),
        shift=shift_text(crew.id.shift, problem),
        hours=texts.hours_text(crew.span),
        vehicle=texts.vehicle_name(crew.crew.vehicle, problem) or _("none"),
        people=_(", ").join(names.get(member.officer, member.officer) for member in crew.crew.members),
    )
    put_merged(sheet, row, 1, COLUMNS, heading, styles.LABEL._replace(size=SIZE))
    sheet.row_dimensions[row].height = HEIGHT
    entries = list(_entries(planned.plan.stops.get(crew.id, ()), outcome))
    lines = _lines(planned.plan.stops.get(crew.id, ()), outcome)
    for number, (hours, text, look) in enumerate(entries):
        group, line = divmod(number, lines)
        time, first, last = groups[group]
        put_row(sheet, row + 1 + line, (hours,), styles.CENTRE._replace(size=SIZE), first=time)
        sheet.row_dimensions[row + 1 + line].height = HEIGHT
        put_merged(sheet, row + 1 + line, first, last, text, look)
    return row + lines + 1


def _entries(stops: tuple[Stop, ...], outcome: Outcome) -> Iterator[tuple[str, str, styles.Look]]:
    """Each stop's hours, what is done there, and its look; the date before those that lie on another one."""
    day = calendar_day(stops[0].arrive) if stops else 0
    for stop in stops:
        if calendar_day(stop.arrive) != day:
            day = calendar_day(stop.arrive)
            yield "", texts.date_text(day, outcome.problem), styles.LABEL._replace(wrap=False, size=SIZE)
        look = styles.TEXT if stop.mode in (STATIC, MEAL) else styles.STRONG
        yield texts.hours_text(stop.span), task_text(stop, outcome), look._replace(wrap=False, shrink=True, size=SIZE)


def task_text(stop: Stop, outcome: Outcome) -> str:
    """What a crew does at a stop, and where: `visit C06 Coach station`."""
    name = outcome.problem.name_of(stop.place)
    where = stop.place if name == stop.place else f"{stop.place} {name}"
    if stop.mode == MEAL:
        return _("meal break at {place}").format(place=where)
    if stop.kind == ROUTE and stop.mode != STATIC:
        if stop.begins == stop.ends:
            return _("walk along {place}, there and back").format(place=where)
        text = _("walk along {place}, {way}") if stop.mode == FOOT else _("drive along {place}, {way}")
        way = _("start to end") if stop.begins.endswith(":start") else _("end to start")
        return text.format(place=where, way=way)
    if stop.kind == PUBLICITY_POINT:
        return _("publicity stand at {place}").format(place=where)
    if stop.kind == GUARD_POST and stop.mode == STATIC:
        return _("guard {place}").format(place=where)
    if stop.mode == STATIC:
        return _("stand by at {place}").format(place=where)
    if stop.mode == FOOT:
        return _("on foot at {place}").format(place=where)
    if stop.place in {zone.id for zone in outcome.problem.zones}:
        return _("patrol {place}").format(place=where)
    return _("visit {place}").format(place=where)


def _announced(sheet: Worksheet, row: int, day: int, planned: Planned, outcome: Outcome) -> int:
    """The duty leader's inspections of a date that everybody may know of."""
    own = [check for check in planned.plan.announced.inspections if check.leader[0] == day]
    for check in own:
        leader, _hours, _notice, how, unit, place, _people = inspection_words(check, planned, outcome)
        hours = texts.hours_on(check.span, day, outcome.problem)
        text = _("Inspection by {leader}, {hours}, {how}: {unit} at {place}").format(
            leader=leader, hours=hours, how=how, unit=unit, place=place
        )
        put_merged(sheet, row, 1, COLUMNS, text, styles.TEXT)
        row += 1
    return row + 1
