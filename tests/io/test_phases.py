"""The phases of every search are told in the language of who waits."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from roster import i18n
from roster.io.texts import PHASES, phase
from tests.paths import ROOT

NAMED_BY = {"note", "stage", "stage_of", "_stage", "solve_model"}
"""What a search calls with the name of its phase."""


def phases_of_searches() -> Iterator[str]:
    for file in sorted((ROOT / "roster" / "search").rglob("*.py")):
        for call in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and getattr(call.func, "attr", getattr(call.func, "id", "")) in NAMED_BY:
                values = [*call.args, *(keyword.value for keyword in call.keywords if keyword.arg == "phase")]
                yield from (one.value for one in values if isinstance(one, ast.Constant) and isinstance(one.value, str))


def test_every_phase_is_listed_and_has_its_chinese() -> None:
    found = {name for name in phases_of_searches() if not name.startswith("priority ")}
    assert {"model", "first roster", "fewest changes", "shortfalls", "nearest"} <= found <= set(PHASES)
    try:
        i18n.set_language("zh")
        assert all(phase(name).isascii() is False for name in PHASES)
        assert phase("week 1/13: nearest") == "第 1/13 周：最接近原排班"
    finally:
        i18n.set_language("en")
