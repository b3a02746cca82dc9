"""Hours as pay sees them: on statutory holidays, rest days and workdays, split at midnight; less unpaid breaks.

Whoever adds up hours of work (rules, sheets, months, balances) asks `paid_minutes`; rest between duties and cover ask
the clock.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from roster.domain.calendar import WORKDAY
from roster.domain.clock import MINUTES_A_DAY, Span, date_span
from roster.domain.people import Timed
from roster.domain.problem import Facts
from roster.domain.service import Shift

DECIMALS = 4


class Split(NamedTuple):
    """Hours by the date on which they fall; together the hours that pass in the span, to the last decimal."""

    statutory: float
    rest_day: float  # also the other days off of a holiday
    workday: float


def split_hours(facts: Facts, span: Span) -> Split:
    """The hours of a span by the kinds of the dates on which they fall, from 00:00 to 24:00.

    Each part is rounded to four decimals; what that leaves is the largest part's, so that the three add up.
    """
    minutes = (
        minutes_where(facts, span, lambda day: day in facts.statutory),
        minutes_where(facts, span, lambda day: day not in facts.statutory and facts.common_day_type(day) != WORKDAY),
        minutes_where(facts, span, lambda day: day not in facts.statutory and facts.common_day_type(day) == WORKDAY),
    )
    parts = [hours_of(part) for part in minutes]
    largest = parts.index(max(parts))
    parts[largest] = round(parts[largest] + hours_of(sum(minutes)) - sum(parts), DECIMALS)
    return Split(*parts)


def minutes_where(facts: Facts, span: Span, holds: Callable[[int], bool]) -> int:
    """Minutes of a span that pass on the dates of which something holds."""
    dates = range(span.start // MINUTES_A_DAY, (span.end - 1) // MINUTES_A_DAY + 1)
    return sum(facts.elapsed(_within(span, date_span(day))) for day in dates if holds(day))


def _within(span: Span, date: Span) -> Span:
    return Span(max(span.start, date.start), min(span.end, date.end))


def unpaid_minutes(shift: Shift | None, span: Span) -> int:
    """Minutes of unpaid breaks in a duty on a shift: of one that was cut its share, by the clock.

    None of a shift that the table does not have any more.
    """
    if shift is None or not shift.break_minutes:
        return 0
    whole = (shift.of_hours or shift.hours).on(0).minutes
    return min(shift.break_minutes, round(shift.break_minutes * span.minutes / whole))


def worked_minutes(work: Timed, facts: Facts) -> int:
    """Minutes that pass in a duty: of one in parts those of its parts."""
    return sum(map(facts.elapsed, facts.spans(work)))


def paid_minutes(work: Timed, facts: Facts) -> int:
    """Minutes of work that a duty counts: those that pass, less unpaid breaks; of time on call the share that is paid.

    All that pass for a duty on a shift that the table does not have any more.
    """
    shift = facts.shift.get(work.shift)
    if shift is None:
        return facts.elapsed(work.span)
    if not shift.parts:
        return _counted(shift, work.span, facts)
    shared = ((part, _within(part.span(work.day), work.span)) for part in shift.parts)
    return sum(_counted(part, span, facts) for part, span in shared if span.minutes > 0)


def _counted(shift: Shift, span: Span, facts: Facts) -> int:
    passed = facts.elapsed(span)
    return round((passed - min(passed, unpaid_minutes(shift, span))) * shift.paid_share)


def hours_of(minutes: float) -> float:
    """Minutes in hours, to four decimals."""
    return round(minutes / 60, DECIMALS)
