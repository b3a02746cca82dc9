"""The clashes of `tests/golden/clashes`: changes to the bundled brigade after which no roster exists."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

ROOT = Path(__file__).resolve().parent.parent
BRIGADE = ROOT / "inputs" / "hancheng"
FOLDER = ROOT / "tests" / "golden" / "clashes"


@dataclass(frozen=True)
class ClashCase:
    """One case: what it changes, and the rules that its clashes name."""

    name: str
    content: dict[str, Any]

    @property
    def expected(self) -> set[str]:
        return set(self.content["expect"])

    @property
    def second(self) -> set[str]:
        return set(self.content.get("second", ()))

    def write(self, folder: Path) -> Path:
        """The changed brigade in a folder of its own."""
        target = Path(shutil.copytree(BRIGADE, folder / self.name))
        for table, rows in self.content.get("add", {}).items():
            with (target / table).open("a", encoding="utf-8") as stream:
                stream.writelines(f"{row}\n" for row in rows)
        for table, pairs in self.content.get("replace", {}).items():
            text = (target / table).read_text(encoding="utf-8")
            for before, after in pairs:
                assert before in text, f"{self.name}: {before}"
                text = text.replace(before, after)
            (target / table).write_text(text, encoding="utf-8")
        if "permits" in self.content:
            keep_permits(target / "officers.csv", self.content["permits"])
        if "rules" in self.content:
            (target / "constraints").mkdir()
            rules = {"extends": "base.yaml", "rules": self.content["rules"]}
            YAML(typ="safe").dump(rules, target / "constraints" / "own.yaml")
        return target


def keep_permits(table: Path, number: int) -> None:
    """Take the permit from all officers but the first ones."""
    kept, lines = 0, []
    for line in table.read_text(encoding="utf-8").splitlines():
        cells = line.split(",")
        qualifications = cells[7].split(";")
        if "armed" in qualifications:
            kept += 1
            if kept > number:
                cells[7] = ";".join(name for name in qualifications if name != "armed")
        lines.append(",".join(cells))
    table.write_text("\n".join(lines) + "\n", encoding="utf-8")


def clash_cases() -> Iterator[ClashCase]:
    """Every case, by name."""
    for file in sorted(FOLDER.glob("*.yaml")):
        yield ClashCase(file.stem, YAML(typ="safe").load(file))
