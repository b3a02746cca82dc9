"""Why somebody cannot take over a duty in a repaired roster."""

from __future__ import annotations

from collections.abc import Mapping

from roster.domain.pins import Pin
from roster.domain.problem import Problem
from roster.domain.roster import Roster
from roster.i18n import _
from roster.rules import Rulebook
from roster.search.living.exchange import Exchange, Handover


def why_not_taken(
    missed: Mapping[Pin, str], problem: Problem, rulebook: Rulebook, published: Roster, roster: Roster
) -> dict[Pin, str]:
    """For each duty, as a pin of who was to take it, with who leaves it: a must of the one's own, else of the crews."""
    if not missed:
        return {}
    exchange = Exchange(problem, rulebook, roster)
    return {pin: _reason(pin, leaves, exchange, published) for pin, leaves in missed.items()}


def _reason(pin: Pin, leaves: str, exchange: Exchange, published: Roster) -> str:
    forbidden = exchange.adds(pin.officer, pin.day, pin.shift)
    if forbidden:
        return forbidden
    seats = [c for c in published.crews if c.unit.day == pin.day and leaves in c.officers]
    now = {crew.unit.id: crew for crew in exchange.roster.crews}
    for crew in seats:
        if crew.unit.id in now:
            for holder in sorted(now[crew.unit.id].officers - crew.officers) or sorted(now[crew.unit.id].officers):
                verdict = exchange.judge([Handover(pin.day, pin.shift, holder, pin.officer)], check_lines=False)
                if verdict.forbidden:
                    return verdict.forbidden
    return _("it clashes with what has begun, with a hand edit or with another duty handed over")
