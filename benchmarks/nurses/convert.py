"""An instance of either competition: as a folder, as a problem under rules, and its rosters in the scorers' form."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.nurses import first, score_first, score_second, second
from benchmarks.nurses.score_second import Assignment
from roster.case import load
from roster.domain.problem import Problem
from roster.domain.roster import Roster
from roster.rules import Rulebook


def convert(source: Path, folder: Path) -> Path:
    """Write the brigade that an instance tells of."""
    return (second if source.is_dir() else first).brigade(source).write(folder)


def posed(source: Path) -> tuple[Problem, Rulebook]:
    """The problem and the rules, read from such a folder."""
    with TemporaryDirectory() as folder:
        case = load(convert(source, Path(folder)))
    return case.problem, case.rulebook


def roster_lines(roster: Roster) -> list[Assignment]:
    """Each assignment as nurse, day, shift and the skill that its unit asks for."""
    return sorted(
        (officer, crew.unit.day, crew.unit.shift, crew.unit.kind.partition("_")[2])
        for crew in roster.crews
        for officer in crew.officers
    )


def score(source: Path, lines: Sequence[Assignment]) -> score_first.Score | score_second.Score:
    """What the independent scorer of the instance's competition says."""
    return score_second.score(source, lines) if source.is_dir() else score_first.score(source, lines)
