"""The known brigades: what each is, and what is kept of it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from benchmarks.shift_scheduling.problem import load as load_instance
from roster import api
from roster.domain.outcome import Outcome
from roster.domain.problem import Problem
from roster.rules import Rulebook
from roster.search.run import Options, Stop
from roster.search.solve import solve
from tests.golden import commands, documents, faults, models, rosters
from tests.golden.by_work import in_a_folder
from tests.golden.items import ROOT, Item
from tests.outcomes import changed

GOLDEN = Path(__file__).parent


class Known:
    """A case by its name, with what it makes of each kind."""

    name: str
    kinds: Mapping[str, Callable[[], Iterable[Item]]]


@dataclass
class Brigade(Known):
    """A brigade of files: put into a folder, loaded, solved and put to every command."""

    name: str
    put: Callable[[Path], object]
    """Puts the brigade's files into a new folder."""
    effort: float = 3
    """Seconds of work for a roster; each of some ten solves has as many."""
    plan_effort: float = 3
    without: tuple[str, ...] = ()
    """Commands that would be ended by the clock, however slow that goes, and tell something else each time."""

    @property
    def kinds(self) -> Mapping[str, Callable[[], Iterable[Item]]]:  # type: ignore[override]
        return {
            "limits": lambda: models.limits(self._case[0], self._case[1]),
            "models": lambda: models.models(self._case[0], self._case[1]),
            "roster": lambda: rosters.roster(self._outcome),
            "sheets": lambda: rosters.sheets(self._outcome, Path("/nowhere")),
            "commands": lambda: commands.of_brigade(self.name, self.put, self.effort, self.plan_effort, self.without),
        }

    @cached_property
    def _case(self) -> tuple[Problem, Rulebook]:
        with in_a_folder():
            case = self._load()
            return case.problem, case.rulebook

    @cached_property
    def _outcome(self) -> Outcome:
        with in_a_folder():
            outcome = api.solve(self._load(), time_limit=self.effort, seed=1, plan_time=self.plan_effort)
            return rosters.without_seconds(outcome)

    def _load(self) -> api.Case:
        self.put(Path(self.name))
        return api.load(self.name)


@dataclass
class Instance(Known):
    """An instance in the public form of shift scheduling: a problem without files of ours."""

    name: str
    effort: float = 3

    @property
    def kinds(self) -> Mapping[str, Callable[[], Iterable[Item]]]:  # type: ignore[override]
        return {
            "limits": lambda: models.limits(*self._posed),
            "models": lambda: models.models(*self._posed),
            "roster": self._roster,
        }

    @cached_property
    def _posed(self) -> tuple[Problem, Rulebook]:
        return load_instance(GOLDEN / "instances" / f"{self.name}.txt")

    def _roster(self) -> Iterator[Item]:
        with in_a_folder():
            outcome = solve(*self._posed, Options(time_limit=self.effort), lambda moment: None, Stop())
        return rosters.roster(changed(outcome, command=""))


@dataclass
class Product(Known):
    """What depends on no brigade."""

    name: str = "product"

    @property
    def kinds(self) -> Mapping[str, Callable[[], Iterable[Item]]]:  # type: ignore[override]
        return {"documents": documents.documents, "commands": commands.of_product, "faults": faults.faults}


def _copied(folder: Path) -> Callable[[Path], object]:
    return lambda target: shutil.copytree(folder, target)


RANDOM = GOLDEN / "random"
"""Brigades that `tests.brigades.random_brigade` once drew; kept as files, since a new rule changes what it draws."""

LONG = ("explain", "solve of two weeks")

CASES: tuple[Known, ...] = (
    Product(),
    Brigade("tiny", _copied(GOLDEN / "tiny")),
    Brigade("patrol", _copied(GOLDEN / "patrol")),
    Brigade("hancheng", _copied(ROOT / "inputs" / "hancheng"), effort=6, plan_effort=0, without=(*LONG, "plan")),
    # its patrol plan takes minutes where the clock does not end it
    Instance("guards"),
    Instance("ward"),
    Brigade("random-6", _copied(RANDOM / "b6"), without=LONG),  # ten people, four shifts, sites, much that is short
    Brigade("random-8", _copied(RANDOM / "b8")),  # five people, one shift, a known past
    Brigade("random-12", _copied(RANDOM / "b12"), without=LONG),  # 26 people in one shift, stopped before it is proved
)

QUICK = (
    ("tiny", ("limits", "models", "roster")),
    ("patrol", ("limits", "models")),
    ("guards", ("limits", "models", "roster")),
)
"""What the suite compares, in some three seconds; sheets, commands and larger brigades by `python -m tests.golden`."""
