"""How a run stands and what came of it: lines, JSON, and the summary's workbook and CSV files."""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from roster.i18n import N_, _
from roster.io import texts
from roster.io.csv_out import write_rows
from roster.province import run_folder as state
from roster.province import side_by_side
from roster.province.loans import told as loans
from roster.province.run_folder import STATES, Row, RunFolder
from roster.province.side_by_side import WITH_ROSTER
from roster.report.book import write_book
from roster.report.table import Cell, Column, Sheet, Table

TITLE, GAPS = N_("Brigades"), N_("Shortfalls")
BOOK, BRIGADES_CSV, GAPS_CSV, PICTURE = "summary.xlsx", "brigades.csv", "gaps.csv", "scenarios.png"


def gap_of(row: Row) -> float | None:
    """(objective - bound) / max(1, |objective|), where both are known."""
    if row.best is None or row.bound is None:
        return None
    return (row.best - row.bound) / max(1, abs(row.best))


def state_text(row: Row) -> str:
    """How far a brigade is, in words."""
    text = _(STATES[row.state])
    return f"{text} · {texts.phase(row.phase)}" if row.state == state.RUNNING and row.phase else text


def short_text(row: Row) -> str:
    """Shortfalls of a brigade by priority, in words."""
    if row.state not in WITH_ROSTER:
        return ""
    told = [
        _("priority {priority}: {amount} (proven least {least})").format(priority=priority, amount=amount, least=least)
        for priority, (amount, least) in sorted(row.shortfalls.items())
    ]
    return "; ".join(told) or _("none")


def count_line(counts: Mapping[str, int]) -> str:
    """How many brigades are in which state."""
    known = [name for name in STATES if counts.get(name)]
    told = [_("{state}: {count}").format(state=_(STATES[name]), count=counts[name]) for name in known]
    return _(", ").join(told)


def lines(folder: RunFolder, running: bool) -> Iterator[str]:
    """How a run stands, on the screen."""
    facts, rows = folder.facts(), folder.rows()
    head = _("{province}: {counts}").format(province=facts.get("province", ""), counts=count_line(folder.counts()))
    yield head
    for row in rows:
        yield f"  {line(row)}"
    for one in side_by_side.scenarios_of(rows)[1:]:
        yield _("{scenario}: {effect}").format(scenario=one.name, effect=one.effect)
    if facts.get("loans"):
        yield facts["loans"]
    yield from loans.lines(folder.path)
    if running:
        yield _("a run works on it; `roster province stop` ends it with the best so far")
    elif any(row.state not in state.SETTLED for row in rows):
        yield _("nothing works on it now; `roster province solve` goes on")


def line(row: Row) -> str:
    """One brigade in a line."""
    parts = [row.name, state_text(row)]
    gap = gap_of(row)
    if row.best is not None and row.state in (*WITH_ROSTER, state.RUNNING):
        parts.append(_("best {cost}").format(cost=row.best))
    if gap is not None and row.state in (*WITH_ROSTER, state.RUNNING):
        parts.append(_("bound {bound}").format(bound=row.bound))
        parts.append(_("gap {gap:.1%}").format(gap=gap))
    if row.state in WITH_ROSTER:
        parts.append(_("short: {short}").format(short=short_text(row)))
    if row.seconds:
        parts.append(_("{seconds:.0f} s").format(seconds=row.seconds))
    if row.message:
        parts.append(row.message.replace("\n", "; "))
    return " · ".join(parts)


def as_json(folder: RunFolder, running: bool) -> Mapping[str, Any]:
    """How a run stands, for programs."""
    facts, rows = folder.facts(), folder.rows()
    told = [
        {
            **{name: getattr(row, name) for name in ("brigade", "scenario", "people", "state", "phase", "worker")},
            **{"best": row.best, "bound": row.bound, "gap": gap_of(row), "seconds": row.seconds, "tries": row.tries},
            "short": {str(p): {"amount": amount, "bound": least} for p, (amount, least) in row.shortfalls.items()},
            **{"message": row.message, "file": row.file and str(folder.path / row.file)},
            "seconds_ago": round(time.time() - row.changed, 1),
        }
        for row in rows
    ]
    counts = dict(Counter(row.state for row in rows))
    scenarios = [side_by_side.as_json(one) for one in side_by_side.scenarios_of(rows)]
    known = {"province": facts.get("province"), "running": running, "counts": counts, "brigades": told}
    return {**known, "scenarios": scenarios, "lent": loans.as_json(folder.path)}


HEADINGS = ("brigade", "scenario", "state", "people", "short", "cost", "bound", "gap", "seconds", "file", "message")


def _filled(row: Sequence[Any]) -> list[Any]:
    """A row whose unknown values are empty cells."""
    return ["" if value is None else value for value in row]


def write_summary(folder: RunFolder) -> list[Path]:
    """Write the summary's workbook and CSV files; returns where. Raises OutputError."""
    rows = folder.rows()
    gaps = list(_gaps(folder, rows))
    book, picture = folder.path / BOOK, folder.path / PICTURE
    sheets, scenarios = [_brigades_sheet(folder, rows), _gaps_sheet(folder, gaps)], side_by_side.scenarios_of(rows)
    if scenarios:
        side_by_side.draw(scenarios, picture)
        sheets.insert(1, side_by_side.sheet(folder.facts().get("province", ""), scenarios, rows, picture))
    sheets += loans.sheets(folder.path, folder.facts().get("province", ""))
    write_book(book, *sheets)
    listed = [
        (
            *(row.brigade, row.scenario, row.state, row.people, sum(a for a, _least in row.shortfalls.values())),
            *(row.best, row.bound, gap_of(row), row.seconds, row.file, row.message),
        )
        for row in rows
    ]
    head = ("brigade", "scenario", "priority", "date", "hours", "place", "asked", "given", "amount", "sentence")
    return [
        *([book, picture] if scenarios else [book]),
        write_rows(folder.path / BRIGADES_CSV, HEADINGS, map(_filled, listed)),
        write_rows(folder.path / GAPS_CSV, head, map(_filled, gaps)),
        *loans.write_csv(folder.path),
    ]


def _gaps(folder: RunFolder, rows: Sequence[Row]) -> Iterator[tuple[Any, ...]]:
    """Every named shortfall of every brigade that has a roster."""
    for row in rows:
        if row.state not in WITH_ROSTER or not row.file:
            continue
        try:
            told = json.loads((folder.path / row.file).with_suffix(".json").read_bytes())
        except (OSError, ValueError):
            continue
        for gap in told["shortfalls"]:
            yield (
                *(row.brigade, row.scenario, gap.get("priority"), gap.get("date"), gap.get("slot"), gap.get("where")),
                *(gap.get("asked"), gap.get("given"), gap.get("short"), gap.get("sentence")),
            )


def _brigades_sheet(folder: RunFolder, rows: Sequence[Row]) -> Sheet:
    columns = (
        Column(_("Brigade")),
        Column(_("Scenario")),
        Column(_("Result"), wrapped=True),
        Column(_("People"), "whole"),
        Column(_("Amount short"), wrapped=True),
        Column(_("Cost of open wishes"), "whole"),
        Column(_("Proven bound"), "whole"),
        Column(_("Seconds"), "whole"),
        Column(_("Remarks"), wrapped=True),
    )
    filled = [
        (
            *(row.brigade, row.scenario, state_text(row), row.people, short_text(row)),
            *(row.best if row.state in WITH_ROSTER else None, row.bound if row.state in WITH_ROSTER else None),
            *(round(row.seconds), row.message),
        )
        for row in rows
    ]
    name = folder.facts().get("province", "")
    table = Table(columns, filled)
    return Sheet(
        _(TITLE), name, name, count_line(folder.counts()), [table], (18, 14, 22, 8, 36, 12, 12, 9, 60), filtered=True
    )


def _gaps_sheet(folder: RunFolder, gaps: Sequence[tuple[Any, ...]]) -> Sheet:
    told = (_("Brigade"), _("Scenario"), _("Priority"), _("Date"), _("Hours"), _("Place"), _("Asked"), _("Given"))
    columns = [*map(Column, told), Column(_("Amount short")), Column(_("Shortfall"), wrapped=True)]
    name = folder.facts().get("province", "")
    rows: list[list[str | int | float | Cell | None]] = [list(gap) for gap in gaps]
    text = _("named shortfalls of all brigades, by brigade and priority")
    table = Table(columns, rows, empty=_("none"))
    return Sheet(_(GAPS), name, name, text, [table], (18, 14, 9, 12, 13, 16, 8, 8, 8, 70))
