"""Rows that take long to make are kept, taken from the file, and told beside what is asked of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.kept_rows import Bar, KeptRows, Piece

COLUMNS = ("seconds", "false")


def test_what_is_kept_is_not_made_again(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    piece = Piece(file=tmp_path / "rows.csv")
    first = KeptRows("prices", COLUMNS, piece, {})
    assert first.wanted("a")
    first.add("a", (2.5, 0))
    KeptRows("cures", COLUMNS, piece, {}).add("b", (1, None))
    again = KeptRows("prices", COLUMNS, piece, {"seconds": Bar(3, 30), "false": Bar(largest=0)})
    assert (again.wanted("a"), again.wanted("b")) == (False, True)
    again.add("b", (40, 1))
    capsys.readouterr()
    again.end()
    told = capsys.readouterr().out
    assert "seconds, median\t21.25\tasked: at most 3\tNOT MET" in told
    assert "false, largest\t1\tasked: at most 0\tNOT MET" in told
    assert "cases made\t2" in told
    assert KeptRows("cures", COLUMNS, piece, {}).rows == {"b": {"seconds": 1.0, "false": None}}


def test_no_case_is_begun_after_the_end(capsys: pytest.CaptureFixture[str]) -> None:
    late = KeptRows("prices", COLUMNS, Piece(until=0.0), {})
    assert not late.wanted("a")
    late.end()
    assert "cases left (the time was up)\ta" in capsys.readouterr().out
