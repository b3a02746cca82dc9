"""What is told of a clash or a shortfall: its reason, its lines, its cures; and which shortfalls are told together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from roster.domain.findings import Finding
from roster.domain.problem import Problem
from roster.explain.by_kind import NoCure
from roster.explain.cures import Cure
from roster.explain.reasons import Reason
from roster.explain.words import Line
from roster.i18n import _
from roster.io.missing_lines import missing_line
from roster.rules import Rulebook
from roster.rules.shared.words import on_date
from roster.search.explain.clashes import Clash
from roster.search.explain.shortfalls import Shortfall


@dataclass(frozen=True)
class ExplainedClash:
    """A clash in words."""

    clash: Clash
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class ExplainedShortfall:
    """A missing crew, or what is short by itself: what forces it, whether that is proved, and what would close it."""

    shortfall: Shortfall
    findings: tuple[Finding, ...]
    reason: Reason
    told: ExplainedClash | None
    cures: tuple[Cure, ...]
    heads: str  # where everybody of the scarcest quality is; empty where it is not about units
    missing: tuple[NoCure, ...] = ()
    shown: tuple[Cure, ...] = ()  # cures of it that stand under another shortfall


def what(short: Shortfall, problem: Problem, rulebook: Rulebook) -> str:
    """The missing crew, or what is short by itself, in a line."""
    if short.unit is not None:
        return missing_line(short.unit, problem)
    name = rulebook.spoken(short.instance.rule)
    numbers = {"priority": short.priority, "rule": name, "amount": short.amount}
    if short.day is None:
        return _("priority {priority}, {rule}: {amount} short").format(**numbers)
    return _("priority {priority}, {rule}, {date}: {amount} short").format(**numbers, date=on_date(short.day, problem))


def by_reason(
    found: Iterable[tuple[Shortfall, Reason]], problem: Problem, rulebook: Rulebook
) -> list[list[tuple[Shortfall, Reason]]]:
    """Shortfalls with one and the same reason together, the most urgent first; what is not proved comes last."""
    reasons: dict[object, list[tuple[Shortfall, Reason]]] = {}
    for short, reason in found:
        reasons.setdefault(_same(short, reason, problem, rulebook), []).append((short, reason))
    return sorted(reasons.values(), key=lambda same: (same[0][1].verdict == "open", same[0][0].priority))


def _same(short: Shortfall, reason: Reason, problem: Problem, rulebook: Rulebook) -> object:
    """What shortfalls have in common that are told together: one reason, or reasons that differ by their date alone."""
    said, day = reason.said, short.day
    if day is None or short.unit is None or not said:
        return id(short) if reason.key is None else reason.key
    own = on_date(day, problem)
    return (
        short.priority,
        what(short, problem, rulebook).replace(own, ""),
        said[0].replace(own, ""),
        said[1:],
    )
