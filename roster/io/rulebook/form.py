"""Rules as forms: what each field takes, within which bounds, in which unit, and what it says now."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from roster.domain.clock import Window
from roster.i18n import N_, _
from roster.io.rulebook.describe import policy, rule_name
from roster.io.rulebook.reference import COMMON
from roster.io.rulebook.schema import rule_schema
from roster.io.rulebook.words import HOURS_PATTERN, Schema, alternatives, in_words
from roster.rules import RULES, Rulebook
from roster.rules.base import Rule, title_of

Json = dict[str, Any]

BINDING = ("weight", "priority")
NAMING = ("rule", "id")
UNITS = {
    "hours": N_("hours"),
    "minutes": N_("minutes"),
    "days": N_("days"),
    "dates": N_("days"),
    "weeks": N_("weeks"),
    "kilometres": N_("km"),
    "shifts": N_("shifts"),
}
"""The unit of a number by the word that its description, or else its name, begins or ends with."""


def rule_forms() -> list[Json]:
    """Every rule that an entry may name, with its fields."""
    return [rule_form(rule) for rule in RULES]


def rule_form(rule: type[Rule]) -> Json:
    """One rule: `fields` are its own, `common` those that every entry has and that mean something to it."""
    schema = rule_schema(rule)
    fields = [_field(rule, name, field, schema) for name, field in schema["properties"].items() if name not in NAMING]
    refused = {selector for selector in rule.refused if "." not in selector}
    return {
        "rule": rule_name(rule),
        "title": _(title_of(rule)),
        "about": _(policy(rule)),
        "amount": _(rule.unit_of_amount),
        "fields": [field for field in fields if field["name"] not in COMMON],
        "common": [field for field in fields if field["name"] in COMMON and field["name"] not in refused],
    }


def entry_forms(rulebook: Rulebook) -> list[Json]:
    """Every entry in force, in order: its rule's form with what each field says, and the line that says so."""
    forms = {str(form["rule"]): form for form in rule_forms()}
    return [_entry(rule, forms[rule.rule], rulebook) for rule in rulebook.rules]


def _entry(rule: Rule, form: Json, rulebook: Rulebook) -> Json:
    given = {type(rule).model_fields[name].alias or name: getattr(rule, name) for name in type(rule).model_fields}

    def with_value(field: Json) -> Json:
        name = str(field["name"])
        return {**field, "value": plain(given[name]), "written": rulebook.origin.get(f"{rule.name}.{name}")}

    return {
        **form,
        "entry": rule.name,
        "title": rule.spoken,
        "binding": "must" if rule.must else "priority" if rule.priority else "weight",
        "why": rule.why,
        "written": rulebook.origin.get(rule.name),
        "fields": [with_value(field) for field in form["fields"]],
        "common": [with_value(field) for field in form["common"]],
    }


def _field(rule: type[Rule], name: str, schema: Schema, root: Schema) -> Json:
    """One field as an input: `kind` is whole, number, yes_no, hours, date, choice, text, list, pairs or fields.

    Bounds that are none are null: `least` and `most` are allowed, `above` is not. With `several` a list may stand for
    one value; `choices` are words, beside the kind where that is a number, such as `must`.
    """
    shapes = list(alternatives(schema, root))
    lists = [shape for shape in shapes if shape.get("type") == "array"]
    single = [shape for shape in shapes if shape.get("type") != "array"]
    words = [[shape["const"]] if "const" in shape else shape.get("enum", []) for shape in single]
    choices = [str(word) for found in words for word in found]
    open_ones = [shape for shape in single if "enum" not in shape and "const" not in shape]
    first: Schema = open_ones[0] if open_ones else {}
    kind = _kind(first) if first else "choice" if choices else "list"
    about = str(schema.get("description", "")) if "$ref" not in schema else ""
    numbers = kind in ("whole", "number")
    return {
        "name": name,
        "kind": kind,
        "least": first.get("minimum") if numbers else None,
        "above": first.get("exclusiveMinimum") if numbers else None,
        "most": first.get("maximum") if numbers else None,
        "choices": choices,
        "several": bool(lists) and bool(single),
        "required": name in root.get("required", ()),
        "default": plain(_default(rule, name)),
        "unit": _(_unit(name, about)) if numbers else "",
        "takes": in_words(schema, root),
        "help": _(about) if about else "",
        "parts": [_field(rule, part, inner, root) for part, inner in first.get("properties", {}).items()]
        if kind == "fields" and name != "but"  # which is a selector of people again
        else [],
    }


def _kind(shape: Schema) -> str:
    match shape.get("type"):
        case "integer":
            return "whole"
        case "number":
            return "number"
        case "boolean":
            return "yes_no"
        case "array":
            return "list"
        case "object":
            return "fields" if "properties" in shape else "pairs"
    if shape.get("pattern") == HOURS_PATTERN:
        return "hours"
    return "date" if shape.get("format") == "date" else "text"


def _unit(name: str, about: str) -> str:
    """The unit of a number; empty where it counts what its help says."""
    words = [about.replace(",", " ").split(" ", 1)[0].casefold(), name.rpartition("_")[2], name]
    return next((UNITS[word] for word in words if word in UNITS), "")


def _default(rule: type[Rule], name: str) -> Any:
    field = next((one for key, one in rule.model_fields.items() if (one.alias or key) == name), None)
    return None if field is None or field.is_required() else field.get_default(call_default_factory=True)


def plain(value: Any) -> Any:
    """A field's value as a form shows it: texts, numbers, lists and named parts."""
    if isinstance(value, Window):
        return str(value)
    if isinstance(value, BaseModel):
        named = type(value).model_fields
        given = {named[name].alias or name: getattr(value, name) for name in named if name in value.model_fields_set}
        return {name: plain(part) for name, part in given.items()}
    if isinstance(value, dict):
        return {str(name): plain(part) for name, part in value.items()}
    if isinstance(value, list | tuple | frozenset):
        return [plain(part) for part in value]
    return value if value is None or isinstance(value, bool | int | float | str) else str(value)
