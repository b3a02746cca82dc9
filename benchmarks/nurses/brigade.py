"""A brigade as the files that people write: tables as CSV and one rulebook."""

from __future__ import annotations

import csv
import re
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from ruamel.yaml import YAML

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")

HOURS = {"start": "00:00", "end": "08:00"}
"""Of every shift: the formats know what may follow a shift, and no hours of rest, so that no two days may overlap."""


@dataclass
class Brigade:
    """Rows by table, and entries of the rulebook in their order."""

    tables: dict[str, list[dict[str, object]]] = field(default_factory=dict)
    rules: list[dict[str, Any]] = field(default_factory=list)

    def add(self, table: str, **cells: object) -> None:
        """A row; a name that Python keeps for itself ends in `_`."""
        self.tables.setdefault(table, []).append({name.rstrip("_"): cell for name, cell in cells.items()})

    def request(self, officer: str, date: str, shift: str, wish: str, weight: int = 1) -> None:
        """A row of requests; one that stands there already gets the weights of both."""
        row = {"officer": officer, "date": date, "shift": shift, "wish": wish}
        for known in self.tables.get("requests", ()):
            if row.items() <= known.items():
                known["weight"] = int(str(known["weight"])) + weight
                return
        self.add("requests", **row, weight=weight)

    def settings(self, name: str, start: str, weeks: int) -> None:
        values = {"name": name, "start": start, "weeks": weeks, "country": "GB", "day_start": "00:00"}
        for setting, value in values.items():
            self.add("settings", setting=setting, value=value)

    def rule(self, name: str, rule: str, weight: object, **fields: object) -> None:
        """An entry; `weight` is `must` or a number, of which 0 leaves the entry out."""
        if weight:
            given = {field: value for field, value in fields.items() if value is not None}
            self.rules.append({"id": re.sub(r"\W+", "-", name), "rule": rule, **given, "weight": weight})

    def write(self, folder: Path) -> Path:
        """The folder, ready for `roster check`."""
        (folder / "constraints").mkdir(parents=True, exist_ok=True)
        for name, rows in self.tables.items():
            header = list(dict.fromkeys(cell for row in rows for cell in row))
            with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as out:
                writer = csv.DictWriter(out, header, restval="", lineterminator="\n")
                writer.writeheader()
                writer.writerows(rows)
        with (folder / "constraints" / "competition.yaml").open("w", encoding="utf-8") as out:
            yaml = YAML(typ="safe", pure=True)
            yaml.representer.ignore_aliases = lambda _data: True  # a rulebook has no anchors
            yaml.default_flow_style = None
            yaml.sort_base_mapping_type_on_output = False
            yaml.dump({"rules": self.rules}, out)
        return folder


def both(few: int, many: int) -> object:
    """The weight of an entry with a least and a most number."""
    return few if few == many else {"too_few": few, "too_many": many}


def grouped(pairs: Iterable[tuple[Key, Value]]) -> Mapping[Key, list[Value]]:
    """Values by key, in the order of their coming."""
    groups: dict[Key, list[Value]] = {}
    for key, value in pairs:
        groups.setdefault(key, []).append(value)
    return groups
