"""Two rosters side by side, as lines and as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from roster.domain.comparison import Burden, Comparison, Pair
from roster.domain.letters import shift_text
from roster.domain.outcome import Report, RuleLine
from roster.domain.problem import Problem
from roster.i18n import _
from roster.io.amounts import short_text
from roster.io.codes import rest_text
from roster.io.outcome_json import Json
from roster.rules.shared.words import date_text, person

DIFFERENCES_SHOWN = 60


def comparison_lines(found: Comparison, problem: Problem, one: Path, other: Path) -> Iterator[str]:
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
    lines = {line.name: line for line in found.rules}
    for rule, (was, now) in found.scores.items():
        if was != now:
            text = _("  {rule}: {unit}: {before} -> {after}, cost {cost_before} -> {cost_after}")
            yield text.format(
                rule=lines[rule].spoken if rule in lines else rule,
                unit=(rule in lines and lines[rule].unit) or _("amount"),
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


def comparison_as_json(found: Comparison, one: Path, other: Path) -> Json:
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
