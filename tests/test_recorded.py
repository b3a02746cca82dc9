"""What is recorded is of today's models, and true."""

from __future__ import annotations

import pytest

from roster.rules import pose
from tests.brigades.direct import direct_optimum
from tests.recorded import SEEDS, digest, optima, optimum
from tests.search.small import RULEBOOK, random_facts


def test_every_record_is_of_a_model_of_today() -> None:
    today = {digest(pose(random_facts(seed), RULEBOOK), RULEBOOK) for seed in SEEDS}
    assert optima().keys() == today, "a model has changed: python -m tests.recorded"


@pytest.mark.parametrize("seed", [1, 3, 4])
def test_a_record_is_the_optimum_of_the_model_solved_to_the_end(seed: int) -> None:
    assert optimum(seed) == direct_optimum(pose(random_facts(seed), RULEBOOK), RULEBOOK)
