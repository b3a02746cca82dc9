"""The Chinese catalogue is complete: every marked string is in it, translated, with the same fields."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter
from typing import Any

import pytest
from babel.messages.extract import extract_from_dir

from roster import i18n
from roster.io.rulebook import load_rulebook
from roster.io.rulebook.describe import detail, policy
from roster.io.rulebook.schema import rule_schema
from roster.io.starting_rules import notes
from roster.rules import RULES
from roster.rules.base import title_of

PACKAGE = Path(i18n.__file__).parent
CATALOGUE = i18n.catalogue("zh")
QUOTED = re.compile(r"`[^`]*`|'[^']*'|\{[^{}]*\}")
YAML_IN_BRACES = re.compile(r"\{\w+: ")
CHINESE = re.compile("[\u4e00-\u9fff]")
LATIN_WORD = re.compile(r"[A-Za-z]{4,}")
NOT_WORDS = {"TRUE", "FALSE", "YAML", "JSON"}


def marked() -> dict[str, str]:
    """Every message to where it is marked: calls of `_` and `N_`, what rules say of themselves, and their sources."""
    found = {}
    for file, line, message, _comments, _context in extract_from_dir(PACKAGE, keywords={"_": None, "N_": None}):
        if message:
            found[str(message)] = f"{file}:{line}"
    for rule in RULES:
        for message in (
            policy(rule),
            detail(rule),
            rule.unit_of_amount,
            title_of(rule),
            *descriptions(rule_schema(rule)),
        ):
            if message:
                found.setdefault(message, rule.__module__)
    for file in (PACKAGE.parent / "constraints").glob("*.yaml"):
        found.update({rule.why: file.name for rule in load_rulebook([file]).rules if rule.why})
    found.update(dict.fromkeys(notes(), "base.yaml"))
    return found


def descriptions(part: Any) -> Iterator[str]:
    """What a rule's JSON schema says of its fields, those of its selectors included."""
    if isinstance(part, dict):
        for field in part.get("properties", {}).values():
            if "description" in field and "$ref" not in field:
                yield field["description"]
        for inner in part.values():
            yield from descriptions(inner)
    elif isinstance(part, list):
        for inner in part:
            yield from descriptions(inner)


@pytest.fixture(scope="module")
def messages() -> dict[str, str]:
    return marked()


def fields(text: str) -> list[tuple[str, str]]:
    """Names and formats of a message's fields, in alphabetical order."""
    return sorted({(name, form or "") for _text, name, form, _conversion in Formatter().parse(text) if name})


def test_marked_strings_are_found(messages: dict[str, str]) -> None:
    assert len(messages) > 500
    assert "Summary" in messages


def test_every_marked_string_is_translated(messages: dict[str, str]) -> None:
    missing = [f"{where}: {message}" for message, where in messages.items() if not CATALOGUE.get(message)]
    assert not missing, "\n".join(missing)


def test_catalogue_has_nothing_that_is_not_marked(messages: dict[str, str]) -> None:
    assert not sorted(set(CATALOGUE) - set(messages))


@pytest.mark.parametrize("message", [m for m in CATALOGUE if "{" in m and not YAML_IN_BRACES.search(m)])
def test_fields_agree(message: str) -> None:
    assert fields(CATALOGUE[message]) == fields(message)


def test_english_words_became_chinese() -> None:
    def words(text: str) -> set[str]:
        return set(LATIN_WORD.findall(QUOTED.sub(" ", text))) - NOT_WORDS

    left = [m for m, text in CATALOGUE.items() if words(m) and not CHINESE.search(text) and m != text]
    assert not left


def test_same_words_stay_only_where_they_are_codes() -> None:
    assert {m for m, text in CATALOGUE.items() if m == text} <= {"{name} {hours}"}


def test_shipped_names_are_translated() -> None:
    """Names of shifts and unit kinds of the example brigade are customary ones."""
    folder = PACKAGE.parent / "inputs" / "hancheng"
    for table in ("shifts.csv", "units.csv"):
        for line in (folder / table).read_text("utf-8-sig").splitlines()[1:]:
            assert line.split(",")[1] in CATALOGUE


def test_sheet_titles_are_told_apart_in_every_language() -> None:
    from roster.io.book import SHEETS

    for language in i18n.LANGUAGES:
        titles = [i18n.catalogue(language).get(module.TITLE, module.TITLE) for module in SHEETS]
        assert len(set(titles)) == len(titles)
        assert all(len(title) <= 31 and not set(title) & set("[]:*?/\\") for title in titles)
