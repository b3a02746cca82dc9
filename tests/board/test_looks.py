"""Every screen is usable by all: axe-core in light, dark and forced colours, and large text."""

from __future__ import annotations

from pathlib import Path

from tests.board.conftest import Opened
from tests.board.running import Running

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text("utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SCREENS = ("roster", "day", "cover", "versions")
AUDIT = """async rules => {
  const found = await axe.run({ runOnly: { type: "tag", values: rules }, resultTypes: ["violations"] });
  return found.violations.flatMap(one => one.nodes.map(node => one.id + " " + node.target + " " + node.failureSummary));
}"""


def test_axe_finds_nothing_on_any_screen_in_any_colours(board: Running, opened: Opened) -> None:
    page = opened(board)
    page.keyboard.press("n")
    page.wait_for_selector(".cell.typed")
    page.evaluate(AXE)
    found = []
    for scheme in ("light", "dark", "forced"):
        forced = scheme == "forced"
        page.emulate_media(color_scheme=None if forced else scheme, forced_colors="active" if forced else "none")  # type: ignore[arg-type]
        for screen in SCREENS:
            page.click(f"#to-{screen}")
            page.wait_for_selector("main table, main .cell, main .seat")
            found += [f"{scheme} {screen}: {one}" for one in page.evaluate(AUDIT, RULES)]
    assert found == [], "\n".join(found)


def test_large_text_stays_on_the_page(board: Running, opened: Opened) -> None:
    page = opened(board, viewport={"width": 683, "height": 384}, device_scale_factor=2)  # a laptop at 200 %
    for screen in SCREENS:
        page.click(f"#to-{screen}")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), screen
        main = page.locator("main").bounding_box()
        assert main
        assert main["height"] > 100, screen
