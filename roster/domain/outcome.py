"""What a solve and a verification say about a roster."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from roster.domain.disruption import NOTHING, Disruption
from roster.domain.findings import Finding, Report, Tier, by_priority
from roster.domain.itinerary import Demand, Plan
from roster.domain.patrol import Patrol
from roster.domain.presence import Presence
from roster.domain.problem import Problem
from roster.domain.repair import Acknowledged, Repair
from roster.domain.roster import Roster

WISHES_PHASES = ("wishes", "crews")
"""Phases of the search that measure the cost of the wishes, all shortfalls settled."""

PLAN_PHASE = "patrol plan"
"""The phase of the search in which the roster stands and its patrols are planned."""


class Moment(NamedTuple):
    """One point of the search's curve; objective and bound are of the wishes, None while there is none."""

    seconds: float
    phase: str
    incumbent: int | None
    bound: int | None
    columns: int | None = None  # lines of officers generated so far, where the search does that


@dataclass(frozen=True)
class Planned:
    """A verified patrol plan of a roster, together with how it was found."""

    patrol: Patrol
    plan: Plan
    report: Report
    status: str  # optimal, within_gap, stopped; of a plan before kept, or replanned around what is kept
    tiers: tuple[Tier, ...]
    objective: int
    bound: int  # with what was kept as given; nothing is told by it where all was kept
    seconds: float
    demands: tuple[Demand, ...]  # passes and visits asked for, by musts and priorities
    seed: int  # secret: it belongs in the leader's own workbook and nowhere else
    notes: tuple[str, ...] = ()  # what the plan cannot tell, and what went wrong while it was made

    @property
    def met(self) -> tuple[int, int]:
        """How many of the passes and visits asked for are made, and how many are asked for."""
        return sum(min(d.asked, d.given) for d in self.demands), sum(d.asked for d in self.demands)

    @property
    def gap(self) -> float:
        """(objective - bound) / max(1, |objective|)."""
        return (self.objective - self.bound) / max(1, abs(self.objective))


class Unplanned(NamedTuple):
    """Why there is no patrol plan: a sentence, the rules that clash, and how sure that is.

    `status` is `infeasible` (proved), `none` (not found, or not in time), `nothing` (nothing to plan) or `failed`.
    """

    status: str
    message: str
    rules: tuple[str, ...] = ()
    seconds: float = 0.0


@dataclass(frozen=True)
class Proof:
    """What is proved of a roster: the least shortfall of each priority, and a bound on the cost of the wishes."""

    status: str = "stopped"  # or optimal, within_gap; of a repair see `io.texts.STATUSES`
    tiers: tuple[Tier, ...] = ()
    bound: int = 0


@dataclass(frozen=True)
class SearchRun:
    """The search that found a roster: how long it took, with what, and what went wrong beside it."""

    seconds: float = 0.0
    first_seconds: float = 0.0  # until the first verified roster
    seed: int = 0
    workers: int = 0
    deterministic: bool = False
    curve: tuple[Moment, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Provenance:
    """What a roster was made from, and by which command."""

    command: str = ""
    brigade: str = ""  # the folder or workbook that the tables came from
    rule_files: tuple[str, ...] = ()  # as they were given, in order
    history_files: tuple[str, ...] = ()  # past workbooks that told of earlier duties
    hashes: Mapping[str, str] = field(default_factory=dict)  # input and rule files -> SHA-256


@dataclass(frozen=True)
class Policy:
    """What the rulebook asks for, as the workbook lists it."""

    rules: tuple[RuleLine, ...] = ()
    presence: tuple[Presence, ...] = ()  # what it wants to be in the street
    causes: Mapping[str, str] = field(default_factory=dict)  # why unit kinds that are asked for can never run


@dataclass(frozen=True)
class Patrols:
    """The patrol plan that follows a roster, or why there is none where one was asked for."""

    planned: Planned | None = None
    unplanned: Unplanned | None = None
    pictures: Mapping[str, bytes] = field(default_factory=dict)  # maps drawn before, by what they show


@dataclass(frozen=True)
class Amendment:
    """How a roster was changed after it was published."""

    repair: Repair | None = None
    disruption: Disruption = NOTHING  # what came between, beside the tables
    acknowledged: tuple[Acknowledged, ...] = ()  # musts that hand edits break with the leader's consent


@dataclass(frozen=True)
class Outcome:
    """A verified roster with its findings, what is proved of it, and how it came about."""

    problem: Problem
    roster: Roster
    report: Report
    proof: Proof = Proof()
    run: SearchRun = SearchRun()
    provenance: Provenance = Provenance()
    policy: Policy = Policy()
    patrols: Patrols = Patrols()
    amendment: Amendment = Amendment()

    @property
    def open_tiers(self) -> tuple[Tier, ...]:
        """The tiers proved without what no roster of the brigade could meet."""
        beyond = by_priority(self.report.unmeetable)
        return tuple(
            Tier(priority, short - beyond.get(priority, 0), max(0, bound - beyond.get(priority, 0)))
            for priority, short, bound in self.proof.tiers
        )

    @property
    def objective(self) -> int:
        """Cost of the open wishes."""
        return self.report.objective

    @property
    def gap(self) -> float:
        """(objective - bound) / max(1, |objective|)."""
        return (self.objective - self.proof.bound) / max(1, abs(self.objective))

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What the roster and its plan leave open."""
        planned = self.patrols.planned
        return self.report.findings + (planned.report.findings if planned else ())

    def made_by(self, command: str) -> Outcome:
        """The same with the command line that made it."""
        return replace(self, provenance=replace(self.provenance, command=command))

    def name_of(self, rule: str) -> str:
        """What people call a rule of the roster or its plan; its key where nothing is known of it."""
        known = next((line.spoken for line in self.policy.rules if line.name == rule), "")
        return known or Report(self.findings).name(rule)

    @property
    def person_shifts(self) -> int:
        """Line duties; the duty leaders' are not counted."""
        return sum(self.problem.shift[duty.shift].line for duty in self.roster.work())

    @property
    def vehicle_shifts(self) -> int:
        """Vehicles in use, summed over days."""
        return len({(crew.unit.day, crew.vehicle) for crew in self.roster.crews if crew.vehicle})


class RuleLine(NamedTuple):
    """One entry of the rulebook as the workbook lists it."""

    name: str
    rule: str
    binding: str  # "must", "priority 2", "weight 40"
    unit: str  # what one unit of amount is, translated
    policy: str  # first line of the rule's docstring, translated
    why: str
    origin: str  # "base.yaml:17"
    of_plan: bool = False  # speaks of the patrol plan
    idle: bool = False  # binds nothing in this brigade
    spoken: str = ""  # the name that people read, in the language in use
