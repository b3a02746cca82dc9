"""List the rules."""

from __future__ import annotations

import click

from roster.help import TranslatedCommand
from roster.i18n import N_, _
from roster.options import LANGUAGE, options, print_json


@click.command(
    cls=TranslatedCommand,
    example="roster rules minimum_rest",
    help=N_("List the rules, a line each; or show one with its fields, units and an example."),
)
@click.argument("name", metavar="[RULE]", required=False)
@click.option("--schema", is_flag=True, help=N_("print the JSON schema of a rulebook, for editors"))
@click.option("--all", "whole", is_flag=True, help=N_("show every rule with its fields, units and an example"))
@options(LANGUAGE)
def rules(name: str | None, schema: bool, whole: bool) -> None:
    from roster.io.rulebook import rulebook_schema, rules_index, rules_text

    if schema:
        print_json(rulebook_schema())
    elif name or whole:
        click.echo(rules_text(name))
    else:
        click.echo(rules_index())
        click.echo("\n" + _("one of them in full: roster rules NAME; all: roster rules --all"))
