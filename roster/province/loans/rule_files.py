"""A brigade's rule files in another folder: with them goes what they extend, wherever it lies."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.nodes import MappingNode, ScalarNode, SequenceNode

from roster.io.places import real
from roster.io.rulebook.files import own_files

EXTENDED = "extended"
"""The folder of files that are not the brigade's own: they apply where they are extended only."""


def copy_rules(home: Path, target: Path) -> list[Path]:
    """Copy a brigade's own rule files into a folder, and what they extend into one below; returns them by name.

    `extends` then says the new ways; all else, and every line, stays as it is. Raises OSError.
    """
    target.mkdir()
    own = own_files(home)
    places = {real(file): target / file.name for file in own}
    waiting = list(own)
    for file in waiting:  # which grows
        ways: dict[str, str] = {}
        place = places[real(file)]
        for name in _names(_text(file)):
            beside = file.parent / name.value
            if not beside.is_file() or real(beside) == real(file):  # a shipped one
                continue
            if real(beside) not in places:
                places[real(beside)] = target / EXTENDED / f"{len(places)}-{beside.name}"
                waiting.append(beside)
            ways[name.value] = Path(os.path.relpath(places[real(beside)], place.parent)).as_posix()
        _copy(file, place, ways)
    return [places[real(file)] for file in own]


def _copy(file: Path, place: Path, ways: Mapping[str, str]) -> None:
    """Copy a file in which other files lie at other places."""
    place.parent.mkdir(exist_ok=True)
    if all(old == new for old, new in ways.items()):
        shutil.copy2(file, place)
        return
    text = _text(file)
    for name in reversed(_names(text)):
        if name.value in ways:
            text = text[: name.start_mark.index] + json.dumps(ways[name.value]) + text[name.end_mark.index :]
    place.write_bytes(text.encode())


def _text(file: Path) -> str:
    return file.read_bytes().decode("utf-8-sig")


def _names(text: str) -> list[ScalarNode]:
    """What a rulebook extends, as it stands in its text."""
    root = YAML(typ="safe", pure=True).compose(text)
    found = [value for key, value in root.value if key.value == "extends"] if isinstance(root, MappingNode) else []
    names = [one for value in found for one in (value.value if isinstance(value, SequenceNode) else [value])]
    return [name for name in names if isinstance(name, ScalarNode) and name.value]
