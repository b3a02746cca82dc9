"""Thirteen weeks rolled forward: are musts kept across week borders, and are nights fair in the end?

    python -m benchmarks.quarter [--weeks 13] [--time-limit 25] [--seed 1]

Prints the headline figures and the spread of night shifts over line officers in each category, the protected, those
over 50 and those absent for more than 14 days left out.
"""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path

from roster import api
from roster.domain.clock import MINUTES_A_DAY
from roster.domain.outcome import Moment, Outcome
from roster.domain.people import Officer
from roster.domain.problem import Problem

LONG_ABSENCE_DAYS = 14


def counted(officer: Officer, problem: Problem) -> bool:
    """Whether an officer's nights are compared."""
    days = problem.horizon.range
    away = sum(a.span.minutes for a in problem.absences_of.get(officer.id, ()) if a.span.end > 0) / MINUTES_A_DAY
    old = (officer.age(problem.date(0)) or 0) > 50
    protected = any(officer.protected(problem.date(day)) for day in days)
    return not (old or protected or away > LONG_ABSENCE_DAYS or "leader" in officer.qualifications)


def report(outcome: Outcome) -> None:
    problem = outcome.problem
    nights: Counter[str] = Counter(d.officer for d in outcome.roster.work() if problem.shift[d.shift].night)
    print(f"{problem.horizon.days} days, {outcome.run.seconds:.0f} s")
    print(f"must violations: {len(outcome.report.must_violations)}, shortfalls: {len(outcome.report.shortfalls)}")
    print(f"person-shifts: {outcome.person_shifts}, vehicle-shifts: {outcome.vehicle_shifts}")
    for category in sorted({officer.category for officer in problem.officers}):
        compared = [o for o in problem.officers if o.category == category and counted(o, problem)]
        counts = [nights[officer.id] for officer in compared]
        print(
            f"nights of {len(counts)} {category} officers: {min(counts)} to {max(counts)}, "
            f"spread {max(counts) - min(counts)}"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", default="inputs/hancheng")
    parser.add_argument("--weeks", type=int, default=13)
    parser.add_argument("--time-limit", type=float, default=25.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("-o", "--output", type=Path, default=Path("outputs/hancheng-quarter.xlsx"))
    given = parser.parse_args()
    last = [""]

    def watch(moment: Moment) -> None:
        week = moment.phase.split(":")[0]
        if week != last[0]:
            last[0] = week
            print(week, flush=True)

    case = api.load(given.folder, weeks=given.weeks)
    outcome = api.solve(case, roll=True, watch=watch, plan_time=0, time_limit=given.time_limit, seed=given.seed)
    report(outcome)
    api.write(outcome, given.output)


if __name__ == "__main__":
    main()
