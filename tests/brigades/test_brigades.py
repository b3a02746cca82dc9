"""A few dozen random brigades against all that must hold on each; `benchmarks/sweep_brigades.py` takes thousands."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.brigades.checks import CHECKS, findings_in

QUICK = {"people": (3, 6), "shifts": (1, 3), "rules": (2, 6)}
SEEDS = {
    "counts": range(40, 46),
    "optimum": (40, 42, 43, 45, 46, 47, 48, 49),
    "claims": range(40, 52),
    "explained": (40, 42),
    "modes": range(40, 41),
    "rolled": (40, 42),
    "weeks": range(40, 44),
    "living": (40, 42),
    "commands": (41, 43),
}


def test_every_check_is_made() -> None:
    assert set(SEEDS) == set(CHECKS)


@pytest.mark.parametrize(("check", "seed"), [(check, seed) for check, seeds in SEEDS.items() for seed in seeds])
def test_all_of_it_holds(check: str, seed: int, tmp_path: Path) -> None:
    found = findings_in(check, CHECKS[check].draw(seed, **QUICK), tmp_path)
    assert not found.faults, found.faults[0].text
    assert found.figures
