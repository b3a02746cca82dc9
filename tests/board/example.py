"""A small read model, as a desk tells it, with one of everything that a page shows."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

FIRST, DAYS = date(2026, 10, 19), 7
NAMES = ("张伟", "李娜", "王强", "赵敏", "<script>alert(1)</script>", "=HYPERLINK(1)")
PATTERN = ("DDN..DD", "NN..DDD", "..DDNN.", "D.DD.NN", "DN.DN..", ".D.N.DN")
SHIFTS = {"D": ("Day", "白", "07:00", "19:00", "#fff3bf"), "N": ("Night", "夜", "19:00", "07:00", "#3b4cc0")}


def read_model(language: str = "en", people: int = len(NAMES), days: int = DAYS) -> dict[str, Any]:
    """Six people, or more of the same, and a week, or longer."""
    dates = [FIRST + timedelta(day) for day in range(days)]
    rows = [_person(number, dates) for number in range(people)]
    return {
        "format": 1,
        "workbook": "week.xlsx",
        "hash": "0" * 64,
        "brigade": "第一大队" if language == "zh" else "First brigade",
        "language": language,
        "published": None,
        "first": dates[0].isoformat(),
        "days": days,
        "dates": [
            {
                "date": day.isoformat(),
                "weekday": ("一二三四五六日" if language == "zh" else "MTWTFSS")[day.weekday()],
                "weekend": day.weekday() > 4,
                "holiday": "Feast" if number == 3 else None,
            }
            for number, day in enumerate(dates)
        ],
        "shifts": [
            {"code": code, "letter": zh if language == "zh" else code, "name": name, "start": start, "end": end}
            | {"hours": 12.0, "night": code == "N", "colour": colour, "part": False}
            for code, (name, zh, start, end, colour) in SHIFTS.items()
        ],
        "leaves": [{"kind": "sick", "letter": "SL", "name": "sick leave"}],
        "rest": "-",
        "people": rows,
        "cover": [
            {"shift": code, "name": SHIFTS[code][0], "days": [_cover(code, day, rows) for day in range(days)]}
            for code in SHIFTS
        ],
        "zones": [{"id": "Z1", "name": "Old town", "x": None, "y": None}],
        "sites": [
            {"id": "S1", "name": "Gate", "zone": "Z1", "x": 110.44, "y": 35.47, "kind": "checkpoint"},
            {"id": "S2", "name": "Market", "zone": "Z1", "x": 110.46, "y": 35.48, "kind": "checkpoint"},
        ],
        "routes": [{"id": "R1", "name": "Street", "from": {"x": 110.44, "y": 35.47}, "to": {"x": 110.46, "y": 35.48}}],
        "vehicles": [{"id": "V1", "name": "Car", "away": []}, {"id": "V2", "name": "Van", "away": []}],
        "crews": [_crew(day, code, rows, dates) for day in range(days) for code in SHIFTS],
        "presence": [{"zone": "Z1", "zones": ["Z1"], "slots": [1, 1, 1, 0] * 24 * days, "short": [0, 1] * 24 * days}],
        "free": {
            day.isoformat(): [
                {"officer": row["id"], "why": "rests after a night" if number % 2 else None, "shifts": {}}
                for number, row in enumerate(rows)
                if not row["cells"][column]["code"]
            ]
            for column, day in enumerate(dates)
        }
        if people < 50
        else {},
        "findings": [
            _finding("a break of 11 h is too short", "must", None, [[0, 2]], dates[2]),
            _finding("Gate is passed too seldom", "shortfall", 2, [[1, 1]], dates[0], "S1"),
            _finding("a request is not met", "wish", None, [[2, 3]], dates[3]),
        ],
        "verdict": {"musts": 1, "shortfalls": {"2": 1}, "cost": 40, "text": "violations of musts: 1"},
    }


def _person(number: int, dates: list[date]) -> dict[str, Any]:
    pattern = PATTERN[number % len(PATTERN)]
    codes = [pattern[day % len(pattern)].replace(".", "") for day in range(len(dates))]
    return {
        "id": f"P{number + 1:03}",
        "name": NAMES[number] if number < len(NAMES) else f"{NAMES[number % 4]}{number}",
        "squad": "AB"[number % 2],
        "zone": "Z1",
        "qualifications": ["driver"] if number % 2 else [],
        "hours": 12.0 * sum(map(bool, codes)),
        "nights": codes.count("N"),
        "cells": [
            {"code": code, "typed": False, "was": None, "findings": []}
            | {"away": "SL" if number == 1 and day == 2 else None, "unit": _unit(code, dates[day]) if code else None}
            | {"request": "asked not to work D" if number == 2 and day == 3 else None}
            for day, code in enumerate(codes)
        ],
    }


def _unit(code: str, day: date) -> str:
    return f"{day.isoformat()}/{code}/car-1"


def _cover(code: str, day: int, rows: list[dict[str, Any]]) -> dict[str, int]:
    given = sum(row["cells"][day]["code"] == code for row in rows)
    return {"asked": max(2, given), "given": given}


def _crew(day: int, code: str, rows: list[dict[str, Any]], dates: list[date]) -> dict[str, Any]:
    start = 420 if code == "D" else 1140
    members = [row["id"] for row in rows if row["cells"][day]["code"] == code][:3]
    return {
        "id": _unit(code, dates[day]),
        "name": "car-1",
        "date": dates[day].isoformat(),
        "shift": code,
        "zone": "Z1",
        "vehicle": "V1",
        "needs_vehicle": True,
        "from": start,
        "to": start + 720,
        "seats": [
            {"role": role, "role_name": role, "officer": officer, "armed": role == "lead"}
            for role, officer in zip(("lead", "driver", "member"), members, strict=False)
        ],
        "stands": [{"from": start, "to": start + 720, "zone": "Z1", "site": "S1", "mode": "patrol"}],
        "may_stand": ["Z1", "S1", "S2"],
        "stops": [
            {"from": start, "to": start + 60, "site": "S1", "does": "stands"},
            {"from": start + 90, "to": start + 150, "site": "S2", "does": "passes"},
        ],
    }


def _finding(
    text: str, kind: str, priority: int | None, cells: list[list[int]], day: date, place: str = ""
) -> dict[str, Any]:
    known = {"priority": priority, "amount": 1, "cells": cells, "rows": [], "unit": None, "place": place}
    return {"text": text, "kind": kind, "date": day.isoformat(), **known}
