"""The coordinator: reads brigades, gives their tasks to workers, keeps what comes back, has it written.

The run folder is what counts: whatever is lost, running again goes on from there. Brigades are read as workers get
free, the largest first; nothing that is finished under the same key is solved again.
"""

from __future__ import annotations

import json
import pickle
import time
import zlib
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from multiprocessing.connection import wait
from pathlib import Path
from typing import NamedTuple

from roster.case import Case
from roster.domain.errors import InputError, OutputError, RosterError
from roster.i18n import _, language
from roster.province import run_folder as state
from roster.province.cluster import Cluster, Event, Finished, Lost, Started, Step
from roster.province.folder import BASE, Brigade, Province, touched
from roster.province.keys import key_of
from roster.province.process import DONE, Process
from roster.province.reading import read_case
from roster.province.run_folder import RunFolder
from roster.province.task import How, Result, task_of, unpack
from roster.province.writing import Job, packed, write_job

LOOK_SECONDS = 0.25
LONGER = 3
"""A search that ended without a roster is given so many times the limit, once."""


class Work(NamedTuple):
    """One brigade in one scenario."""

    brigade: Brigade
    scenario: str

    @property
    def name(self) -> str:
        return f"{self.scenario}/{self.brigade.id}" if self.scenario else self.brigade.id

    def file(self, folder: Path) -> Path:
        """Where its workbook lies."""
        return folder / "rosters" / self.scenario / f"{self.brigade.id}.xlsx"


@dataclass
class _Open:
    """A task that is out, with its case packed."""

    work: Work
    key: str
    case: bytes
    people: int
    how: How
    tries: int = 1


class Coordinator:
    """One run over a province."""

    def __init__(
        self,
        province: Province,
        folder: RunFolder,
        cluster: Cluster,
        how: How,
        scenarios: tuple[str, ...] = (BASE,),
        start: date | None = None,
        command: str = "",
        known: Mapping[str, Result] | None = None,
    ) -> None:
        """`known`: rosters that were found before for brigades as they are, by name."""
        self._known = known or {}
        self.province, self.folder, self.cluster, self.how = province, folder, cluster, how
        self.start, self.command = start or province.settings.start, command
        works = [Work(brigade, scenario) for scenario in scenarios for brigade in touched(province, scenario)]
        self.works = {work.name: work for work in works}
        self._unread = deque(sorted(works, key=lambda work: -_size(work.brigade.path)))
        self._open: dict[str, _Open] = {}
        self._to_write: deque[tuple[_Open, bytes, str]] = deque()
        self._writing: tuple[_Open, str] | None = None
        self._writer: Process | None = None
        self._asked = ""

    def ask(self, what: str) -> None:
        """Stop or cancel; may be called from a signal's handler."""
        self._asked = what

    def run(self, told: Callable[[], None] = lambda: None) -> None:
        """Work until all is settled, or was asked to end; the folder must be held. `told` is called now and then."""
        self.folder.remember(
            province=self.province.settings.name,
            path=str(self.province.folder.resolve()),
            begun=str(time.time()),
            slots=str(self.cluster.slots),
            ended="",
        )
        for row in self.folder.begin({work.name: (work.brigade.id, work.scenario) for work in self._unread}):
            if row.file:
                self.folder.put_aside(Path(row.file))
        answered = ""
        try:
            while self._unread or self._open or self._to_write or self._writing:
                asked = self._asked or self.folder.asked()
                if asked and asked != answered:
                    answered = asked
                    self._end(asked)
                if not asked and self._unread and len(self._open) < 2 * self.cluster.slots:
                    self._begin(self._unread.popleft())
                for event in self.cluster.events(0 if self._unread and not asked else LOOK_SECONDS):
                    self._handle(event)
                self._write()
                told()
            self.folder.remember(ended=str(time.time()))
        finally:
            if self._writer:
                self._writer.kill()

    def _end(self, asked: str) -> None:
        """Stop: what runs gives its best so far, what waits is not begun. Cancel: nothing more comes back."""
        began = {row.name for row in self.folder.rows() if row.state == state.RUNNING}
        for work in self._unread:
            self.folder.put(work.name, state=state.CANCELLED)
        self._unread.clear()
        if asked == state.STOP:
            self.cluster.stop()
            for name in [name for name in self._open if name not in began]:
                self._drop(name)
            return
        self.cluster.drop()
        for name in list(self._open):
            self._drop(name)
        for one, _content, _status in self._to_write:
            self._drop(one.work.name)
        self._to_write.clear()
        if self._writing and self._writer:  # what it has begun does not take its place
            self._writer.kill()
            self._drop(self._writing[0].work.name)
            self._writing = self._writer = None

    def _drop(self, name: str) -> None:
        self._open.pop(name, None)
        self.folder.put(name, state=state.CANCELLED, worker="", phase="")

    def _begin(self, work: Work) -> None:
        """Read a brigade; give it to the workers unless its result is there."""
        try:
            case = read_case(self.province, work.brigade, work.scenario, self.start)
            key = key_of(case, self.how)
        except InputError as error:
            self._nothing(work, "bad_input", str(error), key="")
            return
        except (RosterError, OSError) as error:
            self._nothing(work, "failed", str(error), key="")
            return
        people = len(case.problem.officers)
        one = _Open(work, key, zlib.compress(pickle.dumps(case), 1), people, self.how)
        known = self.folder.stored(key)
        before = self.folder.row(work.name)
        self.folder.put(work.name, key=key, people=people, tries=0, message="")
        if known is None or known[0] not in state.SETTLED:
            self._open[work.name] = one
            self.cluster.submit(work.name, task_of(case, self.how, self._known.get(work.name)), people)
        elif known[0] != state.DONE:
            found = unpack(known[1])
            self._nothing(work, found.status, found.message)
        elif before and before.key == key and before.file and (self.folder.path / before.file).is_file():
            self.folder.put(work.name, state=state.DONE)
        else:
            self._to_write.append((one, known[1], state.DONE))

    def _nothing(self, work: Work, what: str, message: str, **more: str) -> None:
        """A brigade ends without a roster: one of an earlier run is not taken for it, and kept elsewhere."""
        empty = {"best": None, "bound": None, "seconds": 0, "short": "{}", "file": "", "worker": "", "phase": ""}
        try:
            self.folder.put_aside(work.file(Path()))
        except OutputError as error:
            message = f"{message}\n{error}"
        self.folder.put(work.name, state=what, message=message, **{**empty, **more})

    def _handle(self, event: Event) -> None:
        one = self._open.get(event.name)
        if one is None:
            return
        if isinstance(event, Started):
            self.folder.put(event.name, state=state.RUNNING, worker=event.worker, tries=one.tries, phase="")
        elif isinstance(event, Step):
            moment = event.moment
            self.folder.put(
                event.name,
                phase=moment.phase,
                best=moment.incumbent,
                bound=moment.bound,
                seconds=round(moment.seconds, 1),
            )
        elif isinstance(event, Finished):
            self._finished(one, event.result)
        elif isinstance(event, Lost):
            del self._open[event.name]
            self._nothing(one.work, "lost", event.message)

    def _finished(self, one: _Open, content: bytes) -> None:
        name = one.work.name
        try:
            result = unpack(content)
            assert isinstance(result, Result)
        except (RosterError, AssertionError) as error:
            result = Result("failed", str(error))
        if result.status == state.OUT_OF_TIME and one.tries == 1 and not (self._asked or self.folder.asked()):
            one.tries, one.how = 2, one.how._replace(seconds=one.how.seconds * LONGER)
            case: Case = pickle.loads(zlib.decompress(one.case))
            self.folder.put(name, state=state.WAITING, worker="")
            self.cluster.submit(name, task_of(case, one.how, self._known.get(name)), one.people)
            return
        del self._open[name]
        if result.status in state.SETTLED or result.status == state.STOPPED:
            try:
                self.folder.store(one.key, content, result.status)
            except OutputError as error:
                self._nothing(one.work, "failed", str(error))
                return
        if result.roster is None:
            self._nothing(one.work, result.status, result.message)
        else:
            self.folder.put(name, phase="writing", worker="")
            self._to_write.append((one, content, result.status))

    def _write(self) -> None:
        """Let our own process write what came back, one workbook after the other."""
        if self._writing and self._writer and wait([self._writer.connection], 0):
            heard, (one, status) = self._writer.receive(), self._writing
            self._writing = None
            if heard is None:
                self._writer.kill()
                self._writer = None
                values = {"state": "failed", "message": _("the process that writes workbooks died")}
            else:
                assert heard[0] == DONE
                values = {"state": status, **json.loads(heard[1])}
            if values["state"] == status:
                values["file"] = one.work.file(Path()).as_posix()
            self.folder.put(one.work.name, **values, worker="", phase="")
        if not self._writing and self._to_write:
            one, content, status = self._to_write.popleft()
            self._writer = self._writer or Process(write_job)
            file = one.work.file(self.folder.path)
            case: Case = pickle.loads(zlib.decompress(one.case))
            self._writer.send(packed(Job(case, content, file, language(), self.command)))
            self._writing = one, status


def _size(path: Path) -> int:
    """About how large a brigade is, without reading it: bytes of its tables."""
    files = path.glob("*.csv") if path.is_dir() else [path]
    return sum(file.stat().st_size for file in files)
