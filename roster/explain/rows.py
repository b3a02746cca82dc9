"""A brigade's rows by where they stand: from what a limit says of its source to the row that a person can edit."""

from __future__ import annotations

from dataclasses import fields
from functools import cached_property
from typing import Literal

from roster.io.tables import Tables
from roster.io.tables.table import TableRow
from roster.rules.limits import ROWS
from roster.search.explain.constraint_groups import ConstraintGroup


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

    @cached_property
    def _by_id(self) -> dict[tuple[str, str], TableRow]:
        found: dict[tuple[str, str], TableRow] = {("units", row.kind): row for row in self.tables.units}
        found.update((("vehicles", row.id), row) for row in self.tables.vehicles)
        found.update((("officers", row.id), row) for row in self.tables.officers)
        return found

    def named(self, table: Literal["units", "vehicles", "officers"], name: str) -> TableRow | None:
        """The row of a unit kind, a vehicle or an officer; None where there is none."""
        return self._by_id.get((table, name))

    def of(self, instance: ConstraintGroup) -> tuple[TableRow, ...]:
        """The rows that ask for an instance; none where the rule itself does."""
        places = instance.source.split(ROWS)
        return tuple(self._by_place[place] for place in places if place in self._by_place)
