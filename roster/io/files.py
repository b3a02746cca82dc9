"""Files in and out: an old file is never left half-written, and a file that is no workbook is named as such."""

from __future__ import annotations

import errno
import gc
import hashlib
import os
import secrets
import shutil
import sys
import traceback
import warnings
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from roster.domain import ending
from roster.domain.errors import Fault, InputError, OutputError
from roster.i18n import _
from roster.io.archive import damaged, refusal
from roster.io.places import name_fault, real

if TYPE_CHECKING:
    from openpyxl import Workbook

    from roster.io.fast_reader import Wanted

MOST_CELLS = 20_000_000  # of the rectangle that a sheet's used cells span
MOST_SPARSE, SPARSE = 500_000, 20
"""So large may that rectangle be for no cell, and for each cell in it."""
PARTIAL = ".partial"


def replace_file(path: Path, write: Callable[[Path], None]) -> None:
    """Write a file whole or not at all: `write` fills a temporary beside it, which then takes its place.

    Whatever goes wrong, the file that was there before is unharmed and the temporary is removed; what a killed process
    left behind is removed the next time. Makes a missing folder. A request to end is answered when the file has its
    place. Raises OutputError with a sentence for the user.
    """
    with ending.uninterrupted():
        _replace(path, write)


def replace_bytes(path: Path, content: bytes) -> None:
    """The same with what the file is to hold. Raises OutputError."""
    replace_file(path, lambda temporary: _fill(temporary, content))


def _fill(path: Path, content: bytes) -> None:
    path.write_bytes(content)


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file; empty where it cannot be read any more."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


def _replace(path: Path, write: Callable[[Path], None]) -> None:
    target = _target(path)
    temporary = _temporary(target)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        _remove_stale(target)
        write(temporary)
        _settle(temporary, target)
        ending.wrote(path)
    except OSError as error:
        _let_go(error)
        raise OutputError(unwritable(path, error)) from error
    finally:
        with suppress(OSError):  # Windows keeps a file that is still open; the next run removes it
            temporary.unlink(missing_ok=True)


def try_target(path: Path) -> None:
    """Find out before long work whether a file could be written: its folder is made, itself it is left as it is.

    Raises OutputError with the sentence that `replace_file` would give, also for a file that another program holds.
    """
    target = _target(path)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.exists():
            with target.open("r+b"):
                pass
        temporary = _temporary(target)
        temporary.touch()
        temporary.unlink()
    except OSError as error:
        raise OutputError(unwritable(path, error)) from error


def _target(path: Path) -> Path:
    """Where a path leads. Raises OutputError where that is no file that could be replaced, or another file's name."""
    if path.is_symlink():
        raise OutputError(
            _("{file} cannot be written: it is a link to {target}; give the name of a file").format(
                file=path, target=path.readlink()
            )
        )
    fault = name_fault(path)
    if fault:
        raise OutputError(_("{file} cannot be written: {reason}").format(file=_shown(path), reason=fault))
    target = real(path)
    if target.is_dir():
        raise OutputError(_("{file} cannot be written: it is a folder").format(file=path))
    if target.exists() and not target.is_file():
        raise OutputError(_("{file} cannot be written: it is a device, not a file").format(file=path))
    return target


def _shown(path: Path) -> str:
    """A path as text, whatever its name is made of."""
    return str(path).encode("utf-8", "backslashreplace").decode()


def _temporary(target: Path) -> Path:
    return target.with_name(f".{target.name}.{os.getpid()}-{secrets.token_hex(4)}{PARTIAL}")


def _let_go(error: OSError) -> None:
    """Close what the failed writer left open, without a word: on a full disk closing fails as well."""
    before, sys.unraisablehook = sys.unraisablehook, lambda _unraisable: None
    try:
        traceback.clear_frames(error.__traceback__)
        gc.collect()
    finally:
        sys.unraisablehook = before


def _settle(temporary: Path, target: Path) -> None:
    """Bring the temporary safely to disk, then into the target's place."""
    with temporary.open("r+b") as file:
        os.fsync(file.fileno())
    if target.exists():
        shutil.copymode(target, temporary)
    temporary.replace(target)
    if os.name != "nt":
        folder = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _remove_stale(target: Path) -> None:
    """Remove temporaries of this target whose process is gone; one still in use is left alone."""
    prefix = f".{target.name}."
    for found in target.parent.iterdir():
        if not (found.name.startswith(prefix) and found.name.endswith(PARTIAL)):
            continue
        process = found.name.removeprefix(prefix).split("-")[0]
        if process.isdigit() and not alive(int(process)):
            try:
                found.unlink(missing_ok=True)
            except PermissionError:
                continue


def alive(process: int) -> bool:
    """Whether a process runs; Windows is not asked, since it does not let go of a file in use anyway."""
    if os.name == "nt":
        return False
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return True


def unwritable(path: Path, error: OSError) -> str:
    """Why a file cannot be written, as a sentence."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return _("{file} cannot be written: the disk is full").format(file=path)
    if error.errno == errno.EROFS:
        return _("{file} cannot be written: the disk is read-only").format(file=path)
    if isinstance(error, PermissionError):
        return _(
            "{file} cannot be written: it is open in another program, or you may not write there; "
            "close it (in Excel, for example) or choose another name with -o"
        ).format(file=path)
    if isinstance(error, NotADirectoryError | FileExistsError):
        return _("{file} cannot be written: a part of its path is a file, not a folder").format(file=path)
    return _("{file} cannot be written: {reason}").format(file=path, reason=error.strerror or error)


def open_workbook(path: Path, wanted: Wanted | None = None) -> Workbook:
    """Read an .xlsx file with formulas as they are written.

    `wanted` tells by title which sheets are read, the others stay empty: much faster, but not to be written back.
    Raises InputError for a file that is missing, encrypted, truncated, no workbook at all, or made to exhaust memory.
    """
    from openpyxl import load_workbook

    from roster.io.fast_reader import read_workbook

    refused = refusal(path)
    if refused:
        raise InputError([refused])
    try:
        with path.open("rb") as file, warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what openpyxl does not keep: nothing here is written back
            book = load_workbook(file) if wanted is None else read_workbook(file, wanted)
    except Exception as error:  # openpyxl raises whatever a damaged part leads to
        raise InputError([damaged(path)]) from error
    for sheet in book.worksheets:
        area, cells = sheet.max_row * sheet.max_column, len(vars(sheet)["_cells"])
        if area > MOST_CELLS or area > MOST_SPARSE + SPARSE * cells:
            place = f"{path.name}:{sheet.title}"
            found = _("cells as far as row {row}, column {column}").format(row=sheet.max_row, column=sheet.max_column)
            raise InputError([Fault(place, found, _("a sheet without far-off cells; delete the empty rows below"))])
    return book
