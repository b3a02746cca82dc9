"""The law for crew and force rules: random small problems and rosters, and one small brigade for spoken examples."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from random import Random

from pydantic import TypeAdapter

from roster.aggregation import seat_units
from roster.domain.calendar import HOLIDAY
from roster.domain.clock import Horizon, Span, Window
from roster.domain.parts import with_duties
from roster.domain.people import Absence, Duty, Officer, Post
from roster.domain.pins import Pin
from roster.domain.places import Site, Vehicle, Zone
from roster.domain.problem import Facts, Problem
from roster.domain.roster import Crew, Member, Roster, Stand
from roster.domain.service import DemandLine, Shift, Unit, UnitKind
from roster.domain.settings import Settings
from roster.domain.units import pooled
from roster.rules import AnyRule, Rulebook, pose
from roster.rules.base import Rule
from roster.rules.shared.positions import places
from roster.rules.violation import Violation
from roster.search.score import values

SHIFTS = {
    "D": Shift("D", "day", Window(7 * 60, 15 * 60)),
    "E": Shift("E", "evening", Window(15 * 60, 23 * 60)),
    "O": Shift("O", "overlay", Window(18 * 60, 26 * 60)),
    "N": Shift("N", "night", Window(23 * 60, 31 * 60), night=True),
    "L": Shift("L", "leader", Window(8 * 60, 32 * 60), line=False),
}
ZONES = (Zone("Z1", "new town"), Zone("Z2", "station"))
POST = Site("P1", "gate", "guard_post", "Z1", 35.0, 110.0)
PROBLEMS = 100
MONDAY = date(2026, 10, 19)


def rule(text: Mapping[str, object]) -> Rule:
    """A rule from its fields as YAML gives them; a must unless it says how it binds."""
    binding = {} if {"weight", "priority"} & text.keys() else {"weight": "must"}
    made: Rule = TypeAdapter(AnyRule).validate_python({**text, **binding})
    return made


def brigade(days: int = 1, **changes: object) -> Facts:
    """Six officers, two vehicles, two zones and a guard post; one car and one armed unit a shift are asked for."""
    every_day, whole = frozenset(range(days)), Window(7 * 60, 31 * 60)
    facts = Facts(
        Settings("small"),
        Horizon(MONDAY, days),
        officers=(
            Officer("A", "An", "sworn", squad="1", home_zone="Z1", qualifications=frozenset({"armed", "coach"})),
            Officer("B", "Bo", "sworn", squad="1", home_zone="Z2", qualifications=frozenset({"driver", "leader"})),
            Officer("C", "Cai", "auxiliary", squad="2", share=0.5, qualifications=frozenset({"driver", "armed"})),
            Officer("D", "Du", "auxiliary", squad="2", sex="f"),
            Officer("E", "Er", "auxiliary", trainee=True, coach="B"),
            Officer("F", "Fu", "auxiliary", trainee=True),
        ),
        shifts=(SHIFTS["D"], SHIFTS["N"], SHIFTS["L"]),
        kinds=(
            UnitKind("car", "patrol car", 3, 2, {"sworn": 1, "driver": 1}, ("car",), moves=True),
            UnitKind("armed", "armed unit", 2, 2, {"armed": 1}, ("van",)),
            UnitKind("post", "guard post", 2, 1, {}, mode="static", shifts=("D",)),
            UnitKind("foot", "foot patrol", 1, 1, {}, mode="foot"),
            UnitKind("leader", "duty leader", 1, 1, {"leader": 1}, shifts=("L",), visible=False),
        ),
        zones=ZONES,
        sites=(POST,),
        vehicles=(
            Vehicle("V1", "car 1", "car", 4, True, "driver"),
            Vehicle("V2", "van 2", "van", 2, False),
        ),
        demand=(
            DemandLine("cars", "car", (), whole, every_day, 1, 2, 2),
            DemandLine("armed", "armed", ("Z1",), whole, every_day, 1),
            DemandLine("post", "post", ("P1",), Window(7 * 60, 15 * 60), every_day, 1, priority=5),
        ),
    )
    return replace(facts, **changes)  # type: ignore[arg-type]


def posed(facts: Facts, *rules: Rule) -> Problem:
    return pose(facts, Rulebook(rules))


def crew(
    problem: Problem, shift: str, label: str, officers: str, vehicle: str = "", zones: Iterable[str] = (), day: int = 0
) -> Crew:
    """The unit of this label with officers (a letter each), at its base or slot by slot in `zones`; lit at night."""
    unit = problem.unit[day, shift, label]
    slots = problem.slots_of(unit)
    where = list(zones) or [unit.base] * len(slots)
    stands = [_stand(problem, unit, slot, place, vehicle) for slot, place in zip(slots, where, strict=True)]
    return Crew(unit, tuple(Member(officer) for officer in officers), vehicle, tuple(stands))


def _stand(problem: Problem, unit: Unit, slot: object, place: str, vehicle: str) -> Stand:
    lights = vehicle != "" and problem.vehicle[vehicle].lights and problem.lights_on(slot)  # type: ignore[arg-type]
    site = place if place in problem.site else ""
    return Stand(slot, problem.zone_of(place), site, problem.kind[unit.kind].mode, lights)  # type: ignore[arg-type]


def found(one: Rule, problem: Problem, *crews: Crew) -> list[Violation]:
    """What the rule finds in a roster of these crews; every finding has a sentence, and the limits add up to it."""
    return _found(one, problem, Roster(crews))


def _found(one: Rule, problem: Problem, roster: Roster) -> list[Violation]:
    violations = list(one.check_all(roster, problem))
    given: Counter[int | None] = Counter()
    for violation in violations:
        assert violation.amount > 0
        sentence = one.say(violation, problem)
        assert sentence
        assert "{" not in sentence
        given[violation.priority] += violation.amount
    value = values(problem, roster)
    limited: Counter[int | None] = Counter()
    for limit in one.limit_all(problem):
        shifts = {unit[:2] for unit in seat_units(limit)}
        assert len(shifts) <= 1 or one.reach == "horizon", "a rule that reaches further than it says"
        limited[getattr(limit, "priority", None)] += limit.amount(value)
    assert +given == +limited
    return violations


def amounts_under_the_law(text: Mapping[str, object]) -> list[int]:
    """What a rule's check finds on random rosters of random problems; each is asserted to be what its limits cost."""
    one = rule(text)
    amounts: list[int] = []
    for seed in range(PROBLEMS):
        rng = Random(seed)
        problem = posed(_facts(rng), one)
        roster = _roster(rng, problem)
        problem = replace(problem, published=_roster(rng, problem))
        amounts.append(sum(v.amount for v in _found(one, problem, roster)))
    return amounts


def _some(rng: Random, things: Iterable[str], most: int) -> tuple[str, ...]:
    things = list(things)
    return tuple(rng.sample(things, rng.randint(0, min(most, len(things)))))


def _facts(rng: Random) -> Facts:
    days = rng.randint(1, 3)
    horizon = Horizon(MONDAY + timedelta(days=rng.randint(0, 6)), days)
    officers = tuple(_officer(rng, identity, horizon.start) for identity in "ABCDEF"[: rng.randint(4, 6)])
    shifts = tuple(SHIFTS[code] for code in ("D", *_some(rng, "EON", 2), "L"))
    kinds = (
        UnitKind(
            "car", "car", rng.randint(2, 3), 2, {"sworn": 1, "driver": 1}, ("car", "van"), moves=rng.random() < 0.7
        ),
        UnitKind("armed", "armed", 2, rng.randint(1, 2), {"armed": rng.randint(1, 2)}, ("van",)),
        UnitKind("post", "post", 2, 1, {"sworn": 1}, mode="static", visible=rng.random() < 0.7),
        UnitKind("foot", "foot", 1, 1, {"auxiliary": 1}, mode="foot"),
        UnitKind("leader", "leader", rng.randint(1, 2), 1, {"leader": 1}, shifts=("L",), visible=False),
    )
    vehicles = tuple(
        Vehicle(
            f"V{n}",
            "",
            rng.choice(["car", "van"]),
            rng.randint(2, 3),
            rng.random() < 0.7,
            rng.choice(["", "driver", "coach"]),
        )
        for n in range(rng.randint(2, 3))
    )
    past = [(o.id, -rng.randint(1, 9), rng.choice(shifts)) for o in officers for _ in range(rng.randint(0, 4))]
    crews = Random(f"{horizon}{past}")
    line = shifts[crews.randrange(len(shifts) - 1)]
    if line.code != "D" and crews.random() < 0.5:  # one that is worked in parts
        hours = Window(shifts[0].hours.start, line.hours.end)
        shifts = (*shifts, Shift("P", "both", hours, line.night, parts=(shifts[0], line)))
    history = {(o, day): Duty(o, day, s.code, s.span(day), s.night, s.line, _post(crews)) for o, day, s in past}
    return Facts(
        Settings("random"),
        horizon,
        officers,
        shifts,
        kinds,
        ZONES,
        (POST,),
        vehicles=vehicles,
        demand=tuple(_by_shift(_line(rng, number, kinds, days), kinds, crews) for number in range(rng.randint(2, 5))),
        absences=tuple(_absence(rng, rng.choice(officers).id, -9, days) for _ in range(rng.randint(0, 3))),
        maintenance=tuple(_absence(rng, v.id, 0, days) for v in vehicles if rng.random() < 0.3),
        pins=tuple(_pin(rng, officers, shifts, days) for _ in range(rng.randint(0, 2))),
        day_types={day: HOLIDAY for day in range(-9, days) if rng.random() < 0.3},
        history=tuple(history.values()),
    )


def _post(rng: Random) -> Post | None:
    """In which crew a past duty was served, if that is known."""
    kind, base = rng.choice([("car", "Z1"), ("car", "Z2"), ("post", "P1"), ("gone", "Z1"), ("", "")])
    return Post(f"{kind}-{base}", kind, base=base) if kind else None


def _officer(rng: Random, identity: str, today: date) -> Officer:
    joined = rng.choice([None, None, today - timedelta(days=3), today + timedelta(days=1)])
    return Officer(
        identity,
        identity,
        rng.choice(["sworn", "auxiliary"]),
        sex=rng.choice("fm"),
        birth_date=date(1970 + rng.choice([0, 20]), 1, 1),
        squad=rng.choice(["", "1", "2"]),
        home_zone=rng.choice(["", "Z1", "Z2"]),
        qualifications=frozenset(_some(rng, ["armed", "driver", "coach", "leader"], 3)),
        trainee=rng.random() < 0.3,
        coach=rng.choice(["", "A", "B"]) if identity > "B" else "",
        protected_from=today if rng.random() < 0.1 else None,
        joined=joined,
    )


def _line(rng: Random, number: int, kinds: tuple[UnitKind, ...], days: int) -> DemandLine:
    start = rng.choice([7, 9, 15, 18, 23])
    return DemandLine(
        str(number),
        rng.choice(kinds).code,
        _some(rng, ["Z1", "Z2", "P1"], 2),
        Window(start * 60, rng.choice([end for end in (15, 18, 23, 26, 31) if end > start]) * 60),
        frozenset(rng.sample(range(days), rng.randint(1, days))),
        minimum=rng.randint(0, 2),
        target=rng.randint(0, 3),
        most=rng.randint(0, 3),
        priority=rng.choice([None, None, 1, 2]),
    )


def _by_shift(line: DemandLine, kinds: Iterable[UnitKind], rng: Random) -> DemandLine:
    """The line, now and then asking on one shift in place of its hours."""
    if rng.random() < 0.7:
        return line
    leads = next(kind for kind in kinds if kind.code == line.kind).shifts == ("L",)
    code = "L" if leads else "D"
    return replace(line, shift=code, window=SHIFTS[code].hours)


def _absence(rng: Random, identity: str, first: int, days: int) -> Absence:
    start = rng.randint(first, days - 1) * 24 * 60 + rng.choice([0, 0, 8 * 60])
    return Absence(identity, "annual", Span(start, start + rng.choice([4, 24, 72]) * 60))


def _pin(rng: Random, officers: tuple[Officer, ...], shifts: tuple[Shift, ...], days: int) -> Pin:
    shift = rng.choice(["", *(shift.code for shift in shifts)])
    unit = rng.choice(["", "", "car", "car-Z1"])
    return Pin(rng.choice(officers).id, rng.randint(0, days), shift, unit)


def _roster(rng: Random, problem: Problem) -> Roster:
    """Crews that are physically possible: full or not, in fitting vehicles or not."""
    crews: list[Crew] = []
    busy: dict[str, list[tuple[int, Span, str]]] = {
        o.id: [(d.day, d.span, "") for d in problem.past.get(o.id, {}).values()] for o in problem.officers
    }
    joined = [{part.code for part in shift.parts} for shift in problem.in_parts]
    driven: dict[str, list[Span]] = {vehicle.id: [] for vehicle in problem.vehicles}
    eager = rng.choice([0.3, 0.6, 1.0])
    for unit in rng.sample(problem.units, len(problem.units)):
        span, kind = problem.shift[unit.shift].span(unit.day), problem.kind[unit.kind]
        for _ in range(1 if unit.most == 1 else rng.randint(0, 2)):
            free = [
                o
                for o, taken in busy.items()
                if not any(
                    (day == unit.day and {code, unit.shift} not in joined) or span.overlap(s) for day, s, code in taken
                )
            ]
            if not free or rng.random() > eager:
                continue
            members = rng.sample(free, rng.randint(1, min(kind.crew, len(free))))
            for officer in members:
                busy[officer].append((unit.day, span, unit.shift))
            vehicles = [v for v, spans in driven.items() if not any(span.overlap(s) for s in spans)]
            vehicle = rng.choice([*vehicles, ""]) if kind.vehicle_kinds else ""
            if vehicle:
                driven[vehicle].append(span)
            stands = []
            for slot in problem.slots_of(unit):
                place = rng.choice([unit.base, *places(unit, problem)])
                stand = _stand(problem, unit, slot, place, vehicle)
                stands.append(stand)
            crews.append(Crew(unit, tuple(Member(o) for o in members), vehicle, tuple(stands)))
            assert pooled(kind) or unit.most == 1
    return with_duties(Roster(tuple(crews)), problem)
