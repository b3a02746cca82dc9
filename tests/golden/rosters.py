"""A roster of a deterministic search, its findings and curve, and every sheet of its workbook in both languages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from roster import i18n
from roster.domain.outcome import Outcome
from roster.io.book import build
from roster.io.sheets import run, written
from tests.golden.items import Item, lines, plain, plain_json, spelled
from tests.outcomes import changed

BY_CLOCK = (run.TITLE, written.TITLE)
"""Sheets that tell seconds: compared among `sheets`, where none have passed."""


def without_seconds(outcome: Outcome) -> Outcome:
    """The outcome as if no time had passed."""
    planned = outcome.patrols.planned and replace(outcome.patrols.planned, seconds=0.0)
    curve = tuple(moment._replace(seconds=0.0) for moment in outcome.run.curve)
    unplanned = outcome.patrols.unplanned and outcome.patrols.unplanned._replace(seconds=0.0)
    changes = {"planned": planned, "curve": curve, "unplanned": unplanned, "command": "roster solve"}
    return changed(outcome, seconds=0.0, first_seconds=0.0, **changes)


def roster(outcome: Outcome) -> Iterator[Item]:
    """What was found: the score, each date's crews, the findings of each rule, the curve, and the patrol plan."""
    problem = outcome.problem
    tiers = " ".join(f"{tier.priority}:{tier.short}>={tier.bound}" for tier in outcome.proof.tiers)
    score = f"{outcome.proof.status} {tiers} wishes {outcome.objective}>={outcome.proof.bound}"
    yield Item("score", score, lines([score, *outcome.run.notes]))
    for day in problem.horizon.range:
        crews = [crew for crew in outcome.roster.crews if crew.unit.day == day]
        members = sum(len(crew.members) for crew in crews)
        yield Item(f"{problem.date(day)}", f"{len(crews)} crews of {members}", lines(sorted(map(spelled, crews))))
    yield from _findings("findings", outcome.report.findings)
    curve = [f"{moment.phase} {moment.incumbent} {moment.bound}" for moment in outcome.run.curve]
    yield Item("curve", f"{len(curve)}", lines(curve))
    if outcome.patrols.unplanned:
        yield Item("no plan", outcome.patrols.unplanned.status, outcome.patrols.unplanned.message)
    if outcome.patrols.planned:
        planned = outcome.patrols.planned
        score = f"{planned.status} wishes {planned.objective}>={planned.bound}"
        yield Item("plan", score, lines([planned.plan, *planned.tiers, *planned.demands, *planned.notes]))
        yield from _findings("plan findings", planned.report.findings)


def _findings(kind: str, findings: tuple[object, ...]) -> Iterator[Item]:
    by_rule: dict[str, list[object]] = {}
    for finding in findings:
        by_rule.setdefault(finding.rule, []).append(finding)  # type: ignore[attr-defined]
    for rule, found in sorted(by_rule.items()):
        yield Item(f"{kind} {rule}", f"{len(found)}", lines(found))


def sheets(outcome: Outcome, here: Path) -> Iterator[Item]:
    """Every sheet of the roster's workbook, in both languages."""
    for language in ("en", "zh"):
        i18n.set_language(language)
        for sheet in build(outcome).worksheets:
            hidden = sheet.title == i18n._(written.TITLE)
            values = _record(sheet, here) if hidden else _values(sheet, here)
            yield Item(f"{language} {sheet.title}: values", _size(sheet), values)
            yield Item(f"{language} {sheet.title}: widths", f"{len(sheet.column_dimensions)}", _widths(sheet))
            fills = _fills(sheet)
            yield Item(f"{language} {sheet.title}: fills", f"{len(fills)}", lines(fills))
    i18n.set_language("en")


def of_file(file: Path, here: Path, name: str) -> Iterator[Item]:
    """Each sheet of a workbook that a command wrote, but for those that the clock fills."""
    by_clock = {form for title in BY_CLOCK for form in i18n.every_form(title)}
    for sheet in load_workbook(file).worksheets:
        if sheet.title not in by_clock:
            parts = (_values(sheet, here), _widths(sheet), lines(_fills(sheet)))
            yield Item(f"{name} {sheet.title}", _size(sheet), "--\n".join(parts))


def _size(sheet: Worksheet) -> str:
    return f"{sheet.max_row} x {sheet.max_column}"


def _record(sheet: Worksheet, here: Path) -> str:
    return plain_json("".join(written._chunks(sheet)), here)


def _values(sheet: Worksheet, here: Path) -> str:
    cells = (cell for row in sheet.iter_rows() for cell in row if cell.value is not None)
    return plain(lines(f"{cell.coordinate} {cell.value!r}" for cell in cells), here)


def _widths(sheet: Worksheet) -> str:
    return lines(
        f"{name} {one.width:g}{' hidden' * one.hidden}" for name, one in sorted(sheet.column_dimensions.items())
    )


def _fills(sheet: Worksheet) -> list[str]:
    """The colour of each cell that has one, and the colours that follow what cells say."""
    cells = (cell for row in sheet.iter_rows() for cell in row if cell.has_style and cell.fill.fill_type)
    found = [f"{cell.coordinate} {cell.fill.fill_type} {cell.fill.start_color.rgb}" for cell in cells]
    for ranges in sheet.conditional_formatting:
        for rule in ranges.rules:
            fill = rule.dxf.fill.bgColor.rgb if rule.dxf and rule.dxf.fill else ""
            found.append(f"{ranges.sqref} {rule.type} {rule.operator} {rule.formula} {fill}")
    return found
