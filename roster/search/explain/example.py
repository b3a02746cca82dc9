"""What would be without one member of a clash: a roster in which the others hold, as near to it as can be."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from roster.decisions import Decisions
from roster.domain.problem import Problem
from roster.domain.roster import Roster
from roster.forms import Forms, Sum
from roster.model import ruled_out
from roster.rules.limits import Limit, Spread
from roster.search.explain.constraint_groups import ConstraintGroup, Groups
from roster.search.explain.mus import Clock
from roster.search.score import values
from roster.search.tuning import DEFAULT, Clashes
from roster.solvers import cpsat


def kept_besides(
    every: Groups, tables: Groups, members: Collection[ConstraintGroup]
) -> tuple[list[Limit], list[Limit]]:
    """What else an example should keep, or it may mislead: the officers' other musts, what crews and tables ask for."""
    officers = {member.officer for member in members if member.officer}
    rest = [one for one in every if one not in members]
    own = [limit for one in rest if one.officer in officers for limit in every[one]]
    crews = [limit for one in rest if one.kind and not one.source for limit in every[one]]
    return own, [*crews, *(limit for one in tables if one not in members for limit in tables[one])]


def examples(
    problem: Problem,
    groups: Groups,
    always: Iterable[Limit],
    clock: Clock,
    kept: tuple[list[Limit], list[Limit]] = ([], []),
    tuning: Clashes = DEFAULT.clashes,
) -> dict[ConstraintGroup, Roster]:
    """For a few of the groups that are not about rows of tables a roster in which the others hold.

    For the first of each rule that speaks of single officers, or of how far apart they are. What else is `kept` holds
    too; its second part where that takes the example no further from its rule: few officers may be no whole crew.
    """
    firsts: dict[tuple[str, str], ConstraintGroup] = {}
    for member, limits in groups.items():
        about = member.officer or any(isinstance(limit, Spread) for limit in limits)
        if member.rule and not member.source and about:
            firsts.setdefault((member.rule, member.part), member)
    own, crews = kept
    always, found = [*always, *own], dict[ConstraintGroup, Roster]()
    for member in list(firsts.values())[: tuning.examples] if len(groups) <= tuning.example_members else ():
        tried = (
            example(problem, groups, member, held, clock.left(), tuning.example_work)
            for held in ([*always, *crews], always)
            if not clock.over
        )
        near = [(amount(problem, groups[member], roster), roster) for roster in tried if roster is not None]
        if near:
            found[member] = min(near, key=lambda one: one[0])[1]
    return found


def amount(problem: Problem, limits: Iterable[Limit], roster: Roster) -> int:
    """By how much a roster breaks limits."""
    value = values(problem, roster)
    return sum(limit.amount(value) for limit in limits)


def example(
    problem: Problem, groups: Groups, member: ConstraintGroup, always: Iterable[Limit], seconds: float, work: float
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
    result = cpsat.solve(model, cpsat.Parameters(max(0.01, seconds), work), asked=True)
    return decisions.read(result.value) if result.solved else None
