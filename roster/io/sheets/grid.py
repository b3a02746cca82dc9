"""The grid 排班表: officers by dates, with live totals, for the notice board and for edits by hand."""

from __future__ import annotations

import re
from collections.abc import Sequence

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.filters import FilterColumn
from openpyxl.worksheet.worksheet import Worksheet

from roster.domain.calendar import HOLIDAY, WORKDAY
from roster.domain.letters import shift_text
from roster.domain.outcome import Outcome
from roster.domain.problem import Facts, Problem
from roster.domain.service import Shift
from roster.i18n import N_, _
from roster.io import codes, printing, styles, texts
from roster.io.sheets.heading import put_heading
from roster.io.styles import put, put_merged

TITLE = N_("Roster")
DATE_ROW, WEEKDAY_ROW, HEADER_ROW = 3, 4, 5
FIRST_ROW = HEADER_ROW + 1
NUMBER, ID, NAME, CATEGORY, SQUAD = range(1, 6)
FIRST_DATE = SQUAD + 1
DAYS_ON_A4 = 10
DAYS_A_PAGE = 16
"""Dates on a page of A3, at which letters keep their size."""
DAYS_WIDE = 7
"""So many dates have wide columns; more have narrow ones, so that letters stay large."""
WIDEST_DATE = 15
LEGEND_WIDTH = 4
LABEL_WIDTHS = 26, 40
"""Of names, categories and squads together, which have to hold the labels of the sums and the legend."""
ROW_HEIGHT = 14.0


def write(sheet: Worksheet, outcome: Outcome) -> None:
    problem, shifts = outcome.problem, _shown(outcome)
    last = FIRST_DATE + problem.horizon.days + len(shifts)
    ends = printing.page_ends(problem.horizon.days, DAYS_A_PAGE)
    wide = SQUAD + ends[0] if ends else last  # what the first page shows
    left = FIRST_DATE if ends else ID  # each page repeats what stands further left
    title = _("{brigade}: roster").format(brigade=problem.settings.name)
    put_heading(sheet, wide, title, texts.dates(problem), FIRST_DATE if ends else 1)
    _header(sheet, problem, shifts)
    _body(sheet, outcome, shifts)
    _heads(sheet, problem, shifts)
    row = _legend(sheet, problem, shifts, FIRST_ROW + len(problem.officers) + len(shifts) + 2, left, wide)
    for index, line in enumerate(texts.signatures()):
        put(sheet.cell(row + 1, left + index * max(3, (wide - left + 1) // 3)), line, styles.LINE)
    _colours(sheet, problem)
    _set_up(sheet, outcome, shifts)
    if problem.horizon.days <= DAYS_ON_A4:
        printing.keep_together(sheet, FIRST_ROW + len(problem.officers), row + 1, last, HEADER_ROW)


def _shown(outcome: Outcome) -> list[Shift]:
    """The shifts of the table, and the parts of them that somebody serves."""
    served = {duty.shift for duty in outcome.roster.work()}
    return [shift for shift in outcome.problem.shifts if not shift.of or shift.code in served]


def row_of(officer: str, facts: Facts) -> int:
    """The grid's row of an officer."""
    return FIRST_ROW + facts.officers.index(facts.officer[officer])


def column_of(day: int) -> int:
    """The grid's column of a date."""
    return FIRST_DATE + day


def _totals_column(facts: Facts) -> int:
    return FIRST_DATE + facts.horizon.days


def _header(sheet: Worksheet, problem: Problem, shifts: Sequence[Shift]) -> None:
    labels = (_("No."), _("ID"), _("Name"), _("Category"), _("Squad"))
    totals = [*(shift_text(shift.code, problem) for shift in shifts), _("Total")]
    for first, words in ((NUMBER, labels), (_totals_column(problem), totals)):
        for column, word in enumerate(words, start=first):
            for row in (DATE_ROW, WEEKDAY_ROW, HEADER_ROW):
                head = row == HEADER_ROW
                put(sheet.cell(row, column), word if head else None, styles.HEADER if head else styles.BLANK_HEADER)
    for day in problem.horizon.range:
        plain, dated = header_looks(day, problem)
        put(sheet.cell(DATE_ROW, column_of(day)), problem.date(day), dated)
        put(sheet.cell(WEEKDAY_ROW, column_of(day)), texts.weekday(day, problem), plain)
        put(sheet.cell(HEADER_ROW, column_of(day)), texts.day_mark(day, problem), plain)


def header_looks(day: int, facts: Facts) -> tuple[styles.Look, styles.Look]:
    """Looks of a date's header, for words and for the date: workdays, rest days and holidays differ."""
    if facts.day_type(day) == HOLIDAY:
        return styles.HOLIDAY_HEADER, styles.HOLIDAY_HEADER_DATE
    if facts.day_type(day) == WORKDAY:
        return styles.HEADER, styles.HEADER_DATE
    return styles.REST_HEADER, styles.REST_HEADER_DATE


def _body(sheet: Worksheet, outcome: Outcome, shifts: Sequence[Shift]) -> None:
    problem = outcome.problem
    worked: dict[tuple[str, int], list[str]] = {}
    for duty in outcome.roster.work():
        worked.setdefault((duty.officer, duty.day), []).append(shift_text(duty.shift, problem))
    first, last = get_column_letter(FIRST_DATE), get_column_letter(max(FIRST_DATE, _totals_column(problem) - 1))
    for number, officer in enumerate(problem.officers, start=1):
        row = HEADER_ROW + number
        sheet.row_dimensions[row].height = ROW_HEIGHT
        put(sheet.cell(row, NUMBER), number, styles.WHOLE)
        put(sheet.cell(row, ID), officer.id, styles.CENTRE)
        sheet.cell(row, ID).number_format = "@"
        put(sheet.cell(row, NAME), officer.name, styles.STRONG)
        put(sheet.cell(row, CATEGORY), texts.category(officer.category), styles.CENTRE)
        put(sheet.cell(row, SQUAD), officer.squad, styles.CENTRE)
        for day in problem.horizon.range:
            duties = worked.get((officer.id, day))
            text = "/".join(sorted(duties)) if duties else _idle_text(officer.id, day, problem)
            put(sheet.cell(row, column_of(day)), text, styles.CENTRE)
        column = _totals_column(problem)
        for offset, shift in enumerate(shifts):
            code = _criterion(shift_text(shift.code, problem), f"{get_column_letter(column + offset)}${HEADER_ROW}")
            count = f"=COUNTIF(${first}{row}:${last}{row},{code})"
            styles.formula(sheet.cell(row, column + offset), count, styles.FEW)
        ends = [get_column_letter(column + offset) for offset in (0, max(0, len(shifts) - 1))]
        styles.formula(
            sheet.cell(row, column + len(shifts)), f"=SUM({ends[0]}{row}:{ends[1]}{row})", styles.STRONG_WHOLE
        )


def _criterion(code: str, header: str) -> str:
    """What COUNTIF counts: the code's header cell, or a literal where the code would be read as a pattern."""
    if not re.search(r"[*?~]|^[<>=]", code):
        return header
    literal = re.sub(r"[*?~]", r"~\g<0>", code).replace('"', '""')
    return f'"={literal}"'


def _idle_text(officer: str, day: int, problem: Problem) -> str:
    """Rest, or the leave that covers most of the date."""
    leave = problem.leave_on(officer, day)
    return codes.leave_text(leave.kind, problem) if leave else codes.rest_text()


def _heads(sheet: Worksheet, problem: Problem, shifts: Sequence[Shift]) -> None:
    """Heads per shift and date, counted live, under the grid."""
    final = HEADER_ROW + len(problem.officers)
    for offset, shift in enumerate(shifts):
        row = final + 1 + offset
        put_merged(sheet, row, NAME, SQUAD, _heads_label(shift, problem), styles.LABEL)
        put(sheet.cell(row, NUMBER), None, styles.LABEL)
        put(sheet.cell(row, ID), None, styles.LABEL)
        header = f"${get_column_letter(_totals_column(problem) + offset)}${HEADER_ROW}"
        code = _criterion(shift_text(shift.code, problem), header)
        for column in range(FIRST_DATE, _totals_column(problem)):
            letter = get_column_letter(column)
            count = f"=COUNTIF({letter}${FIRST_ROW}:{letter}${max(FIRST_ROW, final)},{code})"
            styles.formula(sheet.cell(row, column), count, styles.WHOLE)
    row = final + 1 + len(shifts)
    put_merged(sheet, row, NAME, SQUAD, _("On duty"), styles.LABEL)
    put(sheet.cell(row, NUMBER), None, styles.LABEL)
    put(sheet.cell(row, ID), None, styles.LABEL)
    for column in range(FIRST_DATE, _totals_column(problem)):
        letter = get_column_letter(column)
        total = f"=SUM({letter}{final + 1}:{letter}{max(final + 1, row - 1)})"
        styles.formula(sheet.cell(row, column), total, styles.STRONG_WHOLE)


def _heads_label(shift: Shift, problem: Problem) -> str:
    return _("{shift} {hours} {name}: heads").format(
        shift=shift_text(shift.code, problem), hours=shift.times, name=texts.shift_name(shift)
    )


def _label_width(problem: Problem, shifts: Sequence[Shift]) -> int:
    return styles.widest((f"{_heads_label(shift, problem)} " for shift in shifts), *LABEL_WIDTHS)  # they are bold


def _legend(sheet: Worksheet, problem: Problem, shifts: Sequence[Shift], row: int, first: int, last: int) -> int:
    """What every letter means, by letter and by colour, within these columns; returns the next free row."""
    entries = [
        (
            shift_text(shift.code, problem),
            f"{texts.shift_name(shift)} {shift.times}",
            styles.shift_colours(problem)[shift.code],
        )
        for shift in shifts
    ]
    entries.append((codes.rest_text(), _("day off"), styles.REST_COLOUR))
    for kind in sorted({absence.kind for absence in problem.absences}):
        entries.append((codes.leave_text(kind, problem), codes.leave_name(kind), styles.LEAVE_COLOUR))
    put(sheet.cell(row, first), _("Legend"), styles.SECTION)
    across = max(1, (last - first + 1) // LEGEND_WIDTH)
    for index, (text, meaning, colour) in enumerate(entries):
        line, column = row + 1 + index // across, first + LEGEND_WIDTH * (index % across)
        put(sheet.cell(line, column), text, styles.coloured(colour))
        put_merged(sheet, line, column + 1, column + LEGEND_WIDTH - 1, meaning, styles.LINE._replace(shrink=True))
    return row + 2 + (len(entries) - 1) // across


def _colours(sheet: Worksheet, problem: Problem) -> None:
    if not problem.officers or not problem.horizon.days:
        return
    colours = {shift_text(code, problem): c for code, c in styles.shift_colours(problem).items()}
    for absence in problem.absences:
        colours.setdefault(codes.leave_text(absence.kind, problem), styles.LEAVE_COLOUR)
    colours.setdefault(codes.rest_text(), styles.REST_COLOUR)
    first = f"{get_column_letter(FIRST_DATE)}{FIRST_ROW}"
    last = f"{get_column_letter(_totals_column(problem) - 1)}{HEADER_ROW + len(problem.officers)}"
    styles.colour_texts(sheet, f"{first}:{last}", colours)


def _date_widths(outcome: Outcome, shifts: Sequence[Shift]) -> list[float]:
    """Wider where people serve parts of shifts: `D@08-10+13-20` is to be read."""
    problem = outcome.problem
    least = 8.5 if problem.horizon.days <= DAYS_WIDE or any(shift.of for shift in shifts) else 6.5
    parts: dict[int, set[str]] = {}
    for duty in outcome.roster.work():
        if problem.shift[duty.shift].of:
            parts.setdefault(duty.day, set()).add(shift_text(duty.shift, problem))
    return [max(least, styles.widest(parts.get(day, ()), 0, WIDEST_DATE)) for day in problem.horizon.range]


def _set_up(sheet: Worksheet, outcome: Outcome, shifts: Sequence[Shift]) -> None:
    problem, officers = outcome.problem, outcome.problem.officers
    sheet.freeze_panes = f"{get_column_letter(FIRST_DATE)}{FIRST_ROW}"
    last = _totals_column(problem) + len(shifts)
    sheet.auto_filter.ref = f"A{HEADER_ROW}:{get_column_letter(last)}{HEADER_ROW + max(1, len(officers))}"
    hidden = range(FIRST_DATE, last + 1)  # within the filter, so that sorting by name moves whole rows
    sheet.auto_filter.filterColumn.extend(FilterColumn(colId=column - 1, hiddenButton=True) for column in hidden)
    days = problem.horizon.days
    groups = styles.group_widths(officers, 11, 9)
    styles.widths(
        sheet,
        [
            6,
            styles.widest((o.id for o in officers), 9, 16),
            max(styles.widest((o.name for o in officers), 12, 20), _label_width(problem, shifts) - sum(groups)),
            *groups,
            *_date_widths(outcome, shifts),
            *[6.5 if days <= DAYS_WIDE else 5] * len(shifts),
            8,
        ],
    )
    printing.page(
        sheet,
        problem.settings.name,
        paper=printing.A4 if days <= DAYS_ON_A4 else printing.A3,
        title_rows=f"1:{HEADER_ROW}",
        title_columns=f"A:{get_column_letter(SQUAD)}",
    )
    printing.cut_by_dates(sheet, FIRST_DATE, printing.page_ends(days, DAYS_A_PAGE))
