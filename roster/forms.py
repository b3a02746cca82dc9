"""Limit forms compiled for CP-SAT: held, held under a switch, or priced at their amount.

Each form is compiled here once, for any model: `of` tells which expression stands for a decision. A form's price is a
slack that is exactly as large as what is missing or too much, bounded by the largest possible amount.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import chain, combinations

from ortools.sat.python import cp_model

from roster.rules.limits import AllOrNone, AtLeastGroups, AtMostGroups, Forbidden, GroupRun, Limit, Linear, Run, Spread
from roster.rules.variables import Decision, Members

Expression = cp_model.LinearExpr | int
Sum = cp_model.LinearExpr.sum


class Forms:
    """Compiles limits into one model; `most` is the largest value of a decision."""

    def __init__(
        self, model: cp_model.CpModel, of: Callable[[Decision], Expression], most: Callable[[Decision], int]
    ) -> None:
        self.model, self._of, self._most_of = model, of, most

    def hold(self, limit: Limit, guard: cp_model.IntVar | None = None) -> None:
        """The limit is kept, or kept where the guard is true."""
        for constraint in self._constraints(limit):
            if guard is not None:
                constraint.only_enforce_if(guard)

    def _constraints(self, limit: Limit) -> Iterable[cp_model.Constraint]:
        add, of = self.model.add, self._of
        match limit:
            case Linear():
                total = self._sum(limit)
                if limit.at_least is not None:
                    yield self._holds(total >= limit.at_least)
                if limit.ceiling is not None:
                    yield self._holds(total <= limit.ceiling)
            case Forbidden():
                yield self._holds(of(limit.first) + of(limit.second) <= 1)
            case Run() | GroupRun():
                for days, most in self._excess_windows(limit):
                    yield self._holds(Sum(days) <= most)
                for start, end, length, _missing in self._short_runs(limit):
                    yield self._holds(Sum([*length, *start, *end]) <= len(length) + len(start) + len(end) - 1)
            case AtMostGroups():
                touched = [self._any(group) for group in limit.groups]
                yield self._holds(Sum(touched) <= max(0, limit.at_most - limit.constant))
            case AtLeastGroups():
                touched = [self._just_any(group) for group in limit.groups]
                yield self._holds(Sum(touched) >= limit.at_least - limit.constant)
            case AllOrNone():
                for one, other in combinations([of(part) for part in limit.parts], 2):
                    yield self._holds(one - other == 0)
            case Spread():
                high, low = self._extremes(limit)
                yield add(high - low <= limit.allowed)

    def _holds(self, condition: cp_model.BoundedLinearExpression | bool) -> cp_model.Constraint:
        """The condition as a constraint, also where it has become a plain truth value."""
        if isinstance(condition, bool):
            condition = self.model.new_constant(int(condition)) == 1
        return self.model.add(condition)

    def amount(self, limit: Limit) -> tuple[Expression, int]:
        """The limit's amount as an expression, and the largest that it can be."""
        match limit:
            case Linear():
                return self._linear_amount(limit)
            case Forbidden():
                first, second = self._of(limit.first), self._of(limit.second)
                if constant(first) or constant(second):
                    return 0, 0
                both = self.model.new_bool_var("")
                self.model.add(both >= first + second - 1)
                return limit.factor * both, limit.factor
            case Run() | GroupRun():
                return self._run_amount(limit)
            case AtMostGroups():
                touched = [self._any(group) for group in limit.groups]
                free = max(0, limit.at_most - limit.constant)
                most = max(0, len(touched) - free)
                if most == 0:
                    return 0, 0
                over = self.model.new_int_var(0, most, "")
                self.model.add(over >= Sum(touched) - free)
                return limit.factor * over, limit.factor * most
            case AtLeastGroups():
                asked = max(0, limit.at_least - limit.constant)
                if asked == 0:
                    return 0, 0
                short = self.model.new_int_var(0, asked, "")
                self.model.add(short >= asked - Sum([self._just_any(group) for group in limit.groups]))
                return limit.factor * short, limit.factor * asked
            case AllOrNone():
                parts = [self._of(part) for part in limit.parts]
                split = self.model.new_bool_var("")
                for one, other in combinations(parts, 2):
                    self.model.add(split >= one - other)
                    self.model.add(split >= other - one)
                return limit.factor * split, limit.factor
            case Spread():
                high, low = self._extremes(limit)
                most = -(-max(0, self._span(limit) - limit.allowed) // limit.per)
                if most == 0:
                    return 0, 0
                over = self.model.new_int_var(0, most, "")
                self.model.add(limit.per * over >= high - low - limit.allowed)
                return limit.factor * over, limit.factor * most

    def _sum(self, limit: Linear) -> Expression:
        terms = [(weight, self._of(decision)) for weight, decision in limit.terms]
        return Sum([weight * term for weight, term in terms]) + limit.constant

    def _linear_amount(self, limit: Linear) -> tuple[Expression, int]:
        total = self._sum(limit)
        lowest, highest = self._range(limit)
        amount: Expression = 0
        largest = 0
        if limit.at_least is not None and lowest < limit.at_least:
            most = -(-(limit.at_least - lowest) // limit.per)
            if highest <= limit.at_least and limit.per == 1:
                amount += limit.at_least - total
            else:
                short = self.model.new_int_var(0, most, "")
                self.model.add(total + limit.per * short >= limit.at_least)
                amount += short
            largest += most
        if limit.ceiling is not None and highest > limit.ceiling:
            most = -(-(highest - limit.ceiling) // limit.per)
            if lowest >= limit.ceiling and limit.per == 1:
                amount += total - limit.ceiling
            else:
                over = self.model.new_int_var(0, most, "")
                self.model.add(total - limit.per * over <= limit.ceiling)
                amount += over
            largest += most
        return limit.factor * amount, limit.factor * largest

    def _range(self, limit: Linear) -> tuple[int, int]:
        """The least and largest value that the terms allow, each decision by itself."""
        low = high = limit.constant
        for weight, decision in limit.terms:
            expression = self._of(decision)
            least = expression if isinstance(expression, int) else 0
            most = expression if isinstance(expression, int) else self._most_of(decision)
            low += min(weight * least, weight * most)
            high += max(weight * least, weight * most)
        return low, high

    def _any(self, group: tuple[Decision, ...]) -> Expression:
        """1 when any decision of a group is taken."""
        seats = (decision.seats if isinstance(decision, Members) else (decision,) for decision in group)
        terms = [self._of(decision) for decision in chain.from_iterable(seats)]
        if any(constant(term) and term for term in terms):
            return 1
        taken = [term for term in terms if not constant(term)]
        if len(taken) <= 1:
            return taken[0] if taken else 0
        any_taken = self.model.new_bool_var("")
        for term in taken:
            self.model.add(any_taken >= term)
        return any_taken

    def _just_any(self, group: tuple[Decision, ...]) -> Expression:
        """1 when any decision of a group is taken, and 0 when none is."""
        found = self._any(group)
        if not constant(found):
            self.model.add(found <= Sum([self._of(decision) for decision in group]))
        return found

    def _excess_windows(self, limit: Run | GroupRun) -> Iterable[tuple[list[Expression], int]]:
        """Stretches one day longer than allowed, as (indicators of the days in the horizon, how many may hold)."""
        if limit.at_most is None:
            return
        days = self._indicators(limit)
        before = limit.before or 0
        for last in range(len(days)):
            first = last - limit.at_most
            if first >= -before:
                window = days[max(0, first) : last + 1]
                yield window, len(window) - 1

    def _short_runs(
        self, limit: Run | GroupRun
    ) -> Iterable[tuple[list[Expression], list[Expression], list[Expression], int]]:
        """Runs that are too short: (day before does not hold, day after does not hold, days that hold, missing)."""
        days = self._indicators(limit)
        for length in range(1, limit.at_least):
            for first in range(1, len(days) - length):
                run, after = days[first : first + length], 1 - days[first + length]
                yield [1 - days[first - 1]], [after], run, limit.at_least - length
        if limit.before is not None:
            for length in range(max(0, limit.at_least - limit.before)):
                if length < len(days) and limit.before + length > 0:
                    missing = limit.at_least - limit.before - length
                    yield [], [1 - days[length]], days[:length], missing

    def _indicators(self, limit: Run | GroupRun) -> list[Expression]:
        if isinstance(limit, GroupRun):
            return [self._just_any(group) for group in limit.groups]
        steps = [self._of(step) for step in limit.steps]
        return steps if limit.when else [1 - step for step in steps]

    def _run_amount(self, limit: Run | GroupRun) -> tuple[Expression, int]:
        amounts: list[Expression] = []
        largest = 0
        for days, most in self._excess_windows(limit):
            over = self.model.new_bool_var("")
            self.model.add(over >= Sum(days) - most)
            amounts.append(over)
            largest += 1
        for start, end, run, missing in self._short_runs(limit):
            short = self.model.new_bool_var("")
            self.model.add(short >= Sum([*start, *end, *run]) - (len(start) + len(end) + len(run) - 1))
            amounts.append(missing * short)
            largest += missing
        return limit.factor * Sum(amounts) if amounts else 0, limit.factor * largest

    def _extremes(self, limit: Spread) -> tuple[cp_model.IntVar, cp_model.IntVar]:
        totals = [
            Sum([weight * self._of(decision) for weight, decision in terms]) + constant
            for _, terms, constant in limit.counts
        ]
        low, high = self._spread_range(limit)
        highest, lowest = self.model.new_int_var(low, high, ""), self.model.new_int_var(low, high, "")
        for total in totals:
            self.model.add(highest >= total)
            self.model.add(lowest <= total)
        return highest, lowest

    def _spread_range(self, limit: Spread) -> tuple[int, int]:
        lows, highs = [], []
        for _, terms, constant in limit.counts:
            low, high = self._range(Linear(limit.spot, terms, constant=constant))
            lows.append(low)
            highs.append(high)
        return min(lows, default=0), max(highs, default=0)

    def _span(self, limit: Spread) -> int:
        low, high = self._spread_range(limit)
        return high - low


def both(model: cp_model.CpModel, one: Expression, other: Expression, name: str = "") -> cp_model.IntVar:
    """A variable that is 1 when both of two expressions are, each 0 or 1."""
    found = model.new_bool_var(name)
    model.add(found <= one)
    model.add(found <= other)
    model.add(found >= one + other - 1)
    return found


def constant(expression: Expression) -> bool:
    """Whether an expression is a plain number."""
    return isinstance(expression, int)
