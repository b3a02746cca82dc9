"""Of equally few changes the cheapest: who helps out is exchanged for somebody whom it costs the wishes less."""

from __future__ import annotations

from collections.abc import Collection

from roster.domain.problem import Problem
from roster.domain.repair import duty_changes
from roster.domain.roster import Roster
from roster.rules import Rulebook
from roster.search.living.exchange import Exchange, Handover
from roster.tiers import Limits


def cheapest_helpers(
    roster: Roster,
    published: Roster,
    problem: Problem,
    rulebook: Rulebook,
    limits: Limits,
    pinned: Collection[tuple[str, int]],
) -> Roster:
    """The repaired roster with each helper the one of least price.

    A helper works on dates that were published as days off, and changes nothing else. All those dates go to one other
    officer whose roster did not change, seat for seat, so that there are no more changes of any kind than before.
    """
    changes = duty_changes(published, roster)
    exchange = Exchange(problem, rulebook, roster, limits)
    for helper in sorted({officer for officer, _day in changes}):
        mine = {day: pair for (officer, day), pair in changes.items() if officer == helper}
        if any(before for before, _after in mine.values()) or any((helper, day) in pinned for day in mine):
            continue
        touched = {officer for officer, _day in changes}
        verdicts = [
            exchange.judge(
                [Handover(day, after, helper, other) for day, (_before, after) in mine.items()], reseat=False
            )
            for other in problem.officer
            if other not in touched and not any((other, day) in pinned for day in mine)
        ]
        lawful = [verdict for verdict in verdicts if verdict.roster is not None]
        best = min(lawful, key=lambda verdict: (verdict.short, verdict.cost), default=None)
        if best is not None and best.roster is not None and (best.short, best.cost) < (0, 0):
            exchange = Exchange(problem, rulebook, best.roster, limits)
            changes = duty_changes(published, best.roster)
    return exchange.roster
