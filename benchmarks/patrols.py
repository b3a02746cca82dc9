"""Whether people can work from the patrols of the bundled week: pace, meals, ways, cover, and what could be learnt.

    python -m benchmarks.patrols [--seeds 5] [--time-limit 20] [--plan-time 18] [--workers 2] [--weeks 2]

Each seed solves and plans the week, and the one after it with the first as history, as a user would, in processes of
their own. All figures are counted here from the written `itinerary.csv` and the tables, without the planner. A row
for each week and the medians. `seconds` are the command's: the `roster`'s, the `plan`'s, and the `rest` for reading,
checking and writing. `stops` and `most_stops` are rows of a car crew's shift (median and most); `no_meal` crews
without half an hour at a meal; `short_waits` and `short` rows under 5 minutes, standing and any; `km` the most of a
crew and shift; `met` passes and visits made of those asked for in 07-15, 15-23 and 23-07; `cover` the part of
checkpoint-slots (half hours) with a crew within its minutes for half of it. `day_before` and `week_before` say how
many times as often as by chance a visit begins within 5 minutes of one then; `hour` is chi-square a degree of freedom
of the starts in twelve parts of the hour (1 by chance), `late_half` the part of starts in minutes 19 to 29 of half
hours.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import json
import subprocess
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median as middle
from tempfile import TemporaryDirectory

from benchmarks.measure import Row, median, show
from roster.domain.travel import straight_km

COLUMNS = ("seconds", "roster", "plan", "rest", "stops", "most_stops", "no_meal", "short_waits", "short", "km", "met",
           "asked", "cover", "day_before", "week_before", "hour", "late_half")  # fmt: skip
SHIFT, SLOT, NEAR, DAY = 8 * 60, 30, 5, 24 * 60
LEAST_VISIT, LEAST_MEAL, LEAST_STOP = 10, 30, 5


@dataclass(frozen=True)
class Stop:
    """A row of the sheet, in minutes from the first date's midnight."""

    crew: tuple[str, str]
    kind: str
    arrive: int
    leave: int
    place: str
    place_kind: str
    mode: str
    vehicle: str


class Brigade:
    """The tables that the figures need."""

    def __init__(self, folder: Path) -> None:
        def table(name: str) -> list[dict[str, str]]:
            with (folder / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
                return list(csv.DictReader(file))

        self.sites = {row["id"]: row for row in table("sites")}
        self.routes = {row["id"]: row for row in table("routes")}
        settings = {row["setting"]: row["value"] for row in table("settings")}
        self.detour, self.speed = float(settings["detour_factor"]), float(settings["car_speed_kmh"])
        self.walk, hour, minute = float(settings["foot_speed_kmh"]), *map(int, settings["day_start"].split(":"))
        self.day_start = 60 * hour + minute

    def point(self, place: str, end: str = "start") -> tuple[float, float]:
        """Where a place is; of a route one of its ends."""
        if place in self.sites:
            return float(self.sites[place]["latitude"]), float(self.sites[place]["longitude"])
        row = self.routes[place]
        return float(row[f"{end}_latitude"]), float(row[f"{end}_longitude"])

    def length(self, route: str) -> float:
        """Kilometres of a route."""
        known = self.routes[route].get("km", "")
        return float(known) if known else self.detour * straight_km(self.point(route), self.point(route, "end"))


def read(file: Path) -> list[Stop]:
    """The stops that `itinerary.csv` tells of, by crew and time."""
    with file.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    first = dt.datetime.combine(min(dt.date.fromisoformat(row["date"]) for row in rows), dt.time())

    def minute(text: str) -> int:
        return round((dt.datetime.fromisoformat(text) - first).total_seconds() / 60)

    found = [
        Stop((row["date"], row["unit"]), row["unit_kind"], minute(row["arrive"]), minute(row["leave"]), row["place"],
             row["place_kind"], row["mode"], row["vehicle_id"])
        for row in rows
    ]  # fmt: skip
    return sorted(found, key=lambda stop: (stop.crew, stop.arrive))


def by_crew(stops: Sequence[Stop]) -> Mapping[tuple[str, str], list[Stop]]:
    found: dict[tuple[str, str], list[Stop]] = defaultdict(list)
    for stop in stops:
        found[stop.crew].append(stop)
    return found


def ways(stops: Sequence[Stop], brigade: Brigade) -> tuple[float, list[tuple[float, float]]]:
    """Kilometres that a crew drives at the least, and where each stop begins: routes at whichever end is nearest."""
    best: dict[tuple[float, float], tuple[float, list[tuple[float, float]]]] = {}
    for stop in stops:
        ends = [(brigade.point(stop.place),) * 2]
        along = 0.0
        if stop.place_kind == "route":
            one, other = brigade.point(stop.place), brigade.point(stop.place, "end")
            back = stop.mode != "car" and bool(stop.vehicle)
            ends = [(one, one), (other, other)] if back or stop.mode == "static" else [(one, other), (other, one)]
            along = 0.0 if back else brigade.length(stop.place)
        longer: dict[tuple[float, float], tuple[float, list[tuple[float, float]]]] = {}
        for begins, leaves in ends:
            for at, (km, places) in best.items() or {begins: (0.0, [])}.items():
                total = km + brigade.detour * straight_km(at, begins) + along
                if leaves not in longer or total < longer[leaves][0]:
                    longer[leaves] = (total, [*places, begins])
        best = longer
    return min(best.values()) if best else (0.0, [])


def pace(stops: Sequence[Stop], brigade: Brigade) -> Row:
    """Stops, meals, short stops and ways of the crews."""
    crews = by_crew(stops)
    cars = {crew: own for crew, own in crews.items() if any(stop.mode == "car" for stop in own)}
    counts = [len(own) for own in cars.values()]
    eats = [any(s.leave - s.arrive >= LEAST_MEAL and s.mode == "meal" for s in own) for own in crews.values()]
    short = [stop for own in cars.values() for stop in own if stop.leave - stop.arrive < LEAST_STOP]
    return {
        "stops": middle(counts),
        "most_stops": max(counts),
        "no_meal": eats.count(False),
        "short_waits": sum(stop.mode in ("static", "meal") for stop in short),
        "short": len(short),
        "km": max(ways(own, brigade)[0] for own in cars.values()),
    }


def visits_of(stops: Sequence[Stop]) -> Mapping[str, list[int]]:
    """When each checkpoint is visited."""
    found: dict[str, list[int]] = defaultdict(list)
    for stop in stops:
        if stop.place_kind == "checkpoint" and stop.leave - stop.arrive >= LEAST_VISIT:
            found[stop.place].append(stop.arrive)
    return found


def demands(stops: Sequence[Stop], brigade: Brigade, days: int) -> Row:
    """Visits and passes that are asked for, once in each of the windows."""
    begun: dict[str, list[int]] = defaultdict(list, visits_of(stops))
    for stop in stops:
        if stop.place_kind == "route" and stop.mode in ("car", "foot"):
            speed = brigade.speed if stop.mode == "car" else brigade.walk
            if stop.leave - stop.arrive >= 60 * brigade.length(stop.place) / speed:
                begun[stop.place].append(stop.arrive)
    places = [*(site for site, row in brigade.sites.items() if row["kind"] == "checkpoint"), *brigade.routes]
    starts = range(brigade.day_start, brigade.day_start + days * DAY, SHIFT)
    met = sum(any(start <= m < start + SHIFT for m in begun[place]) for place in places for start in starts)
    return {"met": met, "asked": len(places) * len(starts)}


def cover(stops: Sequence[Stop], brigade: Brigade, days: int) -> float:
    """The part of checkpoint-slots with some crew within the checkpoint's minutes for half of the slot."""
    sites = {s: float(row["tier_minutes"]) for s, row in brigade.sites.items() if row["tier_minutes"]}
    first, last = brigade.day_start, brigade.day_start + days * DAY
    held: Counter[tuple[str, int]] = Counter()
    for own in by_crew(stops).values():
        near: dict[str, set[int]] = defaultdict(set)
        _km, places = ways(own, brigade)
        before: tuple[Stop, set[str]] | None = None
        for stop, point in zip(own, places, strict=True):
            speed = brigade.walk if stop.mode == "foot" or not stop.vehicle else brigade.speed
            reached = {
                site
                for site, minutes in sites.items()
                if 60 * brigade.detour * straight_km(point, brigade.point(site)) / speed <= minutes + 1e-6
            }
            for site in reached:
                near[site].update(range(stop.arrive, stop.leave))
            if before:
                for site in reached & before[1]:
                    near[site].update(range(before[0].leave, stop.arrive))
            before = (stop, reached)
        for site, minutes in near.items():
            slots = Counter((minute - first) // SLOT for minute in minutes if first <= minute < last)
            held.update({(site, slot): 1 for slot, count in slots.items() if 2 * count >= SLOT})
    return len(held) / (len(sites) * ((last - first) // SLOT))


def repeated(visits: Mapping[str, list[int]], before: Mapping[str, list[int]], days: int, start: int) -> float:
    """How many times as often as by chance visits begin near those of so many days before.

    Chance: a visit could as well begin at any other minute of its window of eight hours.
    """
    seen, expected = 0, 0.0
    for place, moments in visits.items():
        close = {m + days * DAY + off for m in before.get(place, ()) for off in range(-NEAR, NEAR + 1)}
        for moment in moments:
            window = moment - (moment - start) % SHIFT
            seen += moment in close
            expected += sum(minute in close for minute in range(window, window + SHIFT)) / SHIFT
    return seen / expected if expected else 0.0


def times(visits: Mapping[str, list[int]]) -> Row:
    """How the starts of visits lie in the hour."""
    minutes = [moment % 60 for moments in visits.values() for moment in moments]
    parts, even = Counter(minute // 5 for minute in minutes), len(minutes) / 12
    chi = sum((parts[part] - even) ** 2 / even for part in range(12)) / 11 if minutes else 0.0
    return {"hour": chi, "late_half": sum(m % 30 >= 19 for m in minutes) / max(1, len(minutes))}


def counted(file: Path, brigade: Brigade, days: int, earlier: Path | None) -> Row:
    """All figures of one week."""
    stops = read(file)
    visits = visits_of(stops)
    row = pace(stops, brigade) | demands(stops, brigade, days) | times(visits)
    row["cover"] = cover(stops, brigade, days)
    row["day_before"] = repeated(visits, visits, 1, brigade.day_start)
    if earlier is not None:
        before = {place: [m - days * DAY for m in moments] for place, moments in visits_of(read(earlier)).items()}
        row["week_before"] = repeated(visits, before, 7, brigade.day_start)
    return row


def weeks(given: argparse.Namespace, seed: int, folder: Path) -> Iterator[Row]:
    """One seed's weeks, each with those before it as history."""
    brigade, first, earlier, books = Brigade(given.brigade), None, None, []
    for week in range(given.weeks):
        out, book = folder / f"{seed}-{week}", folder / f"{seed}-{week}.xlsx"
        command = [sys.executable, "-m", "roster", "solve", given.brigade, "-o", book, "--csv", out, "--force"]
        command += ["--json", "--seed", seed, "--plan-seed", seed, "--workers", given.workers]
        command += ["--time-limit", given.time_limit, "--plan-time", given.plan_time]
        command += ["--start", first + dt.timedelta(days=7 * week)] if first else []
        command += [part for past in books for part in ("--history", past)]
        began = time.monotonic()
        done = subprocess.run([str(part) for part in command], capture_output=True, text=True, encoding="utf-8")
        seconds = time.monotonic() - began
        if done.returncode:
            raise SystemExit(f"seed {seed}, week {week + 1}: {done.stderr.strip()}")
        rows = read_dates(out / "itinerary.csv")
        first = first or rows
        row = counted(out / "itinerary.csv", brigade, 7, earlier)
        told = json.loads(done.stdout)
        roster, plan = told["seconds"], told["plan"]["seconds"]
        yield {"seconds": seconds, "roster": roster, "plan": plan, "rest": seconds - roster - plan, **row}
        earlier = out / "itinerary.csv"
        books.append(book)


def read_dates(file: Path) -> dt.date:
    """The first date that an itinerary tells of."""
    with file.open(encoding="utf-8-sig", newline="") as stream:
        return min(dt.date.fromisoformat(row["date"]) for row in csv.DictReader(stream))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--time-limit", type=float, default=20.0)
    parser.add_argument("--plan-time", type=float, default=18.0)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--weeks", type=int, default=2, help="weeks in a row, each with those before it as history")
    parser.add_argument("--brigade", type=Path, default=Path("inputs/hancheng"))
    given = parser.parse_args()
    show("patrols", ("seed", *COLUMNS))
    found: list[Row] = []
    with TemporaryDirectory() as folder:
        for seed in range(1, given.seeds + 1):
            for week, row in enumerate(weeks(given, seed, Path(folder)), 1):
                show("patrols", (f"{seed}.{week}", *(row.get(column) for column in COLUMNS)))
                found.append(row)
    show("patrols", ("median", *(median(row[column] for row in found if column in row) for column in COLUMNS)))


if __name__ == "__main__":
    main()
