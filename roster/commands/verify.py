"""Check a workbook against every rule."""

from __future__ import annotations

from pathlib import Path

import click

from roster.frame import Inputs, Reply, end, gathered
from roster.help import TranslatedCommand
from roster.i18n import N_
from roster.options import CONSTRAINTS, HISTORY, JSON, LANGUAGE, PATH, VIOLATIONS, options


@click.command(
    cls=TranslatedCommand,
    example="roster verify outputs/hancheng-2026-10-19.xlsx",
    then=N_("for paper: roster print {file}; when it stands: roster publish {file}"),
    help=N_("Check a workbook of ours against every rule, also one edited by hand."),
)
@click.argument("file", metavar="FILE.xlsx", type=PATH)
@click.argument("folder", metavar="[DIR]", required=False, type=PATH)
@options(CONSTRAINTS, HISTORY, JSON, LANGUAGE)
@gathered(inputs=Inputs, reply=Reply)
def verify(inputs: Inputs, reply: Reply, file: Path) -> None:
    from roster import api
    from roster.report import verification

    checked = api.verify_book(*inputs.book(file), inputs.constraints, inputs.history)
    reply.say(verification.lines(checked), lambda: verification.as_json(checked, file))
    if checked.report.must_violations:
        end(VIOLATIONS)
