"""One board for one workbook: a lock file beside it tells a second start where the first one is.

Nothing is believed that the file says: the server is asked, with a key that the file (private to its owner) holds. One
that does not answer is gone, whatever became of it, and its file is replaced.
"""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import secrets
import socket
from dataclasses import asdict, dataclass
from pathlib import Path

from roster.board.entry import forget_files_of

ASK_SECONDS = 2.0


@dataclass(frozen=True)
class Holder:
    """The server that holds a workbook."""

    process: int
    port: int
    host: str
    key: str


@dataclass(frozen=True)
class Way:
    """What a running server answers to a second start: an address that lets in, and a private file that leads there."""

    address: str
    file: str


class Lock:
    """The lock file of a workbook."""

    def __init__(self, workbook: Path) -> None:
        self.path = workbook.parent / f".board-{workbook.name}.lock"
        self._own: Holder | None = None

    def holder(self) -> Holder | None:
        """Who wrote the file; None where there is none, or none that can be read."""
        try:
            read = json.loads(self.path.read_text("utf-8"))
            return Holder(int(read["process"]), int(read["port"]), str(read["host"]), str(read["key"]))
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def take(self, port: int, key: str) -> Holder | None:
        """Take the lock: None where it is ours now, else who has it. Raises OSError where nothing can be written."""
        own = Holder(os.getpid(), port, socket.gethostname(), key)
        for _attempt in range(5):
            if self._place(own):
                self._own = own
                return None
            other = self.holder()
            if other is not None and (other.host != own.host or knock(other) is not None):
                return other
            if other is not None:
                forget_files_of(other.process)
            self._remove_stale(other)
        return self.holder()

    def release(self) -> None:
        """Remove the file where it is ours."""
        if self._own is not None and self.holder() == self._own:
            with contextlib.suppress(OSError):
                self.path.unlink()
        self._own = None

    def _place(self, own: Holder) -> bool:
        """Write the file whole where there is none: a link to a finished one fails where a file is."""
        draft = self.path.with_name(f"{self.path.name}.{os.getpid()}-{secrets.token_hex(4)}")
        try:
            handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump(asdict(own), file)
            return _link(draft, self.path)
        finally:
            with contextlib.suppress(OSError):
                draft.unlink()

    def _remove_stale(self, other: Holder | None) -> None:
        """Remove the file of a server that is gone unless another took it meanwhile, and drafts of killed starts."""
        if self.holder() == other:
            with contextlib.suppress(OSError):
                self.path.unlink()
        for draft in self.path.parent.glob(f"{self.path.name}.*-*"):
            if f".{os.getpid()}-" not in draft.name:
                with contextlib.suppress(OSError):
                    draft.unlink()


def _link(draft: Path, path: Path) -> bool:
    try:
        os.link(draft, path)
    except FileExistsError:
        return False
    except OSError:  # a file system without links
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return False
        with os.fdopen(handle, "wb") as file:
            file.write(draft.read_bytes())
    return True


def knock(holder: Holder) -> Way | None:
    """Ask a running server for a way in; None where it does not answer, or another program does."""
    try:
        link = http.client.HTTPConnection("127.0.0.1", holder.port, timeout=ASK_SECONDS)
        with contextlib.closing(link):
            link.request("POST", "/knock", json.dumps({"key": holder.key}), {"content-type": "application/json"})
            answer = link.getresponse()
            if answer.status != 200:
                return None
            read = json.loads(answer.read(10_000))
            return Way(str(read["address"]), str(read["file"]))
    except (OSError, ValueError, KeyError, TypeError, http.client.HTTPException):
        return None
