"""Whatever a cell holds, the tables are read or their faults are named; nothing else happens."""

from __future__ import annotations

import datetime as dt
import random
from pathlib import Path
from typing import Any

import pytest

from roster.arithmetic.necessary import Arithmetic
from roster.domain.errors import InputError
from roster.io.rulebook import load_rulebook, shipped_folder
from roster.io.tables import check_tables, facts, read_tables
from roster.report.supply import lines as supply_lines
from roster.rules import pose
from tests.io.brigade_files import Brigade, example, write_folder, write_workbook

JUNK: tuple[Any, ...] = (
    *("", " ", "x", "NA", "007", ";", ";;", ":", "sworn:1;;", "=1", "#N/A", "a\nb", "-", "*", "١", "²", "A" * 5000),
    *("24:00", "48:00", "00:00-00:00", "9999-12-31", "9999-12-31 24:00", "0001-01-01", "1899-12-30", "99999999"),
    *("off", "休", "D", "car", "west", "post", "001", "V1", "workday", "mon", "是"),
    *(0, 1, -1, 2.5, 1e18, 1e300, True, False),
    *(dt.date(2026, 11, 3), dt.datetime(2026, 11, 3, 5, 6, 7), dt.time(23, 59, 59, 999999), dt.timedelta(days=3)),
)

BASE = load_rulebook([shipped_folder() / "base.yaml"])


def full() -> Brigade:
    """The example with a row in every table."""
    brigade = example()
    brigade["history"] = [["officer", "date", "shift", "start", "end"], ["001", "2026-10-30", "N", "", ""]]
    brigade["fixed"] = [["officer", "date", "shift", "unit"], ["001", "2026-11-03", "D", "car"]]
    brigade["calendar"] = [["date", "day_type", "name"], ["2026-11-03", "holiday", ""]]
    header = ["id", "zones", "start_latitude", "start_longitude", "end_latitude", "end_longitude", "km"]
    brigade["routes"] = [header, ["R", "west", "35.47", "110.44", "35.48", "110.45", "1"]]
    brigade["travel"] = [["from", "to", "mode", "time", "minutes"], ["post", "R:start", "car", "day", "2"]]
    return brigade


def outcome(path: Path) -> str:
    try:
        tables = read_tables(path)
        check_tables(tables)
        return "\n".join(supply_lines(Arithmetic(pose(facts(tables), BASE), BASE)))
    except InputError as error:
        return "\n".join(str(fault) for fault in error.faults if fault.found and fault.expected)


def test_the_full_example_is_in_order(tmp_path: Path) -> None:
    assert outcome(write_folder(tmp_path / "b", full())).startswith("supply against demand")


@pytest.mark.parametrize("seed", range(60))
def test_junk_is_read_or_named(tmp_path: Path, seed: int) -> None:
    rng = random.Random(seed)
    brigade = full()
    for _ in range(rng.randint(1, 2)):
        rows = brigade[rng.choice(list(brigade))]
        row = rng.choice(rows if rng.random() < 0.1 else rows[1:])
        row[rng.randrange(len(row))] = rng.choice(JUNK)
    path = write_workbook(tmp_path / "b.xlsx", brigade) if seed % 3 == 0 else write_folder(tmp_path / "b", brigade)
    assert outcome(path)


def test_the_end_of_time(tmp_path: Path) -> None:
    brigade = full()
    brigade["absences"][1][2:4] = ["0001-01-01", "9999-12-31"]
    brigade["history"][1][1] = "0001-01-01"
    tables = read_tables(write_folder(tmp_path / "b", brigade))
    assert facts(tables).absences[0].span.end > 7 * 1440
    assert len(facts(tables).day_types) < 1000


@pytest.mark.parametrize("year", ["1900", "9999"])
def test_a_first_date_out_of_all_reason(tmp_path: Path, year: str) -> None:
    brigade = full()
    brigade["settings"][2][1] = f"{year}-12-28"
    assert outcome(write_folder(tmp_path / "b", brigade)) == (
        f"settings.csv:B3 (start): found '{year}-12-28'; expected a first date from 1950 to 2199"
    )
