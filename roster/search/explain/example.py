"""What would be without one member of a clash: a roster in which the others hold, as near to it as can be."""

from __future__ import annotations

from collections.abc import Iterable

from roster.decisions import Decisions
from roster.domain.problem import Problem
from roster.domain.roster import Roster
from roster.forms import Forms, Sum
from roster.model import ruled_out
from roster.rules.limits import Limit, Spread
from roster.search.explain.constraint_groups import ConstraintGroup, Groups
from roster.search.explain.mus import Clock
from roster.solvers import cpsat

MOST, MOST_MEMBERS = 3, 24
"""So many examples for one clash, and none for one that has more members than this."""
EFFORT = 1.0
"""In the solver's own measure of work."""


def examples(problem: Problem, groups: Groups, always: Iterable[Limit], clock: Clock) -> dict[ConstraintGroup, Roster]:
    """For a few of the groups that are not about rows of tables a roster in which the others hold.

    For the first of each rule that speaks of single officers, or of how far apart they are.
    """
    firsts: dict[tuple[str, str], ConstraintGroup] = {}
    for member, limits in groups.items():
        about = member.officer or any(isinstance(limit, Spread) for limit in limits)
        if member.rule and not member.source and about:
            firsts.setdefault((member.rule, member.part), member)
    always, found = list(always), dict[ConstraintGroup, Roster]()
    for member in list(firsts.values())[:MOST] if len(groups) <= MOST_MEMBERS else ():
        roster = example(problem, groups, member, always, clock.left()) if not clock.over else None
        if roster is not None:
            found[member] = roster
    return found


def example(
    problem: Problem, groups: Groups, member: ConstraintGroup, always: Iterable[Limit], seconds: float
) -> Roster | None:
    """A roster in which all groups but that of `member` hold and its limits are broken as little as was found.

    None where none was found in time. Every seat is decided, and nobody is on duty who need not be.
    """
    held = [limit for other, limits in groups.items() if other != member for limit in limits]
    held += always
    decisions = Decisions(problem, ruled_out(held))
    model = decisions.model
    forms = Forms(model, decisions.of, decisions.most)
    for limit in held:
        forms.hold(limit)
    seats = [variable for _seat, variable in decisions.seats()]
    amounts = [amount for amount, _largest in map(forms.amount, groups[member])]
    model.minimize((len(seats) + 1) * Sum(amounts) + Sum(seats))
    result = cpsat.solve(model, cpsat.Parameters(max(0.01, seconds), EFFORT), asked=True)
    return decisions.read(result.value) if result.solved else None
