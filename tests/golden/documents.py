"""The documents that are written from the code, a heading of each at a time."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from roster.io.rulebook import rulebook_schema
from roster.io.rulebook_document import rules_document
from roster.io.sentences_document import sentences_document
from roster.io.tables.document import document
from tests.golden.items import Item

HEADING = re.compile(r"^(?=#+ )", re.MULTILINE)


def documents() -> Iterator[Item]:
    """Rules, inputs and sentences by their headings, and the schema of a rulebook."""
    pages = {"rules": rules_document(), "inputs": document(), "sentences": sentences_document()}
    for name, text in pages.items():
        found: dict[str, str] = {}
        for part in HEADING.split(text):
            title = part.partition("\n")[0].lstrip("# ").strip()
            found[title] = found.get(title, "") + part
        for title, part in found.items():
            yield Item(f"{name}: {title}"[:80], f"{len(part.splitlines())} lines", part)
    schema = rulebook_schema()
    yield Item("schema", "", json.dumps(schema, indent=1, ensure_ascii=False, sort_keys=True))
