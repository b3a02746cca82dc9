"""Cover: what every zone and slot asks for, what it is given, and the gap; then presence by day and lights by night."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from roster.domain.clock import MINUTES_A_DAY, Span, Window
from roster.domain.outcome import Outcome
from roster.domain.problem import Problem
from roster.domain.roster import Crew
from roster.domain.service import DemandLine
from roster.domain.units import holds
from roster.i18n import N_, _
from roster.io import presence, printing, styles, texts
from roster.io.sheets.grid import header_looks
from roster.io.sheets.heading import put_heading
from roster.io.sheets.patrol_cover import write_patrol_cover
from roster.io.styles import put, put_merged, put_row
from roster.rules.words import kind_name

TITLE = N_("Cover")
DATE_ROW, HEADER_ROW = 4, 5
FIRST_DATE = 5
DAYS_A_PAGE = 7
PART_WIDTH = 7
PLACE_WIDTH = 34


class Place(NamedTuple):
    """One row of the sheet: what is asked for, where, and in which hours of the roster day."""

    what: str
    places: tuple[str, ...]
    hours: Window


class Need(NamedTuple):
    asked: int
    given: int


Table = dict[Place, dict[int, Need]]


def write(sheet: Worksheet, outcome: Outcome) -> None:
    problem = outcome.problem
    last = FIRST_DATE + 3 * problem.horizon.days - 1
    title = _("{brigade}: cover, asked and given").format(brigade=problem.settings.name)
    first_page = FIRST_DATE + 3 * min(problem.horizon.days, DAYS_A_PAGE) - 1
    put_heading(sheet, first_page, title, texts.dates(problem))
    note = _("Units standing there in the slot. A gap of a target is a wish left open, not a shortfall.")
    put(sheet.cell(3, 1), note, styles.NOTE._replace(wrap=False))
    _header(sheet, problem)
    row = HEADER_ROW
    for heading, table in (
        (_("Units asked for"), demand_table(outcome)),
        (_("Seen by day"), _presence_table(outcome, outcome.seen_hours, _("visible unit"), presence.seen)),
        (_("Lights by night"), _presence_table(outcome, outcome.lit_hours, _("vehicle with lights"), presence.lit)),
    ):
        if table:
            row = _section(sheet, row + 1, heading, table, problem, last)
            if heading == _("Units asked for"):
                sheet.row_breaks.append(Break(row))
    last_row = write_patrol_cover(sheet, row + 2, outcome)
    if last_row > row + 2:
        sheet.row_breaks.append(Break(row + 1))
    for day in problem.horizon.range:
        letter = get_column_letter(FIRST_DATE + 3 * day + 2)
        styles.colour_above_zero(sheet, f"{letter}{HEADER_ROW + 1}:{letter}{max(row, HEADER_ROW + 1)}")
    sheet.freeze_panes = f"{get_column_letter(FIRST_DATE)}{HEADER_ROW + 1}"
    sheet.auto_filter.ref = f"A{HEADER_ROW}:{get_column_letter(FIRST_DATE - 1)}{max(row, HEADER_ROW + 1)}"
    styles.widths(sheet, [24, PLACE_WIDTH, 14, 11, *[PART_WIDTH] * (3 * problem.horizon.days)])
    printing.page(
        sheet,
        problem.settings.name,
        paper=printing.A3,
        title_rows=f"1:{HEADER_ROW}",
        title_columns=f"A:{get_column_letter(FIRST_DATE - 1)}",
        pages_wide=-(-problem.horizon.days // DAYS_A_PAGE),
    )


def _header(sheet: Worksheet, problem: Problem) -> None:
    put_row(sheet, DATE_ROW, [None] * (FIRST_DATE - 1), styles.BLANK_HEADER)
    put_row(sheet, HEADER_ROW, (_("Asked for"), _("Place"), _("Slot"), _("Gap in all")), styles.HEADER)
    for day in problem.horizon.range:
        column = FIRST_DATE + 3 * day
        plain, _dated = header_looks(day, problem)
        text = f"{problem.date(day):%m-%d} {texts.weekday(day, problem)}"
        put_merged(sheet, DATE_ROW, column, column + 2, text, plain)
        put_row(sheet, HEADER_ROW, (_("asked"), _("given"), _("gap")), plain, first=column)


def _section(sheet: Worksheet, row: int, heading: str, table: Table, problem: Problem, last: int) -> int:
    """A heading and its rows; returns the last row written."""
    put_merged(sheet, row, 1, last, heading, styles.LABEL)
    for place, needs in table.items():
        row += 1
        where = _(" or ").join(problem.name_of(name) for name in place.places) or _("anywhere")
        put(sheet.cell(row, 1), place.what, styles.STRONG)
        put(sheet.cell(row, 2), where, styles.TEXT)
        put(sheet.cell(row, 3), _hours(place.hours), styles.CENTRE)
        gaps = sum(max(0, need.asked - need.given) for need in needs.values())
        put(sheet.cell(row, 4), gaps, styles.BAD_CENTRE if gaps else styles.GOOD_CENTRE)
        styles.fit_height(sheet, row, [(24, place.what), (PLACE_WIDTH, where)])
        for day in problem.horizon.range:
            need = needs.get(day)
            values = (need.asked, need.given, max(0, need.asked - need.given)) if need else (None, None, None)
            put_row(sheet, row, values[:2], styles.WHOLE, first=FIRST_DATE + 3 * day)
            put(sheet.cell(row, FIRST_DATE + 3 * day + 2), values[2], styles.FEW)
    return row


def _hours(hours: Window) -> str:
    """The clock times of a window; a window of a whole day has none that tell anything."""
    return _("all day") if hours.end - hours.start >= MINUTES_A_DAY else texts.hours_text(Span(*hours))


def demand_table(outcome: Outcome) -> Table:
    """Asked and given units by kind, places and hours; a target above the minimum has a row of its own."""
    problem, table = outcome.problem, Table()
    standing = _standing(outcome)
    for line in problem.lines:
        for day, span in _moments(line, problem):
            hours = Window(span.start - day * MINUTES_A_DAY, span.end - day * MINUTES_A_DAY)
            given = _given(line, day, span, standing.get(line.kind, ()), problem)
            name = kind_name(line.kind, problem)
            wishes = [(name, line.minimum)] if line.minimum else []
            if line.target > line.minimum:
                wishes.append((_("{kind}, target").format(kind=name), line.target))
            for what, asked in wishes:
                needs = table.setdefault(Place(what, line.places, hours), {})
                needs[day] = Need(max(asked, needs[day].asked if day in needs else 0), given)
    return dict(sorted(table.items(), key=lambda entry: (entry[0].places, entry[0].what, entry[0].hours)))


def _standing(outcome: Outcome) -> dict[str, list[Crew]]:
    crews: dict[str, list[Crew]] = {}
    for crew in outcome.roster.crews:
        crews.setdefault(crew.unit.kind, []).append(crew)
    return crews


def _moments(line: DemandLine, problem: Problem) -> Iterable[tuple[int, Span]]:
    """When a line asks: its slots, or its whole window for units that stand nowhere."""
    if problem.placed(line.kind):
        return [(slot.day, slot.span) for slot in problem.slots if holds(line, slot)]
    return [(day, line.window.on(day)) for day in sorted(line.days) if day in problem.horizon.range]


def _given(line: DemandLine, day: int, span: Span, crews: Iterable[Crew], problem: Problem) -> int:
    """Units of the line's kind that stand at one of its places, or are on duty where they stand nowhere."""
    if not problem.placed(line.kind):
        return sum(
            crew.unit.day == day and problem.shift[crew.unit.shift].span(day).overlap(span) > 0 for crew in crews
        )
    return sum(
        any(
            stand.slot.span == span and (not line.places or stand.zone in line.places or stand.site in line.places)
            for stand in crew.stands
        )
        for crew in crews
    )


def _presence_table(outcome: Outcome, hours: Window | None, what: str, count: presence.Count) -> Table:
    """One unit asked for in every zone and slot of these hours."""
    problem, table = outcome.problem, Table()
    standing = count(outcome.roster, problem)
    for zone in problem.zones:
        for slot in presence.slots_in(hours, problem):
            clock = Window(slot.start - slot.day * MINUTES_A_DAY, slot.end - slot.day * MINUTES_A_DAY)
            needs = table.setdefault(Place(what, (zone.id,), clock), {})
            needs[slot.day] = Need(1, standing[zone.id, slot])
    return table
