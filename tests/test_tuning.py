"""Numbers that make a search faster or better stand in classes of tuning; tests pass values and patch none."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.paths import ROOT

MEASURES = {"SECONDS", "SHARE", "PATIENCE", "EFFORT", "WORK", "ROUNDS", "TRIES"}
"""A word of a constant's name that says how long or how often something is tried."""

FOLDERS = ("search", "plan")
ENGINES = (*FOLDERS, "solvers", "explain", "living", "province")


def numbers(file: Path) -> Iterator[str]:
    """The constants of a module that are numbers, or several: names bound outside of functions and classes."""
    for statement in ast.parse(file.read_text(encoding="utf-8")).body:
        if isinstance(statement, ast.Assign | ast.AnnAssign) and statement.value is not None:
            targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
            values = {type(node.value) for node in ast.walk(statement.value) if isinstance(node, ast.Constant)}
            if values and values <= {int, float}:
                names = (node for target in targets for node in ast.walk(target))
                yield from (node.id for node in names if isinstance(node, ast.Name) and node.id.isupper())


@pytest.mark.parametrize("folder", FOLDERS)
def test_what_is_tuned_stands_in_classes(folder: str) -> None:
    found = [
        f"{file.relative_to(ROOT)}: {name}"
        for file in sorted((ROOT / "roster" / folder).rglob("*.py"))
        for name in numbers(file)
        if MEASURES & set(name.split("_"))
    ]
    assert not found


def test_tests_patch_no_number() -> None:
    """A constant that a test sets: `setattr(module, "NAME", value)` or `setattr("module.NAME", value)`."""
    engines = {
        name for folder in ENGINES for file in (ROOT / "roster" / folder).rglob("*.py") for name in numbers(file)
    }
    found = [
        f"{file.relative_to(ROOT)}:{call.lineno}: {name.value}"
        for file in sorted((ROOT / "tests").rglob("*.py"))
        for call in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr == "setattr"
        for name in call.args[:2]
        if isinstance(name, ast.Constant) and str(name.value).rpartition(".")[2] in engines
    ]
    assert not found
