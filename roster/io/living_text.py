"""What the commands of the living roster say on the screen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from roster.domain.letters import shift_text
from roster.domain.outcome import Finding, Outcome
from roster.domain.repair import Change
from roster.i18n import _
from roster.io import missing_lines, staffing, texts
from roster.io.book_report import BookReport
from roster.io.sheets.changes import shown, summary_lines
from roster.io.sheets.rules import acknowledged_text
from roster.rules.shared.words import on_date, person

CHANGES_SHOWN = 20


def replan_lines(outcome: Outcome, checked: BookReport, file: Path, plan: Iterable[str] = ()) -> Iterator[str]:
    """The edits and what they break, what changed and why, what is short, and where it was written.

    `plan` are the lines on the patrol plan.
    """
    repair = outcome.repair
    assert repair is not None
    yield _("{roster}: {result}").format(roster=texts.headline(outcome), result=staffing.result(outcome))
    for note in checked.notes:
        yield _("note: {note}").format(note=note)
    for note in outcome.notes:
        yield _("note: {note}").format(note=note)
    yield from checked.edit_lines()
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
    yield from (f"  {acknowledged_text(exception)}" for exception in outcome.acknowledged)
    yield from missing_lines.shown(outcome)
    was = sum(cost for _count, _amount, cost in repair.before.values())
    yield _("wishes cost {objective}, {before} as published; {seconds:.1f} s").format(
        objective=outcome.objective, before=was, seconds=outcome.seconds
    )
    yield from plan
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
