"""Random rosters with planted breaches: does `roster audit` find each and no other? And how long it takes.

What there is to find is told by a count of its own, on dates and times, that shares nothing with the product; each
breach that was planted must be among it.

    python -m benchmarks.audit [--cases 1000] [--seed 1]
    python -m benchmarks.audit --officers 400    # times both commands over a year of published weeks
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks import published_year as year
from benchmarks.audit_cases import PERIOD, REST_HOURS, STATUTORY, Case, Key, is_workday, random_case, write_case
from roster.living.audits import audit

LONGEST, MONTH_CAP, LEAST_EQUAL = 11.0, 36.0, 3
HOUR = dt.timedelta(hours=1)
MOST_SECONDS = {"month": 3.0, "audit": 5.0}


@dataclass(frozen=True)
class Work:
    """One stretch of work, planned or done."""

    officer: str
    date: dt.date
    shift: str
    start: dt.datetime
    end: dt.datetime

    @property
    def hours(self) -> float:
        return (self.end - self.start) / HOUR

    @property
    def paid(self) -> float:
        """Without the day shift's break of half an hour, of which a longer or shorter duty has its share."""
        return self.hours - (min(0.5, round(30 * self.hours / 8) / 60) if self.shift == "D" else 0.0)


def counted(case: Case) -> set[Key]:
    """Everything that there is to find in a case."""
    plan = _published(case)
    work = _done(case, plan)
    own = {one: sorted((w for w in work if w.officer == one), key=lambda w: (w.start, w.end)) for one in case.officers}
    inside = [one for one in work if PERIOD[0] <= one.date <= PERIOD[1]]
    found = set(_each(case, inside, {(one.officer, one.date) for one in plan}))
    for officer, line in own.items():
        found |= set(_pairs(line))
        found |= set(_sums(case, officer, [one for one in line if PERIOD[0] <= one.date <= PERIOD[1]]))
    return found | set(_told_late(case)) | set(_equal(case, own))


def _published(case: Case) -> list[Work]:
    """The duties of each week as they were published last."""
    last = {week: duties for week, _time, duties in sorted(case.weeks, key=lambda one: one[1])}
    return [Work(d.officer, d.date, d.shift, *year.span_of(d.date, d.shift)) for one in last.values() for d in one]


def _done(case: Case, plan: list[Work]) -> list[Work]:
    """What was done, where that is told, else what was planned."""
    told = {(officer, date) for officer, date, _start, _end in case.worked if officer not in case.unknown}
    planned = {(one.officer, one.date): one.shift for one in plan}
    done = []
    for officer, date, start, end in case.worked:
        begins, ends = (dt.datetime.combine(date, dt.time()) + hour * HOUR for hour in (start, end))
        done.append(Work(officer, date, planned.get((officer, date), ""), begins, ends))
    kept = [one for one in plan if (one.officer, one.date) not in told]
    return kept + [one for one in done if one.officer not in case.unknown]


def _each(case: Case, work: list[Work], planned: set[tuple[str, dt.date]]) -> Iterator[Key]:
    """What one stretch of work tells by itself."""
    done = {(officer, date) for officer, date, _start, _end in case.worked}
    for one in work:
        key = (one.officer, str(one.date))
        if one.officer in case.unknown:
            yield "unknown_officer", *key
            continue
        if one.date < case.joined.get(one.officer, dt.date.min):
            yield "before_joining", *key
        if one.date > case.left.get(one.officer, dt.date.max):
            yield "after_leaving", *key
        for officer, _kind, first, last in case.absences:
            begins, ends = dt.datetime.combine(first, dt.time()), dt.datetime.combine(last, dt.time()) + 24 * HOUR
            if officer == one.officer and one.start < ends and begins < one.end:
                yield "duty_on_leave", *key
        if (one.officer, one.date) in done and (one.officer, one.date) not in planned:
            yield "without_roster", *key
        if one.officer in case.auxiliary and one.hours > LONGEST and one.shift:
            yield "hours_over_cap", *key


def _pairs(line: list[Work]) -> Iterator[Key]:
    """What two stretches of work of one officer tell."""
    for number, one in enumerate(line):
        earlier = line[:number]
        if not PERIOD[0] <= one.date <= PERIOD[1]:
            continue
        if any(other.end > one.start for other in earlier):
            yield "two_duties", one.officer, str(one.date)
        rests = [(one.start - other.end) / HOUR for other in earlier if other.end <= one.start]
        if rests and 0 <= min(rests) < REST_HOURS and min(rests) == (one.start - max(o.end for o in earlier)) / HOUR:
            nearest = max(earlier, key=lambda other: other.end)
            if nearest.date != one.date:
                yield "rest_too_short", one.officer, str(one.date)


def _sums(case: Case, officer: str, line: list[Work]) -> Iterator[Key]:
    """What an officer's sums tell: days present and beyond those due, hours beyond the standard of each month."""
    if officer in case.unknown:
        return
    days = [PERIOD[0] + dt.timedelta(days=day) for day in range((PERIOD[1] - PERIOD[0]).days + 1)]
    served = {one.date for one in line}
    there = [date for date in days if date in served or _is_member(case, officer, date)]
    present = len(served)
    due = sum(is_workday(date) for date in there)
    if present + max(0, present - due) > len(there):
        yield "days_beyond_month", officer, ""
    if officer in case.sworn:
        return
    for month in (9, 10):
        paid = sum(one.paid for one in line if one.date.month == month)
        worked = [
            d for d in there if d.month == month and is_workday(d) and (d in served or not _away(case, officer, d))
        ]
        if paid - 8 * len(worked) > MONTH_CAP:
            yield "overtime_over_cap", officer, ""


def _is_member(case: Case, officer: str, date: dt.date) -> bool:
    return case.joined.get(officer, dt.date.min) <= date <= case.left.get(officer, dt.date.max)


def _away(case: Case, officer: str, date: dt.date) -> bool:
    return any(one == officer and first <= date <= last for one, _kind, first, last in case.absences)


def _told_late(case: Case) -> Iterator[Key]:
    """Duties that had begun before anybody was told of them, or of their change."""
    before: dict[int, dict[tuple[str, dt.date], str]] = {}
    for week, told, duties in sorted(case.weeks, key=lambda one: one[1]):
        now = {(one.officer, one.date): one.shift for one in duties}
        old = before.get(week, {})
        for officer, date in now.keys() | old.keys():
            shifts = [shift for shift in (old.get((officer, date)), now.get((officer, date))) if shift]
            begun = min(year.span_of(date, shift)[0] for shift in shifts)
            if len(set(shifts)) + (len(shifts) == 1) > 1 and begun < told and PERIOD[0] <= date <= PERIOD[1]:
                kind = "changed_after_the_fact" if week in before else "without_roster"
                yield kind, officer, str(date)
        before[week] = now


def _equal(case: Case, own: dict[str, list[Work]]) -> Iterator[Key]:
    """Whether everybody of a category has the same overtime."""
    for group in (case.sworn, case.auxiliary):
        lines = [[w for w in own[one] if PERIOD[0] <= w.date <= PERIOD[1]] for one in group if one not in case.unknown]
        amounts = [_overtime(line, group is case.sworn) for line in lines if line]
        if len(amounts) >= LEAST_EQUAL and len(set(amounts)) == 1 and amounts[0] > 0:
            yield "equal_overtime", "", ""


def _overtime(line: list[Work], sworn: bool) -> float:
    """Days of sworn officers; hours of others, by the minute, each with its share of a break."""
    if sworn:
        return len({one.date for one in line if not is_workday(one.date)})
    by_date: dict[dt.date, list[float]] = {}
    for one in line:
        sums = by_date.setdefault(one.date, [0.0, 0.0])
        moment = one.start
        while moment < one.end:
            sums[not is_workday(moment.date()) or moment.date() in STATUTORY] += one.paid / one.hours / 60
            moment += HOUR / 60
    return round(sum(max(0.0, workday - 8) + other for workday, other in by_date.values()), 2)


def examined(seed: int) -> tuple[set[Key], set[Key], set[Key]]:
    """A case's findings, what there was to find, and what was planted."""
    case = random_case(seed)
    with TemporaryDirectory() as folder:
        write_case(case, Path(folder))
        record = audit(Path(folder), *PERIOD)
    facts = record.record.facts
    found = {(one.kind, one.officer, "" if one.day is None else str(facts.date(one.day))) for one in record.findings}
    return found, counted(case), case.planted


def timed(officers: int) -> bool:
    """Seconds of both commands over a year of published weeks; whether they are as quick as they should be."""
    quick = True
    with TemporaryDirectory() as folder:
        brigade = Path(folder) / "brigade"
        year.write_year(brigade, officers)
        before = sum(os.times()[2:4])
        for command in MOST_SECONDS:
            words = [
                command,
                str(brigade),
                "--from",
                "2026-09-26",
                "--to",
                "2026-10-25",
                "-o",
                f"{folder}/{command}.xlsx",
            ]
            began = time.perf_counter()
            done = subprocess.run([sys.executable, "-m", "roster", *words], capture_output=True, text=True, check=False)
            seconds = time.perf_counter() - began
            spent, before = sum(os.times()[2:4]) - before, sum(os.times()[2:4])
            told = f"{seconds:.2f} s ({spent:.2f} s of processor time), exit code {done.returncode}"
            print(f"roster {command}, {officers} officers, 52 weeks: {told}")
            quick = quick and seconds <= MOST_SECONDS[command] and done.returncode in (0, 1)
    return quick


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cases", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--officers", type=int, default=0)
    given = parser.parse_args()
    if given.officers:
        sys.exit(0 if timed(given.officers) else 1)
    missed = invented = planted = 0
    for seed in range(given.seed, given.seed + given.cases):
        found, there, plants = examined(seed)
        planted += len(plants)
        missed += len((there | plants) - found)
        invented += len(found - there)
        if found != there or not plants <= found:
            print(f"seed {seed}: missed {sorted((there | plants) - found)}, invented {sorted(found - there)}")
    print(f"cases {given.cases}, breaches planted {planted}, missed {missed}, invented {invented}")
    sys.exit(1 if missed or invented else 0)


if __name__ == "__main__":
    main()
