"""How much of a published roster changes, as totals of a model: people, duties, notice, crews."""

from __future__ import annotations

from functools import cached_property
from typing import Literal

from ortools.sat.python import cp_model

from roster.aggregation import aggregate
from roster.forms import Expression, Sum
from roster.model import Model
from roster.rules.roster.keep_published import KeepPublished

Counted = Literal["people", "duties", "notice", "crews"]


def rule(counts: Counted) -> KeepPublished:
    """The rule that counts changes; its weight does not matter, since its amount is a stage of its own."""
    return KeepPublished(rule="keep_published", counts=counts, weight=1)


class ChangeCounts:
    """The changes that a model's solution makes, counted by the rule `keep_published`."""

    def __init__(self, model: Model) -> None:
        self._model = model

    @cached_property
    def duties(self) -> cp_model.IntVar:
        """Changed dates of officers."""
        return self._total("duties", [cell for cells in self._cells.values() for cell in cells])

    @cached_property
    def people(self) -> cp_model.IntVar:
        """Officers with any changed date. That each date implies its officer tightens the linear relaxation."""
        model = self._model.model
        for officer, (amount, _) in self._changed.items():
            for cell, _ in self._cells.get(officer, ()):
                model.add(amount >= cell)
        return self._total("people", list(self._changed.values()))

    @property
    def changed(self) -> list[cp_model.IntVar]:
        """For each officer, where it is open, whether any date changes."""
        return [amount for amount, _ in self._changed.values() if isinstance(amount, cp_model.IntVar)]

    @cached_property
    def notice(self) -> cp_model.IntVar:
        """Changed dates, the sooner the more."""
        return self._total("notice", self._amounts("notice"))

    @cached_property
    def crews(self) -> cp_model.IntVar:
        """Members, vehicles and places of crews that are not as published."""
        return self._total("crews", self._amounts("crews"))

    @cached_property
    def _changed(self) -> dict[str, tuple[Expression, int]]:
        changed: dict[str, tuple[Expression, int]] = {}
        for limit in rule("people").limit_all(self._model.problem):
            amount, largest = self._model.forms.amount(limit)
            if largest:
                (officer,) = limit.spot.officers
                changed[officer] = (amount, 1)
        return changed

    @cached_property
    def _cells(self) -> dict[str, list[tuple[Expression, int]]]:
        cells: dict[str, list[tuple[Expression, int]]] = {}
        for limit in rule("duties").limit_all(self._model.problem):
            (officer,) = limit.spot.officers
            cells.setdefault(officer, []).append(self._model.forms.amount(limit))
        return cells

    def _amounts(self, counts: Counted) -> list[tuple[Expression, int]]:
        limits = list(rule(counts).limit_all(self._model.problem))
        if self._model.decisions.grain == "kind":
            limits = list(aggregate(limits, self._model.problem))
        return [self._model.forms.amount(limit) for limit in limits]

    def _total(self, name: str, amounts: list[tuple[Expression, int]]) -> cp_model.IntVar:
        fixed = sum(amount for amount, _ in amounts if isinstance(amount, int))
        open_amounts = [(amount, largest) for amount, largest in amounts if not isinstance(amount, int)]
        most = fixed + sum(largest for _, largest in open_amounts)
        total = self._model.model.new_int_var(0, most, name)
        self._model.model.add(total == fixed + Sum([amount for amount, _ in open_amounts]))
        return total
