"""Random tables of brigades of many shapes: people, clocks, units and what is asked of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random

from tests.brigades.drawing import DAY, Row, between, clock, decided, minutes, some, yes
from tests.brigades.random_demand import absences, demand, fixed, history, requests
from tests.io.brigade_files import Cells

LONGEST = 48 * 60
FIRST_DATES = dt.date(2026, 1, 5)
QUALIFICATIONS = ("armed", "driver", "coach", "leader", "medic")
TIME_ZONES = ("Europe/Berlin", "America/New_York", "Asia/Shanghai")
CLOCKS_CHANGE = (dt.date(2026, 3, 23), dt.date(2026, 3, 2), dt.date(2026, 10, 19), dt.date(2026, 10, 26))
"""Mondays of weeks in which clocks change in Europe or America."""
COUNTRIES = ("CN", "CN", "CN", "DE", "US", "JP", "SA")


@dataclass(frozen=True)
class Shape:
    """Which brigades are drawn; None leaves it to chance.

    `people`, `shifts`, `rules` are ranges, `musts` the share of rules that are musts, `only` the rules to draw from.
    `plan` adds sites, routes and rules of the patrol plan; `base` lays the rules over the shipped ones.
    """

    people: tuple[int, int] = (3, 40)
    shifts: tuple[int, int] = (1, 10)
    rules: tuple[int, int] = (3, 14)
    weeks: int = 1
    musts: float | None = None
    only: tuple[str, ...] = ()
    plan: bool | None = None
    base: bool | None = None
    vehicles: bool | None = None
    history: bool | None = None
    around: bool | None = None  # shifts of 24 hours and more
    one_day: bool = False  # roster days begin at midnight, and no shift goes past it


@dataclass(frozen=True)
class Names:
    """What a rulebook may speak of, by kind of thing as `Rule.names` calls it."""

    of: Mapping[str, tuple[str, ...]]
    start: dt.date
    days: int


def _table(rows: Sequence[Row]) -> Cells:
    header = list(dict.fromkeys(column for row in rows for column in row))
    return [header, *([str(row.get(column, "")) for column in header] for row in rows)]


def random_tables(rng: Random, shape: Shape) -> tuple[dict[str, Cells], Names]:
    """All tables of one brigade, and the names in them."""
    start = FIRST_DATES + dt.timedelta(days=rng.choice([7 * rng.randrange(90), rng.randrange(630)]))
    if rng.random() < 0.1:
        start = rng.choice(CLOCKS_CHANGE)
    days = 7 * shape.weeks
    shifts = _shifts(rng, shape)
    zones = [{"id": f"Z{n}", "name": f"Zone {n}"} for n in range(1, rng.randint(1, 4) + 1)]
    sites = _sites(rng, zones, decided(rng, shape.plan, 0.25))
    vehicles = _vehicles(rng) if decided(rng, shape.vehicles, 0.5) else []
    qualifications = some(rng, QUALIFICATIONS, 5) if rng.random() < 0.9 else []
    officers = _officers(rng, between(rng, shape.people), start, zones, qualifications)
    units = _units(rng, shifts, zones, vehicles, qualifications)
    day_types = rng.choice([[], [], ["market"]])
    calendar = [
        {"date": start + dt.timedelta(days=day), "day_type": rng.choice([*day_types, "holiday", "workday", "rest_day"])}
        for day in sorted(rng.sample(range(days), rng.randint(0, 2)))
    ]
    day_types = [word for word in day_types if any(row["day_type"] == word for row in calendar)]
    tables = {
        "settings": _settings(rng, start, shifts, shape.one_day),
        "officers": officers,
        "vehicles": vehicles,
        "zones": zones,
        "sites": sites,
        "routes": _routes(rng, zones, sites),
        "shifts": shifts,
        "units": units,
        "demand": demand(rng, units, shifts, zones, sites, day_types, len(officers)),
        "calendar": calendar,
        "absences": absences(rng, officers, vehicles, start, days),
        "requests": requests(rng, officers, shifts, start, days),
        "fixed": fixed(rng, officers, shifts, units, start, days),
        "history": history(rng, officers, shifts, start) if decided(rng, shape.history, 0.4) else [],
    }
    columns = {"officer": officers, "zone": zones, "site": sites, "route": tables["routes"]}
    names = {kind: tuple(str(row["id"]) for row in rows) for kind, rows in columns.items()}
    names |= {
        "squad": tuple(sorted({str(row["squad"]) for row in officers if row["squad"]})),
        "qualification": tuple(
            sorted({word for row in officers for word in str(row["qualifications"]).split(";")} - {""})
        ),
        "shift": tuple(str(row["code"]) for row in shifts),
        "unit_kind": tuple(str(row["kind"]) for row in units),
        "contract": (),
        "day_type": ("workday", "rest_day", "holiday", *day_types),
    }
    return {name: _table(rows) for name, rows in tables.items() if rows}, Names(names, start, days)


def _settings(rng: Random, start: dt.date, shifts: Sequence[Row], one_day: bool) -> list[Row]:
    values = {"name": "Random", "start": start, "country": rng.choice(COUNTRIES), "language": rng.choice(["en", "zh"])}
    if one_day:
        values["day_start"] = "00:00"
    elif rng.random() < 0.6:
        hour = rng.choice([*(str(row["start"]) for row in shifts), "00:00", "08:00", "05:30", "12:00"])
        values["day_start"] = clock(minutes(hour) % DAY)
    if rng.random() < 0.15:
        values["weekend"] = rng.choice(["fri;sat", "sun", "thu;fri"])
    if rng.random() < 0.15:
        values["week_start"] = rng.choice(["mon", "sun", "sat"])
    if rng.random() < 0.2:
        values["time_zone"] = rng.choice(TIME_ZONES)
    if rng.random() < 0.2:
        values["night_hours"] = rng.choice(["20:00-06:00", "23:00-05:00", "00:00-08:00"])
    return [{"setting": name, "value": value} for name, value in values.items()]


def _shifts(rng: Random, shape: Shape) -> list[Row]:
    """Round a day in equal parts, or anyhow; now and then shifts of 24 hours and more, and one outside the line."""
    style = rng.choice(["round", "round", "any", "any", "long"])
    if shape.around is not None:
        style = "long" if shape.around else rng.choice(["round", "any"])
    number = between(rng, shape.shifts)
    first = rng.choice([0, 6, 7, 8, 8, 20, 22]) * 60 + rng.choice([0, 0, 0, 30, 15])
    spans = []
    if style == "round":
        parts = max(2, min(number, 4)) if number > 1 else 1
        length = DAY // parts
        spans = [((first + n * length) % DAY, length) for n in range(parts)]
    while len(spans) < number:
        lengths = [24, 24, 36, 48, 12] if style == "long" else [4, 6, 8, 8, 9, 10, 12, 12, 16]
        length = rng.choice(lengths) * 60 + rng.choice([0, 0, 0, 30])
        begin = rng.choice([rng.randrange(0, 24) * 60 + rng.choice([0, 0, 30, 15]), first, 0])
        spans.append((begin, min(length, LONGEST)))
    if shape.one_day:
        spans = [(begin, min(length, DAY - begin)) for begin, length in spans]
    rows: list[Row] = []
    for code, (begin, length) in zip(_codes(rng, number), spans, strict=False):
        end = begin + length
        late = max(end, DAY) - max(begin, 22 * 60) >= 120 if end > DAY else begin < 4 * 60
        night = late if rng.random() < 0.9 else rng.random() < 0.5
        shown = clock(end) if length > DAY or rng.random() < 0.2 else clock(end % DAY)
        rows.append({"code": code, "name": f"Shift {code}", "start": clock(begin), "end": shown, "night": yes(night)})
    if rng.random() < 0.25 and not shape.one_day:
        rows.append({"code": "L", "name": "Leader", "start": "08:00", "end": "08:00", "night": "no", "line": "no"})
    return rows


def _codes(rng: Random, number: int) -> list[str]:
    codes = rng.choice(
        [list("DENOPQRSTU"), list("ABCFGHJKMV"), ["早", "中", "晚", "夜", "D1", "D2", "N1", "N2", "X-1", "24"]]
    )
    return codes[:number]


def _sites(rng: Random, zones: Sequence[Row], plan: bool) -> list[Row]:
    kinds = ["guard_post"] * rng.choice([0, 0, 1, 2])
    if plan:
        kinds += ["checkpoint"] * rng.randint(1, 4) + some(rng, ["stationing_point", "publicity_point"], 2)
        kinds += ["quick_reaction_point"] * rng.randint(0, 2)
    return [
        {
            "id": f"S{n}",
            "name": f"Site {n}",
            "kind": kind,
            "zone": rng.choice(zones)["id"],
            "latitude": f"{35.47 + rng.random() / 40:.5f}",
            "longitude": f"{110.44 + rng.random() / 40:.5f}",
            "tier_minutes": rng.choice(["", "1", "3", "5"]) if kind == "checkpoint" else "",
            "opening_hours": rng.choice(["", "", "00:30-23:00"]) if kind in ("checkpoint", "publicity_point") else "",
            "hot_hours": rng.choice(["", "", "18:00-02:00"]) if kind == "checkpoint" else "",
        }
        for n, kind in enumerate(kinds, 1)
    ]


def _routes(rng: Random, zones: Sequence[Row], sites: Sequence[Row]) -> list[Row]:
    if not any(site["kind"] == "checkpoint" for site in sites):
        return []
    return [
        {
            "id": f"R{n}",
            "name": f"Route {n}",
            "zones": rng.choice(zones)["id"],
            "start_latitude": "35.4769",
            "start_longitude": "110.4419",
            "end_latitude": f"{35.4769 + rng.random() / 60:.5f}",
            "end_longitude": "110.4450",
            "km": rng.choice(["", "2.4"]),
        }
        for n in range(1, rng.randint(0, 2) + 1)
    ]


def _vehicles(rng: Random) -> list[Row]:
    kinds = ["car", "van", "cart"][: rng.randint(1, 3)]
    return [
        {
            "id": f"V{n}",
            "name": f"Vehicle {n}",
            "kind": rng.choice(kinds),
            "seats": rng.choice([2, 4, 5]),
            "lights": yes(rng.random() < 0.8),
            "licence": rng.choice(["", "driver", "driver"]),
        }
        for n in range(1, rng.randint(1, 6) + 1)
    ]


def _officers(
    rng: Random, number: int, start: dt.date, zones: Sequence[Row], qualifications: Sequence[str]
) -> list[Row]:
    squads = some(rng, ["A", "B", "C", "D"], 4)
    odd = rng.random() < 0.5  # a brigade with trainees, protected people and newcomers
    rows: list[dict[str, object]] = []
    for n in range(1, number + 1):
        sworn = rng.random() < 0.5
        able = [word for word in qualifications if rng.random() < 0.5 and (word != "armed" or sworn)]
        rows.append(
            {
                "id": f"{n:03}",
                "name": f"Officer {n}",
                "category": "sworn" if sworn else "auxiliary",
                "sex": rng.choice(["f", "m", "m", ""]),
                "birth_date": rng.choice(["", dt.date(rng.randint(1966, 2004), 3, 1)]),
                "squad": rng.choice([*squads, ""]) if squads else "",
                "home_zone": rng.choice(["", rng.choice(zones)["id"]]),
                "qualifications": ";".join(able),
                "trainee": yes(odd and rng.random() < 0.15),
                "coach": "",
                "protected_from": "",
                "protected_to": "",
                "joined": "",
            }
        )
    for row in rows if odd else []:
        others = [other["id"] for other in rows if other is not row]
        if row["trainee"] == "yes" and rng.random() < 0.6 and others:
            row["coach"] = rng.choice(others)
        if rng.random() < 0.08:
            row["protected_from"] = start + dt.timedelta(days=rng.randint(-60, 5))
        elif rng.random() < 0.06:
            row["joined"] = start + dt.timedelta(days=rng.randint(-20, 5))
    return list(rows)


def _units(
    rng: Random, shifts: Sequence[Row], zones: Sequence[Row], vehicles: Sequence[Row], qualifications: Sequence[str]
) -> list[Row]:
    line = [str(row["code"]) for row in shifts if row.get("line") != "no"]
    rows: list[Row] = []
    for kind in some(rng, ["car", "post", "foot", "armed", "dog"], 4, 1):
        crew = rng.choice([1, 1, 2, 2, 3, 4])
        drives = bool(vehicles) and kind in ("car", "armed", "dog") and rng.random() < 0.8
        qualities = ["sworn", *qualifications] if rng.random() < 0.6 else []
        seats = sorted({str(row["kind"]) for row in vehicles})
        rows.append(
            {
                "kind": kind,
                "name": kind.capitalize(),
                "crew": crew,
                "least_crew": rng.choice(["", rng.randint(1, crew)]),
                "composition": ";".join(f"{word}:{rng.randint(1, crew)}" for word in some(rng, qualities, 2)),
                "vehicle_kinds": ";".join(some(rng, seats, 2, 1)) if drives else "",
                "mode": rng.choice(["", "car"]) if drives else rng.choice(["", "foot", "static"]),
                "visible": rng.choice(["", "yes", "no"]),
                "zones": ";".join(some(rng, [str(z["id"]) for z in zones], 2)) if rng.random() < 0.3 else "",
                "shifts": ";".join(some(rng, line, 4, 1)) if rng.random() < 0.3 else "",
                "moves": rng.choice(["", "no", "yes"]),
            }
        )
    if any(row.get("line") == "no" for row in shifts):
        composition = "leader:1" if "leader" in qualifications else ""
        rows.append({"kind": "leader", "name": "Leader", "crew": 1, "composition": composition, "shifts": "L"})
    return rows
