"""Every itinerary checked by itself, without a solver: what is possible at all, and each rule of the plan."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from roster.domain.clock import Window, calendar_day
from roster.domain.findings import Finding, Report
from roster.domain.ids import CrewId
from roster.domain.itinerary import Inspection, Itinerary, Plan, Stop
from roster.domain.letters import shift_text
from roster.domain.patrol import OnDuty, Patrol
from roster.i18n import _
from roster.plan.model import plan_rules
from roster.rules import Rulebook
from roster.rules.patrol.supervision import Supervision
from roster.rules.shared.words import on_date, place
from roster.search.verify import broken_physics, finding


def verify_plan(plan: Plan, patrol: Patrol, rulebook: Rulebook, announced: bool = False) -> Report:
    """All findings in a plan, those of physics first; of an `announced` plan, which has no surprises, less is asked."""
    findings = list(_physics(plan, patrol))
    for rule in plan_rules(rulebook):
        if announced and isinstance(rule, Supervision):
            continue
        findings += [finding(rule, violation, patrol.problem) for violation in rule.check(plan, patrol)]
    return Report(tuple(findings))


def _physics(plan: Plan, patrol: Patrol) -> Iterator[Finding]:
    seen: set[CrewId] = set()
    for itinerary in plan.itineraries:
        crew = patrol.crew.get(itinerary.crew)
        if crew is None or itinerary.crew in seen:
            yield _fault(
                itinerary.crew, None, _("{unit} on {date} is no crew of the roster, or is planned twice"), patrol
            )
            continue
        seen.add(itinerary.crew)
        yield from crew_faults(crew, itinerary, patrol)
    for missing in sorted(patrol.crew.keys() - seen):
        yield _fault(missing, None, _("{unit} on {date} has no itinerary"), patrol)
    for check in plan.inspections:
        yield from _of_inspection(check, plan, patrol)
    yield from _leaders_ways(plan, patrol)


def crew_faults(crew: OnDuty, itinerary: Itinerary, patrol: Patrol) -> Iterator[Finding]:
    """What is impossible about one crew's itinerary."""
    stops = itinerary.stops
    if not stops:
        yield _fault(crew.id, None, _("{unit} on {date} has no itinerary"), patrol)
        return
    for stop in stops:
        if stop.arrive >= stop.leave or not crew.span.covers(stop.span):
            yield _fault(crew.id, stop, _("{unit} on {date} stops at {place}, {hours}, outside its shift"), patrol)
        if patrol.kind_of(stop.place) != stop.kind or (stop.kind == "zone" and stop.place not in _zones(patrol)):
            yield _fault(crew.id, stop, _("{unit} on {date} stops at {place}, {hours}, which is no such place"), patrol)
        part = crew.part_at(stop.arrive)
        if part and part.site and part.site != stop.place:
            yield _fault(crew.id, stop, _("{unit} on {date} leaves its post for {place}, {hours}"), patrol)
    for before, after in pairwise(stops):
        if after.arrive < before.leave:
            yield _fault(crew.id, after, _("{unit} on {date} is in two places at once: {place}, {hours}"), patrol)
        needed = patrol.travel.whole(before.ends, after.begins, crew.mode, before.leave)
        if after.arrive - before.leave < needed:
            yield _fault(crew.id, after, _("{unit} on {date} cannot be at {place} in time, {hours}"), patrol)


def _zones(patrol: Patrol) -> set[str]:
    return {zone.id for zone in patrol.problem.zones}


def _of_inspection(check: Inspection, plan: Plan, patrol: Patrol) -> Iterator[Finding]:
    if not inspection_stands(check, plan, patrol):
        text = _("the duty leader's inspection of {unit} on {date} at {place}, {hours}, finds nobody")
        yield _fault(check.crew, _as_stop(check), text, patrol)


def inspection_stands(check: Inspection, plan: Plan, patrol: Patrol) -> bool:
    """Whether an inspection finds its crew where it says, while its leader is on duty."""
    spans = {leader: span for leader, _crew, span in patrol.leaders}
    there = any(stop.place == check.place and stop.span.covers(check.span) for stop in plan.stops.get(check.crew, ()))
    return there and check.leader in spans and spans[check.leader].covers(check.span)


def _leaders_ways(plan: Plan, patrol: Patrol) -> Iterator[Finding]:
    """A leader at two inspections at once, or on the spot sooner than the way allows."""
    for leader, _crew, _span in patrol.leaders:
        own = sorted((check for check in plan.inspections if check.leader == leader), key=lambda check: check.start)
        for before, after in pairwise(own):
            if not apart(before, after, patrol):
                text = _("the duty leader cannot be at {place} in time, {hours}, on {date}")
                yield _fault(after.crew, _as_stop(after), text, patrol)


def apart(before: Inspection, after: Inspection, patrol: Patrol) -> bool:
    """Whether a leader can make both inspections, one after the other."""
    way = 0
    if before.on_site and after.on_site:
        way = patrol.travel.whole(before.place, after.place, "car", before.end)
    return before.end + way <= after.start


def _as_stop(check: Inspection) -> Stop:
    return Stop(check.start, check.end, check.place, "", "", check.place, check.place)


def _fault(crew: CrewId, stop: Stop | None, text: str, patrol: Patrol) -> Finding:
    day, shift, label = crew
    sentence = text.format(
        unit=f"{shift_text(shift, patrol.problem)} {label}",
        date=on_date(calendar_day(stop.arrive) if stop else day, patrol.problem),
        place=place(stop.place, patrol.problem) if stop else "",
        hours=str(Window(stop.arrive, stop.leave)) if stop else "",
    )
    return broken_physics(sentence, (), day, shift, label)
