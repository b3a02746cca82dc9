"""The page on imports: its YAML can be read, its commands and options exist, its tables name every field."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from roster.cli import roster
from roster.io.exchange.fill_map import FillMap, read_map, read_yaml
from roster.io.exchange.profile import FIELDS, FORMS, Profile, shipped
from tests.paths import ROOT

PAGE = (ROOT / "docs" / "hr-import.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```yaml\n(.*?)```", PAGE, re.S)


def test_its_yaml_can_be_read(tmp_path: Path) -> None:
    file = tmp_path / "block.yaml"
    file.write_text(BLOCKS[0], encoding="utf-8")
    assert read_map(file).people == {"A13": "22099008", "己六": "P0006", "外聘": ""}
    assert set(FillMap.model_fields) == set(re.findall(r"^(\w+):", BLOCKS[0], re.M))
    file.write_text(BLOCKS[1], encoding="utf-8")
    assert read_yaml(file, Profile).codes["D"] == "01"


@pytest.mark.parametrize("command", ["export", "reconcile", "copy", "publish", "compare"])
def test_options_that_it_names_exist(command: str) -> None:
    known = {name for one in roster.commands.values() for option in one.params for name in option.opts}
    assert set(re.findall(r"(?<!-)--[a-z][a-z-]+", PAGE)) <= known
    assert f"roster {command} " in PAGE


def test_it_names_every_form_and_field() -> None:
    for word in (*FORMS, *shipped()):
        assert f"--format {word}" in PAGE or f"`{word}`" in PAGE, word
    for name in set(Profile.model_fields) - {"name"}:
        assert f"`{name}`" in PAGE, name
    for name in FIELDS:
        assert f"`{{{name}}}`" in PAGE, name
