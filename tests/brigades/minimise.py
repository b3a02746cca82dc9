"""The smallest brigade in which something still goes wrong: rows, rules and their fields left out one after another."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import replace

from tests.brigades.brigade import Brigade

TABLES = (
    "requests", "fixed", "absences", "history", "calendar", "travel", "routes", "sites", "vehicles", "demand", "units",
    "shifts", "zones", "officers", "settings",
)  # fmt: skip
KEPT = {"settings": ("name", "start")}
"""Rows without which nothing can be read."""
SIMPLE = ("rule", "id", "weight", "priority")


def minimised(brigade: Brigade, fails: Callable[[Brigade], bool], seconds: float = 60.0) -> Brigade:
    """A brigade that still fails and from which little can be left out; the best so far when the seconds are over."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        before = brigade.size, len(brigade.show())
        for smaller in (_without_rules, _without_rows, _without_fields, _without_cells):
            brigade = _shrunk(brigade, smaller, fails, until)
        if (brigade.size, len(brigade.show())) == before:
            break
    return brigade


def _shrunk(
    brigade: Brigade, smaller: Callable[[Brigade], Iterator[Brigade]], fails: Callable[[Brigade], bool], until: float
) -> Brigade:
    """Take the first smaller brigade that fails, again and again."""
    while True:
        for candidate in smaller(brigade):
            if time.monotonic() > until:
                return brigade
            if fails(candidate):
                brigade = candidate
                break
        else:
            return brigade


def _parts(count: int) -> Iterator[slice]:
    """Halves of a list, quarters and so on down to single items, the last ones first."""
    size = count
    while size >= 1:
        yield from (slice(start, start + size) for start in reversed(range(0, count, size)))
        size //= 2


def _without_rows(brigade: Brigade) -> Iterator[Brigade]:
    for table in TABLES:
        header, *rows = brigade.tables.get(table, [[]])
        free = [row for row in rows if row[0] not in KEPT.get(table, ())]
        for part in _parts(len(free)):
            gone = free[part]
            kept = [header, *(row for row in rows if row not in gone)]
            yield replace(brigade, tables={**brigade.tables, table: kept})


def _without_rules(brigade: Brigade) -> Iterator[Brigade]:
    for part in _parts(len(brigade.rules)):
        kept = list(brigade.rules)
        del kept[part]
        if kept or brigade.extends:
            yield replace(brigade, rules=kept)
    if brigade.extends:
        yield replace(brigade, extends="")


def _without_fields(brigade: Brigade) -> Iterator[Brigade]:
    for number, entry in enumerate(brigade.rules):
        for field, value in entry.items():
            if field in SIMPLE:
                continue
            parts = [{key: value[key] for key in value if key != gone} for gone in value] if _named(value) else []
            for smaller in ({k: v for k, v in entry.items() if k != field}, *({**entry, field: p} for p in parts if p)):
                yield replace(brigade, rules=[*brigade.rules[:number], smaller, *brigade.rules[number + 1 :]])


def _named(value: object) -> bool:
    return isinstance(value, dict)


def _without_cells(brigade: Brigade) -> Iterator[Brigade]:
    """Columns emptied, then single cells."""
    for table, cells in brigade.tables.items():
        if table == "settings":
            continue
        header, *rows = cells
        for column in range(1, len(header)):
            if any(row[column] for row in rows):
                emptied = [[*row[:column], "", *row[column + 1 :]] for row in rows]
                yield replace(brigade, tables={**brigade.tables, table: [header, *emptied]})
