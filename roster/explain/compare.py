"""Two rosters of the same weeks side by side: duties moved, shortfalls, nights and weekends by squad, score by rule."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from roster.domain.outcome import Report
from roster.domain.problem import Problem
from roster.domain.roster import Placeless, Roster


@dataclass(frozen=True)
class Difference:
    """What the second roster has that the first has not; pairs are before and after."""

    gone: tuple[Placeless, ...]
    new: tuple[Placeless, ...]
    gained: tuple[str, ...]  # shortfalls, in sentences
    lost: tuple[str, ...]
    short: tuple[int, int]
    objective: tuple[int, int]
    by_rule: dict[str, tuple[int, int]]  # cost of wishes, amount of shortfalls; only where they differ
    names: dict[str, str]  # what people call these rules
    nights: dict[str, tuple[int, int]]  # by squad
    weekends: dict[str, tuple[int, int]]

    @property
    def officers(self) -> tuple[str, ...]:
        """Whose duties moved."""
        return tuple(sorted({duty.officer for duty in (*self.gone, *self.new)}))

    @property
    def moved(self) -> int:
        """Dates of an officer that are not as they were."""
        return len({(duty.officer, duty.day) for duty in (*self.gone, *self.new)})


def difference(problem: Problem, before: Roster, said: Report, after: Roster, says: Report) -> Difference:
    """Compare two rosters, each with its report."""
    one, two = set(before.work()), set(after.work())
    known, found = ({f.sentence for f in report.shortfalls} for report in (said, says))
    rules = {name: (_score(said, name), _score(says, name)) for name in {**said.by_rule(), **says.by_rule()}}
    return Difference(
        gone=tuple(sorted(one - two)),
        new=tuple(sorted(two - one)),
        gained=tuple(sorted(found - known)),
        lost=tuple(sorted(known - found)),
        short=(sum(said.short.values()), sum(says.short.values())),
        objective=(said.objective, says.objective),
        by_rule={name: pair for name, pair in sorted(rules.items()) if pair[0] != pair[1]},
        names={name: (says if name in says.by_rule() else said).name(name) for name in rules},
        nights=_by_squad(problem, before, after, night=True),
        weekends=_by_squad(problem, before, after, night=False),
    )


def _score(report: Report, rule: str) -> int:
    """The cost of a rule's open wishes; the amount short for one that is no wish."""
    _count, amount, cost = report.by_rule().get(rule, (0, 0, 0))
    return cost or amount


def _by_squad(problem: Problem, before: Roster, after: Roster, night: bool) -> dict[str, tuple[int, int]]:
    one, two = _count(problem, before, night), _count(problem, after, night)
    return {squad: (one[squad], two[squad]) for squad in sorted({officer.squad for officer in problem.officers})}


def _count(problem: Problem, roster: Roster, night: bool) -> Counter[str]:
    """Nights, or duties that start at a weekend, by squad."""
    count: Counter[str] = Counter()
    for officer, day, shift in roster.work():
        counts = problem.shift[shift].night if night else problem.is_weekend(day)
        if officer in problem.officer:
            count[problem.officer[officer].squad] += counts
    return count
