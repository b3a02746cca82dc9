"""Brigades of other shapes: what they do not have takes no room on any screen, and what is long is read whole."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from tests.board.conftest import Opened
from tests.board.running import Running

if TYPE_CHECKING:
    from playwright.sync_api import Page, Route


def _with(board: Running, opened: Opened, change: Callable[[dict[str, Any]], None]) -> Page:
    """The page of a week that the desk told otherwise."""

    def told(route: Route) -> None:
        answer = route.fetch()
        state = answer.json()
        change(state["show"])
        route.fulfill(response=answer, json=state)

    first = opened(board)
    first.context.route("**/api/state", told)
    return opened(board, page=first)


def _ward(show: dict[str, Any]) -> None:
    show["zones"], show["sites"], show["routes"] = [], [], []
    for person in show["people"]:
        person |= {"squad": "", "zone": "", "name": person["id"]}
    for shift in show["shifts"]:
        shift["night"] = False
    for crew in show["crews"]:
        crew["zone"] = ""
    show["presence"].append({"zone": "Z9", "zones": ["Z9"], "slots": [0] * len(show["presence"][0]["slots"])})


def test_what_a_ward_does_not_have_takes_no_room(board: Running, opened: Opened) -> None:
    page = _with(board, opened, _ward)
    heads = page.locator(".head .fixed").all_inner_texts()
    assert heads == ["Name", "Hours"]
    assert page.get_attribute("#active-cell", "aria-colindex") == "3"
    frozen, day = page.locator(".head .frozen").bounding_box(), page.locator(".head .day").first.bounding_box()
    cursor, cell = page.locator(".cursor").bounding_box(), page.locator("#active-cell").bounding_box()
    assert frozen
    assert day
    assert cursor
    assert cell
    assert abs(frozen["x"] + frozen["width"] - day["x"]) < 2
    assert abs(cursor["x"] - cell["x"]) < 2
    assert page.locator(".panel .facts").first.inner_text().split(" · ")[0] != "P001"
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert page.locator(".paper thead th").count() == 2 + 7
    page.click("#to-day")
    assert page.locator(".zone h2").all_inner_texts() == ["units: 2"]
    assert page.locator(".seat input").first.input_value() == "P001"
    page.click("#to-cover")
    assert page.locator(".heat tbody tr").count() == 1


def _city(show: dict[str, Any]) -> None:
    for line in show["cover"]:
        line["days"] = [{"asked": 214, "given": 209 + column} for column in range(len(line["days"]))]
    show["verdict"] = {"musts": 0, "shortfalls": {"2": 1}, "cost": 40, "text": "no must is broken"}
    one = show["presence"][0]
    show["presence"] = [one | {"kinds": ["Car", "Post"]}, one | {"zone": "", "zones": [], "kinds": ["Car"]}]


def test_large_numbers_are_read_whole_and_what_is_short_is_not_green(board: Running, opened: Opened) -> None:
    page = _with(board, opened, _city)
    days = page.locator(".foot .day")
    assert days.first.inner_text() == "209/214!"
    assert days.nth(6).inner_text() == "215/214"
    assert page.evaluate(
        "[...document.querySelectorAll('.foot .day')].every(one => one.scrollWidth <= one.clientWidth)"
    )
    assert page.get_attribute(".verdict", "class") == "verdict lacks"
    page.click("#to-cover")
    assert page.locator(".heat tbody th").all_inner_texts() == ["Old town", "All zones: Car"]
