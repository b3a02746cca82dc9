"""An exchange of duties between two officers: lines and JSON."""

from __future__ import annotations

from collections.abc import Iterator

from roster.domain.letters import shift_text
from roster.domain.problem import Problem
from roster.i18n import _
from roster.report import Json
from roster.rules.shared.words import on_date, person
from roster.search.living.exchange import Swap


def lines(swap: Swap, problem: Problem) -> Iterator[str]:
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


def as_json(swap: Swap, problem: Problem, file: str | None) -> Json:
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
