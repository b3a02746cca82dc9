"""A day's choices as an integer program, straight from the rules' limits: each crew's shift a path, limits as rows.

What is missing or too much in a limit that is not a must is a column of its own, priced by tier. Activities that lead
to the same row share it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from roster.domain.activity import Activity, Choice
from roster.domain.ids import CrewId
from roster.plan.matrix import Bound, Matrix, Slack, Values, sums_of
from roster.rules.limits import AtMostGroups, Limit, Linear
from roster.rules.patrol.base import PlanRule
from roster.rules.variables import Does
from roster.solvers.program import Program
from roster.tiers import WISHES, tier_of, weight_of

INFINITE = float("inf")
OF_A_MUST = 10**7
"""The price of a must where a plan is constructed."""


class Rows:
    """The decisions of one day, and what each tier costs; columns of activities come first.

    Musts are rows that hold. `crews` tells the columns of each crew that has a choice.
    """

    def __init__(self, choice: Choice, rules: Sequence[PlanRule], limits: Mapping[str, Sequence[Limit]]) -> None:
        self.choice = choice
        self.crews: dict[CrewId, list[int]] = {}
        self.tiers: set[int] = {WISHES}
        self._column: dict[int, int] = {}  # number of an activity -> column, -1 where it is done anyhow
        self._matrix = Matrix()
        self._slacks: list[Slack] = []
        self._shared: dict[tuple[object, ...], Slack] = {}
        self._groups: list[tuple[int, list[int]]] = []  # a column that is as large as the largest of others
        self._direct: dict[int, dict[int, int]] = {}  # tier -> column -> cost
        self._offset: dict[int, int] = {}
        self._paths()
        self.activities, self._path_rows = len(self._chosen), len(self._matrix.low)
        for rule in rules:
            for limit in limits[rule.name]:
                self._limit(rule, limit)

    def _paths(self) -> None:
        """Every crew does one activity after the other, each where the one before has ended."""
        by_crew: dict[CrewId, list[Activity]] = {}
        for activity in self.choice.activities:
            by_crew.setdefault(activity.crew.id, []).append(activity)
        self._chosen: list[Activity] = []
        for crew, activities in by_crew.items():
            if len(activities) == 1:
                self._column[activities[0].number] = -1
                continue
            flow: dict[tuple[int, str], dict[int, int]] = {}
            last = len(activities[0].crew.parts)
            first = []
            for activity in activities:
                column = len(self._chosen)
                self._column[activity.number] = column
                self._chosen.append(activity)
                self.crews.setdefault(crew, []).append(column)
                if activity.first == 0:
                    first.append(column)
                else:
                    flow.setdefault((activity.first, activity.begins), {})[column] = -1
                if activity.last + 1 < last:
                    flow.setdefault((activity.last + 1, activity.ends), {})[column] = 1
            self._matrix.add(first, [1] * len(first), 1, 1)
            for terms in flow.values():
                self._matrix.add(terms.keys(), terms.values(), 0, 0)

    def _limit(self, rule: PlanRule, limit: Limit) -> None:
        if isinstance(limit, AtMostGroups):
            self._touched(limit)
            return
        assert isinstance(limit, Linear), "rows of a plan are linear"
        terms, constant = self._terms(limit)
        lowest = constant + sum(weight for weight in terms.values() if weight < 0)
        highest = constant + sum(weight for weight in terms.values() if weight > 0)
        bounds = ((1, limit.at_least, lowest, highest), (-1, limit.ceiling, -highest, -lowest))
        for sign, bound, least, most in bounds:
            if bound is None or least >= sign * bound:
                continue
            missing = sign * bound - sign * constant  # of sign times the terms
            if rule.must:
                self._row(terms, sign, missing)
                continue
            tier, weight = tier_of(rule, limit), weight_of(rule) * limit.factor
            self.tiers.add(tier)
            if most <= sign * bound and limit.per == 1:  # each term makes it less
                own = self._direct.setdefault(tier, {})
                for column, factor in terms.items():
                    own[column] = own.get(column, 0) - sign * factor * weight
                self._offset[tier] = self._offset.get(tier, 0) + weight * missing
                continue
            largest = -(-(sign * bound - least) // limit.per)
            self._priced(terms, sign, missing, (limit.per, largest), tier, weight)

    def _terms(self, limit: Linear) -> tuple[dict[int, int], int]:
        """A limit's terms by column, and its constant with what is done anyhow."""
        found: dict[int, int] = {}
        constant, column_of = limit.constant, self._column
        for weight, decision in limit.terms:
            column = column_of.get(decision.activity) if isinstance(decision, Does) else None
            if column is None:
                continue
            if column < 0:
                constant += weight
            else:
                found[column] = found.get(column, 0) + weight
        return found, constant

    def _row(self, terms: Mapping[int, int], sign: int, missing: int) -> int:
        low, high = (missing, INFINITE) if sign > 0 else (-INFINITE, -missing)
        return self._matrix.add(terms.keys(), terms.values(), low, high)

    def _priced(
        self, terms: dict[int, int], sign: int, missing: int, units: tuple[int, int], tier: int, weight: int
    ) -> None:
        key = (sign, missing, units, tuple(terms.items()))
        slack = self._shared.get(key)
        if slack is None:
            slack = Slack(self._row(terms, sign, missing), sign, *units, {})
            self._shared[key] = slack
            self._slacks.append(slack)
        slack.prices[tier] = slack.prices.get(tier, 0) + weight

    def _touched(self, limit: AtMostGroups) -> None:
        """At most so many groups of which anything is done: a must between days."""
        column_of, groups = self._column, []
        for decisions in limit.groups:
            numbers = [d.activity for d in decisions if isinstance(d, Does)]
            groups.append([column_of[number] for number in numbers if number in column_of])
        done = sum(-1 in group for group in groups)
        free = [group for group in groups if group and -1 not in group]
        room = max(0, limit.at_most - limit.constant) - done
        if len(free) > room:
            columns = [-1 - len(self._groups) - number for number in range(len(free))]  # told apart from slacks below
            self._groups += list(zip(columns, free, strict=True))
            for column, group in zip(columns, free, strict=True):
                for member in group:
                    self._matrix.add((column, member), (1, -1), 0, INFINITE)
            self._matrix.add(columns, [1] * len(columns), -INFINITE, room)

    @cached_property
    def _size(self) -> int:
        return self.activities + len(self._slacks) + len(self._groups)

    @cached_property
    def _arrays(self) -> tuple[NDArray[np.int64], NDArray[np.int64], Values, Values, Values]:
        """Starts, columns and weights of all rows, slacks and groups included, with their bounds."""
        matrix = self._matrix
        columns = np.array(matrix.columns, dtype=np.int64)
        groups = columns < 0
        columns[groups] = self.activities + len(self._slacks) - 1 - columns[groups]
        weights, starts = np.array(matrix.weights, dtype=float), np.array(matrix.ends, dtype=np.int64)
        rows = np.array([slack.row for slack in self._slacks], dtype=np.int64)
        at = starts[rows + 1]
        own = self.activities + np.arange(len(rows))
        signed = np.array([slack.sign * slack.per for slack in self._slacks], dtype=float)
        columns, weights = np.insert(columns, at, own), np.insert(weights, at, signed)
        more = np.zeros(len(starts), dtype=np.int64)
        more[rows + 1] = 1
        return (
            starts + np.cumsum(more),
            columns,
            weights,
            np.array(matrix.low, dtype=float),
            np.array(matrix.high, dtype=float),
        )

    def costs(self, tier: int) -> tuple[Values, int]:
        """What one more of each column costs in a tier, and what the tier costs without any."""
        found = np.zeros(self._size)
        for column, cost in self._direct.get(tier, {}).items():
            found[column] = cost
        for number, slack in enumerate(self._slacks, self.activities):
            found[number] = slack.prices.get(tier, 0)
        return found, self._offset.get(tier, 0)

    def program(self, prices: Mapping[int, int], most: Mapping[int, int] | None = None) -> tuple[Program, int]:
        """The program that minimises the tiers at these prices, and its constant; tiers may be held at `most`."""
        starts, columns, weights, low, high = self._arrays
        cost, offset = np.zeros(self._size), 0
        for tier, price in prices.items():
            own, constant = self.costs(tier)
            cost += price * own
            offset += price * constant
        for tier, limit in (most or {}).items():
            own, constant = self.costs(tier)
            taken = np.flatnonzero(own)
            columns, weights = np.concatenate([columns, taken]), np.concatenate([weights, own[taken]])
            starts = np.append(starts, len(columns))
            low, high = np.append(low, -INFINITE), np.append(high, limit - constant)
        top = np.full(self._size, 1.0)
        top[self.activities : self.activities + len(self._slacks)] = [slack.most for slack in self._slacks]
        return Program(starts, columns, weights, low, high, np.zeros(self._size), top, cost), offset

    @property
    def slack_rows(self) -> NDArray[np.int64]:
        """The row of each column of what is missing or too much, which come after those of activities."""
        return self._of_slacks[0]

    @cached_property
    def _of_slacks(self) -> tuple[NDArray[np.int64], Values, Values]:
        """Of each slack: its row, sign and units."""
        rows = np.array([slack.row for slack in self._slacks], dtype=np.int64)
        signs = np.array([slack.sign for slack in self._slacks], dtype=float)
        return rows, signs, np.array([slack.per for slack in self._slacks], dtype=float)

    def activity(self, column: int) -> Activity:
        """What a column stands for."""
        return self._chosen[column]

    def by_column(self, prices: Mapping[int, int]) -> tuple[list[list[tuple[int, int]]], list[Bound], Values]:
        """The rows of each activity's column but for its path, what each row asks for, and the columns' own prices."""
        matrix = self._matrix
        terms: list[list[tuple[int, int]]] = [[] for _column in range(self.activities)]
        priced = {slack.row: slack for slack in self._slacks}
        bounds = []
        for row, (low, high) in enumerate(zip(matrix.low, matrix.high, strict=True)):
            slack = priced.get(row)
            price = sum(prices.get(tier, 0) * cost for tier, cost in slack.prices.items()) if slack else OF_A_MUST
            bounds.append(Bound(low, high, slack.per if slack else 1, price))
            for at in range(matrix.ends[row], matrix.ends[row + 1]) if row >= self._path_rows and price else ():
                if matrix.columns[at] >= 0:
                    terms[matrix.columns[at]].append((row, matrix.weights[at]))
        direct = sum((price * self.costs(tier)[0] for tier, price in prices.items()), np.zeros(self._size))
        return terms, bounds, direct

    def values(self, done: Values | Sequence[float]) -> Values:
        """All columns' values where these activities, by column, are done: each slack as small as it can be."""
        low, high = self._arrays[3:]
        found = np.zeros(self._size)
        found[: self.activities] = done
        for number, (_column, group) in enumerate(self._groups, self.activities + len(self._slacks)):
            found[number] = max(found[group])
        rows, signs, per = self._of_slacks
        sums = sums_of(*self._arrays[:3], found)
        bounds = np.where(signs > 0, low[rows], high[rows])
        found[self.activities : self.activities + len(rows)] = np.ceil(
            np.maximum(0.0, signs * (bounds - sums[rows])) / per
        )
        return found

    def cost(self, tier: int, values: Values) -> int:
        """What a tier costs."""
        own, constant = self.costs(tier)
        return round(float(own @ values)) + constant

    def done(self, chosen: Iterable[Activity]) -> Values:
        """All columns' values where these activities are chosen."""
        done = np.zeros(self.activities)
        columns = [self._column[activity.number] for activity in chosen]
        done[[column for column in columns if column >= 0]] = 1.0
        return self.values(done)

    def chosen(self, values: Values) -> tuple[Activity, ...]:
        """The activities of a solution, with those that are done anyhow."""
        return tuple(a for a in self.choice.activities if (c := self._column[a.number]) < 0 or values[c] > 0.5)
