"""How much is short, in words: the amount with its unit, and in how many places; the same wherever one reads it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from roster.domain.findings import Finding
from roster.domain.outcome import RuleLine
from roster.i18n import _


def short_text(findings: Iterable[Finding], rules: Iterable[RuleLine]) -> str:
    """What shortfalls add up to: `short: 9 (heads, slot by slot: 8; leaders missing: 1), places short: 5`.

    A place is one sentence of the list of shortfalls: a place and its hours on a date, an officer, or a unit. What no
    roster of the brigade could meet is not counted.
    """
    units = {line.name: line.unit for line in rules}
    found = [finding for finding in findings if finding.priority and not finding.unmeetable]
    if not found:
        return _("nothing short")
    by_unit: dict[str, int] = {}
    for finding in found:
        unit = units.get(finding.rule, "")
        by_unit[unit] = by_unit.get(unit, 0) + finding.amount
    text = _("short: {amount} ({units}), places short: {count}")
    return text.format(amount=sum(by_unit.values()), units=by_units(by_unit), count=len(found))


def by_units(amounts: Mapping[str, object]) -> str:
    """Each unit of amount with how much of it."""
    return _("; ").join(
        _("{unit}: {amount}").format(unit=unit, amount=amount) if unit else str(amount)
        for unit, amount in amounts.items()
    )
