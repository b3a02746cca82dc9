"""Cover: what every zone and slot asks for, what it is given, and the gap; then presence by day and lights by night."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from roster.domain.clock import MINUTES_A_DAY, Span, Window
from roster.domain.letters import shift_text
from roster.domain.outcome import Outcome
from roster.domain.presence import ARMED, LIT, SEEN
from roster.domain.problem import Problem
from roster.domain.roster import Crew, Stand
from roster.domain.service import DemandLine, Slot
from roster.i18n import N_, _
from roster.io import printing, styles, texts
from roster.io.border_notes import border_notes
from roster.io.sheets.grid import header_looks
from roster.io.sheets.heading import put_heading
from roster.io.sheets.patrol_cover import write_patrol_cover
from roster.io.styles import put, put_merged, put_row
from roster.rules.shared.positions import count_for, given, on_shift, serving, standing
from roster.rules.shared.words import kind_name

TITLE = N_("Cover")
DATE_ROW, HEADER_ROW = 4, 5
FIRST_DATE = 5
DAYS_A_PAGE = 7
PART_WIDTH = 7
PLACE_WIDTH = 34


class Place(NamedTuple):
    """One row of the sheet: what is asked for, where, and in which hours of the calendar date."""

    what: str
    places: tuple[str, ...]
    hours: Window


class Need(NamedTuple):
    asked: int
    given: int


Table = dict[Place, dict[int, Need]]
Standing = Mapping[Slot, list[tuple[Crew, Stand]]]


def write(sheet: Worksheet, outcome: Outcome) -> None:
    problem = outcome.problem
    tables = [(_("Units asked for"), demand_table(outcome)), *presence_tables(outcome)]
    days = _days(outcome, [table for _heading, table in tables])
    title = _("{brigade}: cover, asked and given").format(brigade=problem.settings.name)
    ends = printing.page_ends(len(days), DAYS_A_PAGE)
    first_page = FIRST_DATE + 3 * (ends[0] if ends else len(days)) - 1
    put_heading(sheet, first_page, title, texts.dates(problem), FIRST_DATE if ends else 1)
    note = _("Units standing there in the slot. A gap of a target is a wish left open, not a shortfall.")
    told = _("Dates are those of the calendar: hours after midnight stand under the next date.")
    notes = [note, told, *border_notes(problem)]
    put(sheet.cell(3, 1), " ".join(notes), styles.NOTE._replace(wrap=False))
    _header(sheet, problem, days)
    row = HEADER_ROW
    for heading, table in tables:
        if table:
            row = _section(sheet, row + 1, heading, table, problem, days)
            if heading == _("Units asked for"):
                sheet.row_breaks.append(Break(row))
    last_row = write_patrol_cover(sheet, row + 2, outcome)
    if last_row > row + 2:
        sheet.row_breaks.append(Break(row + 1))
    for number in range(len(days)):
        letter = get_column_letter(FIRST_DATE + 3 * number + 2)
        styles.colour_above_zero(sheet, f"{letter}{HEADER_ROW + 1}:{letter}{max(row, HEADER_ROW + 1)}")
    sheet.freeze_panes = f"{get_column_letter(FIRST_DATE)}{HEADER_ROW + 1}"
    sheet.auto_filter.ref = f"A{HEADER_ROW}:{get_column_letter(FIRST_DATE - 1)}{max(row, HEADER_ROW + 1)}"
    styles.widths(sheet, [24, PLACE_WIDTH, 14, 11, *[PART_WIDTH] * (3 * len(days))])
    printing.page(
        sheet,
        problem.settings.name,
        paper=printing.A3,
        title_rows=f"1:{HEADER_ROW}",
        title_columns=f"A:{get_column_letter(FIRST_DATE - 1)}",
    )
    printing.cut_by_dates(sheet, FIRST_DATE, ends, columns=3)


def _days(outcome: Outcome, tables: Iterable[Table]) -> range:
    """The calendar dates on which anything is asked for: those of the roster, and the morning after its last night."""
    asked = {day for table in tables for needs in table.values() for day in needs}
    return range(min((0, *asked)), max((outcome.problem.horizon.days - 1, *asked)) + 1)


def _header(sheet: Worksheet, problem: Problem, days: range) -> None:
    put_row(sheet, DATE_ROW, [None] * (FIRST_DATE - 1), styles.BLANK_HEADER)
    put_row(sheet, HEADER_ROW, (_("Asked for"), _("Place"), _("Slot"), _("Gap in all")), styles.HEADER)
    for number, day in enumerate(days):
        column = FIRST_DATE + 3 * number
        plain, _dated = header_looks(day, problem)
        text = f"{problem.date(day):%m-%d} {texts.weekday(day, problem)}"
        put_merged(sheet, DATE_ROW, column, column + 2, text, plain)
        put_row(sheet, HEADER_ROW, (_("asked"), _("given"), _("gap")), plain, first=column)


def _section(sheet: Worksheet, row: int, heading: str, table: Table, problem: Problem, days: range) -> int:
    """A heading and its rows; returns the last row written."""
    put_merged(sheet, row, 1, FIRST_DATE + 3 * len(days) - 1, heading, styles.LABEL)
    for place, needs in table.items():
        row += 1
        where = _(" or ").join(problem.name_of(name) for name in place.places) or _("anywhere")
        put(sheet.cell(row, 1), place.what, styles.STRONG)
        put(sheet.cell(row, 2), where, styles.TEXT)
        put(sheet.cell(row, 3), _hours(place.hours), styles.CENTRE)
        gaps = sum(max(0, need.asked - need.given) for need in needs.values())
        put(sheet.cell(row, 4), gaps, styles.BAD_CENTRE if gaps else styles.GOOD_CENTRE)
        styles.fit_height(sheet, row, [(24, place.what), (PLACE_WIDTH, where)])
        for number, day in enumerate(days):
            need = needs.get(day)
            values = (need.asked, need.given, max(0, need.asked - need.given)) if need else (None, None, None)
            put_row(sheet, row, values[:2], styles.WHOLE, first=FIRST_DATE + 3 * number)
            put(sheet.cell(row, FIRST_DATE + 3 * number + 2), values[2], styles.FEW)
    return row


def _hours(hours: Window) -> str:
    """The clock times of a window; a window of a whole day has none that tell anything."""
    return _("all day") if hours.end - hours.start >= MINUTES_A_DAY else texts.hours_text(Span(*hours))


def demand_table(outcome: Outcome) -> Table:
    """Asked and given units by kind, places and hours; a target and officers asked for a day have rows of their own."""
    problem, table = outcome.problem, Table()
    there = standing(outcome.roster, problem)
    for line in problem.lines:
        for day, span, number in _moments(line, there, outcome):
            hours = Window(span.start - day * MINUTES_A_DAY, span.end - day * MINUTES_A_DAY)
            name = kind_name(line.kind, problem)
            if line.a_day and (problem.placed(line.kind) or problem.kind[line.kind].crew > 1):
                name = _("{kind}, officers a day").format(kind=name)
            if line.shift:
                name = _("{kind} on {shift}").format(kind=name, shift=shift_text(line.shift, problem))
            wishes = [(name, line.minimum)] if line.minimum else []
            if line.target > line.minimum:
                wishes.append((_("{kind}, target").format(kind=name), line.target))
            for what, asked in wishes:
                needs = table.setdefault(Place(what, line.places, hours), {})
                needs[day] = Need(max(asked, needs[day].asked if day in needs else 0), number)
    return dict(sorted(table.items(), key=lambda entry: (entry[0].places, entry[0].what, entry[0].hours)))


def _moments(line: DemandLine, there: Standing, outcome: Outcome) -> Iterator[tuple[int, Span, int]]:
    """When a line asks, and how many units it is given: in its slots, or where they stand nowhere in its window.

    Officers asked for a day are counted instead of units, in the part of the day that has the fewest.
    """
    problem = outcome.problem
    if line.a_day:
        for day in sorted(line.days & problem.horizon.dates):
            yield day, line.window.on(day), min(serving(line.kind, day, outcome.roster, problem).values())
        return
    if line.shift:
        for day in sorted(line.days & problem.horizon.dates):
            units = [crew.unit for crew in outcome.roster.crews]
            yield day, line.window.on(day), len(on_shift(line, units, day, problem))
        return
    if problem.placed(line.kind):
        for slot in problem.slots:
            if problem.asks(line, slot):
                yield slot.calendar_day, slot.span, count_for(line, there.get(slot, ()), problem)
        return
    for day in sorted(line.days & problem.horizon.dates):
        span = line.window.on(day)
        crews = (crew for crew in outcome.roster.crews if crew.unit.kind == line.kind and crew.unit.day == day)
        yield day, span, sum(problem.shift[crew.unit.shift].span(day).overlap(span) > 0 for crew in crews)


def presence_tables(outcome: Outcome) -> Iterator[tuple[str, Table]]:
    """What the rules want to be in the street, a table for each sort of it: heading, and rows by place and hours."""
    problem, there = outcome.problem, standing(outcome.roster, outcome.problem)
    everywhere = {zone.id for zone in problem.zones}
    for sort, heading, what in (
        (SEEN, _("Seen by day"), _("visible unit")),
        (LIT, _("Lights by night"), _("vehicle with lights")),
        (ARMED, _("Armed units"), _("armed unit")),
    ):
        wanted = [one for one in outcome.policy.presence if one.sort == sort]
        several, table = len({one.rule for one in wanted}) > 1, Table()
        for one in wanted:
            name = f"{what} ({outcome.name_of(one.rule)})" if several else what
            places = () if len(one.places) > 1 and everywhere == set(one.places) else one.places
            for slot in one.slots:
                start = slot.calendar_day * MINUTES_A_DAY
                hours = Window(slot.start - start, slot.end - start)
                need = Need(one.asked, given(one, there.get(slot, ())))
                table.setdefault(Place(name, places, hours), {})[slot.calendar_day] = need
        yield heading, dict(sorted(table.items(), key=lambda row: (row[0].what, row[0].places, row[0].hours)))
