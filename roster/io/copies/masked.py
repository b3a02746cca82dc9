"""A finished roster without what its readers need not know.

Nothing is blotted out of a finished workbook: the copy is made of facts that no longer hold it. Kinds of leave, birth
dates, sex, protection, permits, phones, wishes, history, reasons, rules, findings and inspections are gone in each.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from roster.domain.findings import Report
from roster.domain.itinerary import Plan
from roster.domain.outcome import Outcome, Patrols, Planned, Proof
from roster.domain.patrol import Patrol
from roster.domain.people import Absence, Officer
from roster.domain.problem import Problem
from roster.domain.roster import Crew, Roster
from roster.i18n import _

CARRIED = frozenset(("lead", "driver", "leader"))
"""Roles that are told; who carries a weapon is not."""


@dataclass(frozen=True)
class Audience:
    """Who reads a copy: whether with ids, with whole names, with crews and their places, with the sheet for HR."""

    name: str
    ids: bool = False
    names: bool = True
    orders: bool = False
    hr: bool = False


AUDIENCES = {
    one.name: one
    for one in (
        Audience("posting"),
        Audience("squad", orders=True),
        Audience("hr", ids=True, hr=True),
        Audience("outside", names=False),
    )
}


def masked(outcome: Outcome, audience: Audience) -> Outcome:
    """The outcome as an audience may know it; without ids people go by their place among all ids, in order."""
    problem = outcome.problem
    width = len(str(len(problem.officers)))
    ranks = {key: f"{rank:0{width}d}" for rank, key in enumerate(sorted(problem.officer), start=1)}
    ids = {key: key if audience.ids else ranks[key] for key in problem.officer}
    facts = _problem(problem, ids, audience)
    roster = _roster(outcome.roster, ids)
    planned = outcome.patrols.planned
    plan = _planned(planned, facts, roster) if planned and audience.orders else None
    return Outcome(facts, roster, Report(()), Proof(outcome.proof.status), patrols=Patrols(plan))


def _problem(problem: Problem, ids: dict[str, str], audience: Audience) -> Problem:
    away = _("away")
    absences = tuple(Absence(ids[a.id], away, a.span, hours_only=a.hours_only) for a in problem.absences if a.id in ids)
    officers = tuple(_officer(officer, ids[officer.id], audience) for officer in problem.officers)
    return replace(
        problem,
        officers=officers,
        absences=absences,
        maintenance=tuple(replace(one, source="") for one in problem.maintenance) if audience.orders else (),
        vehicles=problem.vehicles if audience.orders else (),
        requests=(),
        pins=(),
        history=(),
        published=None,
        before=(),
        unknown_before=(),
        visits={},
    )


def _officer(officer: Officer, own: str, audience: Audience) -> Officer:
    name = officer.name if audience.names else f"{officer.name[:1]}*"
    squad = officer.squad if audience.names else ""
    return Officer(own, name, officer.category, squad=squad)


def _roster(roster: Roster, ids: dict[str, str]) -> Roster:
    def crew_of(crew: Crew) -> Crew:
        members = tuple(
            replace(member, officer=ids[member.officer], roles=member.roles & CARRIED) for member in crew.members
        )
        return replace(crew, members=members)

    placeless = tuple(duty._replace(officer=ids[duty.officer]) for duty in roster.placeless)
    return Roster(tuple(map(crew_of, roster.crews)), placeless)


def _planned(planned: Planned, problem: Problem, roster: Roster) -> Planned:
    return Planned(
        Patrol(problem, roster, planned.patrol.slot_minutes),
        Plan(planned.plan.itineraries),
        Report(()),
        planned.status,
        (),
        0,
        0,
        0.0,
        planned.demands,
        0,
    )
