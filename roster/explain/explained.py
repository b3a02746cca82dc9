"""The whole explanation of a brigade's weeks: clashes with their cures, else a roster and why it is short."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass

from roster import api
from roster.arithmetic.lacks import Lack, lacks
from roster.domain.outcome import Finding, Outcome
from roster.explain.by_kind import NoCure
from roster.explain.cures import Cure, Cures, cures_of_clash, cures_of_shortfall
from roster.explain.head_count import HeadCount
from roster.explain.rows import Rows
from roster.explain.trial import Asked
from roster.explain.words import Line, Words
from roster.model import Limits, all_limits
from roster.rules.limits import Spot
from roster.rules.words import hours_of
from roster.search.explain.clashes import Clash, Explainer, musts, musts_of
from roster.search.explain.shortfalls import Binding, Shortfall, shortfalls
from roster.search.explain.shrink import Clock
from roster.search.run import Stop, Watch

SECONDS_OF_CURES = 75.0
SECONDS_A_SHORTFALL = 30.0
KNOWN_ONES, SECONDS_A_KNOWN_ONE = 3, 8.0
"""So many reasons of other shortfalls are tried first."""
GAP = 0.05
"""Of the wishes; the shortfalls come before them, and are what is explained."""
SOLVING, REASONS = 0.4, 0.6
"""The parts of the time limit in which the roster is made, and of the rest in which its shortfalls are explained."""


@dataclass(frozen=True)
class ToldClash:
    """A clash in words."""

    clash: Clash
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class ToldShortfall:
    """A shortfall, what forces it, and what would close it; no lines where no reason was found in the time given."""

    shortfall: Shortfall
    findings: tuple[Finding, ...]
    told: ToldClash | None
    cures: tuple[Cure, ...]
    heads: str  # where everybody of the scarcest quality is; empty where it is not about units
    looked_at: bool = True  # False where the time was up before
    missing: tuple[NoCure, ...] = ()


@dataclass(frozen=True)
class Explanation:
    """What there is to say: `clashes` with `cures`, or an `outcome` with its `shortfalls`."""

    case: api.Case
    clashes: tuple[ToldClash, ...] = ()
    cures: tuple[Cure, ...] = ()
    missing: tuple[NoCure, ...] = ()  # kinds of change that have no cure of the clash
    lacks: tuple[Lack, ...] = ()
    outcome: Outcome | None = None
    shortfalls: tuple[ToldShortfall, ...] = ()
    clash_seconds: float = 0.0
    seconds: float = 0.0

    def every_cure(self) -> list[Cure]:
        """All cures in the order in which they are numbered."""
        return [*self.cures, *(cure for shortfall in self.shortfalls for cure in shortfall.cures)]


def explain(
    asked: Asked, time_limit: float, watch: Watch = lambda moment: None, stop: Stop | None = None
) -> Explanation:
    """Why no roster exists, or why one is short. Raises InputError, OutOfTimeError."""
    started = time.monotonic()
    case = asked.load()
    missing = tuple(lacks(case.problem, case.rulebook))
    limits = all_limits(case.problem, case.rulebook)
    words = Words(case.problem, case.rulebook, Rows(case.tables))
    explainer = Explainer(case.problem, musts(case.problem, case.rulebook, limits), pose=musts_of(case.rulebook))
    first = explainer.clash()
    if first is not None:
        second = explainer.clash(first.about)
        told = tuple(ToldClash(clash, words.lines(clash)) for clash in (first, second) if clash is not None)
        clash_seconds = time.monotonic() - started
        cures = cures_of_clash(asked, case, explainer, first, Clock(SECONDS_OF_CURES))
        seconds = time.monotonic() - started
        return Explanation(
            case, told, tuple(cures), cures.missing, missing, clash_seconds=clash_seconds, seconds=seconds
        )
    seconds, workers = time_limit * SOLVING, asked.workers
    outcome = api.solve(case, watch=watch, stop=stop, time_limit=seconds, gap=GAP, workers=workers, plan_time=0)
    found = tuple(_shortfalls(asked, case, limits, words, outcome, Clock(time_limit * (1 - SOLVING))))
    return Explanation(case, lacks=missing, outcome=outcome, shortfalls=found, seconds=time.monotonic() - started)


def _shortfalls(
    asked: Asked, case: api.Case, limits: Limits, words: Words, outcome: Outcome, clock: Clock
) -> Iterator[ToldShortfall]:
    """Each shortfall with what forces it, then the cures of one of each kind, which are those of the others too."""
    binding = Binding(case.problem, case.rulebook, limits, outcome.roster)
    every = shortfalls(case.problem, case.rulebook, limits, outcome.roster)
    reasons = Clock(clock.left() * REASONS)
    found: dict[int, Clash | None] = {}
    for number, short in enumerate(every):
        if reasons.over:
            break
        known = list({clash.members: clash for clash in found.values() if clash is not None}.values())
        known.sort(key=lambda clash: short.day not in {day for days in clash.days.values() for day in days})
        same = (binding.same(short, clash, reasons.left(SECONDS_A_KNOWN_ONE)) for clash in known[:KNOWN_ONES])
        clash = next(filter(None, same), None)
        found[number] = clash or binding.clash(short, reasons.left(SECONDS_A_SHORTFALL))
    heads = HeadCount(case.problem, case.rulebook, limits, outcome.roster)
    cured: set[tuple[tuple[str, str], ...]] = set()
    for number, short in enumerate(every):
        clash = found.get(number)
        kind = tuple(dict.fromkeys((member.rule, member.part) for member in clash.members)) if clash else ()
        cures = Cures()
        if clash and kind not in cured and not clock.over:
            cured.add(kind)
            explainer = binding.explainer(short)
            cures = cures_of_shortfall(asked, outcome, case, explainer, clash, short.priority, clock)
        told = ToldClash(clash, words.lines(clash)) if clash else None
        yield ToldShortfall(
            short,
            tuple(_findings(short, outcome)),
            told,
            tuple(cures),
            heads.sentence(short),
            number in found,
            cures.missing,
        )


def _findings(short: Shortfall, outcome: Outcome) -> list[Finding]:
    """What the report says of a shortfall: there and then, else of these officers, else of the whole brigade."""
    of_rule = [finding for finding in outcome.report.shortfalls if finding.rule == short.instance.rule]
    spots = [limit.spot for limit in short.limits]
    officers = {spot.officers for spot in spots if spot.officers}
    return (
        [finding for finding in of_rule if any(_is_at(finding, spot) for spot in spots)]
        or [finding for finding in of_rule if finding.officers in officers]
        or [finding for finding in of_rule if finding.day is None]
    )


def _is_at(finding: Finding, spot: Spot) -> bool:
    slot = spot.slot is None or finding.slot == hours_of(spot.slot)
    place = (spot.unit == finding.unit) if spot.unit else (spot.place == finding.place)
    return finding.day == spot.on and slot and place
