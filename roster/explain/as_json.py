"""An explanation as one JSON object: described in docs/json.md."""

from __future__ import annotations

from roster.domain.problem import Problem
from roster.explain.by_kind import NoCure
from roster.explain.changes import Change
from roster.explain.cures import Cure
from roster.explain.explained import Explanation
from roster.explain.prices import price_json, proved_json
from roster.explain.told import ToldClash, ToldShortfall
from roster.explain.words import Line
from roster.io.lack_lines import sentence
from roster.io.missing_json import missing_unit_json
from roster.io.outcome_json import Json


def as_json(explanation: Explanation) -> Json:
    """Clashes with their cures, or the shortfalls of a roster; cures are numbered as `--apply` counts them."""
    problem, outcome = explanation.case.problem, explanation.outcome
    numbers = {id(cure): number for number, cure in enumerate(explanation.every_cure(), start=1)}
    return {
        "status": "clash" if explanation.clashes else "short" if explanation.shortfalls else "in_order",
        "clashes": [_clash(told, problem) for told in explanation.clashes],
        "cures": [_cure(cure, numbers) for cure in explanation.cures],
        "no_cure": _missing(explanation.missing),
        "tiers": {
            str(tier.priority): {"short": tier.short, "bound": tier.bound}
            for tier in (outcome.tiers if outcome else ())
        },
        "shortfalls": [_shortfall(short, explanation, numbers) for short in explanation.shortfalls],
        "objective": outcome.objective if outcome else None,
        "arithmetic": [sentence(lack, problem, explanation.case.rulebook) for lack in explanation.lacks],
        "clash_seconds": round(explanation.clash_seconds, 3),
        "seconds": round(explanation.seconds, 3),
    }


def _clash(told: ToldClash, problem: Problem) -> Json:
    return {
        "minimal": told.clash.smallest,
        "members": [
            {
                **_parts(member._asdict()),
                "dates": _dates(told.clash.days.get(member, ()), problem),
                "settled": member not in told.clash.unsettled,
            }
            for member in told.clash.members
        ],
        "lines": [_line(line, problem) for line in told.lines],
        "any_of": [{"officers": list(one.officers), "among": list(one.among)} for one in told.clash.alike],
    }


def _parts(member: dict[str, str]) -> Json:
    """An instance's parts; those that do not apply are null."""
    return {name: value or None for name, value in member.items()}


def _line(line: Line, problem: Problem) -> Json:
    return {
        "rule": line.rule or None,
        "name": line.name or None,
        "sentence": line.sentence,
        "places": list(line.places),
        "officers": list(line.officers),
        "dates": _dates(line.days, problem),
        "example": line.example or None,
    }


def _dates(days: tuple[int, ...], problem: Problem) -> list[str]:
    return [problem.date(day).isoformat() for day in days]


def _shortfall(told: ToldShortfall, explanation: Explanation, numbers: dict[int, int]) -> Json:
    short, problem, rulebook = told.shortfall, explanation.case.problem, explanation.case.rulebook
    return {
        "rule": short.instance.rule,
        "name": rulebook.spoken(short.instance.rule),
        "priority": short.priority,
        "date": problem.date(short.day).isoformat() if short.day is not None else None,
        "where": short.instance.place or short.instance.kind or short.instance.source or None,
        "short": short.amount,
        "sentences": [finding.sentence for finding in told.findings],
        "missing": missing_unit_json(short.unit, problem) if short.unit else None,
        "proved": {"unavoidable": True, "avoidable": False, "open": None}[told.reason.verdict],
        "reasons": list(told.reason.said),
        "facts": list(told.reason.facts),
        "tried": list(told.reason.tried),
        "reason_seconds": round(told.reason.seconds, 3),
        "people": told.heads or None,
        "forced_by": _clash(told.told, problem) if told.told else None,
        "cures": [_cure(cure, numbers) for cure in told.cures],
        "no_cure": _missing(told.missing),
    }


def _missing(missing: tuple[NoCure, ...]) -> Json:
    """Why each kind of change without a cure has none."""
    return {none.kind: none.why for none in missing}


def _cure(cure: Cure, numbers: dict[int, int]) -> Json:
    """A patch; the fields of the first change are also those of the cure."""
    changes = [_change(change) for change in cure.candidate.changes]
    return {
        "number": numbers[id(cure)],
        "kind": cure.candidate.kind,
        "sentence": cure.candidate.sentence,
        **changes[0],
        "changes": changes,
        "cost": proved_json(cure.cost),
        "price": price_json(cure.price) if cure.price else None,
        "verified": True,
        "against_the_law": cure.candidate.law or None,
        "also": [
            {
                "number": numbers[id(other)],
                "sentence": other.candidate.sentence,
                "changes": [_change(change) for change in other.candidate.changes],
                "cost": proved_json(other.cost),
                "price": price_json(other.price) if other.price else None,
            }
            for other in cure.also
        ],
    }


def _change(change: Change) -> Json:
    line = change.line
    where: Json = {"line": line} if line is not None else {"cell": change.place}
    return {"file": str(change.file), **where, "field": change.field, "old": change.old, "new": change.new}
