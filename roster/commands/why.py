"""Say why an officer works, or does not work, on a date."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path

import click

from roster.domain.errors import Fault, InputError
from roster.help import TranslatedCommand
from roster.i18n import N_, _
from roster.options import (
    CONSTRAINTS,
    FORCE,
    HISTORY,
    JSON,
    LANGUAGE,
    PATH,
    Date,
    Number,
    options,
    print_json,
    say_kept,
    speak_as,
)

SEARCH = 0.5
"""The part of the time that the search has, however long it took to read the workbook."""


@click.command(
    cls=TranslatedCommand,
    example="roster why outputs/hancheng-2026-10-19.xlsx P001 2026-10-20",
    then=N_("what you want otherwise goes into the workbook, then: roster replan {file}"),
    help=N_("Say why an officer works or is off on a date, and what it would cost otherwise; or describe the officer."),
)
@click.argument("file", metavar="FILE.xlsx", type=PATH)
@click.argument("officer", metavar="[OFFICER]", required=False)
@click.argument("day", metavar="[DATE]", required=False, type=Date())
@click.option(
    "--not",
    "instead",
    nargs=3,
    metavar="OFFICER DATE SHIFT",
    help=N_("why this officer does not have this shift (or off) on this date"),
)
@click.option("--sheet", is_flag=True, help=N_("add a sheet to the workbook with a paragraph for each officer"))
@click.option("--brigade", type=PATH, help=N_("the brigade; default: the one the workbook was made from"))
@click.option(
    "--time-limit",
    type=Number(min=1),
    default=9.0,
    show_default=True,
    help=N_("seconds in all, half of them for the search at least"),
)
@options(FORCE, CONSTRAINTS, HISTORY, JSON, LANGUAGE)
def why(
    file: Path,
    officer: str | None,
    day: date | None,
    instead: tuple[str, str, str] | None,
    sheet: bool,
    force: bool,
    brigade: Path | None,
    constraints: tuple[Path, ...],
    history: tuple[Path, ...],
    time_limit: float,
    json_out: bool,
) -> None:
    began = time.monotonic()
    from roster.domain.letters import shift_text
    from roster.explain.books import add_own_lines
    from roster.explain.opened import open_roster
    from roster.explain.own_line import OwnLines
    from roster.explain.why import why as find_out
    from roster.explain.why_lines import as_json, lines
    from roster.io.codes import read_code
    from roster.io.outputs import Outputs
    from roster.io.read_book import read_book
    from roster.io.recorded import brigade_of
    from roster.io.selected import listed

    book = read_book(file)
    folder = brigade or brigade_of(book)
    speak_as(folder)
    if not (officer or instead or sheet):
        raise click.UsageError(_("give an officer, --not OFFICER DATE SHIFT, or --sheet"))
    opened = open_roster(book, folder, constraints, history)
    problem = opened.case.problem
    if sheet:
        outputs = Outputs(opened.case, force=force).add(file, "roster", same=True)
        outputs.check()
        kept = outputs.keep()
        add_own_lines(opened, file)
        click.echo(_("written: {file}").format(file=file), err=json_out)
        say_kept(kept, json_out)
    other = None
    if instead:
        officer, day = instead[0], Date().convert(instead[1], None, None)
        other = "off" if instead[2] == "off" else read_code(instead[2], problem) or instead[2]
        if other != "off" and other not in problem.shift:
            letters = listed(shift_text(code, problem) for code in problem.shift_codes)
            expected = _("a shift of the brigade ({codes}) or off").format(codes=letters)
            raise InputError([Fault("SHIFT", f"'{other}'", expected)])
    if officer is None:
        return
    who = opened.officer(officer)
    if day is None:
        text = OwnLines(problem, opened.roster, opened.checked.report).paragraph(who)
        if json_out:
            print_json({"officer": who, "paragraph": text})
        click.echo(text, err=json_out)
        return
    number = problem.horizon.day(day)
    if number not in problem.horizon.range:
        last = problem.date(problem.horizon.days - 1)
        expected = _("a date from {first} to {last}").format(first=problem.date(0), last=last)
        raise InputError([Fault("DATE", f"'{day}'", expected)])
    left = max(time_limit * SEARCH, time_limit - (time.monotonic() - began))
    answer = find_out(opened, who, number, other, left)
    if json_out:
        print_json(as_json(answer, problem))
    for line in lines(answer, problem):
        click.echo(line, err=json_out)
