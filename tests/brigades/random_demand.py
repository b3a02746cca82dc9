"""Random rows of what is asked of a brigade, who is away or wants something, and what was before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from random import Random

from tests.brigades.drawing import DAY, Row, clock, minutes, some


def demand(
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
                    "places": ";".join(some(rng, served, 2)) if unit["kind"] != "leader" else "",
                    "from": hours[0],
                    "to": hours[1],
                    "day_types": ";".join(some(rng, types, 3)) if rng.random() < 0.3 else "",
                    "minimum": minimum,
                    "target": target,
                    "most": rng.choice(["", "", rng.randint(wanted, wanted + 2)]),
                    "priority": rng.choice(["", "", rng.randint(1, 9)]),
                }
            )
    return rows


def absences(rng: Random, officers: Sequence[Row], vehicles: Sequence[Row], start: dt.date, days: int) -> list[Row]:
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


def requests(rng: Random, officers: Sequence[Row], shifts: Sequence[Row], start: dt.date, days: int) -> list[Row]:
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


def fixed(
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


def history(rng: Random, officers: Sequence[Row], shifts: Sequence[Row], start: dt.date) -> list[Row]:
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
