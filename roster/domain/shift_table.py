"""The shifts of a brigade, by what is asked of them: their codes, those on which crews run, those worked in parts."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from roster.domain.clock import Span
from roster.domain.people import Duty, Timed
from roster.domain.service import Cut, Shift


class ShiftTable:
    """The shifts of the table, followed by what is left of those that were cut in mid-shift."""

    shifts: tuple[Shift, ...]
    cuts: tuple[Cut, ...]

    @cached_property
    def shift(self) -> dict[str, Shift]:
        return {shift.code: shift for shift in self.shifts}

    @cached_property
    def shift_codes(self) -> tuple[str, ...]:
        return tuple(shift.code for shift in self.shifts)

    def codes_of(self, shift: str, day: int) -> tuple[str, ...]:
        """A shift of the table, and what is left of it where it was cut, that may start on a day."""
        if not self.cuts:
            return (shift,)
        return tuple(s.code for s in self.shifts if s.whole == shift and s.starts_on(day))

    def codes_with(self, shift: str, day: int) -> tuple[str, ...]:
        """The same, with the shifts of which it is a part."""
        if not self.in_parts:
            return self.codes_of(shift, day)
        return tuple(s.code for s in self.shifts if shift in s.names and s.starts_on(day))

    @cached_property
    def line_shifts(self) -> tuple[str, ...]:
        """The shifts of the line on which crews run."""
        return tuple(shift.code for shift in self.crew_shifts if shift.line)

    @cached_property
    def crew_shifts(self) -> tuple[Shift, ...]:
        """The shifts on which crews may run: all but those worked in parts, which are duties in several crews."""
        return tuple(shift for shift in self.shifts if not shift.parts)

    @cached_property
    def in_parts(self) -> tuple[Shift, ...]:
        """The shifts that are worked in parts."""
        return tuple(shift for shift in self.shifts if shift.parts)

    def spans(self, work: Timed) -> tuple[Span, ...]:
        """When a duty is at work: its span, or what of the parts of its shift lies in that."""
        shift = self.shift.get(work.shift)
        return (work.span,) if shift is None or not shift.parts else _inside(work.span, shift.spans(work.day))

    def served(self, work: Timed) -> tuple[Span, ...]:
        """The same without the hours in which its officer is away from it."""
        shift = self.shift.get(work.shift)
        return (work.span,) if shift is None else _inside(work.span, shift.served(work.day))

    def names_of(self, duty: Duty) -> frozenset[str]:
        """The codes of the table by which rules speak of a duty's shift."""
        shift = self.shift.get(duty.shift)
        return shift.names if shift is not None else frozenset((duty.whole,))


def _inside(span: Span, spans: Iterable[Span]) -> tuple[Span, ...]:
    met = (Span(max(one.start, span.start), min(one.end, span.end)) for one in spans)
    return tuple(one for one in met if one.minutes > 0)
