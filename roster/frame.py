"""How every command begins and ends: what it reads, and how it says and writes what came of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn

import click

from roster.i18n import _
from roster.options import print_json, speak_as

if TYPE_CHECKING:
    from datetime import date

    from roster.api import Case
    from roster.io.outputs import Case as Known
    from roster.io.outputs import Outputs
    from roster.io.read_book import Book
    from roster.living import Week


class Inputs(NamedTuple):
    """The brigade, or a workbook's, with the rules and the history that are given instead of its own."""

    folder: Path | None = None
    constraints: tuple[Path, ...] = ()
    history: tuple[Path, ...] = ()
    start: date | None = None
    weeks: int | None = None

    def brigade(self) -> Path:
        """The brigade's folder, whose language is spoken from now on."""
        assert self.folder is not None
        speak_as(self.folder)
        return self.folder

    def case(self, notes: bool = True) -> Case:
        """The brigade's tables and rules; what must be known of them is said with `notes`. Raises InputError."""
        from roster import api

        case = api.load(self.brigade(), self.constraints, self.start, self.weeks, self.history)
        for warning in case.warnings if notes else ():
            click.echo(_("note: {note}").format(note=warning), err=True)
        return case

    def book(self, file: Path) -> tuple[Book, Path]:
        """A workbook of ours and its brigade, whose language is spoken from now on. Raises InputError."""
        return self.books([file])[0]

    def books(self, files: Iterable[Path]) -> list[tuple[Book, Path]]:
        """Several workbooks, each with its brigade; the language is that of the first. Raises InputError."""
        from roster.io.read_book import read_book
        from roster.io.recorded import brigade_of

        books = [read_book(file) for file in files]
        found = [(book, self.folder or brigade_of(book)) for book in books]
        speak_as(found[0][1])
        return found

    def week(self, file: Path, itineraries: bool = True) -> Week:
        """The week of a workbook of ours, read back and checked. Raises InputError."""
        from roster.living.week import open_week

        return open_week(*self.book(file), self.constraints, self.history, itineraries=itineraries)


class Reply(NamedTuple):
    """How a command answers: in lines, or as JSON with the lines on standard error."""

    json_out: bool = False
    force: bool = False  # files that this program did not write may be replaced

    def outputs(self, case: Known, books: Iterable[Path] = ()) -> Outputs:
        """The files that are to be written, for a command that reads these workbooks."""
        from roster.io.outputs import Outputs

        return Outputs(case, books, self.force)

    def say(self, lines: Iterable[str], as_json: Callable[[], object] | None = None, beside: bool = True) -> None:
        """The answer: one JSON value where it is asked for, and the lines, beside it or in its place."""
        if self.json_out and as_json is not None:
            print_json(as_json())
            if not beside:
                return
        for line in lines:
            click.echo(line, err=self.json_out)

    def written(
        self, files: Iterable[Path | None] = (), kept: Iterable[Path] = (), copies: Iterable[Path] = ()
    ) -> None:
        """What was written, the copies to hand round, and where what was there is kept."""
        self.say(_("written: {file}").format(file=file) for file in files if file)
        self.say(_("copy to hand round: {file}").format(file=file) for file in copies)
        self.say(_("what was there is kept as {file}").format(file=file) for file in kept)


def end(code: int) -> NoReturn:
    """End the command with an exit code."""
    click.get_current_context().exit(code)


def gathered(**parts: type[Any]) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Give a command several of its parameters as one: `gathered(inputs=Inputs, reply=Reply)`."""

    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(function)
        def run(*arguments: Any, **given: Any) -> Any:
            for name, kind in parts.items():
                own = {field: given.pop(field) for field in kind._fields if field in given}
                given[name] = kind(**own)
            return function(*arguments, **given)

        return run

    return decorate
