"""Workbooks that somebody edited since they were written, and how they are kept from being overwritten."""

from __future__ import annotations

import shutil
from functools import lru_cache
from pathlib import Path

from roster.domain.errors import InputError, OutputError
from roster.i18n import _
from roster.io.fast_reader import every_sheet
from roster.io.files import open_workbook, replace_file
from roster.io.fingerprint import fingerprints
from roster.io.sheets import written


def edited_sheets(path: Path) -> tuple[str, ...]:
    """Sheets whose cells say something else than was written, that were added or that are gone.

    Raises InputError for a file that is no workbook of ours.
    """
    book = open_workbook(path, every_sheet)
    before = written.read(book, path.name).fingerprints
    now = fingerprints(book, leave_out=(written.TITLE,))
    return tuple(title for title in dict.fromkeys([*before, *now]) if before.get(title) != now.get(title))


def edited_since_written(path: Path) -> bool:
    """Whether overwriting a file would lose what somebody typed; also true of a file that is no workbook of ours."""
    if not path.exists():
        return False
    state = path.stat()
    return _edited(path, state.st_mtime_ns, state.st_size)


@lru_cache(maxsize=1)
def _edited(path: Path, _changed: int, _size: int) -> bool:
    """The same of a file in one state; before and after a search it is read once."""
    try:
        return bool(edited_sheets(path))
    except InputError:
        return True


def keep_edited(path: Path, force: bool = False) -> Path | None:
    """Refuse to overwrite an edited workbook; with `force` copy it to `.bak` first and return where.

    Raises OutputError.
    """
    if not edited_since_written(path):
        return None
    if not force:
        raise OutputError(
            _("{file} was edited since it was written; give --force to replace it (a .bak is kept) or -o FILE").format(
                file=path
            )
        )
    kept = path.with_name(f"{path.name}.bak")

    def copy(temporary: Path) -> None:
        shutil.copyfile(path, temporary)

    replace_file(kept, copy)
    return kept
