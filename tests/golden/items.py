"""One golden result as text, its digest, and how values are spelt so that no path, clock or version is in them."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parents[2]
DIGITS = 12  # of a digest: enough that no two texts of a repository share one
TIMES = frozenset({"seconds", "first_seconds", "best_seconds", "published", "at"})
"""JSON fields that a clock fills."""

PATTERNS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"(?<![\w.:-])\d+(?:\.\d+)?(?= s\b)"), "#"),
    (re.compile(r"\d+(?:\.\d+)? ?秒"), "# 秒"),
    (re.compile(r"\b[0-9a-f]{64}\b"), "<SHA-256>"),  # a workbook's tells when it was packed
    (re.compile(r"patrol-roster-\w+\.log"), "<log>"),
    (re.compile(r"/(?:private/)?(?:tmp|var)/[^\s'\",;:)），。；]*"), "<temporary>"),
)


class Item(NamedTuple):
    """One result: its name within a case and kind, a figure or two for people, and the whole text."""

    name: str
    says: str
    text: str

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()[:DIGITS]


def spelled(value: object) -> str:
    """A value by its content: classes and fields are not named, so a renamed one is the same; sets are in order."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return f"({', '.join(spelled(getattr(value, field.name)) for field in dataclasses.fields(value))})"
    if isinstance(value, tuple | list):
        return f"({', '.join(map(spelled, value))})"
    if isinstance(value, Mapping):
        return f"{{{', '.join(f'{spelled(key)}: {spelled(one)}' for key, one in value.items())}}}"
    if isinstance(value, set | frozenset):
        return f"{{{', '.join(sorted(map(spelled, value)))}}}"
    return str(value) if isinstance(value, int) else repr(value)


def lines(values: Iterable[object]) -> str:
    """A line for each value."""
    return "".join(f"{value if isinstance(value, str) else spelled(value)}\n" for value in values)


def plain(text: str, here: Path | None = None) -> str:
    """A text without the folders, the seconds and the names of logs that no two runs share."""
    for folder, name in ((here, "<here>"), (ROOT, "<repository>")):
        if folder:
            text = text.replace(str(folder), name).replace(folder.as_posix(), name)
    for pattern, name in PATTERNS:
        text = pattern.sub(name, text)
    return text


def plain_json(text: str, here: Path | None = None) -> str:
    """JSON over several lines, its clocks at 0; a text that is no JSON as `plain` gives it."""
    try:
        content = json.loads(text)
    except ValueError:
        return plain(text, here)
    return plain(json.dumps(_stopped(content), indent=1, ensure_ascii=False), here) + "\n"


def _stopped(content: Any) -> Any:
    if isinstance(content, dict):
        return {key: 0 if key in TIMES else _stopped(one) for key, one in content.items()}
    return [_stopped(one) for one in content] if isinstance(content, list) else content
