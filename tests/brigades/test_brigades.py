"""A few dozen random brigades against all that must hold on each; `benchmarks/sweep_brigades.py` takes thousands."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.brigades import random_brigade
from tests.brigades.brigade import Brigade
from tests.brigades.checks import CHECKS, findings_in

QUICK = {"people": (3, 6), "shifts": (1, 3), "rules": (2, 6)}
SEEDS = {
    "counts": range(40, 46),
    "optimum": (40, 45, 46, 47, 48, 49),
    "claims": range(40, 52),
    "explained": (45, 48),
    "modes": range(40, 41),
    "rolled": (43, 45, 46),
    "weeks": range(40, 44),
    "living": (40, 42),
    "repairs": (44, 47),
    "commands": (45, 51),
}


def test_every_check_is_made() -> None:
    assert set(SEEDS) == set(CHECKS)


@pytest.mark.slow
@pytest.mark.parametrize(("check", "seed"), [(check, seed) for check, seeds in SEEDS.items() for seed in seeds])
def test_all_of_it_holds(check: str, seed: int, tmp_path: Path) -> None:
    found = findings_in(check, CHECKS[check].draw(seed, **QUICK), tmp_path)
    assert not found.faults, found.faults[0].text
    assert found.figures


KEPT = sorted((Path(__file__).parent / "kept").iterdir())
"""Brigades in which the sweep found something, as small as they could be made; named by the check."""


@pytest.mark.parametrize("folder", KEPT, ids=lambda folder: folder.name)
def test_what_was_found_once_stays_mended(folder: Path, tmp_path: Path) -> None:
    check = folder.name.partition("--")[0]
    found = findings_in(check, Brigade.read(folder, CHECKS[check].shape.get("weeks", 1)), tmp_path)
    assert not found.faults, found.faults[0].text


def test_a_brigade_is_read_as_it_was_written(tmp_path: Path) -> None:
    brigade = random_brigade(7, base=True)
    again = Brigade.read(brigade.write(tmp_path))
    assert again.rules == brigade.rules
    assert again.extends == "base.yaml"
    assert again.tables == brigade.tables
