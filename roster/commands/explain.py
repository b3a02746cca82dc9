"""Explain why no roster exists, or why one is short, and what would cure it."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import click

from roster.domain import started
from roster.frame import Inputs, Reply, end, gathered
from roster.help import THEN_KEY, TranslatedCommand
from roster.i18n import N_, _
from roster.options import (
    CONSTRAINTS,
    EVENTS,
    FOLDER,
    HISTORY,
    JSON,
    LANGUAGE,
    NO_ROSTER,
    START,
    WEEKS,
    WORKERS,
    options,
)
from roster.parameters import Number

if TYPE_CHECKING:
    from roster.console import Progress
    from roster.explain.candidate import Candidate
    from roster.explain.explanation import Explanation
    from roster.explain.trial import Asked


SEARCH = 0.5
"""The part of the time that the search has, however long the program took to be loaded."""
BESIDE = 0.5
"""Seconds of the time limit to say what was found."""
SOLVE = N_("make the roster: roster solve {brigade}")


@click.command(
    cls=TranslatedCommand,
    example="roster explain inputs/hancheng --time-limit 60",
    then=N_("with a cure chosen and --apply: roster solve {brigade}"),
    help=N_("Explain which musts clash, or what forces each shortfall, with cures that were solved again."),
)
@options(FOLDER, CONSTRAINTS, HISTORY, START, WEEKS)
@click.option(
    "--time-limit",
    type=Number(min=1),
    default=120.0,
    show_default=True,
    help=N_("seconds in all: for the clashes, or the roster and what it is short of, and for cures"),
)
@options(WORKERS)
@click.option(
    "--apply",
    "number",
    type=click.IntRange(min=1),
    help=N_("write the cure of this number, as it was last shown, into its files"),
)
@options(JSON, EVENTS, LANGUAGE)
@gathered(inputs=Inputs, reply=Reply)
def explain(inputs: Inputs, reply: Reply, time_limit: float, workers: int, number: int | None) -> None:
    began = started.take()
    from roster import console
    from roster.explain.cure_cache import remember
    from roster.explain.explanation import Hearing
    from roster.explain.explanation import explain as find_out
    from roster.explain.trial import Asked
    from roster.province.loans.neighbours import neighbours_of
    from roster.report import explanation

    folder = inputs.brigade()
    near = neighbours_of(folder)
    asked = Asked(folder, inputs.constraints, inputs.history, inputs.start, inputs.weeks, workers, near)
    context = click.get_current_context()
    if number is not None:
        context.meta[THEN_KEY] = SOLVE
        _apply(asked, number, reply)
        return
    with console.live_line() as progress, console.stoppable(writes=False) as stop:
        screen = _Screen(reply, progress)
        left = max(time_limit * SEARCH, time_limit - BESIDE - (time.monotonic() - began))
        found = find_out(asked, left, Hearing(progress, screen.so_far, screen.first_cure), stop)
    remember(asked, found)
    if not any(short.cures for short in found.shortfalls):
        context.meta[THEN_KEY] = SOLVE
    screen.so_far(found)
    reply.say((), lambda: explanation.as_json(found))
    if found.clashes:
        end(NO_ROSTER)


class _Screen:
    """Says each answer as soon as it is known: the lines that stay on the reply, what may be bettered beside them."""

    def __init__(self, reply: Reply, progress: Progress) -> None:
        self._reply, self._progress, self._said = reply, progress, 0

    def so_far(self, known: Explanation) -> None:
        from roster.report import explanation

        every = list(explanation.lines(known))
        if len(every) > self._said:
            self._progress.beside(lambda: self._reply.say(every[self._said :]))
            self._said = len(every)

    def first_cure(self, candidate: Candidate) -> None:
        text = _("a first cure; what it costs, and others, are looked for: {change}")
        said = text.format(change=candidate.sentence)
        self._progress.beside(lambda: click.echo(said, err=True))


def _apply(asked: Asked, number: int, reply: Reply) -> None:
    """Write a cure that was shown. Raises InputError where none was, or a file has changed since."""
    from roster.explain.apply import apply
    from roster.explain.cure_cache import recall

    shown = recall(asked, asked.load())
    if number > len(shown):
        raise click.BadParameter(_("cures shown: {count}").format(count=len(shown)), param_hint="--apply")
    changes = shown[number - 1]
    reply.written(apply(changes, home=asked.folder))
    note = _("note: the shipped rules stay as they are; give {file} with -c from now on")
    reply.say(note.format(file=file) for file in asked.to_be_given(changes))
