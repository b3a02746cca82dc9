"""A brigade as its files: tables as cells, a rulebook as entries; written as a folder of CSV files and YAML."""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from tests.io.brigade_files import Cells, write_folder

Entry = dict[str, Any]
"""One entry of a rulebook, as YAML gives it."""


@dataclass(frozen=True)
class Brigade:
    """Tables (name to cells, the header first), rules, and how many weeks are planned."""

    name: str
    tables: Mapping[str, Cells]
    rules: Sequence[Entry]
    extends: str = ""
    weeks: int = 1

    @classmethod
    def read(cls, folder: Path, weeks: int = 1) -> Brigade:
        """The brigade of a folder that was written; `weeks` are not in its files."""
        tables = {
            file.stem: list(csv.reader(file.read_text(encoding="utf-8").splitlines()))
            for file in sorted(folder.glob("*.csv"))
        }
        rules = YAML(typ="safe", pure=True).load((folder / "constraints" / "rules.yaml").read_text(encoding="utf-8"))
        return cls(folder.name, tables, rules["rules"], rules.get("extends", ""), weeks)

    def write(self, folder: Path) -> Path:
        """The brigade's folder, made anew below `folder`."""
        target = folder / self.name
        shutil.rmtree(target, ignore_errors=True)
        target.mkdir(parents=True)
        write_folder(target, dict(self.tables))
        (target / "constraints").mkdir()
        (target / "constraints" / "rules.yaml").write_text(self.yaml(), encoding="utf-8")
        return target

    def yaml(self) -> str:
        """The rulebook as its file holds it."""
        extends = {"extends": self.extends} if self.extends else {}
        text = io.StringIO()
        yaml = YAML(typ="safe", pure=True)
        yaml.default_flow_style = False
        yaml.sort_base_mapping_type_on_output = False
        yaml.dump({**extends, "rules": list(self.rules)}, text)
        return text.getvalue()

    def rows(self, table: str) -> list[dict[str, str]]:
        """A table's rows by column."""
        header, *rows = self.tables.get(table, [[]])
        return [dict(zip(header, row, strict=True)) for row in rows]

    def settings(self) -> dict[str, str]:
        return {row["setting"]: row["value"] for row in self.rows("settings")}

    @property
    def size(self) -> int:
        """Rows and entries, as a measure of how small it is."""
        return sum(len(cells) - 1 for cells in self.tables.values()) + len(self.rules)

    def show(self) -> str:
        """All of it as text, for a report."""
        parts = [f"# {self.name}, {self.weeks} week(s)"]
        parts += [
            f"## {table}.csv\n" + "\n".join(",".join(map(str, row)) for row in cells)
            for table, cells in self.tables.items()
            if len(cells) > 1
        ]
        return "\n".join([*parts, "## constraints/rules.yaml", self.yaml()])
