"""Whoever is not the board's own page gets nothing from it: one test for each attack."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from roster.board.entry import CODE_SECONDS, Entry
from roster.board.guard import MOST_BYTES
from tests.board.running import Running, running

EDIT = b'{"edits": [{"officer": "P001", "date": "2026-10-19", "code": "N"}]}'


@pytest.fixture(scope="module")
def board(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with running(tmp_path_factory.mktemp("board") / "week.xlsx") as one:
        one.until(lambda state: state["status"] == "ready")
        yield one
        assert not one.board.journal.edits(), "an attack changed something"


def post(board: Running, **headers: str) -> int:
    """The status of an edit whose headers are changed; empty ones are left out."""
    return board.raw(
        "POST", "/api/edit", EDIT, {**board.own, **{k.replace("_", "-"): v for k, v in headers.items()}}
    ).status


def test_name_that_leads_to_this_machine_is_refused(board: Running) -> None:
    assert post(board, Host=f"evil.example:{board.entry.port}") == 421
    assert post(board, Host=f"localhost:{board.entry.port}") == 421
    assert board.raw("GET", "/", headers={**board.own, "Host": "evil.example"}).status == 421


def test_host_with_another_port_is_refused(board: Running) -> None:
    assert post(board, Host="127.0.0.1:1") == 421
    assert post(board, Host="127.0.0.1") == 421


def test_request_without_host_is_refused(board: Running) -> None:
    assert board.raw("GET", "/", headers={**board.own, "Host": ""}).status == 400


@pytest.mark.parametrize(
    "path", ["/", "/api/state", "/events", "/static/main.js", "/download/week/workbook", "/nothing"]
)
def test_without_the_cookie_nothing_is_shown(board: Running, path: str) -> None:
    assert board.raw("GET", path, headers={**board.own, "Cookie": ""}).status == 401


def test_wrong_cookie_is_refused(board: Running) -> None:
    name = board.entry.cookie
    for cookie in (f"{name}=wrong", f"{name}=", f"other={board.entry.token}", "ä=\x80"):
        assert post(board, Cookie=cookie.encode().decode("latin-1")) == 401


def test_post_from_another_site_is_refused(board: Running) -> None:
    assert post(board, Sec_Fetch_Site="cross-site") == 403
    assert post(board, Sec_Fetch_Site="", Origin="http://evil.example") == 403
    assert post(board, Origin="http://evil.example") == 403


def test_post_of_a_nameless_origin_is_refused(board: Running) -> None:
    assert post(board, Sec_Fetch_Site="", Origin="null") == 403


def test_post_that_tells_no_origin_is_refused(board: Running) -> None:
    assert post(board, Sec_Fetch_Site="") == 403


def test_page_of_another_port_is_refused(board: Running) -> None:
    assert post(board, Sec_Fetch_Site="same-site") == 403
    assert post(board, Sec_Fetch_Site="", Origin="http://127.0.0.1:1") == 403
    assert board.raw("GET", "/api/state", headers={**board.own, "Sec-Fetch-Site": "same-site"}).status == 403


def test_old_browser_that_tells_its_origin_only_is_served(board: Running) -> None:
    own = {**board.own, "Sec-Fetch-Site": "", "Origin": board.entry.origin}
    assert board.raw("POST", "/api/versions", b"{}", own).status == 200


def test_code_lets_in_once(board: Running) -> None:
    path = board.entry.address().removeprefix(board.entry.origin)
    first = board.raw("GET", path)
    assert first.status == 200
    cookie = first.headers["set-cookie"]
    assert cookie.startswith(f"roster-board-{board.entry.port}={board.entry.token};")
    assert "HttpOnly" in cookie
    assert "samesite=strict" in cookie.lower()
    again = board.raw("GET", path)
    assert (again.status, again.headers.get("set-cookie")) == (401, None)
    assert board.entry.token not in path


def test_code_is_good_for_a_minute(tmp_path: Path) -> None:
    now = 0.0
    entry = Entry(1, lambda: now)
    code, file = entry.address().partition("=")[2], entry.file()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600 or os.name == "nt"
    assert entry.token not in file.read_text("utf-8")
    now = CODE_SECONDS + 1
    assert not entry.use(code)
    assert not file.exists()


def test_private_file_goes_when_it_was_used() -> None:
    entry = Entry(1)
    file = entry.file()
    assert entry.use(file.read_text("utf-8").partition("code=")[2].partition('"')[0])
    assert not file.exists()


@pytest.mark.parametrize(
    "path",
    [
        "/static/../pages.py",
        "/static/%2e%2e/pages.py",
        "/static/..%2fpages.py",
        "/static/%2e%2e%2f%2e%2e%2fcli.py",
        "/static/..%5cpages.py",
        "/static/....//pages.py",
        "/static//etc/passwd",
        "/download/..%2f..%2fetc%2fpasswd/workbook",
        "/download/week/..%2fworkbook",
    ],
)
def test_no_way_leads_out_of_the_folder(board: Running, path: str) -> None:
    assert board.raw("GET", path, headers=board.own).status in (404, 409)


def test_version_that_the_desk_does_not_know_is_refused(board: Running) -> None:
    answer = board.raw("GET", "/download/%2Fetc%2Fpasswd/workbook", headers=board.own)
    assert answer.status in (404, 409)
    assert board.raw("GET", "/download/other/workbook", headers=board.own).status == 409
    assert board.raw("GET", "/download/week/workbook", headers=board.own).status == 200
    assert board.raw("GET", "/download/week/secrets", headers=board.own).status == 404


def test_nothing_leads_to_another_site(board: Running) -> None:
    for path in ("//evil.example/", "/enter?code=x&next=//evil.example", "/static//evil.example/..", "/\\evil.example"):
        answer = board.raw("GET", path, headers=board.own)
        assert "evil.example" not in answer.headers.get("location", "")


def test_body_that_is_too_large_is_refused(board: Running) -> None:
    assert board.raw("POST", "/api/edit", b" " * (MOST_BYTES + 1), board.own).status == 413


def test_body_in_chunks_is_refused_when_it_gets_too_large(board: Running) -> None:
    chunk = f"{MOST_BYTES + 1:x}\r\n".encode() + b" " * (MOST_BYTES + 1) + b"\r\n0\r\n\r\n"
    import socket

    with socket.create_connection(("127.0.0.1", board.entry.port), 10) as link:
        head = "".join(f"{name}: {value}\r\n" for name, value in board.own.items())
        request = (
            f"POST /api/edit HTTP/1.1\r\nHost: 127.0.0.1:{board.entry.port}\r\n{head}Transfer-Encoding: chunked\r\n\r\n"
        )
        link.sendall(request.encode() + chunk)
        assert link.recv(100).startswith(b"HTTP/1.1 413")


def test_form_is_refused(board: Running) -> None:
    assert post(board, Content_Type="application/x-www-form-urlencoded") == 415
    assert post(board, Content_Type="text/plain") == 415
    assert post(board, Content_Type="") == 415


def test_nonsense_is_refused_with_a_sentence(board: Running) -> None:
    half = b'{"edits": [{"officer": "P001", "date": "2026-10-19", "code": "\\ud800"}]}'  # half a surrogate pair
    for body in (b"", b"[]", b"nonsense", b"\xff", b"[" * 100_000, half):
        answer = board.raw("POST", "/api/edit", body or b" ", board.own)
        assert (answer.status, bool(answer.json["text"])) == (400, True)
    for edits in (None, [1], [{"officer": "P001"}], [{"officer": ["P001"], "date": "2026-10-19", "code": "N"}]):
        assert board.post("/api/edit", edits=edits).status == 409
    assert board.post("/api/free", date="2026-99-99").json["kind"] == "stale"


@pytest.mark.parametrize("path", ["/", "/events", "/api/state", "/static/main.js", "/download/week/workbook"])
def test_other_sites_read_nothing(board: Running, path: str) -> None:
    """Also not with an EventSource, a script, a picture or a frame: a browser sends the site, and maybe the cookie."""
    for site in ("cross-site", "same-site"):
        answer = board.raw("GET", path, headers={**board.own, "Sec-Fetch-Site": site, "Origin": "http://evil.example"})
        assert answer.status == 403
        assert "access-control-allow-origin" not in answer.headers
        assert len(answer.body) < 10
    old = {**board.own, "Sec-Fetch-Site": "", "Origin": "http://evil.example"}  # an old browser
    assert board.raw("GET", path, headers=old).status == 403


def test_no_other_method_changes_anything(board: Running) -> None:
    for method in ("PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "NONSENSE"):
        assert board.raw(method, "/api/edit", EDIT, board.own).status in (400, 403, 404, 405), method
        foreign = {**board.own, "Sec-Fetch-Site": "cross-site", "Origin": "http://evil.example"}
        assert board.raw(method, "/api/edit", EDIT, foreign).status in (400, 403), method
    assert board.raw("GET", "/api/edit", headers=board.own).status == 405


def test_a_web_socket_is_not_opened(board: Running) -> None:
    asked = {
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "a" * 24,
    }
    for path, own in (("/events", {}), ("/api/state", {}), ("/api/state", board.own), ("/ws", board.own)):
        answer = board.raw("GET", path, headers={**asked, **own, "Origin": "http://evil.example"})
        assert answer.status in (401, 403)
        assert "upgrade" not in answer.headers


def test_host_that_is_told_twice_or_otherwise_is_refused(board: Running) -> None:
    import socket

    own = "".join(f"{name}: {value}\r\n" for name, value in board.own.items())
    good = f"127.0.0.1:{board.entry.port}"
    for line, hosts in (
        ("GET / HTTP/1.1", f"Host: {good}\r\nHost: evil.example\r\n"),
        ("GET / HTTP/1.1", f"Host: evil.example\r\nX-Forwarded-Host: {good}\r\n"),
        ("GET / HTTP/1.1", f"Host: {good}@evil.example\r\n"),
        ("GET / HTTP/1.0", ""),
    ):
        with socket.create_connection(("127.0.0.1", board.entry.port), 10) as link:
            link.sendall(f"{line}\r\n{hosts}{own}\r\n".encode())
            assert link.recv(100).split()[1] in (b"400", b"421"), hosts


def test_answers_tell_the_browser_to_be_strict(board: Running) -> None:
    for path, headers in (("/", board.own), ("/api/state", board.own), ("/", {}), ("/static/main.js", board.own)):
        answer = board.raw("GET", path, headers=headers)
        policy = answer.headers["content-security-policy"]
        assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'")
        assert "unsafe" not in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["cross-origin-opener-policy"] == "same-origin"
        assert answer.headers["cross-origin-resource-policy"] == "same-origin"
        assert "access-control-allow-origin" not in answer.headers


def test_second_start_needs_the_key_and_no_browser(board: Running) -> None:
    json = {"Content-Type": "application/json"}
    good = b'{"key": "%s"}' % board.entry.key.encode()
    assert board.raw("POST", "/knock", b'{"key": "wrong"}', json).status == 403
    assert board.raw("POST", "/knock", good, {**json, "Origin": board.entry.origin}).status == 403
    assert board.raw("POST", "/knock", good, {**json, "Sec-Fetch-Site": "same-origin"}).status == 403
    answer = board.raw("POST", "/knock", good, json)
    assert answer.status == 200
    Path(answer.json["file"]).unlink()
    board.board.closing = True  # one that ends lets nobody in: the second start takes its place
    assert board.raw("POST", "/knock", good, json).status == 503


def test_server_loads_no_solver_and_no_tables() -> None:
    heavy = "{'ortools', 'highspy', 'pandas', 'openpyxl', 'numpy', 'matplotlib'}"
    code = f"import sys, roster.board.serve, roster.commands.board; print(*({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


def test_other_commands_do_not_load_the_server() -> None:
    code = "import sys, roster.cli; print(*({'starlette', 'uvicorn', 'jinja2'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


def test_page_makes_no_markup_of_data() -> None:
    """Text is set as text: no module of the page's has a way to make markup of it, or to run it."""
    ways = (
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "document.write",
        "eval(",
        "new Function",
        "DOMParser",
        "srcdoc",
    )
    static = Path(__file__).parents[2] / "roster" / "board" / "static"
    found = [f"{file.name}: {way}" for file in static.rglob("*.js") for way in ways if way in file.read_text("utf-8")]
    assert found == []
