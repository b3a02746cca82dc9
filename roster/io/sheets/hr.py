"""The sheet `HR`: one row a duty, a contract with HR systems (docs/hr-sheet.md)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

from openpyxl.worksheet.worksheet import Worksheet

from roster.domain.calendar import HOLIDAY
from roster.domain.outcome import Outcome
from roster.domain.paid import DECIMALS, Split, hours_of, minutes_where, paid_minutes, split_hours, worked_minutes
from roster.domain.parts import by_part
from roster.domain.people import Duty
from roster.domain.problem import Problem
from roster.domain.roster import Crew, Member, Roster, services
from roster.i18n import _
from roster.io.printing import A3, page
from roster.io.sheets.flat import write_rows

TITLE = "HR"


class HrRow(NamedTuple):
    """One duty; the fields are the header, in order."""

    employee_id: str
    name: str
    category: str
    squad: str
    date: dt.date
    shift_code: str
    shift_name: str
    start: dt.datetime
    end: dt.datetime
    crosses_midnight: bool
    hours: float
    night_hours: float
    unit: str
    unit_kind: str
    zone: str
    site: str
    role: str
    armed: bool
    driver: bool
    vehicle_id: str
    day_type: str
    holiday_hours: float
    statutory_hours: float
    rest_day_hours: float
    workday_hours: float
    paid_hours: float


HEADER = HrRow._fields
ADDED = HEADER[HEADER.index("statutory_hours") :]
"""Columns that workbooks of before the month sheet do not have."""


def write(sheet: Worksheet, outcome: Outcome) -> None:
    write_rows(sheet, HEADER, rows(outcome.problem, outcome.roster))
    page(sheet, outcome.problem.settings.name, paper=A3, title_rows="1:1")


def rows(problem: Problem, roster: Roster, whole: bool = False) -> list[HrRow]:
    """Every duty, of one in parts each part unless `whole` is asked for, by officer id and start."""
    return sorted(_rows(problem, roster, whole), key=lambda row: (row.employee_id, row.start, row.unit))


def _rows(problem: Problem, roster: Roster, whole: bool) -> Iterator[HrRow]:
    for service in (part for duty in services(roster) for part in ([duty] if whole else by_part(duty, problem))):
        longest = max(service.crews, key=lambda crew: problem.shift[crew.unit.shift].span(0).minutes)
        duty = problem.duty(service.member.officer, longest.unit.day, service.shift)
        yield _row(problem, duty, service.label, longest, service.member)
    for officer, day, shift in roster.placeless:
        for code in ([] if whole else [part.code for part in problem.shift[shift].parts]) or [shift]:
            yield _row(problem, problem.duty(officer, day, code), "", None, Member(officer))


def _row(problem: Problem, duty: Duty, label: str, crew: Crew | None, member: Member) -> HrRow:
    officer = problem.officer[duty.officer]
    shift = problem.shift[duty.shift]
    base, stand = (crew.unit.base, crew.main_stand) if crew else ("", None)
    start, end = problem.horizon.moment(duty.span.start), problem.horizon.moment(duty.span.end)
    spans = problem.spans(duty)
    splits = [split_hours(problem, one) for one in spans]
    split = Split(*(round(sum(part), DECIMALS) for part in zip(*splits, strict=True)))

    def holiday(day: int) -> bool:
        return problem.common_day_type(day) == HOLIDAY

    return HrRow(
        employee_id=officer.id,
        name=officer.name,
        category=officer.category,
        squad=officer.squad,
        date=problem.date(duty.day),
        shift_code=shift.whole,
        shift_name=_(shift.name),
        start=start,
        end=end,
        crosses_midnight=end.date() > start.date(),
        hours=hours_of(worked_minutes(duty, problem)),
        night_hours=hours_of(sum(problem.elapsed_in(problem.settings.night, one) for one in spans)),
        unit=label,
        unit_kind=crew.unit.kind if crew else "",
        zone=stand.zone if stand else problem.zone_of(base),
        site=stand.site if stand else base if base in problem.site else "",
        role=member.role,
        armed="armed" in member.roles,
        driver="driver" in member.roles,
        vehicle_id=crew.vehicle if crew else "",
        day_type=problem.common_day_type(duty.day),
        holiday_hours=hours_of(sum(minutes_where(problem, one, holiday) for one in spans)),
        statutory_hours=split.statutory,
        rest_day_hours=split.rest_day,
        workday_hours=split.workday,
        paid_hours=hours_of(paid_minutes(duty, problem)),
    )
