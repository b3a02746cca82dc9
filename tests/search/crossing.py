"""Crews of two that need three qualities: what the sum over two crews cannot tell."""

from __future__ import annotations

from dataclasses import replace

from roster.domain.clock import Window
from roster.domain.people import Officer
from roster.domain.problem import Facts
from roster.domain.service import DemandLine
from roster.rules import Rulebook
from tests.rules.law_units import brigade, rule

CROSSING = Rulebook(
    (
        rule({"rule": "crew"}),
        rule({"rule": "crew", "id": "least", "least": True}),
        rule({"rule": "crew", "id": "three", "composition": {"sworn": 1, "driver": 1, "radar": 1}}),
        rule({"rule": "keep_apart", "officers": ["A", "B", "C"]}),
        rule({"rule": "cover", "priority": 4}),
        rule({"rule": "shift_count", "min": 1, "per": "horizon", "weight": 1}),
    )
)
"""A crew of two has three qualities: somebody has two of them, which the sum over two crews cannot tell."""


def crossing(days: int = 2) -> Facts:
    """Two cars of two by day; whoever has all three qualities makes up for nobody in the other car."""
    qualities = {"A": "driver radar", "B": "", "C": "driver", "D": "radar", "E": "", "F": "driver"}
    officers = tuple(
        Officer(name, name, "sworn" if name in "ABF" else "auxiliary", qualifications=frozenset(found.split()))
        for name, found in qualities.items()
    )
    small = brigade(days=days)
    car = next(kind for kind in small.kinds if kind.code == "car")
    line = DemandLine("cars", "car", (), Window(7 * 60, 15 * 60), frozenset(range(7)), 2)
    kinds = (replace(car, crew=2, least_crew=2, composition={}, vehicle_kinds=frozenset()),)
    return replace(small, officers=officers, kinds=kinds, vehicles=(), demand=(line,), requests=(), absences=())
