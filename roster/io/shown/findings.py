"""Findings with their cells, and what they add up to, for a page."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence

from roster.domain.findings import Finding, Report
from roster.i18n import _
from roster.io.book_report import BookReport
from roster.io.shown.crews import Named, crew_id

Json = dict[str, object]
Cell = tuple[int, int]
ID_SIGNS = 12


def findings(checked: BookReport, named: Sequence[Named]) -> tuple[list[Json], dict[Cell, list[str]]]:
    """The findings, the gravest first, and by cell of the grid the ids of those that it has.

    A finding keeps its id whatever else is found, so that an edit changes the cells that it touches and no other.
    The wishes of the patrol plan, which are thousands, are left to `plan_wishes`.
    """
    problem = checked.problem
    rows = {officer.id: number for number, officer in enumerate(problem.officers)}
    crews = {one.id: one.crew for one in named}
    of_plan = {id(finding) for finding in checked.of_plan.findings}
    told: list[Json] = []
    cells: dict[Cell, list[str]] = {}
    same: Counter[str] = Counter()
    shown = [f for f in checked.report.findings if kind_of(f) != "wish" or id(f) not in of_plan]
    for finding in in_order(shown):
        own_id = _id(finding, same)
        unit = ""
        if finding.unit and finding.shift and finding.day is not None:
            unit = crew_id(finding.day, finding.shift, finding.unit, problem)
        people = finding.officers or (sorted(crews[unit].officers) if unit in crews else ())
        inside = finding.day is not None and finding.day in problem.horizon.range
        own = [(rows[officer], finding.day) for officer in people if officer in rows] if inside else []
        for cell in own:
            cells.setdefault(cell, []).append(own_id)  # type: ignore[arg-type]
        told.append(
            {
                "id": own_id,
                "text": finding.sentence,
                "rule": finding.rule,
                "name": finding.name,
                "kind": kind_of(finding),
                "priority": finding.priority,
                "amount": finding.amount,
                "cost": finding.cost,
                "date": problem.date(finding.day).isoformat() if finding.day is not None else None,
                "shift": finding.shift,
                "place": finding.place,
                "unit": unit if unit in crews else None,
                "plan": id(finding) in of_plan,
                "acknowledged": finding.must and checked.acknowledged(finding),
                "cells": [list(cell) for cell in own],
                "rows": [rows[officer] for officer in finding.officers if officer in rows],
            }
        )
    return told, cells


def _id(finding: Finding, same: Counter[str]) -> str:
    """A finding's id: of its rule, sentence and amount, and where several say the same, of its number among them."""
    said = f"{finding.rule}|{finding.sentence}|{finding.amount}"
    same[said] += 1
    return hashlib.sha256(f"{said}|{same[said]}".encode("utf-8", "surrogatepass")).hexdigest()[:ID_SIGNS]


def plan_wishes(checked: BookReport) -> list[Json]:
    """The open wishes of the patrol plan by rule, the dearest first."""
    report = checked.of_plan
    rows: list[Json] = [
        {"rule": rule, "name": report.name(rule), "findings": count, "amount": amount, "cost": cost}
        for rule, (count, amount, cost) in sorted(report.by_rule().items(), key=lambda row: -row[1][2])
        if cost
    ]
    return rows


def kind_of(finding: Finding) -> str:
    """`must`, `shortfall` or `wish`."""
    return "must" if finding.must else "shortfall" if finding.priority else "wish"


def in_order(findings: Sequence[Finding]) -> list[Finding]:
    """Musts, then shortfalls by priority, then wishes by what they cost."""
    return sorted(findings, key=lambda f: (not f.must, f.priority or 10, -f.cost))


def verdict(checked: BookReport) -> Json:
    """What the findings add up to: the same as `roster verify` tells, those of the patrol plan apart."""
    roster, plan = checked.of_roster, checked.of_plan
    return {
        **_sums(roster),
        "musts": len(checked.report.must_violations),
        "plan": _sums(plan) if checked.has_plan else None,
        "text": verdict_text(checked.report, roster, plan if checked.has_plan else None),
    }


def _sums(report: Report) -> Json:
    return {
        "musts": len(report.must_violations),
        "shortfalls": {str(priority): amount for priority, amount in report.short.items()},
        "cost": report.objective,
    }


def verdict_text(report: Report, roster: Report, plan: Report | None) -> str:
    """The same in one sentence."""
    broken = len(report.must_violations)
    parts = [_("violations of musts: {count}").format(count=broken) if broken else _("no must is broken")]
    parts.append(
        _("score: {short} short, wishes cost {objective}").format(
            short=sum(roster.short.values()), objective=roster.objective
        )
    )
    if plan is not None:
        text = _("patrol plan: {short} short, wishes cost {objective}")
        parts.append(text.format(short=sum(plan.short.values()), objective=plan.objective))
    return _("; ").join(parts)
