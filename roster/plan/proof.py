"""That no plan keeps every must: place by place, with less asked of it than of a plan, so that what is found is proved.

At one place there may be one visit a crew in any `least` minutes, wherever the crew is before and after; nothing else
binds crews but their hours, their zones and the place's opening hours. If even that keeps some musts apart, no plan
keeps them. Nothing follows from the opposite.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from ortools.sat.python import cp_model

from roster.domain.clock import MINUTES_A_DAY, Span
from roster.domain.itinerary import CAR, FOOT
from roster.domain.patrol import OnDuty, Patrol
from roster.domain.travel import route_ends
from roster.i18n import _
from roster.plan.tuning import TakingBack
from roster.rules.patrol.base import PlanRule
from roster.rules.patrol.checkpoint_visits import CheckpointVisits
from roster.rules.patrol.patrolling import windows_on
from roster.rules.patrol.publicity import DAYS_A_WEEK, Publicity
from roster.rules.patrol.route_passes import RoutePasses
from roster.rules.patrol.travel import Travel
from roster.rules.patrol.unpredictability import Unpredictability
from roster.rules.shared.words import on_date, place
from roster.solvers import cpsat


class Asked(NamedTuple):
    """Visits, passes or stands that a must asks for at one place: so many within some hours, by crews of some days."""

    rule: str
    day: int
    spans: tuple[Span, ...]
    number: int
    least: int
    days: range  # on which its crews come on duty


class Clash(NamedTuple):
    """Musts that no plan keeps together at one place."""

    place: str
    rules: tuple[str, ...]
    days: tuple[int, ...]

    def sentence(self, patrol: Patrol, rules: Sequence[PlanRule]) -> str:
        """The clash in words; `rules` are those of the plan."""
        facts = patrol.problem
        dates = _(", ").join(on_date(day, facts) for day in self.days)
        names = {rule.name: rule.spoken for rule in rules}
        told = _(", ").join(names[rule] for rule in self.rules)
        if len(self.rules) == 1:
            text = _("nothing that crews may do at {place} keeps {rules} on {dates}")
        else:
            text = _("nothing that crews may do at {place} keeps all of {rules} on {dates}")
        return text.format(place=place(self.place, facts), rules=told, dates=dates)


def clashes(
    rules: Sequence[PlanRule],
    patrol: Patrol,
    days: range,
    tuning: TakingBack,
    over: Callable[[], object] = lambda: False,
) -> list[Clash]:
    """Musts of these days that are proved to clash, place by place; empty where nothing is proved."""
    musts = [rule for rule in rules if rule.must]
    found = []
    for name in dict.fromkeys((*patrol.problem.site, *patrol.route)):
        if over():
            break
        asked = [one for rule in musts for one in _asked(rule, name, patrol, days)]
        crews = _crews(name, musts, patrol)
        short = all(crew.span.minutes <= MINUTES_A_DAY for crew in crews)  # a longer duty counts two of its dates
        usual = [
            r
            for r in musts
            if short and isinstance(r, Unpredictability) and r.asks == "usual" and name in r.sites(patrol)
        ]
        clash = _clash(name, asked, usual, crews, patrol, tuning)
        if clash is not None:
            found.append(clash)
    return found


def _asked(rule: PlanRule, name: str, patrol: Patrol, days: range) -> Iterator[Asked]:
    problem, every = patrol.problem, patrol.problem.horizon.range
    if isinstance(rule, CheckpointVisits) and (rule.min or rule.gap_hours) and name in rule.sites(patrol):
        for day in days:
            for span in rule.asked(name, day, patrol):
                crews = range(day + 1) if rule.min else every
                yield Asked(rule.name, day, (span,), rule.min or 1, rule.stay_least, crews)
    elif isinstance(rule, RoutePasses) and name in rule.routes(problem):
        least = min(patrol.travel.along(patrol.route[name], mode) for mode in (CAR, FOOT))
        for day in days:
            for span in windows_on(rule.windows, rule.when, day, patrol):
                yield Asked(rule.name, day, (span,), rule.min, least, range(day + 1))
    elif isinstance(rule, Publicity) and name in rule.points(patrol):
        for first in range(0, len(every), DAYS_A_WEEK):
            week = every[first : first + DAYS_A_WEEK]
            if week[-1] in days:
                hours = tuple(Span(*rule.hours.on(day)) for day in range(first - 1, week[-1] + 2))
                spans = tuple(Span(span.start, span.end - rule.minutes + 1) for span in hours)
                yield Asked(rule.name, week[-1], spans, rule.per_week, rule.minutes, week)


def _crews(name: str, musts: Sequence[PlanRule], patrol: Patrol) -> list[OnDuty]:
    """The crews that may be at a place at all."""
    points = route_ends(patrol.route[name]) if name in patrol.route else (name,)
    zones = frozenset().union(*(patrol.zones_of(point) for point in points))

    def may_come(crew: OnDuty) -> bool:
        sites = {part.site for part in crew.parts}
        if "" not in sites and name not in sites:
            return False
        tied = [r for r in musts if isinstance(r, Travel) and not r.lent and r.where.matches_kind(crew.kind)]
        return not tied or not crew.roams or bool(zones & set(crew.zones))

    return list(filter(may_come, patrol.crews))


def _clash(
    name: str,
    asked: Sequence[Asked],
    usual: Sequence[Unpredictability],
    crews: Sequence[OnDuty],
    patrol: Patrol,
    tuning: TakingBack,
) -> Clash | None:
    if not asked:
        return None
    site = patrol.problem.site.get(name)
    opening, least = site.opening if site else None, min(one.least for one in asked)
    wanted = {minute for one in asked for span in one.spans for minute in range(*span)}
    model = cp_model.CpModel()
    begins: dict[tuple[int, int], cp_model.IntVar] = {}
    for number, crew in enumerate(crews):
        for minute in range(crew.span.start, crew.span.end - least + 1):
            stay = Span(minute, minute + least)
            if minute in wanted and (opening is None or opening.minutes_in(stay) == least):
                begins[number, minute] = model.new_bool_var("")
        if len(begins) > tuning.most_minutes:
            return None
    for number, minute in begins:
        overlapping = [begins[number, m] for m in range(minute, minute + least) if (number, m) in begins]
        if len(overlapping) > 1:
            model.add_at_most_one(overlapping)
    guards: dict[int, tuple[str, tuple[int, ...]]] = {}
    switches: list[cp_model.IntVar] = []

    def switch(rule: str, days: tuple[int, ...]) -> cp_model.IntVar:
        switches.append(model.new_bool_var(""))
        guards[switches[-1].index] = (rule, days)
        return switches[-1]

    for one in asked:
        moments = {minute for span in one.spans for minute in range(*span)}
        terms = [var for (number, m), var in begins.items() if m in moments and crews[number].day in one.days]
        model.add(cp_model.LinearExpr.sum(terms) >= one.number).only_enforce_if(switch(one.rule, (one.day,)))
    for rule in usual:
        _unlearnt(rule, model, begins, switch(rule.name, ()))
    return _least_core(name, model, switches, guards, tuning.proving_work)


def _unlearnt(
    rule: Unpredictability,
    model: cp_model.CpModel,
    begins: dict[tuple[int, int], cp_model.IntVar],
    guard: cp_model.IntVar,
) -> None:
    """In each stretch of the clock there are visits on so many dates of a week."""
    weeks: dict[int, dict[int, dict[int, list[cp_model.IntVar]]]] = {}
    for (_number, minute), variable in begins.items():
        day = minute // MINUTES_A_DAY
        at = weeks.setdefault(day // DAYS_A_WEEK, {}).setdefault(day, {})
        at.setdefault(minute % MINUTES_A_DAY, []).append(variable)
    for days in weeks.values():
        used = {(day, minute): _any(model, variables) for day, at in days.items() for minute, variables in at.items()}
        for start in sorted({minute for _day, minute in used}):
            within = [(start + more) % MINUTES_A_DAY for more in range(rule.minutes)]
            seen = [[used[day, minute] for minute in within if (day, minute) in used] for day in days]
            seen = [variables for variables in seen if variables]
            if len(seen) > rule.days:
                anyhow = [_any(model, variables) for variables in seen]
                model.add(cp_model.LinearExpr.sum(anyhow) <= rule.days).only_enforce_if(guard)


def _any(model: cp_model.CpModel, variables: Sequence[cp_model.IntVar]) -> cp_model.IntVar:
    if len(variables) == 1:
        return variables[0]
    found = model.new_bool_var("")
    for variable in variables:
        model.add_implication(variable, found)
    return found


def _least_core(
    name: str,
    model: cp_model.CpModel,
    switches: Sequence[cp_model.IntVar],
    guards: dict[int, tuple[str, tuple[int, ...]]],
    work: float,
) -> Clash | None:
    """A clash without a member that can be spared, as far as the effort goes; None where nothing is proved."""

    def infeasible(on: Sequence[cp_model.IntVar]) -> bool:
        chosen = {variable.index for variable in on}
        trial = model.clone()
        for variable in switches:
            trial.add(trial.get_bool_var_from_proto_index(variable.index) == int(variable.index in chosen))
        return cpsat.solve(trial, cpsat.Parameters(work=work), asked=True).status is cpsat.Status.INFEASIBLE

    core = list(switches)
    if not infeasible(core):
        return None
    for variable in switches if len(switches) <= 2 * DAYS_A_WEEK * 4 else ():
        without = [other for other in core if other.index != variable.index]
        if infeasible(without):
            core = without
    members = [guards[variable.index] for variable in core]
    rules = tuple(dict.fromkeys(rule for rule, _days in members))
    return Clash(name, rules, tuple(sorted({day for _rule, days in members for day in days})))
