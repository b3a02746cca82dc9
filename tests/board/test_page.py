"""The page in a real browser: keys and clipboard as in a spreadsheet, input methods, undo, two tabs, save."""

from __future__ import annotations

import random
from pathlib import Path
from typing import TYPE_CHECKING, Any

from roster.board.desk_changes import listed
from tests.board.conftest import Opened
from tests.board.example import NAMES, read_model
from tests.board.running import Running, codes, running

if TYPE_CHECKING:
    from playwright.sync_api import Page


def cell(page: Page, row: int, column: int) -> Any:
    """A cell of the grid, by its place among the rows that are shown."""
    return page.locator(f'roster-grid .body .row[aria-rowindex="{row + 2}"] .cell').nth(column)


def shows(page: Page, row: int, column: int, text: str) -> None:
    place = f'roster-grid .body .row[aria-rowindex="{row + 2}"]'
    page.wait_for_function(
        "([place, column, text]) => document.querySelector(place)?.cells[column].textContent === text",
        arg=[place, column, text],
    )


def test_letters_set_shifts_and_the_verdict_follows(board: Running, opened: Opened) -> None:
    page = opened(board)
    assert page.locator(".verdict").inner_text().startswith("⚠ musts broken: 1")
    page.keyboard.press("n")
    shows(page, 0, 0, "N")
    page.wait_for_function("() => document.querySelector('.verdict').textContent.includes('musts broken: 2')")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Delete")
    assert codes(board, 2) == {("P001", "19"): "N", ("P002", "19"): ""}
    page.keyboard.press("Control+z")
    assert codes(board, 1) == {("P001", "19"): "N"}
    shows(page, 1, 0, "N")
    page.reload()
    page.wait_for_selector("roster-grid .cell.typed")
    page.keyboard.press("Control+z")  # undo and redo outlive the page
    codes(board, 0)
    shows(page, 0, 0, "D")
    page.keyboard.press("Control+y")
    page.keyboard.press("Control+y")
    codes(board, 2)


def test_keys_move_select_fill_and_edit(board: Running, opened: Opened) -> None:
    page = opened(board)
    where = (
        "(() => { const c = document.querySelector('#active-cell'); return c.getAttribute('aria-colindex') - 5; })()"
    )
    for keys, column in (("End", 6), ("Home", 0), ("ArrowRight", 1), ("Control+ArrowRight", 2), ("Control+End", 6)):
        page.keyboard.press(keys)
        assert page.evaluate(where) == column, keys
    page.keyboard.press("Control+Home")
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Control+d")  # P001 has D and D: P002 had N and N, P003 nothing
    assert codes(board, 4) == {("P002", "19"): "D", ("P002", "20"): "D", ("P003", "19"): "D", ("P003", "20"): "D"}
    page.keyboard.press("F2")
    page.keyboard.type("n")
    page.keyboard.press("Control+z")
    page.keyboard.press("Escape")
    page.keyboard.press("Control+Home")
    page.keyboard.press("F2")
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    page.keyboard.type("zz")
    page.keyboard.press("Enter")
    assert "Found 'zz'; expected one of D, N, SL, or nothing." in page.locator(".said .refused").inner_text()
    assert page.evaluate("document.activeElement.value") == "zz"
    page.keyboard.press("Escape")
    assert page.locator("#active-cell").inner_text() == "D"


def test_lists_are_what_the_desk_tells(board: Running, opened: Opened) -> None:
    page = opened(board)
    rng = random.Random(1)
    for _trial in range(60):
        signs = list("abcdefghijkl")
        before, now = (rng.sample(signs, rng.randint(0, 12)) for _ in range(2))
        if rng.random() < 0.7:  # those that stay keep their order
            before, now = sorted(before), sorted(now)
        lists = [[{"id": sign, "of": rng.choice("12")} for sign in state] for state in (before, now)]
        told = listed(*lists, lambda one: str(one["id"]))
        made = page.evaluate(
            """async ([items, told]) => {
              const { merged, KEYS } = await import("/static/merge.js");
              return told ? merged(items, told, KEYS.crews) : items;
            }""",
            [lists[0], told],
        )
        assert made == lists[1]
    strange = {"gone": [], "came": [["nobody", {"id": "x"}]]}
    page.evaluate(
        "told => import('/static/merge.js').then(one => { window.none = one.merged([], told, one.KEYS.crews) })",
        strange,
    )
    assert page.evaluate("window.none === null")


def test_input_methods_lose_no_letter(board: Running, opened: Opened) -> None:
    page = opened(board)
    link = page.context.new_cdp_session(page)
    key = {"windowsVirtualKeyCode": 229, "code": "KeyN", "key": "Process"}
    link.send("Input.dispatchKeyEvent", {"type": "rawKeyDown", **key})
    link.send("Input.imeSetComposition", {"selectionStart": 1, "selectionEnd": 1, "text": "n"})
    assert board.state()["edits"] == []  # nothing is taken while it composes
    assert page.evaluate("document.activeElement.classList.contains('open')")
    link.send("Input.insertText", {"text": "Ｎ"})  # full width
    assert codes(board, 1) == {("P001", "19"): "N"}
    page.select_option("#language", "zh")
    page.wait_for_function("() => document.querySelector('#to-day').textContent === '当日'")
    shows(page, 0, 0, "夜")
    page.wait_for_selector(".verdict .checking", state="detached")
    page.locator("roster-grid .cell").first.click()
    link.send("Input.dispatchKeyEvent", {"type": "rawKeyDown", **key})
    link.send("Input.imeSetComposition", {"selectionStart": 1, "selectionEnd": 1, "text": "bai"})
    link.send("Input.insertText", {"text": "白"})  # the letter of the grid in Chinese
    codes(board, 0)
    shows(page, 0, 0, "白")


def test_cells_that_change_meanwhile_take_no_letter_focus_or_caret(board: Running, opened: Opened) -> None:
    page = opened(board)
    others = [{"officer": f"P00{n}", "date": f"2026-10-{day}"} for n in (3, 4, 5, 6) for day in range(19, 26)]
    asked: dict[tuple[str, str], str] = {}

    def live(code: str) -> None:
        told = [{**where, "code": code, "text": code, "typed": False} for where in others]
        tell = board.board.hub.tell
        board.loop.call_soon_threadsafe(lambda: tell("judged", sequence=board.board.sequence, cells=told))

    for row, codes_of_row in enumerate(("NNDDNNN", "DDNNNDN")):
        for column, code in enumerate(codes_of_row):
            live("DN"[column % 2])
            page.keyboard.press(code.lower())
            page.keyboard.press("ArrowRight")
            asked[f"P00{row + 1}", str(19 + column)] = code
        page.keyboard.press("Home")
        page.keyboard.press("ArrowDown")
    changes = {(who, day): code for (who, day), code in asked.items() if code != written(board, who, day)}
    assert codes(board, len(changes)) == changes
    page.keyboard.press("F2")
    page.keyboard.type("xyz")
    page.evaluate("document.activeElement.setSelectionRange(1, 2)")
    live("N")
    shows(page, 5, 6, "N")
    place = "(one => [one.value, one.selectionStart, one.selectionEnd])(document.activeElement)"
    assert page.evaluate(place) == ["xyz", 1, 2]


def written(board: Running, who: str, day: str) -> str:
    """What the workbook says in a cell."""
    rows = {row["id"]: row["cells"] for row in read_model()["people"]}
    return str(rows[who][int(day) - 19]["code"])


def test_names_are_text(board: Running, opened: Opened) -> None:
    page = opened(board)
    names = page.locator("roster-grid .fixed.name").all_inner_texts()
    assert names[1:7] == list(NAMES)
    for screen in ("day", "cover", "versions", "roster"):
        page.click(f"#to-{screen}")
    assert page.evaluate("document.querySelectorAll('main script').length") == 0


def test_two_tabs_see_each_other(board: Running, opened: Opened) -> None:
    one = opened(board)
    other = opened(board, page=one)
    one.keyboard.press("n")
    shows(other, 0, 0, "N")
    other.keyboard.press("Delete")
    shows(one, 0, 0, "")
    one.keyboard.press("d")
    shows(other, 0, 0, "D")


def test_save_changed_outside_and_read_again(board: Running, opened: Opened, tmp_path: Path) -> None:
    page = opened(board)
    page.keyboard.press("n")
    codes(board, 1)
    with (tmp_path / "week.xlsx").open("a", encoding="utf-8") as file:
        file.write('[{"officer": "P003", "date": "2026-10-19", "code": "N"}]\n')
    page.keyboard.press("Control+s")
    page.wait_for_selector(".said .refused")
    assert "changed outside" in page.locator(".said .refused").inner_text()
    page.click(".said .refused button")
    page.wait_for_function("() => document.querySelectorAll('roster-grid .cell.typed').length === 2")
    page.wait_for_function("() => document.activeElement.classList.contains('editor')")  # not lost with the button
    page.wait_for_selector("#do-save:enabled")
    page.click("#do-save")
    page.wait_for_selector(".said .saved")
    page.wait_for_selector("#do-save:disabled", state="attached")
    assert len((tmp_path / "week.xlsx").read_text("utf-8").splitlines()) == 3


def test_what_was_typed_earlier_is_offered(opened: Opened, tmp_path: Path) -> None:
    with running(tmp_path / "week.xlsx") as one:
        one.until(lambda state: state["status"] == "ready")
        one.post("/api/edit", edits=[{"officer": "P001", "date": "2026-10-19", "code": "N"}])
    with running(tmp_path / "week.xlsx") as one:
        one.until(lambda state: state["status"] == "ready")
        page = opened(one)
        assert "Typed earlier and not saved: 1 values" in page.locator(".said .offer").inner_text()
        page.keyboard.press("n")
        page.wait_for_selector(".said .refused")
        page.click(".said .offer button")
        shows(page, 0, 0, "N")
        page.wait_for_selector(".said .offer", state="detached")


def test_file_that_is_no_roster_and_a_desk_that_dies(opened: Opened, tmp_path: Path) -> None:
    workbook = tmp_path / "week.xlsx"
    workbook.write_bytes(b"nonsense")
    with running(workbook) as one:
        page = opened(one, ready=False)
        page.wait_for_selector(".said .fault")
        assert "is no roster of ours" in page.locator(".said .fault").inner_text()
        workbook.write_bytes(b"roster\n")
        page.click(".said .fault button")
        page.wait_for_selector("roster-grid .cell")
        page.locator("roster-grid .cell").first.click()
        (tmp_path / "die").touch()
        page.keyboard.press("n")
        page.wait_for_function("() => document.querySelector('.verdict')?.textContent.includes('musts broken: 2')")
        shows(page, 0, 0, "N")


def test_day_takes_a_typed_and_a_drawn_name(board: Running, opened: Opened) -> None:
    page = opened(board)
    page.keyboard.press("Alt+2")
    seat = page.locator(".seat input.drop").first
    seat.fill("nobody")
    seat.press("Enter")
    assert "is no name or id" in page.locator(".said .refused").inner_text()
    seat.fill("P003")
    seat.press("Enter")
    crew = "2026-10-19/D/car-1"
    state = board.until(lambda state: len(state["edits"]) == 1)
    assert state["edits"][0] == {"crew": crew, "seat": 0, "officer": "P003", "from": "P001"}
    page.locator(".chip").first.hover()
    page.mouse.down()
    target = page.locator(".seat input.drop").nth(1).bounding_box()
    assert target
    page.mouse.move(target["x"] + 20, target["y"] + 8, steps=4)
    page.mouse.up()
    state = board.until(lambda state: len(state["edits"]) == 2)
    assert state["edits"][1]["seat"] == 1
    page.wait_for_selector(".dot.ready")
    page.locator(f'[id="lead-{crew}"]').select_option(index=1)
    page.locator(f'[id="place-{crew}-07:00"]').select_option("S2")
    typed = board.until(lambda state: len(state["edits"]) == 4)["edits"][2:]
    assert typed[0]["lead"] != typed[0]["from"]
    assert typed[1] == {"crew": crew, "time": "07:00", "place": "S2", "from": "S1"}
    page.wait_for_function("() => document.querySelectorAll('.unit .badge:not(.s0, .s1)').length === 4")
    page.keyboard.press("Alt+1")
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")
    board.until(lambda state: len(state["edits"]) == 2)


def test_lost_connection_is_said(opened: Opened, tmp_path: Path) -> None:
    with running(tmp_path / "week.xlsx") as one:
        one.until(lambda state: state["status"] == "ready")
        page = opened(one)
    page.wait_for_selector(".said .lost")
    assert page.locator(".dot").inner_text() == "not connected"


def test_printed_week_of_68_people_fits_a_page(opened: Opened, tmp_path: Path) -> None:
    with running(tmp_path / "week.xlsx", 68, 7) as one:
        one.until(lambda state: state["status"] == "ready")
        page = opened(one)
        for paper in ("A4", "A3"):
            assert page.pdf(format=paper, landscape=True).count(b"/Type /Page\n") == 1
