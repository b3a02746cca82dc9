"""Optima of small problems, solved to the end once: `python -m tests.recorded` solves them again and writes them.

A problem is known by the digest of its model by crew: where the model changes, its record is no more believed.
"""

from __future__ import annotations

import hashlib
import json
from functools import cache
from pathlib import Path

from roster.domain.problem import Problem
from roster.model import Model
from roster.rules import Rulebook, pose
from roster.tiers import all_limits
from tests.brigades.direct import direct_optimum
from tests.search.small import RULEBOOK, random_facts

FILE = Path(__file__).with_name("optima.json")
SEEDS = range(12)
"""Of the small brigade that is drawn for searches."""


def digest(problem: Problem, rulebook: Rulebook) -> str:
    model = Model(problem, rulebook, all_limits(problem, rulebook)).model
    return hashlib.sha256(str(model.proto).encode()).hexdigest()[:16]


@cache
def optima() -> dict[str, tuple[int, ...]]:
    """What is short by priority, and the cost of the wishes, by the digest of the model."""
    return {name: tuple(cost) for name, cost in json.loads(FILE.read_text("utf-8")).items()}


def optimum(seed: int) -> tuple[int, ...]:
    """The optimum of the small brigade of a seed. KeyError where it is not recorded."""
    return optima()[digest(pose(random_facts(seed), RULEBOOK), RULEBOOK)]


def record() -> None:
    """Solve every problem, and write what it costs."""
    problems = [pose(random_facts(seed), RULEBOOK) for seed in SEEDS]
    found = {digest(problem, RULEBOOK): direct_optimum(problem, RULEBOOK) for problem in problems}
    lines = ",\n".join(f"  {json.dumps(name)}: {json.dumps(cost)}" for name, cost in found.items())
    FILE.write_text(f"{{\n{lines}\n}}\n", "utf-8")
