"""Instances in the text format of the public shift-scheduling benchmark: a file in, plain facts out.

A file has sections, each a heading and lines of values separated by commas; `#` begins a comment.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from roster.domain.errors import Fault, InputError

HORIZON, SHIFTS, STAFF, DAYS_OFF, ON, OFF, COVER = (
    "SECTION_HORIZON",
    "SECTION_SHIFTS",
    "SECTION_STAFF",
    "SECTION_DAYS_OFF",
    "SECTION_SHIFT_ON_REQUESTS",
    "SECTION_SHIFT_OFF_REQUESTS",
    "SECTION_COVER",
)
VALUES = {HORIZON: 1, SHIFTS: 3, STAFF: 8, DAYS_OFF: 2, ON: 4, OFF: 4, COVER: 5}
"""How many values a line of each section has; one of days off has as many as it likes, from two on."""

MINUTES_A_DAY = 24 * 60
WHOLE = re.compile(r"-?[0-9]+")
"""One instance of the public set asks for `-0` people."""


@dataclass(frozen=True)
class Shift:
    id: str
    minutes: int
    not_followed_by: tuple[str, ...]  # on the next day


@dataclass(frozen=True)
class Employee:
    id: str
    most_shifts: dict[str, int]  # by shift
    most_minutes: int
    least_minutes: int
    most_in_a_row: int  # days of work
    least_in_a_row: int
    least_days_off: int  # in a row
    most_weekends: int


@dataclass(frozen=True)
class DayOff:
    employee: str
    day: int


@dataclass(frozen=True)
class Request:
    """A wish to work (`on`) or not to work a shift; the weight is paid where it is not met."""

    employee: str
    day: int
    shift: str
    weight: int
    on: bool


@dataclass(frozen=True)
class Cover:
    """People asked for on a shift, and what each one too few and too many costs."""

    day: int
    shift: str
    people: int
    under: int
    over: int


@dataclass(frozen=True)
class Instance:
    """One problem; days count from 0, a Monday."""

    days: int
    shifts: tuple[Shift, ...]
    staff: tuple[Employee, ...]
    days_off: tuple[DayOff, ...]
    requests: tuple[Request, ...]
    cover: tuple[Cover, ...]


@dataclass
class Faults:
    """What is wrong with a file, line by line."""

    path: Path
    found: list[tuple[int, Fault]] = field(default_factory=list)

    def add(self, line: int, found: str, expected: str) -> None:
        place = f"{self.path}:{line}" if line else str(self.path)
        self.found.append((line, Fault(place, found, expected)))

    def stop(self) -> None:
        """Raises InputError with all faults, in the file's order, if there are any."""
        if self.found:
            raise InputError(fault for _, fault in sorted(self.found, key=lambda pair: pair[0]))


@dataclass(frozen=True)
class Line:
    """The values of one line."""

    number: int
    values: list[str]
    faults: Faults

    def whole(self, text: str, what: str, low: int = 0, high: int | None = None) -> int:
        """A whole number within bounds; the lower bound where it is none."""
        if WHOLE.fullmatch(text) and low <= int(text) and (high is None or int(text) <= high):
            return int(text)
        bounds = f"{low} or more" if high is None else f"{low} to {high}"
        self.faults.add(self.number, f"'{text}'", f"{what}, a whole number, {bounds}")
        return low

    def known(self, text: str, what: str, names: Collection[str]) -> str:
        if text not in names:
            self.faults.add(self.number, f"'{text}'", f"{what} of this file")
        return text


def read(path: Path) -> Instance:
    """The instance in a file; raises InputError with every fault by file and line."""
    faults = Faults(path)
    lines = _sections(path, faults)
    faults.stop()
    days = lines[HORIZON][0].whole(lines[HORIZON][0].values[0], "a number of days", 1) if lines[HORIZON] else 1
    if len(lines[HORIZON]) != 1:
        faults.add(0, f"{len(lines[HORIZON])} lines in {HORIZON}", "one")
    shifts = {line.values[0] for line in lines[SHIFTS]}
    staff = {line.values[0] for line in lines[STAFF]}
    for section in (SHIFTS, STAFF):
        if not lines[section]:
            faults.add(0, f"no line in {section}", "one or more")
    for section, width in ((SHIFTS, 1), (STAFF, 1), (COVER, 2)):
        _once(lines[section], width)
    instance = Instance(
        days,
        tuple(_shift(line, shifts) for line in lines[SHIFTS]),
        tuple(_employee(line, shifts) for line in lines[STAFF]),
        tuple(off for line in lines[DAYS_OFF] for off in _days_off(line, staff, days)),
        tuple(_request(line, section == ON, staff, shifts, days) for section in (ON, OFF) for line in lines[section]),
        tuple(_cover(line, shifts, days) for line in lines[COVER]),
    )
    faults.stop()
    return instance


def _sections(path: Path, faults: Faults) -> dict[str, list[Line]]:
    """The lines of each section that have the right number of values."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        faults.add(0, error.strerror or "no file", "an instance as text")
        return {}
    except UnicodeDecodeError:
        faults.add(0, "bytes that are no UTF-8", "an instance as text")
        return {}
    lines: dict[str, list[Line]] = {}
    section = ""
    for number, raw in enumerate(text.splitlines(), start=1):
        content = raw.split("#")[0].strip()
        if content.startswith("SECTION_"):
            section = content
            if section not in VALUES or section in lines:
                faults.add(number, content, f"each of {', '.join(VALUES)} once")
            lines.setdefault(section, [])
        elif content and not section:
            faults.add(number, f"'{content}'", "a section's heading first")
        elif content and section in VALUES:
            values = [value.strip() for value in content.split(",")]
            if len(values) == VALUES[section] or (section == DAYS_OFF and len(values) > 1):
                lines[section].append(Line(number, values, faults))
            else:
                faults.add(number, f"{len(values)} values", f"{VALUES[section]} in {section}")
    for section in VALUES:
        if section not in lines:
            faults.add(0, f"no {section}", "every section once")
            lines[section] = []
    return lines


def _once(lines: Sequence[Line], width: int) -> None:
    """The first values of a line name it: no two lines have the same."""
    seen: dict[tuple[str, ...], int] = {}
    for line in lines:
        key = tuple(line.values[:width])
        first = seen.setdefault(key, line.number)
        if first != line.number:
            line.faults.add(line.number, f"'{','.join(key)}' again", f"it once, as in line {first}")
        if key[0] in ("", "*", "-"):
            line.faults.add(line.number, f"'{key[0]}'", "a name")


def _shift(line: Line, shifts: Collection[str]) -> Shift:
    code, minutes, barred = line.values
    after = tuple(line.known(other.strip(), "a shift", shifts) for other in barred.split("|") if other.strip())
    return Shift(code, line.whole(minutes, "the shift's minutes", 1, MINUTES_A_DAY), after)


def _employee(line: Line, shifts: Collection[str]) -> Employee:
    name, counts, *numbers = line.values
    most: dict[str, int] = {}
    for entry in counts.split("|"):
        code, _, number = entry.partition("=")
        most[line.known(code.strip(), "a shift", shifts)] = line.whole(number.strip(), f"the most shifts {code}")
    for code in sorted(set(shifts) - most.keys()):
        line.faults.add(line.number, f"no most shifts {code}", "one for each shift")
    names = ("most minutes", "least minutes", "most days in a row", "least days in a row", "least days off in a row")
    bounds = (0, 0, 1, 1, 1, 0)
    values = [
        line.whole(number, f"the {what}", low)
        for number, what, low in zip(numbers, (*names, "most weekends"), bounds, strict=True)
    ]
    if values[0] < values[1] or values[2] < values[3]:
        line.faults.add(line.number, "a least number above the most", "least numbers up to the most")
    return Employee(name, most, *values)


def _days_off(line: Line, staff: Collection[str], days: int) -> list[DayOff]:
    name = line.known(line.values[0], "an employee", staff)
    return [DayOff(name, line.whole(day, "a day", 0, days - 1)) for day in line.values[1:]]


def _request(line: Line, on: bool, staff: Collection[str], shifts: Collection[str], days: int) -> Request:
    name, day, shift, weight = line.values
    return Request(
        line.known(name, "an employee", staff),
        line.whole(day, "a day", 0, days - 1),
        line.known(shift, "a shift", shifts),
        line.whole(weight, "a weight"),
        on,
    )


def _cover(line: Line, shifts: Collection[str], days: int) -> Cover:
    day, shift, people, under, over = line.values
    return Cover(
        line.whole(day, "a day", 0, days - 1),
        line.known(shift, "a shift", shifts),
        line.whole(people, "the people asked for"),
        line.whole(under, "the weight for each person under"),
        line.whole(over, "the weight for each person over"),
    )
