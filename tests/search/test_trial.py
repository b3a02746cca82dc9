"""What a trial of the whole model leads to: its own answer, or lines generated from there on."""

from __future__ import annotations

from typing import Any

import pytest
from ortools.sat.python import cp_model

from roster.search import trial
from roster.search.engine import Engine
from roster.search.portfolio import Portfolio, Verifying
from roster.search.run import Clock, Options, SolveResult, Stop
from roster.search.selection import EngineSelection
from roster.search.trial import solve_by_trial
from roster.solvers.cpsat import Status
from roster.tiers import WISHES

FAR = SolveResult(Status.FEASIBLE, 100, 40, (100,))
NEAR = SolveResult(Status.FEASIBLE, 41, 40, (41,))
NONE = SolveResult(Status.UNKNOWN, 0, 45, None)


class Chosen(EngineSelection):
    """Lets every model be tried as a whole first."""

    doubtful = False

    def __init__(self) -> None:
        pass

    def trial_seconds(self, limit: float) -> float:
        return 0.15 * limit

    def whole_first(self, *_model: Any) -> Engine | None:
        return Engine()

    def lines(self, *_model: Any) -> Engine:
        return Engine()

    def second(self, *_model: Any, **_more: Any) -> tuple[Engine | None, float | None]:
        return Engine(), 0.0


class Doubtful(Chosen):
    """Only a trial tells whether lines serve."""

    doubtful = True


def tried(
    monkeypatch: pytest.MonkeyPatch, *results: SolveResult, gap: float = 0.0, chosen: type[Chosen] = Chosen
) -> tuple[SolveResult, list[Any]]:
    """What comes of results one after another, and from which solution and bound each was sought."""
    asked: list[Any] = []

    def solved(clock: Clock, model: Any, limit: float, hint: Any, *more: Any, **_more: Any) -> SolveResult:
        asked.append((hint, next(one.bound for one in more if isinstance(one, Verifying))))
        return results[len(asked) - 1]

    monkeypatch.setattr(trial, "solve_model", solved)
    clock = Clock(Options(), lambda moment: None, Stop())
    verifying = Verifying(lambda values, bound: None, lambda bound: False, 7)
    model = cp_model.CpModel()
    return solve_by_trial(clock, chosen(), model, WISHES, {}, 60, None, "wishes", gap, False, verifying), asked


def test_lines_go_on_from_what_the_trial_found(monkeypatch: pytest.MonkeyPatch) -> None:
    result, asked = tried(monkeypatch, FAR, SolveResult(Status.FEASIBLE, 80, 30, (80,)))
    assert asked == [(None, 7), (FAR, 40)]
    assert (result.objective, result.bound, result.values) == (80, 40, (80,))


def test_nothing_is_lost_where_lines_find_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    result, _ = tried(monkeypatch, FAR, NONE)
    assert (result.objective, result.bound, result.values) == (100, 45, (100,))


@pytest.mark.parametrize(("found", "gap"), [(NEAR, 0.1), (SolveResult(Status.INFEASIBLE, 0, 0, None), 0.0), (FAR, 0.7)])
def test_a_trial_that_settles_it_is_the_answer(monkeypatch: pytest.MonkeyPatch, found: SolveResult, gap: float) -> None:
    assert tried(monkeypatch, found, gap=gap) == (found, [(None, 7)])


def test_in_doubt_lines_go_on_where_they_close_the_gap_and_the_whole_where_they_do_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    closing, slow = SolveResult(Status.FEASIBLE, 60, 40, (60,)), SolveResult(Status.FEASIBLE, 98, 41, (98,))
    result, asked = tried(monkeypatch, FAR, closing, chosen=Doubtful)
    assert (result.objective, result.bound, [hint for hint, _ in asked]) == (60, 40, [None, FAR])
    result, asked = tried(monkeypatch, FAR, slow, NEAR, chosen=Doubtful)
    assert (result.objective, [bound for _, bound in asked]) == (41, [7, 40, 41])
    assert asked[2][0].objective == 98


class Knows(Engine):
    """Has a solution and a bound at once, and ends when it is told to."""

    def __init__(self, objective: int, bound: int) -> None:
        super().__init__()
        self._objective, self._bound = objective, bound

    def work(self) -> None:
        self.incumbent.tell(self._objective, (self._objective,), self._bound)
        self.halted.wait(60)


def test_a_trial_ends_unless_it_is_nearly_done() -> None:
    clock = Clock(Options(), lambda moment: None, Stop())
    result = Portfolio(clock, [Knows(100, 40)], trial_seconds=0.0).run()
    assert (result.objective, result.bound) == (100, 40)
    nearly = Portfolio(clock, [Knows(100, 99)], trial_seconds=0.0)
    nearly.incumbent.tell(100, (100,), 99)
    assert not nearly._failed()
