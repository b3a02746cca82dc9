"""What was typed and not saved: a file beside the workbook to which each step is appended, and the steps themselves.

One JSON line a step (`edit`, `undo`, `redo`), written before anything else becomes of it. A server that is killed loses
nothing; the next start offers what the file holds. It is removed when the workbook is saved.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from roster.board.edits import Edit, Key, key_of, value_field

FORMAT = 1


@dataclass(frozen=True)
class Step:
    """What one key, paste or drop changed: the new values and, in the same order, those before."""

    edits: tuple[Edit, ...]
    was: tuple[Edit, ...]


@dataclass(frozen=True)
class Offer:
    """What an earlier board left: so many values, typed last at that time, on a workbook with that hash."""

    count: int
    at: str
    hash: str


class Journal:
    """The steps typed on a workbook. `value` tells what the workbook itself holds for an edit's key."""

    def __init__(self, workbook: Path, value: Callable[[Key], Any]) -> None:
        self.path = workbook.parent / f".board-{workbook.stem}.jsonl"
        self.workbook, self._value = workbook.name, value
        self.steps: list[Step] = []
        self.done = 0  # so many of the steps are in force; those after them can be done again
        self._saved = 0  # so many of the steps are not in the file, since the workbook has them
        self.typed: dict[Key, Edit] = {}
        self._base: dict[Key, Any] = {}
        self.hash = ""

    def edit(self, edits: Iterable[Edit]) -> Step | None:
        """Take new values as one step; None where nothing changes by them. Raises OSError where it cannot be kept."""
        latest = {key_of(edit): edit for edit in edits}
        changing = [(key, edit) for key, edit in latest.items() if self.now(key) != edit[value_field(edit) or ""]]
        if not changing:
            return None
        step = Step(tuple(edit for _, edit in changing), tuple(self._as_now(key, edit) for key, edit in changing))
        self._write({"do": "edit", "edits": list(step.edits), "was": list(step.was)})
        self._take(step)
        return step

    def undo(self) -> tuple[Edit, ...]:
        """Take the last step back; returns the values that are in force again."""
        if not self.done:
            return ()
        step = self.steps[self.done - 1]
        saved = self.done <= self._saved
        self._write({"do": "edit", "edits": list(step.was), "was": list(step.edits)} if saved else {"do": "undo"})
        self.done -= 1
        self._lay(step.was)
        return step.was

    def redo(self) -> tuple[Edit, ...]:
        """Do the step again that was taken back last."""
        if self.done == len(self.steps):
            return ()
        step = self.steps[self.done]
        saved = self.done < self._saved
        self._write({"do": "edit", "edits": list(step.edits), "was": list(step.was)} if saved else {"do": "redo"})
        self.done += 1
        self._lay(step.edits)
        return step.edits

    def now(self, key: Key) -> Any:
        """The value in force."""
        edit = self.typed.get(key)
        return self._value(key) if edit is None else edit[value_field(edit) or ""]

    def edits(self) -> list[Edit]:
        """All values that differ from the workbook's."""
        return list(self.typed.values())

    def saved(self) -> None:
        """The workbook has all of it now: the file goes, the steps can still be taken back."""
        self.typed.clear()
        self._base.clear()
        self._saved = self.done
        with contextlib.suppress(OSError):  # what stays says what the workbook says: it goes at the next start
            self.path.unlink()

    def rebase(self) -> None:
        """The workbook was read again: what it has by now is not typed any more."""
        self._base.clear()
        self.typed = {
            key: edit for key, edit in self.typed.items() if self._value(key) != edit[value_field(edit) or ""]
        }

    def forget(self) -> None:
        """Give up all that was typed."""
        self.steps.clear()
        self.done = self._saved = 0
        self.saved()

    def offer(self) -> Offer | None:
        """What the file of an earlier board holds; None without any. A file that says what the workbook says goes."""
        head, lines = self._read()
        if not lines:
            return None
        self._replay(lines)
        count = len(self.typed)
        self._reset()
        if not count:
            self.saved()
            return None
        return Offer(count, str(lines[-1].get("at", "")), str(head.get("hash", "")))

    def close(self) -> None:
        """Nobody types any more: a file whose steps come to nothing goes."""
        if not self.typed:
            self.saved()

    def take_over(self) -> None:
        """Go on from what the file of an earlier board holds."""
        self._replay(self._read()[1])

    def _replay(self, lines: list[dict[str, Any]]) -> None:
        self._reset()
        for line in lines:
            if line["do"] == "edit":
                edits, was = tuple(line["edits"]), tuple(line["was"])
                self._take(Step(edits, was))
            elif line["do"] == "undo" and self.done:
                self.done -= 1
                self._lay(self.steps[self.done].was)
            elif line["do"] == "redo" and self.done < len(self.steps):
                self._lay(self.steps[self.done].edits)
                self.done += 1

    def _reset(self) -> None:
        self.steps, self.done, self._saved = [], 0, 0
        self.typed, self._base = {}, {}

    def _take(self, step: Step) -> None:
        del self.steps[self.done :]
        self._saved = min(self._saved, self.done)
        self.steps.append(step)
        self.done += 1
        self._lay(step.edits)

    def _lay(self, edits: Iterable[Edit]) -> None:
        for edit in edits:
            key, value = key_of(edit), edit[value_field(edit) or ""]
            if self._base.setdefault(key, self._value(key)) == value:
                self.typed.pop(key, None)
            else:
                self.typed[key] = edit

    def _as_now(self, key: Key, edit: Edit) -> Edit:
        return {**edit, value_field(edit) or "": self.now(key)}

    def _read(self) -> tuple[dict[str, Any], list[dict[str, Any]]]:
        """The file's head and steps; a last line that was cut off, and whatever is not ours, is left out."""
        try:
            texts = self.path.read_text("utf-8", "replace").splitlines()
        except OSError:
            return {}, []
        read: list[dict[str, Any]] = []
        for text in texts:
            with contextlib.suppress(ValueError):
                line = json.loads(text)
                if isinstance(line, dict):
                    read.append(line)
        if not read or read[0].get("format") != FORMAT:
            return {}, []
        return read[0], [line for line in read[1:] if _is_step(line)]

    def _write(self, line: dict[str, Any]) -> None:
        """Append a line, and a head before the first one. Raises OSError."""
        at = datetime.now().astimezone().isoformat(timespec="seconds")
        text = json.dumps({**line, "at": at}, ensure_ascii=False) + "\n"
        handle = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0), 0o600)
        with os.fdopen(handle, "r+b", buffering=0) as file:
            size = file.seek(0, os.SEEK_END)
            if not size:
                text = json.dumps({"format": FORMAT, "workbook": self.workbook, "hash": self.hash}) + "\n" + text
            else:  # a line that was cut off when the machine stopped must not swallow this one
                file.seek(size - 1)
                if file.read(1) != b"\n":
                    text = "\n" + text
            left = text.encode()
            try:
                while left:  # a disk that gets full takes a part, and refuses the next one
                    left = left[file.write(left) or 0 :]
            except OSError:
                with contextlib.suppress(OSError):
                    file.truncate(size)
                raise


def _is_step(line: dict[str, Any]) -> bool:
    if line.get("do") in ("undo", "redo"):
        return True
    if line.get("do") != "edit":
        return False
    sides = (line.get("edits"), line.get("was"))
    return all(
        isinstance(side, list) and all(isinstance(edit, dict) and value_field(edit) for edit in side) for side in sides
    )
