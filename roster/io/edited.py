"""Workbooks of this program that somebody edited since they were written.

A roster keeps the fingerprints of its sheets in its hidden record; every other workbook, and a sheet that was added
to a roster later, in a property of the file.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.packaging.custom import StringProperty

from roster.domain.errors import InputError
from roster.io.fast_reader import every_sheet
from roster.io.files import open_workbook
from roster.io.fingerprint import fingerprints
from roster.io.sheets import written

SEAL = "PatrolRoster"
PICTURE_MARK = "Patrol Roster"
"""The title of every picture that this program draws."""


def sealed(book: Workbook) -> Callable[[Path], None]:
    """Saves a workbook that is no roster with the fingerprints of its sheets; of a roster those that were added."""
    own = fingerprints(book, leave_out=(written.TITLE,))
    if written.TITLE in book.sheetnames:
        known = written.read(book, "").fingerprints
        own = {title: value for title, value in own.items() if title not in known}
    properties = _properties(book)
    if SEAL in properties.names:
        del properties[SEAL]
    properties.append(StringProperty(name=SEAL, value=json.dumps(own)))
    return book.save


def is_roster(path: Path) -> bool | None:
    """Whether a workbook is a roster of ours; None where it is no workbook of ours at all."""
    try:
        book = open_workbook(path, lambda title: title == written.TITLE)
    except InputError:
        return None
    if written.TITLE in book.sheetnames:
        return True
    return False if SEAL in _properties(book).names else None


def edited_sheets(path: Path) -> tuple[str, ...]:
    """Sheets whose cells say something else than was written, that were added or that are gone.

    Raises InputError for a file that is no workbook of ours.
    """
    book = open_workbook(path, every_sheet)
    before = dict(_seal(book))
    if written.TITLE in book.sheetnames or not before:
        before |= written.read(book, path.name).fingerprints
    now = fingerprints(book, leave_out=(written.TITLE,))
    return tuple(title for title in dict.fromkeys([*before, *now]) if before.get(title) != now.get(title))


def _properties(book: Workbook) -> Any:
    """A workbook's properties of our own, of which the types of openpyxl do not know."""
    return vars(book)["custom_doc_props"]


def _seal(book: Workbook) -> dict[str, str]:
    properties = _properties(book)
    if SEAL not in properties.names:
        return {}
    try:
        found = json.loads(str(properties[SEAL].value))
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def edited_since_written(path: Path) -> bool:
    """Whether overwriting a file would lose what somebody typed; also true of a file that is no workbook of ours."""
    if not path.exists():
        return False
    state = path.stat()
    return _edited(path, state.st_mtime_ns, state.st_size)


@lru_cache(maxsize=4)
def _edited(path: Path, _changed: int, _size: int) -> bool:
    """The same of a file in one state; before and after a search it is read once."""
    try:
        return bool(edited_sheets(path))
    except InputError:
        return True
