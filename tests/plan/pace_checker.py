"""An outside check of whether people can work from a plan: stops an hour, stands, meals, opening hours, kilometres.

Reads the tables and `itinerary.csv`, and nothing of the plan's own code. What the shipped rules ask for by default
stands here as numbers; a brigade that asks for something else gives its own.
"""

from __future__ import annotations

import datetime as dt
import math
from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from tests.plan.checker import kilometres, moment, rows_of

Row = Mapping[str, str]
STOPS_AN_HOUR, SHORTEST_STOP, SHORTEST_STAND, LONGEST_VISIT, MOST_KM = 2.25, 5, 10, 45, 40.0
MEAL_MINUTES, MEAL_FROM_HOURS, MEAL_AFTER, MEAL_BEFORE = 30, 6, 120, 60
DETOUR = 1.3


class Stay(NamedTuple):
    """What a crew does at one place in one piece."""

    arrive: dt.datetime
    leave: dt.datetime
    rows: tuple[Row, ...]

    @property
    def minutes(self) -> float:
        return (self.leave - self.arrive).total_seconds() / 60

    @property
    def first(self) -> Row:
        return self.rows[0]

    def does(self, mode: str) -> bool:
        return any(row["mode"] == mode for row in self.rows)


def pace_faults(folder: Path, written: Path, longest_visit: int = LONGEST_VISIT) -> list[str]:
    """What the crews of `itinerary.csv` could not do at a human pace, a sentence each."""
    sites = {row["id"]: row for row in rows_of(folder / "sites.csv")}
    crews: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows_of(written / "itinerary.csv"):
        crews[row["date"], row["unit"]].append(row)
    return [
        f"{date} {unit}: {fault}"
        for (date, unit), rows in crews.items()
        for fault in _of_crew(_stays(rows), sites, longest_visit)
    ]


def _stays(rows: list[Row]) -> list[Stay]:
    """Rows in order; those at one site, or in a zone as a whole, that go on from each other as one."""
    found: list[Stay] = []
    for row in sorted(rows, key=lambda row: row["arrive"]):
        arrive, leave = moment(row["arrive"]), moment(row["leave"])
        before = found[-1] if found else None
        if before and row["place_kind"] != "route" and before.leave == arrive and before.first["place"] == row["place"]:
            found[-1] = Stay(before.arrive, leave, (*before.rows, row))
        else:
            found.append(Stay(arrive, leave, (row,)))
    return found


def _of_crew(stays: list[Stay], sites: Mapping[str, Row], longest_visit: int) -> Iterator[str]:
    start, end = stays[0].arrive, stays[-1].leave
    hours = (end - start).total_seconds() / 3600
    if len(stays) > math.ceil(STOPS_AN_HOUR * hours):
        yield f"{len(stays)} stops in {hours:.1f} h"
    if hours >= MEAL_FROM_HOURS and not any(_is_meal(row, start, end) for stay in stays for row in stay.rows):
        yield "no meal"
    for stay in stays:
        at = f"{stay.first['place']} at {stay.first['arrive']}"
        if stay.minutes < SHORTEST_STOP or (stay.does("static") and stay.minutes < SHORTEST_STAND):
            yield f"{stay.minutes:.0f} minutes at {at}"
        if stay.first["place_kind"] == "checkpoint":
            if stay.minutes > longest_visit and not stay.does("meal"):
                yield f"{stay.minutes:.0f} minutes at {at}"
            if not _is_open(sites[stay.first["place"]]["opening_hours"], stay):
                yield f"{at} is closed"
    km = _kilometres(stays, sites)
    if km > MOST_KM:
        yield f"{km:.0f} km"


def _is_meal(row: Row, start: dt.datetime, end: dt.datetime) -> bool:
    first, last = start + dt.timedelta(minutes=MEAL_AFTER), end - dt.timedelta(minutes=MEAL_BEFORE)
    inside = min(moment(row["leave"]), last) - max(moment(row["arrive"]), first)
    return row["mode"] == "meal" and inside >= dt.timedelta(minutes=MEAL_MINUTES)


def _is_open(hours: str, stay: Stay) -> bool:
    if not hours:
        return True
    opens, closes = (int(text[:2]) * 60 + int(text[3:]) for text in hours.split("-"))
    minutes = range(int(stay.minutes))
    clock = [(stay.arrive + dt.timedelta(minutes=more)).time() for more in minutes]
    at = [time.hour * 60 + time.minute for time in clock]
    return all(opens <= m < closes if opens < closes else m >= opens or m < closes for m in at)


def _kilometres(stays: list[Stay], sites: Mapping[str, Row]) -> float:
    """From site to site; routes, which may be entered at either end, are left out: never too many."""
    points = [
        (float(sites[stay.first["place"]]["latitude"]), float(sites[stay.first["place"]]["longitude"]))
        for stay in stays
        if stay.first["place"] in sites
    ]
    return DETOUR * sum(kilometres(one, other) for one, other in pairwise(points))
