"""How ledgers stood before brigades tied by loans are published, so that all are, or none, whatever ends that."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

from roster.domain.errors import InputError
from roster.io.files import replace_file
from roster.io.ledger import Ledger

FILE, FOLDER = "publishing.json", "publishing"
"""In the run folder while brigades are published: names with the copies that each had, and the ledgers."""


class Journal:
    """The journal of a run folder. Whatever it does raises OutputError where a file cannot be written, or OSError."""

    def __init__(self, run: Path) -> None:
        self._file, self._folder = run / FILE, run / FOLDER

    def _copies(self) -> dict[str, list[str]]:
        with suppress(OSError, ValueError):
            return dict(json.loads(self._file.read_text(encoding="utf-8")))
        return {}

    @property
    def names(self) -> list[str]:
        """The brigades whose publishing was begun and not ended; empty where there are none."""
        return sorted(self._copies())

    def begin(self, ledgers: Mapping[str, Ledger]) -> None:
        """Note how the ledgers of brigades stand; of those whose publishing was cut off that is known."""
        if self.names == sorted(ledgers):
            return
        shutil.rmtree(self._folder, ignore_errors=True)
        for name, ledger in ledgers.items():
            content = _content(ledger.path)
            if content is not None:
                replace_file(self._ledger(name).path, _writer(content))
        copies = {name: [file.name for file in ledger.copies.files()] for name, ledger in ledgers.items()}
        replace_file(self._file, _writer(json.dumps(copies).encode()))

    def take_back(self, ledgers: Mapping[str, Ledger]) -> list[str]:
        """Let ledgers stand as they did; returns those in which somebody else has published since: they stay."""
        known = {name: copies for name, copies in self._copies().items() if name in ledgers}
        kept = [name for name, copies in known.items() if not self._restored(name, ledgers[name], copies)]
        if not kept:
            self.end()
        return sorted(kept)

    def end(self) -> None:
        """All is published, or nothing."""
        self._file.unlink(missing_ok=True)
        shutil.rmtree(self._folder, ignore_errors=True)

    def _restored(self, name: str, ledger: Ledger, copies: list[str]) -> bool:
        before, new = self._ledger(name), [file for file in ledger.copies.files() if file.name not in copies]
        if not new and _content(ledger.path) == _content(before.path):
            return True
        try:
            was, now = before.publications(), ledger.publications()
        except InputError:
            return False
        if now not in (was, [*was, *now[-1:]]):
            return False
        content = _content(before.path)
        if content is None:
            ledger.path.unlink(missing_ok=True)
        else:
            replace_file(ledger.path, _writer(content))
        for file in new:
            file.unlink(missing_ok=True)
        ledger.copies.settled()
        return True

    def _ledger(self, name: str) -> Ledger:
        """The ledger of a brigade as it was."""
        return Ledger(self._folder / f"{name}.sqlite", self._folder / name)


def _content(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def _writer(content: bytes) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        path.write_bytes(content)

    return write
