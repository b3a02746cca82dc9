"""Every word of the page's own code is in the catalogue, and its modules keep to browsers of some years ago."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from roster.board.words import WORDS
from roster.i18n import catalogue

STATIC = Path(__file__).parents[2] / "roster" / "board" / "static"
SOURCE = {file.name: file.read_text("utf-8") for file in sorted(STATIC.rglob("*.js"))}
STYLES = {file.name: file.read_text("utf-8") for file in sorted(STATIC.rglob("*.css"))}
TOO_NEW = (
    "light-dark(", "@scope", "@layer", "popover", "subgrid", ":has(", "Object.groupBy", ".toSorted(", ".toReversed(",
    ".toSpliced(", ".with(", "Promise.withResolvers", "structuredClone(", "color-mix(", "oklch(", "Array.fromAsync",
)  # fmt: skip
"""What Chromium 108 or Firefox 115 lack, or what nobody needs here."""
LATIN_TEXT = re.compile(r'h\("\w+", \{[^{}]*\}, "([A-Za-z]{3,}[^"]*)"')


def test_every_word_that_is_asked_for_is_known() -> None:
    asked = {key for text in SOURCE.values() for key in re.findall(r'\bt\(\s*"(\w+)"', text)}
    assert asked - WORDS.keys() == set()
    starts = {start for text in SOURCE.values() for start in re.findall(r"\bt\(`(\w+_)\$", text)}
    assert all(any(key.startswith(start) for key in WORDS) for start in starts)


def test_no_word_is_left_over() -> None:
    text = "\n".join(SOURCE.values())
    starts = tuple(re.findall(r"\bt\(`(\w+_)\$", text))
    assert [key for key in WORDS if f'"{key}"' not in text and not key.startswith(starts)] == []


def test_every_word_is_chinese_too() -> None:
    assert [word for word in WORDS.values() if not catalogue("zh").get(word)] == []


def test_nothing_is_said_past_the_catalogue() -> None:
    assert [f"{name}: {said}" for name, text in SOURCE.items() for said in LATIN_TEXT.findall(text)] == []


@pytest.mark.parametrize("name", SOURCE | STYLES)
def test_browsers_of_some_years_ago_know_it(name: str) -> None:
    text = (SOURCE | STYLES)[name]
    assert [new for new in TOO_NEW if new in text] == []
    if name.endswith(".css"):  # nested rules came later
        depth = [text[: at.start()].count("{") - text[: at.start()].count("}") for at in re.finditer(r"[^{}]+\{", text)]
        assert max(depth) <= 1


def test_modules_are_small() -> None:
    assert [name for name, text in SOURCE.items() if text.count("\n") > 330] == []
