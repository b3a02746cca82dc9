"""Planned duties against clock punches."""

from __future__ import annotations

from pathlib import Path

import click

from roster.frame import Inputs, Reply, end, gathered
from roster.help import TranslatedCommand
from roster.i18n import N_
from roster.options import BRIGADE, CONSTRAINTS, FORCE, HISTORY, JSON, LANGUAGE, PATH, VIOLATIONS, options


@click.command(
    cls=TranslatedCommand,
    example="roster reconcile outputs/hancheng-2026-10-19.xlsx punches.xlsx",
    then=N_("look the rows through, then put them into the brigade's table worked"),
    help=N_("Hold planned duties against a clock report: done, late, missing, not planned; writes rows of `worked`."),
)
@click.argument("workbook", metavar="FILE.xlsx", type=PATH)
@click.argument("report", metavar="PUNCHES", type=PATH)
@click.option("--map", "answers", type=PATH, metavar="MAP.yaml", help=N_("answers to what was asked about such a file"))
@click.option(
    "--grace", type=click.IntRange(0, 240), default=0, show_default=True, help=N_("minutes that count as in time")
)
@click.option("--extra", is_flag=True, help=N_("also write rows for stays that nobody planned"))
@click.option("-o", "--output", type=PATH, help=N_("the table to write; default: beside the workbook, -worked.csv"))
@options(FORCE, BRIGADE, CONSTRAINTS, HISTORY, JSON, LANGUAGE)
@gathered(inputs=Inputs, reply=Reply)
def reconcile(
    inputs: Inputs,
    reply: Reply,
    workbook: Path,
    report: Path,
    answers: Path | None,
    grace: int,
    extra: bool,
    output: Path | None,
) -> None:
    from roster.io.exchange import reconcile as against
    from roster.io.exchange.fill_map import read_map
    from roster.io.exchange.foreign import open_foreign
    from roster.io.exchange.punches import read_punches
    from roster.living.exchange import planned_in
    from roster.report import reconciliation

    planned, case = planned_in([inputs.book(workbook)], inputs.constraints, inputs.history)
    target = output or workbook.with_name(f"{workbook.stem}-worked.csv")
    outputs = reply.outputs(case, [workbook, report, *filter(None, [answers])])
    outputs.add(target, "csv", ",".join(against.WORKED)).check()
    source = open_foreign(report)
    punches = read_punches(source, planned, read_map(answers))
    done = against.reconcile(planned, punches, grace)
    rows = list(against.worked_rows(done, grace, extra))
    kept = outputs.keep()
    against.write_worked(rows, target)
    reply.say(
        reconciliation.lines(done, punches, source, planned, len(rows), target),
        lambda: reconciliation.as_json(done, punches, target),
    )
    reply.written(kept=kept)
    if len(done.of(against.DONE)) < len(done.found) or punches.matches.questions:
        end(VIOLATIONS)
