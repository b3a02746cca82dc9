"""What the pages of `docs/` say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path


def columns_in(page: str) -> Iterator[str]:
    text = (Path(__file__).parents[2] / "docs" / page).read_text(encoding="utf-8")
    table = text.split("| column |", 1)[1].split("\n\n", 1)[0]
    return (match[1] for match in re.finditer(r"^\| `(\w+)` \|", table, re.MULTILINE))
