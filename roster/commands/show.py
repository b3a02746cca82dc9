"""Show what a workbook says, for a page or another program."""

from __future__ import annotations

from pathlib import Path

import click

from roster.help import TranslatedCommand
from roster.i18n import N_
from roster.options import BRIGADE, CONSTRAINTS, HISTORY, JSON, LANGUAGE, WORKBOOK, options, print_json, speak_as


@click.command(
    cls=TranslatedCommand,
    example="roster show outputs/hancheng-2026-10-19.xlsx --json",
    then=N_("check it against every rule: roster verify {file}"),
    help=N_("Show a workbook of ours as it stands: people by dates, cover, crews, findings; with --json all of it."),
)
@options(WORKBOOK, BRIGADE, CONSTRAINTS, HISTORY, JSON, LANGUAGE)
def show(
    workbook: Path,
    folder: Path | None,
    constraints: tuple[Path, ...],
    history: tuple[Path, ...],
    json_out: bool,
) -> None:
    from roster.io.read_book import read_book
    from roster.io.recorded import brigade_of
    from roster.io.shown import shown, shown_lines
    from roster.living import open_week

    book = read_book(workbook)
    folder = folder or brigade_of(book)
    speak_as(folder)
    week = open_week(book, folder, constraints, history)
    if json_out:
        print_json(shown(week.checked, folder, week.plan), compact=True)
        return
    for line in shown_lines(week.checked):
        click.echo(line)
