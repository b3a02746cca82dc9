"""Small brigades whose clocks are drawn: the day's start, shifts of every length, and hours asked about both."""

from __future__ import annotations

import datetime as dt
from random import Random

from roster.domain.problem import Problem
from roster.domain.roster import Crew, Member, Roster, Stand
from roster.rules.shared.positions import places
from tests.brigades.brigade import Brigade
from tests.io.brigade_files import Cells

HALF_HOUR, DAY = 30, 24 * 60
LENGTHS = (3 * 60, 8 * 60, 9 * 60 + 30, 12 * 60, DAY, 2 * DAY)
PEOPLE = "ABCDEFGH"


def clock(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"


def random_clock(seed: int) -> Brigade:
    """Single officers and cars of two in two zones, with rules on cover, presence, lights and armed units."""
    rng = Random(f"clock/{seed}")

    def hour() -> int:
        return HALF_HOUR * rng.randrange(48)

    def window() -> str:
        return f"{clock(hour())}-{clock(hour())}"

    start = dt.date(2026, 11, 2) + dt.timedelta(days=rng.randrange(7))
    settings: Cells = [["setting", "value"], ["name", "clocks"], ["start", str(start)], ["country", "DE"]]
    if rng.random() < 0.8:
        settings.append(["day_start", clock(hour())])
    if rng.random() < 0.4:  # a week in which clocks change
        start = rng.choice([dt.date(2026, 10, 19), dt.date(2027, 3, 22)]) + dt.timedelta(days=rng.randrange(6))
        settings[2][1] = str(start)
        settings.append(["time_zone", "Europe/Berlin"])
    shifts: Cells = [["code", "start", "end", "night"]]
    for code in "STUV"[: rng.randint(1, 4)]:
        begin = hour()
        end = begin + rng.choice(LENGTHS)
        shifts.append([code, clock(begin), clock(end if end > begin + DAY else end % DAY), rng.choice(["", "yes"])])
    codes = [row[0] for row in shifts[1:]]

    def some_shifts() -> str:
        return ";".join(rng.sample(codes, rng.randint(1, len(codes)))) if rng.random() < 0.4 else ""

    units: Cells = [
        ["kind", "crew", "least_crew", "composition", "vehicle_kinds", "mode", "visible", "moves", "shifts"]
    ]
    units.append(["duty", "1", "1", "", "", "foot", rng.choice(["yes", "no"]), "", some_shifts()])
    units.append(["car", "2", "1", "armed:1", "car", "car", "yes", rng.choice(["", "yes"]), some_shifts()])
    demand: Cells = [["unit_kind", "places", "from", "to", "day_types", "minimum", "target"]]
    for _ in range(rng.randint(1, 5)):
        hours = rng.choice([["", ""], [clock(hour()), clock(hour())], [clock(hour()), clock(hour())]])
        days = rng.choice(["", "", "fri", "sun;mon", "workday"])
        kind = rng.choice(["duty", "car"])
        spots = rng.choice(["", "", "Y", "Z", "Y;Z"] if kind == "car" else ["", "Y", "Z", "G"])
        minimum = rng.randint(0, 2)
        demand.append([kind, spots, *hours, days, str(minimum), str(minimum + rng.randint(0, 1))])
    rules: list[dict[str, object]] = [
        {"rule": "cover", "asks": "minimum", "priority": 1},
        {"id": "target", "rule": "cover", "asks": "target", "weight": 1},
        {"id": "over", "rule": "cover", "asks": "over", "weight": 1},
        {"rule": "day_presence", "hours": window(), "priority": 3},
        {"rule": "night_lights", "hours": window(), "priority": 2},
        {"id": "few_lights", "rule": "night_lights", "hours": window(), "zones_per_vehicle": 2, "priority": 2},
        {"rule": "armed_minimum", "priority": 1},
    ]
    tables: dict[str, Cells] = {
        "settings": settings,
        "officers": [["id", "name", "category", "qualifications"]] + [[c, c, "sworn", "armed"] for c in PEOPLE],
        "zones": [["id", "name"], ["Y", "Yard"], ["Z", "Zoo"]],
        "sites": [["id", "name", "kind", "zone", "latitude", "longitude"], ["G", "Gate", "guard_post", "Z", "50", "8"]],
        "vehicles": [["id", "kind", "seats", "lights"], ["V1", "car", "4", "yes"], ["V2", "car", "4", "no"]],
        "shifts": shifts,
        "units": units,
        "demand": demand,
    }
    return Brigade(f"clock-{seed}", tables, rules)


def random_roster(problem: Problem, rng: Random) -> Roster:
    """Units that run at random, everybody at most once a date; what no rule allows may be in it."""
    crews: list[Crew] = []
    for day in problem.horizon.range:
        free = rng.sample(PEOPLE, len(PEOPLE))
        for unit in (unit for unit in problem.units if unit.day == day and rng.random() < 0.5):
            members = [free.pop() for _ in range(min(len(free), problem.kind[unit.kind].crew))]
            if not members:
                continue
            vehicle = rng.choice(["V1", "V2", ""]) if unit.kind == "car" else ""
            stands = []
            for slot in problem.slots_of(unit):
                place = rng.choice(places(unit, problem))
                lights = vehicle == "V1" and problem.lights_on(slot)
                site = place if place in problem.site else ""
                stands.append(Stand(slot, problem.zone_of(place), site, problem.kind[unit.kind].mode, lights))
            crews.append(Crew(unit, tuple(map(Member, members)), vehicle, tuple(stands)))
    return Roster(tuple(crews))
