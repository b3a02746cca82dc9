"""Every file that a command is about to write, looked at before anything is lost by it.

An output is no input, no other output of the same command, no link, nothing that would be read as a table or rulebook
from then on, and no file that is not this program's own and as it wrote it: edited rosters, published ones and whatever
else lies there are replaced with `--force` only, and kept as `.bak`.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple, Protocol

from roster.domain.errors import OutputError
from roster.i18n import _
from roster.io.edited import PICTURE_MARK, edited_since_written, is_roster
from roster.io.files import replace_file, try_target
from roster.io.rulebook import shipped_folder
from roster.io.rulebook.files import FOLDER, YAML_ENDINGS
from roster.io.tables import Tables
from roster.io.tables.sources import HISTORY_WORKBOOK, LEDGER, PUBLISHED, WORKBOOK
from roster.rules import Rulebook

WORKBOOK_ENDING, PDF_ENDING = ".xlsx", ".pdf"
MARK_WITHIN = 1 << 20


class Case(Protocol):
    """What was read: a case as `api.load` gives it."""

    @property
    def brigade(self) -> Path: ...

    @property
    def tables(self) -> Tables: ...

    @property
    def rulebook(self) -> Rulebook: ...

    @property
    def history(self) -> Mapping[str, str]: ...


class Output(NamedTuple):
    """A file to be written: a `roster`, another workbook (`sheet`), a `picture`, a `pdf`, a `csv` with this header,
    a file of another system (`filled`), of which nothing tells who wrote it, a `copy` to be handed round."""

    path: Path
    kind: str
    header: str = ""
    same: bool = False  # the file is read and written again with all that it has


class Outputs:
    """The outputs of one command; `books` are the workbooks that it reads."""

    def __init__(self, case: Case, books: Iterable[Path] = (), force: bool = False) -> None:
        self._case, self._force = case, force
        self._books = list(books)
        self._outputs: list[Output] = []
        self._kept: list[Path] | None = None

    def add(self, path: Path | None, kind: str, header: str = "", same: bool = False) -> Outputs:
        """One more output; None for one that was not asked for."""
        if path is not None:
            self._outputs.append(Output(path, kind, header, same))
        return self

    def csv(self, folder: Path | None) -> Outputs:
        """The contract sheets as CSV in a folder."""
        from roster.io.csv_out import HEADERS

        if folder is not None:
            for name, header in HEADERS.items():
                self.add(folder / name, "csv", ",".join(header))
        return self

    def copies(self, file: Path, audiences: Iterable[str]) -> Outputs:
        """Copies of a roster that may be handed round, beside it."""
        from roster.io.copies import copy_path

        for audience in audiences:
            self.add(copy_path(file, audience), "copy")
        return self

    def check(self) -> None:
        """Raises OutputError with a sentence for each output that cannot or must not be written."""
        faults = list(dict.fromkeys(self._faults()))
        if faults:
            raise OutputError("\n".join(faults))
        for output in self._outputs:
            try_target(output.path)

    def keep(self) -> list[Path]:
        """Before writing: keep as `.bak` whatever would be lost, also what came since `check`; returns where."""
        if self._kept is None:
            self._kept = []
            for output in self._outputs:
                if self._loss(output):
                    self._kept.append(keep(output.path))
        return self._kept

    def _faults(self) -> Iterator[str]:
        seen: dict[str, Path] = {}
        inputs = {_place(path): path for path in self._inputs()}
        for output in self._outputs:
            path, place = output.path, _place(output.path)
            if (
                output.kind in ("roster", "sheet", "copy")
                and path.suffix.lower() != WORKBOOK_ENDING
                and not path.is_dir()
            ):
                yield _("{file} cannot be written: the name of a workbook ends in .xlsx").format(file=path)
            if output.kind == "pdf" and path.suffix.lower() != PDF_ENDING and not path.is_dir():
                yield _("{file} cannot be written: the name of a PDF ends in .pdf").format(file=path)
            if place in seen:
                yield _("{file} cannot be written: {other} of the same command is that file").format(
                    file=path, other=seen[place]
                )
                continue
            seen[place] = path
            if place in inputs and not output.same:
                yield _("{file} cannot be written: it is one of the files that are read").format(file=path)
            elif self._is_read_later(path):
                yield _("{file} cannot be written: the brigade would be read from it").format(file=path)
            elif not self._force:
                loss = self._loss(output)
                if loss:
                    yield loss

    def _inputs(self) -> Iterator[Path]:
        """Every file that was read."""
        case = self._case
        yield from self._books
        yield from (case.brigade / name if case.brigade.is_dir() else case.brigade for name in case.tables.hashes)
        yield from (Path(name) if "/" in name else shipped_folder() / name for name in case.rulebook.hashes)
        yield from map(Path, case.history)

    def _is_read_later(self, path: Path) -> bool:
        """Whether a file would be a table, a rulebook or a part of the ledger of the brigade."""
        from roster.io.recorded import home_of

        home, place = Path(os.path.realpath(home_of(self._case.brigade))), Path(os.path.realpath(path))
        shipped = Path(os.path.realpath(shipped_folder()))
        if place.is_relative_to(shipped) or (home.is_dir() and place.is_relative_to(home / PUBLISHED)):
            return True
        name = place.name.lower()
        if place.parent == home / FOLDER:
            return place.suffix.lower() in YAML_ENDINGS
        if place.parent != home:
            return False
        tables = {Path(table).suffix.lower() for table in self._case.tables.hashes}
        return name in (WORKBOOK, HISTORY_WORKBOOK) or name.startswith(LEDGER) or place.suffix.lower() in tables

    def _loss(self, output: Output) -> str:
        """What would be lost by replacing a file, as a sentence; empty where nothing would."""
        path = output.path
        if not path.is_file():
            return ""
        otherwise = _("give another name, or --force to replace it (a .bak is kept)")
        published = self._published(path) if output.kind == "roster" else None
        if published:
            return _("{file} is the roster that was published ({version}); {otherwise}").format(
                file=path, version=published, otherwise=otherwise
            )
        if output.same:
            return ""
        if not _own(output):
            return _("{file} is there and is nothing that this command wrote; {otherwise}").format(
                file=path, otherwise=otherwise
            )
        if output.kind in ("roster", "sheet") and edited_since_written(path):
            return _("{file} was edited since it was written; {otherwise}").format(file=path, otherwise=otherwise)
        return ""

    def _published(self, path: Path) -> str:
        """The version under which a workbook was published; empty where it was not."""
        from roster.io.ledger import ledger_of

        ledger = ledger_of(self._case.brigade)
        if not ledger.exists():
            return ""
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        found = next((one for one in reversed(ledger.publications()) if one.sha256 == digest), None)
        return f"{found.start} v{found.version}" if found else ""


def keep(path: Path) -> Path:
    """Copy a file to the first free name of `.bak`, `.bak2`, ...; returns it. Raises OutputError."""
    content = path.read_bytes()
    number, kept = 1, path.with_name(f"{path.name}.bak")
    while kept.exists() and kept.read_bytes() != content:
        number += 1
        kept = path.with_name(f"{path.name}.bak{number}")
    if not kept.exists():

        def copy(temporary: Path) -> None:
            shutil.copyfile(path, temporary)

        replace_file(kept, copy)
    return kept


def _own(output: Output) -> bool:
    """Whether the file that is there is of the kind that would be written, and by this program."""
    path = output.path
    if output.kind == "filled":
        return False
    if output.kind == "copy":
        from roster.io.copies import is_own_copy

        return is_own_copy(path)
    try:
        if output.kind == "csv":
            with path.open(encoding="utf-8-sig", errors="replace") as file:
                return file.readline(len(output.header) + 2).rstrip("\r\n") == output.header
        if output.kind == "pdf":
            return PICTURE_MARK.encode() in path.read_bytes()
        if output.kind == "picture":
            with path.open("rb") as data:
                return PICTURE_MARK.encode() in data.read(MARK_WITHIN)
    except OSError:
        return True  # what cannot be read cannot be written either, which is said when it is tried
    roster = is_roster(path)
    return roster is not None and roster == (output.kind == "roster")


def _place(path: Path) -> str:
    """One name for all names of a file: links followed, and without the case that some systems do not tell apart."""
    try:
        state = path.stat()
        if state.st_ino:
            return f"{state.st_dev}:{state.st_ino}"
    except OSError:
        pass
    return os.path.realpath(path).casefold()
