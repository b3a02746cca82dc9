"""Who could take over a duty: everybody, ranked, with a price or with the one reason that forbids it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from roster.domain.problem import Problem
from roster.domain.roster import Crew, services
from roster.search.living.exchange import Exchange, Handover, Verdict

CHAINS = 5
"""So many two-step chains are told."""
MOST_RESEATED = 40
"""So many pairs are tried with crews seated anew."""
NEAR_DAYS = 2
"""How far a duty may lie from the one to be covered for its officer to be freed of it."""
KM_A_DEGREE = 111.2


@dataclass(frozen=True)
class Candidate:
    """One officer who was considered."""

    officer: str
    forbidden: str  # a sentence; empty where it is lawful
    short: int = 0
    cost: int = 0
    reseated: bool = False
    duties: int = 0  # in the week, with this one
    nights: int = 0
    hours: float = 0
    balance: float = 0  # hours above the mean of the category, with this duty
    km: float | None = None  # from the officer's home zone to the crew's; None where either is unknown

    @property
    def lawful(self) -> bool:
        return not self.forbidden


@dataclass(frozen=True)
class Chain:
    """`first` takes the duty; `second` takes the duty that `first` gives up for it."""

    first: str
    second: str
    day: int  # of the duty that `first` gives up
    shift: str
    short: int
    cost: int


@dataclass(frozen=True)
class Substitutes:
    """Everybody for one duty, the best first, and chains where nobody can take it alone."""

    officer: str
    day: int
    shift: str
    unit: str
    candidates: tuple[Candidate, ...]
    chains: tuple[Chain, ...]
    untried: int = 0  # two-step chains that were not tried with the crews seated anew

    @property
    def lawful(self) -> tuple[Candidate, ...]:
        return tuple(candidate for candidate in self.candidates if candidate.lawful)


def substitutes(exchange: Exchange, crew: Crew, officer: str) -> Substitutes:
    """Everybody who might take an officer's seat in a crew."""
    day, shift = crew.unit.day, crew.duty_of(officer)
    problem = exchange.problem
    found = []
    for other in problem.officers:
        if other.id == officer:
            continue
        forbidden = exchange.adds(other.id, day, shift)
        verdict = Verdict(forbidden)
        if not forbidden:
            verdict = exchange.judge([Handover(day, shift, officer, other.id)], check_lines=False)
        found.append(_candidate(exchange, crew, shift, other.id, verdict))
    found.sort(key=_rank)
    if any(candidate.lawful for candidate in found):
        return Substitutes(officer, day, shift, crew.unit.label, tuple(found), ())
    chains, untried = _chains(exchange, officer, day, shift)
    return Substitutes(officer, day, shift, crew.unit.label, tuple(found), tuple(chains), untried)


def _rank(candidate: Candidate) -> tuple[object, ...]:
    """Lawful first; then what is short, others disturbed, the price, the burden, the way."""
    return (
        not candidate.lawful,
        candidate.short,
        candidate.reseated,
        candidate.cost,
        candidate.balance,
        candidate.km if candidate.km is not None else math.inf,
        candidate.officer,
    )


def _candidate(exchange: Exchange, crew: Crew, shift: str, officer: str, verdict: Verdict) -> Candidate:
    problem = exchange.problem
    week = [duty for day, duty in exchange.lines[officer].items() if _same_week(day, crew.unit.day, problem)]
    duty = problem.duty(officer, crew.unit.day, shift)
    hours = sum(problem.elapsed(d.span) for d in (*week, duty)) / 60
    return Candidate(
        officer,
        verdict.forbidden,
        verdict.short,
        verdict.cost,
        verdict.reseated,
        len(week) + 1,
        sum(d.night for d in (*week, duty)),
        hours,
        round(hours - _mean_hours(exchange, officer, crew.unit.day), 1),
        _way(problem, problem.officer[officer].home_zone, problem.zone_of(crew.unit.base)),
    )


def _same_week(day: int, other: int, problem: Problem) -> bool:
    """Whether two days lie in one calendar week."""
    return problem.week_start(day) == problem.week_start(other)


def _mean_hours(exchange: Exchange, officer: str, day: int) -> float:
    """Mean hours of the officer's category in the week of a day."""
    problem = exchange.problem
    category = problem.officer[officer].category
    alike = [other.id for other in problem.officers if other.category == category]
    minutes = sum(
        problem.elapsed(duty.span)
        for other in alike
        for at, duty in exchange.lines[other].items()
        if _same_week(at, day, problem)
    )
    return minutes / 60 / max(1, len(alike))


def _way(problem: Problem, home: str, zone: str) -> float | None:
    """Kilometres, as the crow flies, between the middles of two zones' sites."""
    if not home or not zone:
        return None
    if home == zone:
        return 0.0
    ends = [_middle(problem, one) for one in (home, zone)]
    if ends[0] is None or ends[1] is None:
        return None
    north = (ends[0][0] - ends[1][0]) * KM_A_DEGREE
    east = (ends[0][1] - ends[1][1]) * KM_A_DEGREE * math.cos(math.radians(ends[0][0]))
    return round(math.hypot(north, east), 1)


def _middle(problem: Problem, zone: str) -> tuple[float, float] | None:
    sites = [site for site in problem.sites if site.zone == zone]
    if not sites:
        return None
    return sum(s.latitude for s in sites) / len(sites), sum(s.longitude for s in sites) / len(sites)


def _chains(exchange: Exchange, officer: str, day: int, shift: str) -> tuple[list[Chain], int]:
    """The cheapest two-step chains: one gives up a duty near by for this one, and another takes that.

    Where none works seat for seat, those that need crews to be seated anew are tried, up to a number; the second value
    is how many were not.
    """
    pairs = list(_pairs(exchange, Handover(day, shift, officer, "")))
    found = [chain for pair in pairs for chain in _judged(exchange, pair, reseat=False)]
    untried = 0
    if not found:
        untried = max(0, len(pairs) - MOST_RESEATED)
        found = [chain for pair in pairs[:MOST_RESEATED] for chain in _judged(exchange, pair, reseat=True)]
    return sorted(found, key=lambda chain: (chain.short, chain.cost, chain.first, chain.second))[:CHAINS], untried


def _pairs(exchange: Exchange, wanted: Handover) -> Iterator[tuple[Handover, Handover]]:
    """Hand-overs of which each officer's line of work allows both."""
    for first in exchange.problem.officer:
        if first == wanted.leaves:
            continue
        for at, given in list(exchange.lines[first].items()):
            here = (at, given.shift) == (wanted.day, wanted.shift)
            if at < 0 or abs(at - wanted.day) > NEAR_DAYS or here:
                continue
            if exchange.line_breaks(first, {wanted.day: wanted.shift}, [at]):
                continue
            for second in exchange.problem.officer:
                if second not in (first, wanted.leaves) and not exchange.adds(second, at, given.shift):
                    yield wanted._replace(takes=first), Handover(at, given.shift, first, second)


def _judged(exchange: Exchange, pair: tuple[Handover, Handover], reseat: bool) -> Iterator[Chain]:
    verdict = exchange.judge(pair, check_lines=False, reseat=reseat)
    if not verdict.forbidden:
        yield Chain(pair[0].takes, pair[1].takes, pair[1].day, pair[1].shift, verdict.short, verdict.cost)


@dataclass(frozen=True)
class StandIns:
    """Who could replace one member of a crew; `reseated` where that needs others of the shift to change crews."""

    day: int
    shift: str
    unit: str
    officer: str
    others: tuple[str, ...]  # the least burdened first
    reseated: bool = False

    @property
    def covered(self) -> bool:
        return bool(self.others)


def stand_ins(exchange: Exchange) -> Sequence[StandIns]:
    """For every duty of the roster: whether a single absence can still be covered, and by whom (the N-1 table)."""
    problem = exchange.problem
    burden = {
        o: sum(exchange.problem.elapsed(d.span) for day, d in line.items() if day >= 0)
        for o, line in exchange.lines.items()
    }
    order = sorted(problem.officer, key=lambda officer: (burden[officer], officer))
    found = []
    free: dict[tuple[int, str], list[str]] = {}
    for service in sorted(services(exchange.roster), key=lambda service: (service.crews[0].unit.id, service.seat)):
        crew, officer = service.crews[0], service.member.officer
        day, shift = crew.unit.day, service.shift
        if (day, shift) not in free:
            free[day, shift] = [other for other in order if not exchange.adds(other, day, shift)]
        others = tuple(o for o in free[day, shift] if all(exchange.fits(c, officer, o) for c in service.crews))
        reseated = False
        if not others:
            handovers = (Handover(day, shift, officer, other) for other in free[day, shift])
            others = tuple(h.takes for h in handovers if not exchange.judge([h], check_lines=False).forbidden)
            reseated = bool(others)
        found.append(StandIns(day, shift, crew.unit.label, officer, others, reseated))
    return found
