"""What no roster of a brigade can give by its nature, in sentences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from roster.arithmetic.nature import Lack
from roster.domain.clock import hours_of_day
from roster.domain.problem import Problem
from roster.i18n import _
from roster.io.rulebook.names import place_of
from roster.io.selected import listed
from roster.rules import Rulebook
from roster.rules.shared.words import on_date, place


def nature_lines(lacks: Iterable[Lack], problem: Problem, rulebook: Rulebook) -> Iterator[str]:
    """`Armed units: no unit kind that asks for permit holders; armed units missing: 42 [base.yaml:134]`."""
    for lack in lacks:
        yield _("{rule}: {lack}; {unit}: {amount} [{place}]").format(
            rule=lack.rule.spoken,
            lack=_why(lack, problem),
            unit=lack.rule.counted_in(),
            amount=lack.amount,
            place=place_of(rulebook, lack.rule.name),
        )


def _why(lack: Lack, problem: Problem) -> str:
    if lack.cause != "place":
        return lack.rule.unmeetable(problem)
    hours = listed(map(str, hours_of_day(slot.span for slot in lack.slots)))
    days = sorted({slot.calendar_day for slot in lack.slots})
    text = _("no demand lets a unit that counts be there on {dates}, {hours}")
    if lack.place:
        text = _("no demand lets a unit that counts be in {place} on {dates}, {hours}")
    where = place(lack.place, problem) if lack.place else ""
    return text.format(place=where, dates=_dates(days, problem), hours=hours)


def _dates(days: list[int], problem: Problem) -> str:
    if len(days) > 2 and days == list(range(days[0], days[-1] + 1)):
        return _("{first} to {last}").format(first=on_date(days[0], problem), last=on_date(days[-1], problem))
    return listed(on_date(day, problem) for day in days)
