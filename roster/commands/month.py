"""The month sheet from the ledger."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from roster.frame import Inputs, Reply, gathered
from roster.help import TranslatedCommand
from roster.i18n import N_
from roster.options import FOLDER, FORCE, JSON, LANGUAGE, PATH, options
from roster.parameters import Date


@click.command(
    cls=TranslatedCommand,
    example="roster month inputs/hancheng --from 2026-09-26 --to 2026-10-25 -o month.xlsx --csv month",
    then=N_("what an auditor would ask: roster audit {brigade}"),
    help=N_("Write the month sheet: days, duties, hours, overtime and leave of each officer, from what was published."),
)
@options(FOLDER)
@click.option("--from", "first", type=Date(), help=N_("first date; default: that of the last published pay month"))
@click.option("--to", "last", type=Date(), help=N_("last date; default: that of the pay month"))
@click.option("--workbook", "workbooks", multiple=True, type=PATH, help=N_("a roster that is not published yet"))
@click.option("-o", "--output", type=PATH, help=N_("write the sheet, as a workbook"))
@click.option("--csv", "folder_out", type=PATH, metavar="DIR", help=N_("write month.csv, for other programs"))
@options(FORCE, JSON, LANGUAGE)
@gathered(inputs=Inputs, reply=Reply)
def month(
    inputs: Inputs,
    reply: Reply,
    first: date | None,
    last: date | None,
    workbooks: tuple[Path, ...],
    output: Path | None,
    folder_out: Path | None,
) -> None:
    from roster.living import months
    from roster.report import month

    sheet = months.month(inputs.brigade(), first, last, workbooks)
    paid = months.paid(sheet)
    outputs = months.outputs(sheet, output, folder_out, paid, workbooks, reply.force)
    outputs.check()
    kept = outputs.keep()
    written = months.write_csv(sheet, folder_out, paid) if folder_out else ()
    if output:
        months.write(sheet, output, paid)
    reply.say(month.lines(sheet, paid), lambda: month.as_json(sheet, paid))
    reply.written((output, *written), kept)
