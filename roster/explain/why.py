"""Why a duty, why not another: force the opposite, solve again near the roster, and compare."""

from __future__ import annotations

import time
from dataclasses import dataclass

from roster.explain.compare import Difference, difference
from roster.explain.explained import ToldClash
from roster.explain.opened import Opened
from roster.explain.rows import Rows
from roster.explain.words import Words
from roster.model import all_limits
from roster.rules.limits import Limit, Linear, Spot, Work
from roster.search.explain.clashes import Explainer, musts
from roster.search.near import Near
from roster.search.run import Options

SECONDS = 6.0
A_MOVE = 2
"""What a duty moved costs: an answer that moves few people says more than one that is a little cheaper."""
NEAR_DAYS = 2
"""Duties on so many days before and after may change first."""


@dataclass(frozen=True)
class Answer:
    """What would be if it were otherwise: musts that forbid it, or a roster and what it costs more."""

    officer: str
    day: int
    shift: str  # in the roster; empty for a day off
    other: str  # what was asked for instead: a shift, `off`, or `on` for any shift
    forced_by: ToldClash | None
    difference: Difference | None
    seconds: float


def why(opened: Opened, officer: str, day: int, other: str | None = None, seconds: float = SECONDS) -> Answer:
    """Why an officer does what they do on a day; `other` is a shift or `off`, by default the opposite."""
    started = time.monotonic()
    problem, rulebook = opened.case.problem, opened.case.rulebook
    now = next((shift for who, on, shift in opened.roster.work() if (who, on) == (officer, day)), "")
    wanted = other or ("off" if now else "on")
    if wanted == (now or "off"):
        return Answer(officer, day, now, now, None, None, time.monotonic() - started)
    always = _forced(officer, day, wanted, problem.shift_codes)
    limits = all_limits(problem, rulebook)
    clash = Explainer(problem, musts(problem, rulebook, limits), [always]).clash(seconds=seconds)
    if clash is not None:
        told = ToldClash(clash, Words(problem, rulebook, Rows(opened.case.tables)).lines(clash))
        return Answer(officer, day, now, wanted, told, None, time.monotonic() - started)
    near = Near(problem, rulebook, opened.roster, [always], limits)
    days = range(max(0, day - NEAR_DAYS), min(problem.horizon.days, day + NEAR_DAYS + 1))
    left = max(2.0, seconds - (time.monotonic() - started))
    found = near.best(Options(time_limit=left), days=days, a_move=A_MOVE) or near.best(
        Options(time_limit=left), a_move=A_MOVE
    )
    before = opened.checked.report
    compared = difference(problem, opened.roster, before, found.roster, found.report) if found else None
    return Answer(officer, day, now, wanted, None, compared, time.monotonic() - started)


def _forced(officer: str, day: int, wanted: str, codes: tuple[str, ...]) -> Limit:
    """The limit by which it is otherwise."""
    spot = Spot((officer,), day)
    if wanted == "off":
        return Linear(spot, ((1, Work(officer, day, codes)),), at_most=0)
    shifts = codes if wanted == "on" else (wanted,)
    return Linear(spot, ((1, Work(officer, day, shifts)),), at_least=1)
