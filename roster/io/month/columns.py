"""Columns of the month's sheets: a heading, a value or a live formula for each officer, and a look."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from roster.domain.attendance import COMPENSATORY
from roster.domain.month import COMPREHENSIVE, HOURS_A_DAY, SWORN, Month, PayRules
from roster.i18n import _
from roster.io import styles
from roster.io.styles import Look, Value, put, put_merged

HOURS = Look(across="center", shape='0.0#;-0.0#;"·"')
DAYS = styles.FEW
STRONG_HOURS = HOURS._replace(bold=True, fill=styles.STRIPE)
STRONG_DAYS = DAYS._replace(bold=True, fill=styles.STRIPE)


At = Callable[[str], str]
"""From a column's key to its cell in the row of a formula."""


class Column(NamedTuple):
    """One column: `value` of a month, or `formula` of a month and the letters of all columns with the row's number."""

    key: str
    group: str
    heading: str
    look: Look
    value: Callable[[Month], Value] | None = None
    formula: Callable[[Month, At], str] | None = None


def hours_columns(rules: PayRules) -> list[Column]:
    """Hours, overtime, compensatory leave and the cycle of each officer."""
    hours, overtime, leave, cycle = _("Hours"), _("Overtime"), _("Compensatory leave"), _("Cycle")
    columns = [
        Column("duties", _("Duties"), _("Duties"), DAYS, lambda month: len(month.stints)),
        Column("workday", hours, _("Workdays"), HOURS, lambda month: month.workday),
        Column("rest_day", hours, _("Rest days"), HOURS, lambda month: month.rest_day),
        Column("statutory", hours, _("Statutory holidays"), HOURS, lambda month: month.statutory),
        _formula("hours", hours, _("All"), STRONG_HOURS, lambda _m, at: _sum(at, "workday", "rest_day", "statutory")),
        Column("night", hours, _("By night"), HOURS, lambda month: month.night),
        Column("paid", hours, _("Without breaks"), HOURS, lambda month: month.paid),
        Column("overtime_rest", overtime, _("Rest days (days)"), DAYS, lambda month: month.overtime.rest_days),
        Column("overtime_stat", overtime, _("Statutory (days)"), DAYS, lambda month: month.overtime.statutory_days),
        _formula(
            "overtime_days",
            overtime,
            _("All days"),
            STRONG_DAYS,
            lambda _m, at: _sum(at, "overtime_rest", "overtime_stat"),
        ),
        _workday_overtime(rules, overtime),
        Column("rest_hours", overtime, _("Rest days (hours)"), HOURS, lambda month: month.overtime.rest_day_hours),
        Column("stat_hours", overtime, _("Statutory (hours)"), HOURS, lambda month: month.overtime.statutory_hours),
        _formula(
            "overtime_hours",
            overtime,
            _("All hours"),
            STRONG_HOURS,
            lambda _m, at: _sum(at, "workday_overtime", "rest_hours", "stat_hours"),
        ),
        Column("before", leave, _("Carried over"), DAYS, lambda month: month.balance.before),
        Column("earned", leave, _("Earned"), DAYS, lambda month: month.balance.earned),
        Column("taken", leave, _("Taken"), DAYS, lambda month: month.leave[COMPENSATORY]),
        _formula("paid_days", leave, _("Paid instead"), DAYS, lambda month, at: _paid_days(month, at, rules)),
        _formula(
            "after",
            leave,
            _("Left over"),
            STRONG_DAYS,
            lambda _m, at: f"={at('before')}+{at('earned')}-{at('taken')}-{at('paid_days')}",
        ),
        _formula(
            "rest_to_pay",
            _("To pay"),
            _("Rest-day hours"),
            HOURS,
            lambda month, at: _rest_to_pay(month, at, rules),
        ),
    ]
    if rules.hours_system == COMPREHENSIVE:
        columns += [
            Column("cycle", cycle, _("Hours so far"), HOURS, lambda month: month.cycle.hours),
            Column("standard", cycle, _("Standard so far"), HOURS, lambda month: month.cycle.standard),
        ]
    return columns


def _formula(key: str, group: str, heading: str, look: Look, formula: Callable[[Month, At], str]) -> Column:
    return Column(key, group, heading, look, None, formula)


def _sum(at: At, *keys: str) -> str:
    return "=" + "+".join(map(at, keys))


def _workday_overtime(rules: PayRules, group: str) -> Column:
    """Hours beyond eight a day; in comprehensive working time what a cycle has too much when it ends."""
    if rules.hours_system != COMPREHENSIVE:
        return Column("workday_overtime", group, _("Workdays (hours)"), HOURS, lambda m: m.overtime.workday_hours)

    def excess(month: Month, at: At) -> str:
        if month.officer.category == SWORN or not month.cycle.ended:
            return "=0"
        return f"=MAX(0,{at('cycle')}-{at('standard')})"

    return _formula("workday_overtime", group, _("Beyond the cycle's standard (hours)"), HOURS, excess)


def _paid_days(month: Month, at: At, rules: PayRules) -> str:
    if not rules.pays(month.officer, month.dates.last):
        return "=0"
    left, cap = f"MAX(0,{at('earned')}-{at('taken')})", rules.overtime_days_cap
    return f"=MIN({cap},{left})" if month.officer.category == SWORN and cap is not None else f"={left}"


def _rest_to_pay(month: Month, at: At, rules: PayRules) -> str:
    if month.officer.category == SWORN or not rules.pays(month.officer, month.dates.last):
        return "=0"
    return f"=MAX(0,{at('rest_hours')}-{HOURS_A_DAY}*{at('taken')})"


def put_columns(
    sheet: Worksheet, top: int, first: int, columns: list[Column], months: tuple[Month, ...]
) -> Mapping[str, str]:
    """Write two rows of headings at `top`, then a row a month, then totals; returns each column's letters by key."""
    letters = {column.key: get_column_letter(first + index) for index, column in enumerate(columns)}
    start = 0
    for index, column in enumerate(columns):
        last = index + 1 == len(columns) or columns[index + 1].group != column.group
        put(sheet.cell(top + 1, first + index), column.heading, styles.HEADER)
        if last:
            put_merged(sheet, top, first + start, first + index, column.group, styles.HEADER)
            start = index + 1
    for number, month in enumerate(months):
        row = top + 2 + number

        def at(key: str, row: int = row) -> str:
            return f"{letters[key]}{row}"

        for index, column in enumerate(columns):
            cell = sheet.cell(row, first + index)
            if column.formula:
                styles.formula(cell, column.formula(month, at), column.look)
            elif column.value:
                put(cell, column.value(month), column.look)
    below = top + 2 + len(months)
    for index, column in enumerate(columns):
        letter = get_column_letter(first + index)
        total = f"=SUM({letter}{top + 2}:{letter}{max(top + 2, below - 1)})"
        look = column.look._replace(bold=True, fill=styles.STRIPE)
        styles.formula(sheet.cell(below, first + index), total, look)
    return letters


def exactly(text: str) -> str:
    """A criterion of COUNTIF that is met by this text alone."""
    literal = re.sub(r"[*?~]", r"~\g<0>", text).replace('"', '""')
    return f'"={literal}"'
