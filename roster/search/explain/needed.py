"""Which limits of tables and of the physics a clash needs, at the grain of whole crews."""

from __future__ import annotations

from collections.abc import Iterable

from roster.decisions import Physics
from roster.domain.problem import Problem
from roster.rules.limits import Limit
from roster.search.explain.assumptions import BothGrains
from roster.search.explain.constraint_groups import ConstraintGroup, Groups
from roster.search.explain.few_days import FewDays, FewFirst
from roster.search.explain.mus import Clock, Shrunk, deletion_mus
from roster.search.explain.wider import named
from roster.search.tuning import DEFAULT, Clashes

Checked = BothGrains[ConstraintGroup] | FewFirst[ConstraintGroup]


def both_grains(
    few: FewDays | None, problem: Problem, groups: Groups, always: list[Limit], tuning: Clashes = DEFAULT.clashes
) -> Checked:
    """The groups and the physics under guards, those of the few days of a clash first."""
    whole: BothGrains[ConstraintGroup] = BothGrains(problem, groups, always, _named, tuning)
    if few is None:
        return whole
    small, own, held = few.of(problem, groups, always)
    return FewFirst(BothGrains(small, own, held, _named, tuning), whole, tuning.few_first_share)


def _named(physics: Physics, _day: int) -> ConstraintGroup:
    return named(physics)


def needed_too(
    guarded: Checked,
    members: tuple[ConstraintGroup, ...],
    more: Iterable[ConstraintGroup],
    held: Iterable[ConstraintGroup],
    clock: Clock,
    tuning: Clashes = DEFAULT.clashes,
) -> Shrunk[ConstraintGroup]:
    """The fewest of `more` with which the members clash while `held` holds; with all of `more` they do."""
    known = [*members, *held]
    if guarded.check(known, clock.left()).possible is False:
        return Shrunk(())
    more = tuple(more)
    seconds = clock.left() / 2 if len(more) > tuning.few_to_try else clock.left(tuning.small_core_seconds)
    core = guarded.core([*known, *more], known, seconds, tuning.core_work)
    found = deletion_mus(guarded, core, clock, known, tuning.one_by_one)
    return Shrunk(found.members[len(known) :], found.unsettled)
