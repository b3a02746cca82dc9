"""What ends a thread beside the search early is told, and the rest goes on."""

from __future__ import annotations

import pytest

from roster import api
from roster.search import run as running
from roster.search.engine import Engine
from roster.search.engines.columns import ColumnGeneration
from roster.search.engines.cpsat import CpSat
from roster.search.engines.highs import BranchAndCut
from roster.search.engines.lns import LargeNeighbourhoodSearch
from roster.search.run import Options
from roster.search.solve import solve
from tests.paths import TINY


def broken(*_: object) -> None:
    raise KeyError("a day")


@pytest.mark.parametrize(
    ("engine", "part", "search"),
    [
        (BranchAndCut, "work", "auto"),
        (ColumnGeneration, "_generate", "columns"),
        (ColumnGeneration, "_decide_parts", "columns"),
    ],
)
def test_an_engine_that_fails_is_told_and_the_roster_is_there(
    engine: type[Engine], part: str, search: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = api.load(TINY)
    monkeypatch.setattr(running, "RAISE_FAILURES", False)
    monkeypatch.setattr(engine, part, broken)
    outcome = solve(case.problem, case.rulebook, Options(time_limit=3, search=search))  # type: ignore[arg-type]
    assert outcome.roster.crews
    (note,) = outcome.run.notes
    assert "KeyError: 'a day'" in note


def test_in_tests_it_is_raised(monkeypatch: pytest.MonkeyPatch) -> None:
    case = api.load(TINY)
    monkeypatch.setattr(BranchAndCut, "work", broken)
    with pytest.raises(KeyError):
        solve(case.problem, case.rulebook, Options(time_limit=3))


@pytest.mark.parametrize("engine", [CpSat, BranchAndCut, LargeNeighbourhoodSearch, ColumnGeneration])
def test_each_sort_of_engine_keeps_its_error(engine: type[Engine]) -> None:
    assert issubclass(engine, Engine)
    assert engine.run is Engine.run


def test_without_cp_sat_nothing_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    case = api.load(TINY)
    monkeypatch.setattr(running, "RAISE_FAILURES", False)
    monkeypatch.setattr(CpSat, "work", broken)
    with pytest.raises(KeyError):
        solve(case.problem, case.rulebook, Options(time_limit=3))


def test_the_error_of_any_of_several_works_is_the_engine_s_own() -> None:
    done: list[str] = []

    class Both(Engine):
        def work(self) -> None:
            self.at_once(lambda: done.append("other"), broken, lambda: done.append("third"))

    engine = Both()
    engine.start()
    engine.join()
    assert isinstance(engine.failure, KeyError)
    assert sorted(done) == ["other", "third"]
