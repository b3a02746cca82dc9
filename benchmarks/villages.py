"""Patrol plans of eight small brigades of different shapes, each checked from outside: `python -m benchmarks.villages`.

    python -m benchmarks.villages [SHAPE ...] [--time-limit 5] [--plan-time 8] [--workers 1]

On foot, without vehicles, with one site, 12 and 24 hour shifts, by night only, slots of 12 and of 45 minutes. Each is
solved and planned under the shipped rules as a user would. `ways` are faults in what is possible (times, ways, posts;
not time in other zones, which the rules allow by night), `pace` what people could not work from (stops an hour, meals,
short stands, closed places, kilometres): both are counted from the files written. `short` is what the plan itself says
is missing. Ends with 1 where `ways` is not 0, or where there is a fault of pace and nothing is said to be short.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.measure import Row
from roster import api
from roster.io.csv_out import write_csv
from tests.plan.pace_checker import LONGEST_VISIT, pace_faults
from tests.plan.village_checker import faults
from tests.plan.villages import Village

COLUMNS = ("crews", "short", "ways", "pace")
NORTH, EAST = 0.00899, 0.01104  # degrees in a kilometre


def _at(east: float, north: float) -> str:
    return f"{35.4 + north * NORTH:.5f},{110.4 + east * EAST:.5f}"


SITES = (
    f"QA,quick_reaction_point,A,{_at(0, 0)},,",
    f"C1,checkpoint,A,{_at(0.5, 0.3)},,3",
    f"C2,checkpoint,A,{_at(0.9, 0.8)},08:10-21:50,3",
    f"C3,checkpoint,A,{_at(1.2, -0.4)},,1",
    f"QB,quick_reaction_point,B,{_at(2.5, 0)},,",
    f"C4,checkpoint,B,{_at(2.2, 0.6)},,3",
    f"C5,checkpoint,B,{_at(3.0, -0.3)},,3",
    f"C6,checkpoint,B,{_at(2.7, 0.9)},,5",
)
ROUTES = (f"R1,A,{_at(0, 0.2)},{_at(1, 0.3)}", f"R2,B,{_at(2.1, 0.1)},{_at(2.9, 0.5)}")
EIGHT_HOURS = ("D,07:00,15:00", "E,15:00,23:00", "N,23:00,07:00")
CAR, CARS = ("car,2,2,car,,car,yes",), tuple(f"V{number},car,5,yes" for number in range(6))


def _village(
    units: tuple[str, ...] = CAR,
    vehicles: tuple[str, ...] = CARS,
    shifts: tuple[str, ...] = EIGHT_HOURS,
    asked: tuple[str, ...] = ("A,07:00,23:00,1", "B,07:00,23:00,1", "A;B,23:00,07:00,1"),
    day_start: str = "07:00",
    sites: tuple[str, ...] = SITES,
    rules: tuple[str, ...] = (),
) -> Village:
    kind = units[0].partition(",")[0]
    both = sites is SITES
    return Village(
        sites=sites,
        shifts=shifts,
        zones=("A,,", "B,,") if both else ("A,,",),
        units=units,
        demand=tuple(f"{kind},{line}" for line in asked),
        routes=ROUTES if both else (),
        vehicles=vehicles,
        day_start=day_start,
        people=30,
        rules=rules,
        base=True,
    )


TWELVE = ("A,08:00,20:00,1", "B,08:00,20:00,1", "A;B,20:00,08:00,1")
SHAPES = {
    "on-foot": _village(units=("walk,2,2,foot,,,yes",), vehicles=()),
    "no-vehicles": _village(units=("car,2,2,car,,,yes",), vehicles=()),
    "one-site": _village(sites=(f"C1,checkpoint,A,{_at(0, 0)},,3",), asked=("A,07:00,07:00,1",)),
    "twelve-hours": _village(shifts=("D,08:00,20:00", "N,20:00,08:00"), asked=TWELVE, day_start="08:00"),
    "24-hours": _village(shifts=("G,08:00,08:00",), asked=("A,08:00,08:00,1", "B,08:00,08:00,1"), day_start="08:00"),
    "by-night": _village(
        shifts=("N,20:00,06:00",), asked=("A,20:00,02:00,1", "B,20:00,02:00,1", "A;B,02:00,06:00,2"), day_start="12:00"
    ),
    "short-slots": _village(
        rules=("{id: travel, slot_minutes: 12}", "{id: checkpoint_visits, stay_least: 10, stay_most: 12}")
    ),
    "long-slots": _village(
        rules=("{id: travel, slot_minutes: 45}", "{id: checkpoint_visits, stay_least: 20, stay_most: 90}")
    ),
}
LONGEST = {"long-slots": 90}
"""Minutes of a visit, where not the usual ones."""


def one(name: str, asked: argparse.Namespace) -> tuple[Row, list[str]]:
    """A shape's figures and faults."""
    with TemporaryDirectory() as place:
        folder = SHAPES[name].write(Path(place))
        limits = {"time_limit": asked.time_limit, "plan_time": asked.plan_time, "workers": asked.workers}
        outcome = api.solve(api.load(folder), plan_seed=3, **limits)
        planned = outcome.patrols.planned
        if planned is None:
            return {"crews": 0, "short": 0, "ways": 1, "pace": 0}, ["no plan"]
        write_csv(folder / "out", outcome)
        ways = [fault for fault in faults(folder, folder / "out") if "minutes elsewhere" not in fault]
        pace = pace_faults(folder, folder / "out", LONGEST.get(name, LONGEST_VISIT))
    short = sum(finding.amount for finding in planned.report.shortfalls)
    return {"crews": len(planned.plan.itineraries), "short": short, "ways": len(ways), "pace": len(pace)}, ways + pace


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shapes", nargs="*", metavar="SHAPE", help=", ".join(SHAPES))
    parser.add_argument("--time-limit", type=float, default=5.0)
    parser.add_argument("--plan-time", type=float, default=8.0)
    parser.add_argument("--workers", type=int, default=1)
    asked = parser.parse_args()
    wrong = False
    for name in asked.shapes or SHAPES:
        row, told = one(name, asked)
        print(name, *(f"{column} {row[column]}" for column in COLUMNS), flush=True)
        for fault in told[:5]:
            print(f"  {fault}")
        wrong = wrong or bool(row["ways"]) or bool(row["pace"] and not row["short"])
    return int(wrong)


if __name__ == "__main__":
    sys.exit(main())
