"""Why a duty, why not another: force the opposite, solve again near the roster, and compare."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from roster.decisions import Grain
from roster.domain.comparison import Comparison, compare
from roster.domain.price import Price, Proved, cost_of, price, unproved
from roster.explain.by_hand import handed_over
from roster.explain.explanation_parts import ExplainedClash
from roster.explain.rows import Rows
from roster.explain.solved_case import SolvedCase
from roster.explain.words import Words
from roster.rules.limits import Limit, Linear
from roster.rules.spot import Spot
from roster.rules.variables import Work
from roster.search.explain.clashes import Explainer, musts, musts_of
from roster.search.explain.deadline import Deadline
from roster.search.explain.mus import Clock
from roster.search.proximity import ProximitySearch
from roster.search.run import Options, Stop
from roster.search.solution import Solution, if_its_own, if_lawful
from roster.tiers import Limits, all_limits

SECONDS = 9.0
"""In all: a clash may take half of them, the search near the roster two fifths of what is left, the proof the rest."""
BUILDING = 3.0
"""So many times as long as the rules' limits took, a search near the roster takes before it can show anything."""
MENDING = 0.2
"""The part of what is left in which people who cannot be seated are seated otherwise."""
MOVE_COST = 2
"""What a duty moved costs: an answer that moves few people says more than one that is a little cheaper."""
NEAR_DAYS = 2
"""Duties on so many days before and after may change first."""


@dataclass(frozen=True)
class Answer:
    """What would be if it were otherwise: musts that forbid it, or a roster and what it costs more.

    `difference` is between the workbook's roster and the one found; `price` between the best ones, as far as is proved.
    """

    officer: str
    day: int
    shift: str  # in the roster; empty for a day off
    other: str  # what was asked for instead: a shift, `off`, or `on` for any shift
    forced_by: ExplainedClash | None
    difference: Comparison | None
    price: Price | None
    seconds: float
    possible: bool = False  # a lawful roster was seen that has it so

    @property
    def telling(self) -> Comparison | None:
        """The difference, where it says what follows: not where more is short and nobody knows whether it must be."""
        diff = self.difference
        unknown = diff and self.price and self.price.short is None and diff.short[1] > diff.short[0]
        return None if unknown else diff

    @property
    def better(self) -> int:
        """By how much the roster found is cheaper than the workbook's, with no more short: a find by the way."""
        diff = self.difference
        return diff.objective[0] - diff.objective[1] if diff and diff.short[1] <= diff.short[0] else 0


def why(
    opened: SolvedCase,
    officer: str,
    day: int,
    other: str | None = None,
    seconds: float = SECONDS,
    stop: Stop | None = None,
) -> Answer:
    """Why an officer does what they do on a day; `other` is a shift or `off`, by default the opposite.

    `stop` ends the search with what is known, as the end of the time does. Where that is so short that no search can
    begin, a hand-over that does it is told, beside what was proved when the roster was made.
    """
    started, clock = time.monotonic(), Clock(seconds)
    stop = Deadline(clock, stop)

    def left(share: float) -> float:
        return 0.0 if stop else clock.left() * share

    def answer(
        forced_by: ExplainedClash | None = None,
        found: Solution | None = None,
        cost: Price | None = None,
        possible: bool = False,
    ) -> Answer:
        before = opened.checked.report
        compared = compare(problem, opened.roster, before, found.roster, found.report) if found else None
        return Answer(
            officer,
            day,
            now,
            wanted,
            forced_by,
            compared,
            cost,
            time.monotonic() - started,
            possible or found is not None,
        )

    problem, rulebook = opened.case.problem, opened.case.rulebook
    now = next((shift for who, on, shift in opened.roster.work() if (who, on) == (officer, day)), "")
    wanted = other or ("off" if now else "on")
    if wanted == (now or "off"):
        return Answer(officer, day, now, now, None, None, None, time.monotonic() - started)
    always = _forced(officer, day, wanted, problem.shift_codes)
    begun = time.monotonic()
    limits = all_limits(problem, rulebook)
    building = BUILDING * (time.monotonic() - begun)
    explainer = Explainer(problem, musts(problem, rulebook, limits), [always], musts_of(rulebook, [always]))

    def clash(share: float, *grains: Grain) -> ExplainedClash | None:
        found = explainer.clash(seconds=left(share), grains=grains)
        return ExplainedClash(found, Words(problem, rulebook, Rows(opened.case.tables)).lines(found)) if found else None

    first = handed_over(problem, rulebook, opened.roster, officer, day, wanted, limits)
    if first is not None and clock.left() < building:
        known = if_lawful(problem, rulebook, limits, (), first)
        return answer(found=known, cost=_price(opened, known, limits) if known else None)
    forced_by = clash(0.5, "kind") if first is None and not stop else None
    if forced_by is not None or stop:
        return answer(forced_by)
    near = ProximitySearch(problem, rulebook, opened.roster, [always], limits)
    near.repair_seconds = left(MENDING)
    days = range(max(0, day - NEAR_DAYS), min(problem.horizon.days, day + NEAR_DAYS + 1))
    found = near.best(Options(time_limit=left(0.4)), stop=stop, days=days, move_cost=MOVE_COST, first=first)
    if found is None and not stop:
        near.repair_seconds = left(MENDING)
        found = near.best(Options(time_limit=left(0.5)), stop=stop, move_cost=MOVE_COST, first=first)
    if found is None:
        forced_by = None if stop else clash(1, "crew")
        return answer(forced_by, possible=explainer.lawful is not None)
    return answer(found=found, cost=_price(opened, found, limits, None if stop else near, left(1)))


def _price(
    opened: SolvedCase, found: Solution, limits: Limits, forced: ProximitySearch | None = None, seconds: float = 0.0
) -> Price:
    """What it costs to have it otherwise; the unchanged case is bounded anew only where its bound was not recorded.

    Without a search of the changed case nothing but that bound is known of it.
    """
    problem, rulebook = opened.case.problem, opened.case.rulebook
    # a roster that breaks musts compares nothing
    present = if_its_own(problem, rulebook, limits, (), opened.roster) or found
    known = cost_of(present.report.short, present.report.objective)
    recorded = opened.recorded_least
    if forced is None:
        before = Proved(known, min(known, recorded or cost_of({}, 0)))
        return price(before, unproved(found.report.short, found.report.objective), narrower=True)
    with ThreadPoolExecutor(2) as threads:
        after = threads.submit(forced.proved, found, seconds)
        if recorded is None:
            unchanged = ProximitySearch(problem, rulebook, opened.roster, limits=limits)
            before = unchanged.proved(present, seconds)
        else:
            before = Proved(known, min(known, recorded))
        return price(before, after.result(), narrower=True)


def _forced(officer: str, day: int, wanted: str, codes: tuple[str, ...]) -> Limit:
    """The limit by which it is otherwise."""
    spot = Spot((officer,), day)
    if wanted == "off":
        return Linear(spot, ((1, Work(officer, day, codes)),), at_most=0)
    shifts = codes if wanted == "on" else (wanted,)
    return Linear(spot, ((1, Work(officer, day, shifts)),), at_least=1)
