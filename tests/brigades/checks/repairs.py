"""Somebody's week handed over, a lead and a vehicle typed by hand: kept to the letter, or undone and named."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from contextlib import chdir
from pathlib import Path
from random import Random
from typing import Any

from openpyxl import load_workbook

from roster.i18n import every_form
from tests.brigades.brigade import Brigade
from tests.brigades.checks.commands import command, json_of
from tests.brigades.checks.fault import Findings
from tests.brigades.checks.workbook import Row, flat_rows, titled

Crew = tuple[dt.date, str, str]
"""Date, shift and label."""
Typed = tuple[str, Crew, str, str]
"""The cell, the crew, the column of `HR` that was typed, and its new value."""
SECONDS = 4.0
HEADINGS, FIRST = 3, 4
"""Rows of the first day's order and of the sheet of vehicles."""


def find(brigade: Brigade, folder: Path, findings: Findings) -> None:
    with chdir(folder):
        _find(brigade, folder, findings)


def _find(brigade: Brigade, folder: Path, findings: Findings) -> None:
    rng = Random(brigade.name)
    fast = ("--time-limit", SECONDS * findings.pace, "--workers", 1, "--plan-time", 0)
    home, book = brigade.write(folder), folder / "out.xlsx"
    solved = command(findings, "solve", home, *fast, "--json", "-o", book, accept=(0, 3, 4))
    if solved is None or solved.code:
        return
    rows = flat_rows(book, "HR")
    _handed_over(brigade, rng, book, rows, fast, findings)
    for typed in (_lead, _vehicle):
        edited = folder / f"{typed.__name__[1:]}.xlsx"
        edited.write_bytes(book.read_bytes())
        asked = typed(rng, edited, rows)
        if asked is not None:
            _kept_or_undone(edited, rows, asked, fast, findings)


def _handed_over(
    brigade: Brigade, rng: Random, book: Path, rows: list[Row], fast: tuple[object, ...], findings: Findings
) -> None:
    """Each duty of who leaves is the other's, or named with a reason."""
    duties = {(row["employee_id"], row["date"].date(), row["shift_code"]) for row in rows}
    leaving = sorted({officer for officer, *_ in duties})
    others = [row["id"] for row in brigade.rows("officers")]
    if not leaving or len(others) < 2:
        return
    leaves = rng.choice(leaving)
    takes = rng.choice([other for other in others if other != leaves])
    after = book.with_name("replaced.xlsx")
    told = json_of(
        command(findings, "replan", book, "--replace", leaves, takes, *fast, "--json", "-o", after, accept=(0, 1, 3, 4))
    )
    if told is None or not after.exists():
        return
    words = f"{leaves} -> {takes}"
    now = {(row["employee_id"], row["date"].date(), row["shift_code"]) for row in flat_rows(after, "HR")}
    if any(entry["rule"] == "absence" and entry.get("weight") == "must" and len(entry) == 3 for entry in brigade.rules):
        findings.expect(not {one for one in now if one[0] == leaves}, "replace: who leaves still has duties", words)
    left = {(date, shift) for officer, date, shift in duties if officer == leaves}
    handed: Any = told["handed_over"]
    listed = {(dt.date.fromisoformat(one["date"]), one["shift"]) for one in handed}
    findings.expect(listed == left, "replace: other duties listed than were there", f"{words} {listed ^ left}")
    for one in handed:
        done = (takes, dt.date.fromisoformat(one["date"]), one["shift"]) in now - duties
        findings.expect(done == one["done"], "replace: told otherwise than done", f"{words} {one}")
        findings.expect(one["done"] or bool(one["why_not"]), "replace: no reason", f"{words} {one}")
        findings.note("handed over" if done else "not handed over")
    _reasons(told, "replace", findings)


def _lead(rng: Random, file: Path, rows: list[Row]) -> Typed | None:
    """Another member typed under Lead of a crew of the first date."""
    book = load_workbook(file)
    sheet = titled(book, "Daily orders")
    heads = {str(sheet.cell(HEADINGS, at).value): at for at in range(1, sheet.max_column + 1)}
    unit, lead, rest = (
        next(heads[name] for name in every_form(title) if name in heads) for title in ("Unit", "Lead", "Members")
    )
    first = min((row["date"] for row in rows), default=None)
    members: dict[Crew, list[Row]] = defaultdict(list)
    for row in rows:
        if row["date"] == first:
            members[row["date"].date(), row["shift_code"], row["unit"]].append(row)
    labels = [crew[2] for crew in members]
    found = []
    for at in range(FIRST, sheet.max_row + 1):
        shown = str(sheet.cell(at, unit).value or "")  # as `Patrol car (car-Z1)`
        if not shown or shown in every_form("Unit"):
            break
        crew = next((crew for crew in members if f"({crew[2]})" in shown and labels.count(crew[2]) == 1), None)
        if crew and {"lead"} < {row["role"] for row in members[crew]}:
            found.append((at, crew))
    if not found:
        return None
    _at, crew = rng.choice(found)
    people = [row["employee_id"] for row in members[crew] if row["role"] != "lead"]
    who = rng.choice(people)
    others = [row["employee_id"] for row in members[crew] if row["employee_id"] != who]
    same = [row for row, other in found if other == crew]
    for row in same:
        sheet.cell(row, lead).value, sheet.cell(row, rest).value = who, ", ".join(others)
    book.save(file)
    return f"{sheet.title}!{sheet.cell(same[0], lead).coordinate}", crew, "lead", who


def _vehicle(rng: Random, file: Path, rows: list[Row]) -> Typed | None:
    """A crew's line moved to another vehicle's row."""
    book = load_workbook(file)
    if not set(every_form("Vehicles")) & set(book.sheetnames):  # a brigade without any
        return None
    sheet = titled(book, "Vehicles")
    dates = {
        value.date(): at
        for at in range(1, sheet.max_column + 1)
        if isinstance(value := sheet.cell(HEADINGS, at).value, dt.datetime)
    }
    at = {str(sheet.cell(row, 1).value): row for row in range(FIRST, sheet.max_row + 1) if sheet.cell(row, 1).value}
    moves = []
    for row in rows:
        date, had = row["date"].date(), row["vehicle_id"]
        if not had or had not in at or date not in dates:
            continue
        lines = str(sheet.cell(at[had], dates[date]).value or "").splitlines()
        own = [line for line in lines if line.split(" ")[-1] == row["unit"]]
        if len(own) == 1:
            crew = (date, row["shift_code"], row["unit"])
            moves += [(crew, had, other, own[0]) for other in at if other != had]
    if not moves:
        return None
    crew, had, vehicle, line = rng.choice(sorted(set(moves)))
    old, new = (sheet.cell(at[name], dates[crew[0]]) for name in (had, vehicle))
    old.value = "\n".join(one for one in str(old.value).splitlines() if one != line) or None
    new.value = "\n".join([*str(new.value or "").splitlines(), line])
    book.save(file)
    return f"{sheet.title}!{new.coordinate}", crew, "vehicle_id", vehicle


def _kept_or_undone(
    file: Path,
    rows: list[Row],
    typed: Typed,
    fast: tuple[object, ...],
    findings: Findings,
) -> None:
    """The crew runs on with what was typed, or without it and the edit is listed with its cell and a reason."""
    cell, crew, field, value = typed
    after = file.with_name(f"{field}-after.xlsx")
    told = json_of(command(findings, "replan", file, *fast, "--json", "-o", after, accept=(0, 2, 3, 4)))
    if told is None or not after.exists():
        return
    words = f"{crew} {field} {value} {cell}"
    now = flat_rows(after, "HR")
    members = [row for row in now if (row["date"].date(), row["shift_code"], row["unit"]) == crew]
    if field == "lead":
        kept = any(row["employee_id"] == value and row["role"] == "lead" for row in members)
    else:
        kept = bool(members) and all(row["vehicle_id"] == value for row in members)
    undone: Any = told["undone"]
    listed = [one for one in undone if one["cell"].partition("!")[0] == cell.partition("!")[0]]
    findings.expect(kept or bool(listed), f"typed {field}: neither kept nor undone", words)
    findings.expect(kept or all(one["why"] for one in listed), f"typed {field}: undone without a reason", words)
    findings.expect(not kept or not listed, f"typed {field}: kept and told as undone", f"{words} {listed}")
    ran, runs = ({(row["date"].date(), row["shift_code"], row["unit"]) for row in some} for some in (rows, now))
    if told["status"] == "optimal":  # else the repair may close a shortfall, or move it
        findings.expect(ran - runs == set(), f"typed {field}: a crew runs no more", f"{words} {ran - runs}")
    findings.note(f"{field} kept" if kept else f"{field} undone")
    _reasons(told, f"typed {field}", findings)


def _reasons(told: dict[str, Any], what: str, findings: Findings) -> None:
    """Every change has a reason."""
    for change in (*told["changes"], *told["units"]):
        findings.expect(bool(str(change["why"]).strip()), f"{what}: a change without a reason", change)
