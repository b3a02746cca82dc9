"""Repair a published roster with the fewest changes."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import click

from roster.frame import Inputs, Reply, gathered
from roster.help import TranslatedCommand
from roster.i18n import N_, _
from roster.options import (
    BRIGADE,
    CONSTRAINTS,
    COPIES,
    EVENTS,
    FORCE,
    HISTORY,
    JSON,
    LANGUAGE,
    LEADER_OUT,
    PATH,
    PLAN_SEED,
    REPLAN_TIME,
    WORKBOOK,
    WORKERS,
    check_copies,
    command_line,
    options,
)
from roster.parameters import Moment, Number


@click.command(
    cls=TranslatedCommand,
    example="roster replan outputs/hancheng-2026-10-19.xlsx --absent P014 2026-10-22..2026-10-23 sick",
    then=N_("tell those who are on the sheet Changes; when it stands: roster publish {file}"),
    help=N_("Repair a published roster with the fewest changes: hand edits, absences, vehicles, more demand."),
)
@options(WORKBOOK, BRIGADE)
@click.option(
    "--absent",
    nargs=3,
    multiple=True,
    metavar="ID FROM..TO KIND",
    help=N_("an officer who is not there, as: P014 2026-10-23..2026-10-24 sick"),
)
@click.option(
    "--vehicle-off",
    nargs=2,
    multiple=True,
    metavar="ID FROM..TO",
    help=N_("a vehicle off the road, as: V04 2026-10-23..2026-10-25"),
)
@click.option(
    "--hours-only",
    is_flag=True,
    help=N_("absences with times, as two hours of court, cost a longer duty these hours only; likewise vehicles"),
)
@click.option(
    "--add-demand",
    nargs=5,
    multiple=True,
    metavar="KIND PLACES DATES HOURS UNITS",
    help=N_("units beyond what the tables ask for, as: car Z4 2026-10-23 18:00-02:00 1"),
)
@click.option(
    "--replace",
    "replaced",
    nargs=2,
    multiple=True,
    metavar="ID OTHER",
    help=N_("hand over the rest of an officer's duties to another, from --from on or as far as --absent takes them"),
)
@click.option("--from", "since", type=Moment(), help=N_("what began before this moment is history and cannot change"))
@click.option("--keep-edits", is_flag=True, help=N_("keep hand edits that break a must, as acknowledged exceptions"))
@click.option("--answers", default="", metavar="NAME", help=N_("who answers for them; default: that day's duty leader"))
@click.option(
    "--time-limit", type=Number(min=0.1), default=120.0, show_default=True, help=N_("seconds of search at the most")
)
@options(WORKERS)
@click.option("--seed", type=click.IntRange(0, 2**31 - 1), default=1, show_default=True, help=N_("random seed"))
@click.option("--deterministic", is_flag=True, help=N_("same inputs and seed give the same roster, whatever the load"))
@options(REPLAN_TIME, PLAN_SEED, LEADER_OUT)
@click.option("-o", "--output", type=PATH, help=N_("the workbook to write; default: WORKBOOK-replan.xlsx"))
@options(COPIES, FORCE)
@options(CONSTRAINTS, HISTORY, JSON, EVENTS, LANGUAGE)
@gathered(inputs=Inputs, reply=Reply)
def replan(
    inputs: Inputs,
    reply: Reply,
    workbook: Path,
    since: dt.date | None,
    leader_out: Path | None,
    output: Path | None,
    copies: tuple[str, ...],
    password: str | None,
    **asked: Any,
) -> None:
    from roster import api, console, living
    from roster.domain import ending
    from roster.domain.errors import NoRosterError
    from roster.explain.no_repair import told_by_rows
    from roster.io.copies import write_copies
    from roster.io.unbound_lines import unread_lines
    from roster.report import repair

    check_copies(copies, password)
    file = output or workbook.with_name(f"{workbook.stem}-replan.xlsx")
    book = inputs.book(workbook)
    with console.live_line(rosters=True) as progress:
        week = living.open_week(*book, inputs.constraints, inputs.history, itineraries=False)
        outputs = reply.outputs(week.case, [workbook]).add(file, "roster").add(leader_out, "sheet")
        outputs.copies(file, copies).check()
        with console.stoppable() as stop:
            try:
                outcome = living.replan(week, since=since, watch=progress, stop=stop, **asked)
            except NoRosterError as error:
                raise told_by_rows(error, week) from None
            progress.verified(outcome.problem, outcome.roster, last=True)
            with ending.uninterrupted():
                kept = outputs.keep()
                api.write(outcome.made_by(command_line()), file, leader_file=leader_out)
            copied = write_copies(outcome, file, copies, password)
    for note in unread_lines(outcome.problem, week.case.rulebook):
        click.echo(_("note: {note}").format(note=note), err=True)
    reply.say(repair.lines(outcome, week.checked, file), lambda: repair.as_json(outcome, week.checked, file))
    reply.written(kept=kept, copies=copied)
