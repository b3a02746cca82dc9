"""Who could take over a duty."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from roster.frame import Inputs, Reply, gathered
from roster.help import TranslatedCommand
from roster.i18n import N_, _
from roster.options import BRIGADE, CONSTRAINTS, FORCE, HISTORY, JSON, LANGUAGE, PATH, WORKBOOK, options
from roster.parameters import Date, Number


@click.command(
    cls=TranslatedCommand,
    example="roster substitute outputs/hancheng-2026-10-19.xlsx L02 2026-10-22",
    then=N_("with the choice made: roster swap, or roster replan {workbook} --absent"),
    help=N_("Rank everybody who could take over a duty; without an officer: whether any single absence is covered."),
)
@options(WORKBOOK)
@click.argument("officer", metavar="[OFFICER]", required=False)
@click.argument("date", metavar="[DATE]", required=False, type=Date())
@click.argument("shift", metavar="[SHIFT]", required=False, default="")
@click.option("-o", "--output", type=PATH, help=N_("without an officer: also write the table, as a workbook"))
@click.option(
    "--time-limit", type=Number(min=0.1), default=60.0, show_default=True, help=N_("seconds of search at the most")
)
@options(FORCE, BRIGADE, CONSTRAINTS, HISTORY, JSON, LANGUAGE)
@gathered(inputs=Inputs, reply=Reply)
def substitute(
    inputs: Inputs,
    reply: Reply,
    workbook: Path,
    officer: str | None,
    date: date | None,
    shift: str,
    output: Path | None,
    time_limit: float,
) -> None:
    from roster import console, living
    from roster.io.codes import read_code
    from roster.report import stand_ins, substitutes
    from roster.report.book import write_book

    if (officer is None) != (date is None):
        raise click.UsageError(_("give an officer and a date, or neither"))
    week = inputs.week(workbook, itineraries=False)
    problem = week.problem
    outputs = reply.outputs(week.case, [workbook]).add(output, "sheet")
    outputs.check()
    if officer is not None and date is not None:
        with console.stoppable(writes=False):
            found = living.substitutes(week, officer, date, read_code(shift, problem) or shift, time_limit)
        reply.say(substitutes.lines(found, problem), lambda: substitutes.as_json(found, problem))
        return
    with console.stoppable(writes=bool(output)):
        table = living.stand_ins(week, time_limit)
    kept = outputs.keep()
    if output:
        write_book(output, stand_ins.sheet(table, problem))
    reply.say(stand_ins.lines(table, problem), lambda: stand_ins.as_json(table, problem))
    reply.written([output], kept)
