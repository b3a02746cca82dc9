"""The command line: the group of commands, and errors as a sentence and an exit code."""

from __future__ import annotations

import atexit
import errno
import gc
import os
import sys
from collections.abc import Sequence

import click

from roster import events
from roster.commands import COMMANDS
from roster.domain import ending
from roster.domain.errors import (
    Fault,
    InputError,
    InternalError,
    NoPlanError,
    NoRosterError,
    OutOfTimeError,
    OutputError,
    RosterError,
)
from roster.help import TranslatedGroup
from roster.i18n import N_, _
from roster.options import LANGUAGE, VERSION, options

EXIT_CODES: tuple[tuple[type[RosterError], int], ...] = (
    (InputError, 2),
    (OutputError, 2),
    (NoRosterError, 3),
    (NoPlanError, 4),
    (OutOfTimeError, 4),
)
OBJECTS_BETWEEN_COLLECTIONS = 2_000_000
"""A command makes millions of objects, few of them in cycles: to look for those as often as Python does by itself
takes a quarter of its time."""
PROGRAM_FAULT, STOPPED_BY_USER, NOBODY_READS = 70, 130, 141


@click.group(cls=TranslatedGroup, help=N_("Rosters for patrol and special-police brigades: made, checked, explained."))
@options(VERSION, LANGUAGE)
def roster() -> None:
    pass


for one in COMMANDS:
    roster.add_command(one)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command; errors become a sentence on standard error and an exit code, never a traceback."""
    before = ending.begin()
    try:
        sys.exit(_run(arguments))
    finally:
        ending.restore(before)


def command(arguments: Sequence[str] | None = None) -> int:
    """Run a command as a process of its own, which answers requests to end by itself; returns the exit code."""
    ending.begin()
    return _run(arguments)


def _run(arguments: Sequence[str] | None) -> int:
    try:
        code = _answered(arguments)
        told = events.current()
        if told is not None:
            told.finished(code, (str(file) for file in ending.written() if not file.name.startswith(".")))
        return code
    finally:
        events.end()


def _failed(code: int, text: str, faults: Sequence[Fault] = ()) -> int:
    """Tell whoever listens to events that there is no answer."""
    told = events.current()
    if told is not None:
        told.failed(code, text, faults)
    return code


def _answered(arguments: Sequence[str] | None) -> int:
    """Run a command; what goes wrong becomes a sentence and an exit code."""
    gc.set_threshold(OBJECTS_BETWEEN_COLLECTIONS)
    atexit.register(gc.freeze)  # nor is there anything to look for at the end
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure and (stream.encoding or "").lower().replace("-", "") != "utf8":
            reconfigure(errors="replace")
    try:
        code = roster.main(arguments, prog_name="roster", standalone_mode=False) or 0
        return _stopped() if ending.raised() else code  # it was asked twice, and wrote what was verified
    except SystemExit as end:
        if end.code == 1:  # click's answer to output that nobody reads, which is our exit code of violations
            return NOBODY_READS
        raise
    except click.ClickException as error:
        error.show()
        return _failed(error.exit_code, error.format_message())
    except (KeyboardInterrupt, click.Abort):
        return _stopped()
    except Exception as error:
        if ending.raised() is not None:  # whatever became of it on its way, such as a module that could not be loaded
            return _stopped()
        if isinstance(error, RosterError) and not isinstance(error, InternalError):
            click.echo(str(error), err=True)
            code = next(code for kind, code in EXIT_CODES if isinstance(error, kind))
            return _failed(code, str(error), error.faults if isinstance(error, InputError) else ())
        if nobody_reads(error):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return NOBODY_READS
        from roster.own_fault import own_up

        return _failed(PROGRAM_FAULT, own_up(error))


def _stopped() -> int:
    """Say what was written before a request to end, and what exit code that has."""
    files = [file for file in ending.written() if not file.name.startswith(".")]
    text = _("stopped; written before that: {files}") if files else _("stopped; nothing was written")
    text = text.format(files=_(", ").join(map(str, files)))
    click.echo(text, err=True)
    request = ending.raised()
    return _failed(request.exit_code if request else STOPPED_BY_USER, text)


def nobody_reads(error: Exception) -> bool:
    """Whether what reads our output has ended; Windows says so with an error of its own."""
    nameless = isinstance(error, OSError) and error.filename is None
    on_windows = os.name == "nt" and nameless and getattr(error, "errno", None) == errno.EINVAL
    return isinstance(error, BrokenPipeError) or on_windows


if __name__ == "__main__":
    main()
