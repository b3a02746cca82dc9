"""The desk: a process that holds one open week and judges what is typed into it (`python -m roster.board.desk FILE`).

It speaks JSON lines: a request `{"id": 1, "do": "show", ...}` on standard input; on standard output its answer,
`{"id": 1, "ok": true, "result": {...}}`, or where it refuses `{"id": 1, "ok": false, "error": {"text": ...,
"kind": ..., "places": [...]}}`; and unasked `{"event": ...}`. It ends when its input does. No solver is imported.

One request is answered at a time. Of several states typed one after the other the newest is judged: the others are
answered `{"superseded": id}`, by whatever is judged in their place.
"""

from __future__ import annotations

import argparse
import contextlib
import gc
import json
import os
import queue
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TextIO

from roster import i18n
from roster.domain.errors import InputError, OutputError, RosterError

Json = dict[str, Any]

WATCH_SECONDS = 1.0
OBJECTS_BETWEEN_COLLECTIONS = 500_000
"""A week is many objects, few of them in cycles: to look for those often would take longer than a verdict."""
END: Json = {}
LOOK: Json = {"do": "look"}


class Desk:
    """Requests in, answers out."""

    def __init__(self, path: Path, output: TextIO, language: str = "", brigade: Path | None = None) -> None:
        self.path, self.output, self.language, self.brigade = path, output, language, brigade
        self.requests: queue.Queue[Json] = queue.Queue()
        self._waiting: list[Json] = []
        self._lock = threading.Lock()
        self._held: Any = None
        self._seen: object = None

    def run(self, lines: TextIO) -> None:
        """Answer requests until the input ends."""
        threading.Thread(target=self._read, args=(lines,), daemon=True).start()
        threading.Thread(target=self._watch, daemon=True).start()
        if self.language:
            i18n.set_language(self.language)
        self.tell({"event": "ready"})
        while (request := self._next()) is not END:
            self._answer(request)

    def tell(self, message: Json) -> None:
        """One line to whoever listens; nobody listening is no fault of ours."""
        with self._lock:
            self.output.write(json.dumps(message, ensure_ascii=False, separators=(",", ":")) + "\n")
            self.output.flush()

    def _read(self, lines: TextIO) -> None:
        for line in lines:
            try:
                request = json.loads(line)
            except ValueError:
                request = None
            if isinstance(request, dict) and isinstance(request.get("do"), str):
                self.requests.put(request)
            else:
                self.tell({"id": None, "ok": False, "error": {"text": "not a request", "kind": "refused"}})
        self.requests.put(END)

    def _watch(self) -> None:
        """Look at the file now and then: the worker is told, and tells, when it is another one."""
        last = _stamp(self.path)
        while True:
            time.sleep(WATCH_SECONDS)
            now = _stamp(self.path)
            if now != last:
                last = now
                self.requests.put(LOOK)

    def newer(self) -> bool:
        """Whether another state was typed meanwhile."""
        self._gather()
        return any(one.get("do") == "set" for one in self._waiting)

    def _gather(self) -> None:
        while True:
            try:
                self._waiting.append(self.requests.get_nowait())
            except queue.Empty:
                return

    def _next(self) -> Json:
        """The next request; of states typed one after the other the last, the others answered."""
        self._gather()
        if not self._waiting:
            self._waiting.append(self.requests.get())
            self._gather()
        request = self._waiting.pop(0)
        while request.get("do") == "set" and self._waiting and self._waiting[0].get("do") == "set":
            newer = self._waiting.pop(0)
            self.tell({"id": request.get("id"), "ok": True, "result": {"superseded": newer.get("id")}})
            request = newer
        return request

    def _answer(self, request: Json) -> None:
        language = request.get("lang")
        if language in i18n.LANGUAGES:
            i18n.set_language(str(language))
        if request is LOOK:
            self._look()
            return
        try:
            result = self._do(request)
        except (RosterError, OSError, ValueError, KeyError, TypeError) as error:
            self.tell({"id": request.get("id"), "ok": False, "error": told(error)})
        else:
            self.tell({"id": request.get("id"), "ok": True, "result": result})
            if request["do"] in ("show", "reread") and not self.newer():
                self._held.prepare()

    def _look(self) -> None:
        from roster.i18n import _

        if self._held is not None and self._held.changed_outside():
            text = _("{file} was changed by another program since it was read")
            self.tell({"event": "changed-outside", "text": text.format(file=self.path.name)})

    def _do(self, request: Json) -> Json:
        from roster.board import desk_versions
        from roster.board.desk_changes import slim
        from roster.board.desk_week import DeskWeek

        if self._held is None or request["do"] == "reread":
            if self.path.is_dir():
                raise without_roster(self.path)
            self._held = DeskWeek(self.path, self.brigade)
        held: DeskWeek = self._held
        actions: dict[str, Callable[[], Json]] = {
            "show": lambda: slim(held.show(request.get("edits"))),
            "reread": lambda: slim(held.show(request.get("edits"))),
            "set": lambda: held.judge(list(request["edits"]), self._partly(request), self.newer),
            "edit": lambda: held.judge(held.with_more(list(request["edits"])), self._partly(request), self.newer),
            "free": lambda: held.free(str(request["date"])),
            "save": lambda: held.save(list(request["edits"]), str(request.get("hash") or "")),
            "versions": lambda: desk_versions.versions(held.week),
            "compare": lambda: desk_versions.compare(held.week, str(request["a"]), str(request["b"])),
            "download": lambda: desk_versions.download(held.week, str(request["version"]), str(request["what"])),
        }
        if request["do"] not in actions:
            raise ValueError(f"unknown request: {request['do']}")
        return actions[request["do"]]()

    def _partly(self, request: Json) -> Callable[[Json], None]:
        """Tells what is known of a verdict while the rest is still checked."""

        def tell(result: Json) -> None:
            self.tell({"event": "judging", "for": request.get("id"), "result": result})

        return tell


def without_roster(brigade: Path) -> RosterError:
    """What there is to say of a brigade that has no roster yet: its faults, or how one is made. Raises InputError."""
    from roster import api
    from roster.board.desk_week import RefusedError
    from roster.i18n import _

    api.load(brigade)
    text = _("there is no roster of {brigade} yet; make one: roster solve {brigade}")
    return RefusedError(text.format(brigade=brigade.name), [])


def told(error: Exception) -> Json:
    """A refusal: a sentence, its places, and what kind of refusal it is."""
    from roster.board.desk_week import LockedError, RefusedError, SavedOverError
    from roster.i18n import _

    if isinstance(error, RefusedError):
        return {"text": str(error), "kind": "refused", "places": error.places}
    if isinstance(error, SavedOverError):
        return {"text": str(error), "kind": "changed", "hash": error.hash, "cells": error.cells, "places": []}
    if isinstance(error, LockedError):
        return {"text": str(error), "kind": "locked", "places": []}
    if isinstance(error, InputError):
        return {"text": str(error), "kind": "faults", "places": [{"text": str(one)} for one in error.faults]}
    if isinstance(error, OutputError | RosterError):
        return {"text": str(error), "kind": "refused", "places": []}
    if isinstance(error, OSError):
        text = _("{file} cannot be read: {reason}")
        reason = error.strerror or str(error)
        return {"text": text.format(file=error.filename or "", reason=reason), "kind": "refused", "places": []}
    return {"text": f"{type(error).__name__}: {error}", "kind": "refused", "places": []}


def _stamp(path: Path) -> tuple[int, int] | None:
    try:
        state = path.stat()
    except OSError:
        return None
    return state.st_mtime_ns, state.st_size


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m roster.board.desk", description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--brigade", type=Path)
    parser.add_argument("--lang", choices=i18n.LANGUAGES, default="")
    asked = parser.parse_args()
    output = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8", newline="\n")
    sys.stdout = sys.stderr  # nothing but answers goes to whoever listens
    lines = open(sys.stdin.fileno(), encoding="utf-8", errors="replace", closefd=False)  # noqa: SIM115
    gc.set_threshold(OBJECTS_BETWEEN_COLLECTIONS)
    with contextlib.suppress(BrokenPipeError):
        Desk(asked.file, output, asked.lang, asked.brigade).run(lines)
    os._exit(0)  # threads that wait for a line keep nobody


if __name__ == "__main__":
    sys.exit(main())
