"""Publish a week: write it to the ledger."""

from __future__ import annotations

from pathlib import Path

import click

from roster.domain.errors import InputError
from roster.frame import Inputs, Reply, end, gathered
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
)
from roster.report import Json


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
@gathered(inputs=Inputs, reply=Reply)
def publish(
    inputs: Inputs,
    reply: Reply,
    workbooks: tuple[Path, ...],
    rebuild: bool,
    hr_changes: Path | None,
    copies: tuple[str, ...],
    password: str | None,
) -> None:
    check_copies(copies, password)
    if rebuild:
        _rebuild(inputs, reply, workbooks)
        return
    if hr_changes and len(workbooks) > 1:
        raise click.UsageError(_("--hr-changes goes with one workbook"))
    if not workbooks:
        raise click.UsageError(_("give the workbook to publish"))
    results = [_publish(inputs, reply, file, hr_changes, copies, password) for file in workbooks]
    reply.say((), lambda: results[0] if len(results) == 1 else results)


def _rebuild(inputs: Inputs, reply: Reply, workbooks: tuple[Path, ...]) -> None:
    """Make the ledger anew."""
    from roster import living
    from roster.report import publication

    if inputs.folder is None and not workbooks:
        raise click.UsageError(_("--rebuild without workbooks asks for --brigade"))
    folder = inputs.brigade() if inputs.folder else inputs.book(workbooks[0])[1]
    found, ledger = living.rebuild(folder, workbooks)
    reply.say(
        publication.rebuilt_lines(found, ledger),
        lambda: {"ledger": str(ledger), "publications": [publication.as_json(one) for one in found]},
    )


def _publish(
    inputs: Inputs, reply: Reply, file: Path, hr_changes: Path | None, copies: tuple[str, ...], password: str | None
) -> Json:
    """Publish one workbook, and write what goes with it; returns its JSON."""
    from roster import living
    from roster.io.copies import write_copies
    from roster.io.exchange.hr_changes import HEADER, write_hr_changes
    from roster.living.exchange import changes_of_publication, told_before
    from roster.living.paper import on_paper
    from roster.report import publication

    week = inputs.week(file)
    outputs = reply.outputs(week.case, [file]).copies(file, copies).add(hr_changes, "csv", ",".join(HEADER))
    outputs.check()
    before = told_before(week)
    try:
        published, new, ledger = living.publish(week, file)
    except InputError as error:
        if not week.checked.report.must_violations:
            raise
        click.echo(str(error), err=True)
        end(VIOLATIONS)
    reply.say([publication.line(published, new, ledger)])
    if week.checked.stale:
        text = _("written anew from what was edited: {file}; as it was edited it is kept as {backup}")
        reply.say([text.format(file=file, backup=f"{file}.bak")])
    kept = outputs.keep()
    if hr_changes:
        write_hr_changes(changes_of_publication(before, published, week), hr_changes)
        reply.say([_("for HR: {file}").format(file=hr_changes)])
    reply.written(kept=kept, copies=write_copies(on_paper(week), file, copies, password) if copies else ())
    return {"ledger": str(ledger), "new": new, **publication.as_json(published)}
