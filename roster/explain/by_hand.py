"""The opposite of a duty had by a single hand-over: a first roster to start from, and a bound that needs no search."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from roster.domain.problem import Problem
from roster.domain.roster import Roster
from roster.rules import Rulebook
from roster.search.living.exchange import Exchange, Handover, Verdict
from roster.tiers import Limits

Hand = tuple[Handover, ...]

NEAR_DAYS = 2
"""Own duties on so many days before and after may be given to somebody else as well."""
MOST_TRIED = 60
MOST_OTHERS = 5
"""So many of such ways are judged, some milliseconds each, with so many who are most alike for each duty."""


def handed_over(
    problem: Problem, rulebook: Rulebook, roster: Roster, officer: str, day: int, wanted: str, limits: Limits
) -> Roster | None:
    """The cheapest lawful roster in which a duty is given up, taken over or exchanged; None where there is none.

    `wanted` is a shift, `on` for any, or `off`.
    """
    exchange = Exchange(problem, rulebook, roster, limits)
    ways = list(_ways(problem, roster, officer, day, wanted))
    return _best(exchange, ways) or _best(exchange, islice(_with_another(exchange, ways, officer, day), MOST_TRIED))


def _best(exchange: Exchange, ways: Iterable[Hand]) -> Roster | None:
    verdicts = (exchange.judge(way, reseat=False) for way in ways)
    lawful = [verdict for verdict in verdicts if verdict.roster is not None]
    return min(lawful, key=lambda verdict: (verdict.short, verdict.cost), default=Verdict("")).roster


def _with_another(exchange: Exchange, ways: Iterable[Hand], officer: str, day: int) -> Iterator[Hand]:
    """Each way that only the officer's own duties near by forbid, with one of those given to somebody else."""
    likest = sorted(exchange.problem.officer, key=lambda other: _unlike(exchange.problem, officer, other))
    own = [duty for at, duty in exchange.lines[officer].items() if at >= 0 and 0 < abs(at - day) <= NEAR_DAYS]
    for way in ways:
        takes = next((one for one in way if one.takes == officer), None)
        if takes is None or not exchange.line_breaks(officer, {day: takes.shift}, [day]):
            continue
        for duty in own:
            if exchange.line_breaks(officer, {day: takes.shift}, [day, duty.day]):
                continue
            able = (o for o in likest if o != officer and not exchange.adds(o, duty.day, duty.shift))
            for other in islice(able, MOST_OTHERS):
                yield *way, Handover(duty.day, duty.shift, officer, other)


def _unlike(problem: Problem, one: str, other: str) -> tuple[bool, int]:
    """How much the qualities of two officers differ: who is most alike fits a seat best."""
    first, second = problem.officer[one], problem.officer[other]
    return first.category != second.category, len(set(first.qualifications) ^ set(second.qualifications))


def _ways(problem: Problem, roster: Roster, officer: str, day: int, wanted: str) -> Iterator[Hand]:
    work = {(duty.officer, duty.shift) for duty in roster.work() if duty.day == day}
    busy = {who for who, _shift in work}
    now = next((shift for who, shift in work if who == officer), "")
    free = [other for other in problem.officer if other not in busy]
    if wanted == "off":
        yield from ((Handover(day, now, officer, other),) for other in free)
        yield (Handover(day, now, officer, ""),)
        return
    for holder, shift in sorted(work, key=lambda pair: (_unlike(problem, officer, pair[0]), pair)):
        if holder == officer or wanted not in ("on", shift):
            continue
        taken = Handover(day, shift, holder, officer)
        if not now:
            yield (taken,)
        elif shift != now:
            yield taken, Handover(day, now, officer, holder)
