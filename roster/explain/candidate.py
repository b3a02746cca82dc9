"""A cure that has not been tried yet, and of which kind it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from roster.explain.changes import Change
from roster.i18n import N_, _
from roster.search.explain.constraint_groups import ConstraintGroup

Kind = Literal["row", "leave", "limit", "vehicle", "lent", "trained", "demand", "rule", "binding"]

KINDS: dict[Kind, str] = {
    "row": N_("a fixed duty given up"),
    "leave": N_("a leave or request put off"),
    "limit": N_("a rule changed only for those concerned"),
    "vehicle": N_("a vehicle borrowed, or free at another time"),
    "lent": N_("somebody borrowed"),
    "trained": N_("somebody trained, or there earlier"),
    "demand": N_("what is asked for, or which units may run"),
    "rule": N_("a rule changed for everybody"),
    "binding": N_("a must that becomes a priority or a wish"),
}
"""Every kind of change in words, in the order in which they are tried: what concerns everybody comes last."""

FOR_ALL: tuple[Kind, ...] = ("rule", "binding")
"""Kinds that loosen a rule for everybody."""


@dataclass(frozen=True)
class Candidate:
    """Changes that belong together, what they mean, and the instances that they loosen."""

    changes: tuple[Change, ...]
    sentence: str
    loosens: frozenset[ConstraintGroup]
    kind: Kind
    law: str = ""  # what asks for it, where the change breaks what the law asks
    effort: int = 0  # cheaper ones are tried first

    def __add__(self, other: Candidate) -> Candidate:
        """Both together; of the kind of the first."""
        return Candidate(
            (*self.changes, *other.changes),
            _("{one}; and {other}").format(one=self.sentence, other=other.sentence),
            self.loosens | other.loosens,
            self.kind,
            self.law or other.law,
            self.effort + other.effort,
        )
