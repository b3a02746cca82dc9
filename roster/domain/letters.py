"""The letters of shifts: what a person reads for a shift's code, in a grid and in a sentence alike."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from itertools import pairwise

from roster.domain.clock import MINUTES_A_DAY
from roster.domain.problem import Facts
from roster.domain.service import Shift
from roster.i18n import N_, catalogue, language

_LETTERS: dict[str, tuple[str, Callable[[Shift], bool]]] = {
    "D": (N_("D"), lambda shift: not shift.night and shift.hours.end <= MINUTES_A_DAY),
    "E": (N_("E"), lambda shift: not shift.night and shift.hours.start >= MINUTES_A_DAY // 2),
    "N": (N_("N"), lambda shift: shift.night),
    "O": (N_("O"), lambda shift: not shift.night and shift.hours.end > MINUTES_A_DAY),
    "L": (N_("L"), lambda shift: not shift.line and shift.hours.end - shift.hours.start == MINUTES_A_DAY),
}
"""Codes with a letter of their own in Chinese, and the hours that a shift of that code must have to get it."""


def shift_text(shift_code: str, facts: Facts) -> str:
    """What people read for a shift: its code, or its customary letter in the language in use."""
    return letters(facts.shifts, language()).get(shift_code, shift_code)


def shifts_text(shift_codes: Iterable[str], facts: Facts) -> str:
    """Several shifts as one cell of the grid would show them: `D/E`; empty for none."""
    return "/".join(shift_text(code, facts) for code in shift_codes)


@lru_cache(maxsize=32)
def letters(shifts: tuple[Shift, ...], used: str) -> dict[str, str]:
    """Shift code to what is shown for it in a language; the code itself where a letter would be ambiguous."""
    words = catalogue(used)
    chosen: dict[str, str] = {}
    for shift in shifts:
        letter = _LETTERS.get(shift.code)
        chosen[shift.code] = words.get(letter[0], letter[0]) if letter and letter[1](shift) else shift.code
        if shift.of:
            chosen[shift.code] = chosen[shift.of] + shift.code.removeprefix(shift.of)
    shown = sorted([*chosen.values(), *chosen])
    doubtful = {text for text, other in pairwise(shown) if text == other}
    return {code: code if text in doubtful else text for code, text in chosen.items()}
