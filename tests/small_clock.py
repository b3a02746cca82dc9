"""A brigade of one zone with single officers on duty, for tests of hours."""

from __future__ import annotations

from pathlib import Path

from roster.api import load, solve
from roster.domain.outcome import Outcome

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


def brigade(folder: Path, day_start: str, shifts: str, demand: str, people: int = 2, **more: str) -> Path:
    """A brigade of one zone with single officers on duty, from Monday 2 November 2026 on."""
    files = {
        "settings.csv": f"setting,value\nname,small\nstart,2026-11-02\ncountry,DE\nday_start,{day_start}\n",
        "officers.csv": "id,name,category\n" + "".join(f"{c},{c},sworn\n" for c in "ABCDEFGHIJ"[:people]),
        "zones.csv": "id,name\nZ,Zone\n",
        "units.csv": "kind,crew,least_crew,mode\nduty,1,1,foot\n",
        "shifts.csv": f"code,name,start,end,night\n{shifts}",
        "demand.csv": f"unit_kind,from,to,day_types,minimum,most\n{demand}",
        **{f"{name}.csv": text for name, text in more.items()},
    }
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "constraints").mkdir(exist_ok=True)
    (folder / "constraints" / "rules.yaml").write_text(RULES, encoding="utf-8")
    return folder


def solved(folder: Path, weeks: int = 1, roll: bool = False) -> Outcome:
    return solve(load(folder, weeks=weeks), roll=roll, plan_time=0, time_limit=5.0, workers=1)
