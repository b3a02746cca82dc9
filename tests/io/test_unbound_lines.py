"""Entries that bind nothing: which field matches nothing, whatever the weight, grouped; and silence where all bind."""

from __future__ import annotations

from dataclasses import replace

import pytest

from roster.arithmetic.unbound import strays, unbound
from roster.domain.problem import Facts
from roster.io.unbound_lines import stray_lines, unbound_lines, unbound_note
from roster.rules import Rulebook, pose
from tests.rules.law_units import brigade, rule

COUNT: dict[str, object] = {"rule": "shift_count", "max": 1, "per": "week"}


def found(facts: Facts, *texts: dict[str, object]) -> list[tuple[str, str]]:
    book = Rulebook(tuple(rule({**text, "id": text.get("id", text["rule"])}) for text in texts))
    return [(one.entry, one.field) for one in unbound(pose(facts, book), book)]


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ({**COUNT, "who": {"qualification": "diver"}, "weight": 3}, "who.qualification"),
        ({**COUNT, "who": {"sex": "m"}}, "who.sex"),
        ({**COUNT, "who": {"squad": "1", "category": "auxiliary"}}, "who"),
        ({**COUNT, "when": {"shift": ["E", "O"]}}, "when.shift"),
        ({**COUNT, "when": {"covers": "06:00-08:00", "line": True}}, "when"),
        ({**COUNT, "when": {"covers": "06:00-08:30"}}, "when.covers"),
        ({**COUNT, "when": {"night": True, "line": False}}, "when"),
        ({**COUNT, "when": {"weekday": "tue"}}, "when.weekday"),
        ({**COUNT, "when": {"to": "2026-10-18"}}, "when.to"),
        ({"rule": "crew", "composition": {"sworn": 1}, "where": {"unit_kind": "boat"}, "weight": 5}, "where.unit_kind"),
        ({"rule": "crew", "composition": {"diver": 1}, "weight": 5}, "composition"),
        ({"rule": "crew", "where": {"zone": "Z9"}}, "where.zone"),
        ({"rule": "crew", "where": {"zone": "Z2", "unit_kind": "post"}}, "where"),
        ({"rule": "crew", "where": {"unit_kind": "post"}, "when": {"night": True}}, ""),
        ({"rule": "crew", "where": {"unit_kind": "post"}, "when": {"night": True}, "weight": 5}, ""),
        ({"rule": "duty_leader", "kind": "chief"}, "kind"),
        ({"rule": "shift_succession", "forbidden": [["E", "*"], ["D", "E"]]}, ""),
        ({"rule": "rotation", "pattern": ["X", "Y"], "start": "2026-10-19"}, "pattern"),
        ({"rule": "night_lights", "where": {"unit_kind": "foot"}, "priority": 2}, ""),
    ],
)  # fmt: skip
def test_the_field_that_matches_nothing_is_named(text: dict[str, object], field: str) -> None:
    assert found(brigade(), text) == [(str(text["rule"]), field)]


def test_nothing_is_said_of_entries_that_bind_or_only_wait_for_rows() -> None:
    texts = (
        {"rule": "absence"},
        {"rule": "fixed"},
        {"rule": "requests", "weight": 1},
        {"rule": "protected_status"},
        {"rule": "crew", "where": {"unit_kind": ["car", "boat"]}},
        {**COUNT, "who": {"but": {"qualification": "diver"}}},
        {"rule": "shift_succession", "forbidden": [["line=no", "*"]]},
        {"rule": "heads", "min": 1, "who": {"sex": "f"}, "when": {"covers": "08:00-09:00"}, "weight": 3},
    )
    assert found(brigade(), *texts) == []


def test_entries_are_grouped_by_what_is_missing_with_their_line() -> None:
    never = {"rule": "shift_count", "max": 0, "per": "horizon"}
    rules = (
        rule({**never, "id": "one", "when": {"shift": "E"}}),
        rule({**never, "id": "other", "when": {"shift": "E"}, "weight": 4}),
        rule({**never, "id": "near", "who": {"qualification": "drivers"}}),
        rule({"rule": "armed_minimum", "priority": 1}),
    )
    facts = replace(brigade(), kinds=tuple(kind for kind in brigade().kinds if kind.code != "armed"))
    facts = replace(facts, demand=tuple(line for line in facts.demand if line.kind != "armed"))
    book = Rulebook(rules, origin={"one": "a.yaml:3", "one.when.shift": "a.yaml:7", "other": "b.yaml:2"})
    problem = pose(facts, book)
    told = unbound(problem, book)
    assert list(unbound_lines(told, book, problem)) == [
        "entries of the rulebook that bind nothing in this brigade (4):",
        "  no shift E: a.yaml:7 (one.when.shift), b.yaml:2 (other.when.shift)",
        "  nobody has the qualification drivers (did you mean driver?): (near.who.qualification)",
        "  no unit kind that asks for permit holders: (armed_minimum) "
        "(no roster can meet that: add it to the tables, or end the entry with `off: true`)",
    ]
    assert unbound_note(told, book, problem).startswith(
        "entries that bind nothing in this brigade: Number of shifts (one), Number of shifts (other)"
    )
    assert unbound_note([], book, problem) == ""
    assert list(unbound_lines([], book, problem)) == []


def test_a_wish_for_people_of_whom_there_are_none_is_told_as_missing_all_the_same() -> None:
    women = {"rule": "heads", "weight": 10, "min": 1, "who": {"sex": "f"}}
    book = Rulebook((rule({**women, "id": "asks"}), rule({**women, "id": "never", "when": {"shift": "none"}})))
    facts = replace(brigade(), officers=tuple(replace(officer, sex="m") for officer in brigade().officers))
    problem = pose(facts, book)
    lines = list(unbound_lines([one for one in unbound(problem, book) if one.entry == "asks"], book, problem))
    assert lines[1].endswith("(no roster can meet that: add it to the tables, or end the entry with `off: true`)")
    lines = list(unbound_lines([one for one in unbound(problem, book) if one.entry == "never"], book, problem))
    assert not lines[1].endswith("`)")


def test_names_that_no_table_has_are_told_where_the_entry_binds_by_others() -> None:
    rules = (
        rule({**COUNT, "id": "some", "when": {"shift": ["D", "O"]}, "who": {"but": {"qualification": "medic"}}}),
        rule({**COUNT, "id": "none", "when": {"shift": ["E", "O"]}}),
        rule({"rule": "crew", "composition": {"sworn": 1, "medic": 1}, "weight": 2}),
    )
    book = Rulebook(rules, origin={"some": "a.yaml:3"})
    problem = pose(brigade(), book)
    assert [(one.entry, one.field) for one in unbound(problem, book)] == [("none", "when.shift")]
    assert list(stray_lines(strays(problem, book), book, problem)) == [
        "names in the rulebook that no table has, in entries that bind by others:",
        "  no shift O: a.yaml:3 (some.when.shift)",
        "  nobody has the qualification medic: (crew.composition)",
    ]
    assert list(stray_lines([], book, problem)) == []
