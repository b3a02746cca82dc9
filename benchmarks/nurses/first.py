"""The first competition's file as a brigade: contracts, patterns, cover and requests of one period.

Haspeslagh, De Causmaecker, Schaerf and Stølevik (2014), "The first international nurse rostering competition 2010".
Each constraint of a contract is one entry; so is each unwanted pattern, for the contracts that have it.
"""

from __future__ import annotations

import datetime as dt
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

from benchmarks.nurses.brigade import HOURS, Brigade, both, grouped

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
NIGHT = "N"


def brigade(file: Path) -> Brigade:
    """The brigade that an instance's file tells of."""
    root = ET.parse(file).getroot()
    start, end = (dt.date.fromisoformat(_text(root, name)) for name in ("StartDate", "EndDate"))
    made = Brigade()
    made.settings(root.get("ID", file.stem), start.isoformat(), ((end - start).days + 1) // 7)
    for employee in root.findall("Employees/Employee"):
        name, skills = employee.get("ID", ""), [skill.text or "" for skill in employee.findall("Skills/Skill")]
        contract = _text(employee, "ContractID")
        made.add("officers", id=name, name=name, contract=contract, qualifications=";".join(skills))
    for shift in root.findall("ShiftTypes/Shift"):
        code = shift.get("ID", "")
        made.add("shifts", code=code, name=_text(shift, "Description") or code, **HOURS)
        made.add("units", kind=code, crew=1, mode="static", shifts=code)
    _demand(made, root, start, end)
    _requests(made, root)
    _rules(made, root)
    return made


def _text(element: ET.Element, name: str) -> str:
    return (element.findtext(name) or "").strip()


def _demand(made: Brigade, root: ET.Element, start: dt.date, end: dt.date) -> None:
    """So many on a shift, no more and no fewer; dates with numbers of their own have a type of their own."""
    asked: dict[tuple[str, str], int] = {}
    own = root.findall("CoverRequirements/DateSpecificCover")
    for cover in root.findall("CoverRequirements/DayOfWeekCover"):
        for number in range((end - start).days + 1):
            date = start + dt.timedelta(days=number)
            if WEEKDAYS[date.weekday()] == _text(cover, "Day"):
                word = date.isoformat() if own else _text(cover, "Day")[:3].lower()
                asked |= {(_text(e, "Shift"), word): int(_text(e, "Preferred")) for e in cover.findall("Cover")}
    for cover in own:
        word = _text(cover, "Date")
        asked |= {(_text(e, "Shift"), word): int(_text(e, "Preferred")) for e in cover.findall("Cover")}
    if own:
        for number in range((end - start).days + 1):
            date = start + dt.timedelta(days=number)
            made.add("calendar", date=date.isoformat(), day_type=f"day-{date}")
    lines = grouped(
        ((shift, number), f"day-{word}" if own else word) for (shift, word), number in asked.items() if number
    )
    for (shift, number), words in lines.items():
        hours = {"from_": HOURS["start"], "to": HOURS["end"]}
        made.add("demand", unit_kind=shift, **hours, day_types=";".join(words), minimum=number)


def _requests(made: Brigade, root: ET.Element) -> None:
    for tag, wish in (
        ("DayOffRequests/DayOff", "off"),
        ("DayOnRequests/DayOn", "on"),
        ("ShiftOffRequests/ShiftOff", "off"),
        ("ShiftOnRequests/ShiftOn", "on"),
    ):
        for request in root.findall(tag):
            nurse, date, shift = (_text(request, name) for name in ("EmployeeID", "Date", "ShiftTypeID"))
            made.request(nurse, date, shift, wish, int(request.get("weight", "1")))


def _weight(contract: ET.Element, name: str) -> int:
    """What a constraint of a contract costs; 0 where it is off."""
    found = contract.find(name)
    if found is None or found.get("on", "1") != "1" or (found.text or "").strip().lower() == "false":
        return 0
    return int(found.get("weight", "1"))


def _rules(made: Brigade, root: ET.Element) -> None:
    made.rule("cover", "cover", "must", asks="minimum")
    used = {_text(employee, "ContractID") for employee in root.findall("Employees/Employee")}
    contracts = [contract for contract in root.findall("Contracts/Contract") if contract.get("ID") in used]
    for contract in contracts:
        _of_contract(made, contract, root)
    patterns = grouped(
        (pattern.text, contract.get("ID"))
        for contract in contracts
        for pattern in contract.findall("UnwantedPatterns/Pattern")
    )
    for pattern in root.findall("Patterns/Pattern"):
        if pattern.get("ID") in patterns:
            _pattern(made, pattern, patterns[pattern.get("ID")])
    made.rule("requests", "requests", 1)


def _of_contract(made: Brigade, contract: ET.Element, root: ET.Element) -> None:
    name = contract.get("ID", "")
    who = {"contract": [name]}

    def between(title: str, rule: str, low: str, high: str, **fields: object) -> None:
        few, many = _weight(contract, low), _weight(contract, high)
        ends = {"min": _number(contract, low) if few else None, "max": _number(contract, high) if many else None}
        given = {end: value for end, value in ends.items() if value is not None}
        if given:
            weight = both(few, many) if few and many else few or many
            made.rule(f"{title} {name}", rule, weight, **given, **fields, who=who)

    between("assignments", "shift_count", "MinNumAssignments", "MaxNumAssignments", per="horizon")
    between("working days", "consecutive_shifts", "MinConsecutiveWorkingDays", "MaxConsecutiveWorkingDays")
    between("free days", "consecutive_days_off", "MinConsecutiveFreeDays", "MaxConsecutiveFreeDays")
    days = [day[:3].lower() for day in ("Friday", "Saturday", "Sunday", "Monday") if day in _weekend(contract)]
    _of_weekends(made, contract, name, days)
    weight = _weight(contract, "AlternativeSkillCategory")
    has = [
        {skill.text for skill in employee.findall("Skills/Skill")}
        for employee in root.findall("Employees/Employee")
        if _text(employee, "ContractID") == name
    ]
    for shift in root.findall("ShiftTypes/Shift"):
        for skill in shift.findall("Skills/Skill"):
            if all(skill.text in skills for skills in has):
                continue
            has_not = {**who, "but": {"qualification": [skill.text]}}
            title = f"skill {skill.text} on {shift.get('ID')} {name}"
            when = {"shift": [shift.get("ID")]}
            made.rule(title, "shift_count", weight, max=0, per="horizon", who=has_not, when=when)


def _of_weekends(made: Brigade, contract: ET.Element, name: str, days: list[str]) -> None:
    who, whole = {"contract": [name]}, {"days": days}
    most = _weight(contract, "MaxWorkingWeekendsInFourWeeks")
    if most:
        number = _number(contract, "MaxWorkingWeekendsInFourWeeks")
        made.rule(f"weekends {name}", "weekends", most, max=number, **whole, who=who)
    low, high = "MinConsecutiveWorkingWeekends", "MaxConsecutiveWorkingWeekends"
    few, many = _weight(contract, low), _weight(contract, high)
    row = {"min": _number(contract, low) if few else None, "max": _number(contract, high) if many else None}
    row = {end: value for end, value in row.items() if value}
    if row:
        weight = both(few, many) if few and many else few or many
        made.rule(f"weekends in a row {name}", "weekends", weight, in_a_row=row, **whole, who=who)
    made.rule(
        f"complete weekends {name}", "weekends", _weight(contract, "CompleteWeekends"), whole=True, **whole, who=who
    )
    same = _weight(contract, "IdenticalShiftTypesDuringWeekend")
    made.rule(f"same shift {name}", "weekends", same, same_shift=True, **whole, who=who)
    quiet = _weight(contract, "NoNightShiftBeforeFreeWeekend")
    pattern = [NIGHT, *["-"] * len(days)]
    made.rule(
        f"night before {name}", "shift_succession", quiet, forbidden=[pattern], who=who, when={"weekday": days[-1:]}
    )


def _weekend(contract: ET.Element) -> str:
    return _text(contract, "WeekendDefinition") or "SaturdaySunday"


def _number(contract: ET.Element, name: str) -> int:
    return int(_text(contract, name))


def _pattern(made: Brigade, pattern: ET.Element, contracts: list[Any]) -> None:
    """An unwanted pattern; where its days are named, on the weekday on which it ends."""
    words = {"Any": "*", "None": "-"}
    entries = [(_text(e, "ShiftType"), _text(e, "Day")) for e in pattern.findall("PatternEntries/PatternEntry")]
    last = entries[-1][1]
    when = None if last == "Any" else {"weekday": [last[:3].lower()]}
    forbidden = [[words.get(shift, shift) for shift, _day in entries]]
    weight = int(pattern.get("weight", "1"))
    made.rule(
        f"pattern {pattern.get('ID')}",
        "shift_succession",
        weight,
        forbidden=forbidden,
        who={"contract": contracts},
        when=when,
    )
