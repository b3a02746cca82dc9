"""What arithmetic claims of random brigades is true: put to the solver, it fails."""

from __future__ import annotations

from pathlib import Path

import pytest

from roster import api
from tests.brigades import random_brigade
from tests.brigades.claims import verdict

SEEDS = range(12)


@pytest.mark.parametrize("seed", SEEDS)
def test_every_claim_about_a_random_brigade_is_true(seed: int, tmp_path: Path) -> None:
    brigade = random_brigade(seed, people=(3, 9), shifts=(1, 4), rules=(2, 7), plan=False)
    case = api.load(brigade.write(tmp_path))
    assert verdict(case.problem, case.rulebook, seed).false == ()
