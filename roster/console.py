"""What the command line says while it works: one live line on standard error."""

from __future__ import annotations

import csv
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import click
from rich.console import Console
from rich.progress import Progress as ProgressBar
from rich.status import Status
from rich.text import Text

from roster import events
from roster.domain import ending
from roster.domain.outcome import Moment
from roster.domain.problem import Problem
from roster.domain.roster import Roster
from roster.i18n import _
from roster.io import texts
from roster.io.files import replace_file
from roster.search.run import Stop
from roster.search.waiting import value_of_waiting

WAITING_SECONDS = 10
"""For so much more time the live line tells about how much cheaper the roster may become."""
SPINNER = "line"  # of letters that every console has


class Progress:
    """A live line: phase, incumbent, bound, gap, columns, what waiting is worth, time; every step too, for a log."""

    def __init__(self, rosters: bool = False) -> None:
        self.rosters = rosters
        self.moments: list[Moment] = []
        self.line: Status | None = None
        self._started = self._heard = time.monotonic()

    def __call__(self, moment: Moment) -> None:
        self.moments.append(moment)
        self._heard = time.monotonic()
        told = events.current()
        if told:
            told.moment(moment)

    def verified(self, problem: Problem, roster: Roster, last: bool = False) -> None:
        """A verified roster of the problem that the command is about, for whoever listens to events."""
        told = events.current()
        if told and self.rosters:
            told.verified(problem, roster, last)

    def beside(self, say: Callable[[], object]) -> None:
        """Say something while the live line stands aside: rich would send standard output to where the line is."""
        if self.line is not None:
            self.line.stop()
        try:
            say()
        finally:
            if self.line is not None:
                self.line.start()

    def __rich__(self) -> Text:
        """The line as it is now: its clock runs also while nothing is found."""
        seconds = _("{seconds:.0f} s").format(seconds=time.monotonic() - self._started)
        parts = [*self._last(), seconds]
        return Text(" · ".join(parts))

    def _last(self) -> Iterator[str]:
        if not self.moments:
            yield _("reading")
            return
        moment = self.moments[-1]
        yield texts.phase(moment.phase)
        if moment.incumbent is not None:
            yield _("best {cost}").format(cost=moment.incumbent)
        if moment.bound is not None:
            yield _("bound {bound}").format(bound=moment.bound)
        if moment.incumbent is not None and moment.bound is not None:
            gap = (moment.incumbent - moment.bound) / max(1, abs(moment.incumbent))
            yield _("gap {gap:.1%}").format(gap=gap)
        if moment.columns:
            yield _("columns: {columns}").format(columns=moment.columns)
        now = moment.seconds + time.monotonic() - self._heard
        worth = value_of_waiting(self.moments, now, WAITING_SECONDS)
        if worth is not None:
            yield _("{seconds} s more: about {cost} less").format(seconds=WAITING_SECONDS, cost=worth)


@contextmanager
def live_line(rosters: bool = False) -> Iterator[Progress]:
    """The live line for as long as the block runs; silent where standard error is no terminal.

    With `rosters` events tell each verified roster as well: where the search is for the roster that is asked for.
    """
    progress = Progress(rosters)
    try:
        with Console(stderr=True).status(progress, spinner=SPINNER) as progress.line:
            yield progress
    finally:
        progress.line = None


@contextmanager
def stoppable(writes: bool = True) -> Iterator[Stop]:
    """Ctrl-C and a request to terminate end the search with the best so far, which is written, or only told.

    A second one ends the search at once: what was verified until then is written all the same.
    """
    stop = Stop()
    told = _("stopping: writing the best so far; Ctrl-C once more ends at once")
    if not writes:
        told = _("stopping: what is known so far is told; Ctrl-C once more ends at once")

    def ask() -> bool:
        if stop:
            return False
        stop()
        with suppress(RuntimeError):  # the signal came while something was being said
            click.echo(told, err=True)
        return True

    with ending.answered_by(ask):
        yield stop


@contextmanager
def bar(words: str, total: int) -> Iterator[Callable[[], None]]:
    """A progress bar on standard error for as long as the block runs; what it gives is called after each step."""
    console = Console(stderr=True)
    with ProgressBar(console=console, transient=True, disable=not console.is_terminal) as shown:
        task, told, done = shown.add_task(words, total=total), events.current(), 0

        def step() -> None:
            nonlocal done
            done += 1
            shown.advance(task)
            if told:
                told.step(done, total)

        yield step


LOG_HEADER = ",".join(Moment._fields)


def write_log(moments: Sequence[Moment], file: Path) -> None:
    """Write the steps of a search as CSV: seconds, phase, incumbent, bound, columns. Raises OutputError."""

    def write(path: Path) -> None:
        with path.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream)
            writer.writerow(Moment._fields)
            writer.writerows((f"{moment.seconds:.3f}", *moment[1:]) for moment in moments)

    replace_file(file, write)
