"""What people call an entry: the name that it was given, in their language, else its rule's title."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from roster.i18n import LANGUAGES, set_language
from roster.io.rulebook import load_rulebook, shipped_folder
from roster.rules import RULES, Rulebook
from roster.rules.base import title_of

CHINESE = range(0x4E00, 0xA000)
FILES = sorted(shipped_folder().rglob("*.yaml"))


@pytest.fixture
def chinese() -> Iterator[None]:
    set_language("zh")
    yield
    set_language("en")


def book(folder: Path, text: str, *under: str) -> Rulebook:
    paths = []
    for number, content in enumerate((*under, text)):
        paths.append(folder / f"{number}.yaml")
        paths[-1].write_text(f"rules:\n{content}", encoding="utf-8")
    return load_rulebook(paths)


def test_a_name_in_each_language(tmp_path: Path, chinese: None) -> None:
    rules = book(tmp_path, "  - {rule: absence, name: {en: Leave, zh: 休假}, weight: must}\n")
    assert rules.spoken("absence") == "休假"
    set_language("en")
    assert rules.spoken("absence") == "Leave"


def test_one_text_or_one_language_stands_for_both(tmp_path: Path, chinese: None) -> None:
    text = (
        "  - {rule: absence, name: Leave, weight: must}\n"
        "  - {rule: vehicle, name: {en: Cars}, weight: must}\n"
        "  - {rule: crew, name: {zh: 警组}, weight: must}\n"
    )
    rules = book(tmp_path, text)
    assert [rule.spoken for rule in rules.rules] == ["Leave", "Cars", "警组"]
    set_language("en")
    assert [rule.spoken for rule in rules.rules] == ["Leave", "Cars", "警组"]


def test_without_a_name_the_title_of_the_rule(tmp_path: Path, chinese: None) -> None:
    text = (
        "  - {rule: minimum_rest, hours: 12, weight: must}\n"
        "  - {id: long-rest, rule: minimum_rest, hours: 24, weight: 5}\n"
    )
    rules = book(tmp_path, text)
    assert [rule.spoken for rule in rules.rules] == ["班次间休息", "班次间休息 (long-rest)"]


def test_a_profile_keeps_the_name_and_may_give_another(tmp_path: Path) -> None:
    base = "  - {rule: minimum_rest, name: Rest, hours: 12, weight: must}\n"
    assert book(tmp_path, "  - {id: minimum_rest, hours: 11}\n", base).spoken("minimum_rest") == "Rest"
    other = "  - {id: minimum_rest, name: {en: Short rest}, hours: 11}\n"
    assert book(tmp_path, other, base).spoken("minimum_rest") == "Short rest"


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_shipped_entry_has_a_name_of_its_own_in_both_languages(file: Path, chinese: None) -> None:
    rulebook = load_rulebook([file])
    for language in LANGUAGES:
        set_language(language)
        names = [rule.spoken for rule in rulebook.rules]
        assert len(set(names)) == len(names)
        assert all((ord(max(name)) in CHINESE) == (language == "zh") for name in names)


def test_titles_are_told_apart() -> None:
    assert len({title_of(rule) for rule in RULES}) == len(RULES)
