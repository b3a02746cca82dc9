"""Each entry of a rulebook is told with its own values, in words and not by its fields."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import TypeAdapter
from ruamel.yaml import YAML

from roster.i18n import LANGUAGES, set_language
from roster.io.policies import in_words, policy
from roster.io.rulebook import load_rulebook
from roster.io.rulebook.describe import example
from roster.rules import RULES, AnyRule
from roster.rules.base import Rule
from roster.search.verify import rule_lines
from tests.io import sample

CONSTRAINTS = Path(__file__).parents[2] / "constraints"
FACTS = sample.problem()


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    set_language("en")
    yield
    set_language("en")


def entry(**fields: Any) -> Rule:
    rule: Rule = TypeAdapter(AnyRule).validate_python({"weight": "must", **fields})
    return rule


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", RULES, ids=lambda kind: kind.__name__)
def test_no_field_is_named(kind: type[Rule], language: str) -> None:
    assert inspect.getdoc(kind)
    set_language(language)
    fields = YAML(typ="safe").load(example(kind))
    fields.setdefault("weight", None if "priority" in fields else 1)
    assert not {"`", "{"} & set(policy(entry(**fields), FACTS))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("file", ["base.yaml", "festival.yaml", "level-1.yaml", "summer.yaml"])
def test_shipped_entries_are_told_without_fields(file: str, language: str) -> None:
    set_language(language)
    rulebook = load_rulebook([CONSTRAINTS / file])
    for line in in_words(rule_lines(rulebook), rulebook, FACTS):
        assert line.policy
        assert "`" not in line.policy + line.why


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"rule": "minimum_rest", "hours": 11.5}, "Hours of rest between two duties: at least 11.5"),
        ({"rule": "consecutive_shifts", "max": 2, "when": {"night": True}},
         "Dates worked in a row: at most 2 (night shifts)"),
        ({"rule": "consecutive_days_off", "min": 2, "max": 3}, "Days off in a row: 2 to 3"),
        ({"rule": "days_off", "min": 1, "days": 7}, "Days off in any 7 consecutive dates: at least 1"),
        ({"rule": "days_off", "min": 2, "per": "week"}, "Days off in each calendar week: at least 2"),
        ({"rule": "work_hours", "max": 80, "per": {"days": 14}},
         "Hours of work in any 14 consecutive dates: at most 80"),
        ({"rule": "overtime", "per_day": 3, "per_month": 36, "who": {"category": "auxiliary"}},
         "Hours of overtime in a duty: at most 3; Hours of overtime in a calendar month: at most 36 (auxiliary)"),
        ({"rule": "shift_count", "max": 0, "per": "month", "who": {"age_over": 50}, "when": {"shift": ["N", "O"]}},
         "Shifts in each calendar month: none (over 50; shifts N, O)"),
        ({"rule": "shift_count", "min": 0, "max": 3, "per": "horizon"}, "Shifts in the whole roster: at most 3"),
        ({"rule": "weekends", "max": 2, "per": "month", "whole": True},
         "Weekends worked in each calendar month: at most 2; Both days of a weekend are worked, or neither"),
        ({"rule": "shift_succession", "forbidden": [["N", "-", "D|E"]]},
         "Never on consecutive dates: N → a day off → D or E"),
        ({"rule": "night_lights", "hours": "20:00-02:00", "zones_per_vehicle": 2},
         "A vehicle with its lights on for every 2 zones within 20:00-02:00"),
        ({"rule": "cover", "asks": "over"}, "No more units than the table of demand asks for"),
        ({"rule": "cover", "units": 2, "where": {"unit_kind": "car", "zone": "Z1"}},
         "Units: at least 2 (Z1 New town; Car unit)"),
        ({"rule": "fairness", "counts": "nights", "allowed": 1, "by": "squad", "who": {"but": {"sex": "f"}}},
         "How far numbers of nights may be apart within a squad: at most 1 (all but: women)"),
        ({"rule": "keep_apart", "officers": ["002", "NA"]}, "Never in one crew: 李娜 (002), 杨帆 (NA)"),
        ({"rule": "absence", "when": {"from": "2026-10-01", "weekday": ["sat"]}},
         "A duty shares no minute with an absence of its officer (Sat; from 2026-10-01)"),
    ],
)  # fmt: skip
def test_values_are_in_the_sentence(fields: dict[str, Any], words: str) -> None:
    assert policy(entry(**fields), FACTS) == words


def test_sources_of_shipped_entries_are_translated() -> None:
    set_language("zh")
    rulebook = load_rulebook([CONSTRAINTS / "base.yaml"])
    sources = {line.name: line.why for line in in_words(rule_lines(rulebook), rulebook, FACTS)}
    assert sources["days_off"] == "劳动法第三十八条"
