"""The flat contract `month.csv`: one row an officer, one column a number (docs/month.md)."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import NamedTuple

from roster.domain.attendance import ABSENT, COMPENSATORY, LEAVE, OUTSIDE, PRESENT, REST, UNPUBLISHED
from roster.domain.month import COMPREHENSIVE, SWORN, Month, PayRules

FILE = "month.csv"
KINDS = ("annual", "sick", "personal", "maternity", "training", "court", COMPENSATORY)
"""Kinds of leave with a column of their own; the brigade's own kinds are summed up, and named in `leave_by_kind`."""


class MonthRow(NamedTuple):
    """One officer's month; the fields are the header, in order."""

    employee_id: str
    name: str
    category: str
    squad: str
    from_: dt.date
    to: dt.date
    duties: int
    hours: float
    night_hours: float
    workday_hours: float
    rest_day_hours: float
    statutory_hours: float
    paid_hours: float
    basis: str
    planned_duties: int
    days: int
    days_due: int
    days_present: int
    days_rest: int
    days_leave: int
    days_absent: int
    days_outside: int
    days_unpublished: int
    annual_days: int
    sick_days: int
    personal_days: int
    maternity_days: int
    training_days: int
    court_days: int
    compensatory_days: int
    other_leave_days: int
    leave_by_kind: str
    night_duties: int
    leader_duties: int
    duties_by_shift: str
    duty_post_days: int
    overtime_rest_days: int
    overtime_statutory_days: int
    overtime_days: int
    overtime_days_to_pay: int
    workday_overtime_hours: float
    rest_day_overtime_hours: float
    statutory_overtime_hours: float
    overtime_hours: float
    rest_day_hours_to_pay: float
    compensatory_before: int
    compensatory_earned: int
    compensatory_taken: int
    compensatory_paid: int
    compensatory_after: int
    hours_system: str
    cycle_from: dt.date
    cycle_to: dt.date
    cycle_hours: float
    cycle_standard_hours: float
    cycle_excess_hours: float
    over_caps: str
    standard_hours: float
    beyond_standard_hours: float


HEADER = tuple(name.rstrip("_") for name in MonthRow._fields)


def row_of(month: Month, rules: PayRules) -> MonthRow:
    """An officer's month as a row of the contract."""
    officer, states, balance, cycle = month.officer, month.states, month.balance, month.cycle
    sworn = officer.category == SWORN
    return MonthRow(
        employee_id=officer.id,
        name=officer.name,
        category=officer.category,
        squad=officer.squad,
        from_=month.dates.first,
        to=month.dates.last,
        duties=len(month.stints),
        hours=month.hours,
        night_hours=month.night,
        workday_hours=month.workday,
        rest_day_hours=month.rest_day,
        statutory_hours=month.statutory,
        paid_hours=month.paid,
        basis=month.basis,
        planned_duties=month.planned,
        days=month.dates.days,
        days_due=month.due,
        days_present=states[PRESENT],
        days_rest=states[REST],
        days_leave=states[LEAVE],
        days_absent=states[ABSENT],
        days_outside=states[OUTSIDE],
        days_unpublished=states[UNPUBLISHED],
        **{f"{kind}_days": month.leave[kind] for kind in KINDS},
        other_leave_days=sum(days for kind, days in month.leave.items() if kind not in KINDS),
        leave_by_kind=counted(month.leave),
        night_duties=month.nights,
        leader_duties=month.leader_duties,
        duties_by_shift=counted(month.by_shift),
        duty_post_days=month.duty_post_days,
        overtime_rest_days=month.overtime.rest_days,
        overtime_statutory_days=month.overtime.statutory_days,
        overtime_days=month.overtime_days,
        overtime_days_to_pay=balance.paid if sworn else 0,
        workday_overtime_hours=month.overtime.workday_hours,
        rest_day_overtime_hours=month.overtime.rest_day_hours,
        statutory_overtime_hours=month.overtime.statutory_hours,
        overtime_hours=month.overtime_hours,
        rest_day_hours_to_pay=month.rest_day_hours_to_pay,
        compensatory_before=balance.before,
        compensatory_earned=balance.earned,
        compensatory_taken=balance.taken,
        compensatory_paid=balance.paid,
        compensatory_after=balance.after,
        hours_system="" if sworn else rules.hours_system,
        cycle_from=cycle.dates.first,
        cycle_to=cycle.dates.last,
        cycle_hours=cycle.hours,
        cycle_standard_hours=cycle.standard,
        cycle_excess_hours=0.0 if sworn or rules.hours_system != COMPREHENSIVE else cycle.excess,
        over_caps=";".join(month.over),
        standard_hours=month.standard,
        beyond_standard_hours=month.beyond_standard,
    )


def counted(counts: Counter[str]) -> str:
    """`D:8;N:4`, by code; work on no shift of the table is `-`."""
    return ";".join(f"{code or '-'}:{count}" for code, count in sorted(counts.items()) if count)
