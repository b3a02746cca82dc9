"""The table `settings` as it stands in a file: one row a setting, turned into one row of settings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, ClassVar

from roster.domain.errors import Fault
from roster.i18n import N_, _
from roster.io.tables import settings
from roster.io.tables.cells import TEXT, Cell, column
from roster.io.tables.rows import Reading, folded, headers, one_column_of, read_row, read_rows
from roster.io.tables.sources import Grid
from roster.io.tables.table import Place, TableRow, header_of
from roster.io.tables.text import Raw


def _as_it_is(value: Raw) -> Raw:
    return value


class Pair(TableRow):
    """One setting."""

    table: ClassVar[str] = settings.TITLE
    purpose: ClassVar[str] = settings.Row.purpose
    required: ClassVar[bool] = True

    setting: Annotated[str, TEXT] = column(N_("setting"), N_("the setting's name"), example="name")
    value: Annotated[Raw, Cell(N_("text"), _as_it_is)] = column(
        N_("value"), N_("its value"), None, example="Riverside patrol brigade", empty=N_("the default")
    )
    note: Annotated[str, TEXT] = column(N_("note"), N_("for the reader"), "", example="as in the standing order")


@dataclass(frozen=True)
class SettingsPlace(Place):
    """Where the settings stand: each value in a row of its own."""

    pairs: Mapping[str, Pair] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.file} {self.sheet}" if self.sheet else self.file

    def cell(self, name: str) -> str:
        if name not in self.pairs:
            return str(self)
        place = self.pairs[name].place
        index, _header = place.columns.get("value", place.columns["setting"])
        return Place(place.file, place.sheet, place.row, {name: (index, self.pairs[name].setting)}).cell(name)


def read_settings(grid: Grid) -> Reading:
    """The one row that the settings' pairs give."""
    model = settings.Row
    raw = read_rows(grid, Pair)
    reading = Reading(faults=raw.faults)
    known = headers(model)
    pairs: dict[str, Pair] = {}
    for pair in raw.rows:
        assert isinstance(pair, Pair)
        name = known.get(folded(pair.setting))
        if name is None:
            expected = one_column_of(model.model_fields.values(), pair.setting)
            reading.faults.append(pair.fault("setting", _("an unknown setting"), expected))
        elif name in pairs:
            first = pairs[name].place.cell("setting")
            found = _("'{key}' again (first in {place})").format(key=pair.setting, place=first)
            reading.faults.append(pair.fault("setting", found, _("each setting once")))
        else:
            pairs[name] = pair
    if raw.rows:
        columns = {name: (index, pair.setting) for index, (name, pair) in enumerate(pairs.items())}
        place = SettingsPlace(grid.file, grid.sheet, 0, columns, pairs)
        read_row(model, place, [pair.value for pair in pairs.values()], reading)
        reading.faults += [
            Fault(grid.place, _("no setting '{setting}'").format(setting=header_of(info)), _(info.description or ""))
            for name, info in model.model_fields.items()
            if info.is_required() and name not in pairs
        ]
    return reading
