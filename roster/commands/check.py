"""Check a brigade's tables and rules."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from roster.help import TranslatedCommand
from roster.i18n import N_, _
from roster.options import CONSTRAINTS, FOLDER, HISTORY, LANGUAGE, START, WEEKS, options, speak_as


@click.command(
    cls=TranslatedCommand,
    example="roster check inputs/hancheng",
    then=N_("make the next week: roster next {brigade}; any other: roster solve {brigade}"),
    help=N_(
        "Check a brigade's tables and rules; every fault is named. "
        "Ends with supply against demand, and with what no search can mend."
    ),
)
@options(FOLDER, CONSTRAINTS, HISTORY, START, WEEKS, LANGUAGE)
def check(
    folder: Path, constraints: tuple[Path, ...], history: tuple[Path, ...], start: date | None, weeks: int
) -> None:
    from roster import api
    from roster.arithmetic.lacks import Arithmetic, lacks
    from roster.arithmetic.unbound import strays, unbound
    from roster.io.known_text import history_used
    from roster.io.lack_lines import forbidding_lines, lack_lines
    from roster.io.supply import supply_lines
    from roster.io.unbound_lines import stray_lines, unbound_lines

    speak_as(folder)
    case = api.load(folder, constraints, start, weeks, history)
    click.echo(history_used(case.problem))
    for note in (*case.warnings, *api.check(case)):
        click.echo(_("note: {note}").format(note=note))
    for line in unbound_lines(unbound(case.problem, case.rulebook), case.rulebook, case.problem):
        click.echo(line)
    for line in stray_lines(strays(case.problem, case.rulebook), case.rulebook, case.problem):
        click.echo(line)
    known = Arithmetic(case.problem, case.rulebook)
    for line in supply_lines(known):
        click.echo(line)
    missing = lacks(case.problem, case.rulebook, known)
    for line in (*forbidding_lines(known, case.rulebook), *lack_lines(missing, case.problem, case.rulebook)):
        click.echo(line)
    click.echo(_("tables and rules are in order"))
