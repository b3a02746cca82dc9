"""Which duties last longer or shorter than the clock shows, where clocks change and no time zone is given."""

from __future__ import annotations

from collections.abc import Iterator

from roster.domain.clock import Jump, calendar_day, elapsed
from roster.domain.letters import shift_text
from roster.domain.problem import Problem
from roster.i18n import _
from roster.io.tables.time_zone import jumps_of, zones_of
from roster.rules.shared.words import on_date


def clock_notes(problem: Problem) -> tuple[str, ...]:
    """A note for each change of the clocks in the brigade's country that falls into duties; none with a time zone."""
    if problem.settings.time_zone:
        return ()
    zones = zones_of(problem.settings.country)
    found: dict[Jump, int] = {}
    for name in zones:
        for jump in jumps_of(name, problem.horizon, -1, problem.horizon.days + 2):
            found[jump] = found.get(jump, 0) + 1
    notes = []
    for jump in sorted(found):
        duties = _(", ").join(_duties(jump, problem))
        if duties:
            where = problem.settings.country
            if found[jump] < len(zones):
                where = _("parts of {country}").format(country=where)
            text = _(
                "clocks change in {country} on {date}; without the setting time_zone these duties are counted by the "
                "clock: {duties}"
            )
            notes.append(text.format(country=where, date=on_date(calendar_day(jump.at), problem), duties=duties))
    return tuple(notes)


def _duties(jump: Jump, problem: Problem) -> Iterator[str]:
    """The duties in which a change falls, with the hours that pass."""
    for day in problem.horizon.range:
        for shift in problem.shifts:
            span = shift.span(day)
            passed = elapsed(span, (jump,))
            if passed != span.minutes:
                yield _("{shift} on {date}, {passed:g} h instead of {counted:g} h").format(
                    shift=shift_text(shift.code, problem),
                    date=on_date(day, problem),
                    passed=passed / 60,
                    counted=span.minutes / 60,
                )
