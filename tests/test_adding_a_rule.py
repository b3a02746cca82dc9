"""The page `docs/adding-a-rule.md`, carried out as it stands in a copy of the project."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.paths import ROOT, TINY

PAGE = (ROOT / "docs" / "adding-a-rule.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
FILE = re.compile(r"`((?:roster|tests)/[\w/.]+)`")
LISTS = ("roster/rules/__init__.py", "tests/rules/officer_fields.py", "roster/locale/zh/messages.po")
"""Files to which a block adds lines; others are made from theirs."""


def blocks() -> list[tuple[str, str, str]]:
    """Each block's language and text, and the text of the page before it."""
    return [(found[1], found[2], PAGE[: found.start()]) for found in BLOCK.finditer(PAGE)]


def add_after(file: Path, diff: str) -> None:
    """Add the lines with a plus after the line before them, which is the first of its kind in the file."""
    before = next(line[1:] for line in diff.splitlines() if line.startswith(" "))
    new = "".join(f"{line[1:]}\n" for line in diff.splitlines() if line.startswith("+"))
    text = file.read_text(encoding="utf-8")
    assert f"{before}\n" in text, f"{file.name} has no line '{before}'"
    file.write_text(text.replace(f"{before}\n", f"{before}\n{new}", 1), encoding="utf-8")


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy with the new rule; a rulebook that asks for it."""
    project = tmp_path_factory.mktemp("project")
    unused = shutil.ignore_patterns("expected", "cases", "kept")  # what was compiled is as good for the copy
    for folder in ("roster", "constraints", "tests"):
        shutil.copytree(ROOT / folder, project / folder, ignore=unused)
    shutil.copytree(TINY, project / "tiny")
    for language, text, before in blocks():
        named = FILE.findall(before)
        added_to = [name for name in named if name in LISTS]
        if language == "python":
            (project / named[-1]).write_text(text, encoding="utf-8")
        elif language == "diff":
            add_after(project / added_to[-1], text)
        elif language in ("po", "yaml"):
            name = added_to[-1] if language == "po" else "tiny/constraints/rules.yaml"
            with (project / name).open("a", encoding="utf-8") as stream:
                stream.write(f"\n{text}" if language == "po" else text)
    return project


def python(project: Path, *words: str) -> str:
    """What a command in the copy says."""
    environment = {**os.environ, "PYTHONPATH": str(project), "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        [sys.executable, *words], cwd=project, env=environment, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_new_rule_keeps_the_law_and_its_examples(project: Path) -> None:
    tests = ("tests/rules/test_few_shifts.py", "tests/rules/test_law_officer.py", "tests/rules/test_rules.py")
    chosen = "few_shifts or FewShifts or every_officer_rule or nothing_else"
    said = python(project, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-c", os.devnull, "-k", chosen, *tests)
    passed = re.search(r"(\d+) passed", said) or re.search(r"^(\.+)", said, re.MULTILINE)
    assert passed is not None, said


def test_the_commands_of_the_page_know_the_rule(project: Path) -> None:
    (commands,) = (text for language, text, _before in blocks() if language == "sh")
    said = [
        python(project, *line.removeprefix("python ").partition(" > ")[0].split()) for line in commands.splitlines()
    ]
    assert "max" in said[0]
    assert '"must_violations": 0' in said[1]
    assert "## few_shifts" in said[2] or "few_shifts" in said[2]
    from openpyxl import load_workbook

    cells = {
        str(cell.value) for sheet in load_workbook(project / "week.xlsx") for row in sheet.iter_rows() for cell in row
    }
    assert any("少换班次" in cell for cell in cells)
    assert any("每人不同班次：至多 1 种" in cell for cell in cells)
