"""The vehicles by dates: which crews take which vehicle, and which are in maintenance."""

from __future__ import annotations

from openpyxl.worksheet.worksheet import Worksheet

from roster.domain.clock import MINUTES_A_DAY, Span
from roster.domain.letters import shift_text
from roster.domain.outcome import Outcome
from roster.domain.problem import Problem
from roster.domain.roster import crew_labels
from roster.i18n import N_, _
from roster.io import codes, printing, styles, texts
from roster.io.sheets.grid import header_looks
from roster.io.sheets.heading import put_heading
from roster.io.styles import put, put_merged, put_row

TITLE = N_("Vehicles")
HEADER_ROW, WEEKDAY_ROW = 3, 4
FIRST_DATE = 6
DATE_WIDTH = 15
DAYS_A_PAGE = 7


def write(sheet: Worksheet, outcome: Outcome) -> None:
    problem = outcome.problem
    days = problem.horizon.days
    last = FIRST_DATE + days
    ends = printing.page_ends(days, DAYS_A_PAGE)
    first_page = FIRST_DATE - 1 + ends[0] if ends else last
    title = _("{brigade}: vehicles").format(brigade=problem.settings.name)
    put_heading(sheet, first_page, title, texts.dates(problem), FIRST_DATE if ends else 1)
    headings = (_("ID"), _("Vehicle"), _("Kind"), _("Seats"), _("Lights"))
    put_row(sheet, HEADER_ROW, headings, styles.HEADER)
    put_row(sheet, WEEKDAY_ROW, [None] * len(headings), styles.BLANK_HEADER)
    for day in problem.horizon.range:
        plain, dated = header_looks(day, problem)
        put(sheet.cell(HEADER_ROW, FIRST_DATE + day), problem.date(day), dated)
        put(sheet.cell(WEEKDAY_ROW, FIRST_DATE + day), texts.weekday(day, problem), plain)
    put(sheet.cell(HEADER_ROW, last), _("Dates in use"), styles.HEADER)
    put(sheet.cell(WEEKDAY_ROW, last), None, styles.BLANK_HEADER)
    sheet.row_dimensions[HEADER_ROW].height = 2 * styles.POINTS_A_LINE + 4
    row = _body(sheet, outcome, last)
    put_merged(sheet, row, 1, FIRST_DATE - 1, _("Vehicles in use"), styles.LABEL)
    for day in problem.horizon.range:
        used = {crew.vehicle for crew in outcome.roster.crews if crew.vehicle and crew.unit.day == day}
        put(sheet.cell(row, FIRST_DATE + day), len(used), styles.STRONG_WHOLE)
    put(sheet.cell(row, last), outcome.vehicle_shifts, styles.STRONG_WHOLE)
    sheet.freeze_panes = f"C{WEEKDAY_ROW + 1}"
    styles.widths(sheet, [10, 16, styles.widest((v.kind for v in problem.vehicles), 10, 18), 8, 9])
    styles.widths(sheet, [DATE_WIDTH] * days + [10], first=FIRST_DATE)
    printing.page(
        sheet,
        problem.settings.name,
        title_rows=f"1:{WEEKDAY_ROW}",
        title_columns="A:B",
    )
    printing.cut_by_dates(sheet, FIRST_DATE, ends)


def _body(sheet: Worksheet, outcome: Outcome, last: int) -> int:
    """One row a vehicle; returns the first free row."""
    problem = outcome.problem
    used: dict[tuple[str, int], list[str]] = {}
    order = {shift.code: index for index, shift in enumerate(problem.shifts)}
    pairs = zip(crew_labels(outcome.roster), outcome.roster.crews, strict=True)
    for label, crew in sorted(pairs, key=lambda pair: order[pair[1].unit.shift]):
        text = f"{shift_text(crew.unit.shift, problem)} {label}"
        used.setdefault((crew.vehicle, crew.unit.day), []).append(text)
    row = WEEKDAY_ROW
    for row, vehicle in enumerate(problem.vehicles, start=WEEKDAY_ROW + 1):
        put(sheet.cell(row, 1), vehicle.id, styles.CENTRE)
        put(sheet.cell(row, 2), vehicle.name, styles.STRONG)
        put(sheet.cell(row, 3), vehicle.kind, styles.CENTRE)
        put(sheet.cell(row, 4), vehicle.seats, styles.WHOLE)
        put(sheet.cell(row, 5), _("yes") if vehicle.lights else _("no"), styles.CENTRE)
        shown = []
        for day in problem.horizon.range:
            lines = used.get((vehicle.id, day), [])
            away = _maintenance(vehicle.id, day, problem)
            text = "\n".join([*lines, *away])
            put(sheet.cell(row, FIRST_DATE + day), text, styles.WARN_CENTRE if away else styles.CENTRE)
            shown.append((float(DATE_WIDTH), text))
        put(sheet.cell(row, last), sum((vehicle.id, day) in used for day in problem.horizon.range), styles.STRONG_WHOLE)
        styles.fit_height(sheet, row, shown)
    return row + 1


def _maintenance(vehicle: str, day: int, problem: Problem) -> list[str]:
    """Hours of a date in which the vehicle is away, in words."""
    date = Span(day * MINUTES_A_DAY, (day + 1) * MINUTES_A_DAY)
    found = []
    for absence in problem.maintenance:
        if absence.id != vehicle or not absence.span.overlap(date):
            continue
        part = Span(max(date.start, absence.span.start), min(date.end, absence.span.end))
        whole = part == date
        found.append(
            codes.leave_name(absence.kind) if whole else f"{codes.leave_name(absence.kind)} {texts.hours_text(part)}"
        )
    return found
