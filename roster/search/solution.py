"""The way in which a roster leaves a search: checked by every rule, its score the same by the checks and the limits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from roster.domain.errors import InternalError
from roster.domain.findings import Report
from roster.domain.problem import Problem
from roster.domain.roster import Roster
from roster.rules import Rulebook
from roster.search.score import Score, score
from roster.search.verify import verify
from roster.tiers import Limits

Cost = tuple[int, ...]
"""Amounts short by priority, then the wishes: compared in this order."""


@dataclass(frozen=True)
class Solution:
    """A verified roster with its report and cost."""

    roster: Roster
    report: Report
    cost: Cost


def verified(
    problem: Problem, rulebook: Rulebook, limits: Limits, priorities: Sequence[int], roster: Roster
) -> Solution:
    """The roster verified. Raises InternalError where it breaks a must, or checks and limits disagree."""
    report = verify(problem, rulebook, roster)
    if report.must_violations:
        raise InternalError("\n".join(finding.sentence for finding in report.must_violations))
    return _agreed(problem, rulebook, limits, priorities, roster, report)


def if_lawful(
    problem: Problem, rulebook: Rulebook, limits: Limits, priorities: Sequence[int], roster: Roster
) -> Solution | None:
    """The same of a roster made elsewhere; None where it breaks a must."""
    report = verify(problem, rulebook, roster)
    return None if report.must_violations else _agreed(problem, rulebook, limits, priorities, roster, report)


def if_its_own(
    problem: Problem,
    rulebook: Rulebook,
    limits: Limits,
    priorities: Sequence[int],
    roster: Roster,
    strict: bool = False,
) -> Solution | None:
    """The same; None too for a roster of officers, units or slots that this problem lacks, but where it is `strict`."""
    if any(officer not in problem.officer for crew in roster.crews for officer in crew.officers):
        return None
    try:
        return if_lawful(problem, rulebook, limits, priorities, roster)
    except InternalError:
        if strict:
            raise
        return None


def whatever_broken(
    problem: Problem, rulebook: Rulebook, limits: Limits, priorities: Sequence[int], roster: Roster
) -> Solution:
    """The same of a roster that may break musts, as history or hand edits do: who calls it says which."""
    return _agreed(problem, rulebook, limits, priorities, roster, verify(problem, rulebook, roster))


def _agreed(
    problem: Problem, rulebook: Rulebook, limits: Limits, priorities: Sequence[int], roster: Roster, report: Report
) -> Solution:
    """Raises InternalError unless the rules' limits say the same of the roster as their checks."""
    scored = score(problem, rulebook, limits, roster)
    musts = sum(finding.amount for finding in report.must_violations)
    if Score(report.short, report.objective, musts) != scored:
        raise InternalError(f"checks say {report.short}, {report.objective}, {musts}; limits say {scored}")
    short = tuple(report.short.get(priority, 0) for priority in priorities)
    return Solution(roster, report, (*short, report.objective))
