"""Shortfalls told by what is missing: each missing crew with its hours, and all that is short because of it.

    account = missing(problem, report.shortfalls)
    account.units    # -> (MissingUnit, ...): kinds, places and hours, with the shortfalls that follow from it
    account.alone    # -> (Finding, ...): what is short though no crew is missing, as a rest or a count of nights
    account.unmeetable    # -> (Finding, ...): what no roster of the brigade could meet, one of each entry

Few crews are told that would close every shortfall of crews: in each slot what different rules and rows of demand miss
is one crew where one could stand for all of it, and over consecutive slots one crew where a shift covers them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from roster.domain.clock import Span, calendar_day
from roster.domain.findings import Finding
from roster.domain.ids import ShiftId
from roster.domain.problem import Facts, Problem
from roster.domain.service import Slot
from roster.domain.wanted import Wanted


class Stretch(NamedTuple):
    """Where a missing crew is asked for, in a part of its hours; no place: anywhere."""

    span: Span
    places: tuple[str, ...]


@dataclass(frozen=True)
class MissingUnit:
    """A crew that is missing: of any of `kinds`, in hours that one duty could cover.

    `starts` are the duties that cover them whole; none where no shift does. `follows` are the shortfalls.
    """

    kinds: tuple[str, ...]
    lit: bool
    stretches: tuple[Stretch, ...]
    follows: tuple[Finding, ...]
    starts: tuple[ShiftId, ...]
    roster_day: int

    @property
    def span(self) -> Span:
        return Span(self.stretches[0].span.start, self.stretches[-1].span.end)

    @property
    def day(self) -> int:
        """The calendar date on which its hours begin."""
        return calendar_day(self.span.start)

    @property
    def priority(self) -> int:
        """The most urgent of what follows from it."""
        return min(finding.priority or 0 for finding in self.follows)


class Account(NamedTuple):
    """What is missing, the most urgent first, what is short by itself, and what no roster could meet."""

    units: tuple[MissingUnit, ...]
    alone: tuple[Finding, ...]
    unmeetable: tuple[Finding, ...] = ()


@dataclass(eq=False)
class _Gap:
    """A crew missing in one slot: where it could be to close everything under it, and where it is asked for."""

    kinds: tuple[str, ...]
    asked: tuple[str, ...]
    within: tuple[tuple[str, ...], ...]  # it is at one of the places of each of these
    lit: bool
    follows: list[Finding] = field(default_factory=list)
    shift: str = ""  # the only one on which it is asked for


@dataclass(eq=False)
class _Open:
    """A missing crew that may go on in the next slot."""

    gaps: list[tuple[Slot, _Gap]]
    kinds: tuple[str, ...]
    starts: frozenset[ShiftId]


def missing(problem: Problem, shortfalls: Iterable[Finding]) -> Account:
    """The missing crews of a verified roster, each with the shortfalls that follow from it."""
    alone: list[Finding] = []
    unmeetable: list[Finding] = []
    moments: dict[tuple[int, Slot | None], list[tuple[Finding, Wanted]]] = {}
    for finding in shortfalls:
        if finding.unmeetable:
            unmeetable.append(finding)
        elif finding.wanted is None or not finding.wanted.kinds or finding.duty_day is None:
            alone.append(finding)
        else:
            moments.setdefault((finding.duty_day, finding.wanted.slot), []).append((finding, finding.wanted))
    by_slot = {slot: _gaps(found, problem) for (_day, slot), found in moments.items() if slot}
    units = [_unit(run, problem) for run in _runs(by_slot, problem)]
    for (day, slot), found in moments.items():
        if slot is None:
            units += [_of_day(day, gap, problem) for gap in _gaps(found, problem)]
    units.sort(key=lambda unit: (unit.priority, unit.span, unit.kinds, unit.stretches))
    return Account(*_with_shifts(units, alone), tuple(unmeetable))


def _gaps(found: Sequence[tuple[Finding, Wanted]], facts: Facts) -> list[_Gap]:
    """The crews missing in one slot: rows that name a kind and few places first, then what may be anybody's."""
    gaps: list[_Gap] = []
    for finding, wanted in sorted(found, key=lambda one: _width(one[1])):
        taken = _matched(gaps, wanted, facts)
        for gap in taken:
            gap.follows.append(finding)
            gap.within = (*gap.within, wanted.places)
            gap.kinds = tuple(kind for kind in gap.kinds if kind in wanted.kinds)
            gap.lit = gap.lit or wanted.lit
        gaps += [
            _Gap(wanted.kinds, wanted.places, (wanted.places,), wanted.lit, [finding], wanted.shift)
            for _number in range(wanted.crews - len(taken))
        ]
    return gaps


def _width(wanted: Wanted) -> tuple[object, ...]:
    return len(wanted.kinds), not wanted.places, len(wanted.places), wanted.kinds, wanted.places, wanted.lit


def _matched(gaps: Sequence[_Gap], wanted: Wanted, facts: Facts) -> list[_Gap]:
    """The crews known to be missing that would close this as well, as many as it asks for.

    Those with the least choice of places first, so that others are left for what else the same rule misses.
    """
    fit = [
        gap
        for gap in gaps
        if set(gap.kinds) & set(wanted.kinds)
        and _somewhere([*gap.within, wanted.places], facts)
        and gap.shift == wanted.shift
    ]
    fit.sort(key=lambda gap: (any(not places for places in gap.within), sum(map(len, gap.within))))
    return fit[: wanted.crews]


def _somewhere(within: Sequence[tuple[str, ...]], facts: Facts) -> bool:
    """Whether one place counts for all of these; a zone includes its sites, and nothing is anywhere."""
    named = [places for places in within if places]
    spots = {spot for places in named for spot in places}
    return not named or any(all(spot in places or facts.zone_of(spot) in places for places in named) for spot in spots)


def _runs(by_slot: dict[Slot, list[_Gap]], problem: Problem) -> list[_Open]:
    """The missing crews over time: a crew goes on from slot to slot as long as one duty covers all of them."""
    done: list[_Open] = []
    running: list[_Open] = []
    for slot in sorted(by_slot, key=lambda slot: slot.span):
        left = list(by_slot[slot])
        going_on: list[_Open] = []
        for moving in (False, True):  # first those that stay where they are
            for run in [run for run in running if run not in going_on]:
                before, last = run.gaps[-1]
                if before.end != slot.start:
                    continue
                for gap in left:
                    kinds = tuple(kind for kind in run.kinds if kind in gap.kinds)
                    within = frozenset(s for s in run.starts if any(s[1] in problem.shifts_of(kind) for kind in kinds))
                    starts = within & _starts(slot, kinds, problem, gap.shift)
                    if kinds and _goes_on(last, gap, moving, kinds, problem) and (starts or not run.starts):
                        run.gaps.append((slot, gap))
                        run.kinds, run.starts = kinds, starts
                        left.remove(gap)
                        going_on.append(run)
                        break
        done += [run for run in running if run not in going_on]
        running = [
            *going_on,
            *(_Open([(slot, gap)], gap.kinds, _starts(slot, gap.kinds, problem, gap.shift)) for gap in left),
        ]
    return [*done, *running]


def _goes_on(before: _Gap, now: _Gap, moving: bool, kinds: tuple[str, ...], problem: Problem) -> bool:
    """At the same place, or where every one of the kinds that it may still be moves about."""
    return before.asked == now.asked or (moving and all(problem.kind[kind].moves for kind in kinds))


def _starts(slot: Slot, kinds: Iterable[str], problem: Problem, shift: str = "") -> frozenset[ShiftId]:
    codes = dict.fromkeys(code for kind in kinds if kind in problem.kind for code in problem.shifts_of(kind))
    codes = {shift: None} if shift else codes
    return frozenset(start for start in problem.starts_covering(slot, codes) if start[0] in problem.horizon.range)


def duties(unit: MissingUnit, problem: Problem) -> frozenset[ShiftId]:
    """Every duty that covers any of the hours in which something is short for want of a crew."""
    asked = (finding.wanted for finding in unit.follows if finding.wanted)
    return frozenset(unit.starts).union(*(duties_of(wanted, unit, problem) for wanted in asked))


def duties_of(wanted: Wanted, unit: MissingUnit, problem: Problem) -> tuple[ShiftId, ...]:
    """Every duty on which a crew could serve for one of the shortfalls of a missing crew."""
    if wanted.slot is None:
        return unit.starts
    return _sorted(_starts(wanted.slot, wanted.kinds, problem, wanted.shift), problem)


def _unit(run: _Open, problem: Problem) -> MissingUnit:
    stretches: list[Stretch] = []
    for slot, gap in run.gaps:
        if stretches and stretches[-1].places == gap.asked:
            stretches[-1] = Stretch(Span(stretches[-1].span.start, slot.end), gap.asked)
        else:
            stretches.append(Stretch(slot.span, gap.asked))
    follows = tuple(dict.fromkeys(finding for _slot, gap in run.gaps for finding in gap.follows))
    day = run.gaps[0][0].day
    lit = any(gap.lit for _slot, gap in run.gaps)
    return MissingUnit(run.kinds, lit, tuple(stretches), follows, _sorted(run.starts, problem), day)


def _of_day(day: int, gap: _Gap, problem: Problem) -> MissingUnit:
    """A missing crew of a kind that stands nowhere: the hours of its shifts on that day."""
    kinds = [kind for kind in gap.kinds if kind in problem.kind]
    named = {finding.shift for finding in gap.follows if finding.shift}
    codes = [c for c in dict.fromkeys(c for kind in kinds for c in problem.shifts_of(kind)) if not named or c in named]
    spans = [problem.shift[code].span(day) for code in codes]
    span = Span(min(one.start for one in spans), max(one.end for one in spans)) if spans else Span(day, day)
    starts = tuple(ShiftId(day, code) for code in codes)
    return MissingUnit(gap.kinds, gap.lit, (Stretch(span, gap.asked),), tuple(gap.follows), starts, day)


def _sorted(starts: Iterable[ShiftId], problem: Problem) -> tuple[ShiftId, ...]:
    order = {code: number for number, code in enumerate(problem.shift_codes)}
    return tuple(sorted(starts, key=lambda start: (start[0], order[start[1]])))


def _with_shifts(
    units: Sequence[MissingUnit], alone: Sequence[Finding]
) -> tuple[tuple[MissingUnit, ...], tuple[Finding, ...]]:
    """What a whole shift has too few of (women, coaches) stands under a crew missing on it."""
    own: dict[int, list[Finding]] = {}
    left: list[Finding] = []
    for finding in alone:
        of_shift = finding.shift and not finding.unit and not finding.officers and finding.asked is not None
        start = (finding.duty_day, finding.shift)
        at = [number for number, unit in enumerate(units) if of_shift and start in unit.starts]
        if at:
            own.setdefault(at[0], []).append(finding)
        else:
            left.append(finding)
    told = [
        MissingUnit(u.kinds, u.lit, u.stretches, (*u.follows, *own.get(n, ())), u.starts, u.roster_day)
        for n, u in enumerate(units)
    ]
    return tuple(told), tuple(left)
