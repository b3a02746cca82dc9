"""The cures that were last shown, so that the number that a leader applies is the one that they saw."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from roster import api
from roster.explain.changes import Change
from roster.explain.explained import Explanation
from roster.explain.trial import Asked
from roster.io.files import replace_file

FOLDER = Path("outputs")


def remember(asked: Asked, explanation: Explanation) -> None:
    """Note the changes of every cure with the hashes of the files that they were found for. Raises OutputError."""
    content = {
        "asked": _key(asked, explanation.case),
        "cures": [[_plain(change) for change in cure.candidate.changes] for cure in explanation.every_cure()],
    }
    replace_file(_file(explanation.case), lambda path: _write(path, content))


def recall(asked: Asked, case: api.Case) -> list[tuple[Change, ...]] | None:
    """The changes of each cure as they were last shown; None where nothing was, or a file has changed since."""
    try:
        content = json.loads(_file(case).read_text(encoding="utf-8"))
        if content["asked"] != _key(asked, case):
            return None
        return [tuple(_change(change) for change in changes) for changes in content["cures"]]
    except (OSError, ValueError, KeyError, TypeError):
        return None


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


def _change(content: dict[str, Any]) -> Change:
    return Change(**{**content, "file": Path(content["file"]), "cells": tuple(content["cells"])})


def _write(path: Path, content: object) -> None:
    path.write_text(json.dumps(content, indent=1, ensure_ascii=False), encoding="utf-8")
