"""Show what a workbook says, for a page or another program."""

from __future__ import annotations

from pathlib import Path

import click

from roster.frame import Inputs, gathered
from roster.help import TranslatedCommand
from roster.i18n import N_
from roster.options import BRIGADE, CONSTRAINTS, HISTORY, JSON, LANGUAGE, WORKBOOK, options, print_json


@click.command(
    cls=TranslatedCommand,
    example="roster show outputs/hancheng-2026-10-19.xlsx --json",
    then=N_("check it against every rule: roster verify {file}"),
    help=N_("Show a workbook of ours as it stands: people by dates, cover, crews, findings; with --json all of it."),
)
@options(WORKBOOK, BRIGADE, CONSTRAINTS, HISTORY, JSON, LANGUAGE)
@gathered(inputs=Inputs)
def show(inputs: Inputs, workbook: Path, json_out: bool) -> None:
    from roster.io.shown import shown, shown_lines

    week = inputs.week(workbook)
    if json_out:
        print_json(shown(week.checked, week.case.brigade, week.plan), compact=True)
        return
    for line in shown_lines(week.checked):
        click.echo(line)
