"""Whether what `explain` says is so: members of clashes that could be left out, cures that cure nothing, false prices.

Everything is put to a solver again that shares no guards, no cores and no bounds with what found it.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable
from contextlib import chdir
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.explained_cases import cases
from benchmarks.kept_rows import Bar, KeptRows, Piece
from roster import api
from roster.domain.errors import NoRosterError, OutOfTimeError
from roster.domain.outcome import Outcome
from roster.domain.price import Proved, cost_of
from roster.domain.problem import Problem
from roster.explain.changes import Change
from roster.explain.cures import Cures, cures_of_clash
from roster.explain.explanation import explain
from roster.explain.trial import Asked, changed
from roster.search.explain.clashes import Clash, Explainer, musts, musts_of
from roster.search.explain.constraint_groups import ConstraintGroup, Groups
from roster.search.explain.mus import Clock
from roster.search.explain.past import PAST
from roster.search.explain.wider import MOST, SHIFTS, UNASKED, ZONES, needs, wider
from roster.tiers import all_limits
from tests.brigades.direct import can_hold

OF_TABLES = (MOST, UNASKED, SHIFTS, ZONES)
SECONDS_OF_CURES = 75.0
"""As `explain` has them."""


def clashes(seconds: float, piece: Piece) -> None:
    """Each clash: seconds until it is told, and how many of its members were removed and found needless."""
    columns = ("seconds", "members", "not shortened", "needless", "not settled", "not checked")
    bars = {"seconds": Bar(10, 30), "not shortened": Bar(largest=0), "needless": Bar(largest=0)}
    table = KeptRows("clashes", columns, piece, bars)
    with TemporaryDirectory() as folder:
        for name, asked in cases(Path(folder), piece.only):
            if not table.wanted(name):
                continue
            began = time.monotonic()
            explainer = _explainer(asked)
            clash = explainer.clash()
            took = time.monotonic() - began
            if clash is None:
                table.add(name, (took, 0, None, None, None, None))
                continue
            told = _needed(clash, asked.load(), seconds)
            open_ones = 0 if clash.smallest else 1
            table.add(name, (took, len(clash.members), open_ones, told[False], told[None], told["physics"]))
    table.end()


def cures(seconds: float, piece: Piece) -> None:
    """Each clash: its cures, those after which the musts are not seen to hold, and seconds."""
    columns = ("cures", "kinds without", "first seconds", "seconds", "false", "not settled")
    table = KeptRows("cures", columns, piece, {"first seconds": Bar(largest=30), "false": Bar(largest=0)})
    with TemporaryDirectory() as folder:
        for name, asked in cases(Path(folder), piece.only):
            if not table.wanted(name):
                continue
            began, first = time.monotonic(), list[float]()
            found = _cures(asked, began, first)
            if found is None:
                continue
            took = time.monotonic() - began
            holds = Counter(_holds_after(asked, cure.candidate.changes, seconds) for cure in found)
            at = first[0] if first else None
            table.add(name, (len(found), len(found.missing), at, took, holds[False], holds[None]))
    table.end()


def _cures(asked: Asked, began: float, first: list[float]) -> Cures | None:
    """The cures of a case's first clash, None without one; `first` gets the seconds until the first was known."""
    case, explainer = asked.load(), _explainer(asked)
    clash = explainer.clash()
    if clash is None:
        return None
    clock = Clock(SECONDS_OF_CURES)
    return cures_of_clash(asked, case, explainer, clash, clock, lambda _change: first.append(time.monotonic() - began))


def prices(seconds: float, piece: Piece) -> None:
    """Each cost that is printed with a cure against a solve of its own: how many were proved to be false."""
    columns = ("costs", "proved", "false", "no roster", "seconds")
    table = KeptRows("prices", columns, piece, {"false": Bar(largest=0)})
    with TemporaryDirectory() as folder, chdir(folder):
        for name, asked in cases(Path(folder), piece.only, short=True):
            if not table.wanted(name):
                continue
            began = time.monotonic()
            told = explain(asked, min(120.0, max(20.0, 2 * seconds)))
            found: Counter[str] = Counter()
            for cure in told.every_cure():
                with changed(asked, told.case, cure.candidate.changes) as cured:
                    found.update(_refuted(cure.cost, cured, seconds))
            if any(cure.price for cure in told.every_cure()):
                before = next(cure.price.before for cure in told.every_cure() if cure.price)
                found.update(_refuted(before, told.case, seconds))
            counts = (found["costs"], found["proved"], found["false"], found["no roster"])
            table.add(name, (*counts, time.monotonic() - began))
    table.end()


def _refuted(told: Proved, case: api.Case, seconds: float) -> Iterable[str]:
    """What a solve of its own says of a cost: `false` where it is cheaper than was proved, or dearer than was found."""
    yield "costs"
    try:
        outcome = api.solve(case, time_limit=seconds, gap=0, plan_time=0)
    except (NoRosterError, OutOfTimeError):
        yield "no roster"
        return
    found = _proved(outcome)
    if found.cost < told.least or told.cost < found.least:
        yield "false"
    if found.cost == found.least:
        yield "proved"


def _proved(outcome: Outcome) -> Proved:
    """What is known of the best roster: wishes are bounded only where nothing more can be had of what is short."""
    bounds = {tier.priority: tier.bound for tier in outcome.proof.tiers}
    settled = all(tier.bound == tier.short for tier in outcome.proof.tiers)
    least = cost_of(bounds, (outcome.proof.bound or 0) if settled else 0)
    return Proved(cost_of(outcome.report.short, outcome.report.objective), least)


def _explainer(asked: Asked) -> Explainer:
    case = asked.load()
    groups = musts(case.problem, case.rulebook, all_limits(case.problem, case.rulebook))
    return Explainer(case.problem, groups, pose=musts_of(case.rulebook))


def _holds_after(asked: Asked, changes: Iterable[Change], seconds: float) -> bool | None:
    """Whether all musts can hold in the files with these changes."""
    with changed(asked, asked.load(), changes) as cured:
        groups = musts(cured.problem, cured.rulebook, all_limits(cured.problem, cured.rulebook))
        return can_hold(cured.problem, [limit for limits in groups.values() for limit in limits], seconds)


def _needed(clash: Clash, case: api.Case, seconds: float) -> Counter[bool | str | None]:
    """For each member whether the others can hold without it; `physics` counts those that no roster can do without."""
    problem, pose = case.problem, musts_of(case.rulebook)
    rules = [member for member in clash.members if member.rule]
    tables = [member for member in clash.members if member.part in OF_TABLES]
    names = {member.rule for member in rules}
    groups = pose(problem, names).groups
    wide, known = wider(problem, needs([limit for member in rules for limit in groups[member]], problem))
    known |= pose(wide, names).groups
    found: Counter[bool | str | None] = Counter()
    for member in clash.members:
        if member in rules:
            found[_can(problem, groups, [other for other in rules if other != member], seconds)] += 1
        elif member in tables:
            found[_can(wide, known, [other for other in (*rules, *tables) if other != member], seconds)] += 1
        elif member.part == PAST:
            gone = [duty for duty in problem.history if (duty.officer, str(duty.day)) != (member.officer, member.of)]
            before = replace(problem, history=tuple(gone))
            found[_can(before, pose(before, names).groups, rules, seconds)] += 1
        else:
            found["physics"] += 1
    return found


def _can(problem: Problem, groups: Groups, members: list[ConstraintGroup], seconds: float) -> bool | None:
    limits = [limit for member in members for limit in groups.get(member, ())]
    return can_hold(problem, limits, seconds)
