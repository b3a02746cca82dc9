"""Three squads of the bundled brigade and half of what is asked of it, where the whole week would take too long.

Every row is one of the bundled tables: what is named here is there as well.
"""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable
from pathlib import Path

from tests.paths import HANCHENG

LEFT_OUT = ("Z1;Z2", "Z1", "Z2", "P2")
"""Places of the demand lines that are not asked for."""
OF_OFFICERS = ("officers", "absences", "requests", "fixed", "history")


def put_half_week(folder: Path) -> Path:
    """The brigade's tables in a new folder, without squad D (its leader stays) and with half of the demand."""
    shutil.copytree(HANCHENG, folder)
    with (folder / "officers.csv").open(encoding="utf-8", newline="") as stream:
        gone = {row["id"] for row in csv.DictReader(stream) if row["squad"] == "D" and row["id"].startswith("P")}
    for name in OF_OFFICERS:
        _keep(folder / f"{name}.csv", lambda row: row[0] not in gone)
    _keep(folder / "demand.csv", lambda row: row[1] not in LEFT_OUT)
    return folder


def _keep(file: Path, wanted: Callable[[list[str]], bool]) -> None:
    with file.open(encoding="utf-8", newline="") as stream:
        rows = [row for row in csv.reader(stream) if wanted(row)]
    with file.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, lineterminator="\n").writerows(rows)
