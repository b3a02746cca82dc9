"""What is typed is kept, judged, told to every page and saved, whatever dies meanwhile."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import threading
from pathlib import Path
from typing import Any

import pytest

from roster.board.edits import key_of
from roster.board.journal import Journal
from tests.board.running import Running, running

CELL = {"officer": "P001", "date": "2026-10-19"}


def typed(code: str, officer: str = "P001", date: str = "2026-10-19") -> dict[str, str]:
    return {"officer": officer, "date": date, "code": code}


def codes(state: dict[str, Any]) -> dict[tuple[str, str], str]:
    return {(edit["officer"], edit["date"]): edit["code"] for edit in state["edits"]}


def ready(board: Running) -> Running:
    board.until(lambda state: state["status"] == "ready")
    return board


def test_edit_is_taken_judged_and_undone(board: Running) -> None:
    assert board.post("/api/edit", edits=[typed("N")]).status == 200
    state = board.until(lambda state: state["show"]["verdict"]["musts"] == 2)
    assert state["edits"] == [{**typed("N"), "from": "D"}]
    assert (state["undo"], state["redo"]) == (1, 0)
    board.post("/api/undo")
    state = board.until(lambda state: state["show"]["verdict"]["musts"] == 1)
    assert (state["edits"], state["undo"], state["redo"]) == ([], 0, 1)
    board.post("/api/redo")
    assert codes(board.state()) == {("P001", "2026-10-19"): "N"}


def test_undo_reaches_over_250_steps_and_over_a_restart(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "week.xlsx", lambda key: "D")
    for number in range(250):
        assert journal.edit([typed("N" if number % 2 == 0 else "D")])
    for number in range(249):
        assert journal.undo() == (typed("N" if number % 2 == 0 else "D"),)
    assert journal.edits() == [typed("N")]
    again = Journal(tmp_path / "week.xlsx", lambda key: "D")
    assert again.offer()
    again.take_over()
    assert (again.done, len(again.steps), again.edits()) == (1, 250, [typed("N")])
    for _ in range(249):
        again.redo()
    assert (again.edits(), again.redo()) == ([], ())


def test_journal_goes_when_its_steps_come_to_nothing(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "week.xlsx", lambda key: "D")
    journal.edit([typed("N")])
    journal.close()
    assert journal.path.exists()
    again = Journal(tmp_path / "week.xlsx", lambda key: "N")  # saved, and killed before the file was removed
    assert again.offer() is None
    assert not journal.path.exists()
    journal.undo()
    journal.close()
    assert not journal.path.exists()
    journal.edit([typed("")])  # of a workbook that has other people now
    other = Journal(tmp_path / "week.xlsx", lambda key: None)
    assert other.offer()
    assert journal.path.exists()


@pytest.mark.skipif(os.name == "nt", reason="limits of POSIX")
def test_step_that_a_full_disk_takes_in_part_is_not_taken(tmp_path: Path) -> None:
    import resource

    journal = Journal(tmp_path / "week.xlsx", lambda key: "D")
    journal.path.touch()  # what a disk that was full at the first step left
    journal.edit([typed("N")])
    before = journal.path.read_bytes()
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (len(before) + 20, limits[1]))
    try:
        with pytest.raises(OSError, match="large"):
            journal.edit([typed("")])
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert journal.path.read_bytes() == before
    assert journal.edits() == [typed("N")]
    journal.edit([typed("", date="2026-10-20")])
    again = Journal(tmp_path / "week.xlsx", lambda key: "D")
    again.take_over()
    assert again.edits() == journal.edits()


def test_save_writes_by_hash_and_removes_the_journal(board: Running, tmp_path: Path) -> None:
    board.post("/api/edit", edits=[typed("N")])
    journal = tmp_path / ".board-week.jsonl"
    assert journal.exists()
    assert board.post("/api/save", hash="of another page").json["kind"] == "changed"
    seen = board.state()["show"]["hash"]
    assert board.post("/api/save", hash=seen).status == 200
    state = board.state()
    assert (state["edits"], journal.exists(), state["show"]["hash"] != seen) == ([], False, True)
    assert json.loads((tmp_path / "week.xlsx").read_text().splitlines()[1]) == [typed("N")]
    board.post("/api/undo")  # what was saved can still be taken back: it is typed anew
    assert codes(board.state()) == {("P001", "2026-10-19"): "D"}
    assert journal.exists()


def test_workbook_changed_outside_is_not_overwritten(board: Running, tmp_path: Path) -> None:
    board.post("/api/edit", edits=[typed("N")])
    seen = board.state()["show"]["hash"]
    other = typed("N", "P002", "2026-10-21")
    with (tmp_path / "week.xlsx").open("a", encoding="utf-8") as file:
        file.write(json.dumps([other]) + "\n")
    answer = board.post("/api/save", hash=seen)
    assert (answer.status, answer.json["kind"]) == (409, "changed")
    board.post("/api/again")
    state = board.until(lambda state: state["status"] == "ready" and state["show"]["hash"] != seen)
    assert codes(state) == {("P001", "2026-10-19"): "N"}
    assert state["show"]["people"][1]["cells"][2]["code"] == "N"
    assert board.post("/api/save", hash=state["show"]["hash"]).status == 200


def test_desk_that_dies_is_started_again_with_all_that_was_typed(board: Running, tmp_path: Path) -> None:
    board.post("/api/edit", edits=[typed("N")])
    first = board.board.desk.process
    (tmp_path / "die").touch()
    board.post("/api/edit", edits=[typed("N", "P003")])
    state = board.until(lambda state: board.board.desk.process != first and state["status"] == "ready")
    board.until(lambda state: state["show"]["verdict"]["musts"] == 3)
    assert len(state["edits"]) == 2


def test_next_start_offers_what_was_typed(tmp_path: Path) -> None:
    workbook = tmp_path / "week.xlsx"
    with running(workbook) as one:
        ready(one)
        for edit in (typed("N"), typed("", "P002"), typed("N", "P003")):
            one.post("/api/edit", edits=[edit])
        one.post("/api/undo")
    with (tmp_path / ".board-week.jsonl").open("a", encoding="utf-8") as file:
        file.write('{"do": "edit", "edi')  # the machine stopped in the middle of a line
    with running(workbook) as one:
        state = ready(one).state()
        assert (state["offer"]["count"], state["edits"]) == (2, [])
        assert one.post("/api/edit", edits=[typed("")]).json["kind"] == "offer"
        one.post("/api/offer", take=True)
        assert codes(one.state()) == {("P001", "2026-10-19"): "N", ("P002", "2026-10-19"): ""}
        assert (one.state()["undo"], one.state()["redo"]) == (2, 1)
        one.post("/api/edit", edits=[typed("D", "P004")])
    with running(workbook) as one:
        assert ready(one).state()["offer"]["count"] == 2  # P004 has D in the workbook already
        one.post("/api/offer", take=False)
        assert (one.state()["edits"], one.state()["offer"]) == ([], None)
    assert not (tmp_path / ".board-week.jsonl").exists()


def test_all_pages_are_told_of_an_edit(board: Running) -> None:
    heard: list[dict[str, Any]] = []
    listening = threading.Event()

    def listen() -> None:
        link = http.client.HTTPConnection("127.0.0.1", board.entry.port, timeout=10)
        link.request("GET", "/events", headers={"Cookie": f"{board.entry.cookie}={board.entry.token}"})
        answer = link.getresponse()
        listening.set()
        with contextlib.closing(link), answer:
            while line := answer.readline():
                if line.startswith(b"data: "):
                    heard.append(json.loads(line[6:]))
                    if heard[-1]["event"] == "judged":
                        return

    other = threading.Thread(target=listen, daemon=True)
    other.start()
    listening.wait(10)
    board.post("/api/edit", edits=[typed("N")], tab="one")
    other.join(10)
    assert [event["event"] for event in heard] == ["typed", "judged"]
    assert heard[0]["tab"] == "one"
    assert heard[0]["edits"] == [{**typed("N"), "from": "D"}]
    assert heard[1]["sequence"] == heard[0]["sequence"]


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        (typed("Q"), "Found 'Q'; expected one of D, N, sick, or nothing."),
        (typed("=1+1"), "Found '=1+1'"),
        (typed("D", "P999"), "people or dates that are not in this workbook"),
        (typed("D", date="2031-01-01"), "people or dates that are not in this workbook"),
        ({"crew": "2026-10-19/D/car-1", "seat": 0, "officer": "P999"}, "'P999' is no officer"),
    ],
)
def test_edit_that_cannot_be_is_refused_whole(board: Running, edit: dict[str, Any], words: str) -> None:
    answer = board.post("/api/edit", edits=[typed("N", "P002"), edit])
    assert answer.status == 409
    assert "Nothing was taken over." in answer.json["text"]
    assert words in answer.json["text"]
    assert answer.json["places"] == [edit]
    assert board.state()["edits"] == []


def test_ten_thousand_cells_at_once(tmp_path: Path) -> None:
    with running(tmp_path / "week.xlsx", 400, 28) as one:
        people = ready(one).state()["show"]["people"]
        dates = [day["date"] for day in one.board.shown["dates"]]
        edits = [typed("N", person["id"], date) for person in people for date in dates]
        assert one.post("/api/edit", edits=edits[:10_000]).status == 200
        one.post("/api/undo")
        assert one.state()["edits"] == []


def test_nothing_can_be_typed_where_it_only_shows(tmp_path: Path) -> None:
    with running(tmp_path / "week.xlsx", read_only=True) as one:
        ready(one)
        for path in ("edit", "undo", "redo", "save"):
            assert one.post(f"/api/{path}", edits=[typed("N")], hash="").status == 409
    assert [file.name for file in tmp_path.iterdir()] == ["week.xlsx"]


def test_workbook_that_is_no_roster_opens_a_page_that_says_so(tmp_path: Path) -> None:
    workbook = tmp_path / "week.xlsx"
    workbook.write_bytes(b"nonsense")
    with running(workbook) as one:
        state = one.until(lambda state: state["status"] == "fault")
        assert state["fault"]["text"] == "week.xlsx is no roster of ours"
        assert one.raw("GET", "/", headers=one.own).status == 200
        workbook.write_bytes(b"roster\n")
        one.post("/api/again")
        ready(one)


def test_desk_that_cannot_be_kept_alive_becomes_a_sentence(tmp_path: Path) -> None:
    import sys

    with running(tmp_path / "week.xlsx", command=[sys.executable, "-c", "pass"]) as one:
        assert "again and again" in one.until(lambda state: state["status"] == "gone")["fault"]["text"]


def test_language_is_switched_without_a_restart(board: Running) -> None:
    board.post("/api/language", language="zh")
    assert board.raw("GET", "/api/words", headers=board.own).json["words"]["save"] == "保存"
    assert board.state()["show"]["brigade"] == "第一大队"
    board.post("/api/language", language="en")
    assert board.raw("GET", "/api/words", headers=board.own).json["words"]["save"] == "Save"


def test_journal_keeps_what_the_disk_takes_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    journal = Journal(tmp_path / "nowhere" / "week.xlsx", lambda key: "D")
    with pytest.raises(OSError, match="No such file"):
        journal.edit([typed("N")])
    assert (journal.edits(), journal.now(key_of(typed("N")))) == ([], "D")
