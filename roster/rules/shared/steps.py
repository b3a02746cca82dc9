"""What may start on a date, as patterns of shifts write it: a code, `*` for any shift, `-` for a day off, `D|E`.

`line=no` stands for every shift off the line, `line=yes` for those on it, `night=yes` and `night=no` likewise.
"""

from __future__ import annotations

from collections.abc import Iterable

from roster.domain.people import Duty
from roster.domain.problem import Facts
from roster.domain.service import Shift

ANY, OFF = "*", "-"
FLAGS = {
    f"{flag}={word}": (flag, value) for flag in ("line", "night") for word, value in (("yes", True), ("no", False))
}
"""Steps that stand for the shifts with a mark of the table `shifts`, or without it."""


def shifts_named(steps: Iterable[str]) -> list[str]:
    """The codes that steps name, each once."""
    codes = dict.fromkeys(code for step in steps for code in step.split("|"))
    return [code for code in codes if code not in (ANY, OFF, *FLAGS)]


def shifts_of(step: str, facts: Facts) -> tuple[str, ...]:
    """The shifts that a step allows, in the table's order."""
    return tuple(shift.code for shift in facts.shifts if _is(shift, shift.names, step))


def may_be_off(step: str) -> bool:
    """Whether a step allows a day off."""
    return OFF in step.split("|")


def fits(duty: Duty | None, step: str, facts: Facts) -> bool:
    """Whether what starts on a date is what a step says; of a shift in parts one of them."""
    return may_be_off(step) if duty is None else _is(duty, facts.names_of(duty), step)


def _is(marked: Duty | Shift, codes: frozenset[str], step: str) -> bool:
    """Whether a shift or a duty is one of a step's."""
    for choice in step.split("|"):
        if choice in FLAGS:
            flag, value = FLAGS[choice]
            held = marked.line_work if flag == "line" and isinstance(marked, Shift) else getattr(marked, flag)
            if held == value:
                return True
        elif choice == ANY or choice in codes:
            return True
    return False
