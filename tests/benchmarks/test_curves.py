"""Curves of runs survive being written, tell how far above the last bound each roster is, and are drawn."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.curves import above, drawn, read_curve, write_curve
from benchmarks.measure import Point

CURVE = [Point(0.5, None, 80), Point(1.0, 150, 80), Point(2.0, 125, None), Point(3.0, 130, 90), Point(4.5, 110, 100)]


def test_a_curve_is_read_as_it_was_written(tmp_path: Path) -> None:
    write_curve(tmp_path / "new", "1x 1 week", CURVE)
    assert read_curve(tmp_path / "new" / "1x 1 week.csv") == CURVE


def test_the_best_roster_is_told_against_the_last_bound() -> None:
    assert list(above(CURVE)) == [(1.0, 50.0), (2.0, 25.0), (3.0, 25.0), (4.5, 10.0)]
    assert list(above([Point(1.0, 5, None)])) == []


@pytest.mark.parametrize("curves", [[], [("a", CURVE)], [("a", CURVE), ("b", [])]])
def test_each_run_that_proved_something_has_a_line(curves: list[tuple[str, list[Point]]], tmp_path: Path) -> None:
    figure = drawn(curves)
    (axes,) = figure.axes
    assert len(axes.lines) == sum(bool(curve) for _, curve in curves)
    figure.savefig(tmp_path / "curves.png")
    assert (tmp_path / "curves.png").stat().st_size > 0
