"""A brigade of two for tests of clashes, written as a case says."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

BASE = {
    "settings": "setting,value\nname,Two\nstart,2026-11-02\ncountry,DE\nday_start,00:00",
    "zones": "id,name\nZ,Zone\nY,Yard",
    "shifts": "code,name,start,end\nD,Day,08:00,16:00\nE,Evening,16:00,23:00",
    "officers": "id,name,category,qualifications,trainee,coach,joined\nA,Ann,sworn,,,,\nB,Ben,auxiliary,,,,",
    "units": "kind,crew,composition,vehicle_kinds,zones,shifts\nduty,1,,,,",
    "demand": "unit_kind,places,from,to,day_types,minimum\nduty,Z,08:00,16:00,,1",
}
RULES = """\
rules:
  - {rule: absence, weight: must}
  - {rule: crew, weight: must}
  - {id: least, rule: crew, least: true, weight: must}
  - {rule: vehicle, weight: must}
  - {rule: fixed, weight: must}
"""
COVER = "  - {rule: cover, weight: must}\n"
SOFT = "  - {rule: cover, priority: 1}\n"


def write(folder: Path, tables: Mapping[str, str], rules: str = SOFT, edit: tuple[str, str, str] | None = None) -> Path:
    """The brigade with these tables instead of its own; `edit` replaces a text of one table by another."""
    (folder / "constraints").mkdir(parents=True)
    found = {**BASE, **tables}
    if edit:
        table, old, new = edit
        assert old in found[table], (table, old)
        found[table] = found[table].replace(old, new, 1)
    for name, text in found.items():
        (folder / f"{name}.csv").write_text(text + "\n", "utf-8")
    (folder / "constraints" / "rules.yaml").write_text(RULES + rules, "utf-8")
    return folder
