"""Publish a week: write it to the ledger."""

from __future__ import annotations

from pathlib import Path

import click

from roster.domain.errors import InputError
from roster.help import TranslatedCommand
from roster.i18n import N_, _
from roster.options import (
    BRIGADE,
    CONSTRAINTS,
    COPIES,
    FORCE,
    HISTORY,
    HR_CHANGES,
    JSON,
    LANGUAGE,
    PATH,
    VIOLATIONS,
    check_copies,
    options,
    print_json,
    say_copies,
    say_kept,
    speak_as,
)


@click.command(
    cls=TranslatedCommand,
    example="roster publish outputs/hancheng-2026-10-19.xlsx",
    then=N_("make the week after: roster next {brigade}"),
    help=N_("Publish a roster: write its week to the brigade's ledger; or make the ledger anew."),
)
@click.argument("workbooks", metavar="FILE.xlsx...", nargs=-1, type=PATH)
@options(BRIGADE)
@click.option("--rebuild", is_flag=True, help=N_("make the ledger anew from these workbooks, else from its own copies"))
@options(HR_CHANGES, COPIES, CONSTRAINTS, HISTORY, FORCE, JSON, LANGUAGE)
@click.pass_context
def publish(
    context: click.Context,
    workbooks: tuple[Path, ...],
    folder: Path | None,
    rebuild: bool,
    constraints: tuple[Path, ...],
    history: tuple[Path, ...],
    hr_changes: Path | None,
    copies: tuple[str, ...],
    password: str | None,
    force: bool,
    json_out: bool,
) -> None:
    from roster import living
    from roster.io.copies import write_copies
    from roster.io.exchange.hr_changes import HEADER, write_hr_changes
    from roster.io.ledger_text import publication_as_json, published_line, rebuilt_lines
    from roster.io.outputs import Outputs
    from roster.io.read_book import read_book
    from roster.io.recorded import brigade_of
    from roster.living.exchange import changes_of_publication, told_before
    from roster.living.paper import on_paper

    check_copies(copies, password)
    if rebuild:
        folder = folder or (brigade_of(read_book(workbooks[0])) if workbooks else None)
        if folder is None:
            raise click.UsageError(_("--rebuild without workbooks asks for --brigade"))
        speak_as(folder)
        found, ledger = living.rebuild(folder, workbooks)
        if json_out:
            print_json({"ledger": str(ledger), "publications": [publication_as_json(one) for one in found]})
        for line in rebuilt_lines(found, ledger):
            click.echo(line, err=json_out)
        return
    if hr_changes and len(workbooks) > 1:
        raise click.UsageError(_("--hr-changes goes with one workbook"))
    if not workbooks:
        raise click.UsageError(_("give the workbook to publish"))
    results = []
    for file in workbooks:
        book = read_book(file)
        home = folder or brigade_of(book)
        speak_as(home)
        week = living.open_week(book, home, constraints, history)
        outputs = Outputs(week.case, [file], force).copies(file, copies)
        outputs.add(hr_changes, "csv", ",".join(HEADER)).check()
        before = told_before(week)
        try:
            publication, new, ledger = living.publish(week, file)
        except InputError as error:
            if not week.checked.report.must_violations:
                raise
            click.echo(str(error), err=True)
            context.exit(VIOLATIONS)
        results.append({"ledger": str(ledger), "new": new, **publication_as_json(publication)})
        click.echo(published_line(publication, new, ledger), err=json_out)
        if week.checked.stale:
            text = _("written anew from what was edited: {file}; as it was edited it is kept as {backup}")
            click.echo(text.format(file=file, backup=f"{file}.bak"), err=json_out)
        kept = outputs.keep()
        if hr_changes:
            write_hr_changes(changes_of_publication(before, publication, week), hr_changes)
            click.echo(_("for HR: {file}").format(file=hr_changes), err=json_out)
        if copies:
            say_copies(write_copies(on_paper(week), file, copies, password), json_out)
        say_kept(kept, json_out)
    if json_out:
        print_json(results[0] if len(results) == 1 else results)
