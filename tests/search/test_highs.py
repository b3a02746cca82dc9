"""HiGHS keeps off standard output, also what it prints beneath Python."""

from __future__ import annotations

import highspy
import pytest

from roster.search.highs import SilentHighs


def test_nothing_is_printed(capfd: pytest.CaptureFixture[str]) -> None:
    solver = SilentHighs()  # type: ignore[no-untyped-call]
    solver.addVar(1, 3)
    solver.run()
    assert solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
    assert capfd.readouterr() == ("", "")
