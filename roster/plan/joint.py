"""Several days decided together, under every must: so one day's choice never makes a later day impossible."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from ortools.sat.python import cp_model

from roster.domain.activity import Activity, Choice
from roster.forms import Expression, Forms, Sum
from roster.rules.limits import AtMostGroups, Limit, Linear
from roster.rules.patrol.base import PlanRule
from roster.rules.variables import Decision, Does
from roster.solvers import cpsat


def musts(rules: Iterable[PlanRule]) -> tuple[PlanRule, ...]:
    """The rules that must be kept."""
    return tuple(rule for rule in rules if rule.must)


def joint_limits(choice: Choice, days: Iterable[int], rules: Iterable[PlanRule]) -> dict[str, tuple[Limit, ...]]:
    """What rules limit on several days, of a choice that has activities of them; what must be kept between them too."""
    on = [replace(choice, day=day) for day in days]
    return {
        rule.name: (*(limit for one in on for limit in rule.limits(one)), *(rule.ties(choice) if rule.must else ()))
        for rule in rules
    }


def open_limits(limits: Iterable[Limit]) -> tuple[Limit, ...]:
    """Those of which something is still to be decided."""

    def is_open(limit: Limit) -> bool:
        if isinstance(limit, AtMostGroups):
            return any(limit.groups)
        return isinstance(limit, Linear) and any(isinstance(decision, Does) for _weight, decision in limit.terms)

    return tuple(filter(is_open, limits))


@dataclass(frozen=True)
class Effort:
    """How long CP-SAT may work: seconds, or its own measure of work where no `clock` counts."""

    seconds: float
    seed: int
    clock: bool


def together(
    choice: Choice, days: Sequence[int], rules: Iterable[PlanRule], effort: Effort
) -> tuple[Activity, ...] | None:
    """Activities of some days that keep every must; None where none are found in the time."""
    kept = musts(rules)
    day = Musts(choice, kept, joint_limits(choice, days, kept))
    parameters = cpsat.Parameters.within(effort.seconds, by_work=not effort.clock, seed=effort.seed, first=True)
    result = cpsat.solve(day.model, parameters, asked=True)
    return day.chosen(result.values) if result.solved else None


class Musts:
    """The activities of some days for CP-SAT: each crew's shift is a path through them, under the musts."""

    def __init__(self, choice: Choice, rules: Sequence[PlanRule], limits: Mapping[str, Sequence[Limit]]) -> None:
        self.choice = choice
        self.model = cp_model.CpModel()
        self._does: dict[int, Expression] = {}
        self._paths()
        forms = Forms(self.model, self._of, lambda decision: 1)
        for rule in rules:
            for limit in limits[rule.name]:
                forms.hold(limit)

    def _paths(self) -> None:
        """Every crew does one activity after the other, each where the one before has ended."""
        by_crew: dict[object, list[Activity]] = {}
        for activity in self.choice.activities:
            by_crew.setdefault(activity.crew.id, []).append(activity)
        for activities in by_crew.values():
            if len(activities) == 1:
                self._does[activities[0].number] = 1
                continue
            flow: dict[tuple[int, str], list[tuple[int, cp_model.IntVar]]] = {}
            last = len(activities[0].crew.parts)
            first = []
            for activity in activities:
                variable = self.model.new_bool_var("")
                self._does[activity.number] = variable
                if activity.first == 0:
                    first.append(variable)
                else:
                    flow.setdefault((activity.first, activity.begins), []).append((-1, variable))
                if activity.last + 1 < last:
                    flow.setdefault((activity.last + 1, activity.ends), []).append((1, variable))
            self.model.add(Sum(first) == 1)
            for terms in flow.values():
                self.model.add(Sum([weight * variable for weight, variable in terms]) == 0)

    def _of(self, decision: Decision) -> Expression:
        """The expression of a decision."""
        return self._does.get(decision.activity, 0) if isinstance(decision, Does) else 0

    def chosen(self, values: Sequence[int]) -> tuple[Activity, ...]:
        """The activities of a solution."""
        return tuple(activity for activity in self.choice.activities if self._value(activity.number, values))

    def _value(self, number: int, values: Sequence[int]) -> int:
        expression = self._does[number]
        if isinstance(expression, int):
            return expression
        assert isinstance(expression, cp_model.IntVar)
        return values[expression.index]
