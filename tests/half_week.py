"""Half of the bundled brigade, with an armed unit and a guard post asked for: the whole week would take too long.

Every row is one of the bundled tables: what is named here is there as well.
"""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable
from pathlib import Path

from tests.paths import HANCHENG

PLACES = ("S1", "P1")
"""Places of the demand lines that are asked for."""
ARMED, LAST = "P014", "P034"
"""All with a permit stay, and to the last one the others of squads A and B."""
OF_OFFICERS = ("officers", "absences", "requests", "fixed", "history")


def put_half_week(folder: Path) -> Path:
    """The brigade's tables in a new folder, with half of the people and as much demand as they can meet."""
    shutil.copytree(HANCHENG, folder)
    with (folder / "officers.csv").open(encoding="utf-8", newline="") as stream:
        gone = {
            row["id"]
            for row in csv.DictReader(stream)
            if row["id"] > LAST or (row["id"] > ARMED and row["squad"] in ("C", "D"))
        }
    for name in OF_OFFICERS:
        _keep(folder / f"{name}.csv", lambda row: row[0] not in gone)
    _keep(folder / "demand.csv", lambda row: row[1] in ("places", *PLACES))
    return folder


def _keep(file: Path, wanted: Callable[[list[str]], bool]) -> None:
    with file.open(encoding="utf-8", newline="") as stream:
        rows = [row for row in csv.reader(stream) if wanted(row)]
    with file.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, lineterminator="\n").writerows(rows)
