"""One day of the plan as a model: each crew's shift is a path through its activities, under the rules' limits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from ortools.sat.python import cp_model

from roster.domain.activity import Activity, Choice
from roster.domain.itinerary import Itinerary, joined
from roster.forms import Expression, Forms, Sum
from roster.model import WISHES, tier_of, weight_of
from roster.rules import Rulebook
from roster.rules.limits import Decision, Does, Limit
from roster.rules.plan_rule import PlanRule


def plan_rules(rulebook: Rulebook) -> tuple[PlanRule, ...]:
    """The rules that speak of the plan."""
    return tuple(rule for rule in rulebook.rules if isinstance(rule, PlanRule))


def plan_limits(choice: Choice, rules: Iterable[PlanRule]) -> dict[str, tuple[Limit, ...]]:
    """What each rule of the plan limits on one day."""
    return {rule.name: tuple(rule.limits(choice)) for rule in rules}


class DayModel:
    """The decisions of one day and their totals: one for each priority, one for the wishes."""

    def __init__(self, choice: Choice, rules: Sequence[PlanRule], limits: Mapping[str, Sequence[Limit]]) -> None:
        self.choice = choice
        self.model = cp_model.CpModel()
        self._does: dict[int, Expression] = {}
        self._paths()
        self.forms = Forms(self.model, self.of, lambda decision: 1)
        costs: dict[int, list[Expression]] = {WISHES: []}
        for rule in rules:
            for limit in limits[rule.name]:
                if rule.must:
                    self.forms.hold(limit)
                else:
                    amount, largest = self.forms.amount(limit)
                    if largest:
                        costs.setdefault(tier_of(rule, limit), []).append(weight_of(rule) * amount)
        self.costs = {tier: Sum(found) if found else 0 for tier, found in costs.items()}

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

    def hold(self, tier: int, most: int) -> None:
        """Let a tier cost no more."""
        cost = self.costs[tier]
        if isinstance(cost, int):
            cost = self.model.new_constant(cost)
        self.model.add(cost <= most)

    def of(self, decision: Decision) -> Expression:
        """The expression of a decision."""
        return self._does.get(decision.activity, 0) if isinstance(decision, Does) else 0

    def start(self, chosen: Iterable[Activity]) -> dict[int, int]:
        """The variables' values, by index, where these activities are chosen."""
        numbers = {activity.number for activity in chosen}
        return {
            variable.index: int(number in numbers)
            for number, variable in self._does.items()
            if isinstance(variable, cp_model.IntVar)
        }

    def chosen(self, values: Sequence[int]) -> tuple[Activity, ...]:
        """The activities of a solution."""
        return tuple(activity for activity in self.choice.activities if self._value(activity.number, values))

    def _value(self, number: int, values: Sequence[int]) -> int:
        expression = self._does[number]
        if isinstance(expression, int):
            return expression
        assert isinstance(expression, cp_model.IntVar)
        return values[expression.index]


def itineraries(chosen: Iterable[Activity]) -> tuple[Itinerary, ...]:
    """Each crew's activities as its itinerary."""
    by_crew: dict[object, list[Activity]] = {}
    for activity in chosen:
        by_crew.setdefault(activity.crew.id, []).append(activity)
    return tuple(
        Itinerary(done[0].crew.id, joined([stop for a in sorted(done, key=lambda a: a.first) for stop in a.stops]))
        for done in by_crew.values()
    )
