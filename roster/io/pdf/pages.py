"""Which pages who needs: the sheets of the workbook for people, in order, and never those for programs."""

from __future__ import annotations

from collections.abc import Iterator
from types import ModuleType

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from roster.domain.outcome import Outcome
from roster.i18n import _
from roster.io.book import on_paper
from roster.io.sheets import (
    cover,
    daily_orders,
    fairness,
    grid,
    leaders,
    maps,
    patrol_plan,
    rules,
    summary,
    vehicles,
)

CREWS, LEADER, BOARD, ALL = "crews", "leader", "board", "all"
PAGES: dict[str, tuple[ModuleType, ...]] = {
    CREWS: (daily_orders, maps),
    LEADER: (summary, grid, daily_orders, patrol_plan, fairness),
    BOARD: (grid,),
    ALL: (summary, grid, daily_orders, patrol_plan, maps, vehicles, leaders, cover, fairness, rules),
}
"""The changes of a repaired week come after the summary."""


def sheets_for(audience: str, outcome: Outcome, changes: Worksheet | None, crew_pages: bool) -> Iterator[Worksheet]:
    """The sheets to be printed, made anew; with `crew_pages` the daily orders do without the itineraries.

    `changes` is the sheet of a repaired week as its workbook has it.
    """
    book = Workbook()
    book.remove(book.worksheets[0])
    for module in PAGES[audience]:
        if not on_paper(module, outcome):
            continue
        sheet = book.create_sheet(_(module.TITLE))
        if module is daily_orders:
            daily_orders.write(sheet, outcome, itineraries=not crew_pages and audience in (CREWS, ALL))
        else:
            module.write(sheet, outcome)
        yield sheet
        if module is summary and changes is not None:
            yield changes
