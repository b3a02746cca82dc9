"""Every way to search says the same: both searches, any workers, the same seed again; longer is no worse."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

from roster import api
from roster.domain.errors import NoRosterError, OutOfTimeError
from roster.domain.outcome import Outcome
from tests.brigades.brigade import Brigade
from tests.brigades.checks.fault import Findings

Cost = tuple[int, ...]
WAYS = [("auto", 1), ("auto", 2), ("cpsat", 1), ("cpsat", 2), ("columns", 1), ("columns", 2)]
SECONDS = 8.0
LENGTHS = (2.0, 6.0)


class Answer(NamedTuple):
    """What a search said: its status, and where there is a roster its cost and what bounds it."""

    status: str
    cost: Cost = ()
    bound: Cost = ()
    outcome: Outcome | None = None


def answer(case: api.Case, **options: Any) -> Answer:
    """One search without a patrol plan."""
    try:
        found = api.solve(case, plan_time=0, **options)
    except NoRosterError:
        return Answer("impossible")
    except OutOfTimeError:
        return Answer("none")
    cost = (*(tier.short for tier in found.proof.tiers), found.objective)
    return Answer(found.proof.status, cost, (*(tier.bound for tier in found.proof.tiers), found.proof.bound), found)


def find(brigade: Brigade, folder: Path, findings: Findings) -> None:
    case = api.load(brigade.write(folder), weeks=brigade.weeks)
    found = {}
    for search, workers in WAYS:
        one = found[f"{search}, {workers} worker(s)"] = answer(
            case, search=search, workers=workers, time_limit=SECONDS * findings.pace, gap=0.0
        )
        findings.note(f"{search} {workers} {one.status}")
    shown = "; ".join(f"{way}: {one.status} {one.cost} {one.bound}" for way, one in found.items())
    _agree(list(found.values()), shown, findings)
    limits = [seconds * findings.pace for seconds in LENGTHS]
    lengths = [answer(case, time_limit=seconds, workers=1, gap=0.0) for seconds in limits]
    told = "; ".join(f"{seconds} s: {one.status} {one.cost}" for seconds, one in zip(limits, lengths, strict=True))
    for short, long in pairwise(lengths):
        better = not short.cost or (long.cost and long.cost <= short.cost)
        findings.expect(bool(better), "more time gives less", told)
    findings.expect(lengths[0].status != "none", "no roster at once", f"{told}; {len(case.problem.officers)} people")
    same = [answer(case, time_limit=1.0, deterministic=True, workers=workers).outcome for workers in (2, 2)]
    rosters = [outcome.roster for outcome in same if outcome is not None]
    findings.expect(len(rosters) in (0, 2) and rosters[:1] == rosters[1:], "another roster from the same seed", told)


def _agree(answers: list[Answer], shown: str, findings: Findings) -> None:
    """Proofs do not contradict each other or any roster found."""
    costs = [one.cost for one in answers if one.cost]
    if any(one.status == "impossible" for one in answers):
        findings.expect(not costs, "impossible, and there is a roster", shown)
        findings.expect(
            all(one.status == "impossible" for one in answers), "one search sees a clash, another not", shown
        )
        return
    findings.expect(all(one.status != "none" for one in answers), "no roster in time", shown)
    for one in answers:
        findings.expect(one.status != "optimal" or one.cost <= min(costs), "called optimal, and is not", shown)
        findings.expect(all(one.bound <= cost for cost in costs), "a bound above a roster's cost", shown)
