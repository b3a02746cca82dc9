"""How much of what demand asks for is staffed, and what never is: told before anything else where it is little."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from roster.arithmetic.impossible_units import Impossible
from roster.arithmetic.unbound import unread
from roster.domain.outcome import Outcome
from roster.domain.problem import Problem
from roster.domain.roster import Roster
from roster.domain.service import DemandLine
from roster.i18n import _
from roster.io import texts
from roster.io.hindrance_lines import never_sentence
from roster.io.unbound_lines import unread_line
from roster.rules import Rulebook
from roster.rules.shared.words import kind_name

MUCH = 0.5
"""A roster that staffs less of what is asked for is nearly empty: its headline says that."""
MINUTES_AN_HOUR = 60


class Staffing(NamedTuple):
    """Crew-minutes of one unit kind: asked for by the minima of demand, and given, never more than asked for."""

    kind: str
    asked: int
    given: int


def staffing(outcome: Outcome) -> tuple[Staffing, ...]:
    """Each kind that is asked for, in the table's order."""
    return tuple(_staffing(outcome.problem, outcome.roster))


def _staffing(problem: Problem, roster: Roster) -> Iterator[Staffing]:
    standing: dict[tuple[str, object], int] = {}
    for crew in roster.crews:
        spots: list[object] = [stand.slot for stand in crew.stands] or [crew.unit.day]
        for spot in spots:
            standing[crew.unit.kind, spot] = standing.get((crew.unit.kind, spot), 0) + 1
    for kind in problem.kinds:
        lines = [line for line in problem.lines if line.kind == kind.code and line.minimum]
        wanted: list[tuple[object, int, int]] = []
        if problem.placed(kind.code):
            for slot in problem.slots:
                asking = [line for line in lines if problem.asks(line, slot)]
                wanted.append((slot, at_once(asking), slot.end - slot.start))
        else:
            long = min((problem.shift[code].span(0).minutes for code in problem.shifts_of(kind.code)), default=0)
            for day in problem.horizon.range:
                wanted.append((day, max((_units(x, kind.crew) for x in lines if day in x.days), default=0), long))
        asked = sum(units * minutes for _spot, units, minutes in wanted)
        given = sum(min(units, standing.get((kind.code, spot), 0)) * minutes for spot, units, minutes in wanted)
        if asked:
            yield Staffing(kind.code, asked, given)


def _units(line: DemandLine, crew: int) -> int:
    """The fewest units that give a line what it asks for."""
    return -(-line.minimum // crew) if line.a_day else line.minimum


def at_once(lines: list[DemandLine]) -> int:
    """Units that lines of one kind ask for together at the least: those at different places, or on shifts, add up."""
    shifts = {line.shift for line in lines}
    if shifts - {""}:
        each = {shift: at_once([replace(one, shift="") for one in lines if one.shift == shift]) for shift in shifts}
        return max(each.pop("", 0), sum(each.values()))
    total, taken = 0, set[str]()
    for line in sorted(lines, key=lambda line: len(line.places)):
        if line.places and taken.isdisjoint(line.places):
            taken.update(line.places)
            total += line.minimum
    return max(total, *(line.minimum for line in lines), 0) if lines else 0


def share(outcome: Outcome) -> float | None:
    """The part of the crew-hours asked for that is staffed; None where nothing is asked for."""
    asked = sum(one.asked for one in staffing(outcome))
    return sum(one.given for one in staffing(outcome)) / asked if asked else None


def nearly_empty(outcome: Outcome) -> bool:
    given = share(outcome)
    return given is not None and given < MUCH


def result(outcome: Outcome) -> str:
    """The status in words; of a roster that is nearly empty first how much of it is staffed."""
    if not nearly_empty(outcome):
        return texts.status(outcome.proof.status)
    proved = _counted(outcome) and _proved(outcome)
    status = texts.status(outcome.proof.status)
    if proved:
        status = _("proved that no roster has less missing")
        if sum(tier.short > 0 for tier in outcome.proof.tiers) > 1:
            status = _("proved that no roster has less missing, the higher priority first")
    text = _("only {share:.0%} of the crew-hours asked for are staffed ({status})")
    return text.format(share=share(outcome), status=status)


def _proved(outcome: Outcome) -> bool:
    """Whether no roster is less short."""
    return all(tier.short == tier.bound for tier in outcome.proof.tiers)


def _counted(outcome: Outcome) -> bool:
    """Whether what is missing is a shortfall that the search made small: else no bound speaks of it."""
    cover = {line.name for line in outcome.policy.rules if line.rule == "cover"}
    return any(finding.rule in cover for finding in outcome.report.shortfalls)


def missing_lines(outcome: Outcome) -> Iterator[str]:
    """A sentence for each kind that is asked for and never runs, with the cause where arithmetic tells one."""
    for one in staffing(outcome):
        if not one.given:
            text = _("{kind} never runs; {hours:g} crew-hours are asked for. `roster explain` says what forces it")
            if not _proved(outcome):
                text = _(
                    "{kind} never runs in this roster; {hours:g} crew-hours are asked for. More time may find better"
                )
            told = text.format(kind=kind_name(one.kind, outcome.problem), hours=one.asked / MINUTES_AN_HOUR)
            yield outcome.policy.causes.get(one.kind, told)


def causes(problem: Problem, rulebook: Rulebook, roster: Roster) -> dict[str, str]:
    """Why unit kinds can never run, of those that are asked for and do not."""
    idle = {one.kind for one in _staffing(problem, roster) if not one.given}
    if not idle:
        return {}
    unasked = {kind: unread_line(problem, rulebook, [kind]) for kind in idle if kind in unread(problem, rulebook)}
    return unasked | {
        never.kind: never_sentence(never, problem, rulebook)
        for never in Impossible(problem, rulebook).never()
        if never.kind in idle
    }
