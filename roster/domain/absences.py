"""Who is away when, and which of several absences holds."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from itertools import pairwise

from roster.domain.clock import MINUTES_A_DAY, Span, joined
from roster.domain.people import Absence


class Absences:
    """The absences of officers, those that overlap told apart."""

    absences: tuple[Absence, ...]

    @cached_property
    def absences_of(self) -> dict[str, list[Absence]]:
        found: dict[str, list[Absence]] = {}
        for absence in self.absences:
            found.setdefault(absence.id, []).append(absence)
        return found

    def absent(self, officer: str, span: Span) -> Absence | None:
        """The absence of the officer that shares a minute with the span; of several, the one that begins last."""
        return next((a for a in self._latest_first.get(officer, ()) if a.span.overlap(span)), None)

    def absent_in(self, officer: str, spans: Iterable[Span]) -> Absence | None:
        """The same for a duty that may be in parts."""
        return next(filter(None, (self.absent(officer, span) for span in spans)), None)

    @cached_property
    def _latest_first(self) -> dict[str, list[Absence]]:
        """Each officer's absences by which of two holds where they overlap: the one that begins later, or is shorter.

        Sickness in a leave begins later than the leave, a day in court within a training is shorter. Of two with the
        same hours the one that was told last holds.
        """
        known = {officer: list(enumerate(found)) for officer, found in self.absences_of.items()}
        return {
            officer: [a for _n, a in sorted(found, key=lambda pair: (-pair[1].span.start, pair[1].span.end, -pair[0]))]
            for officer, found in known.items()
        }

    @cached_property
    def away(self) -> dict[str, tuple[Span, ...]]:
        """When each officer is away, absences that overlap or touch joined to one span; in order."""
        return {officer: joined(absence.span for absence in found) for officer, found in self.absences_of.items()}

    @cached_property
    def on_leave(self) -> dict[str, tuple[Span, ...]]:
        """The same without hours away that count as work of a duty."""
        kept = {officer: [a for a in found if not a.hours_only] for officer, found in self.absences_of.items()}
        return {officer: joined(absence.span for absence in found) for officer, found in kept.items()}

    def leave_on(self, officer: str, day: int) -> Absence | None:
        """The absence of which most of a date is, as sheets show it; None without one.

        A minute in two absences counts for the one that begins later (see `absent`).
        """
        date = Span(day * MINUTES_A_DAY, (day + 1) * MINUTES_A_DAY)
        met = [absence for absence in self._latest_first.get(officer, ()) if absence.span.overlap(date)]
        if len(met) < 2:
            return next(iter(met), None)
        cuts = sorted({*date, *(min(max(time, date.start), date.end) for a in met for time in a.span)})
        minutes = dict.fromkeys(met, 0)
        for piece in (Span(start, end) for start, end in pairwise(cuts)):
            holds = next((absence for absence in met if absence.span.covers(piece)), None)
            if holds is not None:
                minutes[holds] += piece.minutes
        return max(met, key=lambda absence: minutes[absence])
