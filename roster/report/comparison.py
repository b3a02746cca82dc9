"""Two rosters side by side: lines, JSON and a sheet of changed duties, score by rule and each officer's burden."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from roster.domain.comparison import Burden, Comparison, Difference, Pair
from roster.domain.findings import Report
from roster.domain.letters import shift_text
from roster.domain.outcome import RuleLine
from roster.domain.problem import Problem
from roster.i18n import N_, _
from roster.io import texts
from roster.io.amounts import short_text
from roster.io.codes import rest_text
from roster.report import Json
from roster.report.table import Column, Sheet, Table, Value
from roster.rules.shared.words import date_text, person

TITLE = N_("Comparison")
WIDTHS = (18, 16, 10, 14, 14, 14, 14, 12, 12, 12, 12)
HEADING = 9
"""Columns that the heading goes over."""
DIFFERENCES_SHOWN = 60


def lines(found: Comparison, problem: Problem, one: Path, other: Path) -> Iterator[str]:
    """Changed duties, the score by rule and the officers whose burden differs."""
    yield _("{one} and {other}, {first} to {last}").format(one=one, other=other, first=found.first, last=found.last)
    duties = sum(difference.before != difference.after for difference in found.differences)
    people = len({difference.officer for difference in found.differences if difference.before != difference.after})
    yield _("duties that differ: {duties}, of people: {people}; other crew on the same shift: {crews}").format(
        duties=duties, people=people, crews=len(found.differences) - duties
    )
    for difference in found.differences[:DIFFERENCES_SHOWN]:
        before, after = (
            " ".join(filter(None, (shift_text(shift, problem) if shift else rest_text(), unit)))
            for shift, unit in (
                (difference.before, difference.before_unit),
                (difference.after, difference.after_unit),
            )
        )
        yield f"  {date_text(difference.date)} {person(difference.officer, problem)}: {before} -> {after}"
    if len(found.differences) > DIFFERENCES_SHOWN:
        yield _("  and {number} more").format(number=len(found.differences) - DIFFERENCES_SHOWN)
    for stage, pair in ((_("Roster"), found.of_roster), (_("Patrol plan"), found.of_plan)):
        if pair is not None:
            yield _("{stage}: {before} -> {after}").format(
                stage=stage, before=_score(pair.one, found.rules), after=_score(pair.other, found.rules)
            )
    entries = {line.name: line for line in found.rules}
    for rule, (was, now) in found.scores.items():
        if was != now:
            text = _("  {rule}: {unit}: {before} -> {after}, cost {cost_before} -> {cost_after}")
            yield text.format(
                rule=entries[rule].spoken if rule in entries else rule,
                unit=(rule in entries and entries[rule].unit) or _("amount"),
                before=was[0],
                after=now[0],
                cost_before=was[1],
                cost_after=now[1],
            )
    for officer, (before_burden, after_burden) in found.burdens.items():
        yield f"  {person(officer, problem)}: {_burden(before_burden)} -> {_burden(after_burden)}"


def _score(report: Report, rules: tuple[RuleLine, ...]) -> str:
    """What one side leaves open."""
    text = _("{short}, wishes cost {objective}")
    return text.format(short=short_text(report.findings, rules), objective=report.objective)


def _burden(burden: Burden) -> str:
    return _("shifts {shifts}, hours {hours:.0f}, nights {nights}, weekends {weekends}").format(**burden._asdict())


def as_json(found: Comparison, one: Path, other: Path) -> Json:
    """The comparison for other programs."""
    names = {line.name: line.spoken for line in found.rules}
    return {
        "a": str(one),
        "b": str(other),
        "from": found.first.isoformat(),
        "to": found.last.isoformat(),
        "changes": [{**d._asdict(), "date": d.date.isoformat()} for d in found.differences],
        "duties": sum(d.before != d.after for d in found.differences),
        "people": len({d.officer for d in found.differences if d.before != d.after}),
        **_both(found.of_roster),
        "plan": _both(found.of_plan) if found.of_plan else None,
        "score": {
            rule: {"name": names.get(rule, rule), "a": list(was), "b": list(now)}
            for rule, (was, now) in found.scores.items()
        },
        "fairness": {o: {"a": was._asdict(), "b": now._asdict()} for o, (was, now) in found.burdens.items()},
    }


def _both(pair: Pair) -> Json:
    """Amount short and cost of the wishes in both."""
    return {
        "short": [sum(report.short.values()) for report in pair],
        "objective": [report.objective for report in pair],
    }


def sheet(found: Comparison, problem: Problem, one: Path, other: Path) -> Sheet:
    """A is the first roster and B the other."""
    subtitle = _("{one} and {other}, {first} to {last}").format(
        one=f"A: {one.name}", other=f"B: {other.name}", first=found.first, last=found.last
    )
    names = texts.names(problem)
    duties = [_duty(one, names.get(one.officer, one.officer), problem) for one in found.differences]
    scores: list[Sequence[Value]] = [
        *_stage(_("Roster"), found.of_roster),
        *(_stage(_("Patrol plan"), found.of_plan) if found.of_plan else ()),
        *((rule, "", "", was[0], now[0], was[1], now[1]) for rule, (was, now) in found.scores.items()),
    ]
    burdens: list[Sequence[Value]] = [
        (names.get(officer, officer), "", officer, *(value for pair in zip(was, now, strict=True) for value in pair))
        for officer, (was, now) in found.burdens.items()
    ]
    heads = [_("Date"), _("Name"), _("ID"), *_sides(_("Shift"), _("Crew"))]
    counts = _sides(_("Shifts"), _("Hours"), _("Nights"), _("Weekends"))
    tables = [
        _table(_("Duties and crews that differ"), heads, duties),
        _table(_("Score by rule"), [_("Rule"), "", "", *_sides(_("Amount"), _("Cost"))], scores),
        _table(_("Officers whose burden differs"), [_("Name"), "", _("ID"), *counts], burdens),
    ]
    brigade = problem.settings.name
    return Sheet(_(TITLE), brigade, brigade, subtitle, tables, WIDTHS, across=HEADING, repeated=2)


def _table(title: str, headings: Sequence[str], rows: Sequence[Sequence[Value]]) -> Table:
    return Table([Column(heading) for heading in headings], rows, title, empty=_("None."))


def _stage(name: str, pair: Pair) -> Iterable[Sequence[Value]]:
    """What both are short of in the roster or in the patrol plan, and what their open wishes cost."""
    yield _("{stage}: short").format(stage=name), "", "", *(sum(report.short.values()) for report in pair)
    yield _("{stage}: wishes").format(stage=name), "", "", "", "", *(report.objective for report in pair)


def _sides(*names: str) -> list[str]:
    """Each heading for A and for B."""
    return [f"{name} {side}" for name in names for side in "AB"]


def _duty(difference: Difference, name: str, problem: Problem) -> Sequence[Value]:
    shifts = [shift_text(code, problem) if code else rest_text() for code in (difference.before, difference.after)]
    return (difference.date, name, difference.officer, *shifts, difference.before_unit, difference.after_unit)
