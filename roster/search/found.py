"""A roster that was found: verified, and its score the same by the checks and by the limits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from roster.domain.errors import InternalError
from roster.domain.outcome import Report
from roster.domain.problem import Problem
from roster.domain.roster import Roster
from roster.rules import Rulebook
from roster.search.score import score
from roster.search.verify import verify
from roster.tiers import Limits

Cost = tuple[int, ...]
"""Amounts short by priority, then the wishes: compared in this order."""


@dataclass(frozen=True)
class Found:
    """A verified roster with its report and cost."""

    roster: Roster
    report: Report
    cost: Cost


def verified(problem: Problem, rulebook: Rulebook, limits: Limits, priorities: Sequence[int], roster: Roster) -> Found:
    """The roster with the checks' report; raises InternalError unless the rules' limits say the same of it."""
    report = verify(problem, rulebook, roster)
    if report.must_violations:
        raise InternalError("\n".join(finding.sentence for finding in report.must_violations))
    told = score(problem, rulebook, limits, roster)
    if told.short != report.short or told.wishes != report.objective:
        raise InternalError(f"checks say {report.short}, {report.objective}; limits say {told}")
    short = tuple(report.short.get(priority, 0) for priority in priorities)
    return Found(roster, report, (*short, report.objective))
