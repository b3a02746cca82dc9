"""Show the help of the program or of one command."""

from __future__ import annotations

import click

from roster.help import TranslatedCommand
from roster.i18n import N_, _
from roster.options import LANGUAGE


@click.command(
    "help", cls=TranslatedCommand, example="roster help solve", help=N_("Show the commands, or the help of one.")
)
@click.argument("name", metavar="[COMMAND]", required=False)
@LANGUAGE
@click.pass_context
def help_of(context: click.Context, name: str | None) -> None:
    parent = context.find_root()
    assert isinstance(parent.command, click.Group)
    if name is None:
        click.echo(parent.get_help())
        return
    command = parent.command.get_command(parent, name)
    if command is None:
        known = ", ".join(sorted(parent.command.commands))
        raise click.BadParameter(
            _("no such command; there are: {names}").format(names=known), param_hint="COMMAND", ctx=context
        )
    with click.Context(command, info_name=name, parent=parent) as own:
        click.echo(command.get_help(own))
