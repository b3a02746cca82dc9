"""Who could take over a duty."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from roster.help import TranslatedCommand
from roster.i18n import N_, _
from roster.options import (
    BRIGADE,
    CONSTRAINTS,
    FORCE,
    HISTORY,
    JSON,
    LANGUAGE,
    PATH,
    WORKBOOK,
    Date,
    Number,
    options,
    print_json,
    say_kept,
    speak_as,
)


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
def substitute(
    workbook: Path,
    officer: str | None,
    date: date | None,
    shift: str,
    output: Path | None,
    time_limit: float,
    force: bool,
    folder: Path | None,
    constraints: tuple[Path, ...],
    history: tuple[Path, ...],
    json_out: bool,
) -> None:
    from roster import living
    from roster.io import substitute_text
    from roster.io.codes import read_code
    from roster.io.outputs import Outputs
    from roster.io.read_book import read_book
    from roster.io.recorded import brigade_of

    if (officer is None) != (date is None):
        raise click.UsageError(_("give an officer and a date, or neither"))
    book = read_book(workbook)
    folder = folder or brigade_of(book)
    speak_as(folder)
    week = living.open_week(book, folder, constraints, history, itineraries=False)
    outputs = Outputs(week.case, [workbook], force).add(output, "sheet")
    outputs.check()
    if officer is None or date is None:
        table = living.stand_ins(week, time_limit)
        if output:
            from roster.io.stand_ins_book import write_stand_ins

            kept = outputs.keep()
            write_stand_ins(output, table, week.problem)
        if json_out:
            print_json(substitute_text.stand_ins_as_json(table, week.problem))
        for line in substitute_text.stand_in_lines(table, week.problem):
            click.echo(line, err=json_out)
        if output:
            click.echo(_("written: {file}").format(file=output), err=json_out)
            say_kept(kept, json_out)
        return
    found = living.substitutes(week, officer, date, read_code(shift, week.problem) or shift, time_limit)
    if json_out:
        print_json(substitute_text.substitutes_as_json(found, week.problem))
    for line in substitute_text.substitute_lines(found, week.problem):
        click.echo(line, err=json_out)
