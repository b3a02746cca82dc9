"""What a check of a workbook found: lines and JSON."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from roster.domain.findings import Finding, Report
from roster.domain.missing import missing
from roster.i18n import _
from roster.io import texts
from roster.io.book_report import BookReport
from roster.report import Json
from roster.report.missing import date_json, missing_json, shortfall_json


def lines(checked: BookReport) -> Iterator[str]:
    """The whole report in words: musts, shortfalls by priority, wishes by rule, edits and the score."""
    report = checked.report
    yield f"{checked.problem.settings.name}, {texts.dates(checked.problem)}"
    for note in checked.all_notes:
        yield _("note: {note}").format(note=note)
    for finding in report.must_violations:
        words = _("must broken, {where}: {sentence}")
        if checked.acknowledged(finding):
            words = _("must broken and acknowledged, {where}: {sentence}")
        yield words.format(where=_named(checked, finding), sentence=finding.sentence)
    yield from _open(checked, checked.of_roster, _("open wishes by rule:"))
    if checked.has_plan:
        yield from _open(checked, checked.of_plan, _("open wishes of the patrol plan by rule:"))
    yield from edit_lines(checked)
    yield _score(checked)
    if checked.has_plan:
        short, cost = sum(checked.of_plan.short.values()), checked.of_plan.objective
        yield _("patrol plan: {short} short, wishes cost {objective}").format(short=short, objective=cost)
    broken = len(report.must_violations)
    yield _("violations of musts: {count}").format(count=broken) if broken else _("no must is broken")


def _open(checked: BookReport, report: Report, heading: str) -> Iterator[str]:
    """What the roster, or its plan, leaves open: shortfalls one by one, wishes by rule."""
    for finding in report.open:
        yield _("shortfall of priority {priority}, {where}: {sentence}").format(
            priority=finding.priority, where=_named(checked, finding), sentence=finding.sentence
        )
    for finding in report.unmeetable:
        yield _("beyond this brigade: {sentence}").format(sentence=finding.sentence)
    wishes = {rule: (count, cost) for rule, (count, _amount, cost) in report.by_rule().items() if cost}
    if wishes:
        yield heading
    for rule, (count, cost) in sorted(wishes.items(), key=lambda item: -item[1][1]):
        yield _("  {rule}: cost {cost}, findings: {count}").format(rule=report.name(rule), count=count, cost=cost)


def edit_lines(checked: BookReport) -> Iterator[str]:
    """A line for each cell that somebody changed."""
    for edit in checked.all_edits:
        yield _("edited: {cell}: {before} -> {after}").format(cell=edit.cell, before=edit.was, after=edit.now)


def _named(checked: BookReport, finding: Finding) -> str:
    """The rule, and where the workbook shows it: `Rest between duties (Roster!H12)`."""
    place = checked.place(finding)
    return f"{finding.name} ({place})" if place else finding.name


def _score(checked: BookReport) -> str:
    short, beyond = (
        sum(f.amount for f in found) for found in (checked.of_roster.shortfalls, checked.of_roster.unmeetable)
    )
    text = _("score: {short} short, wishes cost {objective}")
    if beyond:
        text = _("score: {short} short, {beyond} of them beyond this brigade, wishes cost {objective}")
    now = text.format(short=short, beyond=beyond, objective=checked.of_roster.objective)
    record = checked.book.written
    if record is None:
        return now
    before = _(" (when it was written: {short} short, wishes cost {objective})")
    return now + before.format(short=sum(record.short.values()), objective=record.objective)


def as_json(checked: BookReport, file: Path) -> Json:
    """What `roster verify` found in a workbook."""
    report, record, problem = checked.report, checked.book.written, checked.problem
    return {
        "file": str(file),
        "must_violations": [
            {
                "rule": finding.rule,
                "name": finding.name,
                "date": date_json(finding, problem),
                "officers": list(finding.officers),
                "place": checked.place(finding),
                "amount": finding.amount,
                "acknowledged": checked.acknowledged(finding),
                "sentence": finding.sentence,
            }
            for finding in report.must_violations
        ],
        **_left_open(checked.of_roster, checked),
        "missing": missing_json(missing(problem, checked.of_roster.shortfalls), problem),
        "plan": _left_open(checked.of_plan, checked) if checked.has_plan else None,
        "recorded": None
        if record is None
        else {
            "status": record.status,
            "short": {str(priority): amount for priority, amount in record.short.items()},
            "objective": record.objective,
        },
        "edits": [
            {
                "cell": edit.cell,
                "officer": edit.officer,
                "date": problem.date(edit.day).isoformat(),
                "before": list(edit.before),
                "after": list(edit.after),
            }
            for edit in checked.edits
        ],
        "sheet_edits": [
            {"cell": edit.cell, "before": edit.was, "after": edit.now} for edit in checked.read.sheet_edits
        ],
        "notes": list(checked.all_notes),
    }


def _left_open(report: Report, checked: BookReport) -> Json:
    """What the roster, or its patrol plan, leaves open."""
    return {
        "shortfalls": [
            {**shortfall_json(finding, checked.problem), "place": checked.place(finding)}
            for finding in report.shortfalls
        ],
        "wishes": {
            rule: {"name": report.name(rule), "findings": count, "amount": amount, "cost": cost}
            for rule, (count, amount, cost) in report.by_rule().items()
            if cost
        },
        "short": {str(priority): amount for priority, amount in report.short.items()},
        "objective": report.objective,
    }
