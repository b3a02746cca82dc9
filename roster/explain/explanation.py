"""The whole explanation of a brigade's weeks: clashes with their cures, else a roster and why it is short."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from roster import api
from roster.arithmetic.nature import Lack, by_nature
from roster.arithmetic.necessary import Deficit, deficits
from roster.domain.errors import OutOfTimeError
from roster.domain.findings import Finding
from roster.domain.outcome import Moment, Outcome
from roster.explain.by_kind import NoCure
from roster.explain.candidate import Candidate
from roster.explain.cures import Cure, Cures, cures_of_clash, cures_of_shortfall
from roster.explain.explanation_parts import ExplainedClash, ExplainedShortfall, by_reason
from roster.explain.head_count import HeadCount
from roster.explain.reasons import Reason, Reasons
from roster.explain.rows import Rows
from roster.explain.trial import Asked
from roster.explain.trials import Beside
from roster.explain.words import Words
from roster.i18n import _
from roster.rules.shared.words import hours_of
from roster.rules.spot import Spot
from roster.search.explain.clashes import Clash, Explainer, musts, musts_of
from roster.search.explain.deadline import Deadline
from roster.search.explain.missing_crews import by_crew
from roster.search.explain.mus import Clock
from roster.search.explain.shortfalls import Shortfall
from roster.search.explain.tighten import tightened
from roster.search.run import Options, Stop, Watch
from roster.search.tuning import DEFAULT
from roster.search.verify import verify
from roster.tiers import all_limits

SECONDS_OF_CURES = 75.0
CLASHING = 0.5
"""The part of the time in which clashes are looked for."""
GAP = 0.05
"""Of the wishes; the shortfalls come before them, and are what is explained."""
SOLVING, REASONS = 0.4, 0.4
"""The parts of what is left of the time in which the roster is made, and then its shortfalls are explained."""
FIRST = 0.15
"""The part of the roster's time for all that is asked for at once; then one priority after another gets better."""


@dataclass(frozen=True)
class Explanation:
    """What there is to say: `clashes` with `cures`, or an `outcome` with its `shortfalls`.

    While it is not `whole` more will come: then it holds what will stay, and cures of the first `cured` shortfalls.
    """

    case: api.Case
    clashes: tuple[ExplainedClash, ...] = ()
    cures: tuple[Cure, ...] = ()
    missing: tuple[NoCure, ...] = ()  # kinds of change that have no cure of the clash
    deficits: tuple[Deficit, ...] = ()
    lacks: tuple[Lack, ...] = ()  # what the brigade can never have, as it has none of what is asked for
    outcome: Outcome | None = None
    least: Mapping[int, int] = field(default_factory=dict)  # of each priority, while all as urgent is as well met
    shortfalls: tuple[ExplainedShortfall, ...] = ()
    late: int = 0  # shortfalls with reasons of their own whose cures were not looked for: the time was up
    clash_seconds: float = 0.0
    seconds: float = 0.0
    whole: bool = True
    cured: int = 0

    def every_cure(self) -> list[Cure]:
        """All cures in the order in which they are numbered: after each one the others of its kind."""
        best = [*self.cures, *(cure for shortfall in self.shortfalls for cure in shortfall.cures)]
        return [one for cure in best for one in (cure, *cure.also)]


@dataclass(frozen=True)
class Hearing:
    """Who is told while an explanation is made: `so_far` what is known of it, `first_cure` a change that will do."""

    watch: Watch = lambda moment: None
    so_far: Callable[[Explanation], object] = lambda explanation: None
    first_cure: Callable[[Candidate], object] = lambda candidate: None

    def at(self, phase: str, began: float) -> None:
        """What is looked for now."""
        self.watch(Moment(time.monotonic() - began, phase, None, None))


NOBODY = Hearing()


def explain(asked: Asked, time_limit: float, hearing: Hearing = NOBODY, stop: Stop | None = None) -> Explanation:
    """Why no roster exists, or why one is short, in so many seconds all in all. Raises InputError, OutOfTimeError."""
    started, budget = time.monotonic(), Clock(time_limit)
    case = asked.load()
    arithmetic = tuple(deficits(case.problem, case.rulebook)), by_nature(case.problem, case.rulebook)
    so_far = Explanation(case, deficits=arithmetic[0], lacks=arithmetic[1], whole=False)
    hearing.so_far(so_far)
    hearing.at("clashes", started)
    limits = all_limits(case.problem, case.rulebook)
    words = Words(case.problem, case.rulebook, Rows(case.tables))
    explainer = Explainer(case.problem, musts(case.problem, case.rulebook, limits), pose=musts_of(case.rulebook))
    clashing = Clock(budget.left() * CLASHING)
    first = _alone(explainer.clash(seconds=clashing.left(DEFAULT.clashes.seconds)), so_far.lacks)
    if first is not None:
        so_far = replace(so_far, clashes=(ExplainedClash(first, words.lines(first)),))
        hearing.so_far(so_far)
        second = explainer.clash(first.about, clashing.left(DEFAULT.clashes.seconds)) if not clashing.over else None
        second = _alone(second, so_far.lacks)
        clash_seconds = time.monotonic() - started
        if second is not None:
            so_far = replace(so_far, clashes=(*so_far.clashes, ExplainedClash(second, words.lines(second))))
            hearing.so_far(so_far)
        hearing.at("cures", started)
        clock = Clock(budget.left(SECONDS_OF_CURES))
        cures = cures_of_clash(asked, case, explainer, first, clock, hearing.first_cure)
        seconds = time.monotonic() - started
        return replace(
            so_far,
            cures=tuple(cures),
            missing=cures.missing,
            clash_seconds=clash_seconds,
            seconds=seconds,
            whole=True,
        )
    outcome, least = urgent_roster(
        asked, case, budget.left() * SOLVING, hearing.watch, Deadline(budget, stop), budget.left()
    )
    so_far = replace(so_far, outcome=outcome, least=least)
    hearing.so_far(so_far)
    reasons = Reasons(case, limits, words.rows, outcome, asked.workers, least)
    hearing.at("reasons", started)
    every = by_crew(case.problem, case.rulebook, limits, outcome.roster, outcome.report)
    found = by_reason(reasons.of(every, Clock(budget.left() * REASONS)), case.problem, case.rulebook)
    heads = HeadCount(case.problem, case.rulebook, limits, outcome.roster)
    told = tuple(_told(one, words, outcome, heads) for same in found for one in same)
    so_far = replace(so_far, shortfalls=told)
    hearing.so_far(so_far)
    hearing.at("cures", started)
    late: list[Shortfall] = []
    for number, short in enumerate(_cured(asked, told, reasons, outcome, budget, late), start=1):
        so_far = replace(so_far, shortfalls=(*so_far.shortfalls[: number - 1], short, *told[number:]), cured=number)
        if not budget.over:  # then the rest comes at once
            hearing.so_far(so_far)
    return replace(so_far, late=len(late), seconds=time.monotonic() - started, whole=True)


def urgent_roster(
    asked: Asked, case: api.Case, seconds: float, watch: Watch, stop: Stop | None = None, most: float = 0.0
) -> tuple[Outcome, dict[int, int]]:
    """A roster with as little short as can be: wishes, which come after every shortfall, are not worked on.

    Beside it what is proved to be short of each priority while all that is as urgent is as well met. Where no roster is
    found soon, up to `most` seconds are for the first one. Raises OutOfTimeError.
    """
    began, stop = time.monotonic(), Stop() if stop is None else stop
    binding = replace(case.rulebook, rules=tuple(rule for rule in case.rulebook.rules if rule.must or rule.priority))
    urgent = replace(case, rulebook=binding)
    workers, least = asked.workers, dict[int, int]()

    def solved(limit: float) -> Outcome:
        return api.solve(urgent, watch=watch, stop=stop, time_limit=limit, gap=GAP, workers=workers, plan_time=0)

    try:
        try:
            outcome = solved(seconds * FIRST)
        except OutOfTimeError:  # without any roster there is nothing to explain: all of the time is for one
            if stop:
                raise
            outcome = solved(max(seconds, most))
    except OutOfTimeError:
        if stop.asked:
            raise
        text = _("no clash was seen, nor any roster found in the time given (--time-limit): nobody knows what is short")
        raise OutOfTimeError(text) from None
    left = seconds - (time.monotonic() - began)
    if any(tier.short > tier.bound for tier in outcome.proof.tiers) and left > 0 and not stop:
        options = Options(time_limit=left, workers=workers)
        outcome, least = tightened(case.problem, binding, outcome, options, watch, stop)
    report = verify(case.problem, case.rulebook, outcome.roster)
    return replace(outcome, report=report, proof=replace(outcome.proof, bound=0)), least


def _alone(clash: Clash | None, lacks: Iterable[Lack]) -> Clash | None:
    """A clash of what the brigade has none of, without the tables that would rule it out as well."""
    rules = {member.rule for member in clash.members if member.rule} if clash else set()
    if clash is None or not any({lack.rule.name} == rules for lack in lacks if lack.cause == "subject"):
        return clash
    return replace(clash, members=tuple(m for m in clash.members if m.rule)[:1], days={}, unsettled=frozenset())


def _told(one: tuple[Shortfall, Reason], words: Words, outcome: Outcome, heads: HeadCount) -> ExplainedShortfall:
    """A missing crew or a shortfall with its reason, before cures of it are looked for."""
    short, reason = one
    findings = short.unit.follows if short.unit else tuple(_findings(short, outcome))
    told = ExplainedClash(reason.clash, words.lines(reason.clash)) if reason.clash else None
    return ExplainedShortfall(short, findings, reason, told, (), "" if short.lack else heads.sentence(short))


def _cured(
    asked: Asked,
    shortfalls: Iterable[ExplainedShortfall],
    reasons: Reasons,
    outcome: Outcome,
    clock: Clock,
    late: list[Shortfall],
) -> Iterator[ExplainedShortfall]:
    """Each shortfall with the cures of one of each kind of reason, those of the others too.

    `late` gets those of kinds for whose cures there was no time.
    """
    case = reasons.case
    cured: set[tuple[tuple[str, str], ...]] = set()
    beside, shown = Beside(asked, case, outcome), list[Cure]()
    for told in shortfalls:
        short, reason = told.shortfall, told.reason
        clash = reason.clash or (reasons.about(short) if reason.verdict != "avoidable" else None)
        kind = tuple(dict.fromkeys((member.rule, member.part) for member in clash.members)) if clash else ()
        if short.lack is not None:
            kind = ((short.lack.rule.name, "nature"),)
        cures = Cures()
        if kind and kind not in cured and not clock.over:
            cured.add(kind)
            explainer = reasons.binding.explainer(short)
            cures = cures_of_shortfall(asked, case, explainer, clash, short, beside, clock)
        elif kind and kind not in cured:
            late.append(short)
        none = tuple(one for one in cures.missing if reason.clash or one.thought_of)  # else they speak of its lines
        new, known = cures.beside(shown)
        shown += [one for cure in new for one in (cure, *cure.also)]
        yield replace(told, cures=new, missing=none, shown=known)


def _findings(short: Shortfall, outcome: Outcome) -> list[Finding]:
    """What the report says of a shortfall: there and then, else of these officers, else of the whole brigade."""
    of_rule = [finding for finding in outcome.report.shortfalls if finding.rule == short.instance.rule]
    if short.lack is not None:
        return [finding for finding in of_rule if finding.day is None]
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
