"""Who could take over a duty, and at which price: lines and JSON."""

from __future__ import annotations

from collections.abc import Iterator

from roster.domain.letters import shift_text
from roster.domain.problem import Problem
from roster.i18n import _
from roster.report import Json
from roster.rules.shared.words import on_date, person
from roster.search.living.substitutes import Candidate, Chain, Substitutes


def lines(found: Substitutes, problem: Problem) -> Iterator[str]:
    """The duty, who could take it with the price, chains, and who cannot with the reason."""
    yield _("{officer}, {shift} on {date}, {unit}: lawful substitutes: {count}").format(
        officer=person(found.officer, problem),
        shift=shift_text(found.shift, problem),
        date=on_date(found.day, problem),
        unit=found.unit,
        count=len(found.lawful),
    )
    for rank, candidate in enumerate(found.lawful, start=1):
        yield f"{rank:3d}. {person(candidate.officer, problem)}: {price_text(candidate)}"
    for chain in found.chains:
        yield f"  {chain_text(chain, found, problem)}"
    if not found.lawful and not found.chains:
        yield _("  nobody can take it alone, and no chain of two was found")
    if found.cut:
        yield _("  not everything was tried: the time was up (--time-limit)")
    if found.untried:
        yield _("  chains that were not tried with crews seated anew: {count}").format(count=found.untried)
    for candidate in found.candidates:
        if not candidate.lawful:
            who = person(candidate.officer, problem)
            why = candidate.forbidden
            if candidate.unsettled:
                why = _("{why}; it may be possible all the same: the time was up (--time-limit)").format(why=why)
            yield "  - " + (why if who in why else f"{who}: {why}")


def price_text(candidate: Candidate) -> str:
    """`lawful; duty 5 and night 3 of the week, +12; free on that date`."""
    parts = [_("lawful")]
    if candidate.short:
        parts.append(_("{short:+d} short").format(short=candidate.short))
    counts = _("duty {duties} and night {nights} of the week") if candidate.nights else _("duty {duties} of the week")
    parts.append(counts.format(duties=candidate.duties, nights=candidate.nights) + f", {candidate.cost:+d}")
    parts.append(
        _("{hours:.0f} h, {balance:+.1f} to the mean").format(hours=candidate.hours, balance=candidate.balance)
    )
    if candidate.km is not None:
        parts.append(
            _("in the own zone") if not candidate.km else _("{km} km from the own zone").format(km=candidate.km)
        )
    parts.append(_("free on that date"))
    if candidate.reseated:
        parts.append(_("others of the shift change crews"))
    return _("; ").join(parts)


def chain_text(chain: Chain, found: Substitutes, problem: Problem) -> str:
    """One two-step chain."""
    return _("in two steps, {cost:+d}: {first} takes {shift}, and {second} takes {given} on {date} for it").format(
        cost=chain.cost,
        first=person(chain.first, problem),
        shift=shift_text(found.shift, problem),
        second=person(chain.second, problem),
        given=shift_text(chain.shift, problem),
        date=on_date(chain.day, problem),
    )


def as_json(found: Substitutes, problem: Problem) -> Json:
    """Substitutes for other programs."""
    return {
        "officer": found.officer,
        "date": problem.date(found.day).isoformat(),
        "shift": found.shift,
        "unit": found.unit,
        "candidates": [
            {
                "officer": c.officer,
                "lawful": None if c.unsettled else c.lawful,
                "reason": c.forbidden or None,
                "price": c.cost if c.lawful else None,
                "short": c.short if c.lawful else None,
                "others_change_crews": c.reseated,
                "duties_of_week": c.duties,
                "nights_of_week": c.nights,
                "hours_of_week": c.hours,
                "balance": c.balance,
                "km": c.km,
                "text": price_text(c) if c.lawful else c.forbidden,
            }
            for c in found.candidates
        ],
        "chains": [
            {
                "first": c.first,
                "second": c.second,
                "date": problem.date(c.day).isoformat(),
                "shift": c.shift,
                "price": c.cost,
                "short": c.short,
                "text": chain_text(c, found, problem),
            }
            for c in found.chains
        ],
        "chains_untried": found.untried,
        "time_was_up": found.cut or any(c.unsettled for c in found.candidates),
    }
