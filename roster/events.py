"""What a command tells another program while it works: JSON lines on standard output (`--events`, docs/events.md).

A line `stop` on standard input, or its end, is as Ctrl-C: so nothing goes on when whoever started it is gone.
"""

from __future__ import annotations

import json
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import TYPE_CHECKING, Any, TextIO

if TYPE_CHECKING:
    from roster.domain.errors import Fault
    from roster.domain.outcome import Moment
    from roster.domain.problem import Problem
    from roster.domain.roster import Roster

Json = dict[str, Any]
Cells = dict[tuple[str, str], str]
"""Officer and date -> shifts, as codes joined by `+`."""

ROSTER_SECONDS = 2.0
"""A verified roster is told at most so often; the last one always is."""
WAITING_SECONDS = 10


class Events:
    """One command's events, in order; safe to tell from any thread."""

    def __init__(self, output: TextIO, clock: Callable[[], float] = time.monotonic) -> None:
        self._output, self._clock = output, clock
        self._lock = threading.Lock()
        self._began = clock()
        self._phase = ""
        self._moments: list[Moment] = []
        self._cells: Cells = {}
        self._last_roster = float("-inf")
        self._over = False
        self.result: object = None

    def tell(self, event: str, **fields: object) -> None:
        """One event with the seconds since the command began; nobody reading is no fault of ours."""
        line = json.dumps({"event": event, "at": round(self._clock() - self._began, 3), **fields})
        with self._lock, suppress(OSError, ValueError):
            if not self._over:
                self._output.write(line + "\n")
                self._output.flush()

    def phase(self, phase: str) -> None:
        """What the command is at, where that is new."""
        from roster.io import texts

        if phase != self._phase:
            self._phase = phase
            self.tell("phase", phase=phase, text=texts.phase(phase))

    def moment(self, moment: Moment) -> None:
        """A step of the search, with what so many more seconds are worth."""
        from roster.search.waiting import value_of_waiting

        self.phase(moment.phase)
        self._moments.append(moment)
        self.tell(
            "moment",
            seconds=round(moment.seconds, 3),
            phase=moment.phase,
            best=moment.incumbent,
            bound=moment.bound,
            columns=moment.columns,
            worth=value_of_waiting(self._moments, moment.seconds, WAITING_SECONDS),
        )

    def verified(self, problem: Problem, roster: Roster, last: bool = False) -> None:
        """The cells in which a verified roster differs from the one told before; not too often but for the `last`."""
        now = self._clock()
        if not last and now - self._last_roster < ROSTER_SECONDS:
            return
        cells = cells_of(problem, roster)
        first = not self._cells
        dates = {problem.date(day).isoformat() for day in problem.horizon.range}
        before = {key: text for key, text in self._cells.items() if key[1] in dates}
        changed = {key: cells.get(key, "") for key in cells.keys() | before.keys() if cells.get(key) != before.get(key)}
        if not changed and not first:
            return
        self._last_roster = now
        self._cells = {**{key: text for key, text in self._cells.items() if key[1] not in dates}, **cells}
        told = [{"officer": who, "date": date, "code": code} for (who, date), code in sorted(changed.items())]
        self.tell("roster", first=first, cells=told)

    def step(self, done: int, total: int) -> None:
        """So many of a known number of steps are done."""
        self.tell("step", done=done, of=total)

    def finished(self, code: int, files: Iterable[str]) -> None:
        """The command has its answer."""
        self.tell("done", code=code, files=list(files), result=self.result)
        self._over = True

    def failed(self, code: int, text: str, faults: Iterable[Fault] = ()) -> None:
        """The command ends without an answer: a sentence, and every fault with its place."""
        places = [{"place": one.place, "found": one.found, "expected": one.expected} for one in faults]
        self.tell("failed", code=code, text=text, faults=places, result=self.result)
        self._over = True


def cells_of(problem: Problem, roster: Roster) -> Cells:
    """Who works what on which date."""
    found: dict[tuple[str, str], list[str]] = {}
    for officer, day, shift in roster.work():
        found.setdefault((officer, problem.date(day).isoformat()), []).append(shift)
    return {key: "+".join(sorted(shifts)) for key, shifts in found.items()}


_events: Events | None = None
_stdout: TextIO | None = None


def current() -> Events | None:
    """The events of the command that runs; None where nobody asked for any."""
    return _events


def begin() -> Events:
    """Tell events on standard output from now on; whatever else is printed goes to standard error."""
    global _events, _stdout
    if _events is None:
        _stdout = sys.stdout
        _events = Events(sys.stdout)
        sys.stdout = sys.stderr
        _events.phase("reading")
        threading.Thread(target=_listen, args=(_events, sys.stdin), daemon=True).start()
    return _events


def end() -> None:
    """Print as before."""
    global _events, _stdout
    if _stdout is not None:
        sys.stdout = _stdout
    _events = _stdout = None


def _listen(events: Events, lines: TextIO | None) -> None:
    """Answer a line `stop`, or the end of the input, as Ctrl-C would be answered."""
    stopped = False
    try:
        for line in lines or ():
            if line.strip().casefold() == "stop":
                _interrupt(events)
                stopped = True
    except (OSError, ValueError):  # there is no input to listen to
        return
    if not stopped:
        _interrupt(events)


def _interrupt(events: Events) -> None:
    if _events is events:
        signal.raise_signal(signal.SIGINT)
