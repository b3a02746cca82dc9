"""Copies of a roster for those who may not know all of it."""

from __future__ import annotations

from pathlib import Path

import click

from roster.help import TranslatedCommand
from roster.i18n import N_, _
from roster.options import (
    CONSTRAINTS,
    COPIES,
    FORCE,
    HISTORY,
    JSON,
    LANGUAGE,
    PATH,
    check_copies,
    options,
    print_json,
    say_copies,
    say_kept,
    speak_as,
)


@click.command(
    cls=TranslatedCommand,
    example="roster copy outputs/hancheng-2026-10-19.xlsx --for posting",
    then=N_("look the copy through before it is handed round"),
    help=N_(
        "Write copies of a roster that may be handed round: without kinds of leave, birth dates, permits, reasons."
    ),
)
@click.argument("file", metavar="FILE.xlsx", type=PATH)
@click.argument("folder", metavar="[DIR]", required=False, type=PATH)
@options(COPIES)
@click.option("-o", "--output", type=PATH, help=N_("the copy to write; default: beside the workbook, with its reader"))
@options(CONSTRAINTS, HISTORY, FORCE, JSON, LANGUAGE)
def copy(
    file: Path,
    folder: Path | None,
    copies: tuple[str, ...],
    password: str | None,
    output: Path | None,
    constraints: tuple[Path, ...],
    history: tuple[Path, ...],
    force: bool,
    json_out: bool,
) -> None:
    from roster.io.copies import write_copies
    from roster.io.outputs import Outputs
    from roster.io.read_book import read_book
    from roster.io.recorded import brigade_of
    from roster.living.paper import on_paper
    from roster.living.week import open_week

    check_copies(copies, password)
    if not copies or (output and len(copies) > 1):
        raise click.UsageError(_("say for whom, as --for posting; with -o for one of them"))
    book = read_book(file)
    folder = folder or brigade_of(book)
    speak_as(folder)
    week = open_week(book, folder, constraints, history)
    outputs = Outputs(week.case, [file], force)
    outputs = outputs.add(output, "copy") if output else outputs.copies(file, copies)
    outputs.check()
    kept = outputs.keep()
    written = write_copies(on_paper(week), file, copies, password, output)
    if json_out:
        print_json(
            [{"file": str(path), "for": name} for path, name in zip(written, dict.fromkeys(copies), strict=True)]
        )
    say_copies(written, json_out)
    say_kept(kept, json_out)
