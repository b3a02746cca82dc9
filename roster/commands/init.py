"""Make a new brigade."""

from __future__ import annotations

from pathlib import Path

import click

from roster.help import BRIGADE_KEY, TranslatedCommand
from roster.i18n import N_, _
from roster.options import LANGUAGE, PATH

PATTERNS = ("three-shifts", "twelve-hours", "twenty-four-hours", "day-guards")
"""Those of `roster.io.starting_rules`, which is only imported to write."""


@click.command(
    cls=TranslatedCommand,
    example="roster init my-brigade",
    then=N_("fill in the tables, then: roster check {brigade}"),
    help=N_("Make a new brigade: blank tables and a starting rulebook."),
)
@click.argument("folder", metavar="DIR", type=PATH)
@click.option(
    "--pattern",
    type=click.Choice(PATTERNS),
    default=PATTERNS[0],
    show_default=True,
    help=N_("pattern of shifts that the starting rulebook is for"),
)
@LANGUAGE
def init(folder: Path, pattern: str) -> None:
    from roster.io.template import write_template

    click.get_current_context().meta[BRIGADE_KEY] = folder
    for file in write_template(folder, pattern):
        click.echo(_("written: {file}").format(file=file))
