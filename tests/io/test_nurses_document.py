"""`docs/nurses.md`: each entry that it shows is read, and each constraint names one that is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from roster.io.rulebook import load_rulebook

PAGE = (Path(__file__).parents[2] / "docs" / "nurses.md").read_text(encoding="utf-8")
PARTS = [part for part in PAGE.split("\n## ")[1:] if "```yaml" in part]


def test_both_competitions_have_entries() -> None:
    assert len(PARTS) == 2


@pytest.mark.parametrize("part", PARTS, ids=lambda part: str(part.partition("\n")[0]))
def test_the_entries_of_a_competition_are_read(part: str, tmp_path: Path) -> None:
    (rules,) = re.findall(r"```yaml\n(.*?)```", part, re.DOTALL)
    file = tmp_path / "rules.yaml"
    file.write_text(rules, encoding="utf-8")
    names = {rule.name for rule in load_rulebook([file]).rules}
    shown = {
        name
        for row in re.findall(r"^\|[^|]*\|([^|]*)\|$", part, re.MULTILINE)
        for name in re.findall(r"`([\w-]+)`", row)
    }
    assert names <= shown
    assert shown - names <= {"target", "demand", "requests", "opening"}
    assert len(names) >= 10
