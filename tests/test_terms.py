"""The glossary says on paper what the product says on the screen."""

from __future__ import annotations

import re

from roster.i18n import catalogue
from tests.paths import ROOT

ROW = re.compile(r"^\| (?P<term>[^|]+) \| (?P<chinese>[^|]+) \| (?P<meaning>[^|]+) \|$", re.MULTILINE)
OF_BUILDERS = ("limit", "tier", "the law", "piece", "activity")
"""Terms that no user reads; nor do they those of the search."""


def rows(text: str) -> list[tuple[str, str]]:
    return [(found["term"], found["chinese"]) for found in ROW.finditer(text) if found["term"] not in ("term", "---")]


def test_every_term_is_told_once_and_what_people_read_is_what_the_catalogue_says() -> None:
    text = (ROOT / "docs" / "terms.md").read_text(encoding="utf-8")
    terms = [term for term, _chinese in rows(text)]
    assert len(terms) == len(set(terms)) > 50
    people, _heading, rest = text.partition("## Search\n")
    _search, heading, repairs = rest.partition("## Repairs")
    assert heading
    read = [(term, words) for term, words in rows(people + repairs) if term not in OF_BUILDERS]
    said = "\n".join(catalogue("zh").values())
    assert [(term, word) for term, words in read for word in words.split(", ") if word not in said] == []
