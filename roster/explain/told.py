"""What is told of a clash or a shortfall: its reason, its lines, its cures."""

from __future__ import annotations

from dataclasses import dataclass

from roster.domain.outcome import Finding
from roster.explain.by_kind import NoCure
from roster.explain.cures import Cure
from roster.explain.reasons import Reason
from roster.explain.words import Line
from roster.search.explain.clashes import Clash
from roster.search.explain.shortfalls import Shortfall


@dataclass(frozen=True)
class ToldClash:
    """A clash in words."""

    clash: Clash
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class ToldShortfall:
    """A missing crew, or what is short by itself: what forces it, whether that is proved, and what would close it."""

    shortfall: Shortfall
    findings: tuple[Finding, ...]
    reason: Reason
    told: ToldClash | None
    cures: tuple[Cure, ...]
    heads: str  # where everybody of the scarcest quality is; empty where it is not about units
    missing: tuple[NoCure, ...] = ()
    shown: tuple[Cure, ...] = ()  # cures of it that stand under another shortfall
