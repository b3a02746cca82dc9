"""What becomes of a rule's entry: where a field is changed, and which values it may have."""

from __future__ import annotations

from pathlib import Path

from pydantic import ValidationError

from roster import api
from roster.explain.changes import Change
from roster.explain.trial import SHIPPED, Asked, belongs_to_program
from roster.explain.yaml_edit import has_field, line_of
from roster.rules.base import Rule


def rule_change(asked: Asked, case: api.Case, rule: Rule, field: str, old: str, new: str) -> Change | None:
    """A field of a rule's entry, in the file where it is written, else where the entry is."""
    origin = case.rulebook.origin
    written_in = "weight" if field == "priority" else field
    place = origin.get(f"{rule.name}.{written_in}") or origin.get(rule.name, "")
    name = place.rpartition(":")[0]
    for file in asked.rule_files(case):
        text = file.read_text(encoding="utf-8-sig")
        if file.name == name and line_of(text, rule.name) and _agrees(text, rule.name, written_in, origin):
            spot = f"{name}:{line_of(text, rule.name, written_in)}"
            if not belongs_to_program(file):
                return Change("rule", Path(file), spot, field, old, new, rule=rule.name)
            target, base = asked.own_rulebook()
            return Change("rule", target, spot, field, old, new, rule=rule.name, base=base or SHIPPED)
    return None


def _agrees(text: str, rule: str, field: str, origin: object) -> bool:
    """Whether a field that is written somewhere is written in this text."""
    known = isinstance(origin, dict) and f"{rule}.{field}" in origin
    return not known or has_field(text, rule, field)


def valid(rule: Rule, field: str, new: float) -> bool:
    """Whether a rule may have this value."""
    value = int(new) if float(new).is_integer() else new
    try:
        type(rule).model_validate({**rule.model_dump(by_alias=True, exclude_unset=True), field: value})
    except ValidationError:
        return False
    return True
