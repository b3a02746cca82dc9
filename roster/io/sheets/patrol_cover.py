"""The part of the sheet `Cover` that the patrol plan fills: units in reach, passes and visits, asked and given."""

from __future__ import annotations

from openpyxl.worksheet.worksheet import Worksheet

from roster.domain.outcome import Outcome, Planned
from roster.i18n import _
from roster.io import styles
from roster.io.styles import Value, put, put_merged, put_row
from roster.plan.figures import attention, reach

WIDE = 8


def write_patrol_cover(sheet: Worksheet, row: int, outcome: Outcome) -> int:
    """Write it from a row on; returns the last row written."""
    planned = outcome.patrols.planned
    if planned is None or not (planned.patrol.checkpoints or planned.patrol.route):
        return row
    put_merged(sheet, row, 1, WIDE + 3, _("Patrol plan: response, visits and passes"), styles.LABEL)
    row = _reach(sheet, row + 1, planned)
    return _seen(sheet, row + 2, planned)


def _reach(sheet: Worksheet, row: int, planned: Planned) -> int:
    headings = (
        _("Response cover"),
        _("Place"),
        _("Minutes"),
        _("All slots"),
        _("within"),
        _("share"),
        _("backup"),
        _("worst"),
    )
    put_row(sheet, row, headings, styles.HEADER)
    problem = planned.patrol.problem
    found = reach(planned.plan, planned.patrol)
    for name, given in found.items():
        row += 1
        site = problem.site[name]
        put(sheet.cell(row, 1), _("unit within its minutes"), styles.STRONG)
        put(sheet.cell(row, 2), f"{name} {site.name}", styles.TEXT)
        put_row(sheet, row, (site.tier_minutes, given.slots, given.covered), styles.WHOLE, first=3)
        for column, number in ((6, given.covered), (7, given.backed_up)):
            put(sheet.cell(row, column), number / max(1, given.slots), styles.PERCENT)
        worst: Value = _("no unit") if given.worst is None else round(given.worst, 1)
        put(sheet.cell(row, 8), worst, styles.TENTHS)
    if found:
        row += 1
        slots = sum(given.slots for given in found.values())
        put(sheet.cell(row, 1), _("All checkpoints"), styles.LABEL)
        put(sheet.cell(row, 4), slots, styles.STRONG_WHOLE)
        put(sheet.cell(row, 5), sum(given.covered for given in found.values()), styles.STRONG_WHOLE)
        for column, number in (
            (6, sum(given.covered for given in found.values())),
            (7, sum(given.backed_up for given in found.values())),
        ):
            put(sheet.cell(row, column), number / max(1, slots), styles.PERCENT)
    return row


def _seen(sheet: Worksheet, row: int, planned: Planned) -> int:
    """Visits and passes: how many in all, how many of those asked for are given, the longest time without."""
    headings = (_("Visits and passes"), _("Place"), _("Longest gap"), _("Times"), _("asked"), _("given"), _("gap"))
    put_row(sheet, row, headings, styles.HEADER)
    patrol, problem = planned.patrol, planned.patrol.problem
    for name, seen in attention(planned.plan, patrol).items():
        row += 1
        own = [demand for demand in planned.demands if demand.place == name]
        asked = sum(demand.asked for demand in own)
        given = sum(min(demand.asked, demand.given) for demand in own)
        put(sheet.cell(row, 1), _("passes") if name in patrol.route else _("visits"), styles.STRONG)
        put(sheet.cell(row, 2), f"{name} {problem.name_of(name)}", styles.TEXT)
        put(sheet.cell(row, 3), f"{seen.longest // 60}:{seen.longest % 60:02d}", styles.CENTRE)
        put_row(sheet, row, (seen.times, asked, given), styles.WHOLE, first=4)
        put(sheet.cell(row, 7), asked - given, styles.BAD_CENTRE if asked > given else styles.GOOD_CENTRE)
    return row
