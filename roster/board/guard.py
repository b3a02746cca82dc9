"""What every request must be, and what every answer tells the browser: in front of all pages of the board.

Another site may make the browser ask us (a name that it leads to 127.0.0.1, a form, a page of another port); another
user of the machine may ask us directly. Neither gets anything: the host must be ours to the letter, the cookie must be
there, and what changes something must come from our own page.
"""

from __future__ import annotations

from http.cookies import CookieError, SimpleCookie

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from roster.board.entry import Entry

MOST_BYTES = 5_000_000
SAFE = ("GET", "HEAD")
WITHOUT_COOKIE = ("/enter", "/knock")
"""Paths that have secrets of their own: a code, and the key of a second start."""
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    )
)
ANSWER_HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
}


class Guard:
    """ASGI middleware; `closed` makes the page for somebody without a cookie."""

    def __init__(self, app: ASGIApp, entry: Entry, closed: ASGIApp) -> None:
        self.app, self.entry, self.closed = app, entry, closed

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self.app(scope, receive, send)
            return  # no web sockets

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(ANSWER_HEADERS)
            await send(message)

        refused = self.refusal(scope)
        await (refused or self.app)(scope, _limited(receive), answer)

    def refusal(self, scope: Scope) -> ASGIApp | None:
        """What answers a request that is refused; None for one that may pass."""
        headers, path, method = Headers(scope=scope), scope["path"], scope["method"]
        hosts = headers.getlist("host")
        if len(hosts) != 1:
            return _plain(400)
        if hosts[0] != f"127.0.0.1:{self.entry.port}":
            return _plain(421)
        if path not in WITHOUT_COOKIE and not self._let_in(headers):
            return self.closed
        site, origin = headers.get("sec-fetch-site"), headers.get("origin")
        if path == "/knock":
            return _plain(403) if site is not None or origin is not None else _body_fault(headers)
        if method in SAFE:
            foreign = path != "/enter" and site not in (None, "same-origin", "none")
            return _plain(403) if foreign or origin not in (None, self.entry.origin) else None
        if site not in (None, "same-origin") or origin not in (None, self.entry.origin) or (site or origin) is None:
            return _plain(403)
        return _body_fault(headers)

    def _let_in(self, headers: Headers) -> bool:
        jar: SimpleCookie = SimpleCookie()
        try:
            jar.load(headers.get("cookie", ""))
        except CookieError:
            return False
        return self.entry.cookie in jar and self.entry.is_token(jar[self.entry.cookie].value)


def _body_fault(headers: Headers) -> Response | None:
    if headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        return _plain(415)
    length = headers.get("content-length", "0")
    if not length.isdigit():
        return _plain(400)
    return _plain(413) if int(length) > MOST_BYTES else None


def _limited(receive: Receive) -> Receive:
    """What is received, up to a limit: a body sent in chunks tells no length beforehand."""
    taken = 0

    async def limited() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > MOST_BYTES:
            raise HTTPException(413)
        return message

    return limited


def _plain(status: int) -> Response:
    return PlainTextResponse(f"{status}\n", status)
