"""A wave of sickness: a fifth of a brigade away all week, and how soon `explain` has a reason for each missing crew.

    python -m benchmarks.explain waves [--seconds 60]

`explained`: with a reason that proves it, or a roster that has the crew; `proved`: that no roster has it beside what
else is as urgent and met; `together`: not proved by itself, but how many of those at its priority must be.
Seconds are until the last reason, the roster included; cures are not looked for.
"""

from __future__ import annotations

import csv
import shutil
import time
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from random import Random
from typing import NamedTuple

from benchmarks.clash_cases import BRIGADE
from roster.domain.errors import RosterError
from roster.explain.explanation import urgent_roster
from roster.explain.reasons import Reasons
from roster.explain.rows import Rows
from roster.explain.trial import Asked
from roster.search.explain.missing_crews import by_crew
from roster.search.explain.mus import Clock
from roster.tiers import all_limits
from tests.brigades import random_brigade

SEEDS, RANDOM_SEEDS = (1, 2, 3, 4, 5), (8, 11)
SHARE = 0.2
SOLVING = 0.5
"""The part of the time in which the roster is made."""


class Wave(NamedTuple):
    """What came of one: `crews` are missing."""

    crews: int
    explained: int
    proved: int
    together: int
    alone: int
    seconds: float


def waves(
    folder: Path, wanted: Callable[[str], bool], seconds: float = 60.0, only: Collection[str] = ()
) -> Iterator[tuple[str, Wave | None]]:
    """The bundled brigade five times and two random ones, each with a fifth away; None where no roster exists.

    Those that are `wanted`, of `only` or of all.
    """
    for seed in SEEDS:
        name = f"hancheng-{seed}"
        if (not only or name in only) and wanted(name):
            target = Path(shutil.copytree(BRIGADE, folder / name))
            yield name, _explained(_sick(target, seed), seconds)
    for seed in RANDOM_SEEDS:
        name = f"random-{seed}"
        if (not only or name in only) and wanted(name):
            brigade = random_brigade(seed, people=(10, 14), shifts=(2, 4), rules=(4, 8), base=True)
            yield name, _explained(_sick(brigade.write(folder), seed), seconds)


def _explained(brigade: Path, limit: float) -> Wave | None:
    began = time.monotonic()
    asked = Asked(brigade)
    try:
        case = asked.load()
        outcome, least = urgent_roster(asked, case, limit * SOLVING, lambda _moment: None)
    except RosterError:
        return None
    limits = all_limits(case.problem, case.rulebook)
    every = by_crew(case.problem, case.rulebook, limits, outcome.roster, outcome.report)
    reasons = Reasons(case, limits, Rows(case.tables), outcome, asked.workers, least)
    found = reasons.of(every, Clock(limit - (time.monotonic() - began)))
    crews = [reason for short, reason in found if short.unit]
    settled = [reason.verdict for reason in crews if reason.verdict != "open"]
    together = sum(reason.verdict == "open" and reason.together for reason in crews)
    seconds = time.monotonic() - began
    return Wave(len(crews), len(settled), settled.count("unavoidable"), together, len(found) - len(crews), seconds)


def _sick(brigade: Path, seed: int) -> Path:
    """A fifth of those who have no fixed duty and lead nobody are away from the first date to the last."""
    officers = list(csv.DictReader((brigade / "officers.csv").read_text("utf-8").splitlines()))
    settings = dict(line.split(",")[:2] for line in (brigade / "settings.csv").read_text("utf-8").splitlines()[1:])
    fixed = (brigade / "fixed.csv").read_text("utf-8") if (brigade / "fixed.csv").exists() else ""
    ids = [o["id"] for o in officers if o["id"] not in fixed and "leader" not in (o.get("qualifications") or "")]
    chosen = sorted(Random(f"wave {seed}").sample(ids, max(1, min(len(ids), round(SHARE * len(officers))))))
    table = brigade / "absences.csv"
    header = table.read_text("utf-8").splitlines()[0].split(",") if table.exists() else ["id", "kind", "from", "to"]
    first = settings["start"]
    last = f"{first[:8]}{int(first[8:]) + 6:02d}"
    cells = {"id": "", "kind": "sick", "from": first, "to": last}
    rows = [",".join({**cells, "id": officer}.get(name, "") for name in header) for officer in chosen]
    old = table.read_text("utf-8").rstrip("\n") if table.exists() else ",".join(header)
    table.write_text("\n".join([old, *rows]) + "\n", "utf-8")
    return brigade
