"""What may start on a date, as patterns of shifts write it: a code, `*` for any shift, `-` for a day off, `D|E`."""

from __future__ import annotations

from collections.abc import Iterable

from roster.domain.people import Duty
from roster.domain.problem import Facts

ANY, OFF = "*", "-"


def shifts_named(steps: Iterable[str]) -> list[str]:
    """The codes that steps name, each once."""
    codes = dict.fromkeys(code for step in steps for code in step.split("|"))
    return [code for code in codes if code not in (ANY, OFF)]


def shifts_of(step: str, facts: Facts) -> tuple[str, ...]:
    """The shifts that a step allows, in the table's order."""
    choices = step.split("|")
    return tuple(code for code in facts.shift_codes if ANY in choices or code in choices)


def may_be_off(step: str) -> bool:
    """Whether a step allows a day off."""
    return OFF in step.split("|")


def fits(duty: Duty | None, step: str) -> bool:
    """Whether what starts on a date is what a step says."""
    choices = step.split("|")
    return OFF in choices if duty is None else ANY in choices or duty.shift in choices
