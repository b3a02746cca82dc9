"""The bundled brigade's tables as rows, read without the product."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "inputs" / "hancheng"
START, HISTORY_START, LAST = date(2026, 10, 19), date(2026, 9, 21), date(2027, 1, 31)
HISTORY = [HISTORY_START + timedelta(days=n) for n in range(28)]
HOURS = {"D": (7, 15), "E": (15, 23), "O": (18, 26), "N": (23, 31), "L": (8, 32)}
Table = list[dict[str, str]]


@cache
def table(name: str) -> Table:
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


OFFICERS = {row["id"]: row for row in table("officers")}
LINE = {who for who, row in OFFICERS.items() if "leader" not in row["qualifications"].split(";")}
DUTIES = {(row["officer"], date.fromisoformat(row["date"])): row["shift"] for row in table("history")}


def those(**wanted: str) -> set[str]:
    return {who for who, row in OFFICERS.items() if all(row[column] == value for column, value in wanted.items())}


def able(qualification: str) -> set[str]:
    return {who for who, row in OFFICERS.items() if qualification in row["qualifications"].split(";")}


def away(day: date, among: set[str]) -> set[str]:
    """Who has a whole day of leave."""
    return {
        row["id"]
        for row in table("absences")
        if row["id"] in among and row["from"][10:] == "" and row["from"] <= day.isoformat() <= row["to"]
    }
