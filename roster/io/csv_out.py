"""The contract sheets as CSV: UTF-8 with BOM, ISO dates, and no text that a spreadsheet would run as a formula."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path

from roster.domain.outcome import Outcome
from roster.io.files import replace_file
from roster.io.sheets import hr, itinerary, slots
from roster.io.styles import FORMULA_STARTS

HEADERS = {"hr.csv": hr.HEADER, "slots.csv": slots.HEADER, "itinerary.csv": itinerary.HEADER}
FILES = tuple(HEADERS)


def write_csv(folder: Path, outcome: Outcome) -> tuple[Path, ...]:
    """Write `hr.csv`, `slots.csv` and `itinerary.csv` into a folder, made if it is missing; each whole or not at all.

    Raises OutputError.
    """
    problem, roster = outcome.problem, outcome.roster
    files = tuple(folder / name for name in FILES)
    for file, header, rows in (
        (files[0], hr.HEADER, hr.rows(problem, roster)),
        (files[1], slots.HEADER, slots.rows(problem, roster)),
        (files[2], itinerary.HEADER, itinerary.rows(outcome)),
    ):
        write_rows(file, header, rows)
    return files


def write_rows(file: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> Path:
    """Write one file of a contract, whole or not at all. Raises OutputError."""
    replace_file(file, partial(_write, header, rows))
    return file


def _write(header: Sequence[str], rows: Iterable[Sequence[object]], path: Path) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows([field(value) for value in row] for row in rows)


def field(value: object) -> str:
    """A value as CSV text; a text that begins like a formula gets an apostrophe in front."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, dt.datetime):
        return value.isoformat(sep="T", timespec="minutes")
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, int | float):
        return f"{value:.10g}"
    text = str(value)
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text
