"""Make the roster of a week or of several, and write it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from roster.domain.errors import NoRosterError, OutOfTimeError
from roster.frame import Inputs, Reply, gathered
from roster.help import TranslatedCommand
from roster.i18n import N_, _
from roster.options import (
    CONSTRAINTS,
    COPIES,
    EVENTS,
    FOLDER,
    FORCE,
    HISTORY,
    JSON,
    LANGUAGE,
    LEADER_OUT,
    PATH,
    PLAN_SEED,
    PLAN_TIME,
    START,
    WEEKS,
    WORKERS,
    check_copies,
    command_line,
    options,
)
from roster.parameters import Number

if TYPE_CHECKING:
    from roster.api import Case


@click.command(
    cls=TranslatedCommand,
    example="roster solve inputs/hancheng --time-limit 60",
    then=N_("look at the sheet Summary; for paper: roster print {file}; when it stands: roster publish {file}"),
    help=N_("Make the roster of a brigade's week and write it as a workbook."),
)
@options(FOLDER, CONSTRAINTS, HISTORY, START, WEEKS)
@click.option("--roll", is_flag=True, help=N_("solve week by week instead of all weeks at once"))
@click.option(
    "--time-limit",
    type=Number(min=0.1),
    default=60.0,
    show_default=True,
    help=N_("seconds of search; with --roll for each week"),
)
@click.option("--gap", type=Number(0, 1), default=0.005, show_default=True, help=N_("stop at this relative gap"))
@options(WORKERS)
@click.option(
    "--search",
    type=click.Choice(["auto", "cpsat", "columns"]),
    default="auto",
    show_default=True,
    help=N_("how to prove bounds: cpsat on the whole model, columns by lines of work, auto chooses by size"),
)
@click.option("--seed", type=click.IntRange(0, 2**31 - 1), default=1, show_default=True, help=N_("random seed"))
@click.option("--deterministic", is_flag=True, help=N_("same inputs and seed give the same roster, whatever the load"))
@options(PLAN_TIME, PLAN_SEED, LEADER_OUT)
@click.option("-o", "--output", type=PATH, help=N_("the workbook to write; default: outputs/BRIGADE-START.xlsx"))
@click.option("--csv", "csv_folder", type=PATH, help=N_("also write hr.csv, slots.csv and itinerary.csv there"))
@click.option("--log", type=PATH, help=N_("also write the steps of the search there, as CSV"))
@options(COPIES, FORCE)
@options(JSON, EVENTS, LANGUAGE)
@gathered(inputs=Inputs, reply=Reply)
def solve(
    inputs: Inputs,
    reply: Reply,
    roll: bool,
    leader_out: Path | None,
    output: Path | None,
    csv_folder: Path | None,
    log: Path | None,
    copies: tuple[str, ...],
    password: str | None,
    **search: Any,
) -> None:
    from roster import api, console
    from roster.domain import ending
    from roster.io.copies import write_copies
    from roster.report import outcome as answer

    check_copies(copies, password)
    inputs.brigade()
    began = time.monotonic()
    with console.live_line(rosters=True) as progress:
        case = inputs.case()
        file = output or Path("outputs") / f"{case.tables.name}-{case.problem.horizon.start}.xlsx"
        outputs = reply.outputs(case).add(file, "roster").csv(csv_folder).add(leader_out, "sheet")
        outputs.copies(file, copies).add(log, "csv", console.LOG_HEADER).check()
        for line in _known_before(case):
            click.echo(line, err=True)
        try:
            with console.stoppable() as stop:
                outcome = api.solve(case, roll=roll, watch=progress, stop=stop, **search)
                progress.verified(outcome.problem, outcome.roster, last=True)
                with ending.uninterrupted():  # however often one asks, what is verified is written
                    kept = outputs.keep()
                    api.write(outcome.made_by(command_line()), file, csv_folder, leader_out)
                copied = write_copies(outcome, file, copies, password)
        except (NoRosterError, OutOfTimeError) as error:
            failure = error
            reply.say((), lambda: answer.failure_as_json(failure, time.monotonic() - began, search["seed"]))
            raise
        finally:
            if log:
                outputs.keep()
                console.write_log(progress.moments, log)
    reply.say(answer.lines(outcome, file), lambda: answer.as_json(outcome, file))
    reply.written(kept=kept, copies=copied)


def _known_before(case: Case) -> Iterator[str]:
    """What needs no search to be told: entries that bind nothing, and what must be missing."""
    from roster.arithmetic.necessary import Arithmetic, deficits
    from roster.arithmetic.unbound import unbound
    from roster.io.deficit_lines import deficit_lines, forbidding_lines
    from roster.io.unbound_lines import unbound_note, unread_lines

    problem, rulebook = case.problem, case.rulebook
    note = unbound_note(unbound(problem, rulebook), rulebook, problem)
    for text in filter(None, (note, *unread_lines(problem, rulebook))):
        yield _("note: {note}").format(note=text)
    known = Arithmetic(problem, rulebook)
    missing = deficits(problem, rulebook, known)
    yield from forbidding_lines(known, rulebook)
    yield from deficit_lines(missing, problem, rulebook, silent=True)
