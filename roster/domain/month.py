"""An officer's month: days, duties, hours, overtime and compensatory leave (docs/month.md).

Overtime of sworn officers is in days: dates on rest days and statutory holidays on which they serve, compensatory leave
first (人社部发〔2009〕184号). That of auxiliaries is in hours (labour law, articles 36, 41 and 44; comprehensive
working time: 劳部发〔1994〕503号).
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from roster.domain.attendance import ABSENT, COMPENSATORY, LEAVE, OUTSIDE, PRESENT, Attendance, Stint
from roster.domain.paid import DECIMALS
from roster.domain.pay_month import Dates, cut_by_pay_month, cycle_of
from roster.domain.people import Officer

SWORN = "sworn"
HOURS_A_DAY = 8
STANDARD, COMPREHENSIVE = "standard", "comprehensive"


@dataclass(frozen=True)
class PayRules:
    """The settings of pay: when a month begins, working time of auxiliaries, caps."""

    from_day: int = 1
    hours_system: str = STANDARD
    cycle: str = "month"
    overtime_days_cap: int | None = None
    duty_days_cap: int | None = None
    overtime_hours_cap: float = 36.0
    pays_overtime_days: tuple[Dates, ...] = ()  # when overtime days of sworn officers are paid
    pays_rest_day_hours: tuple[Dates, ...] = ()  # when auxiliaries' hours on rest days are

    def pays(self, officer: Officer, last: dt.date) -> bool:
        """Whether overtime that leave could make up for is paid in a month with this last date."""
        when = self.pays_overtime_days if officer.category == SWORN else self.pays_rest_day_hours
        return any(dates.first <= last <= dates.last for dates in when)


class Overtime(NamedTuple):
    """Overtime within some dates of one pay month, without that of a cycle."""

    earned: int  # days of compensatory leave
    rest_days: int  # of sworn officers: dates with a duty
    statutory_days: int
    workday_hours: float  # of auxiliaries
    rest_day_hours: float
    statutory_hours: float


class Balance(NamedTuple):
    """Compensatory leave in days: `before` and `after` these dates; what is paid is not carried on."""

    before: int
    earned: int
    taken: int
    paid: int

    @property
    def after(self) -> int:
        return self.before + self.earned - self.taken - self.paid


class Cycle(NamedTuple):
    """Comprehensive working time up to the last date: hours without those on statutory holidays, and the standard."""

    dates: Dates
    hours: float
    standard: float
    ended: bool

    @property
    def excess(self) -> float:
        """Hours of overtime, due when the cycle ends."""
        return round(max(0.0, self.hours - self.standard), 4) if self.ended else 0.0


@dataclass(frozen=True)
class Month:
    """One officer's month."""

    officer: Officer
    dates: Dates
    stints: tuple[Stint, ...]
    hours: float
    night: float
    statutory: float
    rest_day: float
    workday: float
    paid: float
    due: int  # working days of the calendar, in the brigade
    standard: float  # hours: eight for each of them that is no leave
    states: Counter[str]
    leave: Counter[str]
    overtime: Overtime
    balance: Balance
    cycle: Cycle
    rest_day_hours_to_pay: float
    over: tuple[str, ...] = ()  # caps that are passed: overtime_days, duty_days, overtime_hours

    @property
    def planned(self) -> int:
        """Duties of which nothing says yet that they were done."""
        return sum(stint.planned for stint in self.stints)

    @property
    def basis(self) -> str:
        """`planned`, `worked`, or `mixed`; empty without duties."""
        if not self.stints:
            return "worked" if self.states[ABSENT] else ""
        return "planned" if self.planned == len(self.stints) else "mixed" if self.planned else "worked"

    @property
    def nights(self) -> int:
        return sum(stint.night for stint in self.stints)

    @property
    def leader_duties(self) -> int:
        return sum(not stint.line for stint in self.stints)

    @property
    def by_shift(self) -> Counter[str]:
        return Counter(stint.shift for stint in self.stints)

    @property
    def overtime_days(self) -> int:
        return self.overtime.rest_days + self.overtime.statutory_days

    @property
    def overtime_hours(self) -> float:
        return _total(self.overtime[3:])

    @property
    def beyond_standard(self) -> float:
        """Hours above the standard of the month, however they lie: what the cap on overtime is held against."""
        return _total([max(0.0, self.paid - self.standard)])

    @property
    def duty_post_days(self) -> int:
        """Dates on duty, for the post allowance of sworn officers."""
        return self.states[PRESENT] if self.officer.category == SWORN else 0


def month_of(attendance: Attendance, officer: Officer, dates: Dates, rules: PayRules) -> Month:
    """One officer's month over these dates, with compensatory leave carried on since the first known date."""
    facts = attendance.facts
    days = range(facts.horizon.day(dates.first), facts.horizon.day(dates.last) + 1)
    stints = attendance.within(officer.id, days)
    worth = [attendance.worth(stint) for stint in stints]
    states = {day: attendance.state(officer.id, day) for day in days}
    leave = Counter(attendance.leave(officer.id, day) for day in days if states[day] == LEAVE)
    before = _carried(attendance, officer, dates, rules)
    overtime = overtime_of(attendance, officer, days, rules)
    balance = balance_of(officer, dates, overtime, leave[COMPENSATORY], before, rules)
    cycle = cycle_up_to(attendance, officer, dates, rules)
    if officer.category != SWORN and rules.hours_system == COMPREHENSIVE:
        overtime = overtime._replace(workday_hours=cycle.excess)
    to_pay = 0.0
    if officer.category != SWORN and rules.pays(officer, dates.last):
        to_pay = _total([max(0.0, overtime.rest_day_hours - HOURS_A_DAY * leave[COMPENSATORY])])
    month = Month(
        officer=officer,
        dates=dates,
        stints=tuple(stints),
        hours=_total(one.hours for one in worth),
        night=_total(one.night for one in worth),
        statutory=_total(one.split.statutory for one in worth),
        rest_day=_total(one.split.rest_day for one in worth),
        workday=_total(one.split.workday for one in worth),
        paid=_total(one.paid for one in worth),
        due=sum(attendance.is_workday(day) and states[day] != OUTSIDE for day in days),
        standard=_standard(attendance, states),
        states=Counter(states.values()),
        leave=leave,
        overtime=overtime,
        balance=balance,
        cycle=cycle,
        rest_day_hours_to_pay=to_pay,
    )
    return replace(month, over=tuple(_marks(month, rules)))


def overtime_of(attendance: Attendance, officer: Officer, days: Sequence[int], rules: PayRules) -> Overtime:
    """Overtime of an officer within these days."""
    own = attendance.of.get(officer.id, {})
    present = [day for day in days if day in own]
    statutory = sum(day in attendance.facts.statutory for day in present)
    rest_days = sum(not attendance.is_workday(day) for day in present) - statutory
    if officer.category == SWORN:
        return Overtime(rest_days + statutory, rest_days, statutory, 0.0, 0.0, 0.0)
    parts = [[attendance.worth(stint).paid_split for stint in own[day]] for day in present]
    on_holidays = _total(part.statutory for stints in parts for part in stints)
    if rules.hours_system == COMPREHENSIVE:
        return Overtime(0, 0, 0, 0.0, 0.0, on_holidays)
    long = _total(max(0.0, sum(part.workday for part in stints) - HOURS_A_DAY) for stints in parts)
    return Overtime(rest_days, 0, 0, long, _total(part.rest_day for stints in parts for part in stints), on_holidays)


def cycle_up_to(attendance: Attendance, officer: Officer, dates: Dates, rules: PayRules) -> Cycle:
    """The cycle in which the last date lies, up to that date; each working day of leave is as if it were worked."""
    cycle = cycle_of(dates.last, rules.from_day, rules.cycle)
    day = attendance.facts.horizon.day
    days = range(day(cycle.first), day(dates.last) + 1)
    worth = [attendance.worth(stint).paid_split for stint in attendance.within(officer.id, days)]
    states = {day: attendance.state(officer.id, day) for day in days}
    hours = _total(part.workday + part.rest_day for part in worth)
    return Cycle(cycle, hours, _standard(attendance, states), dates.last == cycle.last)


def _standard(attendance: Attendance, states: Mapping[int, str]) -> float:
    """Hours of the working days among these: eight each, none for a leave or outside the brigade."""
    return float(
        HOURS_A_DAY * sum(attendance.is_workday(day) for day, state in states.items() if state not in (OUTSIDE, LEAVE))
    )


def _carried(attendance: Attendance, officer: Officer, dates: Dates, rules: PayRules) -> int:
    """Compensatory leave earned before these dates and neither taken nor paid since the first known date, in days."""
    facts, carried = attendance.facts, 0
    pieces = cut_by_pay_month(facts.date(attendance.first), dates.first - dt.timedelta(days=1), rules.from_day)
    takes = any(absence.kind == COMPENSATORY for absence in facts.absences_of.get(officer.id, ()))
    for piece in pieces:
        days = range(facts.horizon.day(piece.first), facts.horizon.day(piece.last) + 1)
        taken = sum(attendance.leave(officer.id, day) == COMPENSATORY for day in days) if takes else 0
        overtime = overtime_of(attendance, officer, days, rules)
        carried = balance_of(officer, piece, overtime, taken, carried, rules).after
    return carried


def balance_of(officer: Officer, dates: Dates, overtime: Overtime, taken: int, before: int, rules: PayRules) -> Balance:
    """Leave earned by overtime; what is not taken in the same month is paid where that is paid, up to the cap."""
    sworn = officer.category == SWORN
    cap = rules.overtime_days_cap if sworn and rules.overtime_days_cap is not None else overtime.earned
    paid = min(cap, max(0, overtime.earned - taken)) if rules.pays(officer, dates.last) else 0
    return Balance(before, overtime.earned, taken, paid)


def _marks(month: Month, rules: PayRules) -> Iterator[str]:
    """Which caps are passed."""
    if month.officer.category == SWORN:
        if rules.overtime_days_cap is not None and month.overtime_days > rules.overtime_days_cap:
            yield "overtime_days"
        if rules.duty_days_cap is not None and month.duty_post_days > rules.duty_days_cap:
            yield "duty_days"
    elif month.beyond_standard > rules.overtime_hours_cap:
        yield "overtime_hours"


def _total(values: Iterable[float]) -> float:
    return round(sum(values), DECIMALS)
