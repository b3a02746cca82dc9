"""What a workbook says it was made from: found again where it lies now, and what has changed since."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from roster.domain.errors import Fault, InputError
from roster.i18n import _
from roster.io.places import is_remote, is_text, real
from roster.io.rulebook import shipped_folder
from roster.io.rulebook.files import BASE, FOLDER, own_files, shipped_profile
from roster.io.tables.sources import WORKBOOK

if TYPE_CHECKING:
    from roster.io.read_book import Book


TOGETHER = ".together"
"""A file in a brigade's folder whose rosters are published together with those of other brigades only."""


def home_of(brigade: Path) -> Path:
    """The folder in which a brigade's own rules and past workbook lie."""
    alone = brigade.suffix.lower() == ".xlsx" and not brigade.is_dir()
    if not alone:
        return brigade
    beside = brigade.name.lower() == WORKBOOK and real(brigade.parent / FOLDER) != real(shipped_folder())
    return brigade.parent if beside else brigade


def recorded_brigade(brigade: Path) -> str:
    """A brigade as a workbook records it: its path as it was given where that names it, else from the root."""
    named = brigade.name and ".." not in brigade.parts
    return (brigade if named else real(brigade)).as_posix()


def recorded_name(rule_file: Path) -> str:
    """A rule file as a workbook records it: the bare name of a shipped one, else its path."""
    if real(rule_file).parent == real(shipped_folder()):
        return rule_file.name
    path = rule_file.as_posix()
    return path if "/" in path else f"./{path}"


def brigade_of(book: Book) -> Path:
    """The brigade that a workbook was made from, looked for from here and from the folders above the workbook.

    Raises InputError where the workbook does not say, or nothing is there.
    """
    expected = _("the brigade's folder or workbook: give it as DIR (on the board: --brigade)")
    if book.written is None or not book.written.brigade:
        raise InputError([Fault(book.file, _("no record of the brigade that it was made from"), expected)])
    found = _found(book.written.brigade, book.path)
    if found is None:
        missing = _("a roster made from '{brigade}', which is not there").format(brigade=book.written.brigade)
        raise InputError([Fault(book.file, missing, expected)])
    return found


def rule_files_of(book: Book, brigade: Path) -> list[Path]:
    """The rule files that a workbook was made with; those of its brigade where the brigade lies now.

    Empty where the workbook has no record. Raises InputError with every file that is not there.
    """
    if book.written is None:
        return []
    return _all_found(book, brigade, book.written.rule_files, _("the rules in force: give each file in order with -c"))


def history_files_of(book: Book, brigade: Path) -> list[Path]:
    """The past workbooks that a workbook was made with. Raises InputError with every file that is not there."""
    if book.written is None:
        return []
    return _all_found(
        book, brigade, book.written.history_files, _("the past workbook where it was, or --history FILE.xlsx")
    )


def _all_found(book: Book, brigade: Path, names: tuple[str, ...], expected: str) -> list[Path]:
    assert book.written is not None
    before, now = home_of(Path(book.written.brigade)), home_of(brigade)
    paths = []
    faults = []
    for name in names:
        inside = Path(name).is_relative_to(before) if book.written.brigade and not is_remote(name) else False
        moved = now / Path(name).relative_to(before) if inside else None
        found = moved if moved is not None and moved.exists() else shipped_profile(name) or _found(name, book.path)
        if found is None:
            missing = _("a roster made with '{file}', which is not there").format(file=name)
            faults.append(Fault(book.file, missing, expected))
        else:
            paths.append(found)
    if faults:
        raise InputError(faults)
    return paths


def _found(recorded: str, file: Path) -> Path | None:
    """A recorded path as it is, else under one of the folders above the workbook; never one on another machine."""
    if is_remote(recorded) or not is_text(recorded):
        return None
    path = Path(recorded)
    folders = [Path(), *([] if path.is_absolute() else real(file).parents)]
    with suppress(OSError):  # a name that is too long, or a folder that may not be looked into
        return next((folder / path for folder in folders if (folder / path).exists()), None)
    return None


def changes(before: Mapping[str, str], now: Mapping[str, str]) -> Iterator[str]:
    """A sentence for each file that is not what it was, by name and SHA-256; where a file lies does not matter."""
    was, are = _by_name(before), _by_name(now)
    for name in sorted(was.keys() | are.keys()):
        if was.get(name) == are.get(name):
            continue
        if name not in was:
            yield _("{file} is not one of the files that the roster was made from").format(file=name)
        elif name not in are:
            yield _("{file}, which the roster was made from, is not read now").format(file=name)
        else:
            yield _("{file} has changed since the roster was made").format(file=name)


def rules_left_out(book: Book, brigade: Path) -> Iterator[str]:
    """A sentence for each rule file in the brigade's folder that a roster made by the standing rules did not read."""
    if book.written is None:
        return
    names = book.written.rule_files
    if not any(name == BASE or Path(name).parent.name == FOLDER for name in names):
        return
    read = {Path(name).name for name in book.written.hashes}
    for file in own_files(home_of(brigade)):
        if file.name not in read:
            yield _("{file} is a rule file of the brigade that the roster was made without; it is not checked").format(
                file=file.name
            )


def _by_name(hashes: Mapping[str, str]) -> dict[str, set[str]]:
    names: dict[str, set[str]] = {}
    for path, sha256 in hashes.items():
        names.setdefault(Path(path).name, set()).add(sha256)
    return names
