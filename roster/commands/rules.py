"""List the rules."""

from __future__ import annotations

from pathlib import Path

import click

from roster.help import TranslatedCommand
from roster.i18n import N_, _
from roster.options import BRIGADE, CONSTRAINTS, LANGUAGE, options, print_json, speak_as


@click.command(
    cls=TranslatedCommand,
    example="roster rules minimum_rest",
    help=N_("List the rules, a line each; or show one with its fields, units and an example."),
)
@click.argument("name", metavar="[RULE]", required=False)
@click.option("--schema", is_flag=True, help=N_("print the JSON schema of a rulebook, for editors"))
@click.option("--all", "whole", is_flag=True, help=N_("show every rule with its fields, units and an example"))
@click.option(
    "--fields",
    is_flag=True,
    help=N_("print each rule's fields with type, bounds, unit and help as JSON, for forms; with --brigade its entries"),
)
@options(BRIGADE, CONSTRAINTS, LANGUAGE)
def rules(
    name: str | None, schema: bool, whole: bool, fields: bool, folder: Path | None, constraints: tuple[Path, ...]
) -> None:
    from roster.io.rulebook import rulebook_schema, rules_index, rules_text

    if fields:
        _fields(name, folder, constraints)
    elif schema:
        print_json(rulebook_schema())
    elif name or whole:
        click.echo(rules_text(name))
    else:
        click.echo(rules_index())
        click.echo("\n" + _("one of them in full: roster rules NAME; all: roster rules --all"))


def _fields(name: str | None, folder: Path | None, constraints: tuple[Path, ...]) -> None:
    """The forms of rules, or of the entries in force; of one of them where it is named. Raises InputError."""
    from roster.domain.errors import Fault, InputError
    from roster.io.recorded import home_of
    from roster.io.rulebook import load_rulebook, rulebook_files
    from roster.io.rulebook.document import one_of
    from roster.io.rulebook.form import entry_forms, rule_forms

    if folder is None and not constraints:
        forms, key = rule_forms(), "rule"
    else:
        if folder is not None:
            speak_as(folder)
        files = list(constraints) if folder is None else rulebook_files(home_of(folder), constraints)
        forms, key = entry_forms(load_rulebook(files)), "entry"
    if name is not None:
        known = [str(form[key]) for form in forms]
        forms = [form for form in forms if form[key] == name]
        if not forms:
            raise InputError([Fault(_("rule"), name, one_of(known, name))])
    print_json(forms)
