"""Random tables of brigades of many shapes: people, clocks, units and what is asked of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from tests.io.brigade_files import Cells

DAY = 24 * 60
LONGEST = 48 * 60
FIRST_DATES = dt.date(2026, 1, 5)
QUALIFICATIONS = ("armed", "driver", "coach", "leader", "medic")
TIME_ZONES = ("Europe/Berlin", "America/New_York", "Asia/Shanghai")
CLOCKS_CHANGE = (dt.date(2026, 3, 23), dt.date(2026, 3, 2), dt.date(2026, 10, 19), dt.date(2026, 10, 26))
"""Mondays of weeks in which clocks change in Europe or America."""
COUNTRIES = ("CN", "CN", "CN", "DE", "US", "JP", "SA")
Row = Mapping[str, object]


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


def clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _table(rows: Sequence[Row]) -> Cells:
    header = list(dict.fromkeys(column for row in rows for column in row))
    return [header, *([str(row.get(column, "")) for column in header] for row in rows)]


def _some(rng: Random, things: Iterable[str], most: int, least: int = 0) -> list[str]:
    listed = list(things)
    return rng.sample(listed, min(len(listed), rng.randint(least, max(least, most))))


def _between(rng: Random, bounds: tuple[int, int]) -> int:
    """A number within the bounds, small ones more often."""
    low, high = bounds
    return low + round((high - low) * rng.random() ** 2)


def _decided(rng: Random, wanted: bool | None, chance: float) -> bool:
    return rng.random() < chance if wanted is None else wanted


def random_tables(rng: Random, shape: Shape) -> tuple[dict[str, Cells], Names]:
    """All tables of one brigade, and the names in them."""
    start = FIRST_DATES + dt.timedelta(days=rng.choice([7 * rng.randrange(90), rng.randrange(630)]))
    if rng.random() < 0.1:
        start = rng.choice(CLOCKS_CHANGE)
    days = 7 * shape.weeks
    shifts = _shifts(rng, shape)
    zones = [{"id": f"Z{n}", "name": f"Zone {n}"} for n in range(1, rng.randint(1, 4) + 1)]
    sites = _sites(rng, zones, _decided(rng, shape.plan, 0.25))
    vehicles = _vehicles(rng) if _decided(rng, shape.vehicles, 0.5) else []
    qualifications = _some(rng, QUALIFICATIONS, 5) if rng.random() < 0.9 else []
    officers = _officers(rng, _between(rng, shape.people), start, zones, qualifications)
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
        "demand": _demand(rng, units, shifts, zones, sites, day_types, len(officers)),
        "calendar": calendar,
        "absences": _absences(rng, officers, vehicles, start, days),
        "requests": _requests(rng, officers, shifts, start, days),
        "fixed": _fixed(rng, officers, shifts, units, start, days),
        "history": _history(rng, officers, shifts, start) if _decided(rng, shape.history, 0.4) else [],
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


def minutes(text: str) -> int:
    hour, minute = text.split(":")
    return int(hour) * 60 + int(minute)


def _shifts(rng: Random, shape: Shape) -> list[Row]:
    """Round a day in equal parts, or anyhow; now and then shifts of 24 hours and more, and one outside the line."""
    style = rng.choice(["round", "round", "any", "any", "long"])
    if shape.around is not None:
        style = "long" if shape.around else rng.choice(["round", "any"])
    number = _between(rng, shape.shifts)
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
        rows.append({"code": code, "name": f"Shift {code}", "start": clock(begin), "end": shown, "night": _yes(night)})
    if rng.random() < 0.25 and not shape.one_day:
        rows.append({"code": "L", "name": "Leader", "start": "08:00", "end": "08:00", "night": "no", "line": "no"})
    return rows


def _codes(rng: Random, number: int) -> list[str]:
    codes = rng.choice(
        [list("DENOPQRSTU"), list("ABCFGHJKMV"), ["早", "中", "晚", "夜", "D1", "D2", "N1", "N2", "X-1", "24"]]
    )
    return codes[:number]


def _yes(answer: bool) -> str:
    return "yes" if answer else "no"


def _sites(rng: Random, zones: Sequence[Row], plan: bool) -> list[Row]:
    kinds = ["guard_post"] * rng.choice([0, 0, 1, 2])
    if plan:
        kinds += ["checkpoint"] * rng.randint(1, 4) + _some(rng, ["stationing_point", "publicity_point"], 2)
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
            "lights": _yes(rng.random() < 0.8),
            "licence": rng.choice(["", "driver", "driver"]),
        }
        for n in range(1, rng.randint(1, 6) + 1)
    ]


def _officers(
    rng: Random, number: int, start: dt.date, zones: Sequence[Row], qualifications: Sequence[str]
) -> list[Row]:
    squads = _some(rng, ["A", "B", "C", "D"], 4)
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
                "trainee": _yes(odd and rng.random() < 0.15),
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
    for kind in _some(rng, ["car", "post", "foot", "armed", "dog"], 4, 1):
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
                "composition": ";".join(f"{word}:{rng.randint(1, crew)}" for word in _some(rng, qualities, 2)),
                "vehicle_kinds": ";".join(_some(rng, seats, 2, 1)) if drives else "",
                "mode": rng.choice(["", "car"]) if drives else rng.choice(["", "foot", "static"]),
                "visible": rng.choice(["", "yes", "no"]),
                "zones": ";".join(_some(rng, [str(z["id"]) for z in zones], 2)) if rng.random() < 0.3 else "",
                "shifts": ";".join(_some(rng, line, 4, 1)) if rng.random() < 0.3 else "",
                "moves": rng.choice(["", "no", "yes"]),
            }
        )
    if any(row.get("line") == "no" for row in shifts):
        composition = "leader:1" if "leader" in qualifications else ""
        rows.append({"kind": "leader", "name": "Leader", "crew": 1, "composition": composition, "shifts": "L"})
    return rows


def _demand(
    rng: Random,
    units: Sequence[Row],
    shifts: Sequence[Row],
    zones: Sequence[Row],
    sites: Sequence[Row],
    day_types: Sequence[str],
    people: int,
) -> list[Row]:
    times = sorted({clock(minutes(str(row[end])) % DAY) for row in shifts for end in ("start", "end")})
    places = [str(row["id"]) for row in (*zones, *(site for site in sites if site["kind"] == "guard_post"))]
    types = ["mon", "tue", "fri", "sat", "sun", "workday", "rest_day", "holiday", *day_types]
    rows: list[Row] = []
    for unit in units:
        for _ in range(rng.choice([1, 1, 1, 2])):
            hours = [rng.choice([*times, "09:00", "18:00", "02:00"]) for _ in range(2)]
            if rng.random() < 0.5:
                hours = ["", ""] if rng.random() < 0.5 else rng.choices(times, k=2)
            served = str(unit.get("zones") or "").split(";") if unit.get("zones") else places
            most = max(1, people // 12)
            minimum = rng.choice([0, 1, 1, most])
            target = minimum + rng.randint(0 if minimum else 1, 1) if rng.random() < 0.3 or not minimum else ""
            wanted = int(target or minimum)
            rows.append(
                {
                    "unit_kind": unit["kind"],
                    "places": ";".join(_some(rng, served, 2)) if unit["kind"] != "leader" else "",
                    "from": hours[0],
                    "to": hours[1],
                    "day_types": ";".join(_some(rng, types, 3)) if rng.random() < 0.3 else "",
                    "minimum": minimum,
                    "target": target,
                    "most": rng.choice(["", "", rng.randint(wanted, wanted + 2)]),
                    "priority": rng.choice(["", "", rng.randint(1, 9)]),
                }
            )
    return rows


def _absences(rng: Random, officers: Sequence[Row], vehicles: Sequence[Row], start: dt.date, days: int) -> list[Row]:
    rows: list[Row] = []
    for person in officers:
        if rng.random() < 0.15:
            first = start + dt.timedelta(days=rng.randint(-10, days - 1))
            last = first + dt.timedelta(days=rng.choice([0, 0, 1, 3, 9]))
            times = rng.choice([("", ""), ("", ""), (" 09:00", " 14:00"), (" 23:30", " 24:00")])
            kind = rng.choice(["annual", "sick", "training", "court", "personal", "own word"])
            rows.append({"id": person["id"], "kind": kind, "from": f"{first}{times[0]}", "to": f"{last}{times[1]}"})
            if rng.random() < 0.2:  # taken ill in leave
                rows.append({"id": person["id"], "kind": "sick", "from": last, "to": last + dt.timedelta(days=1)})
    for vehicle in vehicles:
        if rng.random() < 0.2:
            first = start + dt.timedelta(days=rng.randint(-2, days - 1))
            rows.append({"id": vehicle["id"], "kind": "maintenance", "from": f"{first} 10:00", "to": f"{first} 18:00"})
    return rows


def _requests(rng: Random, officers: Sequence[Row], shifts: Sequence[Row], start: dt.date, days: int) -> list[Row]:
    return [
        {
            "officer": person["id"],
            "date": start + dt.timedelta(days=rng.randint(-1, days)),
            "shift": rng.choice(["", rng.choice(shifts)["code"]]),
            "wish": rng.choice(["on", "off", "off"]),
            "weight": rng.choice(["", rng.randint(1, 5)]),
        }
        for person in officers
        if rng.random() < 0.2
    ]


def _fixed(
    rng: Random, officers: Sequence[Row], shifts: Sequence[Row], units: Sequence[Row], start: dt.date, days: int
) -> list[Row]:
    rows: list[Row] = []
    for person in officers:
        if rng.random() < 0.08:
            unit = rng.choice(["", "", rng.choice(units)["kind"]])
            shift = rng.choice(["off", *(row["code"] for row in shifts)])
            rows.append(
                {
                    "officer": person["id"],
                    "date": start + dt.timedelta(days=rng.randint(0, days - 1)),
                    "shift": shift,
                    "unit": unit if shift != "off" else "",
                }
            )
    return rows


def _history(rng: Random, officers: Sequence[Row], shifts: Sequence[Row], start: dt.date) -> list[Row]:
    rows: list[Row] = []
    reach = rng.choice([1, 3, 7, 10])
    for person in officers:
        free = -10 * DAY  # minutes from the first date's midnight, at which the last duty ended
        for day in range(-reach, 0):
            row = rng.choice(shifts)
            begin, end = minutes(str(row["start"])), minutes(str(row["end"]))
            length = end - begin if end > begin else end + DAY - begin
            if rng.random() < 0.5 and day * DAY + begin >= free:
                rows.append({"officer": person["id"], "date": start + dt.timedelta(days=day), "shift": row["code"]})
                free = day * DAY + begin + length
    return rows
