"""Substitutes, stand-ins and swaps, as lines and as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from roster.domain.letters import shift_text
from roster.domain.problem import Problem
from roster.i18n import _
from roster.io.outcome_json import Json
from roster.rules.shared.words import on_date, person
from roster.search.living.exchange import Swap
from roster.search.living.substitutes import Candidate, Chain, StandIns, Substitutes

NAMED = 3


def substitute_lines(found: Substitutes, problem: Problem) -> Iterator[str]:
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


def substitutes_as_json(found: Substitutes, problem: Problem) -> Json:
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


def stand_in_lines(found: Sequence[StandIns], problem: Problem) -> Iterator[str]:
    """For each shift whether any single absence can be covered, and those who nobody could replace."""
    shifts: dict[tuple[int, str], list[StandIns]] = {}
    for one in found:
        shifts.setdefault((one.day, one.shift), []).append(one)
    for (day, shift), duties in sorted(shifts.items()):
        open_, alone = (
            [one for one in duties if not one.covered and one.unsettled is state] for state in (True, False)
        )
        yield _("{date} {shift}: duties that can be covered: {covered} of {duties}").format(
            date=on_date(day, problem),
            shift=shift_text(shift, problem),
            covered=len(duties) - len(alone) - len(open_),
            duties=len(duties),
        )
        for one in alone:
            yield _("  ! nobody could stand in for {officer} in {unit}").format(
                officer=person(one.officer, problem), unit=one.unit
            )
        if open_:
            yield _("  nobody was found in the time given (--time-limit), duties: {count}").format(count=len(open_))


def stand_ins_as_json(found: Sequence[StandIns], problem: Problem) -> list[Json]:
    """The N-1 table for other programs."""
    return [
        {
            "date": problem.date(one.day).isoformat(),
            "shift": one.shift,
            "unit": one.unit,
            "officer": one.officer,
            "covered": None if one.unsettled else one.covered,
            "others_change_crews": one.reseated,
            "by": list(one.others),
        }
        for one in found
    ]


def swap_lines(swap: Swap, problem: Problem) -> Iterator[str]:
    """Who takes what, and whether that is lawful, at which price."""
    for handover in swap.handovers:
        yield _("{officer} takes {shift} on {date} from {other}").format(
            officer=person(handover.takes, problem),
            shift=shift_text(handover.shift, problem),
            date=on_date(handover.day, problem),
            other=person(handover.leaves, problem),
        )
    verdict = swap.verdict
    if verdict.unsettled:
        text = _("lawful only if others of the shift change crews, which was not tried: the time was up: {reason}")
        yield text.format(reason=verdict.forbidden)
        return
    if verdict.forbidden:
        yield _("not lawful: {reason}").format(reason=verdict.forbidden)
        return
    yield _("lawful; {short:+d} short, wishes {cost:+d}").format(short=verdict.short, cost=verdict.cost)
    if verdict.reseated:
        yield _("others of the shift change crews")


def swap_as_json(swap: Swap, problem: Problem, file: str | None) -> Json:
    """The swap for other programs."""
    verdict = swap.verdict
    return {
        "lawful": None if verdict.unsettled else not verdict.forbidden,
        "reason": verdict.forbidden or None,
        "price": verdict.cost if not verdict.forbidden else None,
        "short": verdict.short if not verdict.forbidden else None,
        "others_change_crews": verdict.reseated,
        "handovers": [
            {"date": problem.date(h.day).isoformat(), "shift": h.shift, "leaves": h.leaves, "takes": h.takes}
            for h in swap.handovers
        ],
        "file": file,
    }
