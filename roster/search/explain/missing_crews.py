"""Shortfalls by missing crew: one for each crew that is missing, whatever rows of demand and rules it shows up in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from roster.domain.findings import Finding, Report
from roster.domain.missing import MissingUnit, missing
from roster.domain.problem import Problem
from roster.domain.roster import Roster
from roster.rules import Rulebook
from roster.rules.limits import Limit, Linear
from roster.rules.variables import Valuation
from roster.search.explain.constraint_groups import group_of, units_in
from roster.search.explain.shortfalls import Shortfall, priced, shortfalls
from roster.search.score import values
from roster.tiers import Limits

Key = tuple[object, ...]


def by_crew(
    problem: Problem, rulebook: Rulebook, limits: Limits, roster: Roster, report: Report
) -> tuple[Shortfall, ...]:
    """The missing crews of a verified roster, the most urgent first, then what is short by itself."""
    value = values(problem, roster)
    short: dict[Key, list[tuple[str, Limit]]] = {}
    for rule, _tier, limit in priced(rulebook, limits):
        if isinstance(limit, Linear) and limit.at_least is not None and limit.amount(value):
            short.setdefault((rule, limit.spot.day, limit.spot.slot, limit.spot.place), []).append((rule, limit))
    found: list[Shortfall] = []
    told: set[int] = set()
    for unit in missing(problem, report.shortfalls).units:
        own = [pair for finding in unit.follows for pair in _limits_of(finding, short, problem)]
        own = list({id(limit): (rule, limit) for rule, limit in own}.values())
        if own:
            found.append(_shortfall(unit, own, problem, value))
            told.update(id(limit) for _rule, limit in own)
    return (*found, *shortfalls(problem, rulebook, limits, roster, told))


def _limits_of(
    finding: Finding, short: dict[Key, list[tuple[str, Limit]]], problem: Problem
) -> Iterator[tuple[str, Limit]]:
    """The limits that ask for what a finding misses."""
    if finding.wanted is None:
        return
    for rule, limit in short.get((finding.rule, finding.duty_day, finding.wanted.slot, finding.place), ()):
        kinds = {problem.unit[unit].kind for unit in units_in(limit)}
        if isinstance(limit, Linear) and not kinds:
            kinds = {line.kind for line in problem.lines if line.source == limit.source}
        if not kinds or kinds & set(finding.wanted.kinds):
            yield rule, limit


def _shortfall(unit: MissingUnit, own: list[tuple[str, Limit]], problem: Problem, value: Valuation) -> Shortfall:
    asked = tuple(_one_more(limit, value) for _rule, limit in own)
    rule, first = min(own, key=lambda pair: getattr(pair[1], "priority", None) or 10)
    amount = sum(finding.amount // max(1, finding.wanted.crews) for finding in unit.follows if finding.wanted)
    return Shortfall(group_of(rule, first, problem), unit.day, unit.priority, asked, amount, tuple(own), unit)


def _one_more(limit: Limit, value: Valuation) -> Limit:
    """The limit, asking for one crew more than the roster gives."""
    assert isinstance(limit, Linear)
    assert limit.at_least is not None
    given = limit.constant + sum(weight * value(decision) for weight, decision in limit.terms)
    return replace(limit, at_least=min(limit.at_least, given + 1))
