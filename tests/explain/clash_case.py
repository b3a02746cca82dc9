"""A small brigade's clash: the parts named, their places, and the edits that each end it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from roster.explain.rows import Rows
from roster.explain.trial import Asked
from roster.explain.words import Line, Words
from roster.search.explain.clashes import Explainer, musts, musts_of
from roster.tiers import all_limits
from tests.explain.small import write

Edit = tuple[str, str, str]
"""A table, a text in it, and what stands there instead."""
FIXED = "officer,date,shift\n"


class Case(NamedTuple):
    """Tables and rules that clash, the parts that are named, where, and edits that each end the clash."""

    tables: Mapping[str, str]
    rules: str
    parts: set[str]
    places: set[str]
    edits: tuple[Edit, ...]
    cure: str = ""  # the field that some cure changes


def explainer_of(asked: Asked) -> tuple[Explainer, Words]:
    case = asked.load()
    groups = musts(case.problem, case.rulebook, all_limits(case.problem, case.rulebook))
    words = Words(case.problem, case.rulebook, Rows(case.tables))
    return Explainer(case.problem, groups, pose=musts_of(case.rulebook)), words


def as_told(case: Case, tmp_path: Path) -> tuple[Line, ...]:
    """The lines of a case's clash, which are as the case says; each edit by hand ends the clash."""
    explainer, words = explainer_of(Asked(write(tmp_path / "clash", case.tables, case.rules)))
    clash = explainer.clash()
    assert clash is not None
    assert (clash.proved, clash.named, clash.unsettled) == (True, True, frozenset())
    lines = words.lines(clash)
    assert {member.part for member in clash.members} - {""} == case.parts, [line.sentence for line in lines]
    assert {place for line in lines for place in line.places} == case.places
    assert all(line.sentence for line in lines)
    assert explainer.possible().possible is False
    for number, edit in enumerate(case.edits):
        edited, _words = explainer_of(Asked(write(tmp_path / f"edit{number}", case.tables, case.rules, edit)))
        assert edited.possible().possible is True, edit
    return lines
