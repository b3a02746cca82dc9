"""Tables and JSON say what a plain count over the brigade's own tables says, minute by minute, without the product."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

from roster import api
from roster.domain.errors import NoRosterError, OutOfTimeError
from roster.domain.outcome import Outcome
from roster.io.sheets.cover import demand_table
from roster.report.outcome import as_json
from tests.brigades.brigade import Brigade
from tests.brigades.checks.fault import Findings
from tests.brigades.checks.workbook import Row, fairness, flat_rows, grid
from tests.brigades.drawing import DAY, minutes
from tests.brigades.minute_count import WEEKDAYS, minute_count

MINUTE = dt.timedelta(minutes=1)
SECONDS = 2.0
COARSEST = 15
"""All hours that are drawn are multiples of so many minutes."""


def find(brigade: Brigade, folder: Path, findings: Findings) -> None:
    case, book = api.load(brigade.write(folder), weeks=brigade.weeks), folder / "out.xlsx"
    try:
        outcome = api.solve(case, time_limit=SECONDS * findings.pace, workers=1, plan_time=0)
    except (NoRosterError, OutOfTimeError) as error:
        findings.note(type(error).__name__)
        return
    api.write(outcome, book)
    told = as_json(outcome, book)
    duties, slots = flat_rows(book, "HR"), flat_rows(book, "Slots")
    findings.note("duties", len(duties))
    _hours(brigade, duties, findings)
    _grid(book, duties, findings)
    _balances(brigade, book, duties, findings)
    _slots(duties, slots, findings)
    _cover(brigade, outcome, findings)
    line = {row["code"] for row in brigade.rows("shifts") if row.get("line") != "no"}
    counted = sum(row["shift_code"] in line for row in duties)
    findings.expect(told["person_shifts"] == counted, "JSON: person-shifts", f"{told['person_shifts']} {counted}")
    cars = {(row["date"], row["vehicle_id"]) for row in duties if row["vehicle_id"]}
    findings.expect(told["vehicle_shifts"] == len(cars), "JSON: vehicle-shifts", f"{told} {len(cars)}")


def _cover(brigade: Brigade, outcome: Outcome, findings: Findings) -> None:
    """The sheet `Cover` has every stretch that a row of demand asks for, with what it is given.

    Kinds of which a rule asks for more than the table are left out: the count knows the tables only.
    """
    horizon = outcome.problem.horizon
    of_rules = {line.kind for line in outcome.problem.lines if line not in outcome.problem.demand}
    count = minute_count(
        brigade.rows,
        outcome.roster,
        horizon.start,
        horizon.days,
        outcome.problem.day_type,
        before=outcome.problem.before,
        step=COARSEST,
    )
    wanted: dict[tuple[str, tuple[str, ...], int], tuple[int, int]] = {}
    rows, names = brigade.rows("demand"), {row["kind"]: row["name"] for row in brigade.rows("units")}
    for (number, minute), asked in count.asked.items():
        row, wished = rows[number - 2], count.wished[number, minute]
        if row["unit_kind"] in of_rules:
            continue
        name, places = names[row["unit_kind"]], tuple(filter(None, row["places"].split(";")))
        for what, most in ((name, asked), (f"{name}, target", wished * (wished > asked))):
            if most:
                key = what, places, minute
                wanted[key] = (max(most, wanted.get(key, (0, 0))[0]), count.given[number, minute])
    tabled = set(names.values()) - {
        names[kind] for kind in names if kind in of_rules or not outcome.problem.placed(kind)
    }
    lines = {(names[row["unit_kind"]], tuple(filter(None, row["places"].split(";")))) for row in rows}
    shown = {
        (place.what, place.places, minute): (need.asked, need.given)
        for place, needs in demand_table(outcome).items()
        for day, need in needs.items()
        for minute in range(*place.hours.on(day), COARSEST)
        if (place.what.removesuffix(", target"), place.places) in lines
        and place.what.removesuffix(", target") in tabled
    }
    findings.note("minutes of cover", len(wanted) * COARSEST)
    lost = sorted(wanted.keys() - shown.keys())
    findings.expect(not lost, "Cover: hours that it has not", f"{len(lost)} of {len(wanted)}: {lost[:3]}")
    alone = {key: need for key, need in shown.items() if key in wanted and need != wanted[key]}
    findings.expect(not alone, "Cover: other numbers", [(key, need, wanted[key]) for key, need in alone.items()][:3])


def span_of(shift: dict[str, str], date: dt.datetime) -> tuple[dt.datetime, dt.datetime]:
    """From when to when a shift lasts that starts on a date."""
    start, end = minutes(shift["start"]), minutes(shift["end"])
    return date + start * MINUTE, date + (end if end > start else end + DAY) * MINUTE


def clock_times(span: tuple[dt.datetime, dt.datetime], brigade: Brigade) -> list[dt.datetime]:
    """What the clock shows in each minute that passes."""
    zone = brigade.settings().get("time_zone")
    if not zone:
        return [span[0] + n * MINUTE for n in range(int((span[1] - span[0]) / MINUTE))]
    local = ZoneInfo(zone)
    first, last = (moment.replace(tzinfo=local).astimezone(dt.UTC) for moment in span)
    return [(first + n * MINUTE).astimezone(local) for n in range(int((last - first) / MINUTE))]


def _hours(brigade: Brigade, duties: list[Row], findings: Findings) -> None:
    shifts = {row["code"]: row for row in brigade.rows("shifts")}
    begin, end = (minutes(part) for part in (brigade.settings().get("night_hours") or "22:00-06:00").split("-"))
    for row in duties:
        span = span_of(shifts[row["shift_code"]], row["date"])
        findings.expect((row["start"], row["end"]) == span, "HR: start or end", row)
        clock = clock_times(span, brigade)
        of_day = [moment.hour * 60 + moment.minute for moment in clock]
        night = sum((begin <= m < end) if begin < end else (m >= begin or m < end) for m in of_day)
        findings.expect(abs(row["hours"] - len(clock) / 60) < 1e-3, "HR: hours", row)
        findings.expect(abs(row["night_hours"] - night / 60) < 1e-3, "HR: night hours", f"{row} {night / 60}")
        parts = sum(row[name] for name in ("statutory_hours", "rest_day_hours", "workday_hours"))
        findings.expect(abs(row["hours"] - parts) < 1e-9, "HR: hours by kinds of dates", f"{row} {parts}")
        findings.expect(row["crosses_midnight"] == (span[1].date() > span[0].date()), "HR: crosses midnight", row)
    times = defaultdict(list)
    for row in duties:
        times[row["employee_id"]].append((row["start"], row["end"]))
    for officer, spans in times.items():
        ordered = sorted(spans)
        twice = [pair for pair in pairwise(ordered) if pair[0][1] > pair[1][0]]
        findings.expect(not twice, "two duties at once", f"{officer} {twice}")


def _grid(book: Path, duties: list[Row], findings: Findings) -> None:
    cells = grid(book)
    worked = {(row["employee_id"], row["date"].date()) for row in duties}
    findings.expect(len(worked) == len(duties), "HR: two duties of one officer on one date")
    codes = {key: cell for key, cell in cells.items() if key in worked}
    findings.expect(set(codes) == worked, "a duty of HR that the grid has not", worked - set(codes))
    by_shift: dict[str, set[str]] = defaultdict(set)
    for row in duties:
        by_shift[row["shift_code"]].add(cells.get((row["employee_id"], row["date"].date()), ""))
    findings.expect(
        all(len(shown) == 1 for shown in by_shift.values()), "the grid's codes are not HR's", dict(by_shift)
    )


def _balances(brigade: Brigade, book: Path, duties: list[Row], findings: Findings) -> None:
    shifts = {row["code"]: row for row in brigade.rows("shifts")}
    worked = [(row["employee_id"], row["date"], row["shift_code"]) for row in duties]
    past = [(row["officer"], dt.datetime.fromisoformat(row["date"]), row["shift"]) for row in brigade.rows("history")]
    told = fairness(book)
    findings.expect(set(told) == {row["id"] for row in brigade.rows("officers")}, "Fairness: another set of officers")
    for first, listed in ((0, worked), (5, [*worked, *past])):
        counts: dict[str, Counter[str]] = defaultdict(Counter)
        weekends = set()
        for officer, date, code in listed:
            start, end = span_of(shifts[code], date)
            counts[officer]["hours"] += len(clock_times((start, end), brigade))
            counts[officer]["shifts"] += 1
            counts[officer]["nights"] += shifts[code]["night"] == "yes"
            if date.weekday() in _weekend(brigade):
                weekends.add((officer, date - dt.timedelta(days=(date.weekday() - _weekend(brigade)[0]) % 7)))
        for officer, shown in told.items():
            own = counts[officer]
            asked = [own["shifts"], own["hours"] / 60, own["nights"], sum(who == officer for who, _ in weekends)]
            same = all(abs(a - b) < 0.06 for a, b in zip(asked, shown[first : first + 4], strict=True))
            findings.expect(same, "Fairness: counts", f"{officer}: shown {shown[first : first + 4]}, counted {asked}")


def _weekend(brigade: Brigade) -> tuple[int, ...]:
    """The weekdays of a weekend, 0 for Monday: the settings', else the country's own."""
    own = brigade.settings().get("weekend")
    if own:
        return tuple(WEEKDAYS.index(word) for word in own.split(";"))
    return (4, 5) if brigade.settings()["country"] == "SA" else (5, 6)


def _slots(duties: list[Row], slots: list[Row], findings: Findings) -> None:
    """A crew's slots make up its shift, from its start to its end without a hole."""
    crews = {(row["date"], row["shift_code"], row["unit"]): (row["start"], row["end"]) for row in duties}
    parts = defaultdict(list)
    for row in slots:
        parts[row["date"], row["shift_code"], row["unit"]].append((row["slot_start"], row["slot_end"]))
    findings.expect(set(parts) <= set(crews), "Slots: a crew that HR has not", set(parts) - set(crews))
    for crew, (start, end) in crews.items():
        at = start
        for begin, until in sorted(parts[crew]):
            if begin != at:
                break
            at = until
        where = "first" if crew[0] == min(row["date"] for row in duties) else "later"
        findings.expect(at == end, f"Slots: not the whole shift ({where} date)", f"{crew} {start} {end}: {parts[crew]}")
