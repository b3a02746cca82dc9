"""Check a workbook against every rule."""

from __future__ import annotations

from pathlib import Path

import click

from roster.help import TranslatedCommand
from roster.i18n import N_
from roster.options import CONSTRAINTS, HISTORY, JSON, LANGUAGE, PATH, VIOLATIONS, options, print_json, speak_as


@click.command(
    cls=TranslatedCommand,
    example="roster verify outputs/hancheng-2026-10-19.xlsx",
    then=N_("for paper: roster print {file}; when it stands: roster publish {file}"),
    help=N_("Check a workbook of ours against every rule, also one edited by hand."),
)
@click.argument("file", metavar="FILE.xlsx", type=PATH)
@click.argument("folder", metavar="[DIR]", required=False, type=PATH)
@options(CONSTRAINTS, HISTORY, JSON, LANGUAGE)
@click.pass_context
def verify(
    context: click.Context,
    file: Path,
    folder: Path | None,
    constraints: tuple[Path, ...],
    history: tuple[Path, ...],
    json_out: bool,
) -> None:
    from roster import api
    from roster.io.outcome_json import verified_as_json
    from roster.io.read_book import read_book
    from roster.io.recorded import brigade_of

    book = read_book(file)
    folder = folder or brigade_of(book)
    speak_as(folder)
    checked = api.verify_book(book, folder, constraints, history)
    if json_out:
        print_json(verified_as_json(checked, file))
    for line in checked.lines():
        click.echo(line, err=json_out)
    if checked.report.must_violations:
        context.exit(VIOLATIONS)
