"""Explain why no roster exists, or why one is short, and what would cure it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from roster.help import THEN_KEY, TranslatedCommand
from roster.i18n import N_, _
from roster.options import (
    CONSTRAINTS,
    FOLDER,
    HISTORY,
    JSON,
    LANGUAGE,
    NO_ROSTER,
    START,
    WEEKS,
    WORKERS,
    Number,
    options,
    print_json,
    speak_as,
)

if TYPE_CHECKING:
    from roster.explain.trial import Asked


SOLVE = N_("make the roster: roster solve {brigade}")


@click.command(
    cls=TranslatedCommand,
    example="roster explain inputs/hancheng --time-limit 60",
    then=N_("with a cure chosen and --apply: roster solve {brigade}"),
    help=N_("Explain which musts clash, or what forces each shortfall, with cures that were solved again."),
)
@options(FOLDER, CONSTRAINTS, HISTORY, START, WEEKS)
@click.option(
    "--time-limit",
    type=Number(min=1),
    default=120.0,
    show_default=True,
    help=N_("seconds for the clashes, or the roster and what it is short of, and for cures"),
)
@options(WORKERS)
@click.option(
    "--apply",
    "number",
    type=click.IntRange(min=1),
    help=N_("write the cure of this number, as it was last shown, into its files"),
)
@options(JSON, LANGUAGE)
@click.pass_context
def explain(
    context: click.Context,
    folder: Path,
    constraints: tuple[Path, ...],
    history: tuple[Path, ...],
    start: date | None,
    weeks: int,
    time_limit: float,
    workers: int,
    number: int | None,
    json_out: bool,
) -> None:
    from roster import console
    from roster.explain.as_json import as_json
    from roster.explain.explained import explain as find_out
    from roster.explain.lines import lines
    from roster.explain.remembered import remember
    from roster.explain.trial import Asked

    speak_as(folder)
    asked = Asked(folder, constraints, history, start, weeks, workers)
    if number is not None:
        context.meta[THEN_KEY] = SOLVE
        _apply(asked, number, json_out)
        return
    with console.live_line() as progress, console.stoppable() as stop:
        explanation = find_out(asked, time_limit, progress, stop)
    remember(asked, explanation)
    if not any(short.cures for short in explanation.shortfalls):
        context.meta[THEN_KEY] = SOLVE
    if json_out:
        print_json(as_json(explanation))
    for line in lines(explanation):
        click.echo(line, err=json_out)
    if explanation.clashes:
        context.exit(NO_ROSTER)


def _apply(asked: Asked, number: int, json_out: bool) -> None:
    """Write a cure that was shown. Raises InputError where none was, or a file has changed since."""
    from roster.explain.apply import apply
    from roster.explain.remembered import recall

    shown = recall(asked, asked.load())
    if number > len(shown):
        raise click.BadParameter(_("cures shown: {count}").format(count=len(shown)), param_hint="--apply")
    changes = shown[number - 1]
    for file in apply(changes, home=asked.folder):
        click.echo(_("written: {file}").format(file=file), err=json_out)
    for file in asked.to_be_given(changes):
        note = _("note: the shipped rules stay as they are; give {file} with -c from now on").format(file=file)
        click.echo(note, err=json_out)
