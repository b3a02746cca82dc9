"""Past duties that belong to a clash: had one of them not been, the same musts could hold."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import replace

from roster.domain.people import Duty
from roster.domain.problem import Problem
from roster.search.explain.assumptions import Answer
from roster.search.explain.constraint_groups import ConstraintGroup, Groups
from roster.search.explain.mus import Clock, Shrunk, deletion_mus

PAST = "past"
"""The part of an instance that is one past duty of an officer; `of` is its (negative) day."""
OVERLAPS = "past_duty"
"""The part of the physics that says nobody works before a past duty has ended."""

RECENT = (1, 3)
"""So many days before the first date are tried first: most rules look no further back."""

Clashing = Callable[[Problem, float], bool | None]
"""Whether the members of a clash clash in a problem that differs in its history; None where the time was too short."""


def past_members(
    members: Collection[ConstraintGroup],
    problem: Problem,
    limits: Callable[[Problem], Groups],
    clashing: Clashing,
    clock: Clock,
) -> Shrunk[ConstraintGroup]:
    """The fewest past duties of the officers of a clash with which its members clash; none where they do without.

    `limits` are those of the members in a problem that differs in its history.
    """
    overlapping = {member.officer for member in members if member.part == OVERLAPS}
    officers = {member.officer for member in members if member.rule and member.officer}
    bare = replace(problem, history=tuple(duty for duty in problem.history if duty.officer not in officers))
    if not officers or len(bare.history) == len(problem.history):
        return Shrunk(())
    now, then = limits(problem), limits(bare)
    officers = {m.officer for m in members if m.officer in officers and m.rule and now.get(m) != then.get(m)}
    known = [
        _instance(duty)
        for duty in problem.history
        if duty.officer in officers and not (duty.officer in overlapping and duty.span.end > 0)
    ]
    if not known:
        return Shrunk(())
    without = _Without(problem, known, clashing)
    if without.check((), clock.left()).possible is not True:
        return Shrunk(())
    for days in RECENT:
        recent = [one for one in known if int(one.of) >= -days]
        if 0 < len(recent) < len(known) and without.check(recent, clock.left()).possible is False:
            known = recent
            break
    return deletion_mus(without, sorted(known, key=lambda one: int(one.of)), clock)


def duties_of(members: Iterable[ConstraintGroup], problem: Problem) -> list[Duty]:
    """The past duties that these members are, in order."""
    found = (problem.past[member.officer][int(member.of)] for member in members)
    return sorted(found, key=lambda duty: (duty.officer, duty.day))


def _instance(duty: Duty) -> ConstraintGroup:
    return ConstraintGroup("", duty.officer, part=PAST, of=str(duty.day))


class _Without:
    """Asks again with some of the past duties only."""

    def __init__(self, problem: Problem, known: Collection[ConstraintGroup], clashing: Clashing) -> None:
        self._problem, self._known, self._clashing = problem, set(known), clashing

    def check(self, among: Collection[ConstraintGroup], seconds: float) -> Answer[ConstraintGroup]:
        left_out = self._known - set(among)
        history = tuple(duty for duty in self._problem.history if _instance(duty) not in left_out)
        clash = self._clashing(replace(self._problem, history=history), seconds)
        return Answer(None if clash is None else not clash, tuple(among))
