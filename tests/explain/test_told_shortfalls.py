"""Every shortfall has its sentence, and each answer is told as soon as it is known."""

from __future__ import annotations

from pathlib import Path

import pytest

from roster.explain.explanation import Explanation, Hearing, explain
from roster.explain.trial import Asked
from roster.report.explanation import lines
from tests.explain.small import COVER, SOFT, write

RULES = {
    "nobody is armed": ("  - {rule: armed_minimum, priority: 2}\n", "no unit kind that asks for permit holders"),
    "no weekend off": ("  - {rule: weekends, max: 0, priority: 2, who: {id: A}}\n", "works on too many weekends"),
}


@pytest.mark.parametrize("name", RULES)
def test_a_shortfall_has_its_sentence(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rule, sentence = RULES[name]
    monkeypatch.chdir(tmp_path)
    fixed = {"fixed": "officer,date,shift\nA,2026-11-07,D\nB,2026-11-07,off"}
    told = explain(Asked(write(tmp_path / "two", fixed, SOFT + rule)), 10)
    assert told.shortfalls
    for short in told.shortfalls:
        assert any(sentence in finding.sentence for finding in short.findings)
    assert not any(", :" in line for line in lines(told))


@pytest.mark.parametrize(("rules", "least"), [(SOFT, 6), (COVER, 4)])
def test_each_answer_is_told_when_it_is_known_and_stays(
    rules: str, least: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    sick = {"absences": "id,kind,from,to\nA,sick,2026-11-03,2026-11-03\nB,sick,2026-11-03,2026-11-04"}
    known, first = list[Explanation](), list[str]()
    hearing = Hearing(so_far=known.append, first_cure=lambda change: first.append(change.sentence))
    told = explain(Asked(write(tmp_path / "two", sick, rules), workers=1), 10, hearing)
    every = list(lines(told))
    so_far = [list(lines(one)) for one in known]
    assert all(every[: len(part)] == part for part in so_far), "what was said stays as it is"
    assert len({len(part) for part in so_far}) >= 2
    assert len(so_far[0]) < len(so_far[-1]) < len(every) or not told.clashes
    assert len(every) >= least
    assert len(first) == (1 if told.clashes else 0)
