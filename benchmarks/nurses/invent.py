"""Invented instances in both competitions' formats.

    python -m benchmarks.nurses.invent first FILE.xml --people 10 --seed 1
    python -m benchmarks.nurses.invent second FOLDER --people 30 --weeks 4 --seed 1

People, contracts, numbers and requests are drawn anew from a seed; nothing is taken from the competitions' instances.
What the second asks for at the least some drawn roster gives, so that there is one.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import xml.etree.ElementTree as ET
from collections import Counter
from pathlib import Path
from random import Random
from typing import Any

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
SHIFTS = ("Early", "Day", "Late", "Night")
SKILLS = ("Chief", "Nurse", "Carer", "Pupil")
NUMBERS = {
    "Early": (2, 5),
    "Day": (2, 28),
    "Late": (2, 5),
    "Night": (3, 5),
}
CONTRACTS: dict[str, dict[str, int]] = {
    "Full": {"per_week": 5, "work_least": 3, "work_most": 5, "off_least": 2, "off_most": 3, "weekends": 2},
    "Part": {"per_week": 4, "work_least": 2, "work_most": 5, "off_least": 2, "off_most": 5, "weekends": 2},
    "Half": {"per_week": 3, "work_least": 2, "work_most": 4, "off_least": 3, "off_most": 6, "weekends": 1},
}
WARD = ("E", "D", "L", "N", "DH")


def second(folder: Path, people: int, weeks: int, seed: int) -> Path:
    """A folder of the second competition's files."""
    random = Random(seed)
    nurses: list[dict[str, Any]] = []
    for number in range(people):
        contract = random.choices(list(CONTRACTS), (5, 3, 2))[0]
        nurses.append({"id": f"NU_{number}", "contract": contract, "skills": _skills(random, number, people)})
    past = [_before(random, nurse) for nurse in nurses]
    scenario = {
        "id": f"n{people:03}w{weeks}",
        "numberOfWeeks": weeks,
        "skills": list(SKILLS),
        "shiftTypes": [
            {"id": s, "minimumNumberOfConsecutiveAssignments": a, "maximumNumberOfConsecutiveAssignments": b}
            for s, (a, b) in NUMBERS.items()
        ],
        "forbiddenShiftTypeSuccessions": [
            {"precedingShiftType": s, "succeedingShiftTypes": list(SHIFTS[:i] if s in ("Late", "Night") else ())}
            for i, s in enumerate(SHIFTS)
        ],
        "contracts": [_contract(name, weeks) for name in CONTRACTS],
        "nurses": nurses,
    }
    served = _drawn(random, nurses, past, 7 * weeks)
    folder.mkdir(parents=True, exist_ok=True)
    _write(folder / f"Sc-{scenario['id']}.json", scenario)
    _write(folder / f"H0-{scenario['id']}-0.json", {"week": 0, "scenario": scenario["id"], "nurseHistory": past})
    for week in range(weeks):
        lines = [_asked(random, served, week, shift, skill) for shift in SHIFTS for skill in SKILLS]
        wishes = random.sample(range(people), max(1, people // 3))
        requests = [
            {"nurse": nurses[n]["id"], "shiftType": random.choice(("Any", *SHIFTS)), "day": random.choice(DAYS)}
            for n in wishes
        ]
        content = {"scenario": scenario["id"], "requirements": lines, "shiftOffRequests": requests}
        _write(folder / f"WD-{scenario['id']}-{week}.json", content)
    return folder


def _write(file: Path, content: Any) -> None:
    """JSON with a line for each entry of a list."""
    parts = []
    for name, value in content.items():
        text = json.dumps(value)
        if isinstance(value, list) and value and isinstance(value[0], dict):
            text = "[\n  " + ",\n  ".join(map(json.dumps, value)) + "\n ]"
        parts.append(f" {json.dumps(name)}: {text}")
    file.write_text("{\n" + ",\n".join(parts) + "\n}\n", encoding="utf-8")


def _skills(random: Random, number: int, people: int) -> list[str]:
    """What a nurse can: chiefs may do a nurse's work, some nurses a carer's, pupils nothing else."""
    share = number / people
    if share < 0.15:
        return ["Chief", "Nurse"]
    if share < 0.6:
        return ["Nurse", "Carer"] if random.random() < 0.4 else ["Nurse"]
    return ["Carer"] if share < 0.85 else ["Pupil"]


def _contract(name: str, weeks: int) -> dict[str, Any]:
    own = CONTRACTS[name]
    return {
        "id": name,
        "minimumNumberOfAssignments": own["per_week"] * weeks - weeks,
        "maximumNumberOfAssignments": own["per_week"] * weeks,
        "minimumNumberOfConsecutiveWorkingDays": own["work_least"],
        "maximumNumberOfConsecutiveWorkingDays": own["work_most"],
        "minimumNumberOfConsecutiveDaysOff": own["off_least"],
        "maximumNumberOfConsecutiveDaysOff": own["off_most"],
        "maximumNumberOfWorkingWeekends": own["weekends"] * weeks // 4 + (weeks < 4),
        "completeWeekends": int(name != "Part"),
    }


def _before(random: Random, nurse: dict[str, Any]) -> dict[str, Any]:
    """What was before the first week."""
    on = random.randint(1, 4) if random.random() < 0.7 else 0
    shift = random.choice(SHIFTS) if on else "None"
    return {
        "nurse": nurse["id"],
        "numberOfAssignments": 0,
        "numberOfWorkingWeekends": 0,
        "lastAssignedShiftType": shift,
        "numberOfConsecutiveAssignments": random.randint(1, on) if on else 0,
        "numberOfConsecutiveWorkingDays": on,
        "numberOfConsecutiveDaysOff": 0 if on else random.randint(1, 3),
    }


def _drawn(
    random: Random, nurses: list[dict[str, Any]], past: list[dict[str, Any]], days: int
) -> Counter[tuple[int, str, str]]:
    """How many work each shift in each skill in a drawn roster without a forbidden succession."""
    served: Counter[tuple[int, str, str]] = Counter()
    for nurse, before in zip(nurses, past, strict=True):
        own = CONTRACTS[nurse["contract"]]
        day = 0 if before["numberOfConsecutiveDaysOff"] else random.randint(1, 3)
        while day < days:
            shift = random.choices(SHIFTS, (4, 4, 4, 3))[0]
            for _ in range(random.randint(max(own["work_least"], NUMBERS[shift][0]), own["work_most"])):
                if day < days:
                    served[day, shift, random.choice(nurse["skills"])] += 1
                day += 1
            day += random.randint(own["off_least"], own["off_most"])
    return served


def _asked(random: Random, served: Counter[tuple[int, str, str]], week: int, shift: str, skill: str) -> dict[str, Any]:
    line: dict[str, Any] = {"shiftType": shift, "skill": skill}
    for weekday, day in enumerate(DAYS):
        given = served[7 * week + weekday, shift, skill]
        least = min(given, round(0.6 * given + random.random() * 0.4))
        line[f"requirementOn{day}"] = {"minimum": least, "optimal": max(least, given + random.randint(-1, 1))}
    return line


def first(file: Path, people: int, seed: int) -> Path:
    """A file of the first competition."""
    random = Random(seed)
    start = dt.date(2026, 1, 5) + dt.timedelta(days=random.choice((0, 3)))
    root = ET.Element("SchedulingPeriod", ID=f"invented{people}-{seed}")
    _texts(root, StartDate=start.isoformat(), EndDate=(start + dt.timedelta(days=27)).isoformat())
    _all(root, "Skills", "Skill", ("Nurse", "HeadNurse"))
    types = ET.SubElement(root, "ShiftTypes")
    for number, code in enumerate(WARD):
        shift = ET.SubElement(types, "Shift", ID=code)
        hour = (6, 8, 14, 22, 8)[number]
        _texts(shift, StartTime=f"{hour:02}:00:00", EndTime=f"{(hour + 8) % 24:02}:00:00", Description=code)
        _all(shift, "Skills", "Skill", ("HeadNurse",) if code == "DH" else ("Nurse",))
    _patterns(root)
    contracts = ET.SubElement(root, "Contracts")
    for number, name in enumerate(("full", "part", "night")):
        _ward_contract(random, ET.SubElement(contracts, "Contract", ID=name), number)
    employees = ET.SubElement(root, "Employees")
    names = [f"A{number:02}" for number in range(people)]
    for number, name in enumerate(names):
        employee = ET.SubElement(employees, "Employee", ID=name)
        _texts(employee, ContractID=random.choices(("full", "part", "night"), (5, 3, 2))[0], Name=name)
        _all(employee, "Skills", "Skill", ("Nurse", "HeadNurse") if number < max(2, people // 6) else ("Nurse",))
    cover = ET.SubElement(root, "CoverRequirements")
    for day in DAYS:
        on = ET.SubElement(cover, "DayOfWeekCover")
        _texts(on, Day=day)
        scale = people * (0.48 if day in DAYS[5:] else 0.62) / 5
        for code in WARD:
            number = 1 if code == "DH" else max(1, round(scale * random.uniform(0.9, 1.35)))
            _texts(ET.SubElement(on, "Cover"), Shift=code, Preferred=number)
    places = [(name, day) for name in names for day in range(28)]
    random.shuffle(places)
    for wish, number in (("DayOff", 3), ("DayOn", 1), ("ShiftOff", 3)):
        wishes = ET.SubElement(root, f"{wish}Requests")
        for name, day in sorted(places.pop() for _ in range(people * number)):
            request = ET.SubElement(wishes, wish, weight=str(random.choice((1, 1, 2))))
            if wish == "ShiftOff":
                _texts(request, ShiftTypeID=random.choice(WARD))
            _texts(request, EmployeeID=name, Date=(start + dt.timedelta(days=day)).isoformat())
    ET.indent(root, "")
    text = ET.tostring(root, encoding="unicode").replace(">\n<", "><")
    for tag in ("Employee", "DayOff", "DayOn", "ShiftOff", "Shift", "Pattern", "Contract", "DayOfWeekCover"):
        text = text.replace(f"</{tag}>", f"</{tag}>\n")
    file.write_text(f"{text}\n", encoding="utf-8")
    return file


def _texts(element: ET.Element, **texts: object) -> None:
    for name, text in texts.items():
        ET.SubElement(element, name).text = str(text)


def _all(element: ET.Element, list_name: str, name: str, texts: tuple[str, ...]) -> None:
    found = ET.SubElement(element, list_name)
    for text in texts:
        ET.SubElement(found, name).text = text


def _patterns(root: ET.Element) -> None:
    patterns = ET.SubElement(root, "Patterns")
    for number, (weight, entries) in enumerate(
        (
            (1, (("L", "Any"), ("E", "Any"))),
            (1, (("N", "Any"), ("E", "Any"))),
            (1, (("None", "Friday"), ("Any", "Saturday"), ("Any", "Sunday"))),
            (2, (("N", "Any"), ("None", "Any"), ("E", "Any"))),
        )
    ):
        found = ET.SubElement(ET.SubElement(patterns, "Pattern", ID=str(number), weight=str(weight)), "PatternEntries")
        for index, (shift, day) in enumerate(entries):
            _texts(ET.SubElement(found, "PatternEntry", index=str(index)), ShiftType=shift, Day=day)


def _ward_contract(random: Random, contract: ET.Element, number: int) -> None:
    def ask(name: str, value: object, on: bool = True, weight: int = 1) -> None:
        ET.SubElement(contract, name, on=str(int(on)), weight=str(weight)).text = str(value)

    _texts(contract, Description=contract.get("ID"))
    ET.SubElement(contract, "SingleAssignmentPerDay", weight="1").text = "true"
    most = (20, 14, 16)[number]
    ask("MaxNumAssignments", most)
    ask("MinNumAssignments", most - random.randint(2, 5))
    ask("MaxConsecutiveWorkingDays", random.randint(4, 6))
    ask("MinConsecutiveWorkingDays", random.randint(2, 3), weight=random.choice((1, 2)))
    ask("MaxConsecutiveFreeDays", random.randint(4, 6))
    ask("MinConsecutiveFreeDays", random.randint(2, 3))
    ask("MaxConsecutiveWorkingWeekends", random.randint(2, 3))
    ask("MinConsecutiveWorkingWeekends", 2, on=number == 1)
    ask("MaxWorkingWeekendsInFourWeeks", 3, on=number != 1)
    _texts(contract, WeekendDefinition="FridaySaturdaySunday" if number == 2 else "SaturdaySunday")
    for name, on in (
        ("CompleteWeekends", True),
        ("IdenticalShiftTypesDuringWeekend", number < 2),
        ("NoNightShiftBeforeFreeWeekend", number != 1),
        ("AlternativeSkillCategory", True),
    ):
        ET.SubElement(contract, name, weight="1").text = str(on).lower()
    _all(contract, "UnwantedPatterns", "Pattern", (("0", "1", "2"), ("0", "1", "3"), ("1", "2", "3"))[number])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("competition", choices=("first", "second"))
    parser.add_argument("target", type=Path)
    parser.add_argument("--people", type=int, default=30)
    parser.add_argument("--weeks", type=int, default=4, help="of the second competition; the first has four")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    if given.competition == "first":
        first(given.target, given.people, given.seed)
    else:
        second(given.target, given.people, given.weeks, given.seed)


if __name__ == "__main__":
    main()
