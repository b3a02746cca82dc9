"""What an auditor would ask about what was published and done."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from roster.help import TranslatedCommand
from roster.i18n import N_, _
from roster.options import (
    CONSTRAINTS,
    FOLDER,
    FORCE,
    JSON,
    LANGUAGE,
    PATH,
    VIOLATIONS,
    Date,
    options,
    print_json,
    say_kept,
    speak_as,
)


@click.command(
    cls=TranslatedCommand,
    example="roster audit inputs/hancheng --from 2026-09-26 --to 2026-10-25 -o audit.xlsx",
    then=N_("the month sheet: roster month {brigade}"),
    help=N_("Answer the auditor before they ask: what in the record of these dates does not go together."),
)
@options(FOLDER, CONSTRAINTS)
@click.option("--from", "first", type=Date(), help=N_("first date; default: that of the last published pay month"))
@click.option("--to", "last", type=Date(), help=N_("last date; default: that of the pay month"))
@click.option("--workbook", "workbooks", multiple=True, type=PATH, help=N_("a roster that is not published yet"))
@click.option("-o", "--output", type=PATH, help=N_("write the findings, as a workbook"))
@options(FORCE, JSON, LANGUAGE)
@click.pass_context
def audit(
    context: click.Context,
    folder: Path,
    constraints: tuple[Path, ...],
    first: date | None,
    last: date | None,
    workbooks: tuple[Path, ...],
    output: Path | None,
    force: bool,
    json_out: bool,
) -> None:
    from roster.io.audit_text import audit_as_json, audit_lines
    from roster.io.outputs import Outputs
    from roster.living import audits

    speak_as(folder)
    found = audits.audit(folder, first, last, constraints, workbooks)
    outputs = Outputs(found.record, workbooks, force).add(output, "sheet")
    outputs.check()
    kept = outputs.keep()
    if output:
        audits.write(found, output)
    facts, dates, notes = found.record.facts, found.sheet.dates, found.sheet.notes
    if json_out:
        print_json(audit_as_json(found.findings, facts, dates, found.places, notes))
    for line in audit_lines(found.findings, facts, dates, found.rules, notes):
        click.echo(line, err=json_out)
    if output:
        click.echo(_("written: {file}").format(file=output), err=json_out)
    say_kept(kept, json_out)
    context.exit(VIOLATIONS if found.findings else 0)
