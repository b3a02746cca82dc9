"""What ends a thread beside the search early is told, and the rest goes on."""

from __future__ import annotations

import pytest

from roster import api
from roster.search import run as running
from roster.search.columns.generate import Generator
from roster.search.engine import Engine
from roster.search.relax import Prover
from roster.search.rounding import Rounding
from roster.search.run import Options
from roster.search.solve import solve
from tests.paths import TINY


def broken(*_: object) -> None:
    raise KeyError("a day")


@pytest.mark.parametrize(
    ("engine", "part", "search"),
    [(Prover, "work", "auto"), (Generator, "_generate", "columns"), (Generator, "_beside", "columns")],
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
    monkeypatch.setattr(Prover, "work", broken)
    with pytest.raises(KeyError):
        solve(case.problem, case.rulebook, Options(time_limit=3))


@pytest.mark.parametrize("engine", [Prover, Generator, Rounding])
def test_each_sort_of_engine_keeps_its_error(engine: type[Engine]) -> None:
    assert issubclass(engine, Engine)
    assert engine.run is Engine.run


def test_the_error_of_either_of_two_works_is_the_engine_s_own() -> None:
    done: list[str] = []

    class Both(Engine):
        def work(self) -> None:
            self.beside(broken, lambda: done.append("other"))

    engine = Both()
    engine.start()
    engine.join()
    assert isinstance(engine.failure, KeyError)
    assert done == ["other"]
