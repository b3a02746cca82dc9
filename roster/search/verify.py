"""Every rule's independent check over any roster, solved or typed by hand, with the score that they add up to."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import combinations

from roster.domain.clock import Span
from roster.domain.findings import Finding, Report
from roster.domain.letters import shift_text
from roster.domain.outcome import RuleLine
from roster.domain.problem import Problem
from roster.domain.roster import Crew, Roster
from roster.i18n import _
from roster.rules import Rulebook
from roster.rules.base import Rule, Weights
from roster.rules.patrol.base import PlanRule
from roster.rules.shared.words import hours_of, on_date, person, vehicle
from roster.rules.violation import Violation
from roster.tiers import weight_of

PHYSICS = "one_place_at_a_time"
"""The name under which a roster that is physically impossible is reported."""


def verify(problem: Problem, rulebook: Rulebook, roster: Roster) -> Report:
    """All findings in a roster, those of physics first. No solver is involved."""
    findings = list(physics(problem, roster))
    for rule in rulebook.rules:
        findings += [finding(rule, violation, problem) for violation in rule.check_all(roster, problem)]
    return Report(tuple(findings))


def finding(rule: Rule, violation: Violation, problem: Problem) -> Finding:
    """A violation as a finding: how the rule binds decides what it costs."""
    spot = violation.spot
    priority = (violation.priority or rule.priority) if rule.priority else None
    return Finding(
        rule=rule.name,
        must=rule.must,
        priority=priority,
        amount=violation.amount // violation.factor,
        cost=0 if rule.must or rule.priority else violation.amount * weight_of(rule),
        sentence=partial(rule.say, violation, problem),
        officers=spot.officers,
        day=spot.on,
        roster_day=spot.day,
        shift=spot.shift,
        slot=hours_of(spot.slot) if spot.slot else "",
        place=spot.place,
        unit=spot.unit,
        asked=violation.asked,
        given=violation.given,
        spoken=rule.spoken,
        wanted=violation.wanted,
        unmeetable=violation.nowhere,
    )


def physics(problem: Problem, roster: Roster) -> Iterator[Finding]:
    """What no rule has to say: one place, one crew, one duty start a date; a vehicle has one crew at a time."""
    work: dict[str, list[tuple[Span, int, str]]] = {}
    for officer, day, shift in roster.work():
        work.setdefault(officer, []).append((problem.shift[shift].span(day), day, shift))
    for officer, duties in work.items():
        past = [(duty.span, duty.day, duty.shift) for duty in problem.past.get(officer, {}).values()]
        for (one, day, shift), (other, later, other_shift) in combinations(sorted([*past, *duties]), 2):
            if later >= 0 and (day == later or one.overlap(other)):
                if roster.placeless and day == later and _one_duty({shift, other_shift}, problem):
                    continue  # in parts, of which one has no crew
                text = _("{officer} has two duties at once: {shift} on {date} and {other} on {other_date}").format(
                    officer=person(officer, problem),
                    shift=shift_text(shift, problem),
                    date=on_date(day, problem),
                    other=shift_text(other_shift, problem),
                    other_date=on_date(later, problem),
                )
                yield broken_physics(text, (officer,), later, other_shift)
    for officer, day, shift in roster.placeless:
        text = _("{officer} works {shift} on {date} but has no place in any crew").format(
            officer=person(officer, problem), shift=shift_text(shift, problem), date=on_date(day, problem)
        )
        yield broken_physics(text, (officer,), day, shift)
    for crew in roster.crews:
        full = problem.kind[crew.unit.kind].crew
        if len(crew.members) > full:
            text = _("{unit} on {date}, {shift}, has {given} people; its crew is {asked}").format(
                **_named(crew, problem), given=len(crew.members), asked=full
            )
            yield _of_crew(crew, text)
    driven: dict[str, list[tuple[Span, Crew]]] = {}
    for crew in roster.crews:
        if crew.vehicle:
            span = problem.shift[crew.unit.shift].span(crew.unit.day)
            driven.setdefault(crew.vehicle, []).append((span, crew))
    for _vehicle, crews in sorted(driven.items()):
        crews.sort(key=lambda driving: driving[0])
        for (span, one_crew), (other_span, other_crew) in combinations(crews, 2):
            if not span.overlap(other_span):
                continue
            text = _("vehicle {vehicle} has two crews at once on {date}: {unit} and {other}").format(
                **_named(other_crew, problem), vehicle=vehicle(other_crew.vehicle, problem), other=one_crew.unit.label
            )
            yield _of_crew(other_crew, text)
    for crew in roster.crews:
        span = problem.shift[crew.unit.shift].span(crew.unit.day)
        if problem.busy_before.get(crew.vehicle, 0) > span.start:
            text = _("vehicle {vehicle} is with a crew of the week before when {unit} begins on {date}").format(
                **_named(crew, problem), vehicle=vehicle(crew.vehicle, problem)
            )
            yield _of_crew(crew, text)


def _one_duty(parts: set[str], problem: Problem) -> bool:
    """Whether shifts are parts of one."""
    return any(parts <= {part.code for part in shift.parts} for shift in problem.in_parts)


def _named(crew: Crew, problem: Problem) -> dict[str, str]:
    unit = crew.unit
    return {"unit": unit.label, "date": on_date(unit.day, problem), "shift": shift_text(unit.shift, problem)}


def _of_crew(crew: Crew, sentence: str) -> Finding:
    unit = crew.unit
    officers = tuple(sorted(crew.officers))
    return broken_physics(sentence, officers, unit.day, unit.shift, unit.label)


def broken_physics(sentence: str, officers: tuple[str, ...], day: int, shift: str, unit: str = "") -> Finding:
    """What no roster and no plan can have, as a finding."""
    return Finding(PHYSICS, True, None, 1, 0, sentence, officers, day, shift, unit=unit, spoken=physics_name())


def physics_name() -> str:
    """What people call it that nobody and nothing is in two places."""
    return _("One place at a time")


def rule_lines(rulebook: Rulebook) -> tuple[RuleLine, ...]:
    """The rulebook's entries as the workbook lists them."""
    lines = [
        RuleLine(
            rule.name,
            rule.rule,
            _binding(rule),
            rule.counted_in(),
            _((type(rule).__doc__ or "").strip().splitlines()[0]),
            rule.why,
            rulebook.origin.get(rule.name, ""),
            isinstance(rule, PlanRule),
            spoken=rule.spoken,
        )
        for rule in rulebook.rules
    ]
    physics = _("One place and one crew at a time, one duty start a date, one crew a vehicle.")
    return (RuleLine(PHYSICS, PHYSICS, "must", "", physics, "", "", spoken=physics_name()), *lines)


def _binding(rule: Rule) -> str:
    if rule.must:
        return "must"
    if rule.priority:
        return f"priority {rule.priority}"
    if isinstance(rule.weight, Weights):
        return f"weight {rule.weight.too_few}/{rule.weight.too_many}"
    return f"weight {rule.weight}"
