"""Planned duties against clock punches."""

from __future__ import annotations

from pathlib import Path

import click

from roster.help import TranslatedCommand
from roster.i18n import N_
from roster.options import (
    BRIGADE,
    CONSTRAINTS,
    FORCE,
    HISTORY,
    JSON,
    LANGUAGE,
    PATH,
    VIOLATIONS,
    options,
    print_json,
    say_kept,
    speak_as,
)


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
@click.pass_context
def reconcile(
    context: click.Context,
    workbook: Path,
    report: Path,
    answers: Path | None,
    grace: int,
    extra: bool,
    output: Path | None,
    force: bool,
    folder: Path | None,
    constraints: tuple[Path, ...],
    history: tuple[Path, ...],
    json_out: bool,
) -> None:
    from roster.io.exchange import reconcile as against
    from roster.io.exchange.fill_map import read_map
    from roster.io.exchange.foreign import open_foreign
    from roster.io.exchange.punches import read_punches
    from roster.io.exchange.reconcile_text import reconciled_as_json, reconciled_lines
    from roster.io.outputs import Outputs
    from roster.io.read_book import read_book
    from roster.io.recorded import brigade_of
    from roster.living.exchange import planned_in

    book = read_book(workbook)
    folder = folder or brigade_of(book)
    speak_as(folder)
    planned, case = planned_in([book], [folder], constraints, history)
    target = output or workbook.with_name(f"{workbook.stem}-worked.csv")
    outputs = Outputs(case, [workbook, report, *filter(None, [answers])], force)
    outputs.add(target, "csv", ",".join(against.WORKED)).check()
    source = open_foreign(report)
    punches = read_punches(source, planned, read_map(answers))
    done = against.reconcile(planned, punches, grace)
    rows = list(against.worked_rows(done, grace, extra))
    kept = outputs.keep()
    against.write_worked(rows, target)
    if json_out:
        print_json(reconciled_as_json(done, punches, target))
    for line in reconciled_lines(done, punches, source, planned, len(rows), target):
        click.echo(line, err=json_out)
    say_kept(kept, json_out)
    if len(done.of(against.DONE)) < len(done.found) or punches.matches.questions:
        context.exit(VIOLATIONS)
