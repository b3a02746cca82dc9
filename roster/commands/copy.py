"""Copies of a roster for those who may not know all of it."""

from __future__ import annotations

from pathlib import Path

import click

from roster.frame import Inputs, Reply, gathered
from roster.help import TranslatedCommand
from roster.i18n import N_, _
from roster.options import CONSTRAINTS, COPIES, FORCE, HISTORY, JSON, LANGUAGE, PATH, check_copies, options


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
@gathered(inputs=Inputs, reply=Reply)
def copy(
    inputs: Inputs, reply: Reply, file: Path, copies: tuple[str, ...], password: str | None, output: Path | None
) -> None:
    from roster.io.copies import write_copies
    from roster.living.paper import on_paper

    check_copies(copies, password)
    if not copies or (output and len(copies) > 1):
        raise click.UsageError(_("say for whom, as --for posting; with -o for one of them"))
    week = inputs.week(file)
    outputs = reply.outputs(week.case, [file])
    outputs = outputs.add(output, "copy") if output else outputs.copies(file, copies)
    outputs.check()
    kept = outputs.keep()
    written = write_copies(on_paper(week), file, copies, password, output)
    readers = zip(written, dict.fromkeys(copies), strict=True)
    reply.say((), lambda: [{"file": str(path), "for": name} for path, name in readers])
    reply.written(kept=kept, copies=written)
