"""As many threads as are asked for really work, in the searches of large brigades too."""

from __future__ import annotations

import threading
from types import SimpleNamespace

import numpy as np
import pytest

from roster import api
from roster.model import Model
from roster.search.columns import parts as column_parts
from roster.search.engines import lns
from roster.search.engines.columns import ColumnGeneration
from roster.search.engines.lns import LargeNeighbourhoodSearch
from roster.search.linear_relaxation import LinearRelaxation
from roster.search.run import Options, Stop
from roster.search.state import SearchState
from roster.search.tuning import DEFAULT
from roster.tiers import WISHES, all_limits
from tests.paths import TINY

THREADS = 4


@pytest.fixture
def meeting() -> threading.Barrier:
    """Goes on only when so many threads are there at once."""
    return threading.Barrier(THREADS, timeout=60)


def test_lines_of_officers_are_generated_beside_parts_decided_on_all_other_threads(
    monkeypatch: pytest.MonkeyPatch, meeting: threading.Barrier
) -> None:
    case = api.load(TINY)
    limits = all_limits(case.problem, case.rulebook)
    model = Model(case.problem, case.rulebook, limits, "kind")
    exact = LinearRelaxation(model, model.minimising(WISHES, {}), THREADS)
    engine = ColumnGeneration(model, limits, {}, 60.0, 1, exact, constructing=False)
    engine.begin_with(engine.incumbent)
    monkeypatch.setattr(engine, "_generate", meeting.wait)
    monkeypatch.setattr(column_parts, "improve_incumbent", lambda *_what: meeting.wait())
    engine.run()
    assert engine.failure is None


def test_neighbourhoods_are_decided_on_all_threads(monkeypatch: pytest.MonkeyPatch, meeting: threading.Barrier) -> None:
    parts = SimpleNamespace(low=np.zeros(2))
    relaxed = SimpleNamespace(pose=lambda *_: True, bound=0, threads=THREADS, guided=True, submip=parts, tuning=DEFAULT)
    engine = LargeNeighbourhoodSearch(relaxed, 60, 1)  # type: ignore[arg-type]
    engine._latest = np.ones(2)
    monkeypatch.setattr(lns, "operators", lambda _relaxed: [])
    monkeypatch.setattr(engine, "_prepare", lambda: True)
    monkeypatch.setattr(engine, "_improve", lambda seed, _adaptive: seeds.append(seed) or meeting.wait())
    seeds: list[int] = []
    engine.run()
    assert engine.failure is None
    assert sorted(seeds) == [1, 2, 3, 4]


def test_what_is_asked_for_reaches_all_parts_of_a_search() -> None:
    case = api.load(TINY)
    state = SearchState(case.problem, case.rulebook, Options(workers=THREADS), lambda moment: None, Stop())
    trial = state.by_kind.minimising(WISHES, {})
    state.engines.second(trial, WISHES, {}, 60.0)
    assert state.engines.latest is not None
    assert {state.seating.threads, state.engines.latest.threads} == {THREADS}
