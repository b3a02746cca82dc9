"""Make a new brigade."""

from __future__ import annotations

from pathlib import Path

import click

from roster.help import TranslatedCommand
from roster.i18n import N_, _
from roster.options import LANGUAGE, PATH


@click.command(
    cls=TranslatedCommand,
    example="roster init my-brigade",
    help=N_("Make a new brigade: blank tables and a starting rulebook."),
)
@click.argument("folder", metavar="DIR", type=PATH)
@LANGUAGE
def init(folder: Path) -> None:
    from roster.io.template import write_template

    for file in write_template(folder):
        click.echo(_("written: {file}").format(file=file))
