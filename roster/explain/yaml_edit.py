"""A rulebook with one field changed in its text: comments, order, quotes and everything else stay as they are."""

from __future__ import annotations

from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.nodes import MappingNode, ScalarNode, SequenceNode

from roster.domain.errors import Fault, InputError
from roster.i18n import _

BINDING = ("weight", "priority")


def with_field(text: str, rule: str, field: str, new: str, file: str) -> str:
    """The text in which the entry `rule` has `field: new`; `weight` and `priority` replace each other.

    Raises InputError where there is no such entry.
    """
    entry = _entry(text, rule)
    if entry is None:
        found = _("no entry {name}").format(name=rule)
        raise InputError([Fault(file, found, _("the file as it was when it was explained"))])
    replaced = BINDING if field in BINDING else (field,)
    for key, value in entry.value:
        if key.value in replaced:
            return text[: key.start_mark.index] + f"{field}: {new}" + text[value.end_mark.index :]
    key, value = entry.value[0]
    between = ", " if entry.flow_style else "\n" + " " * key.start_mark.column
    at = value.end_mark.index
    return text[:at] + f"{between}{field}: {new}" + text[at:]


def line_of(text: str, rule: str, field: str = "") -> int | None:
    """The line of an entry, or of its field where that is written; None where there is no such entry."""
    entry = _entry(text, rule)
    if entry is None:
        return None
    keys = {key.value: key.start_mark.line + 1 for key, _value in entry.value}
    return int(keys.get(field, entry.start_mark.line + 1))


def has_field(text: str, rule: str, field: str) -> bool:
    """Whether an entry says this field itself."""
    entry = _entry(text, rule)
    return entry is not None and any(key.value == field for key, _value in entry.value)


def _entry(text: str, rule: str) -> Any:
    """The mapping of the entry with this id, or of this rule where it has no id."""
    root = YAML(typ="safe", pure=True).compose(text)
    for key, value in root.value if isinstance(root, MappingNode) else ():
        if key.value == "rules" and isinstance(value, SequenceNode):
            for entry in value.value:
                if isinstance(entry, MappingNode) and _name(entry) == rule:
                    return entry
    return None


def _name(entry: MappingNode) -> str:
    fields = {key.value: value.value for key, value in entry.value if isinstance(value, ScalarNode)}
    return str(fields.get("id") or fields.get("rule") or "")
