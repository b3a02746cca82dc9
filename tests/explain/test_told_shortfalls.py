"""Every shortfall has its sentence, also where the report's stands elsewhere or speaks of the whole brigade."""

from __future__ import annotations

from pathlib import Path

import pytest

from roster.explain.explained import explain
from roster.explain.trial import Asked
from roster.report.explanation import lines
from tests.explain.small import SOFT, write

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
