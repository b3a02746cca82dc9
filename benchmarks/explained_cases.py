"""Brigades to explain: the ten clashes that ship as tests, and clashes and shortfalls of random brigades."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path

from benchmarks.clash_cases import clash_cases
from roster.domain.errors import RosterError
from roster.explain.trial import Asked
from roster.search.explain.clashes import Explainer, musts
from roster.tiers import all_limits
from tests.brigades import random_brigade

GENERATED, SHORT = 6, 4
"""So many random brigades whose musts clash, and so many in which they do not: there something may be short."""
SHAPE = {"people": (8, 24), "shifts": (2, 5), "rules": (4, 12), "plan": False}


def cases(folder: Path, only: Collection[str] = (), short: bool = False) -> Iterator[tuple[str, Asked]]:
    """Each case by name, written below `folder`; with `short` those in which the musts do not clash as well.

    The random ones are the first seeds from 0 of each sort. Of `only` these names are made and no others.
    """
    for case in clash_cases():
        if not only or case.name in only:
            yield case.name, Asked(case.write(folder))
    if not only or any(name.startswith("b") and name[1:].isdigit() for name in only):
        yield from _generated(folder, only, short)


def _generated(folder: Path, only: Collection[str], short: bool) -> Iterator[tuple[str, Asked]]:
    if only:
        for name in only:
            if name.startswith("b") and name[1:].isdigit():
                yield name, Asked(random_brigade(int(name[1:]), **SHAPE).write(folder))
        return
    wanted = {True: GENERATED, False: SHORT if short else 0}
    seed = 0
    while any(wanted.values()):
        asked = Asked(random_brigade(seed, **SHAPE).write(folder))
        seed += 1
        try:
            case = asked.load()
            groups = musts(case.problem, case.rulebook, all_limits(case.problem, case.rulebook))
            clash = Explainer(case.problem, groups).possible(seconds=5).possible is False
        except RosterError:
            continue
        if wanted[clash]:
            wanted[clash] -= 1
            yield asked.brigade.name, asked
