"""What a repair changed: lines and JSON."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from roster.domain.findings import Finding
from roster.domain.letters import shift_text
from roster.domain.outcome import Outcome
from roster.domain.problem import Problem
from roster.domain.repair import Change
from roster.i18n import _
from roster.io import missing_lines, staffing, texts
from roster.io.book_report import BookReport
from roster.io.sheets.changes import shown, summary_lines
from roster.io.sheets.rules import acknowledged_text
from roster.report import Json, patrol_plan
from roster.report import outcome as whole_outcome
from roster.report.verification import edit_lines
from roster.rules.shared.words import on_date, person

CHANGES_SHOWN = 20


def lines(outcome: Outcome, checked: BookReport, file: Path) -> Iterator[str]:
    """The edits and what they break, what changed and why, what is short, and where it was written."""
    repair = outcome.amendment.repair
    assert repair is not None
    yield _("{roster}: {result}").format(roster=texts.headline(outcome), result=staffing.result(outcome))
    for note in checked.notes:
        yield _("note: {note}").format(note=note)
    for note in outcome.run.notes:
        yield _("note: {note}").format(note=note)
    yield from edit_lines(checked)
    for finding in broken_by_edits(checked):
        yield _("this breaks a must, {where}: {sentence}").format(
            where=checked.typed(finding) or checked.place(finding) or finding.name, sentence=finding.sentence
        )
    yield from summary_lines(repair, outcome.problem)
    for change in repair.changes[:CHANGES_SHOWN]:
        yield f"  {change_text(change, outcome)}"
    if len(repair.changes) > CHANGES_SHOWN:
        yield _("  and {number} more, see the sheet Changes").format(number=len(repair.changes) - CHANGES_SHOWN)
    for crew in repair.units:
        yield _("  {unit} on {date}, {shift}: {before} -> {after}: {why}").format(
            unit=crew.unit,
            date=on_date(crew.day, outcome.problem),
            shift=shift_text(crew.shift, outcome.problem),
            before=crew.before,
            after=crew.after,
            why=crew.why,
        )
    yield from (f"  {acknowledged_text(exception)}" for exception in outcome.amendment.acknowledged)
    yield from missing_lines.shown(outcome)
    was = sum(cost for _count, _amount, cost in repair.before.values())
    yield _("wishes cost {objective}, {before} as published; {seconds:.1f} s").format(
        objective=outcome.objective, before=was, seconds=outcome.run.seconds
    )
    yield from patrol_plan.lines(outcome)
    yield _("written: {file}").format(file=file)


def broken_by_edits(checked: BookReport) -> list[Finding]:
    """Musts that are broken in the roster as it was edited."""
    return list(checked.report.must_violations) if checked.pins else []


def change_text(change: Change, outcome: Outcome) -> str:
    """One change in a line."""
    crew = f" ({change.before_unit} -> {change.after_unit})" if not change.of_duty else ""
    return _("{date}: {officer} {before} -> {after}{crew}: {why}").format(
        date=on_date(change.day, outcome.problem),
        officer=person(change.officer, outcome.problem),
        before=shown(change.before, outcome),
        after=shown(change.after, outcome),
        crew=crew,
        why=change.why,
    )


def as_json(outcome: Outcome, checked: BookReport, file: Path) -> Json:
    """What `roster replan` did."""
    repair, problem = outcome.amendment.repair, outcome.problem
    assert repair is not None
    whole = whole_outcome.as_json(outcome, file)
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
            {"rule": e.rule, "sentence": e.sentence, "cell": e.cell, "answers": e.by}
            for e in outcome.amendment.acknowledged
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
