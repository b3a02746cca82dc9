"""Each officer's balances over any window of dates."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from roster.frame import Inputs, Reply, gathered
from roster.help import TranslatedCommand
from roster.i18n import N_, _
from roster.options import CONSTRAINTS, FOLDER, FORCE, JSON, LANGUAGE, PATH, options
from roster.parameters import Date


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
@gathered(inputs=Inputs, reply=Reply)
def history(
    inputs: Inputs, reply: Reply, first: date | None, last: date | None, output: Path | None, plot: Path | None
) -> None:
    from roster import living
    from roster.report import history
    from roster.report.book import write_book

    case = inputs.case()
    outputs = reply.outputs(case).add(output, "sheet").add(plot, "picture")
    outputs.check()
    found, begin, end = living.balances(case, first, last)
    if begin > end:
        raise click.UsageError(_("--from lies after --to"))
    kept = outputs.keep()
    brigade = case.problem.settings.name
    if output:
        write_book(output, history.sheet(brigade, found, begin, end))
    if plot:
        history.draw(plot, brigade, found, begin, end)
    reply.say(history.lines(found, begin, end), lambda: history.as_json(found, begin, end), beside=False)
    reply.written((output, plot), kept)
