"""Two officers exchange duties."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from roster.frame import Inputs, Reply, end, gathered
from roster.help import TranslatedCommand
from roster.i18n import N_
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
    command_line,
    options,
)
from roster.parameters import Date, Number


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
@gathered(inputs=Inputs, reply=Reply)
def swap(
    inputs: Inputs,
    reply: Reply,
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
) -> None:
    from roster import api, console, living
    from roster.report import patrol_plan, swap

    week = inputs.week(workbook, itineraries=False)
    with console.stoppable(writes=False):
        found = living.swap(week, one, date, other, other_date, time_limit)
    lawful = not found.verdict.forbidden
    file = (output or workbook.with_name(f"{workbook.stem}-swap.xlsx")) if apply and lawful else None
    if file:
        outputs = reply.outputs(week.case, [workbook]).add(file, "roster").add(leader_out, "sheet")
        outputs.check()
        with console.stoppable() as stop:
            outcome = living.swapped(week, found, plan_time, stop)
        kept = outputs.keep()
        api.write(outcome.made_by(command_line()), file, leader_file=leader_out)
    reply.say(swap.lines(found, week.problem), lambda: swap.as_json(found, week.problem, str(file) if file else None))
    if file:
        reply.say(patrol_plan.lines(outcome))
        reply.written([file], kept)
    if not lawful:
        end(OUT_OF_TIME if found.verdict.unsettled else VIOLATIONS)
