"""`docs/design.md` and `docs/terms.md` tell of the tree as it is: what they name is there."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGES = ("design", "terms", "adding-a-rule")
OF_THE_EXAMPLE = {"roster/rules/roster/few_shifts.py", "tests/rules/test_few_shifts.py", "FewShifts"}


@cache
def tree() -> tuple[str, ...]:
    found = (path for top in ("roster", "tests", "benchmarks", "docs") for path in (ROOT / top).rglob("*"))
    top = (path for path in ROOT.iterdir() if path.is_file())
    return tuple(f"/{path.relative_to(ROOT).as_posix()}" for path in (*found, *top) if "__pycache__" not in path.parts)


@cache
def code() -> str:
    files = (ROOT / name[1:] for name in tree() if name.endswith(".py") and not name.startswith("/tests/test_design"))
    return "\n".join(file.read_text("utf-8") for file in files)


@pytest.mark.parametrize("page", PAGES)
def test_files_and_folders_are_there(page: str) -> None:
    text = (ROOT / "docs" / f"{page}.md").read_text("utf-8")
    files = set(re.findall(r"`([\w./-]+\.(?:py|js|md|po|css|csv))`", text))
    folders = {name.rstrip("/") for name in re.findall(r"`([a-z_/]+/)`", text)}
    missing = {name for name in files | folders if not any(path.endswith(f"/{name}") for path in tree())}
    assert missing - OF_THE_EXAMPLE == set()


@pytest.mark.parametrize("page", PAGES)
def test_classes_and_constants_are_there(page: str) -> None:
    text = (ROOT / "docs" / f"{page}.md").read_text("utf-8")
    names = set(re.findall(r"`([A-Z][A-Za-z_]*[a-z_][A-Za-z_]*)(?:\.[a-z_]+)?`", text))
    assert {name for name in names - OF_THE_EXAMPLE if not re.search(rf"\b{name}\b", code())} == set()


def test_every_floor_is_told_of() -> None:
    page = (ROOT / "docs" / "design.md").read_text("utf-8")
    floors = {path.split("/")[2].removesuffix(".py") for path in tree() if path.startswith("/roster/")}
    told = {name for name in floors if f"`{name}/`" in page or f"`{name}.py`" in page}
    assert floors - told == {"__init__", "__main__", "i18n", "locale", "py.typed"} & (floors - told)
