"""Random records of attendance with planted breaches, for `python -m benchmarks.audit`; all invented."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks import published_year as year
from roster.io.ledger import PublishedDuty

FIRST = dt.date(2026, 9, 7)
WEEKS = 6
PERIOD = (dt.date(2026, 9, 14), dt.date(2026, 10, 13))
STATUTORY = {dt.date(2026, 9, 25), *(dt.date(2026, 10, day) for day in (1, 2, 3))}
OTHER_DAYS_OFF = {dt.date(2026, 9, 26), dt.date(2026, 9, 27), *(dt.date(2026, 10, day) for day in (4, 5, 6, 7))}
WORKED_WEEKENDS = {dt.date(2026, 9, 20), dt.date(2026, 10, 10)}
REST_HOURS = 12
RULES = """
name: what was asked
rules:
  - {rule: minimum_rest, hours: 12, weight: must}
  - {rule: overtime, per_day: 3, who: {category: auxiliary}, weight: must}
"""
Key = tuple[str, str, str]
"""Kind, officer and date of a finding; an empty date for one about all of them."""


def is_workday(date: dt.date) -> bool:
    if date in STATUTORY | OTHER_DAYS_OFF:
        return False
    return date.weekday() < 5 or date in WORKED_WEEKENDS


@dataclass
class Case:
    """A record of attendance as a person would write it down."""

    sworn: list[str]
    auxiliary: list[str]
    weeks: list[tuple[int, dt.datetime, list[PublishedDuty]]] = field(default_factory=list)  # week, time, duties
    absences: list[tuple[str, str, dt.date, dt.date]] = field(default_factory=list)
    worked: list[tuple[str, dt.date, int, int]] = field(default_factory=list)  # hours after midnight; equal: nothing
    joined: dict[str, dt.date] = field(default_factory=dict)
    left: dict[str, dt.date] = field(default_factory=dict)
    unknown: set[str] = field(default_factory=set)
    planted: set[Key] = field(default_factory=set)

    @property
    def officers(self) -> list[str]:
        return sorted([*self.sworn, *self.auxiliary])

    def date(self, week: int, offset: int = 0) -> dt.date:
        return FIRST + dt.timedelta(days=7 * week + offset)


def random_case(seed: int) -> Case:
    """A lawful record of six weeks, with some breaches planted."""
    rng = random.Random(seed)
    ids = [f"{number:03d}" for number in range(1, rng.randint(5, 10))]
    case = Case([one for one in ids if int(one) % 3], [one for one in ids if int(one) % 3 == 0])
    lines = {officer: _line(rng) for officer in case.officers}
    for week in range(WEEKS):
        duties = [year.duty(o, d, s) for o, line in lines.items() for d, s in line.items() if _in_week(d, case, week)]
        case.weeks.append((week, _on_time(case, week), duties))
    for officer in case.officers:
        free = [date for date in _dates() if date not in lines[officer] and _before(date) not in lines[officer]]
        if rng.random() < 0.5 and free:
            date = rng.choice(free)
            case.absences.append((officer, rng.choice(["annual", "sick", "training", "marriage"]), date, date))
    if rng.random() < 0.3:
        case.worked = [(d.officer, d.date, *year.SHIFTS[d.shift]) for _w, _t, duties in case.weeks for d in duties[::5]]
    for plant in sorted(rng.sample(PLANTS, rng.randint(0, 3)), key=PLANTS.index):
        plant(case, rng)
    return case


def _dates() -> list[dt.date]:
    return [PERIOD[0] + dt.timedelta(days=day) for day in range((PERIOD[1] - PERIOD[0]).days + 1)]


def _before(date: dt.date) -> dt.date:
    return date - dt.timedelta(days=1)


def _in_week(date: dt.date, case: Case, week: int) -> bool:
    return case.date(week) <= date < case.date(week + 1)


def _on_time(case: Case, week: int) -> dt.datetime:
    return dt.datetime.combine(case.date(week, -3), dt.time(15))


def _line(rng: random.Random) -> dict[dt.date, str]:
    """At most four duties in seven dates, with at least twelve hours of rest."""
    line: dict[dt.date, str] = {}
    ends = dt.datetime.min
    for day in range(7 * WEEKS):
        date = FIRST + dt.timedelta(days=day)
        recent = sum(date - dt.timedelta(days=back) in line for back in range(1, 7))
        shift = rng.choice("DDEN")
        start, end = year.span_of(date, shift)
        if recent < 4 and rng.random() < 0.75 and start - ends >= dt.timedelta(hours=REST_HOURS):
            line[date], ends = shift, end
    return line


def _any_duty(case: Case, rng: random.Random, among: Sequence[str] = (), shift: str = "") -> PublishedDuty | None:
    """A duty in the middle of the period of somebody of whom nothing else is told."""
    marked = {key[1] for key in case.planted} | {row[0] for row in case.worked}
    inside = [
        duty
        for _week, _time, duties in case.weeks
        for duty in duties
        if dt.date(2026, 9, 17) <= duty.date <= dt.date(2026, 10, 8)
        and duty.officer not in marked
        and duty.officer in (among or case.officers)
        and shift in ("", duty.shift)
    ]
    return rng.choice(inside) if inside else None


def _plant_leave(case: Case, rng: random.Random) -> None:
    if duty := _any_duty(case, rng):
        case.absences.append((duty.officer, rng.choice(["annual", "court", "compensatory"]), duty.date, duty.date))
        case.planted.add(("duty_on_leave", duty.officer, str(duty.date)))


def _plant_joining(case: Case, rng: random.Random) -> None:
    if duty := _any_duty(case, rng):
        case.joined[duty.officer] = duty.date + dt.timedelta(days=1)
        case.planted.add(("before_joining", duty.officer, str(duty.date)))


def _plant_leaving(case: Case, rng: random.Random) -> None:
    if duty := _any_duty(case, rng):
        case.left[duty.officer] = _before(duty.date)
        case.planted.add(("after_leaving", duty.officer, str(duty.date)))


def _plant_unknown(case: Case, rng: random.Random) -> None:
    if (duty := _any_duty(case, rng)) and not any(row[0] == duty.officer for row in case.absences):
        case.unknown.add(duty.officer)
        case.planted.add(("unknown_officer", duty.officer, str(duty.date)))


def _plant_twice(case: Case, rng: random.Random) -> None:
    """Two stretches of work that overlap, as somebody typed them."""
    if duty := _any_duty(case, rng):
        hour = year.SHIFTS[duty.shift][0]
        case.worked += [(duty.officer, duty.date, hour, hour + 8), (duty.officer, duty.date, hour + 7, hour + 10)]
        case.planted.add(("two_duties", duty.officer, str(duty.date)))


def _plant_extra(case: Case, rng: random.Random) -> None:
    """Work on a date on which the roster has no duty."""
    duty = _any_duty(case, rng)
    taken = {(one.officer, one.date) for _week, _time, duties in case.weeks for one in duties}
    free = [date for date in _dates() if duty and (duty.officer, date) not in taken]
    if duty and free:
        date = rng.choice(free)
        case.worked.append((duty.officer, date, 10, 13))
        case.planted.add(("without_roster", duty.officer, str(date)))


def _plant_unpublished(case: Case, rng: random.Random) -> None:
    """A week of which nothing was published, and work on one of its dates."""
    duty = _any_duty(case, rng)
    if duty and len(case.weeks) == WEEKS:
        week = (duty.date - FIRST).days // 7
        case.weeks = [one for one in case.weeks if one[0] != week]
        case.worked = [row for row in case.worked if not _in_week(row[1], case, week)]
        case.planted = {key for key in case.planted if key[2] and not _in_week(_date(key[2]), case, week)}
        case.worked.append((duty.officer, duty.date, *year.SHIFTS[duty.shift]))
        case.planted.add(("without_roster", duty.officer, str(duty.date)))


def _date(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def _plant_late(case: Case, rng: random.Random) -> None:
    """A week that was published when its first days were over."""
    if duty := _any_duty(case, rng):
        for at, (week, _time, duties) in enumerate(case.weeks):
            if _in_week(duty.date, case, week) and sum(one[0] == week for one in case.weeks) == 1:
                case.weeks[at] = (week, dt.datetime.fromisoformat(duty.start) + dt.timedelta(minutes=1), duties)
                case.planted.add(("without_roster", duty.officer, str(duty.date)))


def _plant_change(case: Case, rng: random.Random) -> None:
    """A week published again after a duty was over, without it; and once before it, which is in order."""
    if duty := _any_duty(case, rng):
        at = next(i for i, (week, _t, _d) in enumerate(case.weeks) if _in_week(duty.date, case, week))
        week, published, duties = case.weeks[at]
        after = dt.datetime.fromisoformat(duty.end) + dt.timedelta(hours=rng.randint(1, 90))
        if published < dt.datetime.fromisoformat(duty.start):
            case.weeks.append((week, after, [one for one in duties if one != duty]))
            case.planted.add(("changed_after_the_fact", duty.officer, str(duty.date)))


def _plant_rest(case: Case, rng: random.Random) -> None:
    """Work until late, where the next date begins early."""
    for _week, _time, duties in case.weeks:
        for one in duties:
            early = [d for d in duties if d.officer == one.officer and d.date == one.date + dt.timedelta(days=1)]
            told = any(row[0] == one.officer for row in case.worked) or any(k[1] == one.officer for k in case.planted)
            if one.shift == "D" and early and early[0].shift == "D" and one.date in _dates()[3:-3] and not told:
                case.worked.append((one.officer, one.date, 14, 23))
                case.planted.add(("rest_too_short", one.officer, str(early[0].date)))
                return


def _plant_long(case: Case, rng: random.Random) -> None:
    """An auxiliary who worked longer than eight hours and three of overtime."""
    if duty := _any_duty(case, rng, case.auxiliary or ["nobody"], "D"):
        case.worked.append((duty.officer, duty.date, 7, 7 + rng.randint(12, 13)))
        case.planted.add(("hours_over_cap", duty.officer, str(duty.date)))


def _plant_every_day(case: Case, rng: random.Random) -> None:
    """Somebody on duty on every date."""
    duty = _any_duty(case, rng)
    if duty and len(case.weeks) == WEEKS:
        for at, (week, published, duties) in enumerate(case.weeks):
            own = [year.duty(duty.officer, case.date(week, day), "D") for day in range(7)]
            case.weeks[at] = (week, published, [one for one in duties if one.officer != duty.officer] + own)
        case.absences = [row for row in case.absences if row[0] != duty.officer]
        case.planted.add(("days_beyond_month", duty.officer, ""))


def _plant_equal(case: Case, rng: random.Random) -> None:
    """The same line for all sworn officers, none of whom anything else is told of."""
    told = {key[1] for key in case.planted} | {row[0] for row in case.worked}
    if len(case.weeks) == WEEKS and not told & {*case.sworn} and len(case.sworn) >= 3:
        line = dict.fromkeys(_dates()[::3], "D")
        for at, (week, published, duties) in enumerate(case.weeks):
            own = [year.duty(o, d, s) for o in case.sworn for d, s in line.items() if _in_week(d, case, week)]
            case.weeks[at] = (week, published, [one for one in duties if one.officer not in case.sworn] + own)
        case.absences = [row for row in case.absences if row[0] not in case.sworn]
        case.planted.add(("equal_overtime", "", ""))


PLANTS: list[Callable[[Case, random.Random], None]] = [  # in this order: the last one asks who is left
    _plant_leave,
    _plant_joining,
    _plant_leaving,
    _plant_unknown,
    _plant_twice,
    _plant_extra,
    _plant_unpublished,
    _plant_late,
    _plant_change,
    _plant_rest,
    _plant_long,
    _plant_every_day,
    _plant_equal,
]


def write_case(case: Case, folder: Path) -> None:
    """The case as a brigade's tables, rules and ledger."""
    year.write_tables(folder, 0)
    people = [
        f"{one},Officer {one},{'sworn' if one in case.sworn else 'auxiliary'},1,"
        f"{case.joined.get(one, '')},{case.left.get(one, '')}"
        for one in case.officers
        if one not in case.unknown
    ]
    absences = [f"{officer},{kind},{first},{last}" for officer, kind, first, last in case.absences]
    worked = [f"{officer},{date},{_hour(start)},{_hour(end)}" for officer, date, start, end in case.worked]
    for name, header, lines in (
        ("officers", "id,name,category,squad,joined,left", people),
        ("absences", "id,kind,from,to", [line for line in absences if line.split(",")[0] not in case.unknown]),
        ("worked", "officer,date,start,end", worked),
    ):
        (folder / f"{name}.csv").write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
    (folder / "constraints").mkdir()
    (folder / "constraints" / "rules.yaml").write_text(RULES, encoding="utf-8")
    versions: dict[int, int] = {}
    publications = []
    for week, time, duties in sorted(case.weeks, key=lambda one: one[1]):
        versions[week] = versions.get(week, 0) + 1
        publications.append(year.publication(case.date(week), duties, versions[week], time))
    year.publish_all(folder, publications)


def _hour(hour: int) -> str:
    return f"{hour:02d}:00"  # past 24:00 on the next date
