"""What a roster breaks and costs by the first competition's own definition, told from its file and the roster alone.

    python -m benchmarks.nurses.score_first FILE.xml ROSTER.csv

Shares nothing with the product nor with the converter. A roster has a line an assignment: nurse, day (from 0), shift,
skill (not looked at). Hard are the numbers of nurses asked for on each shift, exactly. A run of days, or of weekends,
that touches an end of the period is not held to its least length, and a weekend that the period cuts not to be whole.
"""

from __future__ import annotations

import csv
import datetime as dt
import sys
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Sequence
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

Assignment = tuple[str, int, str, str]
NAMES = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]


class Score(NamedTuple):
    hard: int
    soft: Counter[str]

    @property
    def cost(self) -> int:
        return sum(self.soft.values())


def score(file: Path, roster: Sequence[Assignment]) -> Score:
    """Nurses too few or too many, shift by shift, and what each soft constraint costs."""
    root = ET.parse(file).getroot()
    first, last = (dt.date.fromisoformat(_text(root, name)) for name in ("StartDate", "EndDate"))
    days = (last - first).days + 1
    dates = [first + dt.timedelta(days=day) for day in range(days)]
    lines = {e.get("ID", ""): [""] * days for e in root.findall("Employees/Employee")}
    hard = 0
    for nurse, day, shift, _skill in roster:
        hard += lines[nurse][day] != ""
        lines[nurse][day] = shift
    hard += _cover(root, dates, lines)
    soft: Counter[str] = Counter()
    for tag, shift_tag, wanted in (
        ("DayOffRequests/DayOff", "", False),
        ("DayOnRequests/DayOn", "", True),
        ("ShiftOffRequests/ShiftOff", "ShiftTypeID", False),
        ("ShiftOnRequests/ShiftOn", "ShiftTypeID", True),
    ):
        for request in root.findall(tag):
            there = lines[_text(request, "EmployeeID")][(dt.date.fromisoformat(_text(request, "Date")) - first).days]
            met = (there == _text(request, shift_tag) if shift_tag else there != "") == wanted
            soft["requests"] += 0 if met else int(request.get("weight", 1))
    needs = {
        shift.get("ID", ""): {skill.text for skill in shift.findall("Skills/Skill")}
        for shift in root.findall("ShiftTypes/Shift")
    }
    contracts = {contract.get("ID"): contract for contract in root.findall("Contracts/Contract")}
    patterns = {pattern.get("ID"): pattern for pattern in root.findall("Patterns/Pattern")}
    for employee in root.findall("Employees/Employee"):
        contract = contracts[_text(employee, "ContractID")]
        line = lines[employee.get("ID", "")]
        soft.update(_counts(contract, line))
        soft.update(_weekends(contract, line, dates))
        has = {skill.text for skill in employee.findall("Skills/Skill")}
        weight = _weight(contract, "AlternativeSkillCategory")
        soft["skill"] += weight * sum(shift != "" and not needs[shift] <= has for shift in line)
        for name in contract.findall("UnwantedPatterns/Pattern"):
            pattern = patterns[name.text]
            soft["patterns"] += int(pattern.get("weight", 1)) * _found(pattern, line, dates)
    return Score(hard, +soft)


def _text(element: ET.Element, name: str) -> str:
    return (element.findtext(name) or "").strip()


def _cover(root: ET.Element, dates: list[dt.date], lines: dict[str, list[str]]) -> int:
    asked = {}
    for cover in root.findall("CoverRequirements/DayOfWeekCover"):
        for entry in cover.findall("Cover"):
            for day, date in enumerate(dates):
                if NAMES[date.weekday()] == _text(cover, "Day"):
                    asked[day, _text(entry, "Shift")] = int(_text(entry, "Preferred"))
    for cover in root.findall("CoverRequirements/DateSpecificCover"):
        for entry in cover.findall("Cover"):
            day = (dt.date.fromisoformat(_text(cover, "Date")) - dates[0]).days
            asked[day, _text(entry, "Shift")] = int(_text(entry, "Preferred"))
    given = Counter((day, shift) for line in lines.values() for day, shift in enumerate(line) if shift)
    return sum(abs(asked.get(place, 0) - given[place]) for place in {*asked, *given})


def _weight(contract: ET.Element, name: str) -> int:
    """What a contract's constraint costs; 0 where it is off."""
    found = contract.find(name)
    off = found is None or found.get("on", "1") != "1" or (found.text or "").strip().lower() == "false"
    return 0 if off or found is None else int(found.get("weight", 1))


def _beyond(contract: ET.Element, name: str, lengths: Sequence[int], most: bool) -> int:
    bound = int(_text(contract, name) or 0)
    beyond = sum(max(0, length - bound if most else bound - length) for length in lengths)
    return _weight(contract, name) * beyond


def _runs(held: Sequence[bool]) -> tuple[list[int], list[int]]:
    """Lengths of all stretches, and of those that touch neither end."""
    every, inner, begun = [], [], 0
    for position, there in enumerate([*held, False]):
        if not there and begun:
            every.append(begun)
            if position > begun and position < len(held):
                inner.append(begun)
        begun = begun + 1 if there else 0
    return every, inner


def _counts(contract: ET.Element, line: list[str]) -> Counter[str]:
    soft: Counter[str] = Counter()
    works = [shift != "" for shift in line]
    for end in ("Max", "Min"):
        soft["assignments"] += _beyond(contract, f"{end}NumAssignments", [sum(works)], end == "Max")
        for name, held in (("WorkingDays", works), ("FreeDays", [not there for there in works])):
            lengths = _runs(held)[end == "Min"]
            soft[name] += _beyond(contract, f"{end}Consecutive{name}", lengths, end == "Max")
    return soft


def _weekends(contract: ET.Element, line: list[str], dates: list[dt.date]) -> Counter[str]:
    soft: Counter[str] = Counter()
    definition = _text(contract, "WeekendDefinition") or "SaturdaySunday"
    members = [name for name in ("Friday", "Saturday", "Sunday", "Monday") if name in definition]
    weekends: list[list[int]] = []
    for day, date in enumerate(dates):
        name = NAMES[date.weekday()]
        if name in members:
            if name == members[0] or not weekends:
                weekends.append([])
            weekends[-1].append(day)
    worked = [any(line[day] for day in weekend) for weekend in weekends]
    soft["weekends"] += _beyond(contract, "MaxWorkingWeekendsInFourWeeks", [sum(worked)], True)
    every, inner = _runs(worked)
    soft["weekends"] += _beyond(contract, "MaxConsecutiveWorkingWeekends", every, True)
    soft["weekends"] += _beyond(contract, "MinConsecutiveWorkingWeekends", inner, False)
    whole, same = _weight(contract, "CompleteWeekends"), _weight(contract, "IdenticalShiftTypesDuringWeekend")
    quiet = _weight(contract, "NoNightShiftBeforeFreeWeekend")
    for weekend in weekends:
        shifts = [line[day] for day in weekend if line[day]]
        if len(weekend) == len(members):
            soft["whole"] += whole * (0 < len(shifts) < len(members))
            soft["night"] += quiet * (not shifts and weekend[0] > 0 and line[weekend[0] - 1] == "N")
        soft["same"] += same * sum(one != other for one, other in combinations(shifts, 2))
    return soft


def _found(pattern: ET.Element, line: list[str], dates: list[dt.date]) -> int:
    """How often an unwanted pattern occurs on consecutive days."""
    entries = [(_text(e, "ShiftType"), _text(e, "Day")) for e in pattern.findall("PatternEntries/PatternEntry")]
    count = 0
    for start in range(len(line) - len(entries) + 1):
        here = [(line[start + i], NAMES[dates[start + i].weekday()]) for i in range(len(entries))]
        count += all(
            (bool(there) if shift == "Any" else there == ("" if shift == "None" else shift)) and day in ("Any", name)
            for (shift, day), (there, name) in zip(entries, here, strict=True)
        )
    return count


def main() -> int:
    with Path(sys.argv[2]).open(encoding="utf-8", newline="") as file:
        roster = [(nurse, int(day), shift, skill) for nurse, day, shift, skill in csv.reader(file)]
    found = score(Path(sys.argv[1]), roster)
    print(f"hard {found.hard}, cost {found.cost}: {dict(sorted(found.soft.items()))}")
    return int(found.hard > 0)


if __name__ == "__main__":
    sys.exit(main())
