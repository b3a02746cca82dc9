"""A rulebook with one field changed in its text: comments, order, quotes and everything else stay as they are."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any

from pydantic import BaseModel
from ruamel.yaml import YAML
from ruamel.yaml.nodes import MappingNode, ScalarNode, SequenceNode

from roster.domain.clock import Window
from roster.domain.errors import Fault, InputError
from roster.i18n import _

BINDING = ("weight", "priority")
PLAIN = re.compile(r"(?!(true|false|null|yes|no|on|off)$)[^\W\d][\w-]*|\d{4}-\d\d-\d\d")
"""Texts that YAML reads as they are."""


def with_field(text: str, rule: str, field: str, new: str, file: str) -> str:
    """The text in which the entry `rule` has `field: new`; `weight` and `priority` replace each other.

    A field within another is written `who.but`. Raises InputError where there is no such entry.
    """
    node = _known(text, rule, file)
    *outer, name = field.split(".")
    for number, part in enumerate(outer):
        inside = next((value for key, value in node.value if key.value == part), None)
        if not isinstance(inside, MappingNode) or not inside.value:  # nothing is said there yet
            name, *within = field.split(".")[number:]
            new = "".join(f"{{{step}: " for step in within) + new + "}" * len(within)
            break
        node = inside
    replaced = BINDING if name in BINDING else (name,)
    for key, value in node.value:
        if key.value in replaced:
            return text[: key.start_mark.index] + f"{name}: {new}" + text[_end(value) :]
    key, value = node.value[0]
    between = ", " if node.flow_style else "\n" + " " * key.start_mark.column
    at = _end(value)
    return text[:at] + f"{between}{name}: {new}" + text[at:]


def with_entry(text: str, rule: str, fields: Sequence[str], file: str) -> str:
    """The text with one entry more, of these fields such as `max: 40`, after the entry `rule`. Raises InputError."""
    entry = _known(text, rule, file)
    at = _end(entry)
    before = text[: entry.start_mark.index]
    dash = before[before.rfind("\n") + 1 :]
    if dash.strip() != "-":  # one line for all entries
        return text[:at] + ", {" + ", ".join(fields) + "}" + text[at:]
    at = text.find("\n", at) if "\n" in text[at:] else len(text)
    return text[:at] + "\n" + dash + ("\n" + " " * len(dash)).join(fields) + text[at:]


def with_override(text: str, base: str, rule: str, field: str, new: str, fields: Sequence[str], file: str) -> str:
    """A rulebook that changes an entry of the one that it extends: `field` becomes `new`, or an entry with `fields` is
    added. An empty text becomes a rulebook that extends `base`. Raises InputError.
    """
    known = _entry(text, rule) if text.strip() else None
    if known is not None and not fields:
        return with_field(text, rule, field, new, file)
    lines = list(fields) or [f"id: {rule}", f"{field}: {new}"]
    names = _names(text) if text.strip() else []
    if names:
        return with_entry(text, names[-1], lines, file)
    block = "rules:\n  - " + "\n    ".join(lines) + "\n"
    if not text.strip():
        return f"extends: {base}\n{block}"
    raise InputError([Fault(file, _("no `rules:`"), _("a rulebook with at least one entry"))])


def flow(value: object) -> str:
    """A value of a rule's field in YAML, on one line."""
    match value:
        case BaseModel():
            named = type(value).model_fields
            given = [name for name in named if name in value.model_fields_set]
            return flow({named[name].alias or name: getattr(value, name) for name in given})
        case bool():
            return str(value).lower()
        case Window():
            return str(value)
        case list() | tuple() | frozenset():
            alone = len(value) == 1 and not isinstance(next(iter(value)), list | tuple)
            return ", ".join(map(flow, value)) if alone else "[" + ", ".join(map(flow, value)) + "]"
        case dict():
            return "{" + ", ".join(f"{flow(name)}: {flow(part)}" for name, part in value.items()) + "}"
        case int() | float():
            return f"{value:g}"
    text = str(value)
    return text if PLAIN.fullmatch(text) else json.dumps(text, ensure_ascii=False)


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
    outer = field.partition(".")[0]
    return entry is not None and any(key.value == outer for key, _value in entry.value)


def _known(text: str, rule: str, file: str) -> Any:
    entry = _entry(text, rule)
    if entry is None:
        found = _("no entry {name}").format(name=rule)
        raise InputError([Fault(file, found, _("the file as it was when it was explained"))])
    return entry


def _end(node: Any) -> int:
    """Where the text of a value ends; that of a block ends with its last value, and not where the next one begins."""
    if isinstance(node, MappingNode) and not node.flow_style and node.value:
        return _end(node.value[-1][1])
    if isinstance(node, SequenceNode) and not node.flow_style and node.value:
        return _end(node.value[-1])
    if isinstance(node, ScalarNode) and node.style in ("|", ">"):
        return int(node.start_mark.index) + len(_block(node))
    return int(node.end_mark.index)


def _block(node: Any) -> str:
    """The text of a block of lines, without the blank ones behind it."""
    return str(node.start_mark.buffer[node.start_mark.index : node.end_mark.index]).rstrip()


def _entry(text: str, rule: str) -> Any:
    """The mapping of the entry with this id, or of this rule where it has no id."""
    root = YAML(typ="safe", pure=True).compose(text)
    for key, value in root.value if isinstance(root, MappingNode) else ():
        if key.value == "rules" and isinstance(value, SequenceNode):
            for entry in value.value:
                if isinstance(entry, MappingNode) and _name(entry) == rule:
                    return entry
    return None


def _names(text: str) -> list[str]:
    """The names of all entries, in order."""
    root = YAML(typ="safe", pure=True).compose(text)
    lists = [value for key, value in root.value if key.value == "rules"] if isinstance(root, MappingNode) else []
    entries = [entry for value in lists if isinstance(value, SequenceNode) for entry in value.value]
    return [_name(entry) for entry in entries if isinstance(entry, MappingNode)]


def _name(entry: MappingNode) -> str:
    fields = {key.value: value.value for key, value in entry.value if isinstance(value, ScalarNode)}
    return str(fields.get("id") or fields.get("rule") or "")
