"""Solutions of a relaxed model become verified rosters while it is still worked on."""

from __future__ import annotations

import threading
import time
from dataclasses import replace
from itertools import pairwise

import pytest
from ortools.sat.python import cp_model

from roster import api
from roster.domain.outcome import WISHES_PHASES, Moment
from roster.search.engine import Engine
from roster.search.engines.cpsat import CpSat
from roster.search.portfolio import Portfolio, Verifying, cpsat_parameters, solve_model
from roster.search.run import Clock, Options, Stop
from roster.search.solve import Search, solve
from roster.search.tuning import Checking, Tuning
from roster.solvers.cpsat import Parameters
from tests.paths import TINY

AT_ONCE = Checking(seconds=0.0)


class Falling(Engine):
    """Finds better solutions one after another, proves that none costs less than 3, and never ends by itself."""

    def __init__(self, objectives: list[int]) -> None:
        super().__init__()
        self._objectives = objectives

    def work(self) -> None:
        for objective in self._objectives:
            self.incumbent.tell(objective, (objective,), 3)
            if self.halted.wait(0.2):
                return
        self.halted.wait()


def raced(
    objectives: list[int], limit: float, deterministic: bool = False, checking: Checking = AT_ONCE
) -> tuple[list[tuple[int, int]], Clock]:
    """What was verified of a prover's solutions, each with its bound; a roster of cost 5 is good enough."""
    options = Options(time_limit=limit, deterministic=deterministic, tuning=Tuning(checking=checking))
    run = Clock(options, lambda moment: None, Stop())
    looked_at: list[tuple[int, int]] = []

    def keep(values: tuple[int, ...], bound: int) -> None:
        looked_at.append((values[0], bound))
        run.best = values[0] + 1

    def enough(bound: int) -> bool:
        return run.best is not None and run.best - bound <= 2

    timer = threading.Timer(limit, run.stop)
    timer.start()
    engine, verifying = Falling(objectives), Verifying(keep, enough)
    solve_model(run, cp_model.CpModel(), limit, None, "wishes", second=engine, verifying=verifying, whole_limit=0)
    timer.cancel()
    return looked_at, run


def test_better_solutions_are_verified_once_each_until_one_is_enough() -> None:
    began = time.monotonic()
    looked_at, run = raced([9, 8, 6, 4], 60)
    assert looked_at == [(9, 3), (8, 3), (6, 3), (4, 3)]
    assert time.monotonic() - began < 30
    assert [moment.incumbent for moment in run.curve][-1] == 7  # shown when 4 was found, before it was verified
    assert not run.stop


def test_what_takes_long_to_verify_is_verified_seldom() -> None:
    looked_at, run = raced([9, 8, 6, 4], 1.5, checking=replace(AT_ONCE, share=1e-9))
    assert looked_at == [(9, 3)]
    assert run.stop


def test_a_solution_is_not_verified_before_its_time() -> None:
    assert raced([9, 4], 1.0, checking=Checking())[0] == []


def test_deterministic_searches_verify_nothing_by_the_clock() -> None:
    looked_at, run = raced([9, 4], 1.0, deterministic=True)
    assert looked_at == []
    assert run.stop


@pytest.mark.parametrize(("deterministic", "first", "workers"), [(True, True, 1), (True, False, 3), (False, True, 3)])
def test_chance_decides_of_no_first_solution_of_a_deterministic_search(
    deterministic: bool, first: bool, workers: int
) -> None:
    asked = cpsat_parameters(Options(workers=3, deterministic=deterministic), 1.0, 0.0, first, alone=True)
    assert (asked.workers, asked.interleaved) == (workers, deterministic)


@pytest.mark.parametrize(
    ("deterministic", "verified", "stopped"),
    [(True, True, False), (True, False, False), (False, False, False), (False, True, True)],
)
def test_cp_sat_alone_ends_by_itself_and_not_by_the_clock(deterministic: bool, verified: bool, stopped: bool) -> None:
    run = Clock(Options(deterministic=deterministic), lambda moment: None, Stop())
    verifying = Verifying(lambda values, bound: None, lambda bound: False) if verified else None
    alone = Portfolio(run, [CpSat(cp_model.CpModel(), Parameters())], "wishes", 0.0, True, verifying)
    alone.incumbent.tell(5, (5,))
    assert alone.enough() is stopped


def test_of_equal_solutions_the_answer_of_cp_sat_counts_and_not_the_first_that_came(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Two workers may find solutions of one cost in either order; CP-SAT's answer is the same one every time."""
    model = cp_model.CpModel()
    left, right = model.new_bool_var("left"), model.new_bool_var("right")
    model.add(left + right >= 1)
    model.minimize(left + right)
    told = CpSat._found
    monkeypatch.setattr(CpSat, "_found", lambda engine, cost, _values, bound: told(engine, cost, (7, 7), bound))
    run = Clock(Options(deterministic=True), lambda moment: None, Stop())
    stage = solve_model(run, model, 5.0)
    assert stage.objective == 1
    assert stage.values in {(0, 1), (1, 0)}


def test_the_verified_roster_falls_and_the_bound_rises() -> None:
    case = api.load(TINY)
    seen: list[Moment] = []
    outcome = solve(case.problem, case.rulebook, Options(time_limit=20, tuning=Tuning(checking=AT_ONCE)), seen.append)
    wishes = [moment for moment in seen if moment.phase in WISHES_PHASES and moment.incumbent is not None]
    assert wishes
    for before, after in pairwise(wishes):
        assert before.incumbent is not None
        assert after.incumbent is not None
        assert after.incumbent <= before.incumbent
    assert wishes[-1].incumbent == outcome.objective


def test_nothing_is_verified_so_late_that_the_last_could_not_be() -> None:
    tuning = Tuning(checking=replace(AT_ONCE, share=1.0))
    run = Clock(Options(time_limit=2.0, tuning=tuning), lambda moment: None, Stop())
    looked_at: list[int] = []

    def keep(values: tuple[int, ...], bound: int) -> None:
        looked_at.append(values[0])
        time.sleep(0.8)

    timer = threading.Timer(2.0, run.stop)
    timer.start()
    verifying = Verifying(keep, lambda bound: False)
    engine = Falling([9, 8, 6])
    solve_model(run, cp_model.CpModel(), 2.0, None, "wishes", second=engine, verifying=verifying, whole_limit=0)
    timer.cancel()
    assert looked_at == [9]


def test_a_solution_by_kind_is_seated_and_kept_in_between_unless_a_stop_was_asked_for() -> None:
    case = api.load(TINY)
    for stopped in (True, False):
        stop = Stop()
        search = Search(case.problem, case.rulebook, Options(time_limit=30), lambda moment: None, stop)
        solver = cp_model.CpSolver()
        assert solver.solve(search.by_kind.model) in (cp_model.OPTIMAL, cp_model.FEASIBLE)
        if stopped:
            stop()
        search.keep_between(tuple(solver.response_proto.solution), 0)
        assert (search.best is None) == stopped


def test_only_what_changes_is_noted() -> None:
    heard: list[Moment] = []
    run = Clock(Options(), heard.append, Stop())
    for phase, incumbent, bound in (
        ("wishes", 7, 3),
        ("wishes", 7, 3),
        ("crews", 7, 3),
        ("crews", 7, 4),
        ("crews", 6, 4),
    ):
        run.note(phase, incumbent, bound)
    assert [moment[1:4] for moment in heard] == [("wishes", 7, 3), ("crews", 7, 3), ("crews", 7, 4), ("crews", 6, 4)]
    assert run.curve == heard


def test_while_nothing_better_is_known_the_verified_roster_is_shown() -> None:
    run = Clock(Options(), lambda moment: None, Stop())
    run.best = 7
    run.note("crews", None, 3)
    run.note("priority 1", None, 0)  # measures something else
    assert [moment.incumbent for moment in run.curve] == [7, None]


def test_what_is_proved_already_is_the_bound_to_begin_with() -> None:
    run = Clock(Options(time_limit=5), lambda moment: None, Stop())
    model = cp_model.CpModel()
    model.minimize(model.new_int_var(4, 9, ""))
    kept = Verifying(lambda values, bound: None, lambda bound: bound >= 6, bound=6)
    stage = solve_model(run, model, 5, None, "wishes", verifying=kept)
    assert {moment.bound for moment in run.curve} == {6}
    assert stage.bound == min(6, stage.objective)


def test_no_bound_on_the_curve_falls_while_wishes_are_measured() -> None:
    case = api.load(TINY)
    moments = solve(case.problem, case.rulebook, Options(time_limit=20)).run.curve
    bounds = [moment.bound for moment in moments if moment.phase in WISHES_PHASES and moment.bound is not None]
    assert bounds == sorted(bounds)
    assert all(moment.incumbent is not None for moment in moments if moment.phase in WISHES_PHASES)
