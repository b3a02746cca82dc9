"""Make the roster of a week or of several, and write it."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import click

from roster.domain.errors import NoRosterError, OutOfTimeError
from roster.help import TranslatedCommand
from roster.i18n import N_, _
from roster.options import (
    CONSTRAINTS,
    COPIES,
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
    Number,
    check_copies,
    command_line,
    options,
    print_json,
    say_copies,
    say_kept,
    speak_as,
)


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
@options(JSON, LANGUAGE)
def solve(
    folder: Path,
    constraints: tuple[Path, ...],
    history: tuple[Path, ...],
    start: date | None,
    weeks: int,
    roll: bool,
    leader_out: Path | None,
    output: Path | None,
    csv_folder: Path | None,
    log: Path | None,
    copies: tuple[str, ...],
    password: str | None,
    force: bool,
    json_out: bool,
    **search: Any,
) -> None:
    from roster import api, console
    from roster.arithmetic.lacks import Arithmetic, lacks
    from roster.arithmetic.unbound import unbound
    from roster.domain import ending
    from roster.io.copies import write_copies
    from roster.io.lack_lines import forbidding_lines, lack_lines
    from roster.io.outcome_json import as_json, failure_as_json
    from roster.io.outputs import Outputs
    from roster.io.unbound_lines import unbound_note

    check_copies(copies, password)
    speak_as(folder)
    began = time.monotonic()
    with console.live_line() as progress:
        case = api.load(folder, constraints, start, weeks, history)
        for warning in case.warnings:
            click.echo(_("note: {note}").format(note=warning), err=True)
        file = output or Path("outputs") / f"{case.tables.name}-{case.problem.horizon.start}.xlsx"
        outputs = Outputs(case, force=force).add(file, "roster").csv(csv_folder).add(leader_out, "sheet")
        outputs.copies(file, copies).add(log, "csv", console.LOG_HEADER).check()
        note = unbound_note(unbound(case.problem, case.rulebook), case.rulebook)
        if note:
            click.echo(_("note: {note}").format(note=note), err=True)
        known = Arithmetic(case.problem, case.rulebook)
        missing = lacks(case.problem, case.rulebook, known)
        told = lack_lines(missing, case.problem, case.rulebook, silent=True)
        for line in (*forbidding_lines(known, case.rulebook), *told):
            click.echo(line, err=True)
        try:
            with console.stoppable() as stop:
                outcome = api.solve(case, roll=roll, watch=progress, stop=stop, **search)
                with ending.uninterrupted():  # however often one asks, what is verified is written
                    kept = outputs.keep()
                    api.write(replace(outcome, command=command_line()), file, csv_folder, leader_out)
                copied = write_copies(outcome, file, copies, password)
        except (NoRosterError, OutOfTimeError) as error:
            if json_out:
                print_json(failure_as_json(error, time.monotonic() - began, search["seed"]))
            raise
        finally:
            if log:
                outputs.keep()
                console.write_log(progress.moments, log)
    if json_out:
        print_json(as_json(outcome, file))
    for line in console.closing_lines(outcome, file):
        click.echo(line, err=json_out)
    say_copies(copied, json_out)
    say_kept(kept, json_out)
