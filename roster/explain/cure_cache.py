"""The cures that were last shown, so that the number that a leader applies is the one that they saw."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any, get_args

from roster import api
from roster.domain.errors import Fault, InputError
from roster.explain.changes import Action, Change
from roster.explain.explanation import Explanation
from roster.explain.trial import Asked, belongs_to_program
from roster.i18n import _
from roster.io.files import replace_bytes

FOLDER = Path("outputs")
MOST_ROWS = 2**20


def remember(asked: Asked, explanation: Explanation) -> None:
    """Note the changes of every cure with the hashes of the files that they were found for. Raises OutputError."""
    content = {
        "asked": _key(asked, explanation.case),
        "cures": [[_plain(change) for change in cure.candidate.changes] for cure in explanation.every_cure()],
    }
    replace_bytes(_file(explanation.case), json.dumps(content, indent=1, ensure_ascii=False).encode())


def recall(asked: Asked, case: api.Case) -> list[tuple[Change, ...]]:
    """The changes of each cure as they were last shown.

    Raises InputError where none were shown for what is asked, or a file has changed since: it names every such file.
    """
    again = _("`roster explain` without --apply first, which shows the cures and their numbers")
    try:
        content = json.loads(_file(case).read_text(encoding="utf-8"))
        shown = content["asked"]
        files = {str(file): file for file in _files(asked, case)}
        before = {str(name): str(value) for name, value in shown["hashes"].items()}
        cures = [list(changes) for changes in content["cures"]]
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise InputError([Fault("--apply", _("no cures that were shown for this brigade"), again)]) from None
    now = _key(asked, case)
    if {**shown, "hashes": now["hashes"]} != now:
        raise InputError([Fault("--apply", _("cures that were shown for another folder or other options"), again)])
    changed = sorted(name for name in before.keys() | case.hashes.keys() if before.get(name) != case.hashes.get(name))
    if changed:
        found = _("a file that has changed since the cures were shown")
        raise InputError([Fault(name, found, again) for name in changed])
    try:
        return [tuple(_change(change, files) for change in changes) for changes in cures]
    except (ValueError, KeyError, TypeError):
        raise InputError([Fault("--apply", _("no cures that were shown for this brigade"), again)]) from None


def _files(asked: Asked, case: api.Case) -> list[Path]:
    """The files that a cure may change: the brigade's own tables and rulebooks, told from the brigade as it stands."""
    tables = [asked.brigade / name if asked.brigade.is_dir() else asked.brigade for name in case.tables.hashes]
    rules = [file for file in asked.rule_files(case) if not belongs_to_program(file)]
    return [*tables, *rules, asked.own_rulebook()[0]]


def _file(case: api.Case) -> Path:
    return FOLDER / f".explained-{case.tables.name}-{case.problem.horizon.start}.json"


def _key(asked: Asked, case: api.Case) -> dict[str, Any]:
    return {
        "brigade": str(asked.brigade),
        "constraints": list(map(str, asked.constraints)),
        "history": list(map(str, asked.history)),
        "weeks": asked.weeks,
        "hashes": dict(case.hashes),
    }


def _plain(change: Change) -> dict[str, Any]:
    return {**asdict(change), "file": str(change.file)}


def _change(content: dict[str, Any], files: Mapping[str, Path]) -> Change:
    """A change of a file that is known. Raises ValueError, KeyError, TypeError for any other content."""
    texts = ("action", "place", "field", "old", "new", "sheet", "rule", "base")
    numbers = [content["row"], content["column"]]
    if not all(isinstance(content[name], str) for name in texts) or content["action"] not in get_args(Action):
        raise ValueError(content)
    if not all(type(number) is int and 0 <= number <= MOST_ROWS for number in numbers):
        raise ValueError(content)
    if "\n" in content["new"] or not all(isinstance(cell, str) for cell in content["cells"]):
        raise ValueError(content)
    return Change(**{**content, "file": files[content["file"]], "cells": tuple(content["cells"])})
