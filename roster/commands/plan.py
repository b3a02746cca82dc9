"""Plan or re-plan the patrols of a roster that stands: nobody's duty changes."""

from __future__ import annotations

from pathlib import Path

import click

from roster.help import TranslatedCommand
from roster.i18n import N_, _
from roster.options import (
    CONSTRAINTS,
    FORCE,
    HISTORY,
    JSON,
    LANGUAGE,
    LEADER_OUT,
    PATH,
    PLAN_SEED,
    PLAN_TIME,
    VIOLATIONS,
    options,
    print_json,
    say_kept,
    speak_as,
)

NO_PLAN = {"infeasible": 3, "none": 4, "nothing": 0, "failed": 70}
"""Exit codes where there is no plan."""


@click.command(
    cls=TranslatedCommand,
    example="roster plan outputs/hancheng-2026-10-19.xlsx --leader-out outputs/leader.xlsx",
    then=N_("for paper: roster print {file} --for crews --crew-pages"),
    help=N_("Plan where each crew of a roster is, slot by slot, without touching its people."),
)
@click.argument("file", metavar="FILE.xlsx", type=PATH)
@click.argument("folder", metavar="[DIR]", required=False, type=PATH)
@options(CONSTRAINTS, HISTORY, PLAN_TIME, PLAN_SEED, LEADER_OUT)
@click.option("-o", "--output", type=PATH, help=N_("the workbook to write; default: the same again, with the plan"))
@click.option("--csv", "csv_folder", type=PATH, help=N_("also write hr.csv, slots.csv and itinerary.csv there"))
@options(FORCE)
@options(JSON, LANGUAGE)
@click.pass_context
def plan(
    context: click.Context,
    file: Path,
    folder: Path | None,
    constraints: tuple[Path, ...],
    history: tuple[Path, ...],
    plan_time: float,
    plan_seed: int | None,
    leader_out: Path | None,
    output: Path | None,
    csv_folder: Path | None,
    force: bool,
    json_out: bool,
) -> None:
    from roster import api, console
    from roster.io.outcome_json import as_json
    from roster.io.outputs import Outputs
    from roster.io.read_book import read_book
    from roster.io.recorded import brigade_of

    book = read_book(file)
    folder = folder or brigade_of(book)
    speak_as(folder)
    target = output or file
    case, checked = api.open_book(book, folder, constraints, history, itineraries=False)
    outputs = Outputs(case, [] if target == file else [file], force).add(target, "roster").csv(csv_folder)
    outputs.add(leader_out, "sheet").check()
    if checked.report.must_violations:
        for line in checked.lines():
            click.echo(line, err=True)
        context.exit(VIOLATIONS)
    with console.live_line() as progress, console.stoppable() as stop:
        outcome = api.planned_or_why(api.outcome_of(checked), checked.rulebook, plan_time, plan_seed, progress, stop)
        if outcome.unplanned:
            if json_out:
                print_json(as_json(outcome, file))
            for line in console.plan_lines(outcome):
                click.echo(line, err=True)
            context.exit(NO_PLAN[outcome.unplanned.status])
        kept = outputs.keep()
        api.write(outcome, target, csv_folder, leader_out)
    if json_out:
        print_json(as_json(outcome, target))
    for line in (*console.plan_lines(outcome), _("written: {file}").format(file=target)):
        click.echo(line, err=json_out)
    say_kept(kept, json_out)
