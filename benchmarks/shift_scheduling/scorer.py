"""What a solution of an instance breaks and costs, told from the two files alone.

    python -m benchmarks.shift_scheduling.scorer INSTANCE.txt SOLUTION.csv

Shares nothing with the product, not even the reader of instances, so that a misreading there shows here. It takes the
instance to be well formed. A solution has a line an employee: the id, then a shift or nothing for every day.
"""

from __future__ import annotations

import csv
import sys
from collections import Counter
from collections.abc import Iterator
from itertools import groupby, pairwise
from pathlib import Path
from typing import NamedTuple

Tables = dict[str, list[list[str]]]
"""The values of each line of an instance, by section."""

Plan = dict[str, list[str]]
"""Each employee's shift by day, empty for a day off."""


class Score(NamedTuple):
    violations: list[str]
    objective: int


def score(instance: Path, solution: Path) -> Score:
    """Every violation in words, and the sum of the weights that are paid."""
    tables = tables_of(instance)
    days = int(tables["HORIZON"][0][0])
    staff = [row[0] for row in tables["STAFF"]]
    with solution.open(encoding="utf-8", newline="") as file:
        rows = [[value.strip() for value in row] for row in csv.reader(file) if row]
    shifts = {row[0] for row in tables["SHIFTS"]}
    faults = list(_misshapen(rows, staff, shifts, days))
    if faults:
        return Score(faults, 0)
    plan = {name: list(cells) for name, *cells in rows}
    return Score(list(violations(tables, plan)), objective(tables, plan))


def tables_of(path: Path) -> Tables:
    """An instance's text as it stands."""
    tables: Tables = {}
    section = ""
    for line in path.read_text(encoding="utf-8-sig").splitlines():
        text = line.partition("#")[0].strip()
        if text.startswith("SECTION_"):
            section = text.removeprefix("SECTION_")
            tables[section] = []
        elif text:
            tables[section].append([value.strip() for value in text.split(",")])
    return tables


def _misshapen(rows: list[list[str]], staff: list[str], shifts: set[str], days: int) -> Iterator[str]:
    """Why a solution cannot be read as one: its lines, their lengths, unknown shifts."""
    lines = Counter(row[0] for row in rows)
    for name in [*staff, *(lines.keys() - set(staff))]:
        if lines[name] != (name in staff):
            yield f"{name}: {lines[name]} lines in the solution, {int(name in staff)} expected"
    for name, *cells in rows:
        if len(cells) != days:
            yield f"{name}: {len(cells)} days in the solution, {days} expected"
        yield from (f"{name}, day {day}: unknown shift {c}" for day, c in enumerate(cells) if c and c not in shifts)


def violations(tables: Tables, plan: Plan) -> Iterator[str]:
    """What a plan does that the instance forbids, employee by employee."""
    minutes = {row[0]: int(row[1]) for row in tables["SHIFTS"]}
    barred = {(row[0], later) for row in tables["SHIFTS"] for later in row[2].replace(" ", "").split("|") if later}
    for name, *free in tables["DAYS_OFF"]:
        yield from (f"{name}, day {day}: works on a day off" for day in free if plan[name][int(day)])
    for name, most, *numbers in tables["STAFF"]:
        most_minutes, least_minutes, longest, shortest, rest, weekends = map(int, numbers)
        line = plan[name]
        for day, pair in enumerate(pairwise(line)):
            if pair in barred:
                yield f"{name}, day {day + 1}: {pair[1]} after {pair[0]}"
        for entry in most.replace(" ", "").split("|"):
            shift, limit = entry.split("=")
            if line.count(shift) > int(limit):
                yield f"{name}: {line.count(shift)} shifts {shift}, at most {limit}"
        total = sum(minutes[shift] for shift in line if shift)
        if not least_minutes <= total <= most_minutes:
            yield f"{name}: {total} minutes, {least_minutes} to {most_minutes} expected"
        yield from (f"{name}, {text}" for text in _runs(line, longest, shortest, rest))
        worked = sum(any(line[monday + 5 : monday + 7]) for monday in range(0, len(line), 7))
        if worked > weekends:
            yield f"{name}: {worked} weekends, at most {weekends}"


def _runs(line: list[str], longest: int, shortest: int, rest: int) -> Iterator[str]:
    """Days of work or of rest in a row that are too many or too few; at the edges too few are not known to be."""
    for works, group in groupby(range(len(line)), key=lambda day: bool(line[day])):
        days = list(group)
        first, last = days[0], days[-1]
        inside = first > 0 and last < len(line) - 1
        if works and len(days) > longest:
            yield f"days {first}-{last}: {len(days)} days of work in a row, at most {longest}"
        if inside and len(days) < (shortest if works else rest):
            kind, least = ("of work", shortest) if works else ("off", rest)
            yield f"days {first}-{last}: {len(days)} days {kind} in a row, at least {least}"


def objective(tables: Tables, plan: Plan) -> int:
    """The sum of the weights that a plan pays."""
    paid = 0
    for name, day, shift, weight in tables["SHIFT_ON_REQUESTS"]:
        paid += int(weight) * (plan[name][int(day)] != shift)
    for name, day, shift, weight in tables["SHIFT_OFF_REQUESTS"]:
        paid += int(weight) * (plan[name][int(day)] == shift)
    for day, shift, asked, under, over in tables["COVER"]:
        given = sum(line[int(day)] == shift for line in plan.values())
        paid += int(under) * max(0, int(asked) - given) + int(over) * max(0, given - int(asked))
    return paid


def main() -> int:
    if len(sys.argv) != 3:
        print(__doc__, file=sys.stderr)
        return 2
    try:
        found = score(Path(sys.argv[1]), Path(sys.argv[2]))
    except (OSError, ValueError, LookupError) as error:
        print(f"no instance and solution to be read: {error!r}", file=sys.stderr)
        return 2
    print(*found.violations, f"objective {found.objective}, violations {len(found.violations)}", sep="\n")
    return 1 if found.violations else 0


if __name__ == "__main__":
    sys.exit(main())
