"""A small brigade of twelve-hour shifts as files, and its solved week: changed and repaired by tests."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from roster import api, living
from roster.living import Week

SETTINGS = "setting,value\nname,small\nstart,2026-11-02\ncountry,DE\n"
TABLES = {
    "settings.csv": SETTINGS,
    "shifts.csv": "code,name,start,end,night\nD,Day,08:00,20:00,no\nN,Night,20:00,08:00,yes\n",
    "officers.csv": "id,name,category\nA,A,sworn\nB,B,sworn\nC,C,sworn\nD,D,sworn\n",
    "units.csv": "kind,crew,least_crew,mode,shifts\nduty,1,1,foot,\n",
    "zones.csv": "id,name\nZ,Zone\n",
    "demand.csv": "unit_kind,places,from,to,day_types,minimum,target,priority\nduty,,,,,1,,\n",
    "fixed.csv": "officer,date,shift\nA,2026-11-03,D\n",
}
RULES = """\
name: small
rules:
  - {rule: absence, weight: must}
  - {rule: crew, weight: must}
  - {rule: fixed, weight: must}
  - {rule: minimum_rest, hours: 11, weight: must}
  - {rule: cover, asks: minimum, priority: 1}
  - {id: over, rule: cover, asks: over, weight: 1}
"""


def put_brigade(folder: Path, tables: Mapping[str, str] | None = None, rules: str = RULES) -> Path:
    """The brigade's files in a folder; `tables` are files that are other than its own."""
    (folder / "constraints").mkdir(parents=True)
    (folder / "constraints" / "rules.yaml").write_text(rules, encoding="utf-8")
    for name, text in {**TABLES, **(tables or {})}.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def solved_week(folder: Path, file: str = "week.xlsx") -> Week:
    """The brigade's week, solved, written beside its tables and opened again."""
    outcome = api.solve(api.load(folder), time_limit=10, workers=1, seed=1, plan_time=0)
    path = folder.parent / file
    api.write(outcome, path)
    return living.open_week(path, folder)
