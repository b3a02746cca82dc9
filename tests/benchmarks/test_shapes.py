"""The table over brigades of every shape: its rows, and when plain CP-SAT counts as better."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import shapes
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


def kept(ours: list[Row], plain: list[Row]) -> shapes.Kept:
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
    assert shapes.table(kept(ours, plain)) is worse
    assert ("plain is better" in capsys.readouterr().out) is worse


def test_what_is_kept_is_not_run_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[list[object]] = []
    monkeypatch.setattr(shapes, "in_own_process", lambda module, arguments: ran.append(arguments) or run(7, bound=7))
    out = tmp_path / "shapes.json"
    for _ in range(2):
        monkeypatch.setattr("sys.argv", ["shapes", "week-4x", "--seeds", "1", "--out", str(out)])
        assert shapes.main() == 0
    assert [arguments[1:4] for arguments in ran] == [["week-4x", shapes.PRODUCT, 1], ["week-4x", shapes.PLAIN, 1]]
