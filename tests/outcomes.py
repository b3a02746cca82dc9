"""Outcomes that are as others but for some of what is in their parts."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import Any

from roster.domain.outcome import Outcome


def changed(outcome: Outcome, **changes: Any) -> Outcome:
    """The outcome with other values, each in the part that has a field of that name: `changed(made, curve=())`."""
    own = {field.name for field in fields(outcome)}
    for name, value in changes.items():
        if name in own:
            outcome = replace(outcome, **{name: value})
            continue
        parts = [field.name for field in fields(outcome) if _has(getattr(outcome, field.name), name)]
        (part,) = (one for one in parts if one in ("proof", "run", "provenance", "policy", "patrols", "amendment"))
        outcome = replace(outcome, **{part: replace(getattr(outcome, part), **{name: value})})
    return outcome


def _has(part: object, name: str) -> bool:
    return is_dataclass(part) and name in {field.name for field in fields(part)}
