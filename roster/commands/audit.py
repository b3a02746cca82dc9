"""What an auditor would ask about what was published and done."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from roster.frame import Inputs, Reply, end, gathered
from roster.help import TranslatedCommand
from roster.i18n import N_
from roster.options import CONSTRAINTS, FOLDER, FORCE, JSON, LANGUAGE, PATH, VIOLATIONS, options
from roster.parameters import Date


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
@gathered(inputs=Inputs, reply=Reply)
def audit(
    inputs: Inputs,
    reply: Reply,
    first: date | None,
    last: date | None,
    workbooks: tuple[Path, ...],
    output: Path | None,
) -> None:
    from roster.living import audits
    from roster.report import audit
    from roster.report.book import write_book

    found = audits.audit(inputs.brigade(), first, last, inputs.constraints, workbooks)
    outputs = reply.outputs(found.record, workbooks).add(output, "sheet")
    outputs.check()
    kept = outputs.keep()
    if output:
        write_book(output, audit.sheet(found))
    reply.say(audit.lines(found), lambda: audit.as_json(found))
    reply.written([output], kept)
    end(VIOLATIONS if found.findings else 0)
