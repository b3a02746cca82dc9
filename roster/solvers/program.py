"""A model as an integer program: linear rows over whole numbers, as arrays."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
from ortools.sat.python import cp_model

from roster.solvers.arrays import Array, Index

INFINITE = 2**62  # an end of a row of at least as much binds nothing


@dataclass(frozen=True)
class Program:
    """An integer program: rows `row_low <= A x <= row_high`, kept row by row, over whole numbers within bounds."""

    starts: Index
    columns: Index
    weights: Array
    row_low: Array
    row_high: Array
    low: Array
    high: Array
    cost: Array

    @property
    def row_of(self) -> Index:
        """For each weight, its row."""
        return np.repeat(np.arange(len(self.row_low)), np.diff(self.starts))


@dataclass(frozen=True)
class Columns:
    """A linear program kept column by column, or some more columns of one."""

    starts: Index
    rows: Index
    weights: Array
    low: Array
    high: Array
    cost: Array
    row_low: Array = field(default_factory=lambda: np.zeros(0))
    row_high: Array = field(default_factory=lambda: np.zeros(0))


def as_program(model: cp_model.CpModel, over: Callable[[], bool] = lambda: False) -> Program | None:
    """The same model with linear rows only; None where a constraint has no such form, or when it is over before."""
    proto = model.proto
    columns: list[int] = []
    weights: list[int] = []
    ends: list[int] = []
    lows: list[int] = []
    highs: list[int] = []

    def add(own: Sequence[int], factors: Sequence[int], low: int, high: int) -> None:
        columns.extend(own)
        weights.extend(factors)
        ends.append(len(columns))
        lows.append(low)
        highs.append(high)

    for constraint in proto.constraints:
        if over():
            return None
        enforced = constraint.enforcement_literal
        if constraint.has_linear() and not len(enforced):
            linear = constraint.linear
            if len(linear.domain) != 2:
                return None
            add(linear.vars, linear.coeffs, *linear.domain)
        elif constraint.has_bool_or():
            add(*_clause([*constraint.bool_or.literals, *(-1 - literal for literal in enforced)]))
        elif constraint.has_bool_and():
            for literal in constraint.bool_and.literals:
                add(*_clause([literal, *(-1 - on for on in enforced)]))
        else:
            return None
    domains = [variable.domain for variable in proto.variables]
    cost = np.zeros(len(domains))
    cost[list(proto.objective.vars)] = list(proto.objective.coeffs)
    return Program(
        starts=np.array([0, *ends]),
        columns=np.array(columns, dtype=np.int64),
        weights=np.array(weights, dtype=float),
        row_low=_finite(lows),
        row_high=_finite(highs),
        low=np.array([domain[0] for domain in domains], dtype=float),
        high=np.array([domain[len(domain) - 1] for domain in domains], dtype=float),
        cost=cost,
    )


def _clause(literals: list[int]) -> tuple[list[int], list[int], int, int]:
    """At least one literal is true; a literal below 0 is the negation of variable -1 - literal."""
    weights: dict[int, int] = {}
    for literal in set(literals):
        index, weight = (literal, 1) if literal >= 0 else (-1 - literal, -1)
        weights[index] = weights.get(index, 0) + weight
    return list(weights), list(weights.values()), 1 - sum(literal < 0 for literal in set(literals)), INFINITE


def _finite(bounds: list[int]) -> Array:
    """Ends of rows, infinite where they bind nothing."""
    found = np.array(bounds, dtype=float)
    return np.where(np.abs(found) < INFINITE, found, np.copysign(np.inf, found))
