"""Preview an edit of the rules."""

from __future__ import annotations

from pathlib import Path

import click

from roster.frame import Inputs, Reply, gathered
from roster.help import TranslatedCommand
from roster.i18n import N_
from roster.options import EVENTS, FORCE, HISTORY, JSON, LANGUAGE, PATH, options
from roster.parameters import Number


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
@options(FORCE, HISTORY, JSON, EVENTS, LANGUAGE)
@gathered(inputs=Inputs, reply=Reply)
def diff_rules(
    inputs: Inputs, reply: Reply, old: Path, new: Path, file: Path, time_limit: float, output: Path | None
) -> None:
    from roster import console
    from roster.explain import diff_rules as rules
    from roster.report import rules_preview
    from roster.report.book import write_book

    book, folder = inputs.book(file)
    target = output or file.with_name(f"{file.stem}-preview.xlsx")
    outputs = reply.outputs(rules.case_of(folder, old, book, inputs.history), (file, old, new)).add(target, "sheet")
    outputs.check()
    with console.stoppable() as stop:
        preview = rules.diff_rules(old, new, file, folder, inputs.history, time_limit, stop)
    kept = outputs.keep()
    write_book(target, rules_preview.sheet(preview))
    reply.say(rules_preview.lines(preview), lambda: rules_preview.as_json(preview, target))
    reply.written([target], kept)
