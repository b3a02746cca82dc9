"""What a roster breaks and costs by the second competition's own definition, told from its files and the roster alone.

    python -m benchmarks.nurses.score_second FOLDER ROSTER.csv

Shares nothing with the product nor with the converter. A roster has a line an assignment: nurse, day (from 0), shift,
skill. Costs are by constraint, S1 to S7; the horizon is all weeks of the folder.
"""

from __future__ import annotations

import csv
import json
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

Assignment = tuple[str, int, str, str]


class Score(NamedTuple):
    hard: int
    soft: Counter[str]

    @property
    def cost(self) -> int:
        return sum(self.soft.values())


def score(folder: Path, roster: Sequence[Assignment]) -> Score:
    """Hard constraints broken, and what each soft one costs."""
    scenario, history = (json.loads(next(folder.glob(name)).read_text("utf-8")) for name in ("Sc-*.json", "H0-*.json"))
    weeks = [json.loads(path.read_text("utf-8")) for path in sorted(folder.glob("WD-*.json"))]
    days = 7 * len(weeks)
    line: dict[str, list[str]] = {nurse["id"]: [""] * days for nurse in scenario["nurses"]}
    skills = {nurse["id"]: nurse["skills"] for nurse in scenario["nurses"]}
    staff: Counter[tuple[int, str, str]] = Counter()
    hard, soft = 0, Counter[str]()
    for nurse, day, shift, skill in roster:
        hard += (line[nurse][day] != "") + (skill not in skills[nurse])
        line[nurse][day] = shift
        staff[day, shift, skill] += 1
    for number, week in enumerate(weeks):
        hard += _cover(week, number, staff, soft)
        for request in week["shiftOffRequests"]:
            day = 7 * number + _weekdays().index(request["day"])
            worked = line[request["nurse"]][day]
            soft["S4"] += 10 * (worked != "" and request["shiftType"] in ("Any", worked))
    barred = {
        (entry["precedingShiftType"], later)
        for entry in scenario["forbiddenShiftTypeSuccessions"]
        for later in entry["succeedingShiftTypes"]
    }
    before = {entry["nurse"]: entry for entry in history["nurseHistory"]}
    contracts = {contract["id"]: contract for contract in scenario["contracts"]}
    for nurse in scenario["nurses"]:
        past, own = before[nurse["id"]], line[nurse["id"]]
        yesterday = past["lastAssignedShiftType"]
        for shift in own:
            hard += (yesterday, shift) in barred
            yesterday = shift
        soft.update(_of_nurse(own, past, contracts[nurse["contract"]], scenario["shiftTypes"]))
    return Score(hard, +soft)


def _weekdays() -> list[str]:
    return ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]


def _cover(week: Any, number: int, staff: Counter[tuple[int, str, str]], soft: Counter[str]) -> int:
    """Nurses missing to the minimum; those missing from there to the optimum cost."""
    missing = 0
    for line in week["requirements"]:
        for weekday, name in enumerate(_weekdays()):
            asked = line[f"requirementOn{name}"]
            given = staff[7 * number + weekday, line["shiftType"], line["skill"]]
            missing += max(0, asked["minimum"] - given)
            soft["S1"] += 30 * max(0, asked["optimal"] - max(given, 0))
    return missing


def _of_nurse(own: list[str], past: Any, contract: Any, types: Any) -> Counter[str]:
    soft: Counter[str] = Counter()
    for kind in types:
        begun = past["numberOfConsecutiveAssignments"] if past["lastAssignedShiftType"] == kind["id"] else 0
        low, high = (kind[f"{end}imumNumberOfConsecutiveAssignments"] for end in ("min", "max"))
        soft["S2"] += 15 * _runs([shift == kind["id"] for shift in own], begun, low, high)
    for which, what, begun, held in (
        ("S2", "WorkingDays", past["numberOfConsecutiveWorkingDays"], [shift != "" for shift in own]),
        ("S3", "DaysOff", past["numberOfConsecutiveDaysOff"], [shift == "" for shift in own]),
    ):
        low, high = (contract[f"{end}imumNumberOfConsecutive{what}"] for end in ("min", "max"))
        soft[which] += 30 * _runs(held, begun, low, high)
    weekends = [(own[day] != "", own[day + 1] != "") for day in range(5, len(own), 7)]
    if contract["completeWeekends"]:
        soft["S5"] += 30 * sum(first != second for first, second in weekends)
    total = past["numberOfAssignments"] + sum(shift != "" for shift in own)
    low, high = contract["minimumNumberOfAssignments"], contract["maximumNumberOfAssignments"]
    soft["S6"] += 20 * (max(0, low - total) + max(0, total - high))
    worked = past["numberOfWorkingWeekends"] + sum(map(any, weekends))
    over = max(0, worked - contract["maximumNumberOfWorkingWeekends"])
    soft["S7"] += 30 * (over - max(0, past["numberOfWorkingWeekends"] - contract["maximumNumberOfWorkingWeekends"]))
    return soft


def _runs(held: list[bool], begun: int, low: int, high: int) -> int:
    """Days by which stretches are too short or too long; one that reaches the end may still grow."""
    short = over = 0
    length = begun
    for there in held:
        if there:
            length += 1
            over += length > high
        else:
            short += max(0, low - length) if length else 0
            length = 0
    return short + over


def main() -> int:
    with Path(sys.argv[2]).open(encoding="utf-8", newline="") as file:
        roster = [(nurse, int(day), shift, skill) for nurse, day, shift, skill in csv.reader(file)]
    found = score(Path(sys.argv[1]), roster)
    print(f"hard {found.hard}, cost {found.cost}: {dict(sorted(found.soft.items()))}")
    return int(found.hard > 0)


if __name__ == "__main__":
    sys.exit(main())
