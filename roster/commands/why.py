"""Say why an officer works, or does not work, on a date."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from roster.domain import started
from roster.domain.errors import Fault, InputError
from roster.frame import Inputs, Reply, gathered
from roster.help import TranslatedCommand
from roster.i18n import N_, _
from roster.options import CONSTRAINTS, EVENTS, FORCE, HISTORY, JSON, LANGUAGE, PATH, options
from roster.parameters import Date, Number

if TYPE_CHECKING:
    from roster.domain.problem import Problem

BESIDE = 0.5
"""Seconds of the time limit to say what was found."""


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
@click.option("--brigade", "folder", type=PATH, help=N_("the brigade; default: the one the workbook was made from"))
@click.option(
    "--time-limit",
    type=Number(min=1),
    default=9.0,
    show_default=True,
    help=N_("seconds in all, the start of the program included"),
)
@options(FORCE, CONSTRAINTS, HISTORY, JSON, EVENTS, LANGUAGE)
@gathered(inputs=Inputs, reply=Reply)
def why(
    inputs: Inputs,
    reply: Reply,
    file: Path,
    officer: str | None,
    day: date | None,
    instead: tuple[str, str, str] | None,
    sheet: bool,
    time_limit: float,
) -> None:
    began = started.take()
    from roster import console
    from roster.explain.own_line import OwnLines
    from roster.explain.solved_case import open_roster
    from roster.explain.why import why as find_out
    from roster.report import why

    book = inputs.book(file)
    if not (officer or instead or sheet):
        raise click.UsageError(_("give an officer, --not OFFICER DATE SHIFT, or --sheet"))
    opened = open_roster(*book, inputs.constraints, inputs.history)
    problem = opened.case.problem
    if sheet:
        outputs = reply.outputs(opened.case).add(file, "roster", same=True)
        outputs.check()
        kept = outputs.keep()
        why.add_sheet(opened, file)
        reply.written([file], kept)
    other = None
    if instead:
        officer, day, other = instead[0], Date().convert(instead[1], None, None), _shift(instead[2], problem)
    if officer is None:
        return
    who = opened.officer(officer)
    if day is None:
        text = OwnLines(problem, opened.roster, opened.checked.report).paragraph(who)
        reply.say([text], lambda: {"officer": who, "paragraph": text})
        return
    number = _number(day, problem)
    left = time_limit - BESIDE - (time.monotonic() - began)
    with console.stoppable(writes=False) as stop:
        answer = find_out(opened, who, number, other, left, stop)
    reply.say(why.lines(answer, problem), lambda: why.as_json(answer, problem))


def _shift(text: str, problem: Problem) -> str:
    """The code of a shift of the brigade, or `off`. Raises InputError."""
    from roster.domain.letters import shift_text
    from roster.io.codes import read_code
    from roster.io.selected import listed

    code = "off" if text == "off" else read_code(text, problem) or text
    if code != "off" and code not in problem.shift:
        letters = listed(shift_text(code, problem) for code in problem.shift_codes)
        expected = _("a shift of the brigade ({codes}) or off").format(codes=letters)
        raise InputError([Fault("SHIFT", f"'{code}'", expected)])
    return code


def _number(day: date, problem: Problem) -> int:
    """The number of a date of the roster. Raises InputError for one beside it."""
    number = problem.horizon.day(day)
    if number not in problem.horizon.range:
        last = problem.date(problem.horizon.days - 1)
        expected = _("a date from {first} to {last}").format(first=problem.date(0), last=last)
        raise InputError([Fault("DATE", f"'{day}'", expected)])
    return number
