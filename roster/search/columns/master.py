"""The master problem: each officer has one line of work; what ties people together holds over all lines.

Its rows are those of the model by unit kind that the officers' diagrams do not tell; its columns are lines of work and
the model's other variables. Dantzig and Wolfe (1960), "Decomposition principle for linear programs".
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

import highspy
import numpy as np
from numpy.typing import NDArray
from ortools.sat.python import cp_model

from roster.domain.problem import Problem
from roster.model import WISHES, Limits, Model, tier_of, weight_of
from roster.rules import Rulebook
from roster.rules.limits import Forbidden, Limit, Linear, Spot, Work
from roster.search.columns.automaton import Automaton, anonymous, compiled, officer_of
from roster.search.columns.diagram import BIG, Diagram, TooLargeError
from roster.search.highs import SilentHighs
from roster.search.relax import Program, as_program

LARGEST = 60_000_000
"""States of all diagrams, times officers, above which the limit that adds most is left to the master's rows."""

ENOUGH = 1e-6
"""Reduced costs that differ by less are the same."""

Array = NDArray[np.float64]
Index = NDArray[np.int64]
Choices = NDArray[np.int32]
Line = tuple[tuple[int, str, str], ...]
"""One officer's duties as (day, shift, unit kind)."""


@dataclass(frozen=True)
class Column:
    """A line of an officer (by number)."""

    officer: int
    line: Line
    whole: bool  # whether it may be the officer's only line: it keeps the rows that speak of this officer alone


@dataclass(frozen=True)
class Share:
    """Officers (by number) who share a diagram."""

    officers: Index
    diagram: Diagram


class Lines:
    """Each officer's lawful lines, from the limits that speak of that officer alone; the rest is the master's."""

    def __init__(self, problem: Problem, rulebook: Rulebook, limits: Limits) -> None:
        self.problem = problem
        own: dict[str, list[tuple[Limit, bool, int, str, int]]] = defaultdict(list)
        for rule in rulebook.rules:
            for position, limit in enumerate(limits[rule.name]):
                officer = officer_of(limit)
                alone = isinstance(limit, Linear) and len(limit.terms) == 1
                if officer is None or alone or not (rule.must or tier_of(rule, limit) == WISHES):
                    continue
                weight = 0 if rule.must else weight_of(rule)
                own[officer].append((anonymous(limit), rule.must, weight, rule.name, position))
        clashes = tuple(_clashes(problem))
        groups: dict[tuple[tuple[Limit, bool, int], ...], list[str]] = defaultdict(list)
        for officer in problem.officer:
            groups[tuple(entry[:3] for entry in own[officer])].append(officer)
        told: set[tuple[str, int]] = set()
        self.shares: list[Share] = []
        number = {officer: index for index, officer in enumerate(problem.officer)}
        for key, officers in groups.items():
            diagram, used = self._diagram([*clashes, *key], LARGEST // len(problem.officers))
            self.shares.append(Share(np.array([number[o] for o in officers]), diagram))
            for officer in officers:
                told |= {own[officer][index - len(clashes)][3:] for index in used if index >= len(clashes)}
        self.left = {
            name: tuple(limit for position, limit in enumerate(found) if (name, position) not in told)
            for name, found in limits.items()
        }

    def _diagram(self, entries: list[tuple[Limit, bool, int]], largest: int) -> tuple[Diagram, list[int]]:
        """A diagram of as many limits as fit, and which ones they are."""
        problem = self.problem
        days, shifts = problem.horizon.days, problem.shift_codes
        found: list[tuple[int, Automaton, int]] = []
        for index, (limit, held, weight) in enumerate(entries):
            automaton = compiled(limit, held, days, shifts)
            if automaton is not None:
                found.append((index, automaton, weight))
        while True:
            try:
                diagram = Diagram(
                    [automaton for _, automaton, _ in found],
                    [weight for *_, weight in found],
                    days,
                    len(shifts) + 1,
                    largest // (len(shifts) + 1),
                )
                return diagram, [index for index, *_ in found]
            except TooLargeError as error:
                found.pop(error.automaton)


def _clashes(problem: Problem) -> list[tuple[Limit, bool, int]]:
    """No two duties overlap: physics, told as limits."""
    reach = 1 + max((shift.hours.end // 1440 for shift in problem.shifts), default=0)
    clashes: list[tuple[Limit, bool, int]] = []
    for day in problem.horizon.range:
        for shift in problem.shifts:
            for later in range(day + 1, min(day + reach + 1, problem.horizon.days)):
                codes = tuple(s.code for s in problem.shifts if s.span(later).overlap(shift.span(day)))
                if codes:
                    first, second = Work("", day, (shift.code,)), Work("", later, codes)
                    clashes.append((Forbidden(Spot(), first, second), True, 0))
    return clashes


class Master:
    """The linear program over the columns found so far, with the bound that its prices prove."""

    def __init__(self, problem: Problem, rulebook: Rulebook, limits: Limits, most: Mapping[int, int]) -> None:
        self.problem = problem
        self.lines = Lines(problem, rulebook, limits)
        model = Model(problem, rulebook, self.lines.left, "kind")
        for priority, largest in most.items():
            model.model.add(model.short[priority] <= largest)
        model.model.minimize(model.wishes)
        program = as_program(model.model)
        assert program is not None
        self._options(model, len(program.low))
        self._rows(program, model)
        self._start()

    def _options(self, model: Model, size: int) -> None:
        """Each way to serve on a day: officer, day, choice and the variables that it sets to 1."""
        decisions, problem = model.decisions, self.problem
        number = {officer: index for index, officer in enumerate(problem.officer)}
        choice = {code: index + 1 for index, code in enumerate(problem.shift_codes)}
        rows: list[tuple[int, ...]] = []
        kinds = list(problem.kind)
        for serves, variable in decisions.serving():
            work = decisions.of(Work(serves.officer, serves.day, (serves.shift,)))
            day = decisions.of(Work(serves.officer, serves.day, problem.shift_codes))
            found = dict.fromkeys(v.index for v in (variable, work, day) if isinstance(v, cp_model.IntVar))
            three = [*found, *[size] * (3 - len(found))]
            place = number[serves.officer], serves.day, choice[serves.shift], kinds.index(serves.kind)
            rows.append((*place, *three))
        rows.sort()
        table = np.array(rows, dtype=np.int64).reshape(-1, 7)
        self._option_kinds = [kinds[kind] for kind in table[:, 3]]
        self.option_variables: Index = table[:, 4:]
        cells = len(problem.officers), problem.horizon.days, len(problem.shift_codes) + 1
        flat = np.ravel_multi_index((table[:, 0], table[:, 1], table[:, 2]), cells)
        self._cells, first = np.unique(flat, return_index=True)
        self._first, self._shape = first, cells
        self._last = np.append(first[1:], len(flat))
        self.is_line = np.zeros(size + 1, dtype=bool)
        self.is_line[self.option_variables] = True
        self.is_line = self.is_line[:size]

    def _rows(self, program: Program, model: Model) -> None:
        """Rows that say more than what a line says by itself; columns for the variables that are no part of a line."""
        row_of = program.row_of
        other = ~self.is_line[program.columns]
        kept = np.zeros(len(program.row_low), dtype=bool)
        kept[row_of[other]] = True
        kept[model.physics_rows :] = True
        new_row = np.cumsum(kept) - 1
        entries = kept[row_of]
        rows, columns, weights = new_row[row_of[entries]], program.columns[entries], program.weights[entries]
        self.row_low, self.row_high = program.row_low[kept], program.row_high[kept]
        self.others = np.flatnonzero(~self.is_line)
        order = np.argsort(columns, kind="stable")
        self._entry_rows, self._entry_weights = rows[order], weights[order]
        self._column_starts = np.searchsorted(columns[order], np.arange(len(program.low) + 1))
        self.low, self.high, self.cost = program.low, program.high, program.cost
        self.rows = len(self.row_low)
        tied = np.zeros(self.rows, dtype=bool)
        tied[rows[~self.is_line[columns]]] = True
        self._alone = ~tied  # rows over lines only; those of one officer bind that officer's line by itself

    def _entries(self, variables: Index) -> tuple[Index, Array]:
        """Rows and weights of some variables together."""
        total = np.zeros(self.rows)
        for variable in variables:
            part = slice(self._column_starts[variable], self._column_starts[variable + 1])
            np.add.at(total, self._entry_rows[part], self._entry_weights[part])
        found = np.flatnonzero(total)
        return found, total[found]

    def _start(self) -> None:
        solver = SilentHighs()  # type: ignore[no-untyped-call]
        solver.setOptionValue("threads", 1)
        self._solver = solver
        staff = len(self.problem.officers)
        lp = highspy.HighsLp()
        rows = self.rows + staff
        parts = [slice(self._column_starts[v], self._column_starts[v + 1]) for v in self.others]
        penalty = 10_000.0
        starts = [0]
        index: list[Index] = []
        value: list[Array] = []
        for part in parts:
            index.append(self._entry_rows[part])
            value.append(self._entry_weights[part])
            starts.append(starts[-1] + part.stop - part.start)
        # slack columns keep the first programs feasible
        slack_low = np.flatnonzero(np.isfinite(self.row_low))
        slack_high = np.flatnonzero(np.isfinite(self.row_high))
        slack_rows = np.concatenate([slack_low, slack_high, self.rows + np.arange(staff)])
        slack_values = np.concatenate([np.ones(len(slack_low)), -np.ones(len(slack_high)), np.ones(staff)])
        index.append(slack_rows)
        value.append(slack_values)
        starts += list(starts[-1] + 1 + np.arange(len(slack_rows)))
        lp.num_col_, lp.num_row_ = len(starts) - 1, rows
        lp.col_cost_ = np.concatenate([self.cost[self.others], np.full(len(slack_rows), penalty)])
        lp.col_lower_ = np.concatenate([self.low[self.others], np.zeros(len(slack_rows))])
        lp.col_upper_ = np.concatenate([self.high[self.others], np.full(len(slack_rows), highspy.kHighsInf)])
        lp.row_lower_ = np.concatenate([self.row_low, np.ones(staff)])
        lp.row_upper_ = np.concatenate([self.row_high, np.ones(staff)])
        lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        lp.a_matrix_.start_ = np.array(starts, dtype=np.int32)
        lp.a_matrix_.index_ = np.concatenate(index).astype(np.int32)
        lp.a_matrix_.value_ = np.concatenate(value)
        self._own_columns = len(starts) - 1
        solver.passModel(lp)
        self.columns: list[Column] = []
        self._known: set[tuple[int, bytes]] = set()
        self._diagram_of = {int(o): share.diagram for share in self.lines.shares for o in share.officers}

    def price(self, duals: Array) -> tuple[Array, Choices]:
        """For each officer the cheapest line under some prices, with its cost."""
        reduced = self.reduced(duals)
        option = np.append(reduced, 0.0)[self.option_variables].sum(axis=1)
        self._option_costs = option
        costs = np.full(int(np.prod(self._shape)), BIG)
        if len(option):
            costs[self._cells] = np.minimum.reduceat(option, self._first)
        costs = costs.reshape(self._shape)
        costs[:, :, 0] = 0.0
        staff = len(self.problem.officers)
        values, lines = np.zeros(staff), np.zeros((staff, self.problem.horizon.days), dtype=np.int32)
        for share in self.lines.shares:
            mine = np.ascontiguousarray(costs[share.officers].transpose(1, 2, 0))
            values[share.officers], lines[share.officers] = share.diagram.cheapest(mine)
        return values, lines

    def reduced(self, duals: Array) -> Array:
        """Each variable's cost less what its rows pay for it."""
        paid = np.add.reduceat(
            np.append(self._entry_weights * duals[self._entry_rows], 0.0),
            np.minimum(self._column_starts[:-1], len(self._entry_rows)),
        )
        paid[self._column_starts[:-1] == self._column_starts[1:]] = 0.0
        return self.cost - paid

    def bound(self, duals: Array) -> tuple[float, Array, Choices]:
        """What prices prove (Lagrange): no roster costs less, whatever the prices are."""
        duals = np.where(np.isneginf(self.row_low), np.minimum(duals, 0), duals)
        duals = np.where(np.isposinf(self.row_high), np.maximum(duals, 0), duals)
        values, lines = self.price(duals)
        reduced = self.reduced(duals)[self.others]
        low, high = self.low[self.others], self.high[self.others]
        rows = np.where(duals > 0, self.row_low, self.row_high)
        fixed = float(np.sum(np.where(duals == 0, 0.0, duals * np.where(duals == 0, 0.0, rows))))
        free = float(np.sum(np.where(reduced > 0, reduced * low, reduced * high)))
        return fixed + free + float(values.sum()), values, lines

    def add(self, officer: int, line: Choices) -> bool:
        """Add a line as a column, each duty in its cheapest unit kind at the last prices, unless it is known."""
        days = np.flatnonzero(line)
        cells = np.ravel_multi_index((np.full(len(days), officer), days, line[days]), self._shape)
        options = []
        for position in np.searchsorted(self._cells, cells):
            first, last = self._first[position], self._last[position]
            options.append(first + int(np.argmin(self._option_costs[first:last])))
        key = (officer, np.array(options).tobytes())
        if key in self._known:
            return False
        self._known.add(key)
        variables = self.option_variables[options].ravel()
        variables = variables[variables < len(self.cost)]
        cost = self._diagram_of[officer].cost_of(line) + float(self.cost[variables].sum())
        rows, weights = self._entries(variables)
        shifts = self.problem.shift_codes
        duties = zip(days, options, strict=True)
        column = tuple((int(day), shifts[line[day] - 1], self._option_kinds[option]) for day, option in duties)
        alone = self._alone[rows]
        total, row = weights[alone], rows[alone]
        whole = bool(np.all((total <= self.row_high[row]) & (total >= self.row_low[row])))
        self.columns.append(Column(officer, column, whole))
        rows = np.append(rows, self.rows + officer)
        self._solver.addCol(cost, 0.0, highspy.kHighsInf, len(rows), rows.astype(np.int32), np.append(weights, 1.0))
        return True

    def solve(self) -> tuple[Array, Array]:
        """Prices of the rows, and of each officer's one line, at the optimum over the columns there are."""
        self._solver.run()
        duals = np.array(self._solver.getSolution().row_dual)
        return duals[: self.rows], duals[self.rows :]

    def worthwhile(self, objective: int | None) -> Index:
        """Columns that can be part of a roster that costs less, by their reduced costs at the last optimum."""
        slack = np.inf if objective is None else objective - 1 - self._solver.getInfo().objective_function_value
        return np.flatnonzero(np.array(self._solver.getSolution().col_dual)[self._own_columns :] <= slack + ENOUGH)

    def shares(self) -> Array:
        """To which share each column is taken at the last optimum."""
        return np.array(self._solver.getSolution().col_value)[self._own_columns :]

    def fix(self, chosen: Mapping[int, int]) -> None:
        """Take these columns (by officer) and no others of their officers."""
        for index, column in enumerate(self.columns):
            if column.officer in chosen:
                taken = float(index == chosen[column.officer])
                self._solver.changeColBounds(self._own_columns + index, taken, taken)

    def release(self) -> None:
        """Leave all columns free again."""
        for index in range(len(self.columns)):
            self._solver.changeColBounds(self._own_columns + index, 0.0, highspy.kHighsInf)
