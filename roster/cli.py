"""The command line: each command reads, calls one thing and writes."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from roster import i18n
from roster.domain.errors import (
    InputError,
    InternalError,
    NoRosterError,
    OutOfTimeError,
    OutputError,
    RosterError,
)
from roster.i18n import N_, _

EXIT_CODES: tuple[tuple[type[RosterError], int], ...] = (
    (InputError, 2),
    (OutputError, 2),
    (NoRosterError, 3),
    (OutOfTimeError, 4),
    (InternalError, 70),
)
VIOLATIONS, STOPPED_BY_USER = 1, 130
EXAMPLE = "inputs/hancheng"


class Translated(click.Command):
    """A command whose help is in the language in use, and ends with an example that runs."""

    def __init__(self, *arguments: Any, example: str = "", **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.example = example

    def format_help(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        self.help = _(self.help or "")
        self.epilog = _("Example: {command}").format(command=self.example) if self.example else None
        for parameter in self.params:
            if isinstance(parameter, click.Option):
                parameter.help = _(parameter.help or "")
        super().format_help(context, formatter)


class TranslatedGroup(click.Group):
    """A group whose own help and command list are in the language in use."""

    command_class = Translated

    def format_help(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        self.help = _(self.help or "")
        for command in self.commands.values():
            command.short_help = _(command.help or "").split("\n")[0]
        super().format_help(context, formatter)


def _language(context: click.Context, parameter: click.Parameter, value: str | None) -> str | None:
    if value:
        i18n.set_language(value)
    return value


def options(*chosen: Callable[..., Any]) -> Callable[..., Any]:
    """Several options as one decorator."""

    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        for option in reversed(chosen):
            function = option(function)
        return function

    return decorate


LANGUAGE = click.option(
    "--lang",
    type=click.Choice(i18n.LANGUAGES),
    callback=_language,
    expose_value=False,
    is_eager=True,
    help=N_("language; default: the brigade's setting"),
)
FOLDER = click.argument("folder", metavar="[DIR]", default=EXAMPLE, type=click.Path(path_type=Path))
CONSTRAINTS = click.option(
    "-c",
    "--constraints",
    multiple=True,
    type=click.Path(path_type=Path),
    help=N_("rules to apply, in order; default: the brigade's own constraints/*.yaml, else the shipped base"),
)
START = click.option(
    "--start", type=click.DateTime(["%Y-%m-%d"]), help=N_("first date; default: the brigade's setting")
)
WEEKS = click.option(
    "--weeks", type=click.IntRange(1, 60), default=1, show_default=True, help=N_("length of the horizon")
)
JSON = click.option("--json", "json_out", is_flag=True, help=N_("print one JSON object on standard output"))


@click.group(cls=TranslatedGroup, help=N_("Rosters for patrol and special-police brigades: made, checked, explained."))
@click.version_option(package_name="patrol-roster")
@LANGUAGE
def roster() -> None:
    pass


def _load(folder: Path, constraints: Sequence[Path], start: datetime | None, weeks: int) -> Any:
    from roster.api import load

    return load(folder, constraints, start.date() if start else None, weeks)


@roster.command(
    example="roster solve inputs/hancheng --time-limit 60",
    help=N_("Make the roster of a brigade's week and write it as a workbook."),
)
@options(FOLDER, CONSTRAINTS, START, WEEKS, JSON, LANGUAGE)
@click.option("--roll", is_flag=True, help=N_("solve week by week instead of all weeks at once"))
@click.option(
    "--time-limit", type=click.FloatRange(min=0.1), default=60.0, show_default=True, help=N_("seconds of search")
)
@click.option(
    "--gap", type=click.FloatRange(0, 1), default=0.005, show_default=True, help=N_("stop at this relative gap")
)
@click.option("--workers", type=click.IntRange(1, 64), default=2, show_default=True, help=N_("solver threads"))
@click.option("--seed", type=click.IntRange(0, 2**31 - 1), default=1, show_default=True, help=N_("random seed"))
@click.option("--deterministic", is_flag=True, help=N_("same inputs and seed give the same roster, whatever the load"))
@click.option("-o", "--output", type=click.Path(path_type=Path), help=N_("the workbook to write"))
@click.option("--csv", "csv_folder", type=click.Path(path_type=Path), help=N_("also write hr.csv and slots.csv there"))
@click.option("--force", is_flag=True, help=N_("replace a workbook that was edited since; keeps a .bak"))
def solve(
    folder: Path,
    constraints: tuple[Path, ...],
    start: datetime | None,
    weeks: int,
    json_out: bool,
    roll: bool,
    output: Path | None,
    csv_folder: Path | None,
    force: bool,
    **search: Any,
) -> None:
    from roster import api, console
    from roster.io.edited import keep_edited
    from roster.io.outcome_json import as_json, failure_as_json

    try:
        with console.live_line() as watch, console.stoppable() as stop:
            case = _load(folder, constraints, start, weeks)
            file = output or Path("outputs") / f"{case.tables.name}-{case.problem.horizon.start}.xlsx"
            keep_edited(file, force)
            outcome = api.solve(case, roll=roll, watch=watch, stop=stop, **search)
            outcome = replace(outcome, command=" ".join(["roster", *sys.argv[1:]]))
            api.write(outcome, file, csv_folder)
    except (NoRosterError, OutOfTimeError) as error:
        if json_out:
            click.echo(json.dumps(failure_as_json(error), indent=2))
        raise
    if json_out:
        click.echo(json.dumps(as_json(outcome, file), indent=2))
    for line in console.closing_lines(outcome, str(file)):
        click.echo(line, err=json_out)


@roster.command(
    example="roster check inputs/hancheng",
    help=N_("Check a brigade's tables and rules; every fault is named. Ends with supply against demand."),
)
@options(FOLDER, CONSTRAINTS, START, WEEKS, LANGUAGE)
def check(folder: Path, constraints: tuple[Path, ...], start: datetime | None, weeks: int) -> None:
    from roster.api import check as notes
    from roster.io.supply import supply_lines

    case = _load(folder, constraints, start, weeks)
    for note in notes(case):
        click.echo(_("note: {note}").format(note=note))
    for line in supply_lines(case.problem):
        click.echo(line)
    click.echo(_("tables and rules are in order"))


@roster.command(example="roster init my-brigade", help=N_("Make a new brigade: blank tables and a starting rulebook."))
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@LANGUAGE
def init(folder: Path) -> None:
    from roster.io.template import write_template

    for file in write_template(folder):
        click.echo(_("written: {file}").format(file=file))


@roster.command(
    example="roster verify outputs/hancheng-2026-10-19.xlsx",
    help=N_("Check a workbook of ours against every rule, also one edited by hand."),
)
@click.argument("file", metavar="FILE.xlsx", type=click.Path(path_type=Path))
@click.argument("folder", metavar="[DIR]", required=False, type=click.Path(path_type=Path))
@options(CONSTRAINTS, LANGUAGE)
@click.pass_context
def verify(context: click.Context, file: Path, folder: Path | None, constraints: tuple[Path, ...]) -> None:
    from roster.api import verify_book

    result = verify_book(file, folder, constraints)
    for line in result.lines():
        click.echo(line)
    if result.report.must_violations:
        context.exit(VIOLATIONS)


@roster.command(
    example="roster rules minimum_rest", help=N_("List every rule with its fields, units and an example; or one rule.")
)
@click.argument("name", metavar="[RULE]", required=False)
@click.option("--schema", is_flag=True, help=N_("print the JSON schema of a rulebook, for editors"))
@LANGUAGE
def rules(name: str | None, schema: bool) -> None:
    from roster.io.rulebook import rulebook_schema, rules_text

    click.echo(json.dumps(rulebook_schema(), indent=2) if schema else rules_text(name))


def main() -> None:
    """Run a command; errors become a sentence on standard error and an exit code, never a traceback."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure and (stream.encoding or "").lower().replace("-", "") != "utf8":
            reconfigure(errors="replace")
    try:
        sys.exit(roster.main(standalone_mode=False) or 0)
    except click.exceptions.Exit as done:
        sys.exit(done.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (KeyboardInterrupt, click.Abort):
        click.echo(_("stopped; nothing was written"), err=True)
        sys.exit(STOPPED_BY_USER)
    except RosterError as error:
        click.echo(str(error), err=True)
        sys.exit(next(code for kind, code in EXIT_CODES if isinstance(error, kind)))


if __name__ == "__main__":
    main()
