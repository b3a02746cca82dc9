"""The workbook that a board is opened on, found without reading any."""

from __future__ import annotations

from pathlib import Path

OUTPUTS = Path("outputs")
ENDING = ".xlsx"
COPIES = ("-posting", "-squad", "-hr", "-outside")


def workbook_of(given: Path, outputs: Path = OUTPUTS) -> Path:
    """A workbook as it is given; for a brigade's folder its newest roster in `outputs`, else the folder."""
    if not given.is_dir():
        return given
    name = given.resolve().name
    found = [
        file
        for file in outputs.glob(f"{_literal(name)}-[0-9]*{ENDING}")
        if not file.stem.endswith(COPIES) and not file.name.startswith(("~", "."))
    ]
    return max(found, key=lambda file: (file.stat().st_mtime, file.name)) if found else given


def _literal(name: str) -> str:
    return "".join(f"[{sign}]" if sign in "*?[" else sign for sign in name)
