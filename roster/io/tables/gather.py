"""Faults that say the same of many cells of a column, as one fault that names them all."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from itertools import chain
from typing import cast

from roster.domain.errors import Fault
from roster.i18n import _
from roster.io.tables.table import CellFault

MOST_ALIKE = 20
"""So many different texts in a column of which the same is expected are told one by one."""
MOST_LISTED = 20
"""So many cells, or runs of cells, are listed."""


def gathered(faults: Iterable[Fault]) -> list[Fault]:
    """The faults, each kind where its first stood.

    Cells of a column that hold the same text become one fault: all rows of an officer who is in no table, say. Where
    many hold different texts, dates in a form that is not read, say, the last fault told speaks for all that follow.
    """
    told: list[Fault] = []
    for column in _grouped(faults, lambda fault: (_column(fault), fault.expected)):
        kinds = _grouped(column, lambda fault: fault.found)
        if len(kinds) > MOST_ALIKE:
            told += map(_same, kinds[: MOST_ALIKE - 1])
            told.append(_joined([*chain(*kinds[MOST_ALIKE - 1 :])], _("{found}, and others in {cells}")))
        else:
            told += map(_same, kinds)
    return told


def _grouped(faults: Iterable[Fault], key: Callable[[Fault], Hashable]) -> list[list[Fault]]:
    groups: dict[Hashable, list[Fault]] = {}
    for fault in dict.fromkeys(faults):
        groups.setdefault(key(fault), []).append(fault)
    return list(groups.values())


def _column(fault: Fault) -> Hashable:
    """The column that a fault's cell stands in; the fault itself where it has none."""
    return (fault.at.file, fault.at.sheet, fault.name) if isinstance(fault, CellFault) else fault


def _same(faults: list[Fault]) -> Fault:
    return _joined(faults, _("{found}, also in {cells}"))


def _joined(faults: list[Fault], words: str) -> Fault:
    """The first of the faults, which names the cells of the others."""
    first, *others = faults
    if not others:
        return first
    cells = _cells([cast(CellFault, fault) for fault in others])
    return Fault(first.place, words.format(found=first.found, cells=cells), first.expected)


def _cells(faults: Sequence[CellFault]) -> str:
    """The cells of one column, those of consecutive rows as `A30:A35`."""
    runs: list[list[CellFault]] = []
    for fault in faults:
        if runs and fault.at.row == runs[-1][-1].at.row + 1:
            runs[-1].append(fault)
        else:
            runs.append([fault])
    listed = [":".join(dict.fromkeys(fault.address for fault in (run[0], run[-1]))) for run in runs[:MOST_LISTED]]
    left = sum(map(len, runs[MOST_LISTED:]))
    text = ", ".join(listed)
    return _("{cells} and {count} more").format(cells=text, count=left) if left else text
