"""What a check finds: faults by kind, and figures of what it looked at."""

from __future__ import annotations

import threading
import traceback
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import NamedTuple


class Fault(NamedTuple):
    """`kind` tells faults of one cause from others, whatever the brigade; `text` is what was seen."""

    kind: str
    text: str


@dataclass
class Findings:
    """Faults, and how often what was looked at; `pace` multiplies the seconds that a check gives its searches."""

    pace: float = 1.0
    faults: list[Fault] = field(default_factory=list)
    figures: Counter[str] = field(default_factory=Counter)

    def fault(self, kind: str, text: object = "") -> None:
        self.faults.append(Fault(kind, str(text)))

    def expect(self, holds: bool, kind: str, text: object = "") -> bool:
        """Note a fault unless something holds."""
        if not holds:
            self.fault(kind, text)
        return holds

    def note(self, figure: str, count: int = 1) -> None:
        self.figures[figure] += count


def blame(error: BaseException) -> str:
    """The kind of an exception: its type, and the innermost line of ours that raised it."""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if "/roster/" in frame.filename]
    where = f"{frames[-1].filename.rpartition('/roster/')[2]} {frames[-1].name}" if frames else "outside"
    return f"{type(error).__name__} in {where}"


@contextmanager
def threads_watched(findings: Findings) -> Iterator[None]:
    """Note every thread that dies of an exception."""
    before = threading.excepthook

    def died(arguments: threading.ExceptHookArgs) -> None:
        error = arguments.exc_value
        text = "".join(traceback.format_exception(error)) if error else ""
        findings.fault(f"a thread died: {blame(error) if error else arguments.exc_type}", text)

    threading.excepthook = died
    try:
        yield
    finally:
        threading.excepthook = before
