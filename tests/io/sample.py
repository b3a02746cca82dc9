"""A small brigade with a finished roster, made by hand: what the tests of files and sheets write and read.

Friday 2026-10-23 to Monday 2026-10-26; the Saturday is a rest day, the Sunday a holiday.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from openpyxl.worksheet.worksheet import Worksheet

from roster.domain.clock import Horizon, Span, Window
from roster.domain.findings import Finding, Report, Tier
from roster.domain.itinerary import Demand
from roster.domain.outcome import Moment, Outcome, Planned, Policy, Proof, Provenance, RuleLine, SearchRun
from roster.domain.people import Absence, Duty, Officer
from roster.domain.places import Site, Vehicle, Zone
from roster.domain.problem import Facts, Problem
from roster.domain.roster import Crew, Member, Roster, Stand
from roster.domain.service import DemandLine, Shift, UnitKind
from roster.domain.settings import Settings
from roster.domain.units import pose
from roster.rules.roster.day_presence import DayPresence
from roster.rules.roster.night_lights import NightLights
from tests.rules.law_plan import patrol, random_plan

DAYS = 4
EVERY_DAY = frozenset(range(DAYS))

SHIFTS = (
    Shift("D", "Day", Window(7 * 60, 15 * 60)),
    Shift("E", "Evening", Window(15 * 60, 23 * 60)),
    Shift("N", "Night", Window(23 * 60, 31 * 60), night=True),
    Shift("O", "Overlay", Window(18 * 60, 26 * 60)),
    Shift("L", "Duty leader", Window(8 * 60, 32 * 60), line=False),
)

KINDS = (
    UnitKind("car", "Car unit", 2, 2, {"sworn": 1, "driver": 1}, ("patrol_car",), "car", moves=True),
    UnitKind("post", "Guard post", 2, 2, {}, (), "static", zones=("Z1",)),
    UnitKind("leader", "Duty leader", 1, 1, {"leader": 1}, (), "foot", visible=False, shifts=("L",)),
)

OFFICERS = (
    Officer("001", "王伟", "sworn", "m", dt.date(1975, 3, 1), "1", "", frozenset({"leader"})),
    Officer("002", "李娜", "sworn", "f", dt.date(1990, 5, 2), "1", "Z1", frozenset({"armed", "driver"})),
    Officer("003", "张强", "sworn", "m", dt.date(1988, 7, 9), "2", "Z2", frozenset({"armed", "driver"})),
    Officer("004", "刘洋", "sworn", "m", dt.date(1992, 1, 30), "2", "Z1", frozenset({"driver"})),
    Officer("007", "陈静", "auxiliary", "f", dt.date(1998, 8, 8), "1", "Z2"),
    Officer("NA", "杨帆", "auxiliary", "m", dt.date(1996, 4, 4), "2", "Z1", frozenset({"driver"})),
    Officer("A03", "赵磊", "auxiliary", "m", dt.date(1999, 9, 9), "1", "Z1"),
    Officer("A04", "=1+1", "auxiliary", "f", dt.date(2000, 2, 29), "2", "Z2"),
)

LINES = (
    DemandLine("demand 1", "car", ("Z1", "Z2"), Window(7 * 60, 23 * 60), EVERY_DAY, 1, 1, source="demand.csv:2"),
    DemandLine("demand 2", "car", (), Window(23 * 60, 31 * 60), EVERY_DAY, 1, 2, source="demand.csv:3"),
    DemandLine("demand 3", "post", ("S1",), Window(7 * 60, 15 * 60), EVERY_DAY, 1, 1, source="demand.csv:4"),
    DemandLine("demand 4", "leader", (), Window(8 * 60, 32 * 60), EVERY_DAY, 1, 1, source="demand.csv:5"),
)

# day, shift, unit, vehicle, members with their roles
CREWS = (
    (0, "L", "leader", "", {"001": "leader"}),
    (0, "D", "car-Z1", "V1", {"002": "lead driver armed", "A03": ""}),
    (0, "E", "car-Z2", "V2", {"003": "lead driver armed", "007": ""}),
    (0, "N", "car-Z1", "V1", {"004": "lead driver", "NA": ""}),
    (1, "D", "car-Z1", "V1", {"002": "lead driver armed", "A03": ""}),
    (1, "D", "post-S1", "", {"007": "lead", "A04": ""}),
    (1, "E", "car-Z1", "V2", {"003": "lead", "NA": "driver"}),
    (1, "N", "car-Z2", "V1", {"004": "lead driver", "001": ""}),
    (2, "L", "leader", "", {"001": "leader"}),
    (2, "D", "car-Z2", "V1", {"002": "lead driver armed", "007": ""}),
    (2, "E", "car-Z2", "V2", {"003": "lead driver armed", "A04": ""}),
    (3, "D", "car-Z1", "V1", {"002": "lead driver armed", "A03": ""}),
    (3, "D", "post-S1", "", {"007": "lead", "A04": ""}),
    (3, "N", "car-Z1", "V1", {"004": "lead", "NA": "driver"}),
)


def problem() -> Problem:
    facts = Facts(
        Settings("Hancheng patrol brigade"),
        Horizon(dt.date(2026, 10, 23), DAYS),
        OFFICERS,
        SHIFTS,
        KINDS,
        zones=(Zone("Z1", "New town"), Zone("Z2", "Station")),
        sites=(Site("S1", "Bell square", "stationing_point", "Z1", 35.47, 110.44),),
        vehicles=(
            Vehicle("V1", "Car 1", "patrol_car", 5, True, "driver"),
            Vehicle("V2", "Car 2", "patrol_car", 5, True, "driver"),
        ),
        demand=LINES,
        absences=(
            Absence("NA", "annual", Span(2 * 1440, 3 * 1440), "absences.csv:2"),
            Absence("A04", "training", Span(0, 1440), "absences.csv:3"),
        ),
        maintenance=(Absence("V2", "maintenance", Span(3 * 1440, 4 * 1440), "absences.csv:4"),),
        day_types={1: "rest_day", 2: "holiday"},
        history=tuple(
            Duty(officer, day, code, shift.span(day), shift.night, shift.line)
            for officer, day, code in (("002", -2, "N"), ("003", -1, "D"), ("007", -6, "D"))
            for shift in SHIFTS
            if shift.code == code
        ),
    )
    return pose(facts, boundaries=(Window(7 * 60, 18 * 60), Window(18 * 60, 26 * 60)))


def roster(posed: Problem) -> Roster:
    """The crews above; cars stand at their base by day and in the other zone from the last slot of a shift on."""
    crews = []
    for day, shift, label, vehicle, members in CREWS:
        unit = posed.unit[day, shift, label]
        slots, kind = posed.slots_of(unit), posed.kind[unit.kind]
        stands = []
        for index, slot in enumerate(slots):
            zone = posed.zone_of(unit.base)
            if kind.moves and index and slot == slots[-1]:
                zone = "Z2" if zone == "Z1" else "Z1"
            lights = bool(vehicle) and (slot.start % 1440 >= 18 * 60 or slot.start % 1440 < 7 * 60)
            stands.append(Stand(slot, zone, unit.base if unit.base in posed.site else "", kind.mode, lights))
        seated = tuple(Member(officer, frozenset(roles.split())) for officer, roles in members.items())
        crews.append(Crew(unit, seated, vehicle, tuple(stands)))
    return Roster(tuple(crews))


RULES = (
    RuleLine(
        "minimum_rest",
        "minimum_rest",
        "must",
        "hours of rest missing",
        "Hours of rest between two duties: at least 12",
        "standing order 4.2",
        "base.yaml:17",
    ),
    RuleLine(
        "cover", "cover", "priority 2", "heads", "What the demand table asks for is met.", "domain", "base.yaml:40"
    ),
    RuleLine("requests", "requests", "weight 40", "wishes", "Personal requests are granted.", "", "base.yaml:88"),
)

SEEN = DayPresence(hours=Window(7 * 60, 18 * 60), priority=3)
LIT = NightLights(hours=Window(18 * 60, 26 * 60), priority=2)

FINDINGS = (
    Finding(
        "cover",
        False,
        2,
        2,
        0,
        "=2 heads short: post at S1 Bell square on Fri 2026-10-23, 07:00-15:00",
        day=0,
        slot="07:00-15:00",
        place="S1",
        asked=2,
        given=0,
    ),
    Finding(
        "cover",
        False,
        1,
        2,
        0,
        "2 heads short: no car on Sun 2026-10-25, 23:00-07:00",
        day=2,
        slot="23:00-07:00",
        asked=2,
        given=0,
    ),
    Finding(
        "requests",
        False,
        None,
        1,
        40,
        "陈静 (007) wished for the Saturday off",
        officers=("007",),
        day=1,
    ),
)


def outcome() -> Outcome:
    posed = problem()
    return Outcome(
        posed,
        roster(posed),
        Report(FINDINGS),
        Proof("stopped", (Tier(1, 2, 2), Tier(2, 2, 0)), bound=30),
        SearchRun(
            seconds=12.5,
            first_seconds=1.25,
            seed=7,
            workers=2,
            curve=(Moment(0.5, "cover", None, None), Moment(1.25, "wishes", 120, 0), Moment(12.5, "wishes", 40, 30)),
        ),
        Provenance("roster solve inputs/sample --seed 7", hashes={"officers.csv": "0" * 64, "base.yaml": "f" * 64}),
        Policy(RULES, (*SEEN.presence(posed), *LIT.presence(posed))),
    )


def planned(*findings: Finding) -> Planned:
    """A patrol plan without any search: the law's brigade and a possible plan drawn from a seed."""
    visits = tuple(Demand("C1", day, Span(day * 1440, day * 1440 + 720), 2, 2 - day % 2) for day in range(3))
    return Planned(patrol(), random_plan(1), Report(findings), "stopped", (), 0, 0, 1.0, visits, seed=7)


def with_settings(made: Outcome, **changes: object) -> Outcome:
    """The same outcome under other settings, such as `language="zh"` or another name."""
    settings = replace(made.problem.settings, **changes)  # type: ignore[arg-type]
    return replace(made, problem=replace(made.problem, settings=settings))


def rows(sheet: Worksheet) -> list[list[object]]:
    """What a sheet's cells say, row by row."""
    return [[cell.value for cell in row] for row in sheet.iter_rows()]
