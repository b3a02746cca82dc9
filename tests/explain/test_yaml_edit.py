"""A field of a rulebook changes in its text; everything else stays to the letter."""

from __future__ import annotations

import pytest

from roster.domain.errors import InputError
from roster.explain.yaml_edit import flow, line_of, with_entry, with_field
from roster.rules.shared.selectors import When, Who

TEXT = """# ours
name: standing
rules:
  - rule: minimum_rest   # rest
    hours: 11            # agreed in May
    weight: must
  - {id: most, rule: work_hours, max: 40, per: week, weight: 'must'}  # one line
  - id: last
    rule: cover
    priority: 2
"""


@pytest.mark.parametrize(
    ("rule", "field", "new", "before", "after"),
    [
        ("minimum_rest", "hours", "10", "hours: 11  ", "hours: 10  "),
        ("minimum_rest", "priority", "4", "    weight: must\n  - {", "    priority: 4\n  - {"),
        ("most", "max", "48", "max: 40,", "max: 48,"),
        ("most", "weight", "100", "weight: 'must'}", "weight: 100}"),
        ("most", "min", "8", "id: most,", "id: most, min: 8,"),
        ("last", "units", "1", "- id: last\n", "- id: last\n    units: 1\n"),
        ("last", "weight", "must", "priority: 2", "weight: must"),
    ],
)
def test_only_the_field_changes(rule: str, field: str, new: str, before: str, after: str) -> None:
    assert TEXT.count(before) == 1
    assert with_field(TEXT, rule, field, new, "rules.yaml") == TEXT.replace(before, after)


NESTED = """rules:
  - id: hours
    rule: work_hours
    who:
      category: sworn     # not the helpers
      but: {qualification: leader}  # they count otherwise
    max: 40
    why: >-
      agreed in
      May

  # the next one
  - {id: few, rule: shift_count, max: 3, per: week, weight: 4}  # one line
"""


def test_a_field_within_a_field_keeps_the_comments_around_it() -> None:
    new = "[{qualification: leader}, {id: P1}]"
    edited = with_field(NESTED, "hours", "who.but", new, "rules.yaml")
    assert edited == NESTED.replace("but: {qualification: leader}", f"but: {new}")


@pytest.mark.parametrize(
    ("rule", "before", "after"),
    [
        ("hours", "      May\n", "      May\n  - id: new\n    max: 48\n"),
        ("few", "  # one line\n", "  # one line\n  - id: new\n    max: 48\n"),
    ],
)
def test_an_entry_is_added_after_another(rule: str, before: str, after: str) -> None:
    assert with_entry(NESTED, rule, ["id: new", "max: 48"], "rules.yaml") == NESTED.replace(before, after)


def test_an_entry_is_added_where_all_stand_on_one_line() -> None:
    edited = with_entry("rules: [{id: a, rule: b}]", "a", ["id: new", "max: 48"], "rules.yaml")
    assert edited == "rules: [{id: a, rule: b}, {id: new, max: 48}]"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Who(category="sworn", but=[Who(qualification="leader"), Who(id=("P1", "P2"))]),
         "{category: sworn, but: [{qualification: leader}, {id: [P1, P2]}]}"),
        (When.model_validate({"slot": "22:00-06:00", "from": "2026-10-19"}), "{slot: 22:00-06:00, from: 2026-10-19}"),
        ((("L", "*"),), '[[L, "*"]]'),
        ({"sworn": 1}, "{sworn: 1}"),
        ("off", '"off"'),
        (2.5, "2.5"),
        (True, "true"),
    ],
)  # fmt: skip
def test_values_as_they_stand_in_yaml(value: object, text: str) -> None:
    assert flow(value) == text


def test_lines_are_those_of_the_file() -> None:
    assert line_of(TEXT, "minimum_rest", "hours") == 5
    assert line_of(TEXT, "most") == 7
    assert line_of(TEXT, "nowhere") is None


def test_an_entry_that_is_gone_is_named() -> None:
    with pytest.raises(InputError, match="nowhere"):
        with_field(TEXT, "nowhere", "hours", "1", "rules.yaml")
