"""Preview an edit of the rules."""

from __future__ import annotations

from pathlib import Path

import click

from roster.help import TranslatedCommand
from roster.i18n import N_, _
from roster.options import (
    FORCE,
    HISTORY,
    JSON,
    LANGUAGE,
    PATH,
    Number,
    options,
    print_json,
    say_kept,
    speak_as,
)


@click.command(
    "diff-rules",
    cls=TranslatedCommand,
    example="roster diff-rules base.yaml festival.yaml outputs/hancheng-2026-10-19.xlsx --time-limit 40",
    then=N_("with the rules that you want: roster solve {brigade} -c FILE.yaml"),
    help=N_("Preview an edit of the rules: what moves, what is short, what it costs, before and after."),
)
@click.argument("old", metavar="OLD.yaml", type=PATH)
@click.argument("new", metavar="NEW.yaml", type=PATH)
@click.argument("file", metavar="FILE.xlsx", type=PATH)
@click.argument("folder", metavar="[DIR]", required=False, type=PATH)
@click.option(
    "--time-limit", type=Number(min=1), default=40.0, show_default=True, help=N_("seconds of search for both rulebooks")
)
@click.option("-o", "--output", type=PATH, help=N_("the sheet to write; default: FILE-preview.xlsx beside the roster"))
@options(FORCE, HISTORY, JSON, LANGUAGE)
def diff_rules(
    old: Path,
    new: Path,
    file: Path,
    folder: Path | None,
    time_limit: float,
    output: Path | None,
    force: bool,
    history: tuple[Path, ...],
    json_out: bool,
) -> None:
    from roster.explain.books import write_preview
    from roster.explain.diff_rules import as_json, case_of, summary
    from roster.explain.diff_rules import diff_rules as compare
    from roster.io.outputs import Outputs
    from roster.io.read_book import read_book
    from roster.io.recorded import brigade_of

    book = read_book(file)
    folder = folder or brigade_of(book)
    speak_as(folder)
    target = output or file.with_name(f"{file.stem}-preview.xlsx")
    outputs = Outputs(case_of(folder, old, book, history), (file, old, new), force).add(target, "sheet")
    outputs.check()
    preview = compare(old, new, file, folder, history, time_limit)
    kept = outputs.keep()
    write_preview(preview, target)
    if json_out:
        print_json({**as_json(preview), "file": str(target)})
    for line in summary(preview):
        click.echo(line, err=json_out)
    click.echo(_("written: {file}").format(file=target), err=json_out)
    say_kept(kept, json_out)
