"""A province's rosters verified together, and published: lender and borrower both or neither."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from roster.commands.province_group import PROVINCE, RUN_FOLDER, province, run_folder
from roster.frame import Reply, end, gathered
from roster.help import TranslatedCommand
from roster.i18n import N_, _
from roster.options import JSON, LANGUAGE, START, VIOLATIONS, options


@province.command(
    cls=TranslatedCommand,
    example="roster province verify my-province",
    then=N_("publish all of it: `roster province publish` with the same folder"),
    help=N_("Check the rosters of a run, and that each crew that is lent arrives, without a solver."),
)
@options(PROVINCE, RUN_FOLDER, START, JSON, LANGUAGE)
@gathered(reply=Reply)
def verify(reply: Reply, folder: Path, run_path: Path | None, start: date | None) -> None:
    from roster.province.folder import read_province
    from roster.province.loans.publish import groups

    found = list(groups(read_province(folder), run_folder(folder, run_path, start)))
    faults = [fault for group in found for fault in group.faults]
    checked = [name for group in found for name in group.weeks]
    lines = [*faults, _("rosters checked: {count}; faults: {faults}").format(count=len(checked), faults=len(faults))]
    reply.say(lines, lambda: {"checked": checked, "faults": faults}, beside=False)
    if faults:
        end(VIOLATIONS)


@province.command(
    cls=TranslatedCommand,
    example="roster province publish my-province",
    help=N_("Publish the rosters of a run in the brigades' ledgers; those tied by loans all or none."),
)
@options(PROVINCE, RUN_FOLDER, START, JSON, LANGUAGE)
@gathered(reply=Reply)
def publish(reply: Reply, folder: Path, run_path: Path | None, start: date | None) -> None:
    from roster.domain.errors import RosterError
    from roster.province.folder import read_province
    from roster.province.loans import publish as publishing

    whole, run = read_province(folder), run_folder(folder, run_path, start)
    published: list[str] = []
    faults: list[str] = []
    with run.held():
        found = list(publishing.groups(whole, run))
        told_first = publishing.recover(whole, run, found)
        if told_first:
            click.echo(told_first, err=True)
        for group in found:
            told = list(group.faults)
            try:
                published += publishing.publish(whole, run, group) if not told else []
            except (RosterError, OSError) as error:
                told.append(str(error))
            if told and group.weeks:
                text = _("not published: {brigades}")
                told.append(text.format(brigades=_(", ").join(group.weeks)))
            faults += told
    lines = [*faults, *(_("published: {brigade}").format(brigade=name) for name in published)]
    reply.say(lines or [_("nothing new to publish")], lambda: {"published": published, "faults": faults}, beside=False)
    if faults:
        end(VIOLATIONS)
