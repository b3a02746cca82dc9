"""The figures of a province: no two brigades ask the same, and a simulated run settles them all."""

from __future__ import annotations

from pathlib import Path

import pytest

from roster.province.keys import key_of
from roster.province.reading import read_case
from roster.province.task import How

pytest.importorskip("psutil")  # comes with the optional engine

from benchmarks.province import large, province


def test_a_simulated_province_settles_every_brigade(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert large(tmp_path, 3)
    assert capsys.readouterr().out.startswith("3 brigades\t3\t")


def test_no_two_brigades_ask_the_same(tmp_path: Path) -> None:
    whole = province(tmp_path, 3)
    assert len({key_of(read_case(whole, one), How()) for one in whole.brigades}) == 3
