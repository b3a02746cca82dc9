"""How this roster was made: inputs, versions, seed, times and the search's curve."""

from __future__ import annotations

import platform
from importlib import metadata
from itertools import takewhile

from openpyxl.chart import Reference, ScatterChart, Series
from openpyxl.chart.data_source import StrRef
from openpyxl.chart.series import SeriesLabel
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from roster.domain.outcome import PLAN_PHASE, WISHES_PHASES, Outcome
from roster.i18n import N_, _
from roster.io import printing, styles, texts
from roster.io.known_text import history_notes, history_text
from roster.io.sheets.heading import put_heading
from roster.io.styles import Value, put, put_merged, put_row

TITLE = N_("Run")
WIDTHS = (30, 26, 14, 14, 14, 14)
LAST = len(WIDTHS)
CHART_FITS_BELOW = 10
"""Rows of the search's table above the chart on one printed page."""
PACKAGES = ("patrol-roster", "ortools", "highspy", "openpyxl", "pandas", "pydantic", "matplotlib")


def write(sheet: Worksheet, outcome: Outcome) -> None:
    put_heading(sheet, LAST, _("How this roster was made"), texts.headline(outcome))
    row = _pairs(sheet, 4, _("Run"), _settings(outcome))
    row = _pairs(sheet, row + 2, _("Versions"), _versions())
    row = _pairs(sheet, row + 2, _("Input and rule files (SHA-256)"), list(outcome.provenance.hashes.items()))
    sheet.row_breaks.append(Break(row + 1))
    _curve(sheet, row + 2, outcome)
    styles.widths(sheet, WIDTHS)
    printing.page(sheet, outcome.problem.settings.name)


def _settings(outcome: Outcome) -> list[tuple[str, Value]]:
    return [
        (_("Command"), outcome.provenance.command),
        (_("Brigade"), outcome.provenance.brigade),
        (_("Rule files"), _(", ").join(outcome.provenance.rule_files)),
        (_("Status"), texts.status(outcome.proof.status)),
        (_("Seed"), outcome.run.seed),
        (_("Workers"), outcome.run.workers),
        (_("Deterministic"), _("yes") if outcome.run.deterministic else _("no")),
        (_("Seconds"), round(outcome.run.seconds, 2)),
        (_("Seconds to the first verified roster"), round(outcome.run.first_seconds, 2)),
        (_("History"), history_text(outcome.problem)),
        *((_("Note"), note) for note in history_notes(outcome.problem)),
    ]


def _versions() -> list[tuple[str, Value]]:
    return [("Python", platform.python_version()), *((name, _version(name)) for name in PACKAGES)]


def _version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return _("not installed as a package")


def _pairs(sheet: Worksheet, row: int, heading: str, pairs: list[tuple[str, Value]]) -> int:
    """A heading and a list of name and value; returns the last row."""
    put(sheet.cell(row, 1), heading, styles.SECTION)
    for name, value in pairs:
        row += 1
        put(sheet.cell(row, 1), name, styles.LABEL)
        put_merged(sheet, row, 2, LAST, value, styles.TEXT)
        styles.fit_height(sheet, row, [(WIDTHS[0], name), (sum(WIDTHS[1:]), str(value))])
    return row


def _curve(sheet: Worksheet, row: int, outcome: Outcome) -> None:
    """The search's moments as a table, and as a line chart the last ones, which measure the same."""
    put(sheet.cell(row, 1), _("Search over time"), styles.SECTION)
    first = row + 1
    put_row(sheet, first, (_("Phase"), _("Seconds"), _("Best roster"), _("Proven bound")), styles.HEADER)
    last = first
    curve = [moment for moment in outcome.run.curve if moment.phase != PLAN_PHASE]
    for last, moment in enumerate(curve, start=first + 1):
        put(sheet.cell(last, 1), texts.phase(moment.phase), styles.TEXT)
        put(sheet.cell(last, 2), round(moment.seconds, 2), styles.TENTHS)
        put_row(sheet, last, (moment.incumbent, moment.bound), styles.THOUSANDS, first=3)
    phases = [moment.phase for moment in curve]
    alike = WISHES_PHASES if outcome.amendment.repair is None else phases[-1:]
    tail = len(list(takewhile(lambda phase: phase in alike, reversed(phases))))
    if tail and any(moment.incumbent is not None for moment in curve[-tail:]):
        if last - first > CHART_FITS_BELOW:
            sheet.row_breaks.append(Break(last + 1))
        _chart(sheet, first, last + 1 - tail, last)


def _chart(sheet: Worksheet, header: int, first: int, last: int) -> None:
    chart = ScatterChart()
    chart.style = 13
    chart.title = _("Cost of open wishes and its bound")
    chart.x_axis.title, chart.y_axis.title = _("Seconds"), _("Cost")
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.width, chart.height = 20, 9
    seconds = Reference(sheet, min_col=2, min_row=first, max_row=last)
    for column, colour in ((3, styles.CHART_DARK), (4, styles.CHART_BRIGHT)):
        line = Series(Reference(sheet, min_col=column, min_row=first, max_row=last), seconds)
        line.tx = SeriesLabel(strRef=StrRef(f"{quote_sheetname(sheet.title)}!${get_column_letter(column)}${header}"))
        line.marker.symbol = "circle"
        line.marker.graphicalProperties = GraphicalProperties(solidFill=colour)
        line.graphicalProperties.line.solidFill = colour
        line.smooth = False
        chart.series.append(line)
    sheet.add_chart(chart, f"A{last + 2}")
