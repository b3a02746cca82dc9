"""Hours and fairness: what each officer works in this roster and with history, and how it spreads by category."""

from __future__ import annotations

import pandas as pd
from openpyxl.chart import BarChart, Reference
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from roster.domain.calendar import HOLIDAY
from roster.domain.outcome import Outcome
from roster.domain.paid import paid_minutes
from roster.domain.problem import Problem
from roster.i18n import N_, _
from roster.io import printing, styles, texts
from roster.io.sheets.heading import put_heading
from roster.io.styles import put, put_merged, put_row

TITLE = N_("Fairness")
DUTY_TYPES = {"officer": str, "now": bool, "hours": float, "night": bool, "weekend": float, "holiday": bool}
COUNTS = ("shifts", "hours", "nights", "weekends", "holidays")
GROUP_ROW, HEADER_ROW = 4, 5
FIRST_COUNT = 6
LAST = FIRST_COUNT + 2 * len(COUNTS) - 1


def write(sheet: Worksheet, outcome: Outcome) -> None:
    problem = outcome.problem
    title = _("{brigade}: hours and fairness").format(brigade=problem.settings.name)
    put_heading(sheet, LAST, title, texts.dates(problem))
    known = _("History from {date}; a weekend counts once, a holiday by the date on which the duty starts.")
    note = known.format(date=problem.date(problem.history_start).isoformat())
    put(sheet.cell(3, 1), note, styles.NOTE._replace(wrap=False))
    table = counts(outcome)
    _header(sheet, problem)
    last = _officers(sheet, table, problem)
    sheet.row_breaks.append(Break(last + 2))
    row = _spread(sheet, last + 3, table)
    if len(table):
        _chart(sheet, last, row + 2)
    sheet.freeze_panes = f"D{HEADER_ROW + 1}"
    sheet.auto_filter.ref = f"A{HEADER_ROW}:{get_column_letter(LAST)}{max(last, HEADER_ROW + 1)}"
    names = styles.widest((officer.name for officer in problem.officers), 12, 20)
    groups = styles.group_widths(problem.officers, 12, 10)
    styles.widths(sheet, [6, 10, names, *groups, *[10.5] * (2 * len(COUNTS))])
    printing.page(sheet, problem.settings.name, title_rows=f"{GROUP_ROW}:{HEADER_ROW}")


def counts(outcome: Outcome) -> pd.DataFrame:
    """One row an officer: each count in this roster (`shifts`) and with history (`all_shifts`).

    A weekend counts once however many of its days are worked; a duty belongs to the date on which it starts.
    """
    problem = outcome.problem
    officers = pd.DataFrame(
        {"officer": [officer.id for officer in problem.officers], "category": [o.category for o in problem.officers]}
    ).set_index("officer")
    duties = pd.DataFrame(
        [
            (
                duty.officer,
                duty.day >= 0,
                paid_minutes(duty, problem) / 60,
                duty.night,
                _weekend(duty.day, problem),
                problem.day_type(duty.day) == HOLIDAY,
            )
            for line in problem.lines_of_work(outcome.roster).values()
            for duty in line.values()
        ],
        columns=list(DUTY_TYPES),
    ).astype(DUTY_TYPES)
    return pd.concat([officers, _added(duties[duties["now"]], ""), _added(duties, "all_")], axis=1).fillna(0)


def _weekend(day: int, problem: Problem) -> int | None:
    """The first day of the weekend that a date is in; None for other dates."""
    return problem.weekend_of(day)[0] if problem.is_weekend(day) else None


def _added(duties: pd.DataFrame, prefix: str) -> pd.DataFrame:
    groups = duties.groupby("officer")
    return pd.DataFrame(
        {
            f"{prefix}shifts": groups.size(),
            f"{prefix}hours": groups["hours"].sum(),
            f"{prefix}nights": groups["night"].sum(),
            f"{prefix}weekends": groups["weekend"].nunique(),
            f"{prefix}holidays": groups["holiday"].sum(),
        }
    )


def _header(sheet: Worksheet, problem: Problem) -> None:
    put_row(sheet, GROUP_ROW, [None] * (FIRST_COUNT - 1), styles.BLANK_HEADER)
    for first, words in ((FIRST_COUNT, _("This roster")), (FIRST_COUNT + len(COUNTS), _("With history"))):
        put_merged(sheet, GROUP_ROW, first, first + len(COUNTS) - 1, words, styles.HEADER)
    labels = (_("No."), _("ID"), _("Name"), _("Category"), _("Squad"))
    put_row(sheet, HEADER_ROW, [*labels, *_count_names(), *_count_names()], styles.HEADER)


def _count_names() -> tuple[str, ...]:
    return (_("Shifts"), _("Hours"), _("Nights"), _("Weekends"), _("Holidays"))


def _columns() -> list[str]:
    return [*COUNTS, *(f"all_{name}" for name in COUNTS)]


def _officers(sheet: Worksheet, table: pd.DataFrame, problem: Problem) -> int:
    """One row an officer, in the table's order; returns the last row."""
    row = HEADER_ROW
    values = table[_columns()].to_dict("index")
    for row, officer in enumerate(problem.officers, start=HEADER_ROW + 1):
        put(sheet.cell(row, 1), row - HEADER_ROW, styles.WHOLE)
        put(sheet.cell(row, 2), officer.id, styles.CENTRE)
        put(sheet.cell(row, 3), officer.name, styles.STRONG)
        put(sheet.cell(row, 4), texts.category(officer.category), styles.CENTRE)
        put(sheet.cell(row, 5), officer.squad, styles.CENTRE)
        for column, name in enumerate(_columns(), start=FIRST_COUNT):
            look = styles.TENTHS if name.endswith("hours") else styles.FEW
            put(sheet.cell(row, column), float(values[officer.id][name]), look)
    return row


def _spread(sheet: Worksheet, row: int, table: pd.DataFrame) -> int:
    """Least, mean and most of every count by category, of those who have any; returns the last row."""
    grouped = bool(table["category"].any())
    heading = _("By category, of those who have any") if grouped else _("Of those who have any")
    put(sheet.cell(row, 1), heading, styles.SECTION)
    row += 1
    put_merged(sheet, row, 1, 2, _("Category") if grouped else None, styles.HEADER)
    put_merged(sheet, row, 3, 5, _("Of each"), styles.HEADER)
    put_row(sheet, row, [*_count_names(), *_count_names()], styles.HEADER, first=FIRST_COUNT)
    for name, group in table.groupby("category", sort=False):
        some = group[_columns()].where(group[_columns()] > 0)
        for words, figures in (
            (_("people"), some.count()),
            (_("least"), some.min().fillna(0)),
            (_("mean"), some.mean().fillna(0)),
            (_("most"), some.max().fillna(0)),
        ):
            row += 1
            label = _("{category} ({people})").format(category=texts.category(str(name)), people=len(group))
            put_merged(sheet, row, 1, 2, label if grouped else _("everybody"), styles.LABEL)
            put_merged(sheet, row, 3, 5, words, styles.CENTRE)
            look = styles.WHOLE if words == _("people") else styles.TENTHS
            put_row(sheet, row, [round(float(figure), 2) for figure in figures], look, first=FIRST_COUNT)
    return row


def _chart(sheet: Worksheet, last: int, row: int) -> None:
    """Nights and weekends of every officer, with history."""
    chart = BarChart()
    chart.type, chart.style = "col", 10
    chart.title = _("Nights and weekends with history")
    chart.y_axis.title = _("Count")
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.gapWidth = 60
    chart.width = min(28, max(16, (last - HEADER_ROW) // 2))
    chart.height = 10
    for name, colour in (("nights", styles.CHART_DARK), ("weekends", styles.CHART_BRIGHT)):
        column = FIRST_COUNT + len(COUNTS) + COUNTS.index(name)
        chart.add_data(Reference(sheet, min_col=column, min_row=HEADER_ROW, max_row=last), titles_from_data=True)
        chart.series[-1].graphicalProperties.solidFill = colour
    chart.set_categories(Reference(sheet, min_col=3, min_row=HEADER_ROW + 1, max_row=last))
    sheet.add_chart(chart, f"A{row}")
