"""The JSON schema of a rulebook, for editors."""

from __future__ import annotations

from functools import cache

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from roster.i18n import _
from roster.io.rulebook.describe import detail, policy, rule_name
from roster.io.rulebook.words import HOURS_PATTERN, Schema
from roster.rules import RULES
from roster.rules.base import Rule

HEADERS = ("name", "why", "extends", "shifts", "breaks", "rules")
"""What may stand at the top of a file."""


class _Schema(GenerateJsonSchema):
    """Says what our own validators accept: one value for a list of one, and hours as `22:00-06:00`."""

    def function_before_schema(self, schema: core_schema.BeforeValidatorFunctionSchema) -> JsonSchemaValue:
        made = super().function_before_schema(schema)
        if made.get("type") == "array" and "items" in made:
            return {"anyOf": [made["items"], made]}
        if schema.get("json_schema_input_schema", {}).get("type") == "str":
            return {"type": "string", "pattern": HOURS_PATTERN, "examples": ["22:00-06:00"]}
        return made


@cache
def rule_schema(rule: type[Rule]) -> Schema:
    """The JSON schema of one rule's fields; its documentation as description."""
    schema = rule.model_json_schema(schema_generator=_Schema)
    schema["description"] = "\n\n".join(filter(None, (policy(rule), detail(rule))))
    return schema


def rulebook_schema() -> Schema:
    """The JSON schema of a rulebook, discriminated on `rule`; entries without `rule` override by `id`."""
    definitions: Schema = {}
    off = {"type": "boolean", "description": _("`true` switches the entry of this id off, `false` on again")}
    for rule in RULES:
        schema = dict(rule_schema(rule))
        definitions |= schema.pop("$defs", {})
        unused = rule.refused
        fields = {name: field for name, field in schema["properties"].items() if name not in unused}
        definitions[rule.__name__] = {**schema, "properties": {**fields, "off": off}, "required": ["rule"]}
    common = Rule.model_json_schema(schema_generator=_Schema)["properties"]
    definitions["Override"] = {
        "type": "object",
        "title": "Override",
        "description": _("changes the given fields of the entry with this id, or switches it off"),
        "properties": {**{name: field for name, field in common.items() if name != "rule"}, "off": off},
        "required": ["id"],
        "not": {"required": ["rule"]},
    }
    rules = {
        "oneOf": [{"$ref": f"#/$defs/{rule.__name__}"} for rule in RULES],
        "discriminator": {
            "propertyName": "rule",
            "mapping": {rule_name(rule): f"#/$defs/{rule.__name__}" for rule in RULES},
        },
    }
    text = {"type": "string"}
    texts = {"type": "array", "items": text}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": _("Patrol Roster rulebook"),
        "type": "object",
        "properties": {
            "name": {**text, "description": _("what this rulebook is called")},
            "why": {**text, "description": _("the order or occasion behind it")},
            "extends": {"anyOf": [text, texts], "description": _("rulebooks that apply before this one")},
            "shifts": {
                "type": "object",
                "additionalProperties": {"type": "string", "pattern": HOURS_PATTERN},
                "description": _("the hours that a rotation is made for; for readers only"),
            },
            "breaks": {**texts, "description": _("musts of base.yaml that a rotation breaks; for readers only")},
            "rules": {"type": "array", "items": {"anyOf": [rules, {"$ref": "#/$defs/Override"}]}},
        },
        "required": ["rules"],
        "additionalProperties": False,
        "$defs": definitions,
    }
