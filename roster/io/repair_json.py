"""A repair as one JSON object, described in docs/json.md."""

from __future__ import annotations

from pathlib import Path

from roster.domain.outcome import Finding, Outcome
from roster.domain.problem import Problem
from roster.domain.repair import Change
from roster.io.book_report import BookReport
from roster.io.living_text import broken_by_edits
from roster.io.outcome_json import Json, as_json


def repair_as_json(outcome: Outcome, checked: BookReport, file: Path) -> Json:
    """What `roster replan` did."""
    repair, problem = outcome.repair, outcome.problem
    assert repair is not None
    whole = as_json(outcome, file)
    for name in ("bound", "gap", "first_seconds"):
        del whole[name]
    return {
        **whole,
        "people": repair.people,
        "people_bound": repair.people_bound,
        "duties": repair.duties,
        "duties_bound": repair.duties_bound,
        "proven": repair.proven,
        "changes": [_change(change, problem) for change in repair.changes],
        "burden": {
            **{name: count for name, count in repair.burden._asdict().items() if name != "told"},
            "told": problem.horizon.moment(repair.burden.told).isoformat() if repair.burden.told is not None else None,
        },
        "handed_over": [
            {
                "from": one.leaves,
                "to": one.takes,
                "date": problem.date(one.day).isoformat(),
                "shift": one.shift,
                "done": not one.why_not,
                "why_not": one.why_not,
            }
            for one in repair.handed
        ],
        "undone_proven": repair.undone_proved,
        "units": [
            {
                "date": problem.date(change.day).isoformat(),
                "shift": change.shift,
                "unit": change.unit,
                "before": change.before,
                "after": change.after,
                "why": change.why,
                "tell": list(change.tell),
            }
            for change in repair.units
        ],
        "edits": [{"cell": edit.cell, "before": edit.was, "after": edit.now} for edit in checked.all_edits],
        "broken_by_edits": [
            {"place": checked.typed(finding) or checked.place(finding), **_finding(finding, problem)}
            for finding in broken_by_edits(checked)
        ],
        "edits_undone": [undone.cell for undone in repair.edits_undone],
        "undone": [{"cell": u.cell, "why": u.why, "in_part": u.in_part} for u in repair.edits_undone],
        "acknowledged": [
            {"rule": e.rule, "sentence": e.sentence, "cell": e.cell, "answers": e.by} for e in outcome.acknowledged
        ],
        "score": {
            name: {
                "name": outcome.name_of(name),
                "before": list(repair.before.get(name, (0, 0, 0))[1:]),
                "after": list(now[1:]),
            }
            for name in sorted(repair.before.keys() | outcome.report.by_rule().keys())
            for now in [outcome.report.by_rule().get(name, (0, 0, 0))]
        },
        "notes": list(checked.notes),
    }


def _change(change: Change, problem: Problem) -> Json:
    return {
        "kind": "duty" if change.of_duty else "crew",
        "officer": change.officer,
        "date": problem.date(change.day).isoformat(),
        "before": change.before,
        "after": change.after,
        "before_unit": change.before_unit,
        "after_unit": change.after_unit,
        "why": change.why,
        "tell": list(change.tell),
    }


def _finding(finding: Finding, problem: Problem) -> Json:
    return {
        "rule": finding.rule,
        "name": finding.name,
        "date": problem.date(finding.day).isoformat() if finding.day is not None else None,
        "officers": list(finding.officers),
        "sentence": finding.sentence,
    }
