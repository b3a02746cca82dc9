"""People who fit by kind but not by crew: two trainees of one coach leave no place for a sworn officer."""

from __future__ import annotations

from dataclasses import replace

from roster.domain.clock import Window
from roster.domain.people import Officer, Request
from roster.domain.places import Vehicle
from roster.domain.problem import Facts
from roster.domain.service import DemandLine
from roster.rules import Rulebook
from tests.rules.law_units import brigade, rule

BOOK = Rulebook(
    (
        rule({"rule": "crew"}),
        rule({"rule": "crew", "id": "least", "least": True}),
        rule({"rule": "cover", "priority": 4}),
        rule({"rule": "requests", "weight": 1}),
    )
)


def facts(*more: Officer) -> Facts:
    """Two cars by day; both trainees have the same coach and wish to work."""
    sworn = [Officer(name, name, "sworn", qualifications=frozenset({"driver"})) for name in ("S", "T")]
    trainees = [Officer(name, name, "auxiliary", trainee=True, coach="C") for name in ("E", "F")]
    others = [Officer("C", "C", "auxiliary"), Officer("X", "X", "auxiliary")]
    small = brigade()
    return replace(
        small,
        officers=(*sworn, *trainees, *others, *more),
        kinds=tuple(kind for kind in small.kinds if kind.code == "car"),
        vehicles=tuple(Vehicle(f"V{n}", "", "car", 4, True, "driver") for n in (1, 2)),
        demand=(DemandLine("cars", "car", (), Window(7 * 60, 15 * 60), frozenset({0}), 2),),
        requests=tuple(Request(name, 0, "D", True, 5) for name in ("E", "F")),
    )
