"""Make the roster of the week after the last published one: all that a Friday asks for."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from roster.commands.solve import solve
from roster.frame import Inputs, Reply, gathered
from roster.help import TranslatedCommand
from roster.i18n import N_, _
from roster.options import (
    CONSTRAINTS,
    EVENTS,
    FOLDER,
    JSON,
    LANGUAGE,
    LEADER_OUT,
    PLAN_TIME,
    START,
    WEEKS,
    WORKERS,
    options,
)
from roster.parameters import Number

if TYPE_CHECKING:
    from roster.domain.outcome import Outcome
    from roster.living.week import Week


@click.command(
    "next",
    cls=TranslatedCommand,
    example="roster next inputs/hancheng",
    then=N_(
        "type changes into the sheet Roster, then: roster replan {written}; when it stands: roster publish {written}; "
        "the week after: roster next {brigade}"
    ),
    help=N_(
        "Make the week after the last published one: finds it, names the history it uses and what is missing, "
        "checks, solves, verifies, plans, and writes the workbook, a PDF for paper and the files for HR."
    ),
)
@options(FOLDER, CONSTRAINTS, START, WEEKS)
@click.option("--time-limit", type=Number(min=0.1), default=60.0, show_default=True, help=N_("seconds of search"))
@options(WORKERS)
@click.option("--again", is_flag=True, help=N_("make a week anew that was made and not published; keeps a .bak"))
@options(PLAN_TIME, LEADER_OUT, JSON, EVENTS, LANGUAGE)
@gathered(inputs=Inputs, reply=Reply)
def next_week(
    inputs: Inputs,
    reply: Reply,
    time_limit: float,
    workers: int,
    again: bool,
    plan_time: float,
    leader_out: Path | None,
) -> None:
    from roster import api, living
    from roster.domain import ending
    from roster.domain.week import DAYS_A_WEEK
    from roster.io.first_settings import weeks_of
    from roster.io.sheets.at_a_glance import look_at
    from roster.living import next_week as find
    from roster.living.paper import on_paper

    folder = inputs.brigade()
    weeks = inputs.weeks or weeks_of(folder)
    found = find.next_week(folder, Path("outputs"), inputs.start, DAYS_A_WEEK * weeks, again)
    case = inputs._replace(start=found.start, weeks=weeks).case(notes=False)
    reply.say(found.said)
    reply.say(_("note: {note}").format(note=note) for note in api.check(case))
    click.get_current_context().invoke(
        solve,
        folder=folder,
        constraints=inputs.constraints,
        start=found.start,
        weeks=weeks,
        time_limit=time_limit,
        workers=workers,
        plan_time=plan_time,
        leader_out=leader_out,
        output=found.file,
        csv_folder=found.file.with_suffix(""),
        force=again,
        json_out=reply.json_out,
    )
    if ending.raised():
        return
    week = living.open_week(found.file, folder, itineraries=False)
    made = on_paper(week)
    _print(week, made, found.file, reply._replace(force=again))
    reply.say([_("for HR: {files}").format(files=found.file.with_suffix("") / "hr.csv"), _("to look at:")])
    reply.say(f"  {line}" for line in look_at(made))


def _print(week: Week, made: Outcome, file: Path, reply: Reply) -> None:
    """The PDF beside the workbook; what keeps it from being written is told, and the roster stands all the same."""
    from roster.domain.errors import OutputError
    from roster.io.pdf.document import write_pdf

    target = file.with_suffix(".pdf")
    try:
        outputs = reply.outputs(week.case, [file]).add(target, "pdf")
        outputs.check()
        outputs.keep()
        printed = write_pdf(target, made, crew_pages=made.patrols.planned is not None)  # else the orders say it all
        reply.say([_("for paper: {file} (pages: {pages})").format(file=target, pages=printed.total)])
    except OutputError as error:
        reply.say([_("note: {note}").format(note=error)])
