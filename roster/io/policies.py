"""What each entry of a rulebook asks for, in a sentence with the entry's own values."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from roster.domain.outcome import RuleLine
from roster.domain.problem import Facts
from roster.i18n import _
from roster.io.codes import shift_text
from roster.io.plan_policies import of_plan
from roster.io.rulebook.describe import policy as general_policy
from roster.io.selected import listed, selected
from roster.rules import Rulebook
from roster.rules.armed_minimum import ArmedMinimum
from roster.rules.base import CrewRule, ForceRule, OfficerRule, Rule
from roster.rules.consecutive_days_off import ConsecutiveDaysOff
from roster.rules.consecutive_shifts import ConsecutiveShifts
from roster.rules.cover import Cover
from roster.rules.crew import Crew
from roster.rules.day_presence import DayPresence
from roster.rules.days_off import DaysOff
from roster.rules.duty_leader import DutyLeader
from roster.rules.fairness import WORDS, Fairness
from roster.rules.familiar_zone import FamiliarZone
from roster.rules.heads import Heads
from roster.rules.keep_apart import KeepApart
from roster.rules.keep_together import KeepTogether
from roster.rules.minimum_rest import MinimumRest
from roster.rules.night_lights import NightLights
from roster.rules.night_recovery import NightRecovery
from roster.rules.overtime import Overtime
from roster.rules.periods import Per, Rolling
from roster.rules.plan_rule import PlanRule
from roster.rules.protected_status import ProtectedStatus
from roster.rules.rotation import Rotation
from roster.rules.shift_count import ShiftCount
from roster.rules.shift_succession import ShiftSuccession
from roster.rules.steps import ANY, OFF
from roster.rules.weekends import Weekends
from roster.rules.words import people
from roster.rules.work_hours import WorkHours


def in_words(lines: tuple[RuleLine, ...], rulebook: Rulebook, facts: Facts) -> tuple[RuleLine, ...]:
    """The same lines with each entry's own policy; the sources of shipped entries in the language in use."""
    policies = {rule.name: policy(rule, facts) for rule in rulebook.rules}
    return tuple(
        line._replace(policy=policies.get(line.name, line.policy), why=_plain(_(line.why) if line.why else ""))
        for line in lines
    )


def _plain(text: str) -> str:
    """Names of tables in quotes, as in print."""
    return text.replace("`", '"')


def policy(rule: Rule, facts: Facts) -> str:
    """`Shifts in each calendar week: at most 0 (over 50; night shifts)`."""
    sentence = _("; ").join(_sentences(rule, facts)) or _plain(_(general_policy(type(rule))).rstrip("。."))
    chosen = selected(rule, facts)
    return _("{sentence} ({selected})").format(sentence=sentence, selected=chosen) if chosen else sentence


def _sentences(rule: Rule, facts: Facts) -> Iterator[str]:
    """The policy in parts; none for a rule whose general policy says it all."""
    if isinstance(rule, OfficerRule):
        yield from _of_officer(rule, facts)
    elif isinstance(rule, CrewRule):
        yield from _of_crew(rule, facts)
    elif isinstance(rule, ForceRule):
        yield from _of_force(rule, facts)
    elif isinstance(rule, PlanRule):
        yield from of_plan(rule, facts)


def _of_officer(rule: OfficerRule, facts: Facts) -> Iterator[str]:
    match rule:
        case MinimumRest():
            yield _("Hours of rest between two duties: {bounds}").format(bounds=_bounds(rule.hours))
        case NightRecovery():
            yield _("Dates without a duty after the last night shift of a run: {bounds}").format(
                bounds=_bounds(rule.days)
            )
        case ShiftSuccession():
            runs = listed(_run(sequence, facts) for sequence in rule.forbidden)
            yield _("Never on consecutive dates: {runs}").format(runs=runs)
        case ConsecutiveShifts():
            yield _("Dates worked in a row: {bounds}").format(bounds=_bounds(rule.min, rule.max))
        case ConsecutiveDaysOff():
            yield _("Days off in a row: {bounds}").format(bounds=_bounds(rule.min, rule.max))
        case DaysOff():
            period = _period(rule.per or Rolling(days=rule.days or 1))
            yield _("Days off {period}: {bounds}").format(period=period, bounds=_bounds(rule.min))
        case WorkHours():
            bounds = _bounds(rule.min, rule.max)
            yield _("Hours of work {period}: {bounds}").format(period=_period(rule.per), bounds=bounds)
        case Overtime():
            if rule.per_day is not None:
                yield _("Hours of overtime in a duty: {bounds}").format(bounds=_bounds(None, rule.per_day))
            if rule.per_month is not None:
                text = _("Hours of overtime in a calendar month: {bounds}")
                if rule.pace:
                    text = _("Hours of overtime in a calendar month: {bounds}, in proportion to the dates passed")
                yield text.format(bounds=_bounds(None, rule.per_month))
        case ShiftCount():
            bounds = _bounds(rule.min, rule.max)
            yield _("Shifts {period}: {bounds}").format(period=_period(rule.per), bounds=bounds)
        case Weekends():
            if rule.max is not None:
                bounds = _bounds(None, rule.max)
                yield _("Weekends worked {period}: {bounds}").format(period=_period(rule.per), bounds=bounds)
            if rule.whole:
                yield _("Both days of a weekend are worked, or neither")
        case ProtectedStatus():
            yield _("Protected officers have no duty within {hours}").format(hours=rule.hours)
            if rule.no_overtime:
                yield _("Protected officers have no overtime")
        case Rotation():
            yield _("Shifts follow the pattern {run}").format(run=_run(rule.pattern, facts))


def _of_crew(rule: CrewRule, facts: Facts) -> Iterator[str]:
    match rule:
        case Crew():
            if rule.composition:
                qualities = listed(f"{_(name)} {number}" for name, number in rule.composition.items())
                yield _("Members of a crew at the least: {qualities}").format(qualities=qualities)
            if rule.least:
                yield _("A crew never has fewer people than its kind allows")
        case FamiliarZone(members=int(members)):
            yield _("Members of a crew who know its zone: {bounds}").format(bounds=_bounds(members))
        case KeepTogether(same="squad"):
            yield _("Squads in a crew: {bounds}").format(bounds=_bounds(None, rule.most))
        case KeepTogether():
            names = people(rule.listed, facts)
            yield _("Crews of {people} on one shift: {bounds}").format(people=names, bounds=_bounds(None, rule.most))
        case KeepApart():
            yield _("Never in one crew: {people}").format(people=people(rule.listed, facts))


def _of_force(rule: ForceRule, facts: Facts) -> Iterator[str]:
    match rule:
        case Cover(units=int(units)):
            bounds = _bounds(None, units) if rule.asks == "over" else _bounds(units)
            text = _("Units wished for: {bounds}") if rule.asks == "target" else _("Units: {bounds}")
            yield text.format(bounds=bounds)
        case Cover(asks="target"):
            yield _("As many units as the table of demand has as its target")
        case Cover(asks="over"):
            yield _("No more units than the table of demand asks for")
        case DayPresence():
            yield _("A visible unit in every zone within {hours}").format(hours=rule.hours)
        case NightLights(zones_per_vehicle=1):
            yield _("A vehicle with its lights on in every zone within {hours}").format(hours=rule.hours)
        case NightLights():
            yield _("A vehicle with its lights on for every {zones} zones within {hours}").format(
                zones=rule.zones_per_vehicle, hours=rule.hours
            )
        case ArmedMinimum():
            yield _("Armed units on the street at every hour: {bounds}").format(bounds=_bounds(rule.units))
        case Heads():
            yield _("Officers on each shift: {bounds}").format(bounds=_bounds(rule.min))
        case DutyLeader():
            yield _("Leaders on duty each day: {bounds}").format(bounds=_bounds(rule.each_day))
        case Fairness():
            groups = {
                "category": _("within a category"),
                "squad": _("within a squad"),
                "none": _("among all"),
            }
            yield _("Counts of {counts} {group} differ by {bounds}").format(
                counts=_(WORDS[rule.counts]), group=groups[rule.by], bounds=_bounds(None, rule.allowed)
            )


def _bounds(least: float | None, most: float | None = None) -> str:
    """`at least 12`, `at most 40`, `2 to 5`."""
    if most is None:
        return _("at least {least:g}").format(least=least)
    if not least:
        return _("at most {most:g}").format(most=most) if most else _("none")
    return _("{least:g} to {most:g}").format(least=least, most=most)


def _period(per: Per) -> str:
    if isinstance(per, Rolling):
        return _("in any {days} consecutive dates").format(days=per.days)
    match per:
        case "week":
            return _("in each calendar week")
        case "month":
            return _("in each calendar month")
        case "horizon":
            return _("in the whole roster")
    assert_never(per)


def _run(steps: tuple[str, ...], facts: Facts) -> str:
    """Steps on consecutive dates: `L, then any shift`."""
    words = {ANY: _("any shift"), OFF: _("day off")}
    return " → ".join(
        _(" or ").join(words.get(code) or shift_text(code, facts) for code in step.split("|")) for step in steps
    )
