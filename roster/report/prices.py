"""Costs and prices in words and as JSON: only what is proved, or that it is not known."""

from __future__ import annotations

from collections.abc import Sequence

from roster.domain.price import Price, Proved
from roster.i18n import _
from roster.report import Json


def cost_text(case: Proved) -> str:
    """What the best roster of a case costs: what is short, and the wishes as a range."""
    if not case.short_proved:
        return _("short: {short} at most; wishes cost {wishes} with that").format(short=case.short, wishes=case.wishes)
    wishes = _from_to(case.least[-1], case.wishes, sign="")
    return _("short: {short}; wishes cost {wishes}").format(short=case.short, wishes=wishes)


def price_text(price: Price) -> str:
    """What a change costs: each priority at which more or less is short, then the wishes as a range."""
    if price.short is None or price.least is None or price.most is None:
        return _("what it costs is not known; at most {short} short and wishes of {wishes}").format(
            short=price.after.short, wishes=price.after.wishes
        )
    parts = [
        _("priority {priority}: {more:+d} short").format(priority=priority, more=more)
        for priority, more in enumerate(price.short, start=1)
        if more
    ]
    if price.least == price.most == 0:
        parts.append(_("the wishes cost the same"))
    else:
        parts.append(_("the wishes cost {change}").format(change=_from_to(price.least, price.most, sign="+")))
    return _("; ").join(parts)


def effect_text(price: Price) -> str:
    """What an edit does to the best roster; an effect smaller than the gaps of both sides cannot be told."""
    if price.short is not None and not any(price.short) and not (price.proved_more or price.proved_less):
        if price.least == price.most:
            return _("effect: none")
        return _("effect: none that can be told ({change}, within the gaps of both sides)").format(
            change=price_text(price)
        )
    return _("effect: {change}").format(change=price_text(price))


def alike(prices: Sequence[Proved]) -> bool:
    """Whether nothing proves any of several cases to be cheaper than another."""
    return len(prices) > 1 and max(case.least for case in prices) <= min(case.cost for case in prices)


def bound_of(case: Proved) -> int | str:
    """What is proved of the wishes; nothing where it is open how much must be short."""
    return case.least[-1] if case.short_proved else ""


def proved_json(case: Proved) -> Json:
    """The best roster known and what is proved; `wishes_at_least` is null where what is short is not proved."""
    return {
        "short": case.short,
        "short_proved": case.short_proved,
        "wishes": case.wishes,
        "wishes_at_least": case.least[-1] if case.short_proved else None,
    }


def price_json(price: Price) -> Json:
    """A price by priority and as a range of wishes; null where it is not known."""
    short = price.short
    return {
        "known": short is not None,
        "short": None if short is None else {str(p): more for p, more in enumerate(short, start=1) if more},
        "at_least": price.least,
        "at_most": price.most,
        "before": proved_json(price.before),
        "after": proved_json(price.after),
    }


def _from_to(least: int, most: int, sign: str) -> str:
    """`+17`, or `+0 to +17`."""
    if least == most:
        return f"{least:{sign}d}"
    return _("{least} to {most}").format(least=f"{least:{sign}d}", most=f"{most:{sign}d}")
