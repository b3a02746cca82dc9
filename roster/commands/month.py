"""The month sheet from the ledger."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from roster.help import TranslatedCommand
from roster.i18n import N_, _
from roster.options import FOLDER, FORCE, JSON, LANGUAGE, PATH, Date, options, print_json, say_kept, speak_as


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
def month(
    folder: Path,
    first: date | None,
    last: date | None,
    workbooks: tuple[Path, ...],
    output: Path | None,
    folder_out: Path | None,
    force: bool,
    json_out: bool,
) -> None:
    from roster.io.month.text import month_as_json, month_lines
    from roster.living import months

    speak_as(folder)
    sheet = months.month(folder, first, last, workbooks)
    paid = months.paid(sheet)
    outputs = months.outputs(sheet, output, folder_out, paid, workbooks, force)
    outputs.check()
    kept = outputs.keep()
    written = months.write_csv(sheet, folder_out, paid) if folder_out else ()
    if output:
        months.write(sheet, output, paid)
        written = (output, *written)
    if json_out:
        print_json(month_as_json(sheet.months, sheet.dates, sheet.record.rules, paid, sheet.notes))
    for line in month_lines(sheet.months, sheet.dates, paid, sheet.notes):
        click.echo(line, err=json_out)
    for file in written:
        click.echo(_("written: {file}").format(file=file), err=json_out)
    say_kept(kept, json_out)
