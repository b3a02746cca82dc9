"""Plan or re-plan the patrols of a roster that stands: nobody's duty changes."""

from __future__ import annotations

from pathlib import Path

import click

from roster.frame import Inputs, Reply, end, gathered
from roster.help import TranslatedCommand
from roster.i18n import N_
from roster.options import (
    CONSTRAINTS,
    EVENTS,
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
@options(JSON, EVENTS, LANGUAGE)
@gathered(inputs=Inputs, reply=Reply)
def plan(
    inputs: Inputs,
    reply: Reply,
    file: Path,
    plan_time: float,
    plan_seed: int | None,
    leader_out: Path | None,
    output: Path | None,
    csv_folder: Path | None,
) -> None:
    from roster import api, console
    from roster.report import outcome as answer
    from roster.report import patrol_plan, verification

    target = output or file
    case, checked = api.open_book(*inputs.book(file), inputs.constraints, inputs.history, itineraries=False)
    outputs = reply.outputs(case, [] if target == file else [file]).add(target, "roster").csv(csv_folder)
    outputs.add(leader_out, "sheet").check()
    if checked.report.must_violations:
        for line in verification.lines(checked):
            click.echo(line, err=True)
        end(VIOLATIONS)
    with console.live_line() as progress, console.stoppable() as stop:
        outcome = api.planned_or_why(api.outcome_of(checked), checked.rulebook, plan_time, plan_seed, progress, stop)
        if outcome.patrols.unplanned:
            reply.say((), lambda: answer.as_json(outcome, file))
            for line in patrol_plan.lines(outcome):
                click.echo(line, err=True)
            end(NO_PLAN[outcome.patrols.unplanned.status])
        kept = outputs.keep()
        api.write(outcome, target, csv_folder, leader_out)
    reply.say(patrol_plan.lines(outcome), lambda: answer.as_json(outcome, target))
    reply.written([target], kept)
