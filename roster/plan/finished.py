"""What a search of a plan ends with: its inspections, its score after every check, and its notes."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

from roster.domain.errors import InternalError, NoPlanError
from roster.domain.findings import Report, Tier
from roster.domain.itinerary import Plan
from roster.domain.outcome import Planned
from roster.i18n import _
from roster.plan.day import MUSTS
from roster.plan.inspections import choose, inspections
from roster.plan.model import plan_rules
from roster.plan.orders import demands_of
from roster.plan.totals import added
from roster.plan.verify import verify_plan
from roster.rules.shared.words import date_text, place
from roster.rules.variables import Inspects
from roster.tiers import WISHES

if TYPE_CHECKING:
    from roster.plan.search import Search


def inspect(search: Search, day: int, plan: Plan) -> None:
    """Add the duty leader's inspections of a day to what the search has settled."""
    own = [check for check in search.frozen.inspections if check.leader[0] == day]
    if day in _past_leaders(search):
        search.totals.inspections += own
        return
    rng = Random(f"{search.options.seed}/inspections/{day}")
    choice = inspections(plan, search.patrol, day, search.supervision, rng, own, search.tuning.inspecting)
    made = choose(choice, search.supervision, len(own), search.tuning.inspecting.work)
    search.totals.inspections += made
    taken = {number for number, check in enumerate(choice.inspections) if check in made}
    for rule in search.supervision:
        for limit in rule.limits(choice):
            short = limit.amount(lambda d: int(isinstance(d, Inspects) and d.inspection in taken))
            tier = MUSTS if rule.must else rule.priority or WISHES
            weight = rule.weight if isinstance(rule.weight, int) else 1
            if short:
                search.totals.inspected = added([search.totals.inspected, {tier: short * weight}])


def _past_leaders(search: Search) -> frozenset[int]:
    """Days whose leader was on duty before anything could change: nobody is looked in on by surprise then."""
    return frozenset(leader[0] for leader, _crew, span in search.patrol.leaders if span.start < search.frozen.since)


def _report(search: Search, plan: Plan) -> Report:
    """All findings; of leaders' days that began before anything could change only those of others."""
    names = {rule.name for rule in search.supervision}
    found = verify_plan(plan, search.patrol, search.rulebook).findings
    return Report(tuple(f for f in found if f.rule not in names or f.duty_day not in _past_leaders(search)))


def finished(search: Search) -> Planned:
    """The plan with its score, after every check. Raises InternalError where the two sides differ."""
    totals = search.totals
    days = totals.plan().itineraries
    plan = Plan(tuple(sorted(days, key=lambda item: item.crew)), tuple(sorted(totals.inspections)))
    report = _report(search, plan)
    if report.must_violations and not totals.cost.get(MUSTS):
        raise InternalError(f"the patrol plan breaks a must: {report.must_violations[0].sentence}")
    if report.must_violations:
        names = dict.fromkeys(finding.rule for finding in report.must_violations)
        text = "\n".join(finding.sentence for finding in report.must_violations)
        raise NoPlanError(text, "none", names)
    cost = totals.cost.get(WISHES, 0)
    short = {tier: amount for tier, amount in totals.cost.items() if tier > WISHES}
    if (short, cost) != (report.short, report.objective):
        raise InternalError(
            f"limits make the patrol plan {short} short at cost {cost}, checks {report.short} at {report.objective}"
        )
    tiers = tuple(
        Tier(tier, short.get(tier, 0), min(short.get(tier, 0), totals.bound.get(tier, 0)))
        for tier in sorted({rule.priority for rule in plan_rules(search.rulebook) if rule.priority})
    )
    bound = min(cost, totals.bound.get(WISHES, 0))
    status = "stopped"
    if totals.proved and all(tier.short == tier.bound for tier in tiers):
        near = cost - bound <= search.options.gap * max(1, cost)
        status = "optimal" if cost == bound else "within_gap" if near else status
    if search.frozen.whole:
        status = "kept" if all(crew.id in search.frozen.whole for crew in search.patrol.crews) else "replanned"
    demands = demands_of(search.rulebook, plan, search.patrol)
    seconds, seed = search.seconds, search.options.seed
    return Planned(search.patrol, plan, report, status, tiers, cost, bound, seconds, demands, seed, notes(search))


def notes(search: Search) -> tuple[str, ...]:
    """What the plan cannot tell, and what went wrong while it was made."""
    known = search.patrol.travel.points
    used = {part.zone for crew in search.patrol.crews for part in crew.parts if not part.site}
    text = _(
        "zone {zone} has no place on the map, so nobody can tell what its crews reach: give its latitude and "
        "longitude in the table zones, or its sites"
    )
    zones = search.patrol.problem.zones
    told = (text.format(zone=place(z.id, search.patrol.problem)) for z in zones if z.id in used - known.keys())
    notes = [*told, *search.totals.notes]
    if search.hurried:
        days = len(search.patrol.problem.horizon.range)
        text = _("there was no time to plan {number} of {days} days with foresight: give the plan more time")
        notes.append(text.format(number=len(search.hurried), days=days))
    if search.idle:
        horizon = search.patrol.problem.horizon
        text = _(
            "no time was left to plan {dates}: crews stay where they wait, nobody is sent anywhere; "
            "give the plan more time (--plan-time)"
        )
        notes.append(text.format(dates=", ".join(date_text(horizon.date(day)) for day in sorted(search.idle))))
    return tuple(dict.fromkeys(notes))
