"""How a browser is let in: a code that is good once and for a minute, and the cookie that it is changed for.

The cookie's value is in no address, no log and no list of processes. A browser is opened with a private file that leads
to the address with the code, since other users of the machine can read command lines.
"""

from __future__ import annotations

import contextlib
import hmac
import os
import secrets
import tempfile
import time
from collections.abc import Callable
from html import escape
from pathlib import Path

CODE_SECONDS = 60.0
PREFIX = "roster-board-"


class Entry:
    """One server's secrets: the cookie, the key that a second start knocks with, and codes that were not used yet."""

    def __init__(self, port: int, clock: Callable[[], float] = time.monotonic) -> None:
        self.port, self.clock = port, clock  # a clock that no one sets
        self.token, self.key = secrets.token_urlsafe(32), secrets.token_urlsafe(32)
        self._codes: dict[str, tuple[float, Path | None]] = {}

    @property
    def cookie(self) -> str:
        """The cookie's name: servers on other ports of this machine share its jar."""
        return f"roster-board-{self.port}"

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def address(self) -> str:
        """An address that lets one browser in, within a minute."""
        return f"{self.origin}/enter?code={self._code(None)}"

    def file(self) -> Path:
        """A private file that leads a browser to such an address; removed when it was used, and when its time is up."""
        handle, name = tempfile.mkstemp(".html", f"{PREFIX}{os.getpid()}-")  # of mode 0600
        path = Path(name)
        target = escape(f"{self.origin}/enter?code={self._code(path)}")
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(f'<!doctype html><meta charset="utf-8"><meta http-equiv="refresh" content="0;url={target}">')
        return path

    def use(self, code: str) -> bool:
        """Whether a code lets in; it does so once."""
        self.expire()
        found = next((known for known in self._codes if hmac.compare_digest(known.encode(), code.encode())), None)
        if found is None:
            return False
        _forget(self._codes.pop(found)[1])
        return True

    def expire(self, everything: bool = False) -> None:
        """Forget codes whose time is up, and remove their files."""
        now = self.clock()
        for code, (until, path) in list(self._codes.items()):
            if everything or now > until:
                del self._codes[code]
                _forget(path)

    def is_token(self, value: str) -> bool:
        return hmac.compare_digest(value.encode(), self.token.encode())

    def is_key(self, value: str) -> bool:
        return hmac.compare_digest(value.encode(), self.key.encode())

    def _code(self, path: Path | None) -> str:
        code = secrets.token_urlsafe(24)
        self._codes[code] = (self.clock() + CODE_SECONDS, path)
        return code


def forget_files_of(process: int) -> None:
    """Remove the private files that a process left which was killed."""
    for path in Path(tempfile.gettempdir()).glob(f"{PREFIX}{process}-*.html"):
        _forget(path)


def _forget(path: Path | None) -> None:
    if path is not None:
        with contextlib.suppress(OSError):
            path.unlink()
