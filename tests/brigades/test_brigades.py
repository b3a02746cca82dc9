"""A few dozen random brigades against all that must hold on each; `benchmarks/sweep_brigades.py` takes thousands."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.brigades.checks import CHECKS, findings_in

SEEDS = {
    "counts": (40, 41, 42, 44, 45, 46),
    "optimum": (40, 41, 42, 43, 45, 46, 48, 49),
    "claims": range(40, 52),
    "explained": range(40, 42),
    "modes": range(40, 41),
    "rolled": range(40, 42),
    "weeks": range(40, 44),
    "living": range(40, 42),
    "commands": range(40, 42),
}


def test_every_check_is_made() -> None:
    assert set(SEEDS) == set(CHECKS)


@pytest.mark.parametrize(("check", "seed"), [(check, seed) for check, seeds in SEEDS.items() for seed in seeds])
def test_all_of_it_holds(check: str, seed: int, tmp_path: Path) -> None:
    found = findings_in(check, CHECKS[check].draw(seed), tmp_path)
    assert not found.faults, found.faults[0].text
    assert found.figures
