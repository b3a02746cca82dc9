"""A rulebook of many kinds of rules and two days of a small brigade drawn from a seed, for searches."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import replace

from roster.domain.clock import Span
from roster.domain.people import Absence, Officer, Request
from roster.domain.problem import Facts
from roster.rules import Rulebook
from roster.search.tuning import Selection, Stages, Tuning
from tests.rules.law_units import brigade, rule

RULES: tuple[Mapping[str, object], ...] = (
    {"rule": "absence"},
    {"rule": "minimum_rest", "hours": 11},
    {"rule": "crew"},
    {"rule": "crew", "id": "least", "least": True},
    {"rule": "vehicle"},
    {"rule": "armed_minimum", "units": 1, "priority": 1},
    {"rule": "night_lights", "zones_per_vehicle": 2, "priority": 2},
    {"rule": "cover", "priority": 4},
    {"rule": "cover", "id": "target", "asks": "target", "weight": 7},
    {"rule": "keep_together", "same": "squad", "weight": 3},
    {"rule": "familiar_zone", "weight": 2},
    {"rule": "steady_zone", "weight": 1},
    {"rule": "shift_count", "max": 1, "per": "horizon", "weight": 5},
    {"rule": "consecutive_days_off", "min": 2, "weight": 4},
    {"rule": "requests", "weight": 1},
)
LATER = Tuning(stages=Stages(late_seconds=600.0))
"""A first roster is looked for when the limit is over, however slow the machine is."""

NO_LATER = Tuning(stages=Stages(late_seconds=0.0, late_until=0.0))
"""No first roster is looked for when the limit is over."""

LARGE = Tuning(selection=Selection(largest_proved=0, most_ties=-1))
"""Every model counts as large."""

RULEBOOK = Rulebook(tuple(rule({**text, "id": text.get("id", text["rule"])}) for text in RULES))


def random_facts(seed: int) -> Facts:
    """Two days of the small brigade with more people, some away, some with wishes."""
    rng = random.Random(seed)
    facts = brigade(days=2)
    extra = tuple(
        Officer(
            f"X{n}",
            f"X{n}",
            rng.choice(["sworn", "auxiliary"]),
            squad=rng.choice(["1", "2"]),
            home_zone=rng.choice(["Z1", "Z2", ""]),
            qualifications=frozenset(rng.sample(["armed", "driver", "coach"], rng.randint(0, 3))),
        )
        for n in range(rng.randint(0, 6))
    )
    officers = facts.officers + extra
    absences = tuple(
        Absence(officer.id, "annual", Span(day * 1440, (day + 1) * 1440))
        for officer in officers
        for day in range(2)
        if rng.random() < 0.15
    )
    requests = tuple(
        Request(officer.id, rng.randrange(2), rng.choice(["", "D", "N"]), rng.random() < 0.5, rng.randint(1, 4))
        for officer in rng.sample(officers, 3)
    )
    return replace(facts, officers=officers, absences=absences, requests=requests)
