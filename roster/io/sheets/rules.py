"""Every rule in force: kept, or each violation in a sentence with its cost."""

from __future__ import annotations

import re

from openpyxl.worksheet.properties import Outline
from openpyxl.worksheet.worksheet import Worksheet

from roster.domain.findings import Finding
from roster.domain.letters import shift_text
from roster.domain.outcome import Outcome, RuleLine
from roster.domain.problem import Facts
from roster.domain.repair import Acknowledged
from roster.i18n import N_, _
from roster.io import printing, styles, texts
from roster.io.sheets import score
from roster.io.sheets.heading import put_heading
from roster.io.styles import put, put_row

TITLE = N_("Rules")
WIDTHS = (22, 11, 13, 64, 12, 13, 9, 18, 9, 36, 18)
COST = styles.CENTRE._replace(shape="#,##0")
LAST = len(WIDTHS)
HEADER_ROW = 3
MOST_OF_PLAN = 20
"""Findings of a rule of the patrol plan that are told one by one: a wish for every slot has hundreds."""
SECRET = "supervision"
"""What is found by this rule would tell on which days nobody is surprised."""


def write(sheet: Worksheet, outcome: Outcome) -> None:
    problem = outcome.problem
    title = _("{brigade}: rule check").format(brigade=problem.settings.name)
    put_heading(sheet, LAST, title, texts.dates(problem))
    headings = (
        _("Rule"),
        _("Binding"),
        _("Result"),
        _("Policy, or violation in words"),
        _("Date"),
        _("Slot"),
        _("Amount"),
        _("Unit of amount"),
        _("Cost"),
        _("Source"),
        _("Written in"),
    )
    put_row(sheet, HEADER_ROW, headings, styles.HEADER)
    findings: dict[str, list[Finding]] = {}
    secret = {line.name for line in outcome.policy.rules if line.rule == SECRET}
    for finding in outcome.findings:
        findings.setdefault(finding.rule, []).append(finding)
    listed = {line.name for line in outcome.policy.rules}
    others = [found[0] for name, found in findings.items() if name not in listed]
    unlisted = [RuleLine(one.rule, one.rule, "", "", "", "", "", spoken=one.name) for one in others]
    row = HEADER_ROW
    for line in sorted([*outcome.policy.rules, *unlisted], key=order_of):
        row += 1
        if line.of_plan and (outcome.patrols.planned is None or line.name in secret):
            _rule(sheet, row, line, [], _("no plan") if outcome.patrols.planned is None else _("leader's workbook"))
            continue
        found = findings.get(line.name, [])
        _rule(sheet, row, line, found)
        shown = MOST_OF_PLAN if line.of_plan else len(found)
        for finding in sorted(found, key=lambda f: (-f.cost, f.day or 0, f.officers))[:shown]:
            row += 1
            _violation(sheet, row, line, finding, problem)
            for exception in outcome.amendment.acknowledged:
                if exception.spot == finding.spot:
                    put(sheet.cell(row, 3), _("acknowledged"), styles.WARN_CENTRE)
                    put(sheet.cell(row, 4), acknowledged_text(exception), styles.TEXT)
                    styles.fit_height(sheet, row, [(WIDTHS[3], acknowledged_text(exception))])
        if len(found) > shown:
            row += 1
            put(sheet.cell(row, 4), _("  and {number} more").format(number=len(found) - shown), styles.TEXT)
    score.write(sheet, row + 2, outcome)
    sheet.sheet_properties.outlinePr = Outline(summaryBelow=False)
    sheet.freeze_panes = f"B{HEADER_ROW + 1}"
    sheet.auto_filter.ref = f"A{HEADER_ROW}:K{max(row, HEADER_ROW + 1)}"
    styles.widths(sheet, WIDTHS)
    printing.page(sheet, problem.settings.name, paper=printing.A3, title_rows=f"1:{HEADER_ROW}")


def _rule(sheet: Worksheet, row: int, line: RuleLine, found: list[Finding], unknown: str = "") -> None:
    """One entry and what was found; `unknown` says why there is neither an amount nor a cost."""
    cost, amount = sum(f.cost for f in found), sum(f.amount for f in found)
    if not found and line.idle:
        unknown = unknown or _("nothing here for it to bind")
    result = unknown or (_("findings: {count}").format(count=len(found)) if found else _("kept"))
    good = styles.GOOD_CENTRE if not found else (styles.BAD_CENTRE if line.binding == "must" else styles.WARN_CENTRE)
    good = styles.CENTRE if unknown else good
    put(sheet.cell(row, 1), line.spoken or line.name, styles.LABEL)
    put(sheet.cell(row, 2), binding(line), styles.CENTRE)
    put(sheet.cell(row, 3), result, good)
    put(sheet.cell(row, 4), line.policy, styles.STRONG)
    put_row(sheet, row, ("", ""), styles.CENTRE, first=5)
    put(sheet.cell(row, 7), None if unknown else amount, styles.WHOLE)
    put(sheet.cell(row, 8), line.unit, styles.CENTRE)
    put(sheet.cell(row, 9), None if unknown else cost, COST)
    put_row(sheet, row, (line.why, line.origin), styles.TEXT, first=10)
    shown = ((WIDTHS[0], line.spoken), (WIDTHS[3], line.policy), (WIDTHS[7], line.unit), (WIDTHS[9], line.why))
    styles.fit_height(sheet, row, [*shown, (WIDTHS[10], line.origin)])


def _violation(sheet: Worksheet, row: int, line: RuleLine, finding: Finding, facts: Facts) -> None:
    put(sheet.cell(row, 1), line.spoken or line.name, styles.TEXT._replace(ink=styles.PALE_INK))
    priority = _("priority {level}").format(level=finding.priority) if finding.priority else binding(line)
    put(sheet.cell(row, 2), priority, styles.CENTRE)
    put(sheet.cell(row, 3), _("violation"), styles.CENTRE)
    put(sheet.cell(row, 4), finding.sentence, styles.TEXT)
    put(sheet.cell(row, 5), facts.date(finding.day) if finding.day is not None else None, styles.DATE)
    put(sheet.cell(row, 6), slot(finding, facts), styles.CENTRE)
    put(sheet.cell(row, 7), finding.amount, styles.WHOLE)
    put(sheet.cell(row, 8), "", styles.CENTRE)
    put(sheet.cell(row, 9), finding.cost, COST)
    put_row(sheet, row, (place(finding, facts), ""), styles.TEXT, first=10)
    styles.fit_height(sheet, row, [(WIDTHS[3], finding.sentence)])
    sheet.row_dimensions[row].outlineLevel = 1


def acknowledged_text(exception: Acknowledged) -> str:
    """A must that was broken with the leader's consent: its sentence, the cell, and who answers for it."""
    return _("{sentence}: kept as typed in {cell}; answers for it: {by}").format(
        sentence=exception.sentence, cell=exception.cell or "-", by=exception.by
    )


def binding(line: RuleLine | None) -> str:
    """How a rule binds, in the language in use."""
    if line is None:
        return ""
    kind, _space, number = line.binding.partition(" ")
    words = {
        "must": _("must"),
        "priority": _("priority {level}").format(level=number),
        "weight": _("weight {weight}").format(weight=number),
    }
    return words.get(kind, line.binding)


def order_of(line: RuleLine | None) -> tuple[int, int]:
    """Musts first, then priorities from the highest, then wishes from the dearest."""
    kind, _space, number = (line.binding if line else "").partition(" ")
    value = max(map(int, number.split("/"))) if re.fullmatch(r"\d+(/\d+)?", number) else 0
    return {"must": (0, 0), "priority": (1, value), "weight": (2, -value)}.get(kind, (3, 0))


def slot(finding: Finding, facts: Facts) -> str:
    """When a finding is: its hours, else its shift as the grid shows it."""
    return finding.slot or (shift_text(finding.shift, facts) if finding.shift else "")


def place(finding: Finding, facts: Facts) -> str:
    """Where a finding sits: its place by id and name, and its unit."""
    name = facts.name_of(finding.place) if finding.place else ""
    spot = finding.place if name in ("", finding.place) else f"{finding.place} {name}"
    return " ".join(part for part in (spot, finding.unit) if part)
