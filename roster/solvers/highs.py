"""The one door to HiGHS: a linear or integer program solved on one thread, changed, and solved again.

Huangfu and Hall (2018), "Parallelizing the dual revised simplex method".
"""

from __future__ import annotations

from collections.abc import Callable

import highspy
import numpy as np

from roster.solvers.apart import run_apart
from roster.solvers.arrays import Array, Index, Mask
from roster.solvers.program import Columns, Program

ROUNDING = 1e-4
"""Bounds are rounded up to whole numbers after taking off this much, far above the solver's own tolerance."""

PRIMAL, DUAL = 4, 1
"""HiGHS's numbers for its simplex methods: after new columns the primal is quick, after new bounds the dual."""

Option = str | float | int


class Silent(highspy.Highs):
    """HiGHS on one thread that prints nothing, not even the banner with which it greets its first callback.

    HiGHS has one pool of threads in a process: a solver that asks for another number than the first one fails.
    """

    def enableCallbacks(self) -> None:  # noqa: N802 - HiGHS's own name, which its constructor calls
        self.setOptionValue("output_flag", False)
        self.setOptionValue("threads", 1)
        super().enableCallbacks()  # type: ignore[no-untyped-call]


class Highs:
    """One program: its variables are whole numbers where it is `whole`; options by HiGHS's own names."""

    def __init__(self, program: Program | Columns, whole: bool = False, **options: Option) -> None:
        self._solver = Silent()  # type: ignore[no-untyped-call]
        self.set(**options)
        self.taken = self._solver.passModel(_linear(program, whole)) == highspy.HighsStatus.kOk
        """Whether HiGHS could take the program: not where a number in it is beyond its range."""

    def set(self, **options: Option) -> None:
        """Change options."""
        for name, value in options.items():
            self._solver.setOptionValue(name, value)

    def ends_when(self, over: Callable[[], bool]) -> None:
        """End early when it is over; that is asked at every step of each method."""
        for event in (self._solver.cbSimplexInterrupt, self._solver.cbIpmInterrupt, self._solver.cbMipInterrupt):
            event += lambda found: found.interrupt() if over() else None

    def tells(self, on_bound: Callable[[float], None], on_solution: Callable[[Array], None]) -> None:
        """Tell of bounds and of better solutions while branch and cut goes on."""
        self._solver.cbMipInterrupt += lambda event: on_bound(event.data_out.mip_dual_bound)
        self._solver.cbMipImprovingSolution += lambda event: on_solution(np.array(event.data_out.mip_solution))

    def begin_at(self, values: Array) -> None:
        """Begin with a solution."""
        known = highspy.HighsSolution()
        known.col_value = values.tolist()
        self._solver.setSolution(known)

    def begin_at_ends(self, upper: Mask) -> None:
        """Begin at a basis in which every variable is at its upper end, where told, or at its lower one."""
        basis, status = highspy.HighsBasis(), highspy.HighsBasisStatus
        basis.col_status = [status.kUpper if at_upper else status.kLower for at_upper in upper]
        basis.row_status = [status.kBasic] * self._solver.getNumRow()
        basis.valid = True
        self._solver.setBasis(basis)

    def forget(self) -> None:
        """Begin from nothing the next time."""
        self._solver.clearSolver()

    def run(self, seconds: float | None = None) -> None:
        """Solve, within some seconds where they are given; the main thread answers signals meanwhile."""
        if seconds is not None:
            self.set(time_limit=self._solver.getRunTime() + seconds)
        run_apart(self._solver.run)

    # ------------------------------------------------------------------------------------------------------- the result

    @property
    def optimal(self) -> bool:
        """Whether it was solved to the end."""
        return bool(self._solver.getModelStatus() == highspy.HighsModelStatus.kOptimal)

    @property
    def nearly(self) -> bool:
        """Whether it ended where the interior point method, without crossover, calls nothing by its name."""
        return bool(self._solver.getModelStatus() == highspy.HighsModelStatus.kUnknown)

    @property
    def infeasible(self) -> bool:
        """Whether it is proved that there is no solution."""
        return bool(self._solver.getModelStatus() == highspy.HighsModelStatus.kInfeasible)

    @property
    def beyond(self) -> bool:
        """Whether the dual simplex method ended as its bound had passed the option `objective_bound`."""
        return bool(self._solver.getModelStatus() == highspy.HighsModelStatus.kObjectiveBound)

    @property
    def feasible(self) -> bool:
        """Whether there is a solution."""
        found = self._solver.getInfo().primal_solution_status
        return bool(found == highspy.SolutionStatus.kSolutionStatusFeasible)

    @property
    def objective(self) -> float:
        """The solution's."""
        return float(self._solver.getInfo().objective_function_value)

    @property
    def bound(self) -> float:
        """What branch and cut has proved; infinite where that is nothing."""
        return float(self._solver.getInfo().mip_dual_bound)

    @property
    def lowest(self) -> int:
        """What an optimal relaxation proves of a whole number that is minimised and never below 0."""
        return rounded_up(self.objective)

    @property
    def values(self) -> Array:
        """Of all variables."""
        return np.array(self._solver.getSolution().col_value)

    @property
    def reduced_costs(self) -> Array:
        """Of all variables."""
        return np.array(self._solver.getSolution().col_dual)

    @property
    def prices(self) -> Array:
        """Dual values of all rows."""
        return np.array(self._solver.getSolution().row_dual)

    # -------------------------------------------------------------------------------------------------------- changes

    def bind(self, variable: int, low: float, high: float) -> None:
        """Give a variable other ends."""
        self._solver.changeColBounds(variable, low, high)

    def bind_all(self, variables: Index, low: Array, high: Array) -> None:
        """Give several variables other ends at once."""
        self._solver.changeColsBounds(len(variables), variables.astype(np.int32), low, high)

    def add(self, columns: Columns) -> None:
        """Add the variables of `columns`, whose rows are the program's, not below 0 and without an upper end."""
        self._solver.addCols(
            len(columns.cost),
            columns.cost,
            columns.low,
            columns.high,
            len(columns.rows),
            columns.starts[:-1].astype(np.int32),
            columns.rows.astype(np.int32),
            columns.weights,
        )


def rounded_up(bound: float) -> int:
    """The whole number, never below 0, that a bound on a whole number proves."""
    return max(0, int(np.ceil(bound - ROUNDING)))


def solve_relaxation(program: Program, method: str = "choose", over: Callable[[], bool] | None = None) -> Highs:
    """A program after its linear relaxation was solved by a method; `over` ends that early.

    Its properties tell whether there is an optimum.
    """
    solver = Highs(program, solver=method)
    if over is not None:
        solver.ends_when(over)
    solver.run()
    return solver


def _linear(program: Program | Columns, whole: bool) -> highspy.HighsLp:
    """The same for HiGHS."""
    found = highspy.HighsLp()
    found.num_col_, found.num_row_ = len(program.low), len(program.row_low)
    found.col_cost_, found.col_lower_, found.col_upper_ = program.cost, program.low, program.high
    found.row_lower_, found.row_upper_ = program.row_low, program.row_high
    by_row = isinstance(program, Program)
    found.a_matrix_.format_ = highspy.MatrixFormat.kRowwise if by_row else highspy.MatrixFormat.kColwise
    found.a_matrix_.start_ = program.starts.astype(np.int32)
    found.a_matrix_.index_ = (program.columns if isinstance(program, Program) else program.rows).astype(np.int32)
    found.a_matrix_.value_ = program.weights
    if whole:
        found.integrality_ = [highspy.HighsVarType.kInteger] * len(program.low)
    return found
