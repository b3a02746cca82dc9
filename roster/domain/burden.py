"""What changes of a published roster burden people with: recalls, double changes, short notice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from roster.domain.clock import MINUTES_A_DAY
from roster.domain.problem import Problem
from roster.domain.repair import Burden, Change

SICK = "sick"
SHORT_NOTICE = 24 * 60
"""Minutes before a duty within which telling somebody is short notice."""


def first_days_back(problem: Problem) -> Iterator[tuple[str, int]]:
    """Officers and the first date, or rest of one, after a sick leave, where they are not absent for another reason."""
    for absence in problem.absences:
        day = absence.span.end // MINUTES_A_DAY
        again = any(
            other.kind == SICK and other.id == absence.id and other.span.start <= absence.span.end < other.span.end
            for other in problem.absences
        )
        if absence.kind == SICK and day in problem.horizon.range and not again:
            yield absence.id, day


def burden_of(changes: Iterable[Change], problem: Problem, told: int | None) -> Burden:
    """Counts over the changed dates."""
    changed = [change for change in changes if change.of_duty]
    back = set(first_days_back(problem))
    asked = [change for change in changed if not _absent(change, problem)]
    people = Counter(change.officer for change in asked)
    soon = None if told is None else sum(_begins(change, problem) < told + SHORT_NOTICE for change in asked)
    return Burden(
        recalls=sum(not change.before for change in changed),
        first_days_back=sum(bool(change.after) and (change.officer, change.day) in back for change in changed),
        twice=sum(count > 1 for count in people.values()),
        short_notice=soon,
        told=told,
    )


def _absent(change: Change, problem: Problem) -> bool:
    """Whether an officer's own absence takes away a duty and nothing more."""
    shift = problem.shift.get(change.before)
    return (
        not change.after
        and shift is not None
        and problem.absent_in(change.officer, shift.served(change.day)) is not None
    )


def _begins(change: Change, problem: Problem) -> int:
    """The minute at which the first duty concerned begins."""
    codes = (*change.before.split("/"), *change.after.split("/"))
    return min(problem.shift[code].span(change.day).start for code in codes if code in problem.shift)
