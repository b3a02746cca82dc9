"""The score by person and by day, below the rules of the sheet `Rules`."""

from __future__ import annotations

from collections.abc import Iterable

from openpyxl.worksheet.worksheet import Worksheet

from roster.domain.findings import Finding
from roster.domain.outcome import Outcome
from roster.i18n import N_, _
from roster.io import styles
from roster.io.styles import put, put_row
from roster.rules.shared.words import on_date, person

COST = styles.CENTRE._replace(shape="#,##0.0")
NOBODY, NO_DAY = N_("nobody in particular"), N_("no single day")
Score = tuple[float, int, str]
"""Cost, findings, the rule that costs the most."""


def write(sheet: Worksheet, row: int, outcome: Outcome) -> int:
    """Both tables from a row on; returns the last row. A finding about several people is shared among them."""
    problem = outcome.problem
    by_person: dict[str, list[tuple[Finding, float]]] = {}
    by_day: dict[int, list[tuple[Finding, float]]] = {}
    for finding in outcome.report.findings:
        for officer in finding.officers or ("",):
            share = finding.cost / max(1, len(finding.officers))
            by_person.setdefault(officer, []).append((finding, share))
        by_day.setdefault(-1 if finding.day is None else finding.day, []).append((finding, finding.cost))
    people = {person(name, problem) if name else _(NOBODY): _score(found) for name, found in by_person.items()}
    days = {on_date(day, problem) if day >= 0 else _(NO_DAY): _score(found) for day, found in sorted(by_day.items())}
    row = _table(sheet, row, _("Score by person"), sorted(people.items(), key=lambda item: (-item[1][0], item[0])))
    return _table(sheet, row + 2, _("Score by day"), days.items())


def _score(found: list[tuple[Finding, float]]) -> Score:
    costs: dict[str, float] = {}
    for finding, share in found:
        costs[finding.name] = costs.get(finding.name, 0) + share
    return sum(costs.values()), len(found), max(costs, key=lambda name: (costs[name], name))


def _table(sheet: Worksheet, row: int, heading: str, scores: Iterable[tuple[str, Score]]) -> int:
    put(sheet.cell(row, 1), heading, styles.SECTION)
    put_row(sheet, row + 1, (_("Who or when"), _("Cost"), _("Findings"), _("Rule that costs the most")), styles.HEADER)
    row += 1
    for name, (cost, count, rule) in scores:
        row += 1
        put(sheet.cell(row, 1), name, styles.LABEL)
        put(sheet.cell(row, 2), round(cost, 1), COST)
        put(sheet.cell(row, 3), count, styles.WHOLE)
        put(sheet.cell(row, 4), rule, styles.TEXT)
    return row
