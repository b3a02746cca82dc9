"""A field of a rulebook changes in its text; everything else stays to the letter."""

from __future__ import annotations

import pytest

from roster.domain.errors import InputError
from roster.explain.yaml_edit import line_of, with_field

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


def test_lines_are_those_of_the_file() -> None:
    assert line_of(TEXT, "minimum_rest", "hours") == 5
    assert line_of(TEXT, "most") == 7
    assert line_of(TEXT, "nowhere") is None


def test_an_entry_that_is_gone_is_named() -> None:
    with pytest.raises(InputError, match="nowhere"):
        with_field(TEXT, "nowhere", "hours", "1", "rules.yaml")
