"""Print a roster: the pages that people need, as a PDF."""

from __future__ import annotations

from pathlib import Path

import click

from roster.frame import Inputs, Reply, end, gathered
from roster.help import TranslatedCommand
from roster.i18n import N_, _
from roster.options import CONSTRAINTS, FORCE, HISTORY, JSON, LANGUAGE, PATH, VIOLATIONS, options


@click.command(
    "print",
    cls=TranslatedCommand,
    example="roster print outputs/hancheng-2026-10-19.xlsx --for leader",
    then=N_("when the roster stands: roster publish {file}"),
    help=N_("Print a roster as a PDF: for each reader the pages that they need, in order, with fonts embedded."),
)
@click.argument("file", metavar="FILE.xlsx", type=PATH)
@click.argument("folder", metavar="[DIR]", required=False, type=PATH)
@click.option(
    "--for",
    "audience",
    type=click.Choice(["crews", "leader", "board", "all"]),
    default="all",
    show_default=True,
    help=N_(
        "crews: daily orders with itineraries, and maps; leader: summary, roster, orders, plan, fairness; board: the "
        "grid; all: every sheet for people"
    ),
)
@click.option(
    "--crew-pages",
    is_flag=True,
    help=N_("a page for each crew and shift, with a small map and room for remarks, in place of the itineraries"),
)
@click.option("-o", "--output", type=PATH, help=N_("the PDF to write; default: beside the workbook, with its name"))
@options(CONSTRAINTS, HISTORY, FORCE, JSON, LANGUAGE)
@gathered(inputs=Inputs, reply=Reply)
def print_book(inputs: Inputs, reply: Reply, file: Path, audience: str, crew_pages: bool, output: Path | None) -> None:
    from roster.living.paper import print_week
    from roster.report import printed as answer

    if crew_pages and audience not in ("crews", "all"):
        raise click.UsageError(_("--crew-pages goes with --for crews or --for all"))
    week = inputs.week(file, itineraries=False)
    target = output or file.with_suffix(".pdf")
    outputs = reply.outputs(week.case, [file]).add(target, "pdf")
    outputs.check()
    kept = outputs.keep()
    printed = print_week(week, target, audience, crew_pages)
    reply.say(answer.lines(printed, week, target), lambda: answer.as_json(printed, week, target, audience))
    reply.written(kept=kept)
    if answer.broken(week):
        click.echo(answer.warning(week, file), err=True)
        end(VIOLATIONS)
