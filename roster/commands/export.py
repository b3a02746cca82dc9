"""A roster for another system: its own exported file filled, or a file in the form that it takes."""

from __future__ import annotations

from pathlib import Path

import click

from roster.help import TranslatedCommand
from roster.i18n import N_, _
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
    example="roster export outputs/hancheng-2026-10-19.xlsx --into exported.xlsx",
    then=N_("import the file that was written into that system; nothing was sent"),
    help=N_("Fill what another system exported, or write a file in the form that it takes. Nothing is sent."),
)
@click.argument("workbooks", metavar="FILE.xlsx...", nargs=-1, required=True, type=PATH)
@click.option(
    "--into", type=PATH, metavar="THEIRS", help=N_("the file that the other system exported: `.xlsx`, `.xls` or `.csv`")
)
@click.option("--map", "answers", type=PATH, metavar="MAP.yaml", help=N_("answers to what was asked about such a file"))
@click.option("--overwrite", is_flag=True, help=N_("also fill cells that hold something else"))
@click.option("-o", "--output", type=PATH, help=N_("the file to write; default: beside the one that is filled"))
@options(FORCE, BRIGADE, CONSTRAINTS, HISTORY, JSON, LANGUAGE)
@click.pass_context
def export(
    context: click.Context,
    workbooks: tuple[Path, ...],
    into: Path | None,
    answers: Path | None,
    overwrite: bool,
    output: Path | None,
    force: bool,
    folder: Path | None,
    constraints: tuple[Path, ...],
    history: tuple[Path, ...],
    json_out: bool,
) -> None:
    from roster.io.exchange.fill import fill
    from roster.io.exchange.fill_map import read_map
    from roster.io.exchange.fill_text import filling_as_json, filling_lines
    from roster.io.exchange.filled import write_filled
    from roster.io.exchange.foreign import open_foreign
    from roster.io.outputs import Outputs
    from roster.io.read_book import read_book
    from roster.io.recorded import brigade_of
    from roster.living.exchange import planned_in

    if into is None:
        raise click.UsageError(_("give --into THEIRS"))
    books = [read_book(file) for file in workbooks]
    homes = [folder or brigade_of(book) for book in books]
    speak_as(homes[0])
    target = output or into.with_name(f"{into.stem}-filled{into.suffix}")
    planned, case = planned_in(books, homes, constraints, history)
    outputs = Outputs(case, [*workbooks, into, *filter(None, [answers])], force).add(target, "filled")
    outputs.check()
    done = fill(open_foreign(into), planned, read_map(answers), overwrite)
    kept = outputs.keep()
    write_filled(done, target)
    if json_out:
        print_json(filling_as_json(done, target))
    for line in filling_lines(done, planned, target):
        click.echo(line, err=json_out)
    say_kept(kept, json_out)
    if done.questions or done.only_ours:
        context.exit(VIOLATIONS)
