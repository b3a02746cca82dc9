"""The daily duty order 勤务安排表: one block a day, by zone, each on its own printed page."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from openpyxl import Workbook
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from roster.domain.outcome import Outcome
from roster.domain.seating import ARMED, has
from roster.i18n import N_, _
from roster.io import printing, styles, texts
from roster.io.sheets.fitted import Pieces, fitted_widths
from roster.io.sheets.order_itineraries import COLUMNS, HOURS, groups_of, write_itineraries
from roster.io.sheets.order_rows import Post, rows_of, zone_name
from roster.io.styles import put, put_merged, put_row

TITLE = N_("Daily orders")
WIDTH = 150
"""Of all columns together: so wide a sheet prints at 91 % or more on A4 landscape, its letters of 10 points at 9.1."""
LEAST_PART = 0.7
"""Of the width, however few columns are used: room for a heading, and for three lines to sign."""
LAST = 12
TITLE_HEIGHT = 24.0
CAPITALS = 0.9
"""Capitals take more room than other letters, and labels break at their hyphens: so much of a width is counted on."""
FORMS = (False, True)
"""Whether rows are short: the first form in which every day takes one page is written."""
SIGNATURES = 30.0
PAGE = printing.page_height(WIDTH) - SIGNATURES
"""Points that a day's rows may take on its last page, above the lines to sign."""


def write(sheet: Worksheet, outcome: Outcome, itineraries: bool = True) -> None:
    """Each day's order; with `itineraries` each crew's stops after it."""
    problem = outcome.problem
    times = itineraries and outcome.patrols.planned is not None
    posts, widths = _as_few_pages(outcome, times)
    styles.widths(sheet, widths)
    row = 1
    for day in problem.horizon.range:
        row = _block(sheet, row, day, posts.get(day, []), widths, outcome)
        sheet.row_breaks.append(Break(row - 1))
        if itineraries:
            row = write_itineraries(sheet, row, day, outcome, PAGE, [at for at, wide in enumerate(widths) if not wide])
    printing.page(sheet, problem.settings.name)


def _as_few_pages(outcome: Outcome, times: bool) -> tuple[dict[int, list[Post]], list[int]]:
    """The rows of each day and the columns' widths: in full where each day takes one page so, else as short ones.

    With `times`, those of itineraries stand below two columns.
    """
    problem, days = outcome.problem, outcome.problem.horizon.range
    found: list[tuple[int, dict[int, list[Post]], list[int]]] = []
    for short in FORMS:
        posts = rows_of(outcome, short)
        rows = [(_longest(zone_name(post.zone, problem)), *post.cells) for day in days for post in posts.get(day, [])]
        unused = _unused(outcome, short)
        if times:
            columns = [time for time, _first, _last in groups_of(unused)]
            rows.append(tuple(HOURS if column in columns else "" for column in range(1, COLUMNS + 1)))
        part = 1.0 if short else max(LEAST_PART, 1 - len(unused) / LAST)
        widths = fitted_widths(_headings(), rows, part * WIDTH, unused, _pieces())
        sheet = Workbook().worksheets[0]
        for day in days:
            _block(sheet, sheet.max_row + 1, day, posts.get(day, []), widths, outcome)
        further = len(sheet.row_breaks.brk)
        found.append((further, posts, widths))
        if not further:
            break
    return min(found, key=lambda one: one[0])[1:]


def _longest(name: str) -> str:
    """The longest word of a zone's name, which is written over all rows of the zone and so adds no lines to them."""
    return max(name.split(), key=styles.text_width, default="")


def _pieces() -> dict[int, Pieces]:
    """How texts are cut into lines, by column from 0: names and labels are not broken, nor codes or hours."""
    comma = Pieces(_(", "), _(", "))
    by_field = {
        "unit": Pieces(" ", " ", CAPITALS),
        "lead": Pieces(" ", " "),
        "members": comma,
        "weapons": comma,
        "checkpoints": comma._replace(part=CAPITALS),
        "time": Pieces(" ", " "),
        "remarks": Pieces(" ", " "),
    }
    return {Post._fields.index(name) - 1: way for name, way in by_field.items()}


def _unused(outcome: Outcome, short: bool) -> tuple[int, ...]:
    """Columns, from 0, of which the brigade has none: zones, ways to move, vehicles, weapons, checkpoints.

    Of `short` rows also that of weapons, and that of ways to move where a unit's kind tells them.
    """
    problem = outcome.problem
    kinds = [kind for kind in problem.kinds if problem.placed(kind.code)]
    moving = {(crew.unit.kind, stand.mode) for crew in outcome.roster.crews for stand in crew.stands}
    told = short and len(moving) == len({kind for kind, _mode in moving})
    armed = any(ARMED in kind.composition for kind in kinds) or any(has(o, ARMED) for o in problem.officers)
    none = {
        "zone": not any(zone.id for zone in problem.zones),
        "place": not any(zone.id for zone in problem.zones),
        "mode": told or (not problem.has_map and not problem.vehicles),
        "vehicle": not problem.vehicles,
        "members": all(kind.crew == 1 for kind in kinds),
        "weapons": short or not armed,
        "checkpoints": not problem.has_map,
    }
    return tuple(max(0, Post._fields.index(name) - 1) for name, unused in none.items() if unused)


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
    ways = _pieces()
    cells = [ways[at].laid(text, widths[at]) if at in ways else text for at, text in enumerate(post.cells, start=1)]
    for column, value in enumerate(cells, start=2):
        put(sheet.cell(row, column), value, styles.CENTRE if column in (2, 3, 6) else styles.TEXT)
    lines = max(styles.lines_in(text, width) for width, text in zip(widths[1:], cells, strict=True) if width)
    sheet.row_dimensions[row].height = styles.POINTS_A_LINE * lines + 1


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
