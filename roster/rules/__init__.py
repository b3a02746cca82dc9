"""All rules: the one visible list, and the rulebook that leaders write with them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated

from pydantic import Field

from roster.domain.presence import Presence
from roster.domain.problem import Facts, Problem
from roster.domain.units import pose as pose_units
from roster.rules.base import Rule
from roster.rules.patrol.checkpoint_visits import CheckpointVisits
from roster.rules.patrol.circle_cover import CircleCover
from roster.rules.patrol.driving import Driving
from roster.rules.patrol.hot_hours import HotHours
from roster.rules.patrol.meal_break import MealBreak
from roster.rules.patrol.mobile_standby import MobileStandby
from roster.rules.patrol.mode_mix import ModeMix
from roster.rules.patrol.pace import Pace
from roster.rules.patrol.publicity import Publicity
from roster.rules.patrol.response_cover import ResponseCover
from roster.rules.patrol.route_passes import RoutePasses
from roster.rules.patrol.supervision import Supervision
from roster.rules.patrol.travel import Travel
from roster.rules.patrol.unpredictability import Unpredictability
from roster.rules.roster.absence import Absence
from roster.rules.roster.armed_minimum import ArmedMinimum
from roster.rules.roster.consecutive_days_off import ConsecutiveDaysOff
from roster.rules.roster.consecutive_shifts import ConsecutiveShifts
from roster.rules.roster.cover import Cover
from roster.rules.roster.crew import Crew
from roster.rules.roster.day_in_lieu import DayInLieu
from roster.rules.roster.day_presence import DayPresence
from roster.rules.roster.days_off import DaysOff
from roster.rules.roster.duty_leader import DutyLeader
from roster.rules.roster.fairness import Fairness
from roster.rules.roster.familiar_zone import FamiliarZone
from roster.rules.roster.fixed import Fixed
from roster.rules.roster.heads import Heads
from roster.rules.roster.keep_apart import KeepApart
from roster.rules.roster.keep_published import KeepPublished
from roster.rules.roster.keep_together import KeepTogether
from roster.rules.roster.minimum_rest import MinimumRest
from roster.rules.roster.night_lights import NightLights
from roster.rules.roster.night_recovery import NightRecovery
from roster.rules.roster.overtime import Overtime
from roster.rules.roster.protected_status import ProtectedStatus
from roster.rules.roster.requests import Requests
from roster.rules.roster.rotation import Rotation
from roster.rules.roster.shift_count import ShiftCount
from roster.rules.roster.shift_succession import ShiftSuccession
from roster.rules.roster.steady_zone import SteadyZone
from roster.rules.roster.tenure import Tenure
from roster.rules.roster.vehicle import Vehicle
from roster.rules.roster.weekends import Weekends
from roster.rules.roster.weekly_rest import WeeklyRest
from roster.rules.roster.work_hours import WorkHours

AnyRule = Annotated[
    Absence
    | MinimumRest
    | NightRecovery
    | ShiftSuccession
    | ConsecutiveShifts
    | ConsecutiveDaysOff
    | DaysOff
    | WeeklyRest
    | DayInLieu
    | WorkHours
    | Overtime
    | ShiftCount
    | Weekends
    | ProtectedStatus
    | Requests
    | Rotation
    | Crew
    | Vehicle
    | FamiliarZone
    | KeepTogether
    | KeepApart
    | Fixed
    | Cover
    | DayPresence
    | NightLights
    | ArmedMinimum
    | Heads
    | DutyLeader
    | Fairness
    | SteadyZone
    | Tenure
    | KeepPublished
    | RoutePasses
    | CheckpointVisits
    | ResponseCover
    | CircleCover
    | ModeMix
    | HotHours
    | MobileStandby
    | MealBreak
    | Pace
    | Driving
    | Travel
    | Unpredictability
    | Supervision
    | Publicity,
    Field(discriminator="rule"),
]

RULES: tuple[type[Rule], ...] = (
    Absence,
    MinimumRest,
    NightRecovery,
    ShiftSuccession,
    ConsecutiveShifts,
    ConsecutiveDaysOff,
    DaysOff,
    WeeklyRest,
    DayInLieu,
    WorkHours,
    Overtime,
    ShiftCount,
    Weekends,
    ProtectedStatus,
    Requests,
    Rotation,
    Crew,
    Vehicle,
    FamiliarZone,
    KeepTogether,
    KeepApart,
    Fixed,
    Cover,
    DayPresence,
    NightLights,
    ArmedMinimum,
    Heads,
    DutyLeader,
    Fairness,
    SteadyZone,
    Tenure,
    KeepPublished,
    RoutePasses,
    CheckpointVisits,
    ResponseCover,
    CircleCover,
    ModeMix,
    HotHours,
    MobileStandby,
    MealBreak,
    Pace,
    Driving,
    Travel,
    Unpredictability,
    Supervision,
    Publicity,
)
"""Every rule that a rulebook may name, in the order in which they are documented."""


NAMING = ("id", "rule", "name", "why")
BESIDES = (*NAMING, "weight", "priority", "off")
"""Fields of an entry that do not say what it asks for."""


def _file(place: str) -> str:
    """`base.yaml` of `base.yaml:17`."""
    return place.rpartition(":")[0]


@dataclass(frozen=True)
class Rulebook:
    """The rules in force, in order, where each was written, and what identifies the files they came from."""

    rules: tuple[Rule, ...]
    origin: Mapping[str, str] = field(default_factory=dict)  # rule's name -> "base.yaml:17"
    hashes: Mapping[str, str] = field(default_factory=dict)  # file -> SHA-256

    def __getitem__(self, name: str) -> Rule:
        return next(rule for rule in self.rules if rule.name == name)

    def spoken(self, name: str) -> str:
        """What people call the entry of this key, in the language in use; the key where there is no such entry."""
        return next((rule.spoken for rule in self.rules if rule.name == name), name)

    def places(self, name: str) -> tuple[str, ...]:
        """The lines that say what an entry asks for: those of its numbers, and of what a later file changed in it.

        The entry's own line where it has no numbers, as long as it says any of it.
        """
        parts = ((*key.partition("."), at) for key, at in self.origin.items())
        own = {field: at for entry, _dot, field, at in parts if entry == name and field and "." not in field}
        entry = self.origin.get(name, "")
        said = {field: at for field, at in own.items() if field not in BESIDES}
        numbers = [said[field] for field, _way in type(self[name]).relaxable if field in said]
        changed = [at for field, at in own.items() if _file(at) != _file(entry) and field not in NAMING]
        standing = [entry] if not said or any(_file(at) == _file(entry) for at in said.values()) else []
        return tuple(dict.fromkeys(filter(None, [*(numbers or standing), *changed])))


def pose(facts: Facts, rulebook: Rulebook) -> Problem:
    """The problem that facts and a rulebook pose: slots and candidate units included."""
    lines = [line for rule in rulebook.rules for line in rule.demand(facts)]
    boundaries = [window for rule in rulebook.rules for window in rule.boundaries()]
    light_hours = [window for rule in rulebook.rules for window in rule.light_hours()]
    return pose_units(facts, lines, boundaries, light_hours)


def presences(rulebook: Rulebook, problem: Problem) -> tuple[Presence, ...]:
    """What the rulebook wants to be in the street."""
    return tuple(one for rule in rulebook.rules for one in rule.presence(problem))
