"""What is missing as JSON: described in docs/json.md."""

from __future__ import annotations

from roster.domain.findings import Finding
from roster.domain.missing import Account, MissingUnit
from roster.domain.problem import Problem
from roster.io.missing_lines import missing_line
from roster.report import Json


def missing_json(account: Account, problem: Problem) -> list[Json]:
    """One object for each missing crew, then one for each shortfall that stands by itself, whose `kinds` are empty.

    What no roster could meet is in `shortfalls` alone.
    """
    crews = [missing_unit_json(unit, problem) for unit in account.units]
    return [*crews, *(_alone(finding, problem) for finding in account.alone)]


def missing_unit_json(unit: MissingUnit, problem: Problem) -> Json:
    """One missing crew."""
    return {
        "kinds": list(unit.kinds),
        "date": problem.date(unit.day).isoformat(),
        "roster_date": problem.date(unit.roster_day).isoformat(),
        "start": _moment(unit.span.start, problem),
        "end": _moment(unit.span.end, problem),
        "where": [
            {
                "start": _moment(one.span.start, problem),
                "end": _moment(one.span.end, problem),
                "places": list(one.places),
            }
            for one in unit.stretches
        ],
        "shifts": list(dict.fromkeys(shift for _day, shift in unit.starts)),
        "priority": unit.priority,
        "sentence": missing_line(unit, problem),
        "follows": [shortfall_json(finding, problem) for finding in unit.follows],
    }


def shortfall_json(finding: Finding, problem: Problem) -> Json:
    """One shortfall as a rule tells it; `slot` are its hours, or those of the whole shift."""
    shift = problem.shift.get(finding.shift)
    return {
        "rule": finding.rule,
        "name": finding.name,
        "priority": finding.priority,
        "date": date_json(finding, problem),
        "slot": finding.slot or (str(shift.hours) if shift else None),
        "where": finding.place or finding.unit or None,
        "asked": finding.asked,
        "given": finding.given,
        "short": finding.amount,
        "unmeetable": finding.unmeetable,
        "sentence": finding.sentence,
    }


def date_json(finding: Finding, problem: Problem) -> str | None:
    """The calendar date of a finding."""
    return problem.date(finding.day).isoformat() if finding.day is not None else None


def _alone(finding: Finding, problem: Problem) -> Json:
    return {
        "kinds": [],
        "date": date_json(finding, problem),
        "roster_date": problem.date(finding.duty_day).isoformat() if finding.duty_day is not None else None,
        "start": None,
        "end": None,
        "where": [],
        "shifts": [finding.shift] if finding.shift else [],
        "priority": finding.priority,
        "sentence": finding.sentence,
        "follows": [shortfall_json(finding, problem)],
    }


def _moment(minute: int, problem: Problem) -> str:
    return problem.horizon.moment(minute).isoformat(timespec="minutes")
