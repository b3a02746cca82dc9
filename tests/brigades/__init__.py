"""Random brigades of many shapes, from a seed, as files; and checks that hold on each of them.

    brigade = random_brigade(17, people=(3, 8), weeks=2)
    folder = brigade.write(tmp_path)          # CSV tables and constraints/rules.yaml
    run("solve", folder, "--time-limit", 5)

`Shape` lists what can be asked for. The same seed and shape give the same files.
"""

from __future__ import annotations

from random import Random
from typing import Any

from tests.brigades.brigade import Brigade
from tests.brigades.random_rules import random_rules
from tests.brigades.random_tables import Shape, random_tables

__all__ = ["Brigade", "Shape", "random_brigade"]


def random_brigade(seed: int, **shape: Any) -> Brigade:
    """The brigade of a seed; `shape` are fields of `Shape`."""
    wanted = Shape(**shape)
    tables, names = random_tables(Random(f"tables {seed}"), wanted)
    rng = Random(f"rules {seed}")
    base = rng.random() < 0.15 if wanted.base is None else wanted.base
    plan = bool(names.of["site"]) if wanted.plan is None else wanted.plan
    rules = random_rules(rng, names, wanted, plan)
    return Brigade(f"b{seed}", tables, rules, "base.yaml" if base else "", wanted.weeks)
