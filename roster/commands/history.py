"""Each officer's balances over any window of dates."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from roster.help import TranslatedCommand
from roster.i18n import N_, _
from roster.options import (
    CONSTRAINTS,
    FOLDER,
    FORCE,
    JSON,
    LANGUAGE,
    PATH,
    Date,
    options,
    print_json,
    say_kept,
    speak_as,
)


@click.command(
    cls=TranslatedCommand,
    example="roster history inputs/hancheng --from 2026-09-21 --to 2026-10-18",
    then=N_("make the week after: roster next {brigade}"),
    help=N_("Show each officer's balances: shifts, hours, nights, weekends, holidays, recalls from rest."),
)
@options(FOLDER, CONSTRAINTS)
@click.option("--from", "first", type=Date(), help=N_("first date; default: the first that is known"))
@click.option("--to", "last", type=Date(), help=N_("last date; default: the last that is known"))
@click.option("-o", "--output", type=PATH, help=N_("also write a sheet, as a workbook"))
@click.option("--plot", type=PATH, help=N_("also draw a plot, as PNG, SVG or PDF"))
@options(FORCE, JSON, LANGUAGE)
def history(
    folder: Path,
    constraints: tuple[Path, ...],
    first: date | None,
    last: date | None,
    output: Path | None,
    plot: Path | None,
    force: bool,
    json_out: bool,
) -> None:
    from roster import api, living
    from roster.io.history_book import draw_history, write_history
    from roster.io.ledger_text import balance_table, balances_as_json
    from roster.io.outputs import Outputs

    speak_as(folder)
    case = api.load(folder, constraints)
    for warning in case.warnings:
        click.echo(_("note: {note}").format(note=warning), err=True)
    outputs = Outputs(case, force=force).add(output, "sheet").add(plot, "picture")
    outputs.check()
    found, begin, end = living.balances(case, first, last)
    if begin > end:
        raise click.UsageError(_("--from lies after --to"))
    kept = outputs.keep()
    if output:
        write_history(output, case.problem.settings.name, found, begin, end)
    if plot:
        draw_history(plot, case.problem.settings.name, found, begin, end)
    if json_out:
        print_json(balances_as_json(found, begin, end))
    else:
        click.echo(balance_table(found, begin, end))
    for file in filter(None, (output, plot)):
        click.echo(_("written: {file}").format(file=file), err=json_out)
    say_kept(kept, json_out)
