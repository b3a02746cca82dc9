"""An outside check of itineraries: reads the contract rows and the tables only, and nothing of the plan's own code."""

from __future__ import annotations

import csv
import datetime as dt
import math
from itertools import pairwise, product
from pathlib import Path


def rows_of(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def kilometres(one: tuple[float, float], other: tuple[float, float]) -> float:
    """By an ellipsoid cut flat at the middle, not by the program's own formula."""
    middle = math.radians((one[0] + other[0]) / 2)
    north = (one[0] - other[0]) * (111.132 - 0.559 * math.cos(2 * middle))
    east = (one[1] - other[1]) * (111.412 * math.cos(middle) - 0.094 * math.cos(3 * middle))
    return math.hypot(north, east)


class Checker:
    """Points of a brigade's folder, and what is wrong with the rows of an itinerary."""

    def __init__(self, folder: Path) -> None:
        self.sites = {row["id"]: row for row in rows_of(folder / "sites.csv")}
        self.routes = {row["id"]: row for row in rows_of(folder / "routes.csv")}
        told = {row["setting"]: row["value"] for row in rows_of(folder / "settings.csv")}
        self.settings = {"car_speed_kmh": "30", "foot_speed_kmh": "4.5", "detour_factor": "1.3", **told}

    def points(self, row: dict[str, str]) -> list[tuple[tuple[float, float], tuple[float, float]]]:
        """Where a stop may begin and end: a route may be gone either way, or there and back."""
        if row["place"] in self.sites:
            site = self.sites[row["place"]]
            point = (float(site["latitude"]), float(site["longitude"]))
            return [(point, point)]
        route = self.routes[row["place"]]
        ends = [(float(route[f"{end}_latitude"]), float(route[f"{end}_longitude"])) for end in ("start", "end")]
        return list(product(ends, ends))

    def faults(self, rows: list[dict[str, str]]) -> list[str]:
        found = []
        units: dict[tuple[str, str], list[dict[str, str]]] = {}
        for row in rows:
            units.setdefault((row["date"], row["unit"]), []).append(row)
        for key, stops in units.items():
            found += [f"{key}: {text}" for text in self._of_unit(stops)]
        return found

    def _of_unit(self, stops: list[dict[str, str]]) -> list[str]:
        found = []
        stops = sorted(stops, key=lambda row: row["arrive"])
        for row in stops:
            minutes = (moment(row["leave"]) - moment(row["arrive"])).total_seconds() / 60
            known = self.sites.get(row["place"])
            if known and known["kind"] != row["place_kind"]:
                found.append(f"{row['place']} is no {row['place_kind']}")
            if row["place_kind"] == "checkpoint" and not 10 <= minutes <= 45:
                found.append(f"{minutes:.0f} minutes at {row['place']}")
            if row["place_kind"] == "route" and minutes < self._pass_minutes(row) - 0.01:
                found.append(f"{minutes:.0f} minutes along {row['place']}")
        found += [f"{a['place']} and {b['place']} at once" for a, b in pairwise(stops) if b["arrive"] < a["leave"]]
        return found + self._ways(stops)

    def _pass_minutes(self, row: dict[str, str]) -> float:
        (one, other) = next((a, b) for a, b in self.points(row) if a != b)
        km = float(self.routes[row["place"]]["km"] or 0) or kilometres(one, other) * float(
            self.settings["detour_factor"]
        )
        return 60 * km / self._speed(row["mode"]) * 0.998

    def _speed(self, mode: str) -> float:
        return float(self.settings["foot_speed_kmh" if mode == "foot" else "car_speed_kmh"])

    def _ways(self, stops: list[dict[str, str]]) -> list[str]:
        """Ways that no choice of the routes' directions makes short enough."""
        possible = {end for _begin, end in self.points(stops[0])}
        found = []
        for before, after in pairwise(stops):
            minutes = (moment(after["arrive"]) - moment(before["leave"])).total_seconds() / 60
            speed = self._speed("car" if after["vehicle_id"] else "foot")
            reached = {
                end
                for begin, end in self.points(after)
                for at in possible
                if 60 * kilometres(at, begin) * float(self.settings["detour_factor"]) / speed <= minutes + 0.001
            }
            if not reached:
                found.append(f"{minutes:.0f} minutes from {before['place']} to {after['place']} at {after['arrive']}")
            possible = reached or {end for _begin, end in self.points(after)}
        return found


def moment(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text)
