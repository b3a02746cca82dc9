"""An outside check of a village's plan: reads the tables and the files written, and nothing of the plan's own code.

Times lie within the crew's shift and do not overlap; every way takes at least its time, wherever a route is entered; a
crew that roams stops in its zone, and elsewhere not for long; a crew with a post is at it.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator
from itertools import pairwise, product
from pathlib import Path

from tests.plan.checker import kilometres, moment, rows_of

Point = tuple[float, float]
ELSEWHERE = 16
NEARLY = 0.997
"""The earth is reckoned in two ways, here and there."""


def faults(folder: Path, written: Path) -> list[str]:
    """What is wrong with `itinerary.csv`, beside `slots.csv` and the tables."""
    return list(_Checker(folder, written).faults())


class _Checker:
    def __init__(self, folder: Path, written: Path) -> None:
        def table(name: str) -> list[dict[str, str]]:
            return rows_of(folder / f"{name}.csv") if (folder / f"{name}.csv").exists() else []

        self.rows = rows_of(written / "itinerary.csv")
        self.slots = rows_of(written / "slots.csv")
        self.sites = {row["id"]: row for row in table("sites")}
        self.routes = {row["id"]: row for row in table("routes")}
        self.zones = {row["id"]: row for row in table("zones")}
        self.travel = {(row["from"], row["to"]): float(row["minutes"]) for row in table("travel")}
        self.shifts = {row["code"]: (row["start"], row["end"]) for row in table("shifts")}

    def faults(self) -> Iterator[str]:
        units: dict[tuple[str, str], list[dict[str, str]]] = {}
        for row in self.rows:
            units.setdefault((row["date"], row["unit"]), []).append(row)
        for (date, unit), stops in units.items():
            ordered = sorted(stops, key=lambda row: row["arrive"])
            start, end = self._shift(date, unit)
            for row in ordered:
                if not start <= moment(row["arrive"]) < moment(row["leave"]) <= end:
                    yield f"{date} {unit}: {row['arrive']} to {row['leave']}, outside its shift"
            yield from (f"{date} {unit}: {text}" for text in self._ways(ordered))
            yield from (f"{date} {unit}: {text}" for text in self._zones(date, unit, ordered))

    def _shift(self, date: str, unit: str) -> tuple[dt.datetime, dt.datetime]:
        begins, ends = self.shifts[unit.split("/")[0]]
        start = dt.datetime.fromisoformat(f"{date}T{begins}")
        end = dt.datetime.fromisoformat(f"{date}T{ends}")
        return start, end if end > start else end + dt.timedelta(days=1)

    def _points(self, row: dict[str, str]) -> list[tuple[Point | None, Point | None]]:
        """Where a stop may begin and end; None where nobody knows."""
        name = row["place"]
        if name in self.sites:
            point = (float(self.sites[name]["latitude"]), float(self.sites[name]["longitude"]))
            return [(point, point)]
        if name in self.routes:
            route = self.routes[name]
            ends = [(float(route[f"{end}_latitude"]), float(route[f"{end}_longitude"])) for end in ("start", "end")]
            return list(product(ends, ends))
        middle = self._middle(name)
        return [(middle, middle)]

    def _middle(self, zone: str) -> Point | None:
        given = self.zones[zone]
        if given["latitude"]:
            return float(given["latitude"]), float(given["longitude"])
        points = [(float(s["latitude"]), float(s["longitude"])) for s in self.sites.values() if s["zone"] == zone]
        if not points:
            routes = [route for route in self.routes.values() if zone in route["zones"].split(";")]
            points = [
                (float(route[f"{end}_latitude"]), float(route[f"{end}_longitude"]))
                for route in routes
                for end in ("start", "end")
            ]
        if not points:
            return None
        return sum(p[0] for p in points) / len(points), sum(p[1] for p in points) / len(points)

    def _ways(self, stops: list[dict[str, str]]) -> Iterator[str]:
        possible = {end for _begin, end in self._points(stops[0])}
        for before, after in pairwise(stops):
            minutes = (moment(after["arrive"]) - moment(before["leave"])).total_seconds() / 60
            reached = set()
            for begin, end in self._points(after):
                if any(self._minutes(before, after, at, begin) <= minutes + 0.001 for at in possible):
                    reached.add(end)
            if not reached:
                yield f"{minutes:.0f} minutes from {before['place']} to {after['place']} at {after['arrive']}"
            possible = reached or {end for _begin, end in self._points(after)}

    def _minutes(self, before: dict[str, str], after: dict[str, str], start: Point | None, end: Point | None) -> float:
        if before["place"] == after["place"] and start == end:
            return 0.0
        told = self.travel.get((before["place"], after["place"]))
        if told is not None:
            return told
        if start is None or end is None:
            return math.inf
        return NEARLY * 60 * kilometres(start, end) * 1.3 / (30.0 if after["vehicle_id"] else 4.5)

    def _zones(self, date: str, unit: str, stops: list[dict[str, str]]) -> Iterator[str]:
        """Minutes in a row in another zone than that of the roster's slot, and posts that are left."""
        own = [row for row in self.slots if (row["date"], f"{row['shift_code']}/{row['unit']}") == (date, unit)]
        away = 0.0
        for row in stops:
            arrive, leave = moment(row["arrive"]), moment(row["leave"])
            minutes = 0.0
            for slot in own:
                start, end = moment(slot["slot_start"]), moment(slot["slot_end"])
                shared = (min(leave, end) - max(arrive, start)).total_seconds() / 60
                if shared > 0 and slot["zone"] not in self._zones_of(row["place"]):
                    minutes += shared
                if shared > 0 and slot["site"] and slot["site"] != row["place"]:
                    yield f"leaves {slot['site']} for {row['place']}"
            away = away + minutes if minutes else 0.0
            if away > ELSEWHERE:
                yield f"{away:.0f} minutes elsewhere, at {row['place']}"

    def _zones_of(self, name: str) -> list[str]:
        if name in self.sites:
            return [self.sites[name]["zone"]]
        return self.routes[name]["zones"].split(";") if name in self.routes else [name]
