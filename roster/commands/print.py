"""Print a roster: the pages that people need, as a PDF."""

from __future__ import annotations

from pathlib import Path

import click

from roster.help import TranslatedCommand
from roster.i18n import N_, _
from roster.options import (
    CONSTRAINTS,
    FORCE,
    HISTORY,
    JSON,
    LANGUAGE,
    PATH,
    VIOLATIONS,
    options,
    print_json,
    say_kept,
    speak_as,
)


@click.command(
    "print",
    cls=TranslatedCommand,
    example="roster print outputs/hancheng-2026-10-19.xlsx --for leader",
    then=N_("when the roster stands: roster publish {file}"),
    help=N_("Print a roster as a PDF: for each reader the pages that they need, in order, with fonts embedded."),
)
@click.argument("file", metavar="FILE.xlsx", type=PATH)
@click.argument("folder", metavar="[DIR]", required=False, type=PATH)
@click.option(
    "--for",
    "audience",
    type=click.Choice(["crews", "leader", "board", "all"]),
    default="all",
    show_default=True,
    help=N_(
        "crews: daily orders with itineraries, and maps; leader: summary, roster, orders, plan, fairness; board: the "
        "grid; all: every sheet for people"
    ),
)
@click.option(
    "--crew-pages",
    is_flag=True,
    help=N_("a page for each crew and shift, with a small map and room for remarks, in place of the itineraries"),
)
@click.option("-o", "--output", type=PATH, help=N_("the PDF to write; default: beside the workbook, with its name"))
@options(CONSTRAINTS, HISTORY, FORCE, JSON, LANGUAGE)
@click.pass_context
def print_book(
    context: click.Context,
    file: Path,
    folder: Path | None,
    audience: str,
    crew_pages: bool,
    output: Path | None,
    constraints: tuple[Path, ...],
    history: tuple[Path, ...],
    force: bool,
    json_out: bool,
) -> None:
    from roster.io.outputs import Outputs
    from roster.io.read_book import read_book
    from roster.io.recorded import brigade_of
    from roster.living.paper import print_week
    from roster.living.week import open_week

    if crew_pages and audience not in ("crews", "all"):
        raise click.UsageError(_("--crew-pages goes with --for crews or --for all"))
    book = read_book(file)
    folder = folder or brigade_of(book)
    speak_as(folder)
    week = open_week(book, folder, constraints, history, itineraries=False)
    target = output or file.with_suffix(".pdf")
    outputs = Outputs(week.case, [file], force).add(target, "pdf")
    outputs.check()
    kept = outputs.keep()
    printed = print_week(week, target, audience, crew_pages)
    broken = [one for one in week.checked.report.must_violations if not week.checked.acknowledged(one)]
    if json_out:
        print_json({"file": str(target), "for": audience, "pages": printed.pages, "must_violations": len(broken)})
    for edit in week.checked.all_edits:
        text = _("note: {cell} was edited; the pages show the roster as it stands there now")
        click.echo(text.format(cell=edit.cell), err=json_out)
    for title, pages in printed.pages.items():
        click.echo(_("  {sheet}: pages {pages}").format(sheet=title, pages=pages), err=json_out)
    click.echo(_("written: {file} (pages: {pages})").format(file=target, pages=printed.total), err=json_out)
    say_kept(kept, json_out)
    if broken:
        text = _("this roster breaks musts ({count}); what they are: roster verify {file}")
        click.echo(text.format(count=len(broken), file=file), err=True)
        context.exit(VIOLATIONS)
