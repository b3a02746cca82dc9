"""Entries to rules: pydantic does the checking, leaders get sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from roster.domain.errors import Fault
from roster.i18n import _
from roster.io.rulebook.describe import SELECTORS
from roster.io.rulebook.document import NodePath, found_text, one_of
from roster.io.rulebook.entries import BINDING, Entry
from roster.io.rulebook.schema import rule_schema
from roster.io.rulebook.words import HOURS_PATTERN, Schema, alternatives, choices, fields_of, in_words, schema_at
from roster.io.tables.text import nearest
from roster.rules.base import Rule

LARGEST_NUMBER = 1_000_000
"""No weight, count or number of hours in a rulebook is larger: sums of costs must stay exact."""


def validate(entry: Entry, faults: list[Fault]) -> Rule | None:
    """The rule that an entry stands for; None with every fault of it added to `faults`."""
    rule = entry.rule
    if rule is None:
        return None
    found = [*_binding_faults(entry), *_selector_faults(rule, entry)]
    made = None
    try:
        made = rule.model_validate(entry.values)
        found += _too_large(made, entry)
    except ValidationError as error:
        found += _translated(error.errors(include_url=False), entry, rule_schema(rule), bool(found))
    faults += found
    return None if found else made


def _binding_faults(entry: Entry) -> Iterator[Fault]:
    if all(entry.values.get(word) is None for word in BINDING):
        expected = _("`weight: must`, `weight: 40` or another whole number, or `priority: 1` to `9`")
        yield Fault(entry.place(), _("neither weight nor priority"), expected)


def _selector_faults(rule: type[Rule], entry: Entry) -> Iterator[Fault]:
    """Selectors that the rule would ignore."""
    refused = rule.refused
    for selector in refused:
        path = tuple(selector.split("."))
        if path in entry.marks and _value(path, entry.values) is not None:
            read = ", ".join(word for word in SELECTORS if word not in refused)
            expected = _("only selectors that mean something to {rule}: {read}").format(
                rule=entry.values["rule"], read=read or _("none")
            )
            yield Fault(entry.place(path), f"`{selector}`", expected)


def _translated(errors: list[ErrorDetails], entry: Entry, schema: Schema, unbound: bool) -> Iterator[Fault]:
    """One fault a place; where a value may be of several shapes, the fault deepest in it."""
    for error in [] if unbound else [error for error in errors if not error["loc"]]:
        found = _("fields that do not fit together: {message}").format(message=_own_words(error))
        yield Fault(entry.place(), found, _("fields as in `roster rules {rule}`").format(rule=entry.values["rule"]))
    parts = [(_written(error["loc"], entry.values), error) for error in errors if error["loc"]]
    unknown = [path for path, error in parts if error["type"] == "extra_forbidden"]
    told: dict[NodePath, Fault] = {}
    for path, error in sorted(parts, key=lambda part: (-len(part[0]), part[1]["type"] != "value_error")):
        if error["type"] == "missing":
            path = (*path, str(error["loc"][-1]))
            if any(other[:-1] == path[:-1] and nearest(str(other[-1]), [str(path[-1])]) for other in unknown):
                continue  # it is there, misspelt
        elif any(deeper[: len(path)] == path for deeper in told):
            continue
        if path not in told:
            told[path] = _fault(path, error, entry, schema)
    yield from (told[path] for path in sorted(told, key=lambda path: (entry.mark(path), len(path))))


def _fault(path: NodePath, error: ErrorDetails, entry: Entry, schema: Schema) -> Fault:
    place = entry.place(path)
    if error["type"] == "missing":
        return Fault(place, _("nothing"), in_words(schema_at(path, schema), schema))
    if error["type"] == "extra_forbidden":
        fields = fields_of(schema_at(path[:-1], schema), schema) + (["off"] if len(path) == 1 else [])
        return Fault(place, _("an unknown field {name}").format(name=path[-1]), one_of(fields, str(path[-1])))
    value = _value(path, entry.values)
    if isinstance(error["loc"][-1], int) and path[-1] != error["loc"][-1]:
        path = (*path, int(error["loc"][-1]))  # one value stands for a list of one
    part = schema_at(path, schema)
    own = _own_words(error)
    if own and all(shape.get("pattern") != HOURS_PATTERN for shape in alternatives(part, schema)):
        return Fault(place, found_text(value), own)
    near = nearest(value, choices(part, schema)) if isinstance(value, str) else None
    return Fault(place, found_text(value), f"`{near}`" if near else in_words(part, schema))


def _own_words(error: ErrorDetails) -> str:
    """The text of a ValueError that one of our own validators raised: what it expects."""
    cause = error.get("ctx", {}).get("error")
    return str(cause) if isinstance(cause, Exception) else ""


def _written(location: tuple[str | int, ...], values: Any) -> NodePath:
    """The part of a pydantic location that is in the YAML: names of union members and the like are left out."""
    path: list[str | int] = []
    for index, step in enumerate(location):
        inside = values[step] if _has(values, step) else None
        if _has(values, step):
            path.append(step)
            values = inside
        elif index == len(location) - 1:
            break
    return tuple(path)


def _has(values: Any, step: str | int) -> bool:
    if isinstance(values, Mapping):
        return step in values
    return isinstance(values, list) and isinstance(step, int) and step < len(values)


def _value(path: NodePath, values: Any) -> Any:
    for step in path:
        if not _has(values, step):
            return None
        values = values[step]
    return values


def _too_large(rule: Rule, entry: Entry) -> Iterator[Fault]:
    for path, value in _numbers(rule.model_dump(by_alias=True, exclude_defaults=True)):
        if not abs(value) <= LARGEST_NUMBER:
            written = _written(path, entry.values)
            expected = _("a number of at most {most}").format(most=LARGEST_NUMBER)
            yield Fault(entry.place(written), found_text(_value(written, entry.values)), expected)


def _numbers(value: Any, path: NodePath = ()) -> Iterator[tuple[NodePath, float]]:
    if isinstance(value, Mapping):
        for name, part in value.items():
            yield from _numbers(part, (*path, name))
    elif isinstance(value, list | tuple):
        for index, part in enumerate(value):
            yield from _numbers(part, (*path, index))
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield path, value
