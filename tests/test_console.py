"""The live line: what it tells while the search works."""

from __future__ import annotations

import time

import pytest

from roster.console import Progress
from roster.domain.outcome import Moment


def test_the_live_line_tells_of_columns_and_of_what_waiting_is_worth(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [100.0]
    monkeypatch.setattr(time, "monotonic", lambda: clock[0])
    progress = Progress()
    assert str(progress.__rich__()) == "reading · 0 s"
    clock[0] = 101.0
    progress(Moment(0.5, "wishes", 1000, 0, 40))
    assert str(progress.__rich__()) == "wishes · best 1000 · bound 0 · gap 100.0% · columns: 40 · 1 s"
    clock[0] = 108.0
    progress(Moment(7.5, "wishes", 900, 0, 50))
    clock[0] = 111.0
    line = str(progress.__rich__())
    assert line == "wishes · best 900 · bound 0 · gap 100.0% · columns: 50 · 10 s more: about 100 less · 11 s"
