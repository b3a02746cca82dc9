"""What is said of dates of which no roster is known."""

from __future__ import annotations

from collections.abc import Iterator

from roster.domain.known import forgotten
from roster.domain.problem import Facts
from roster.i18n import _


def history_used(facts: Facts) -> str:
    """Which past dates a roster is made with, as a line of the screen."""
    return _("history: {history}").format(history=history_text(facts))


def history_text(facts: Facts) -> str:
    """Which past dates a roster is made with."""
    if not facts.history:
        return _("none; rest, nights and balances before the first date are not known")
    first, last = facts.date(facts.history_start).isoformat(), facts.date(max(d.day for d in facts.history)).isoformat()
    return _("duties from {first} to {last} are known").format(first=first, last=last)


def history_notes(facts: Facts) -> Iterator[str]:
    """A sentence for each stretch of past dates without a roster: what is not checked or counted for want of it."""
    for first, last in forgotten(facts):
        text = (
            _("{first} to {last}: no roster known; rest and nights across the border are not checked")
            if last == -1
            else _("{first} to {last}: no roster known; its duties are missing in every sum over past dates")
        )
        yield text.format(first=facts.date(first).isoformat(), last=facts.date(last).isoformat())
