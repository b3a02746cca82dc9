"""Two officers exchange duties."""

from __future__ import annotations

from dataclasses import replace
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
    LEADER_OUT,
    OUT_OF_TIME,
    PATH,
    REPLAN_TIME,
    VIOLATIONS,
    WORKBOOK,
    Date,
    Number,
    command_line,
    options,
    print_json,
    say_kept,
    speak_as,
)


@click.command(
    cls=TranslatedCommand,
    example="roster swap outputs/hancheng-2026-10-19.xlsx L02 2026-10-22 L01 2026-10-22",
    then=N_("when it stands: roster publish {written}"),
    help=N_("Say whether two officers may exchange duties, or a duty for a day off, and the price; --apply writes it."),
)
@options(WORKBOOK)
@click.argument("one", metavar="A")
@click.argument("date", metavar="DATE", type=Date())
@click.argument("other", metavar="B")
@click.argument("other_date", metavar="DATE", type=Date())
@click.option("--apply", is_flag=True, help=N_("write the workbook with the swap, where it is lawful"))
@click.option(
    "--time-limit", type=Number(min=0.1), default=20.0, show_default=True, help=N_("seconds of search at the most")
)
@options(REPLAN_TIME, LEADER_OUT)
@click.option("-o", "--output", type=PATH, help=N_("the workbook to write; default: WORKBOOK-swap.xlsx"))
@options(FORCE)
@options(BRIGADE, CONSTRAINTS, HISTORY, JSON, LANGUAGE)
@click.pass_context
def swap(
    context: click.Context,
    workbook: Path,
    one: str,
    date: date,
    other: str,
    other_date: date,
    apply: bool,
    time_limit: float,
    plan_time: float,
    leader_out: Path | None,
    output: Path | None,
    force: bool,
    folder: Path | None,
    constraints: tuple[Path, ...],
    history: tuple[Path, ...],
    json_out: bool,
) -> None:
    from roster import api, console, living
    from roster.io.outputs import Outputs
    from roster.io.read_book import read_book
    from roster.io.recorded import brigade_of
    from roster.io.substitute_text import swap_as_json, swap_lines

    book = read_book(workbook)
    folder = folder or brigade_of(book)
    speak_as(folder)
    week = living.open_week(book, folder, constraints, history, itineraries=False)
    found = living.swap(week, one, date, other, other_date, time_limit)
    lawful = not found.verdict.forbidden
    file = (output or workbook.with_name(f"{workbook.stem}-swap.xlsx")) if apply and lawful else None
    if file:
        outputs = Outputs(week.case, [workbook], force).add(file, "roster").add(leader_out, "sheet")
        outputs.check()
        outcome = living.swapped(week, found, plan_time)
        kept = outputs.keep()
        api.write(replace(outcome, command=command_line()), file, leader_file=leader_out)
    if json_out:
        print_json(swap_as_json(found, week.problem, str(file) if file else None))
    for line in swap_lines(found, week.problem):
        click.echo(line, err=json_out)
    if file:
        for line in console.plan_lines(outcome):
            click.echo(line, err=json_out)
        click.echo(_("written: {file}").format(file=file), err=json_out)
        say_kept(kept, json_out)
    if not lawful:
        context.exit(OUT_OF_TIME if found.verdict.unsettled else VIOLATIONS)
