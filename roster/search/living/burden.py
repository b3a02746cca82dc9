"""Who is called in: people back from sickness on their first day, people from their rest; the sooner the worse.

It breaks ties between repairs that change as few people and duties.
"""

from __future__ import annotations

from roster.domain.burden import first_days_back
from roster.forms import Expression, Sum
from roster.model import Model
from roster.rules.variables import Work
from roster.search.living.change_counts import ChangeCounts


class Burden:
    """What a model's changes burden people with."""

    def __init__(self, model: Model, counts: ChangeCounts) -> None:
        """Made before anything is solved, as it adds variables to the model."""
        problem, of = model.problem, model.decisions.of
        published = {(d.officer, d.day): d.shift for d in problem.published.work()} if problem.published else {}
        codes, self._days = problem.shift_codes, len(problem.horizon.range)
        self._back = [
            of(Work(officer, day, tuple(code for code in codes if code != published.get((officer, day)))))
            for officer, day in first_days_back(problem)
            if officer in problem.officer
        ]
        self._recalls = [
            of(Work(officer.id, day, codes))
            for officer in problem.officers
            for day in problem.horizon.range
            if (officer.id, day) not in published
        ]
        self._notice = counts.notice

    def total(self, duties: int) -> Expression:
        """First days back, then recalls, then notice, as one number where so many dates change."""
        sooner = 1 + duties * self._days
        return sooner * (duties + 1) * Sum(self._back) + sooner * Sum(self._recalls) + self._notice

    def largest(self, duties: int) -> int:
        """What the total cannot exceed where no more dates change."""
        sooner = 1 + duties * self._days
        return sooner * (duties + 1) * (duties + 1)
