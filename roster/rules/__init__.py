"""All rules: the one visible list, and the rulebook that leaders write with them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated

from pydantic import Field

from roster.domain.problem import Facts, Problem
from roster.domain.units import pose as pose_units
from roster.rules.base import Rule
from roster.rules.minimum_rest import MinimumRest

AnyRule = Annotated[MinimumRest, Field(discriminator="rule")]

RULES: tuple[type[Rule], ...] = (MinimumRest,)
"""Every rule that a rulebook may name, in the order in which they are documented."""


@dataclass(frozen=True)
class Rulebook:
    """The rules in force, in order, where each was written, and what identifies the files they came from."""

    rules: tuple[Rule, ...]
    origin: Mapping[str, str] = field(default_factory=dict)  # rule's name -> "base.yaml:17"
    hashes: Mapping[str, str] = field(default_factory=dict)  # file -> SHA-256

    def __getitem__(self, name: str) -> Rule:
        return next(rule for rule in self.rules if rule.name == name)


def pose(facts: Facts, rulebook: Rulebook) -> Problem:
    """The problem that facts and a rulebook pose: slots and candidate units included."""
    lines = [line for rule in rulebook.rules for line in rule.demand(facts)]
    boundaries = [window for rule in rulebook.rules for window in rule.boundaries()]
    return pose_units(facts, lines, boundaries)
