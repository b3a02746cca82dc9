"""`roster board` as a process: one address, a second start that finds the first, an end that leaves nothing."""

from __future__ import annotations

import contextlib
import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from roster.board.lock import Holder, Lock, knock
from roster.board.which import workbook_of

END_SECONDS = 3.0
posix = pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")


def start(workbook: Path, *options: str) -> subprocess.Popen[str]:
    """The command, with a browser that writes down what it is to open."""
    words = [sys.executable, "-m", "roster", "--lang", "en", "board", str(workbook), *options]
    opener = workbook.parent / "opener"
    if not opener.exists():  # a script that is running cannot be written
        opener.write_text(f'#!/bin/sh\necho "$1" >> "{workbook.parent}/opened"\n')
        opener.chmod(0o755)
    environment = {**os.environ, "BROWSER": f"{opener} %s"}
    pipe = subprocess.PIPE
    return subprocess.Popen(words, stdout=pipe, stderr=pipe, text=True, cwd=Path.cwd(), env=environment)


def address(process: subprocess.Popen[str]) -> str:
    assert process.stdout
    line = process.stdout.readline()
    found = re.search(r"http://127\.0\.0\.1:\d+/enter\?code=\S+", line)
    assert found, line
    return found[0]


def ended(process: subprocess.Popen[str]) -> tuple[int, str]:
    """Its exit code and what it said on standard error."""
    _out, err = process.communicate(timeout=END_SECONDS)
    return process.returncode, err


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    file = tmp_path / "week.xlsx"
    file.write_bytes(b"no roster of ours")
    return file


@contextlib.contextmanager
def going(workbook: Path, *options: str) -> Iterator[subprocess.Popen[str]]:
    process = start(workbook, *options)
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def children(process: int) -> list[int]:
    listed = Path(f"/proc/{process}/task/{process}/children")
    return [int(number) for number in listed.read_text().split()] if listed.exists() else []


@posix
def test_second_start_opens_the_first_ones_page_and_ctrl_c_ends_all(workbook: Path) -> None:
    with going(workbook) as first:
        where = address(first)
        port = int(where.split(":")[2].split("/")[0])
        with going(workbook) as second:
            assert second.wait(10) == 0
            assert second.stdout
            said = second.stdout.read()
        assert "is running already" in said
        assert f"127.0.0.1:{port}/enter" in said
        opened = (workbook.parent / "opened").read_text().split()
        assert len(opened) == 2
        assert all(one.startswith("file://") and port == _led_to(one) for one in opened)
        desk = children(first.pid)
        link = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        link.request("GET", where.partition(str(port))[2])
        answer = link.getresponse()
        cookie = answer.getheader("Set-Cookie", "").partition(";")[0]
        answer.read()
        link.request("GET", "/events", headers={"Cookie": cookie})
        stream = link.getresponse()
        first.send_signal(signal.SIGINT)
        assert ended(first) == (0, "")
        assert stream.read().startswith(b"retry")
        link.close()
        assert not [number for number in desk if _alive(number)]
    left = {file.name for file in workbook.parent.iterdir()}
    assert left == {"week.xlsx", "opener", "opened"}
    assert not any(Path(one.removeprefix("file://")).exists() for one in opened)


def _led_to(file: str) -> int:
    return int(Path(file.removeprefix("file://")).read_text().partition("127.0.0.1:")[2].partition("/")[0])


def _alive(number: int) -> bool:
    try:
        os.kill(number, 0)
    except OSError:
        return False
    return "Z" not in Path(f"/proc/{number}/stat").read_text().split(")")[1].split()[0]


@posix
def test_killed_start_leaves_nothing_that_blocks_the_next(workbook: Path) -> None:
    with going(workbook, "--no-browser") as first:
        address(first)
        desk = children(first.pid)
        first.kill()
        first.wait()
    with going(workbook, "--no-browser") as second:
        address(second)
        until = time.monotonic() + END_SECONDS
        while any(map(_alive, desk)) and time.monotonic() < until:
            time.sleep(0.02)
        assert not [number for number in desk if _alive(number)]
        second.send_signal(signal.SIGTERM)
        assert ended(second) == (0, "")
    assert {file.name for file in workbook.parent.iterdir()} == {"week.xlsx", "opener"}


def test_port_that_is_taken_is_a_sentence(workbook: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken, going(workbook, "--port", str(taken.getsockname()[1])) as one:
        code, err = ended(one)
    assert code == 2
    assert "cannot be used" in err
    assert "Traceback" not in err


def test_browser_that_cannot_be_opened_is_a_sentence(workbook: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import webbrowser

    from roster.board import serve

    said: list[str] = []
    monkeypatch.setattr(webbrowser, "open", lambda address: False)
    serve._open(workbook, said.append)
    assert said == ["No browser could be opened: open the address above in one."]


def test_lock_of_a_server_that_is_gone_is_replaced(workbook: Path) -> None:
    lock = Lock(workbook)
    for left in ("", "nonsense", "[]", '{"process": 1, "port": 1, "host": "x"}'):
        lock.path.write_text(left)
        assert lock.take(1, "key") is None
        lock.release()
        assert not lock.path.exists()
    assert knock(Holder(1, 1, socket.gethostname(), "key")) is None
    other = Lock(workbook)
    assert other.take(1, "other") is None  # on port 1 nobody answers: it counts as gone
    assert lock.take(1, "key") is None
    other.release()  # it is not its own any more
    assert lock.path.exists()
    lock.release()
    assert [file.name for file in workbook.parent.iterdir()] == ["week.xlsx"]


def test_lock_of_another_computer_is_left_alone(workbook: Path) -> None:
    lock = Lock(workbook)
    text = '{"process": 1, "port": 1, "host": "another", "key": "k"}'
    lock.path.write_text(text)
    assert lock.take(1, "key") == Holder(1, 1, "another", "k")
    assert lock.path.read_text() == text


def test_newest_roster_of_a_brigade_is_opened(tmp_path: Path) -> None:
    brigade, outputs = tmp_path / "my[1]", tmp_path / "outputs"
    for folder in (brigade, outputs):
        folder.mkdir()
    assert workbook_of(brigade, outputs) == brigade
    names = ("my[1]-2026-10-19.xlsx", "my[1]-2026-10-26.xlsx", "my[1]-2026-10-26-hr.xlsx", "my1-2026-11-02.xlsx")
    for number, name in enumerate((*names, "~$my[1]-2026-10-26.xlsx")):
        (outputs / name).touch()
        os.utime(outputs / name, (number, number))
    assert workbook_of(brigade, outputs).name == "my[1]-2026-10-26.xlsx"
    assert workbook_of(outputs / names[0], outputs).name == names[0]
