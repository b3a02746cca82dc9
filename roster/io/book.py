"""The workbook for people: its sheets in order, and how it is written."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

from openpyxl import Workbook
from openpyxl.workbook.properties import CalcProperties

from roster.domain.outcome import Outcome
from roster.i18n import _
from roster.io import printing
from roster.io.files import replace_file
from roster.io.sheets import (
    changes,
    cover,
    daily_orders,
    fairness,
    grid,
    hr,
    itinerary,
    leaders,
    maps,
    patrol_plan,
    rules,
    run,
    slots,
    summary,
    vehicles,
    written,
)

SHEETS = (
    summary,
    changes,
    grid,
    daily_orders,
    patrol_plan,
    maps,
    vehicles,
    leaders,
    slots,
    itinerary,
    cover,
    fairness,
    rules,
    hr,
    run,
    written,
)
"""Every sheet, in the order in which the workbook shows them; the hidden last one fingerprints the others."""


def shown(module: ModuleType, outcome: Outcome) -> bool:
    """Whether a sheet has a subject: the changes of a repair, the vehicles, the leaders, the places of a brigade."""
    problem = outcome.problem
    if module is changes:
        return outcome.amendment.repair is not None
    if module is vehicles:
        return bool(problem.vehicles)
    if module is leaders:
        return any(problem.leads(kind.code) for kind in problem.kinds)
    if module in (patrol_plan, maps, itinerary):
        return problem.has_map
    return True


FOR_PROGRAMS = (slots, itinerary, hr, run)
"""Sheets that are not printed with the others."""


def on_paper(module: ModuleType, outcome: Outcome) -> bool:
    """Whether a sheet is printed with the others: not one for programs, a plan that was not made, maps without ways."""
    if module is maps and not maps.any_map(outcome):
        return False
    if module is patrol_plan and outcome.patrols.planned is None:
        return False
    return module not in FOR_PROGRAMS and shown(module, outcome)


def build(outcome: Outcome) -> Workbook:
    """The whole workbook in memory, in the language in use."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for module in SHEETS:
        if not shown(module, outcome):
            continue
        sheet = book.create_sheet(_(module.TITLE))
        module.write(sheet, outcome)
        if not on_paper(module, outcome):
            printing.not_for_paper(sheet)
    book.calculation = CalcProperties(fullCalcOnLoad=True)
    book.properties.title = outcome.problem.settings.name
    book.properties.creator = "Patrol Roster"
    return book


def write_book(outcome: Outcome, path: Path) -> None:
    """Write the workbook whole, or leave what was there. Raises OutputError."""
    replace_file(path, build(outcome).save)
