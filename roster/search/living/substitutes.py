"""Who could take over a duty: everybody, ranked, with a price or with the one reason that forbids it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from roster.domain.ids import ShiftId
from roster.domain.paid import paid_minutes
from roster.domain.problem import Problem
from roster.domain.roster import Crew, services
from roster.i18n import _
from roster.search.living.exchange import Exchange, Handover, Verdict
from roster.search.tuning import DEFAULT, Repairs

CHAINS = 5
"""So many two-step chains are told."""
KM_A_DEGREE = 111.2


@dataclass(frozen=True)
class Candidate:
    """One officer who was considered."""

    officer: str
    forbidden: str  # a sentence; empty where it is lawful
    unsettled: bool = False  # it may be lawful all the same: the time was up before everything was tried
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
    cut: bool = False  # chains were not looked for to the end: the time was up

    @property
    def lawful(self) -> tuple[Candidate, ...]:
        return tuple(candidate for candidate in self.candidates if candidate.lawful)


def substitutes(exchange: Exchange, crew: Crew, officer: str, tuning: Repairs = DEFAULT.repairs) -> Substitutes:
    """Everybody who might take an officer's seat in a crew.

    First with the other seats as they are, then with crews seated anew: what the clock cuts off is marked.
    """
    day, shift = crew.unit.day, crew.duty_of(officer)
    others = [other.id for other in exchange.problem.officers if other.id != officer]
    verdicts = {other: Verdict(exchange.adds(other, day, shift)) for other in others}
    wanted = [Handover(day, shift, officer, other) for other, verdict in verdicts.items() if not verdict.forbidden]
    for reseat in (False, True):
        for handover in wanted:
            before = verdicts[handover.takes]
            if reseat and not before.unsettled:
                continue
            if not exchange.clock.over:
                verdicts[handover.takes] = exchange.judge([handover], check_lines=False, reseat=reseat)
            elif not reseat:
                verdicts[handover.takes] = Verdict(_("not looked at"), unsettled=True)
    found = sorted((_candidate(exchange, crew, shift, other, verdicts[other]) for other in others), key=_rank)
    if any(candidate.lawful for candidate in found):
        return Substitutes(officer, day, shift, crew.unit.label, tuple(found), ())
    chains, untried = _chains(exchange, officer, day, shift, tuning)
    cut = exchange.clock.over
    return Substitutes(officer, day, shift, crew.unit.label, tuple(found), tuple(chains), untried, cut)


def _rank(candidate: Candidate) -> tuple[object, ...]:
    """Lawful first; then what is short, others disturbed, the price, the burden, the way."""
    return (
        not candidate.lawful,
        not candidate.unsettled,
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
    hours = sum(paid_minutes(d, problem) for d in (*week, duty)) / 60
    return Candidate(
        officer,
        verdict.forbidden,
        verdict.unsettled,
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
        paid_minutes(duty, problem)
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


def _chains(exchange: Exchange, officer: str, day: int, shift: str, tuning: Repairs) -> tuple[list[Chain], int]:
    """The cheapest two-step chains: one gives up a duty near by for this one, and another takes that.

    Where none works seat for seat, those that need crews to be seated anew are tried, up to a number; the second value
    is how many were not.
    """
    every = _pairs(exchange, Handover(day, shift, officer, ""), tuning.near_days)
    pairs = list(takewhile(lambda _pair: not exchange.clock.over, every))
    found = [chain for pair in pairs for chain in _judged(exchange, pair, reseat=False)]
    untried = 0
    if not found:
        untried = max(0, len(pairs) - tuning.most_reseated)
        found = [chain for pair in pairs[: tuning.most_reseated] for chain in _judged(exchange, pair, reseat=True)]
    return sorted(found, key=lambda chain: (chain.short, chain.cost, chain.first, chain.second))[:CHAINS], untried


def _pairs(exchange: Exchange, wanted: Handover, near: int) -> Iterator[tuple[Handover, Handover]]:
    """Hand-overs of which each officer's line of work allows both."""
    for first in exchange.problem.officer:
        if first == wanted.leaves:
            continue
        for at, given in list(exchange.lines[first].items()):
            here = (at, given.shift) == (wanted.day, wanted.shift)
            if at < 0 or abs(at - wanted.day) > near or here:
                continue
            if exchange.line_breaks(first, {wanted.day: wanted.shift}, [at]):
                continue
            for second in exchange.problem.officer:
                if second not in (first, wanted.leaves) and not exchange.adds(second, at, given.shift):
                    yield wanted._replace(takes=first), Handover(at, given.shift, first, second)


def _judged(exchange: Exchange, pair: tuple[Handover, Handover], reseat: bool) -> Iterator[Chain]:
    if exchange.clock.over:
        return
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
    unsettled: bool = False  # nobody was found before the time was up

    @property
    def covered(self) -> bool:
        return bool(self.others)


def stand_ins(exchange: Exchange) -> Sequence[StandIns]:
    """For every duty of the roster: whether a single absence can still be covered, and by whom (the N-1 table).

    All with the other seats as they are, then those that nobody covers so with crews seated anew.
    """
    problem = exchange.problem
    burden = {
        o: sum(paid_minutes(d, exchange.problem) for day, d in line.items() if day >= 0)
        for o, line in exchange.lines.items()
    }
    order = sorted(problem.officer, key=lambda officer: (burden[officer], officer))
    found = []
    free: dict[ShiftId, list[str]] = {}
    for service in sorted(services(exchange.roster), key=lambda service: (service.crews[0].unit.id, service.seat)):
        crew, officer = service.crews[0], service.member.officer
        one = StandIns(crew.unit.day, service.shift, crew.unit.label, officer, ())
        at = ShiftId(one.day, one.shift)
        if at not in free and not exchange.clock.over:
            free[at] = [other for other in order if not exchange.adds(other, *at)]
        tried = takewhile(lambda _other: not exchange.clock.over, free.get(at, ()))
        others = tuple(o for o in tried if all(exchange.fits(c, officer, o) for c in service.crews))
        found.append(replace(one, others=others, unsettled=not others and exchange.clock.over))
    return [
        one if one.others else _with_others_moved(exchange, one, free.get(ShiftId(one.day, one.shift), ()))
        for one in found
    ]


def _with_others_moved(exchange: Exchange, one: StandIns, free: Iterable[str]) -> StandIns:
    """The same with whoever could stand in where others of the shift change crews."""
    handovers = (Handover(one.day, one.shift, one.officer, other) for other in free)
    tried = takewhile(lambda _handover: not exchange.clock.over, handovers)
    others = tuple(h.takes for h in tried if not exchange.judge([h], check_lines=False).forbidden)
    return replace(one, others=others, reseated=bool(others), unsettled=not others and exchange.clock.over)
