"""A brigade's rows by where they stand: from what a limit says of its source to the row that a person can edit."""

from __future__ import annotations

from dataclasses import fields
from functools import cached_property

from roster.io.tables import Tables
from roster.io.tables.table import TableRow
from roster.rules.limits import ROWS
from roster.search.explain.instances import Instance


class Rows:
    """Rows by place, and officers, unit kinds and vehicles by id."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables

    @cached_property
    def _by_place(self) -> dict[str, TableRow]:
        found: dict[str, TableRow] = {}
        for field in fields(self.tables):
            rows = getattr(self.tables, field.name)
            if isinstance(rows, tuple):
                found.update({str(row.place): row for row in rows if isinstance(row, TableRow)})
        return found

    def of(self, instance: Instance) -> tuple[TableRow, ...]:
        """The rows that ask for an instance; none where the rule itself does."""
        places = instance.source.split(ROWS)
        return tuple(self._by_place[place] for place in places if place in self._by_place)
