"""What a text in a cell of the grid asks for, whoever typed it: into the sheet, or into a page."""

from __future__ import annotations

from typing import NamedTuple

from roster.domain.letters import shift_text
from roster.domain.problem import Problem
from roster.i18n import _
from roster.io.codes import LEAVE, PERSONAL, leave_text, read_code, read_leave


class Said(NamedTuple):
    """What a cell's text asks for: shifts, none for a day off, or a kind of leave; and what is wrong with it.

    A leave of no kind is at fault and still `known` not to be a duty.
    """

    known: bool
    shifts: tuple[str, ...] = ()
    leave: str = ""
    found: str = ""
    expected: str = ""


class CellTexts:
    """Reads what is typed into cells of the grid; each text is worked out once."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self._codes: dict[str, tuple[str, ...] | None] = {}
        self._leaves: dict[str, str] = {}

    def read(self, value: object, officer: str, day: int) -> Said:
        """What a cell of an officer and a day asks for."""
        text = value_text(value)
        shifts = self.shifts(text)
        if shifts is None:
            known = _(", ").join(shift_text(code, self.problem) for code in self.problem.shift_codes)
            return Said(
                False,
                found=_("'{text}'").format(text=text),
                expected=_("a shift ({codes}), rest or leave").format(codes=known),
            )
        if shifts:
            return Said(True, shifts)
        if text not in self._leaves:
            self._leaves[text] = read_leave(text, self.problem)
        kind = self._leaves[text]
        known_leave = self.problem.leave_on(officer, day)
        if known_leave and text.casefold() == leave_text(known_leave.kind, self.problem).casefold():
            return Said(True, leave=known_leave.kind)
        if kind in (LEAVE, "maintenance"):
            kinds = _(", ").join(leave_text(kind, self.problem) for kind in PERSONAL)
            expected = _("a leave with its kind ({kinds}), or a row of the table absences").format(kinds=kinds)
            return Said(True, found=_("'{text}'").format(text=text), expected=expected)
        return Said(True, leave=kind)

    def shifts(self, text: str) -> tuple[str, ...] | None:
        """The shifts that a text names, none for rest or a leave; None for a text that says nothing known."""
        if text not in self._codes:
            self._codes[text] = self._read(text)
        return self._codes[text]

    def _read(self, text: str) -> tuple[str, ...] | None:
        whole = read_code(text, self.problem)
        if whole is not None:
            return (whole,) if whole else ()
        parts = [read_code(part, self.problem) for part in text.split("/")]
        codes = tuple(part for part in parts if part)
        joined = (s.code for s in self.problem.in_parts if not s.of and {p.code for p in s.parts} == {*codes})
        return (tuple(joined)[:1] or codes) if all(parts) else None


def value_text(value: object) -> str:
    """A cell's value as text; a whole number without its decimals."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value).strip()
