"""Changes written into the files that they are about: all of them or none."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from roster.domain.errors import Fault, InputError
from roster.explain.changes import Change
from roster.explain.csv_edit import with_changes
from roster.explain.line_ends import keeping_ends
from roster.explain.yaml_edit import with_entry, with_field, with_override
from roster.i18n import _
from roster.io.files import open_workbook
from roster.io.together import replace_together

BOM = "\ufeff"


def apply(
    changes: Iterable[Change], where: Callable[[Path], Path] = lambda file: file, home: Path | None = None
) -> list[Path]:
    """Write all changes; `where` tells which file stands for the one that a change names.

    Returns the files written. Raises InputError where a file is no longer what it was, OutputError where one cannot be
    written; then none is.
    """
    contents = edited(changes, where)
    if contents:
        first = next(iter(contents)).parent
        replace_together(contents, home if home is not None and home.is_dir() else first)
    return list(contents)


def edited(changes: Iterable[Change], where: Callable[[Path], Path] = lambda file: file) -> Mapping[Path, bytes]:
    """What each file would be. Raises InputError."""
    by_file: dict[Path, list[Change]] = {}
    for change in changes:
        by_file.setdefault(where(change.file), []).append(change)
    contents: dict[Path, bytes] = {}
    for file, found in by_file.items():
        match file.suffix.lower():
            case ".xlsx":
                contents[file] = _workbook(file, found)
            case ".csv":
                contents[file] = _text(file, with_changes, found)
            case _:
                contents[file] = _text(file, _yaml, found)
    return contents


def _text(file: Path, edit: Callable[[str, list[Change], str], str], changes: list[Change]) -> bytes:
    """A text file after an edit; its byte-order mark stays. One that is not there yet is empty before."""
    try:
        text = file.read_bytes().decode("utf-8") if file.exists() else ""
    except (OSError, ValueError):
        raise _gone(file, _("a file that cannot be read")) from None
    mark = BOM if text.startswith(BOM) else ""
    return (mark + edit(text.removeprefix(BOM), changes, file.name)).encode("utf-8")


def _yaml(text: str, changes: list[Change], file: str) -> str:
    for change in changes:

        def edit(text: str, change: Change = change) -> str:
            if change.base or not text:
                return with_override(text, change.base, change.rule, change.field, change.new, change.cells, file)
            if change.action == "entry":
                return with_entry(text, change.rule, change.cells, file)
            return with_field(text, change.rule, change.field, change.new, file)

        text = keeping_ends(text, edit)
    return text


def _workbook(file: Path, changes: list[Change]) -> bytes:
    book = open_workbook(file)
    for change in changes:
        if change.sheet not in book.sheetnames:
            raise _gone(file, _("no sheet {title}").format(title=change.sheet))
        sheet = book[change.sheet]
        if change.action == "add":
            row = 1 + max(
                (cell.row for line in sheet.iter_rows() for cell in line if cell.value is not None), default=0
            )
            for column, value in enumerate(change.cells, start=1):
                sheet.cell(row, column).value = value or None
        elif change.action == "drop":
            for cell in sheet[change.row]:
                cell.value = None
        else:
            cell = sheet.cell(change.row, change.column + 1)
            cell.value = int(change.new) if change.new.isdigit() and isinstance(cell.value, int) else change.new
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _gone(file: Path, found: str) -> InputError:
    return InputError([Fault(str(file), found, _("the file as it was when it was explained"))])
