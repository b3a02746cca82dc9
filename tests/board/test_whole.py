"""The page with the desk itself: what is typed is judged as `verify` judges it, and saved as hand edits."""

from __future__ import annotations

import shutil
from pathlib import Path

from roster.board.child import desk_command
from roster.living import open_week
from tests.board.conftest import Opened
from tests.board.running import running
from tests.paths import TINY

SHORT = 0.6
"""A truncated workbook: so much of it is there."""


def test_typed_judged_saved_and_verified(week: Path, opened: Opened) -> None:
    copy = Path(shutil.copy(week, week.with_name("copy.xlsx")))
    with running(week, command=desk_command(week)) as board:
        board.until(lambda state: state["status"] == "ready")
        page = opened(board)
        person = board.board.shown["people"][0]
        before = [cell.get("text") for cell in person["cells"]]
        letter = next(one["letter"] for one in board.board.shown["shifts"] if one["letter"] != before[0])
        page.keyboard.type(letter)
        page.keyboard.press("Enter")
        page.wait_for_selector(".verdict .checking", state="detached")
        judged = board.until(lambda state: state["undo"] == 1 and state["show"]["edits"])["show"]["verdict"]
        page.keyboard.press("Control+s")
        page.wait_for_selector(".said .saved")
        page.wait_for_selector("#do-save:disabled", state="attached")
        assert board.state()["edits"] == []
    after = open_week(week)
    assert [(edit.officer, edit.day) for edit in after.checked.edits] == [(person["id"], 0)]
    report = after.checked.report
    assert judged["musts"] == len(report.must_violations)
    assert judged["shortfalls"] == {str(priority): amount for priority, amount in report.short.items()}
    assert judged["cost"] == report.objective
    assert not open_week(copy).checked.edits


def test_truncated_workbook_is_a_sentence_on_the_page(week: Path, opened: Opened) -> None:
    week.write_bytes(week.read_bytes()[: int(week.stat().st_size * SHORT)])
    with running(week, command=desk_command(week)) as board:
        page = opened(board, ready=False)
        page.wait_for_selector(".said .fault")
        said = page.locator(".said .fault").inner_text()
        assert week.name in said
        assert "Traceback" not in said
        assert page.locator("main").inner_text() == "There is no roster to show."


def test_brigade_with_faults_or_without_a_roster_is_said_on_the_page(tmp_path: Path, opened: Opened) -> None:
    brigade = Path(shutil.copytree(TINY, tmp_path / "tiny"))
    with running(brigade, command=desk_command(brigade)) as board:
        page = opened(board, ready=False)
        page.wait_for_selector(".said .fault")
        assert "there is no roster of tiny yet" in page.locator(".said .fault").inner_text()
        officers = brigade / "officers.csv"
        officers.write_text(officers.read_text("utf-8").replace("sworn", "nonsense").replace(",f,", ",x,"), "utf-8")
        page.click(".said .fault button")
        page.wait_for_function("() => document.querySelectorAll('.said .fault li').length > 1")
        faults = page.locator(".said .fault li").all_inner_texts()
        assert all(fault.startswith("officers.csv:") for fault in faults)
