"""What the command line says while it works: one live line on standard error, and the closing lines."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from rich.console import Console
from rich.status import Status

from roster.domain.outcome import Moment, Outcome
from roster.i18n import _
from roster.search.run import Stop


def error_console() -> Console:
    """Standard error, so that standard output stays free for JSON."""
    return Console(stderr=True, highlight=False, soft_wrap=True)


class Progress:
    """A live line: phase, incumbent, bound, gap, time. Silent where standard error is no terminal."""

    def __init__(self, status: Status) -> None:
        self._status = status

    def __call__(self, moment: Moment) -> None:
        parts = [_(moment.phase), _("{seconds:.0f} s").format(seconds=moment.seconds)]
        if moment.incumbent is not None:
            parts.append(_("best {cost}").format(cost=moment.incumbent))
        if moment.bound is not None:
            parts.append(_("bound {bound}").format(bound=moment.bound))
        if moment.incumbent is not None and moment.bound is not None:
            gap = (moment.incumbent - moment.bound) / max(1, abs(moment.incumbent))
            parts.append(_("gap {gap:.1%}").format(gap=gap))
        self._status.update(" · ".join(parts))


@contextmanager
def live_line() -> Iterator[Progress]:
    """The live line for as long as the block runs."""
    with error_console().status(_("reading")) as status:
        yield Progress(status)


@contextmanager
def stoppable() -> Iterator[Stop]:
    """Ctrl-C and a request to terminate end the search with the best roster so far; a second one ends at once."""
    stop = Stop()

    def ask(number: int, frame: FrameType | None) -> None:
        if stop:
            raise KeyboardInterrupt
        stop()

    numbers = (signal.SIGINT, signal.SIGTERM)
    before = [signal.signal(number, ask) for number in numbers]
    try:
        yield stop
    finally:
        for number, handler in zip(numbers, before, strict=True):
            signal.signal(number, handler)


def closing_lines(outcome: Outcome, file: str) -> Iterator[str]:
    """What was made, in a few lines."""
    problem = outcome.problem
    yield _("{brigade}, {start} to {end}: {status}").format(
        brigade=problem.settings.name,
        start=problem.date(0),
        end=problem.date(problem.horizon.days - 1),
        status=_(outcome.status),
    )
    yield _("{people} person-shifts, {vehicles} vehicle-shifts, no must broken, {short} shortfalls").format(
        people=outcome.person_shifts, vehicles=outcome.vehicle_shifts, short=len(outcome.report.shortfalls)
    )
    yield from (f"  {finding.sentence}" for finding in outcome.report.shortfalls[:10])
    if len(outcome.report.shortfalls) > 10:
        yield _("  and {number} more, see the sheet Summary").format(number=len(outcome.report.shortfalls) - 10)
    yield _("wishes cost {objective}, proven at least {bound} (gap {gap:.1%}), {seconds:.0f} s").format(
        objective=outcome.objective, bound=outcome.bound, gap=outcome.gap, seconds=outcome.seconds
    )
    yield _("written: {file}").format(file=file)
