"""What happens, told to every open page: one stream of events a tab."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

ALIVE_SECONDS = 15.0
MOST_WAITING = 1_000


class Hub:
    """Sends events to all who listen; ends their streams by itself when the server ends."""

    def __init__(self) -> None:
        self._listeners: set[asyncio.Queue[str | None]] = set()
        self.closed = False

    def tell(self, event: str, **fields: Any) -> None:
        """Send an event to every page."""
        line = json.dumps({"event": event, **fields}, ensure_ascii=False, separators=(",", ":"))
        for listener in self._listeners:
            if listener.qsize() < MOST_WAITING:
                listener.put_nowait(line)
            else:  # a page that does not read: it begins anew from the state
                while not listener.empty():
                    listener.get_nowait()
                listener.put_nowait(None)

    async def stream(self) -> AsyncIterator[str]:
        """The events from now on as a server sends them; a comment now and then, by which a lost page is noticed."""
        listener: asyncio.Queue[str | None] = asyncio.Queue()
        self._listeners.add(listener)
        try:
            yield "retry: 500\n\n"
            while not self.closed:
                try:
                    line = await asyncio.wait_for(listener.get(), ALIVE_SECONDS)
                except TimeoutError:
                    yield ": alive\n\n"
                    continue
                if line is None:
                    return
                yield f"data: {line}\n\n"
        finally:
            self._listeners.discard(listener)

    def close(self) -> None:
        """End all streams."""
        self.closed = True
        for listener in self._listeners:
            listener.put_nowait(None)
