"""What the server answers: the page, its files, the state, and what the page asks for."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader
from starlette.applications import Starlette
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send

from roster import i18n
from roster.board.child import RefusedError
from roster.board.entry import Entry
from roster.board.guard import Guard
from roster.board.state import Board
from roster.board.words import WORDS
from roster.i18n import N_, _

STATIC = Path(__file__).parent / "static"
DOWNLOADS = ("workbook", "hr", "orders")
MEDIA = {
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".csv": "text/csv; charset=utf-8",
    ".pdf": "application/pdf",
}
PAGE_WORDS = {
    "board": N_("Board"),
    "needs_script": N_("This page needs JavaScript."),
    "closed": N_("This page is closed."),
    "how_to_open": N_(
        "Its address lets one browser in, once and within a minute. Run `roster board` again: it opens the page anew, "
        "and nothing that was typed is lost."
    ),
}
"""Words of the templates."""
_pages = Environment(loader=PackageLoader("roster.board"), autoescape=True)

Answer = Callable[[Request, dict[str, Any]], Awaitable[Any]]


def application(board: Board, entry: Entry) -> ASGIApp:
    """The board's server, guarded."""

    async def enter(request: Request) -> Response:
        if not entry.use(request.query_params.get("code", "")):
            return closed_page()
        response = page("entered.html")
        response.set_cookie(entry.cookie, entry.token, httponly=True, samesite="strict", path="/")
        return response

    async def second_start(request: Request) -> Response:
        asked = await _json(request)
        if not isinstance(asked, dict) or not entry.is_key(str(asked.get("key", ""))):
            return JSONResponse({}, 403)
        if board.closing:
            return JSONResponse({}, 503)  # the second start takes its place
        return JSONResponse({"address": entry.address(), "file": str(entry.file())})

    async def home(request: Request) -> Response:
        return page("board.html", title=board.workbook.name)

    async def words(request: Request) -> Response:
        return JSONResponse({"language": i18n.language(), "words": {key: _(word) for key, word in WORDS.items()}})

    async def state(request: Request) -> Response:
        return JSONResponse(await board.state())

    async def events(request: Request) -> Response:
        return StreamingResponse(board.hub.stream(), media_type="text/event-stream")

    async def edit(request: Request, asked: dict[str, Any]) -> Any:
        board.edit(asked.get("edits"), _tab(asked))
        return {"sequence": board.sequence}

    async def undo(request: Request, asked: dict[str, Any]) -> Any:
        board.undo(_tab(asked))
        return {"sequence": board.sequence}

    async def redo(request: Request, asked: dict[str, Any]) -> Any:
        board.redo(_tab(asked))
        return {"sequence": board.sequence}

    async def save(request: Request, asked: dict[str, Any]) -> Any:
        return await board.save(str(asked.get("hash", "")))

    async def offered(request: Request, asked: dict[str, Any]) -> Any:
        board.answer_offer(asked.get("take") is True)
        return {}

    async def again(request: Request, asked: dict[str, Any]) -> Any:
        board.again()
        return {}

    async def language(request: Request, asked: dict[str, Any]) -> Any:
        if asked.get("language") in i18n.LANGUAGES:
            board.speak(asked["language"])
        return {}

    async def free(request: Request, asked: dict[str, Any]) -> Any:
        date = str(asked.get("date", ""))
        if date not in board.dates:
            raise RefusedError(_("The page is of another version: load it again."), "stale")
        return await board.ask("free", date=date)

    async def versions(request: Request, asked: dict[str, Any]) -> Any:
        return await board.ask("versions")

    async def compare(request: Request, asked: dict[str, Any]) -> Any:
        return await board.ask("compare", a=str(asked.get("a", "")), b=str(asked.get("b", "")))

    async def download(request: Request) -> Response:
        what = request.path_params["what"]
        if what not in DOWNLOADS:
            return Response(status_code=404)
        try:
            found = await board.ask("download", version=request.path_params["version"], what=what)
        except RefusedError as refused:
            return page("said.html", 409, text=refused.text)
        file = Path(found["path"])
        media = MEDIA.get(file.suffix.lower(), "application/octet-stream")
        task = BackgroundTask(remove, file) if found.get("temporary") else None
        return FileResponse(file, media_type=media, filename=found["name"], background=task)

    posts = {
        "edit": edit,
        "undo": undo,
        "redo": redo,
        "save": save,
        "offer": offered,
        "again": again,
        "language": language,
        "free": free,
        "versions": versions,
        "compare": compare,
    }
    routes = [
        Route("/", home),
        Route("/enter", enter),
        Route("/knock", second_start, methods=["POST"]),
        Route("/api/words", words),
        Route("/api/state", state),
        Route("/events", events),
        *(Route(f"/api/{name}", _answering(answer), methods=["POST"]) for name, answer in posts.items()),
        Route("/download/{version}/{what}", download),
        Mount("/static", StaticFiles(directory=STATIC)),
    ]

    return Guard(Starlette(routes=routes), entry, _closed)


def remove(file: Path) -> None:
    """Remove a file that was made to be sent, and its folder where that is empty then."""
    with contextlib.suppress(OSError):
        file.unlink()
        file.parent.rmdir()


def page(name: str, status: int = 200, **fields: Any) -> HTMLResponse:
    """A page from its template, in the language in use."""
    words = {key: _(word) for key, word in PAGE_WORDS.items()}
    made = _pages.get_template(name).render(words=words, language=i18n.language(), **fields)
    return HTMLResponse(made, status)


def closed_page() -> HTMLResponse:
    """What somebody sees who was not let in."""
    return page("closed.html", 401)


async def _closed(scope: Scope, receive: Receive, send: Send) -> None:
    await closed_page()(scope, receive, send)


def _answering(answer: Answer) -> Callable[[Request], Awaitable[Response]]:
    """An endpoint that takes a JSON object, and answers a refusal with its sentence."""

    async def endpoint(request: Request) -> Response:
        asked = await _json(request)
        if not isinstance(asked, dict):
            return JSONResponse({"text": _("The page is of another version: load it again.")}, 400)
        try:
            return JSONResponse(await answer(request, asked))
        except RefusedError as refused:
            said = {**refused.more, "text": refused.text, "kind": refused.kind, "places": refused.places}
            return JSONResponse(said, 409)

    return endpoint


async def _json(request: Request) -> Any:
    try:
        found = json.loads(await request.body())
        json.dumps(found, ensure_ascii=False).encode()  # half a surrogate pair is no text that could be kept or told
    except (ValueError, RecursionError):
        return None
    return found


def _tab(asked: dict[str, Any]) -> str:
    return str(asked.get("tab", ""))[:40]
