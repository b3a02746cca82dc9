"""Writes the bundled brigade, `inputs/hancheng/`: invented people and vehicles on a schematic map.

    python -m benchmarks.make_hancheng [--keep-history] [--folder DIR]

The same seed writes the same files. `--keep-history` leaves `history.csv` as it is, so that a history from elsewhere
(a solved roster, say) survives; otherwise `benchmarks.hancheng_history` makes one.
"""

from __future__ import annotations

import argparse
import csv
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from random import Random

import chinese_calendar

from benchmarks.hancheng_history import make_history
from benchmarks.hancheng_leave import make_absences
from benchmarks.hancheng_people import OFFICER_COLUMNS, Person, make_people
from benchmarks.hancheng_places import ROUTES, SITES, ZONES

SEED = 20261019
FOLDER = Path(__file__).resolve().parent.parent / "inputs" / "hancheng"
START = date(2026, 10, 19)
HISTORY_START = date(2026, 9, 21)
TABLES_FROM, TABLES_TO = date(2026, 9, 1), date(2027, 1, 31)

SETTINGS = [
    ("name", "Hancheng patrol brigade (illustrative)"),
    ("start", START.isoformat()),
    ("language", "en"),
    ("country", "CN"),
    ("night_hours", "22:00-06:00"),
    ("day_start", "07:00"),
    ("car_speed_kmh", "30"),
    ("foot_speed_kmh", "4.5"),
    ("detour_factor", "1.3"),
]
VEHICLES = [
    ("V01", "Armed van", "armed_van", 7, "yes", "driver"),
    *[(f"V{n:02d}", f"Patrol car {n - 1}", "patrol_car", 5, "yes", "driver") for n in range(2, 7)],
    *[(f"V{n:02d}", f"Cart {n - 6}", "cart", 4, "no", "") for n in range(7, 10)],
    ("V10", "Reserve van", "reserve_van", 7, "yes", "driver"),
]
SHIFTS = [
    ("D", "Day", "07:00", "15:00", "no", "yes"),
    ("E", "Evening", "15:00", "23:00", "no", "yes"),
    ("O", "Overlay", "18:00", "02:00", "no", "yes"),
    ("N", "Night", "23:00", "07:00", "yes", "yes"),
    ("L", "Duty leader", "08:00", "08:00", "no", "no"),
]
UNIT_COLUMNS = "kind,name,crew,least_crew,composition,vehicle_kinds,mode,visible,zones,shifts,moves,call_sign"
UNITS = [
    row.split(",")
    for row in (
        "armed,Armed unit,3,2,sworn:1;armed:2;driver:1,armed_van;reserve_van,static,yes,Z1,D;E;N,no,",
        "car,Car unit,3,2,sworn:1;driver:1,patrol_car,car,yes,,,yes,{kind}-{n}",
        "post,Guard post,2,2,,cart,static,yes,Z1;Z4,D;E,no,",
        "leader,Duty leader,1,1,leader:1,,static,no,,L,no,",
    )
]
SLOTS = ("07:00", "09:00", "12:00", "15:00", "18:00", "20:00", "23:00", "02:00", "07:00")
PINS = [("L02", "2026-10-22", "L", "leader"), ("P037", "2026-10-24", "off", "")]

Row = Sequence[object]


def write(folder: Path, table: str, columns: str, rows: Iterable[Row]) -> None:
    """One table as UTF-8 CSV."""
    with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns.split(","))
        writer.writerows(rows)


def demand() -> list[Row]:
    """The armed unit in every slot, a car for two zones by day and for each by night, the posts while they are open."""
    every: list[Row] = [("armed", "S1", start, end, "", 1, "", "", 1) for start, end in pairwise(SLOTS)]
    every += [("car", pair, "07:00", "18:00", "", 1, "", "", 3) for pair in ("Z1;Z2", "Z3;Z4")]
    every += [("car", zone, "18:00", "02:00", "", 1, "", "", 2) for zone, *_ in ZONES[:-1]]
    every += [("car", "Z4", "18:00", "02:00", "sun;mon;tue;wed;thu", 1, "", "", 2)]
    every += [("car", "Z4", "18:00", "02:00", "fri;sat", 1, 2, "", 2)]
    every += [("car", "", "02:00", "07:00", "", 2, "", "", 2)]
    every += [("post", post, "07:00", "23:00", "", 1, "", "", 4) for post in ("P1", "P2")]
    return every


def calendar() -> list[Row]:
    """Every date from the library as far as it is announced; New Year 2027 is an assumption and says so."""
    rows: list[Row] = []
    for day in dates(TABLES_FROM, TABLES_TO):
        weekend = day.weekday() >= 5
        if day.year == 2026:
            free, name = chinese_calendar.get_holiday_detail(day)
            kind = "holiday" if free and name else "rest_day" if free else "workday"
            label = str(name or "") + (" (make-up working day)" if weekend and not free else "")
        else:
            kind = "holiday" if day <= date(2027, 1, 3) else "rest_day" if weekend else "workday"
            label = "New Year's Day (assumed, not yet announced)" if kind == "holiday" else ""
        rows.append((day.isoformat(), kind, label))
    return rows


def requests(people: list[Person], absences: Sequence[Row], rng: Random) -> list[Row]:
    """Ten to fifteen wishes a week, mostly for a day off, never on a day of leave."""
    away = {(who, day) for who, day in absent_days(absences)}
    line = [person for person in people if not person.leader]
    pinned = {(officer, day) for officer, day, *_ in PINS}
    rows: list[Row] = []
    for monday in dates(START, TABLES_TO - timedelta(days=6), step=7):
        chosen: set[tuple[str, date]] = set()
        wanted = rng.randint(10, 15)
        while len(chosen) < wanted:
            person, day = rng.choice(line), monday + timedelta(days=rng.randrange(7))
            pair = (person.id, day)
            if pair in chosen or pair in away or (person.id, day.isoformat()) in pinned:
                continue
            chosen.add(pair)
            wish = "on" if rng.random() < 0.2 else "off"
            some = ("D",) if person.protected_to else ("D", "E") if wish == "on" else ("", "", "", "N", "O", "E")
            rows.append((person.id, day.isoformat(), rng.choice(some), wish, rng.choice((1, 1, 2, 2, 3, 4, 5))))
    return sorted(rows, key=lambda row: (str(row[1]), str(row[0])))


def absent_days(absences: Iterable[Row]) -> Iterable[tuple[str, date]]:
    """Each (id, date) that an absence touches."""
    for who, _kind, start, end, _note in absences:
        for day in dates(date.fromisoformat(str(start)[:10]), date.fromisoformat(str(end)[:10])):
            yield str(who), day


def dates(first: date, last: date, step: int = 1) -> Iterable[date]:
    return (first + timedelta(days=n) for n in range(0, (last - first).days + 1, step))


def make(folder: Path, keep_history: bool = False) -> None:
    """Writes every table of the brigade into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    people = make_people(Random(SEED))
    absences = make_absences(people, HISTORY_START, TABLES_TO, Random(SEED + 1))
    write(folder, "settings", "setting,value", SETTINGS)
    write(folder, "officers", OFFICER_COLUMNS, (person.row() for person in people))
    write(folder, "vehicles", "id,name,kind,seats,lights,licence", VEHICLES)
    write(folder, "zones", "id,name", ZONES)
    columns = "id,name,kind,zone,latitude,longitude,tier_minutes,opening_hours,hot_hours,meals"
    write(folder, "sites", columns, SITES)
    columns = "id,name,zones,start_latitude,start_longitude,end_latitude,end_longitude,km"
    write(folder, "routes", columns, ROUTES)
    write(folder, "shifts", "code,name,start,end,night,line", SHIFTS)
    write(folder, "units", UNIT_COLUMNS, UNITS)
    write(folder, "demand", "unit_kind,places,from,to,day_types,minimum,target,most,priority", demand())
    write(folder, "absences", "id,kind,from,to,note", absences)
    write(folder, "requests", "officer,date,shift,wish,weight", requests(people, absences, Random(SEED + 2)))
    write(folder, "fixed", "officer,date,shift,unit", PINS)
    write(folder, "calendar", "date,day_type,name", calendar())
    if not keep_history:
        days = (START - HISTORY_START).days
        duties = make_history(people, set(absent_days(absences)), HISTORY_START, days, SEED)
        write(
            folder, "history", "officer,date,shift,start,end", ((who, day, shift, "", "") for who, day, shift in duties)
        )


def main() -> None:
    parser = argparse.ArgumentParser(description="Writes the bundled brigade.")
    parser.add_argument("--folder", type=Path, default=FOLDER)
    parser.add_argument("--keep-history", action="store_true", help="leave history.csv as it is")
    arguments = parser.parse_args()
    make(arguments.folder, arguments.keep_history)


if __name__ == "__main__":
    main()
