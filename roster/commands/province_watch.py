"""A province checked, and its run watched, stopped and summed up."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from roster.commands.province_group import PROVINCE, RUN_FOLDER, province, run_folder
from roster.frame import Reply, end, gathered
from roster.help import TranslatedCommand
from roster.i18n import N_, _
from roster.options import JSON, LANGUAGE, PATH, START, VIOLATIONS, options

if TYPE_CHECKING:
    from roster.province.run_folder import RunFolder


@province.command(
    cls=TranslatedCommand,
    example="roster province check my-province",
    then=N_("solve it: `roster province solve` with the same folder"),
    help=N_("Read everything of a province; every fault of every brigade is named."),
)
@options(PROVINCE, START, LANGUAGE)
def check(folder: Path, start: date | None) -> None:
    from roster.domain.errors import Fault, InputError
    from roster.province.folder import BASE, read_province, touched
    from roster.province.loans.lending import sound
    from roster.province.loans.prepare import cases_of, concerned
    from roster.province.reading import read_case

    whole = read_province(folder)
    bad, told, total = 0, set[Fault](), 0
    for scenario in (BASE, *whole.scenarios):
        for brigade in touched(whole, scenario):
            total += 1
            try:
                case = read_case(whole, brigade, scenario, start)
            except InputError as error:
                bad += 1
                new = [fault for fault in error.faults if fault not in told]
                told |= set(new)
                if new:
                    click.echo(str(InputError(new)), err=True)
                continue
            text = _("{brigade}: {people} people, {weeks} week(s) from {start}")
            horizon, name = case.problem.horizon, f"{scenario}/{brigade.id}" if scenario else brigade.id
            weeks, people = horizon.days // 7, len(case.problem.officers)
            click.echo(text.format(brigade=name, people=people, weeks=weeks, start=horizon.start))
    faults = sound(whole, cases_of(whole, concerned(whole), start)).lent.faults
    if faults:
        click.echo(str(InputError(faults)), err=True)
    if bad:
        click.echo(_("brigades that cannot be read: {bad} of {total}").format(bad=bad, total=total), err=True)
    if bad or faults:
        end(2)
    click.echo(_("all brigades are in order: {total}").format(total=total))


@province.command(
    cls=TranslatedCommand,
    example="roster province status my-province",
    help=N_("How far a run is, brigade by brigade; also from another window while it works."),
)
@options(PROVINCE, RUN_FOLDER, START, JSON, LANGUAGE)
@gathered(reply=Reply)
def status(reply: Reply, folder: Path, run_path: Path | None, start: date | None) -> None:
    from roster.province import summary as told

    found = run_folder(folder, run_path, start)
    running = found.running()
    reply.say(told.lines(found, running), lambda: told.as_json(found, running), beside=False)


@province.command(
    cls=TranslatedCommand,
    example="roster province stop my-province",
    help=N_("End a run with the best so far: what runs is written, what waits is not begun."),
)
@options(PROVINCE, RUN_FOLDER, START, LANGUAGE)
def stop(folder: Path, run_path: Path | None, start: date | None) -> None:
    from roster.province.run_folder import STOP

    _ask(run_folder(folder, run_path, start), STOP)
    click.echo(_("asked to stop; the best so far of what runs is checked and written"))


@province.command(
    cls=TranslatedCommand,
    example="roster province cancel my-province",
    help=N_("End a run at once: from now on nothing more is written. What is finished stays."),
)
@options(PROVINCE, RUN_FOLDER, START, LANGUAGE)
def cancel(folder: Path, run_path: Path | None, start: date | None) -> None:
    from roster.province.run_folder import CANCEL

    _ask(run_folder(folder, run_path, start), CANCEL)
    click.echo(_("asked to cancel; nothing more is written"))


def _ask(folder: RunFolder, what: str) -> None:
    if not folder.running():
        click.echo(_("{folder}: no run works here").format(folder=folder.path), err=True)
        end(VIOLATIONS)
    folder.ask(what)


@province.command(
    cls=TranslatedCommand,
    example="roster province summary my-province",
    help=N_("Write the summary of a run: a workbook, and CSV files of brigades and shortfalls."),
)
@options(PROVINCE, RUN_FOLDER, START, JSON, LANGUAGE)
@gathered(reply=Reply)
def summary(reply: Reply, folder: Path, run_path: Path | None, start: date | None) -> None:
    from roster.province import summary as told

    found = run_folder(folder, run_path, start)
    running = found.running()
    files = told.write_summary(found)
    reply.say(told.lines(found, running), lambda: told.as_json(found, running), beside=False)
    reply.written(files)


@province.command(
    cls=TranslatedCommand,
    example="roster province certs certs",
    help=N_("Make the certificates of a cluster: an authority of its own, and one pair for its machines."),
)
@click.argument("folder", metavar="[DIR]", default=Path("certs"), type=PATH)
@LANGUAGE
def certs(folder: Path) -> None:
    from roster.province.certificates import make

    Reply().written(make(folder))
    click.echo(_("copy ca.pem, node.pem and node-key.pem to each machine; ca-key.pem stays here, or is deleted"))
