"""Which hours at the ends of a roster are its own and which its neighbours', in sentences."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from roster.domain.clock import MINUTES_A_DAY, Span, calendar_day, clock_text, joined
from roster.domain.ids import ShiftId
from roster.domain.letters import shift_text
from roster.domain.problem import Problem
from roster.domain.service import DemandLine, Slot
from roster.i18n import _
from roster.rules.shared.words import on_date


def border_notes(problem: Problem) -> tuple[str, ...]:
    """Hours asked for that count in another roster than their roster day says, and past duties of unknown units."""
    found: dict[str, list[Span]] = {}
    for line in problem.lines:
        if problem.placed(line.kind) and not (line.a_day or line.shift) and (line.minimum or line.target):
            for sentence, span in _beside(line, problem):
                found.setdefault(sentence, []).append(span)
    told = [sentence.format(hours=_hours(span, problem)) for sentence, spans in found.items() for span in joined(spans)]
    return (*told, *_unknown(problem))


def _beside(line: DemandLine, problem: Problem) -> Iterator[tuple[str, Span]]:
    """Stretches of a line's hours that do not count where their roster day is, each with the sentence to say."""
    ends = {end for code in problem.shifts_of(line.kind) for end in problem.shift[code].hours}
    for day in sorted(line.days):
        span = line.window.on(day)
        cuts = {span.start, span.end}
        for end in ends:
            first = span.start + (end - span.start) % MINUTES_A_DAY
            cuts |= set(range(first, span.end, MINUTES_A_DAY))
        for start, end in pairwise(sorted(cuts)):
            slot, inside = Slot(day, start, end), day in problem.horizon.range
            if problem.judged(slot, (line.kind,)) == inside:
                continue
            starts = [on for on, _code in problem.starts_covering(slot, problem.shifts_of(line.kind))]
            if not inside and day < 0:
                text = _("{hours} counts here, in a roster day before the first: duties of this roster serve it")
            elif not inside:
                text = _("{hours} counts here, in a roster day after the last: only duties of this roster serve it")
            elif max(starts) < 0:
                text = _("{hours} counts in the roster before this one, whose duties serve it")
            else:
                text = _("{hours} counts in the next roster, whose duties serve it")
            yield text, Span(start, end)


def _hours(span: Span, problem: Problem) -> str:
    """`Mon 2026-11-09, 00:00-08:00`, with both dates where the end is on a later one."""
    first, last = on_date(calendar_day(span.start), problem), on_date(calendar_day(span.end - 1), problem)
    begin, end = clock_text(span.start % MINUTES_A_DAY), clock_text((span.end - 1) % MINUTES_A_DAY + 1)
    if first == last:
        return _("{date}, {start}-{end}").format(date=first, start=begin, end=end)
    return _("{first} {start} to {last} {end}").format(first=first, start=begin, last=last, end=end)


def _unknown(problem: Problem) -> Iterator[str]:
    """Past duties that reach into the roster and count nowhere, as nobody knows in which unit they are served."""
    found: dict[ShiftId, int] = {}
    for duty in problem.unknown_before:
        at = ShiftId(duty.day, duty.shift)
        found[at] = found.get(at, 0) + 1
    for (day, shift), number in sorted(found.items()):
        text = _(
            "duties of the history on {date}, {shift}, reach into this roster ({number}); their units are not known, "
            "so they count for no cover here"
        )
        yield text.format(date=on_date(day, problem), shift=shift_text(shift, problem), number=number)
