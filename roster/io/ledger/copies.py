"""The copies of the published workbooks, from which the ledger can be made anew.

A week is published at the moment at which its copy takes its name in the folder. What the ledger is to say of it is
noted before, so that whoever opens the ledger next can finish what a killed process left undone.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from roster.i18n import _
from roster.io.files import PARTIAL, replace_bytes, sha256_of
from roster.io.ledger.held import Edition
from roster.io.ledger.publication import Publication
from roster.io.ledger.rows import packed, unpacked

NAME = re.compile(r"(\d{4}-\d{2}-\d{2})\+(\d+)\.v(\d+)\.(\d{8}T\d{6})\.xlsx")
INTENT = ".publishing.json"
"""What is about to be published; there only while it is."""


def copy_name(publication: Publication | Edition) -> str:
    """The name of a published workbook's copy: its first date, days, version and time."""
    time = dt.datetime.fromisoformat(publication.time)
    return f"{publication.start}+{publication.days}.v{publication.version}.{time:%Y%m%dT%H%M%S}.xlsx"


class Copies:
    """The folder of one brigade's published workbooks."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def files(self) -> list[Path]:
        """The copies by name: what is published."""
        if not self.folder.is_dir():
            return []
        return sorted(path for path in self.folder.iterdir() if NAME.fullmatch(path.name))

    def of(self, publication: Publication | Edition) -> Path:
        return self.folder / copy_name(publication)

    def intend(self, publication: Publication) -> None:
        """Note what is about to be published. Raises OutputError."""
        replace_bytes(self.folder / INTENT, packed(publication).encode())

    def intended(self) -> str:
        """What was noted, as text; empty where nothing is."""
        return (self.folder / INTENT).read_text(encoding="utf-8") if (self.folder / INTENT).exists() else ""

    def keep(self, publication: Publication, content: bytes) -> None:
        """Publish: the copy takes its name. Raises OutputError."""
        replace_bytes(self.of(publication), content)

    def withdraw(self, publication: Publication) -> None:
        """Take a copy back of which the ledger could not be told."""
        self.of(publication).unlink(missing_ok=True)
        self.settled()

    def settled(self) -> None:
        """The ledger, whose lock is held, knows all copies; what a killed process left half-written is removed."""
        (self.folder / INTENT).unlink(missing_ok=True)
        for path in self.folder.glob(f".*{PARTIAL}"):
            path.unlink(missing_ok=True)

    def unfinished(self) -> Publication | None:
        """What was published without the ledger being told, by a process that was killed; None without such."""
        try:
            publication = unpacked((self.folder / INTENT).read_text(encoding="utf-8"))
            return publication if sha256_of(self.of(publication)) == publication.sha256 else None
        except (OSError, ValueError, KeyError, TypeError, IndexError, AttributeError):
            return None

    def differences(self, publications: Sequence[Publication | Edition]) -> Iterator[str]:
        """A sentence for each copy that is gone, altered, or unknown to the ledger."""
        found = {path.name: path for path in self.files()}
        for publication in publications:
            path = found.pop(copy_name(publication), None)
            if path is None:
                words = _("the published workbook {file} is gone; without it the ledger cannot be made anew")
                yield words.format(file=self.of(publication))
            elif sha256_of(path) != publication.sha256:
                yield _("{file} is not as it was published; the ledger holds what was").format(file=path)
        for path in found.values():
            words = _("{file} is not in the ledger; `roster publish --rebuild` makes the ledger anew from all copies")
            yield words.format(file=path)
