"""The list of sentences: every field has an example, and the file is the one that is made."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from roster.io.sentences_document import filled, sentences_document

FILE = Path(__file__).resolve().parents[2] / "docs" / "sentences.md"


@pytest.fixture(scope="module")
def document() -> str:
    return sentences_document()


def test_every_sentence_is_told_whole_in_both_languages(document: str) -> None:
    rows = [line for line in document.splitlines() if line.startswith("| ") and not line.startswith("| English")]
    assert len(rows) > 800
    assert all(len(row.replace("\\|", "").split("|")) == 4 for row in rows)
    assert "| no must is broken | 没有违反必须规则 |" in rows


def test_what_rules_say_comes_first(document: str) -> None:
    assert (
        document.index("of rest between E on")
        < document.index("it is forced by")
        < document.index("no patrol plan keeps")
    )


def test_a_field_without_an_example_is_an_error() -> None:
    assert filled("{hours:.1f} h of {officer}", "", "en") == "40.0 h of Lin Hao (P014)"
    assert filled("{count} for {people}", "", "zh") == "3 for 林浩 (P014)、吴敏 (P019)"
    with pytest.raises(KeyError, match="unheard"):
        filled("{unheard} of", "", "en")


@pytest.mark.skipif(
    "CI" not in os.environ, reason="several who change sentences at once would each need to make it anew"
)
def test_the_file_is_the_one_that_is_made(document: str) -> None:
    assert FILE.read_text("utf-8") == document, "python -m roster.io.sentences_document > docs/sentences.md"
