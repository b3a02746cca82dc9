"""The command line: each command reads, calls one thing and writes."""

from __future__ import annotations

import errno
import json
import os
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import click

from roster.domain.errors import InputError, InternalError, NoRosterError, OutOfTimeError, OutputError, RosterError
from roster.help import TranslatedGroup
from roster.i18n import N_, _
from roster.options import (
    CONSTRAINTS,
    FOLDER,
    HISTORY,
    JSON,
    LANGUAGE,
    PATH,
    START,
    VERSION,
    WEEKS,
    Number,
    command_line,
    options,
    speak_as,
)

EXIT_CODES: tuple[tuple[type[RosterError], int], ...] = (
    (InputError, 2),
    (OutputError, 2),
    (NoRosterError, 3),
    (OutOfTimeError, 4),
)
VIOLATIONS, PROGRAM_FAULT, STOPPED_BY_USER, NOBODY_READS = 1, 70, 130, 141


def print_json(content: object) -> None:
    click.echo(json.dumps(content, indent=2))


@click.group(cls=TranslatedGroup, help=N_("Rosters for patrol and special-police brigades: made, checked, explained."))
@options(VERSION, LANGUAGE)
def roster() -> None:
    pass


@roster.command(
    example="roster solve inputs/hancheng --time-limit 60",
    help=N_("Make the roster of a brigade's week and write it as a workbook."),
)
@options(FOLDER, CONSTRAINTS, HISTORY, START, WEEKS)
@click.option("--roll", is_flag=True, help=N_("solve week by week instead of all weeks at once"))
@click.option(
    "--time-limit",
    type=Number(min=0.1),
    default=60.0,
    show_default=True,
    help=N_("seconds of search; with --roll for each week"),
)
@click.option("--gap", type=Number(0, 1), default=0.005, show_default=True, help=N_("stop at this relative gap"))
@click.option("--workers", type=click.IntRange(1, 64), default=2, show_default=True, help=N_("solver threads"))
@click.option(
    "--search",
    type=click.Choice(["auto", "cpsat", "columns"]),
    default="auto",
    show_default=True,
    help=N_("how to prove bounds: cpsat on the whole model, columns by lines of work, auto chooses by size"),
)
@click.option("--seed", type=click.IntRange(0, 2**31 - 1), default=1, show_default=True, help=N_("random seed"))
@click.option("--deterministic", is_flag=True, help=N_("same inputs and seed give the same roster, whatever the load"))
@click.option("-o", "--output", type=PATH, help=N_("the workbook to write; default: outputs/BRIGADE-START.xlsx"))
@click.option("--csv", "csv_folder", type=PATH, help=N_("also write hr.csv and slots.csv there"))
@click.option("--log", type=PATH, help=N_("also write the steps of the search there, as CSV"))
@click.option("--force", is_flag=True, help=N_("replace a workbook that was edited since; keeps a .bak"))
@options(JSON, LANGUAGE)
def solve(
    folder: Path,
    constraints: tuple[Path, ...],
    history: tuple[Path, ...],
    start: date | None,
    weeks: int,
    roll: bool,
    output: Path | None,
    csv_folder: Path | None,
    log: Path | None,
    force: bool,
    json_out: bool,
    **search: Any,
) -> None:
    from roster import api, console
    from roster.io.edited import keep_edited
    from roster.io.files import try_target
    from roster.io.outcome_json import as_json, failure_as_json

    speak_as(folder)
    began = time.monotonic()
    with console.live_line() as progress:
        case = api.load(folder, constraints, start, weeks, history)
        file = output or Path("outputs") / f"{case.tables.name}-{case.problem.horizon.start}.xlsx"
        api.can_write(file, csv_folder)
        if not force:
            keep_edited(file)
        if log:
            try_target(log)
        try:
            with console.stoppable() as stop:
                outcome = api.solve(case, roll=roll, watch=progress, stop=stop, **search)
                kept = keep_edited(file, force=True)
                api.write(replace(outcome, command=command_line()), file, csv_folder)
        except (NoRosterError, OutOfTimeError) as error:
            if json_out:
                print_json(failure_as_json(error, time.monotonic() - began, search["seed"]))
            raise
        finally:
            if log:
                console.write_log(progress.moments, log)
    if json_out:
        print_json(as_json(outcome, file))
    for line in console.closing_lines(outcome, file):
        click.echo(line, err=json_out)
    if kept:
        click.echo(_("the edited workbook that was there is kept as {file}").format(file=kept), err=json_out)


@roster.command(
    example="roster check inputs/hancheng",
    help=N_("Check a brigade's tables and rules; every fault is named. Ends with supply against demand."),
)
@options(FOLDER, CONSTRAINTS, HISTORY, START, WEEKS, LANGUAGE)
def check(
    folder: Path, constraints: tuple[Path, ...], history: tuple[Path, ...], start: date | None, weeks: int
) -> None:
    from roster import api
    from roster.io.supply import supply_lines

    speak_as(folder)
    case = api.load(folder, constraints, start, weeks, history)
    for note in api.check(case):
        click.echo(_("note: {note}").format(note=note))
    for line in supply_lines(case.problem):
        click.echo(line)
    click.echo(_("tables and rules are in order"))


@roster.command(example="roster init my-brigade", help=N_("Make a new brigade: blank tables and a starting rulebook."))
@click.argument("folder", metavar="DIR", type=PATH)
@LANGUAGE
def init(folder: Path) -> None:
    from roster.io.template import write_template

    for file in write_template(folder):
        click.echo(_("written: {file}").format(file=file))


@roster.command(
    example="roster verify outputs/hancheng-2026-10-19.xlsx",
    help=N_("Check a workbook of ours against every rule, also one edited by hand."),
)
@click.argument("file", metavar="FILE.xlsx", type=PATH)
@click.argument("folder", metavar="[DIR]", required=False, type=PATH)
@options(CONSTRAINTS, HISTORY, JSON, LANGUAGE)
@click.pass_context
def verify(
    context: click.Context,
    file: Path,
    folder: Path | None,
    constraints: tuple[Path, ...],
    history: tuple[Path, ...],
    json_out: bool,
) -> None:
    from roster import api
    from roster.io.outcome_json import verified_as_json
    from roster.io.read_book import read_book
    from roster.io.recorded import brigade_of

    book = read_book(file)
    folder = folder or brigade_of(book)
    speak_as(folder)
    checked = api.verify_book(book, folder, constraints, history)
    if json_out:
        print_json(verified_as_json(checked, file))
    for line in checked.lines():
        click.echo(line, err=json_out)
    if checked.report.must_violations:
        context.exit(VIOLATIONS)


@roster.command(
    example="roster rules minimum_rest", help=N_("List every rule with its fields, units and an example; or one rule.")
)
@click.argument("name", metavar="[RULE]", required=False)
@click.option("--schema", is_flag=True, help=N_("print the JSON schema of a rulebook, for editors"))
@LANGUAGE
def rules(name: str | None, schema: bool) -> None:
    from roster.io.rulebook import rulebook_schema, rules_text

    if schema:
        print_json(rulebook_schema())
    else:
        click.echo(rules_text(name))


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command; errors become a sentence on standard error and an exit code, never a traceback."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure and (stream.encoding or "").lower().replace("-", "") != "utf8":
            reconfigure(errors="replace")
    try:
        sys.exit(roster.main(arguments, prog_name="roster", standalone_mode=False) or 0)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (KeyboardInterrupt, click.Abort):
        click.echo(_("stopped; nothing was written"), err=True)
        sys.exit(STOPPED_BY_USER)
    except Exception as error:
        if isinstance(error, RosterError) and not isinstance(error, InternalError):
            click.echo(str(error), err=True)
            sys.exit(next(code for kind, code in EXIT_CODES if isinstance(error, kind)))
        if nobody_reads(error):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            sys.exit(NOBODY_READS)
        from roster.own_fault import own_up

        own_up(error)
        sys.exit(PROGRAM_FAULT)


def nobody_reads(error: Exception) -> bool:
    """Whether what reads our output has ended; Windows says so with an error of its own."""
    nameless = isinstance(error, OSError) and error.filename is None
    on_windows = os.name == "nt" and nameless and getattr(error, "errno", None) == errno.EINVAL
    return isinstance(error, BrokenPipeError) or on_windows


if __name__ == "__main__":
    main()
