"""Small brigades as folders of tables, solved and planned as users would: one crew or two, one zone or two."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from roster import api
from roster.domain.outcome import Outcome

OFF = ("armed_minimum", "night-lights", "late-lights", "day_presence", "overtime", "overtime-pace")
"""Rules of the shipped rulebook that small brigades do without."""

ROSTER = (
    "{rule: cover, priority: 4}",
    "{rule: vehicle, weight: must}",
    "{rule: cover, id: over, asks: over, weight: 1}",
)
"""What makes a roster where the shipped rules do not hold."""


@dataclass(frozen=True)
class Village:
    """The tables of a brigade, without their headers, and more rules as YAML."""

    sites: tuple[str, ...] = ("C1,checkpoint,A,35.4,110.4,,3",)
    shifts: tuple[str, ...] = ("D,06:00,18:00",)
    zones: tuple[str, ...] = ("A,,",)
    units: tuple[str, ...] = ("round,1,1,foot,,,",)
    demand: tuple[str, ...] = ("round,A,06:00,18:00,1",)
    routes: tuple[str, ...] = ()
    travel: tuple[str, ...] = ()
    vehicles: tuple[str, ...] = ()
    day_start: str = "06:00"
    people: int = 6
    rules: tuple[str, ...] = ()
    base: bool = False  # whether the shipped rules hold as well

    def write(self, folder: Path) -> Path:
        tables = {
            "settings": (
                "setting,value", "name,Village", "start,2026-11-02", "country,CN", f"day_start,{self.day_start}"
            ),
            "sites": ("id,kind,zone,latitude,longitude,opening_hours,tier_minutes", *self.sites),
            "shifts": ("code,start,end", *self.shifts),
            "zones": ("id,latitude,longitude", *self.zones),
            "units": ("kind,crew,least_crew,mode,zones,vehicle_kinds,moves", *self.units),
            "demand": ("unit_kind,places,from,to,minimum", *self.demand),
            "routes": ("id,zones,start_latitude,start_longitude,end_latitude,end_longitude", *self.routes),
            "travel": ("from,to,mode,minutes", *self.travel),
            "vehicles": ("id,kind,seats,lights", *self.vehicles),
            "officers": ("id,name,category", *(f"P{one},P{one},sworn" for one in range(self.people))),
        }  # fmt: skip
        (folder / "constraints").mkdir(parents=True, exist_ok=True)
        for name, rows in tables.items():
            if len(rows) > 1:
                (folder / f"{name}.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
        head = ["extends: base.yaml"] if self.base else []
        off = [f"  - {{id: {name}, off: true}}" for name in OFF] if self.base else []
        own = self.rules if self.base else (*ROSTER, *self.rules)
        rules = [*head, "rules:", *off, *(f"  - {rule}" for rule in own)]
        (folder / "constraints" / "rules.yaml").write_text("\n".join(rules) + "\n", encoding="utf-8")
        return folder

    def solved(self, folder: Path, plan_time: float = 5.0, seed: int = 3, **options: object) -> Outcome:
        """The roster with its plan, or with why there is none."""
        case = api.load(self.write(folder))
        return api.solve(case, time_limit=5, workers=1, plan_time=plan_time, plan_seed=seed, **options)


TRAVEL = "{rule: travel, weight: must}"
COVER = "{rule: response_cover, weight: 5}"
