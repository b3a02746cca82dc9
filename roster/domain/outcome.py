"""What a solve and a verification say about a roster."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from roster.domain.disruption import NOTHING, Disruption
from roster.domain.itinerary import Demand, Plan
from roster.domain.patrol import Patrol
from roster.domain.presence import Presence
from roster.domain.problem import Problem
from roster.domain.repair import Acknowledged, Repair
from roster.domain.roster import Roster
from roster.domain.wanted import Wanted

WISHES_PHASES = ("wishes", "crews")
"""Phases of the search that measure the cost of the wishes, all shortfalls settled."""

PLAN_PHASE = "patrol plan"
"""The phase of the search in which the roster stands and its patrols are planned."""


class Tier(NamedTuple):
    """Shortfalls of one priority: the amount in the roster and the proven least."""

    priority: int
    short: int
    bound: int


class Moment(NamedTuple):
    """One point of the search's curve; objective and bound are of the wishes, None while there is none."""

    seconds: float
    phase: str
    incumbent: int | None
    bound: int | None
    columns: int | None = None  # lines of officers generated so far, where the search does that


class _LazyText:
    """A field that holds a text, or what makes it: made once, when somebody reads it, in the language of then."""

    def __set__(self, owner: Any, value: str | Callable[[], str]) -> None:
        vars(owner)["sentence"] = value

    def __get__(self, owner: Any, kind: type | None = None) -> str:
        if owner is None:
            raise AttributeError  # no default
        text: str | Callable[[], str] = vars(owner)["sentence"]
        if not isinstance(text, str):
            text = vars(owner)["sentence"] = text()
        return text


@dataclass(frozen=True)
class Finding:
    """One violation: which rule, where, how much, and what it costs; its sentence is made when it is read."""

    rule: str  # the rule's name in the rulebook
    must: bool
    priority: int | None  # None for a must and for a wish
    amount: int
    cost: int  # amount times weight for a wish, else 0
    sentence: _LazyText = _LazyText()
    officers: tuple[str, ...] = ()
    day: int | None = None  # the calendar date; of a slot that on which it begins
    shift: str = ""
    slot: str = ""  # "18:00-20:00"
    place: str = ""  # a zone, site or route id
    unit: str = ""  # a unit's label
    asked: int | None = None
    given: int | None = None
    roster_day: int | None = None  # of a slot; None where that is `day`
    spoken: str = ""  # the rule's name as people read it
    wanted: Wanted | None = None  # the crews that are missing, where it is that

    def __getstate__(self) -> dict[str, object]:
        """As it goes to another process: with its sentence, without what made it."""
        return {**vars(self), "sentence": self.sentence}

    @property
    def duty_day(self) -> int | None:
        """The day whose duties answer for it."""
        return self.day if self.roster_day is None else self.roster_day

    @property
    def spot(self) -> tuple[str, tuple[str, ...], int | None, str]:
        """What tells it from others, whatever the language."""
        return self.rule, self.officers, self.day, self.unit

    @property
    def name(self) -> str:
        """What people call the rule."""
        return self.spoken or self.rule


@dataclass(frozen=True)
class Report:
    """Every finding in a roster, and the score they add up to."""

    findings: tuple[Finding, ...]

    @property
    def must_violations(self) -> tuple[Finding, ...]:
        return tuple(f for f in self.findings if f.must)

    @property
    def shortfalls(self) -> tuple[Finding, ...]:
        """By priority, the highest first."""
        return tuple(sorted((f for f in self.findings if f.priority), key=lambda f: (f.priority or 0, f.day or 0)))

    @property
    def short(self) -> dict[int, int]:
        """Amount short by priority, only those that occur."""
        total: dict[int, int] = {}
        for finding in self.shortfalls:
            total[finding.priority or 0] = total.get(finding.priority or 0, 0) + finding.amount
        return total

    @property
    def objective(self) -> int:
        """Cost of the unmet wishes."""
        return sum(f.cost for f in self.findings)

    def name(self, rule: str) -> str:
        """What people call a rule that has findings; else its key."""
        return next((f.name for f in self.findings if f.rule == rule), rule)

    def by_rule(self) -> dict[str, tuple[int, int, int]]:
        """Rule to (findings, amount, cost), for the rules that have any."""
        table: dict[str, tuple[int, int, int]] = {}
        for f in self.findings:
            count, amount, cost = table.get(f.rule, (0, 0, 0))
            table[f.rule] = (count + 1, amount + f.amount, cost + f.cost)
        return table


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
