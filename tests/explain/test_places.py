"""The place that is named is the line that binds: the field's own, the later file's, the row of a table."""

from __future__ import annotations

from pathlib import Path

import pytest

from roster.explain.cures import cures_of_clash
from roster.explain.trial import Asked
from roster.io.rulebook import load_rulebook
from roster.search.explain.mus import Clock
from tests.explain.clash_case import FIXED, explainer_of
from tests.explain.small import SOFT, write

MOST = """\
  - id: most
    rule: shift_count
    max: 6
    per: horizon
    weight: must
"""
THREE = FIXED + "A,2026-11-02,D\nA,2026-11-03,D\nA,2026-11-04,D"
OVERLAYS = {
    "": ["rules.yaml:9"],
    "max: 2": ["later.yaml:4"],
    "weight: must": ["rules.yaml:9", "later.yaml:4"],
    "max: 2\n    who: {id: A}": ["later.yaml:4", "later.yaml:5"],
    "why: asked for": ["rules.yaml:9"],
}


def places(asked: Asked, rule: str) -> list[str]:
    explainer, words = explainer_of(asked)
    clash = explainer.clash()
    assert clash is not None
    return [place for line in words.lines(clash) if line.rule == rule for place in line.places]


@pytest.mark.parametrize("overlay", OVERLAYS)
def test_a_field_is_named_where_it_is_written_last(overlay: str, tmp_path: Path) -> None:
    most = MOST if "max" in overlay else MOST.replace("max: 6", "max: 2")
    brigade = write(tmp_path / "two", {"fixed": THREE}, most + SOFT)
    rules: tuple[Path, ...] = ()
    if overlay:
        (brigade / "later.yaml").write_text(
            f"extends: constraints/rules.yaml\nrules:\n  - id: most\n    {overlay}\n", "utf-8"
        )
        rules = (brigade / "later.yaml",)
    assert places(Asked(brigade, rules), "most") == OVERLAYS[overlay]


def test_an_entry_without_numbers_is_named_by_its_line_or_by_what_replaced_it(tmp_path: Path) -> None:
    base = tmp_path / "base.yaml"
    rules = "rules:\n  - rule: rotation\n    start: 2026-11-02\n    pattern: [D]\n    weight: must\n  - rule: absence\n"
    base.write_text(rules + "    weight: must\n", "utf-8")
    later = tmp_path / "later.yaml"
    later.write_text("extends: base.yaml\nrules:\n  - {id: rotation, pattern: [E]}\n", "utf-8")
    rulebook = load_rulebook([later])
    assert rulebook.places("absence") == ("base.yaml:6",)
    assert rulebook.places("rotation") == ("base.yaml:2", "later.yaml:3")
    later.write_text("extends: base.yaml\nrules:\n  - {id: rotation, start: 2026-11-02, pattern: [E]}\n", "utf-8")
    assert load_rulebook([later]).places("rotation") == ("later.yaml:3",)


def test_a_request_that_is_a_must_is_named_by_its_row_and_may_be_given_up(tmp_path: Path) -> None:
    tables = {
        "requests": "officer,date,shift,wish\nB,2026-11-03,D,off\nA,2026-11-03,D,off",
        "fixed": FIXED + "A,2026-11-03,D",
    }
    asked = Asked(write(tmp_path / "two", tables, "  - {rule: requests, weight: must}\n" + SOFT))
    assert places(asked, "requests") == ["requests.csv:D3 (wish)"]
    assert places(asked, "fixed") == ["fixed.csv:C2 (shift)"]
    explainer, words = explainer_of(asked)
    clash = explainer.clash()
    assert clash is not None
    assert "Ann (A) asked not to work D on Tue 2026-11-03" in [line.sentence for line in words.lines(clash)]
    cures = cures_of_clash(asked, asked.load(), explainer, clash, Clock(20))
    told = {cure.candidate.kind: cure.candidate for cure in cures}
    assert told["leave"].sentence == "no longer hold Ann (A) to the request for D on Tue 2026-11-03"
    assert [(change.place, change.field) for change in told["leave"].changes] == [("requests.csv:3", "row")]
    assert told["row"].sentence == "no longer fix Ann (A) on Tue 2026-11-03"
