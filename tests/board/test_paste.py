"""Ranges to and from a spreadsheet, with headings and without."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.board.conftest import Opened
from tests.board.running import Running, codes

if TYPE_CHECKING:
    from playwright.sync_api import Page


def paste(page: Page, text: str) -> None:
    page.evaluate(
        """text => {
          const data = new DataTransfer();
          data.setData("text/plain", text);
          const event = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
          document.activeElement.dispatchEvent(event);
        }""",
        text,
    )


def copied(page: Page, kind: str = "copy") -> str:
    return str(
        page.evaluate(
            """kind => {
              const data = new DataTransfer();
              const event = new ClipboardEvent(kind, { clipboardData: data, bubbles: true, cancelable: true });
              document.activeElement.dispatchEvent(event);
              return data.getData("text/plain");
            }""",
            kind,
        )
    )


def test_ranges_are_copied_and_pasted_as_in_a_spreadsheet(board: Running, opened: Opened) -> None:
    page = opened(board)
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Shift+ArrowRight")
    assert copied(page) == "D\tD\tN\r\nN\tN\tSL"
    page.keyboard.press("Control+Home")
    paste(page, '"N"\t\r\n-\td\r\n')
    expected = {("P001", "19"): "N", ("P001", "20"): "", ("P002", "19"): "", ("P002", "20"): "D"}
    assert codes(board, 4) == expected
    page.keyboard.press("Control+z")  # one paste is one step
    codes(board, 0)
    for text in ("D\tQ\nN\t=HYPERLINK(1)", "<b>D</b>"):
        paste(page, text)
        assert "Nothing was pasted: 张伟" in page.locator(".said .refused").inner_text()
    page.keyboard.press("Control+Home")
    paste(page, "\n".join(["D\tN"] * 7))
    assert "reach beyond the grid" in page.locator(".said .refused").inner_text()
    paste(page, "\n".join(["D\t" * 400] * 400))
    assert "at most 50000" in page.locator(".said .refused").inner_text()
    assert board.state()["edits"] == []


def test_range_with_headings_goes_to_the_people_and_dates_that_it_names(board: Running, opened: Opened) -> None:
    page = opened(board)
    page.keyboard.press("Control+End")
    sheet = [
        "No.\tID\tName\tSquad\t10-20\t2026-10-22\tTotal",
        "\t\t\t\tT\tT\t",  # weekdays
        "\t\t\t\t\tFeast\t",
        "1\tP003\t王强\tD\tN\tn\t2",
        "2\tP001\t张伟\tA\t-\tN\t1",
        "\t\tHeads\t\t1\t2\t",
        "\t\t\t\t1\t2\t",
    ]
    paste(page, "\r\n".join(sheet[:-2]))
    expected = {("P003", "20"): "N", ("P003", "22"): "N", ("P001", "20"): "", ("P001", "22"): "N"}
    assert codes(board, 4) == expected
    page.keyboard.press("Control+z")
    codes(board, 0)
    by_name = [line.split("\t", 2)[2] for line in sheet]  # without numbers and ids
    paste(page, "\n".join([*by_name[:-2], by_name[-1]]))
    assert codes(board, 4) == expected
    page.keyboard.press("Control+z")
    codes(board, 0)
    page.keyboard.press("Control+Home")
    paste(page, '"10-22\n周四"\t10-21\nN\tN\n\tD\n')  # dates alone: people from the selected cell on
    found = {("P001", "22"): "N", ("P001", "21"): "N", ("P002", "22"): "", ("P002", "21"): "D"}
    found = page_changes(board, found)
    assert codes(board, len(found)) == found
    page.keyboard.press("Control+z")
    codes(board, 0)
    for text, said in (
        ("\n".join(by_name), "'Heads' is no name or id"),
        ("Name\t10-19\t11-05\n张伟\tN\tN", "'11-05' is no date of this roster"),
        ("张伟\tN\n李娜\tN", "no dates"),
        ("Name\t10-19\n张伟\tN\n李娜\tQ", "李娜, 2026-10-19: found 'Q'"),
        ("10-19\n" + "N\n" * 7, "reach beyond the grid"),
    ):
        paste(page, text)
        assert said in page.locator(".said .refused").inner_text(), text
    assert board.state()["edits"] == []


def page_changes(board: Running, asked: dict[tuple[str, str], str]) -> dict[tuple[str, str], str]:
    """Those of these codes that the workbook does not have."""
    rows = {row["id"]: row["cells"] for row in board.board.shown["people"]}
    return {(who, day): code for (who, day), code in asked.items() if rows[who][int(day) - 19]["code"] != code}
