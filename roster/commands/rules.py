"""List the rules."""

from __future__ import annotations

import click

from roster.help import TranslatedCommand
from roster.i18n import N_
from roster.options import LANGUAGE, print_json


@click.command(
    cls=TranslatedCommand,
    example="roster rules minimum_rest",
    help=N_("List every rule with its fields, units and an example; or one rule."),
)
@click.argument("name", metavar="[RULE]", required=False)
@click.option("--schema", is_flag=True, help=N_("print the JSON schema of a rulebook, for editors"))
@LANGUAGE
def rules(name: str | None, schema: bool) -> None:
    from roster.io.rulebook import rulebook_schema, rules_text

    if schema:
        print_json(rulebook_schema())
    else:
        click.echo(rules_text(name))
