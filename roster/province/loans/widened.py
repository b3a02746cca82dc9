"""A lender's rules that name shifts or kinds of unit, so that they hold for its crews that are away too."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from roster.case import Case
from roster.domain.clock import Window, clock_text
from roster.rules.scopes import CrewRule, OfficerRule
from roster.rules.shared.selectors import Strict


def widened(case: Case, kinds: Mapping[str, Sequence[str]], shifts: Sequence[str]) -> Iterator[dict[str, Any]]:
    """Overrides of a brigade's entries: those of crews of a kind that is lent, for crews of it that are away too; those
    of an officer's work that name all shifts of the line, for the shifts of crews that are away too.

    `kinds` are the kinds of crews that are away by what they are like, `shifts` the shifts on which they are.
    """
    line = set(case.problem.line_shifts)
    for rule in case.rulebook.rules:
        if isinstance(rule, CrewRule):
            more = [code for kind in rule.where.unit_kind for code in kinds.get(kind, ())]
            if more:
                where = {**written(rule.where), "unit_kind": [*rule.where.unit_kind, *more]}
                yield {"id": rule.name, "where": where}
        elif isinstance(rule, OfficerRule) and line and line <= set(rule.when.shift):
            yield {"id": rule.name, "when": {**written(rule.when), "shift": [*rule.when.shift, *shifts]}}


def written(selector: Strict) -> dict[str, Any]:
    """The fields of a selector as a rulebook has them; those that are not given are left out."""
    given = selector.model_dump(exclude_defaults=True, by_alias=True)
    return {name: _plain(value) for name, value in given.items()}


def _plain(value: Any) -> Any:
    match value:
        case Window(start, end):
            return f"{clock_text(start)}-{clock_text(end)}"
        case bool() | int() | str():
            return value
        case tuple() | list():
            return [_plain(one) for one in value]
        case dict():
            return {name: _plain(one) for name, one in value.items()}
    return str(value)
