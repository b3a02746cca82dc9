"""The month as a workbook: the attendance sheet that is pinned up and signed, hours and overtime, amounts, sources."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from roster.domain.attendance import ABSENT, LEAVE, OUTSIDE, PRESENT, UNPUBLISHED, Attendance
from roster.domain.letters import shift_text
from roster.domain.month import Month, PayRules
from roster.domain.problem import Facts
from roster.i18n import N_, _
from roster.io import codes, printing, styles, texts
from roster.io.edited import sealed
from roster.io.files import replace_file
from roster.io.month.columns import DAYS, HOURS, At, Column, exactly, hours_columns, put_columns
from roster.io.month.pay import Paid
from roster.io.month.pay_sheet import write_amounts
from roster.io.sheets.grid import header_looks
from roster.io.sheets.heading import put_heading
from roster.io.styles import put, put_merged, put_row

ATTENDANCE, HOURS_SHEET, AMOUNTS, SOURCES = N_("Attendance"), N_("Hours and overtime"), N_("Amounts"), N_("Sources")
TOP, FIRST_DATE = 3, 6
DONE = styles.STRONG_CENTRE
PLANNED = styles.CENTRE
BLANK = styles.IDLE_CENTRE
SIGNATURE_WIDTH = 12


def write_month(
    file: Path,
    attendance: Attendance,
    months: Sequence[Month],
    rules: PayRules,
    paid: Paid,
    notes: Sequence[str],
    sources: Sequence[Sequence[styles.Value]],
) -> None:
    """Write the month's workbook. Raises OutputError."""
    book = Workbook()
    first = book.worksheets[0]
    first.title = _(ATTENDANCE)
    _attendance(first, attendance, tuple(months), notes)
    letters = _hours(book.create_sheet(_(HOURS_SHEET)), attendance, tuple(months), rules)
    if paid.items:
        write_amounts(book.create_sheet(_(AMOUNTS)), attendance.facts, months, paid, letters, _(HOURS_SHEET), TOP + 2)
    _sources(book.create_sheet(_(SOURCES)), attendance, notes, sources)
    replace_file(file, sealed(book))


def cell_name(facts: Facts, months: Sequence[Month], officer: str, day: int | None) -> str:
    """The cell of an officer's date in the sheet of these months; their row without a date; empty for nobody there."""
    row = next((number for number, month in enumerate(months, TOP + 3) if month.officer.id == officer), None)
    if row is None:
        return ""
    if day is None:
        return f"{_(ATTENDANCE)}!{row}:{row}"
    first = facts.horizon.day(months[0].dates.first)
    return f"{_(ATTENDANCE)}!{get_column_letter(FIRST_DATE + day - first)}{row}"


def _attendance(sheet: Worksheet, attendance: Attendance, months: tuple[Month, ...], notes: Sequence[str]) -> None:
    facts = attendance.facts
    dates = months[0].dates if months else None
    days = range(facts.horizon.day(dates.first), facts.horizon.day(dates.last) + 1) if dates else range(0)
    columns = list(_day_columns(attendance, months, len(days)))
    sums, last = FIRST_DATE + len(days), FIRST_DATE + len(days) + len(columns)
    put_heading(sheet, last, _("{brigade}: attendance").format(brigade=facts.settings.name), _headline(months))
    people_columns(sheet, months, TOP, 3)
    for index, day in enumerate(days):
        plain, dated = header_looks(day, facts)
        put(sheet.cell(TOP, FIRST_DATE + index), facts.date(day), dated._replace(shape="d"))
        put(sheet.cell(TOP + 1, FIRST_DATE + index), texts.weekday(day, facts), plain)
        put(sheet.cell(TOP + 2, FIRST_DATE + index), _mark(day, attendance), plain)
        for number, month in enumerate(months):
            text, look = _cell(attendance, month, day)
            put(sheet.cell(TOP + 3 + number, FIRST_DATE + index), text, look)
    put_columns(sheet, TOP + 1, sums, columns, months)
    for column in range(sums, last + 1):
        put(sheet.cell(TOP, column), None, styles.BLANK_HEADER)
    for row in range(TOP + 1, TOP + 3):
        put(sheet.cell(row, last), _("Signature") if row == TOP + 2 else None, styles.HEADER)
    below = TOP + 3 + len(months)
    for row in range(TOP + 3, below):
        put(sheet.cell(row, last), None, styles.TEXT)
        sheet.row_dimensions[row].height = 18.0
    put_merged(sheet, below, 1, sums - 1, _("Sum"), styles.LABEL)
    row = _legend(sheet, attendance, months, days, below + 2, last)
    for index, text in enumerate(texts.signatures()):
        width = max(1, last // 3)
        put_merged(sheet, row + 1, 1 + index * width, (index + 1) * width, text, styles.LINE)
    for number, note in enumerate(notes):
        put_merged(sheet, row + 3 + number, 1, last, note, styles.NOTE)
    sheet.freeze_panes = sheet.cell(TOP + 3, FIRST_DATE).coordinate
    sheet.row_dimensions[TOP + 2].height = 46.0
    wide = [5.5 if all(len(_cell(attendance, m, day)[0]) <= 3 for m in months) else 8.5 for day in days]
    styles.widths(sheet, [*people_widths(months), *wide, *[6.5] * len(columns), SIGNATURE_WIDTH])
    printing.page(sheet, facts.settings.name, paper=printing.A3, title_rows=f"1:{TOP + 2}", title_columns="A:E")


def _headline(months: Sequence[Month]) -> str:
    """The dates, and whether what stands there is planned."""
    if not months:
        return ""
    dates = months[0].dates
    text = _("{first} to {last}").format(first=dates.first, last=dates.last)
    planned, duties = (sum(n) for n in zip(*((month.planned, len(month.stints)) for month in months), strict=True))
    mark = _("PLANNED") if planned == duties else _("partly PLANNED")
    return f"{text} · {mark}" if planned else text


def people_columns(sheet: Worksheet, months: Sequence[Month], top: int, heights: int) -> None:
    """Number, id, name, category and squad, under a heading so many rows high."""
    words = (_("No."), _("ID"), _("Name"), _("Category"), _("Squad"))
    for column, word in enumerate(words, start=1):
        for row in range(top, top + heights):
            last = row == top + heights - 1
            put(sheet.cell(row, column), word if last else None, styles.HEADER if last else styles.BLANK_HEADER)
    for number, month in enumerate(months, start=1):
        row = top + heights - 1 + number
        officer = month.officer
        put(sheet.cell(row, 1), number, styles.WHOLE)
        put(sheet.cell(row, 2), officer.id, styles.CENTRE._replace(shape="@"))
        put(sheet.cell(row, 3), officer.name, styles.STRONG)
        put(sheet.cell(row, 4), texts.category(officer.category) if officer.category else "", styles.CENTRE)
        put(sheet.cell(row, 5), officer.squad, styles.CENTRE)


def people_widths(months: Sequence[Month]) -> list[float]:
    """Widths of the columns of `people_columns`."""
    officers = [month.officer for month in months]
    ids, names = ([getattr(one, name) for one in officers] for name in ("id", "name"))
    return [5, styles.widest(ids, 8, 16), styles.widest(names, 10, 20), *styles.group_widths(officers, 10, 7)]


def _mark(day: int, attendance: Attendance) -> str:
    """What is special about a date: a statutory holiday before all else."""
    return _("Stat.") if day in attendance.facts.statutory else texts.day_mark(day, attendance.facts)


def absent_text() -> str:
    """What a date shows on which a planned duty was not done."""
    return _("AB")


def _cell(attendance: Attendance, month: Month, day: int) -> tuple[str, styles.Look]:
    """What an officer's date shows: shifts, a leave, a rest; nothing outside the brigade or without a roster."""
    facts, officer = attendance.facts, month.officer.id
    state = attendance.state(officer, day)
    if state == PRESENT:
        stints = attendance.of[officer][day]
        shown = (
            shift_text(s.shift, facts) if s.shift in facts.shift else s.shift or f"{attendance.worth(s).hours:g}h"
            for s in stints
        )
        return "/".join(shown), PLANNED if any(stint.planned for stint in stints) else DONE
    if state == LEAVE:
        return codes.leave_text(attendance.leave(officer, day), facts), PLANNED
    if state == ABSENT:
        return absent_text(), styles.BAD_CENTRE
    return ("", BLANK) if state in (OUTSIDE, UNPUBLISHED) else (codes.rest_text(), PLANNED)


def _day_columns(attendance: Attendance, months: Sequence[Month], days: int) -> Iterator[Column]:
    """Counts of the dates of each row, live, and of its duties."""
    span = f"$F{{row}}:${get_column_letter(FIRST_DATE + max(1, days) - 1)}{{row}}"
    group, facts = _("Days"), attendance.facts

    row_of = {month.officer.id: TOP + 3 + number for number, month in enumerate(months)}

    def cells(month: Month) -> str:
        return span.format(row=row_of[month.officer.id])

    def counted(text: str, month: Month, at: At) -> str:
        return f"=COUNTIF({cells(month)},{exactly(text)})"

    kinds = sorted({kind for month in months for kind in month.leave})
    others = list(dict.fromkeys(codes.leave_text(kind, facts) for kind in kinds))
    if any(month.states[ABSENT] for month in months):
        others.append(absent_text())
    idle = [codes.rest_text(), *others]

    def present(month: Month, at: At) -> str:
        return f"=COUNTA({cells(month)})-" + "-".join(f"COUNTIF({cells(month)},{exactly(text)})" for text in idle)

    yield Column("due", group, _("Due"), DAYS, lambda month: month.due)
    yield Column("present", group, _("Present"), DAYS._replace(bold=True, fill=styles.STRIPE), None, present)
    for text in idle:
        heading = _("Rest") if text == codes.rest_text() else text
        yield Column(f"state {text}", group, heading, DAYS, None, partial(counted, text))
    duties = _("Duties")
    yield Column("nights", duties, _("Nights"), DAYS, lambda month: month.nights)
    for shift in facts.shifts:
        if any(month.by_shift[shift.code] for month in months):
            heading = shift_text(shift.code, facts)
            yield Column(f"shift {shift.code}", duties, heading, DAYS, partial(_on_shift, shift.code))
    yield Column("leading", duties, _("Leading"), DAYS, lambda month: month.leader_duties)
    yield Column("post", duties, _("Duty-post days"), DAYS, lambda month: month.duty_post_days)
    yield Column("hours", duties, _("Hours"), HOURS, lambda month: month.hours)


def _on_shift(code: str, month: Month) -> int:
    return month.by_shift[code]


def _legend(sheet: Worksheet, attendance: Attendance, months: Sequence[Month], days: range, row: int, last: int) -> int:
    """What the letters mean, in one line each of two; returns the next free row."""
    facts = attendance.facts
    shifts = [f"{shift_text(s.code, facts)} {texts.shift_name(s)} {s.times}" for s in facts.shifts]
    kinds = sorted({kind for month in months for kind in month.leave})
    leaves = [f"{codes.leave_text(kind, facts)} {codes.leave_name(kind)}" for kind in kinds]
    rest, absent = (codes.rest_text(), _("day off")), (absent_text(), _("planned and not done"))
    words = [*shifts, " ".join(rest), *leaves, " ".join(absent)]
    put_merged(sheet, row, 1, last, _("Legend") + ": " + "   ".join(words), styles.NOTE)
    bold = _("bold: really done; plain: planned; grey: not in the brigade, or no roster published")
    put_merged(sheet, row + 1, 1, last, bold, styles.NOTE)
    return row + 2


def _hours(sheet: Worksheet, attendance: Attendance, months: tuple[Month, ...], rules: PayRules) -> Mapping[str, str]:
    columns = hours_columns(rules)
    last = FIRST_DATE + len(columns)
    title = _("{brigade}: hours and overtime").format(brigade=attendance.facts.settings.name)
    put_heading(sheet, last, title, _headline(months))
    people_columns(sheet, months, TOP, 2)
    letters = put_columns(sheet, TOP, FIRST_DATE, columns, months)
    put(sheet.cell(TOP, last), None, styles.BLANK_HEADER)
    put(sheet.cell(TOP + 1, last), _("Over the cap"), styles.HEADER)
    for number, month in enumerate(months):
        marks = _(", ").join(_(CAPS[mark]) for mark in month.over)
        put(sheet.cell(TOP + 2 + number, last), marks, styles.WARN_CENTRE if marks else styles.CENTRE)
    put_merged(sheet, TOP + 2 + len(months), 1, FIRST_DATE - 1, _("Sum"), styles.LABEL)
    sheet.freeze_panes = sheet.cell(TOP + 2, FIRST_DATE).coordinate
    sheet.row_dimensions[TOP + 1].height = 46.0
    styles.widths(sheet, [*people_widths(months), *[9.5] * len(columns), 18])
    printing.page(
        sheet, attendance.facts.settings.name, paper=printing.A3, title_rows=f"1:{TOP + 1}", title_columns="A:E"
    )
    return letters


CAPS = {"overtime_days": N_("overtime days"), "duty_days": N_("duty days"), "overtime_hours": N_("overtime hours")}


def _sources(
    sheet: Worksheet, attendance: Attendance, notes: Sequence[str], sources: Sequence[Sequence[styles.Value]]
) -> None:
    """From what the sheet was made: publications with version, time and hash; and what must be known of it."""
    put_heading(sheet, 5, _("{brigade}: sources").format(brigade=attendance.facts.settings.name), "")
    put_row(sheet, TOP, (_("Evidence"), _("Version"), _("Published"), _("Duties"), "SHA-256"), styles.HEADER)
    for row, values in enumerate(sources, start=TOP + 1):
        put_row(sheet, row, values, styles.TEXT)
    for row, note in enumerate(notes, start=TOP + len(sources) + 2):
        put_merged(sheet, row, 1, 5, note, styles.NOTE)
        styles.fit_height(sheet, row, [(130.0, note)])
    styles.widths(sheet, [34, 9, 21, 9, 68])
    printing.page(sheet, attendance.facts.settings.name, title_rows=f"1:{TOP}")
