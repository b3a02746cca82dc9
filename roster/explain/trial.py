"""A brigade and its rules copied aside, so that a change can be tried on the very files that it would be written to."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from itertools import chain, count
from pathlib import Path
from tempfile import TemporaryDirectory

import roster
from roster import api
from roster.domain.errors import InternalError
from roster.domain.people import Officer
from roster.explain.apply import apply
from roster.explain.changes import Change
from roster.io.places import real
from roster.io.recorded import home_of
from roster.io.rulebook import rulebook_files, shipped_folder
from roster.io.rulebook.files import FOLDER, YAML_ENDINGS

SHIPPED = "shipped"
"""Stands for what an own rulebook that is there already extends."""
OWN_RULES = "rules.yaml"
"""A brigade's own rulebook where it has none yet."""


@dataclass(frozen=True)
class Neighbour:
    """A brigade of the same province that could lend: how far it is, its officers and its vehicles by kind."""

    name: str
    minutes: int
    officers: tuple[Officer, ...]
    vehicles: tuple[str, ...]


@dataclass(frozen=True)
class Asked:
    """What a command was asked to look at."""

    brigade: Path
    constraints: tuple[Path, ...] = ()
    history: tuple[Path, ...] = ()
    start: date | None = None
    weeks: int | None = None
    workers: int = field(default=2, compare=False)  # solver threads
    neighbours: tuple[Neighbour, ...] = field(default=(), compare=False)  # the nearest first

    def load(self) -> api.Case:
        """The case as the files stand."""
        return api.load(self.brigade, self.constraints, self.start, self.weeks, self.history)

    def files(self) -> list[Path]:
        """The rule files in force, in order."""
        return rulebook_files(home_of(self.brigade), self.constraints)

    def own_rulebook(self) -> tuple[Path, str]:
        """Where the brigade changes shipped rules: the last rulebook of its own that is in force, else a new one, and
        what that extends (empty for one that is there)."""
        own = [file for file in self.files() if not belongs_to_program(file)]
        if own:
            return own[-1], ""
        base = self.files()[-1].name
        home = home_of(self.brigade)
        if not home.is_dir():
            return _not_there(home.with_name(f"{home.stem}-{OWN_RULES}")), base
        return _not_there(home / base if self.constraints else home / FOLDER / OWN_RULES), base

    @property
    def folder(self) -> Path:
        """The folder in which the brigade lies."""
        home = home_of(self.brigade)
        return home if home.is_dir() else home.parent

    def to_be_given(self, changes: Iterable[Change]) -> list[Path]:
        """New rulebooks among the changed files that are in force only where they are named."""
        there = {real(file) for file in self.files()}
        return [file for file in dict.fromkeys(c.file for c in changes if c.base) if real(file) not in there]

    def rule_files(self, case: api.Case) -> list[Path]:
        """Every file that was read for the rulebook, those extended included."""
        read = [shipped_folder() / key if "/" not in key else Path(key) for key in case.rulebook.hashes]
        return [file for file in dict.fromkeys([*read, *self.files()]) if file.is_file()]


def _not_there(path: Path) -> Path:
    """The path, or one with a number where a file has it that is not in force: that says something else."""
    numbered = (path.with_name(f"{path.stem}-{number}{path.suffix}") for number in count(2))
    return next(name for name in chain([path], numbered) if not name.exists())


def belongs_to_program(file: Path) -> bool:
    """Whether a file came with the program, and would be lost or shared when that is installed anew."""
    place = real(file)
    return any(place.is_relative_to(real(folder)) for folder in (shipped_folder(), Path(roster.__file__).parent))


@contextmanager
def changed(asked: Asked, case: api.Case, changes: Iterable[Change]) -> Iterator[api.Case]:
    """The case as it would be with these changes written. Raises InputError where they make no sense."""
    with TemporaryDirectory(prefix="roster-") as folder:
        copies = _Copies(asked, case, Path(folder))
        changes = list(changes)
        written = apply(changes, copies.inside)
        copies.spread()
        rules = tuple(map(copies.of, asked.files()))
        rules += tuple(file for file in written if file.suffix.lower() in YAML_ENDINGS and file not in rules)
        yield Asked(copies.of(asked.brigade), rules, asked.history, asked.start, asked.weeks).load()


class _Copies:
    """Every file of a case in a folder of its own, and which copy stands for which file."""

    def __init__(self, asked: Asked, case: api.Case, folder: Path) -> None:
        self._folder = folder
        self._moved: list[tuple[Path, Path]] = []
        self._shipped = folder / "shipped"
        home = home_of(asked.brigade)
        if home.is_dir():
            self._copy(home, folder / "brigade" / real(home).name)
        else:
            (folder / "brigade").mkdir()
            shutil.copy2(asked.brigade, folder / "brigade")
            for file in (asked.brigade, asked.own_rulebook()[0]):
                self._moved.append((real(file), folder / "brigade" / file.name))
        self._copy(shipped_folder(), self._shipped)
        for number, file in enumerate(asked.rule_files(case)):
            if not self._known(real(file)):
                target = folder / f"rules-{number}"
                target.mkdir()
                for beside in real(file).parent.glob("*.y*ml"):
                    shutil.copy2(beside, target)
                self._moved.append((real(file).parent, target))

    def spread(self) -> None:
        """Give every folder the shipped rulebooks, as they are now, that it does not have itself: files extend them."""
        for _before, after in self._moved:
            for folder in {after, after / FOLDER} if after.is_dir() else ():
                for file in self._shipped.glob("*.y*ml") if folder.is_dir() else ():
                    if not (folder / file.name).exists():
                        shutil.copy2(file, folder)

    def _copy(self, before: Path, after: Path) -> None:
        shutil.copytree(before, after, ignore=_others)
        self._moved.append((real(before), after))

    def _known(self, file: Path) -> bool:
        return any(file.is_relative_to(before) for before, _after in self._moved)

    def of(self, file: Path) -> Path:
        """The copy of a file or folder."""
        place = real(file)
        for before, after in self._moved:
            if place.is_relative_to(before):
                return after / place.relative_to(before) if place != before else after
        return file

    def inside(self, file: Path) -> Path:
        """The copy of a file that is to be changed: the file itself never is."""
        copy = self.of(file)
        if not copy.is_relative_to(self._folder):
            raise InternalError(f"{file} has no copy")
        return copy


def _others(folder: str, names: Sequence[str]) -> set[str]:
    """What is no table, rulebook or workbook."""
    kept = {".csv", ".xlsx", ".yaml", ".yml"}
    return {name for name in names if Path(folder, name).is_file() and Path(name).suffix.lower() not in kept}
