"""The second competition's files as a brigade: a scenario, one file a week, and what was before the first week.

Ceschia, Dang, De Causmaecker, Haspeslagh and Schaerf (2015), "Second International Nurse Rostering Competition
(INRC-II): Problem Description and Rules". A folder holds `Sc-*.json`, `WD-*.json` (one a week, in the order of their
names) and `H0-*.json`. Each of the competition's constraints is one entry, for each shift or contract whose numbers it
speaks of.
"""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

from benchmarks.nurses.brigade import HOURS, Brigade, grouped

START = "2026-01-05"
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
ANY, NONE = "Any", "None"


def weeks_of(folder: Path) -> list[Path]:
    """The files of the weeks, in their order."""
    return sorted(folder.glob("WD-*.json"))


def brigade(folder: Path) -> Brigade:
    """The brigade that an instance's folder tells of."""
    scenario, history = _one(folder, "Sc-*.json"), _one(folder, "H0-*.json")
    weeks = [json.loads(path.read_text(encoding="utf-8")) for path in weeks_of(folder)]
    made = Brigade()
    made.settings(scenario["id"], START, len(weeks))
    for nurse in scenario["nurses"]:
        skills = ";".join(nurse["skills"])
        made.add("officers", id=nurse["id"], name=nurse["id"], contract=nurse["contract"], qualifications=skills)
    for shift in scenario["shiftTypes"]:
        made.add("shifts", code=shift["id"], name=shift["id"], **HOURS)
        for skill in scenario["skills"]:
            kind = kind_of(shift["id"], skill)
            made.add("units", kind=kind, crew=1, composition=f"{skill}:1", mode="static", shifts=shift["id"])
    _demand(made, weeks, len(scenario["nurses"]))
    for week, content in enumerate(weeks):
        for request in content["shiftOffRequests"]:
            shift = "" if request["shiftType"] == ANY else request["shiftType"]
            date = _date(7 * week + DAYS.index(request["day"]))
            made.request(request["nurse"], date, shift, "off")
    _history(made, scenario, history)
    _rules(made, scenario, history, len(weeks))
    return made


def kind_of(shift: str, skill: str) -> str:
    """The kind of unit in which one nurse works a shift in a skill."""
    return f"{shift}_{skill}"


def _one(folder: Path, pattern: str) -> Any:
    return json.loads(sorted(folder.glob(pattern))[0].read_text(encoding="utf-8"))


def _date(day: int) -> str:
    return (dt.date.fromisoformat(START) + dt.timedelta(days=day)).isoformat()


def _demand(made: Brigade, weeks: list[Any], everybody: int) -> None:
    """What a kind is asked for on days with the same numbers: each date has a type of its own."""
    asked = []
    for week, content in enumerate(weeks):
        for line in content["requirements"]:
            for weekday, day in enumerate(DAYS):
                numbers = line[f"requirementOn{day}"]
                kind = kind_of(line["shiftType"], line["skill"])
                asked.append(((kind, numbers["minimum"], numbers["optimal"]), 7 * week + weekday))
    for day in range(7 * len(weeks)):
        made.add("calendar", date=_date(day), day_type=f"day{day + 1}")
    for (kind, minimum, optimal), days in grouped(asked).items():
        made.add(
            "demand",
            unit_kind=kind,
            from_=HOURS["start"],
            to=HOURS["end"],
            day_types=";".join(f"day{day + 1}" for day in days),
            minimum=minimum,
            target=optimal if optimal > minimum else "",
            most=everybody,
        )


def _history(made: Brigade, scenario: Any, history: Any) -> None:
    """Duties of the days before that make each nurse's counts true, and one that ends what came before them."""
    shifts = [shift["id"] for shift in scenario["shiftTypes"]]
    longest = 0
    for nurse in history["nurseHistory"]:
        off, on, same = (nurse[f"numberOfConsecutive{what}"] for what in ("DaysOff", "WorkingDays", "Assignments"))
        last = nurse["lastAssignedShiftType"]
        other = next((shift for shift in shifts if shift != last), last)
        duties = {-day: last if day <= same else other for day in range(1, on + 1)}
        if off:
            duties[-off - 1] = other
        longest = max(longest, off + 1, on + 1)
        for day, shift in sorted(duties.items()):
            made.add("history", officer=nurse["nurse"], date=_date(day), shift=shift)
    first = history["nurseHistory"][0]["nurse"]  # one duty, followed by a day off: history is known from here on
    made.add("history", officer=first, date=_date(-longest - 1), shift=shifts[0])


def _rules(made: Brigade, scenario: Any, history: Any, weeks: int) -> None:
    made.rule("H2 minimum", "cover", "must", asks="minimum")
    barred = [
        [entry["precedingShiftType"], "|".join(entry["succeedingShiftTypes"])]
        for entry in scenario["forbiddenShiftTypeSuccessions"]
        if entry["succeedingShiftTypes"]
    ]
    if barred:
        made.rule("H3 successions", "shift_succession", "must", forbidden=barred)
    made.rule("H4 skills", "crew", "must")
    made.rule("S1 optimal", "cover", 30, asks="target")
    for shift in scenario["shiftTypes"]:
        least, most = (shift[f"{end}imumNumberOfConsecutiveAssignments"] for end in ("min", "max"))
        when = {"shift": [shift["id"]]}
        made.rule(f"S2 {shift['id']} in a row", "consecutive_shifts", 15, min=least, max=most, when=when)
    period = {"weeks": weeks, "from": START}
    done = {
        entry["nurse"]: (entry["numberOfAssignments"], entry["numberOfWorkingWeekends"])
        for entry in history["nurseHistory"]
    }
    used = {nurse["contract"] for nurse in scenario["nurses"]}
    for contract in scenario["contracts"]:
        name, who = contract["id"], {"contract": [contract["id"]]}
        if name not in used:
            continue
        for title, rule, of in (
            ("S2 working days", "consecutive_shifts", "ConsecutiveWorkingDays"),
            ("S3 days off", "consecutive_days_off", "ConsecutiveDaysOff"),
        ):
            least, most = contract[f"minimumNumberOf{of}"], contract[f"maximumNumberOf{of}"]
            made.rule(f"{title} {name}", rule, 30, min=least, max=most, who=who)
        if contract["completeWeekends"]:
            made.rule(f"S5 complete weekends {name}", "weekends", 30, whole=True, who=who)
        shifts, weekends = ({nurse: counts[of] for nurse, counts in done.items() if counts[of]} for of in (0, 1))
        made.rule(
            f"S6 assignments {name}",
            "shift_count",
            20,
            min=contract["minimumNumberOfAssignments"],
            max=contract["maximumNumberOfAssignments"],
            per=period,
            opening=shifts or None,
            who=who,
        )
        most = contract["maximumNumberOfWorkingWeekends"]
        made.rule(f"S7 weekends {name}", "weekends", 30, max=most, per=period, opening=weekends or None, who=who)
    made.rule("S4 requests", "requests", 10)
