"""The table over brigades of every shape: its rows, and when plain CP-SAT counts as better."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import shapes, shapes_table
from benchmarks.measure import Row


def run(wishes: int | None, order: str = "[0]", **more: float) -> Row:
    return {
        "people": 3,
        "weeks": 1,
        "wishes": wishes,
        "order": order,
        "short": sum(map(int, order[1:-1].split(","))),
        **more,
    }


def kept(ours: list[Row], plain: list[Row]) -> shapes_table.Kept:
    found = {f"week {shapes.PRODUCT} {seed}": dict(row) for seed, row in enumerate(ours)}
    return found | {f"week {shapes.PLAIN} {seed}": dict(row) for seed, row in enumerate(plain)}


def test_a_name_stands_for_itself_and_for_all_that_begin_so() -> None:
    known = shapes.rows(None)
    assert len([*shapes.chosen(["random"], known)]) == 20
    assert [*shapes.chosen(["random-1", "week"], known)] == ["week", "week-4x", "random-1"]
    assert [*shapes.chosen([], known)] == known


@pytest.mark.parametrize(
    ("ours", "plain", "worse"),
    [
        ([run(10, bound=9), run(12), run(11)], [run(11), run(11), run(30)], False),
        ([run(10), run(12), run(12)], [run(11), run(11), run(30)], True),
        ([run(90)], [run(10, "[1]")], False),
        ([run(10, "[0, 2]")], [run(90, "[0, 1]")], True),
        ([run(10)], [run(None)], False),
        ([run(10, broken=1)], [run(90)], True),
    ],
)
def test_a_row_is_worse_where_more_is_short_or_the_same_at_a_higher_cost(
    ours: list[Row], plain: list[Row], worse: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    assert shapes_table.table(kept(ours, plain)) is worse
    assert ("| plain CP-SAT |" in capsys.readouterr().out) is worse


def ran_with(monkeypatch: pytest.MonkeyPatch, *options: str, load: float = 2.0) -> list[list[object]]:
    """The cells that are run: row, search and seed."""
    cells: list[list[object]] = []

    def in_own_process(_module: str, arguments: list[object]) -> Row:
        cells.append(arguments[1:4])
        return run(7, bound=7)

    monkeypatch.setattr(shapes, "in_own_process", in_own_process)
    monkeypatch.setattr(shapes, "load", lambda: load)
    monkeypatch.setattr("sys.argv", ["shapes", "week-4x", "--seeds", "1", "2", *options])
    assert shapes.main() == 0
    return cells


def test_what_is_kept_is_not_run_again_unless_the_machine_was_busy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    out = "--out", str(tmp_path / "shapes.json")
    all_cells = [["week-4x", search, seed] for seed in (1, 2) for search in (shapes.PRODUCT, shapes.PLAIN)]
    assert ran_with(monkeypatch, *out, load=9.0) == all_cells
    assert "busy (load 9)" in capsys.readouterr().out
    assert ran_with(monkeypatch, *out) == []
    assert ran_with(monkeypatch, *out, "--quietly") == all_cells
    assert "| quiet |" in capsys.readouterr().out
    assert ran_with(monkeypatch, *out, "--quietly") == []
    monkeypatch.setattr("sys.argv", ["shapes", "week-4x", "--time", "5", *out])
    assert shapes.main() == 2


def test_no_cell_is_begun_after_the_minutes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = "--out", str(tmp_path / "shapes.json")
    assert ran_with(monkeypatch, *out, "--minutes", "-1") == []
    assert len(ran_with(monkeypatch, *out, "--minutes", "9")) == 4
