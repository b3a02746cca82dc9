"""Timefold on the bundled week: local search over who sits where, with the same rules as hard, medium and soft scores.

    python -m benchmarks.peers.timefold_week [--factor 1] [--weeks 1] [--time 60] [--seed 1]

Not part of the product. It needs Java 17 or newer and, in an environment that has the product's own packages too,
`timefold`; for instance (on Windows `Scripts` in place of `bin`):

    python3.11 -m venv timefold-venv
    timefold-venv/bin/python -m pip install -r requirements.lock timefold==1.24.0b0
    timefold-venv/bin/python -m benchmarks.peers.timefold_week
    python -m benchmarks.brigades --peers --timefold-python timefold-venv/bin/python

Which units run is settled first, at their base throughout (benchmarks/peers/units.py), as in any planning of given
shifts. The planning entities are their seats, the variable is the officer. The rules are those of the rulebook in the
form of sums (benchmarks/peers/sums.py): musts are hard, shortfalls medium with priorities a hundredfold apart, wishes
soft. Vehicles are handed out afterwards, and the roster is scored by the product's own checks. There is no bound.
Building the model, starting Java and handing it the facts count in the time; Timefold ends a little after its limit.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from benchmarks.figures import ENDS, MEASURES, TIMEFOLD, figures
from benchmarks.measure import Found, Point, Task, show
from benchmarks.peers.sums import HARD, Adds, Limited, Sums, sums
from benchmarks.peers.units import running, vehicle_groups
from roster.domain.problem import Problem
from roster.domain.roster import Crew, Roster, Stand
from roster.domain.seating import hand_out, seat
from roster.domain.service import Unit
from roster.tiers import WISHES

HOW = "benchmarks/peers/timefold_week.py says how"

if TYPE_CHECKING:
    from benchmarks.peers.timefold_model import Plan


def imported() -> Any:
    """The model, which needs Timefold and Java; a sentence and an end where one of them is missing."""
    try:
        from benchmarks.peers import timefold_model
    except ImportError as missing:
        raise SystemExit(f"Timefold is not installed in this Python ({missing}); {HOW}") from None
    except Exception as missing:
        reason = " ".join(str(missing).split())
        raise SystemExit(f"Timefold found no Java 17 or newer ({reason}); {HOW}") from None
    return timefold_model


def plan_of(found: Sums, crews: Sequence[int]) -> Plan:
    """The facts and the empty seats, for Timefold; `crews` says how many of each unit run."""
    model, scale = imported(), found.scale()
    level = dict.fromkeys(scale, model.MEDIUM) | {HARD: model.HARD, WISHES: model.SOFT}
    run = [0] * len(found.limits)
    for adds in found.by_unit:
        run[adds.limit] += adds.weight * crews[adds.key]

    def limited(kind: Any, one: Limited, more: int = 0) -> Any:
        price, constant = one.price * scale[one.tier], one.constant + more
        return kind(one.number, level[one.tier], price, one.low, one.high, constant, one.per)

    def terms(kind: Any, adds: Iterable[Adds], limits: Sequence[Any]) -> list[Any]:
        return [kind(one.key, limits[one.limit], one.weight) for one in adds]

    def of_crews(adds: Iterable[Adds]) -> list[Adds]:
        return [one for one in adds if crews[one.key % len(crews)]]

    people, touched = of_crews(found.by_people), of_crews(found.touched)
    limits = [limited(model.Limit, one, more) for one, more in zip(found.limits, run, strict=True)]
    told = {one.limit for one in (*found.by_work, *found.by_service, *people, *touched)}
    shared = [limited(model.Shared, one) for one in found.shared]
    spreads = [model.Spread(s.number, level[s.tier], s.price * scale[s.tier], s.high) for s in found.spreads]
    officers = [model.Officer(n, n * len(found.shift), n * len(found.service)) for n in found.officer.values()]
    return model.Plan(  # type: ignore[no-any-return]
        officers=officers,
        limits=[limit for limit, one in zip(limits, found.limits, strict=True) if one.number in told],
        shared=shared,
        counts=[model.Count(one.officer, spreads[one.limit], one.constant) for one in found.compared],
        members=[
            model.Member(found.officer[officer], group * len(found.unit))
            for officers, group in found.groups.items()
            for officer in sorted(officers)
        ],
        sharers=[
            model.Sharer(found.officer[officer], group * len(found.shift))
            for officers, group in found.shared_groups.items()
            for officer in sorted(officers)
        ],
        by_work=terms(model.WorkTerm, found.by_work, limits),
        by_service=terms(model.ServiceTerm, found.by_service, limits),
        by_people=terms(model.PeopleTerm, people, limits),
        touches=terms(model.Touch, touched, limits),
        by_shared_work=terms(model.SharedTerm, found.by_shared_work, shared),
        by_counted_work=[model.CountTerm(one.key, one.limit, one.weight) for one in found.by_compared_work],
        places=list(_places(found, crews, officers, model)),
    )


def _places(found: Sums, crews: Sequence[int], officers: Sequence[Any], model: Any) -> Iterable[Any]:
    number = team = 0
    able = {
        shift: [officers[n] for officer, n in found.officer.items() if officer not in found.unable.get(shift, ())]
        for shift in found.shift.values()
    }
    for unit, count in zip(found.problem.units, crews, strict=True):
        shift, service = found.shift[unit.day, unit.shift], found.service[unit.day, unit.shift, unit.kind]
        for _crew in range(count):
            together = model.Team(team, found.unit[unit.id], shift, service)
            team += 1
            for _seat in range(found.problem.kind[unit.kind].crew):
                yield model.Place(number, together, able[shift])
                number += 1


def roster_of(plan: Plan, problem: Problem) -> Roster:
    """The crews, each with a vehicle where one is left."""
    teams: dict[int, tuple[Unit, set[str]]] = {}
    for place in plan.places:
        if place.officer is not None:
            team = teams.setdefault(place.team.number, (problem.units[place.team.unit], set()))
            team[1].add(problem.officers[place.officer.number].id)
    vehicles = hand_out(vehicle_groups((unit for unit, _ in teams.values()), problem), problem)
    crews = []
    for unit, officers in teams.values():
        vehicle, site = vehicles.get(unit.id, ""), unit.base if unit.base in problem.site else ""
        lights = vehicle in problem.vehicle and problem.vehicle[vehicle].lights
        zone, mode = problem.zone_of(unit.base), problem.kind[unit.kind].mode
        stands = (Stand(slot, zone, site, mode, lights and problem.lights_on(slot)) for slot in problem.slots_of(unit))
        crews.append(Crew(unit, seat(unit, officers, vehicle, problem), vehicle, tuple(stands)))
    return Roster(tuple(crews))


def search(task: Task) -> Found:
    """Timefold's default phases until the time is up."""
    started = time.monotonic()
    model = imported()
    from timefold.solver import SolverFactory  # type: ignore[import-not-found, unused-ignore]
    from timefold.solver.config import (  # type: ignore[import-not-found, unused-ignore]
        Duration,
        ScoreDirectorFactoryConfig,
        SolverConfig,
        TerminationConfig,
    )

    found = sums(task.problem, task.rulebook)
    plan = plan_of(found, running(found))
    built = time.monotonic() - started
    curve: list[Point] = []

    def on_better(event: Any) -> None:
        score = event.getNewBestScore()
        if event.isNewBestSolutionInitialized() and score.hardScore() == score.mediumScore() == 0:
            curve.append(Point(time.monotonic() - started, -int(score.softScore()), None))

    limit = Duration(milliseconds=max(1, round(1000 * (task.limit - built))))
    config = SolverConfig(
        solution_class=model.Plan,
        entity_class_list=[model.Place],
        random_seed=task.seed,
        score_director_factory_config=ScoreDirectorFactoryConfig(constraint_provider_function=model.rules),
        termination_config=TerminationConfig(spent_limit=limit),
    )
    solver = SolverFactory.create(config).build_solver()
    solver._delegate.addEventListener(model.listener(on_better))
    roster = roster_of(solver.solve(plan), task.problem)
    return Found(built, tuple(curve), time.monotonic() - started, roster)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--factor", type=int, default=1, help="how many times the bundled brigade")
    parser.add_argument("--weeks", type=int, default=1)
    parser.add_argument("--time", type=float, default=60.0)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    row = figures(search, TIMEFOLD, given.factor, given.weeks, given.seed, given.time, workers=1, gap=0.0)
    for name in (*MEASURES, *ENDS):
        show(name, [row.get(name)])


if __name__ == "__main__":
    main()
