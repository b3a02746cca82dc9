"""What a field of a rulebook takes, in words, read off its JSON schema: for errors and for documents."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from roster.i18n import _
from roster.io.rulebook.document import NodePath

Schema = dict[str, Any]
HOURS_PATTERN = r"^\s*\d{1,2}:\d{2}\s*-\s*\d{1,2}:\d{2}\s*$"


def alternatives(schema: Schema, root: Schema) -> Iterator[Schema]:
    """The schemas of which a value must meet one, references followed, `null` left out."""
    if "$ref" in schema:
        yield from alternatives(root.get("$defs", {}).get(schema["$ref"].rpartition("/")[2], {}), root)
    elif "allOf" in schema:
        yield from alternatives(schema["allOf"][0], root)
    elif "anyOf" in schema or "oneOf" in schema:
        for part in schema.get("anyOf") or schema["oneOf"]:
            yield from alternatives(part, root)
    elif schema.get("type") != "null":
        yield schema


def schema_at(path: NodePath, root: Schema) -> Schema:
    """The schema of a part of an entry; empty where the schema says nothing of it."""
    schema = root
    for step in path:
        found = [part for part in (_step(s, step) for s in alternatives(schema, root)) if part is not None]
        if isinstance(step, int) and not found:
            continue  # one value stands for a list of one
        schema = found[0] if len(found) == 1 else {"anyOf": found}
    return schema


def _step(schema: Schema, step: str | int) -> Schema | None:
    found: Any
    if isinstance(step, int):
        prefix: list[Schema] = schema.get("prefixItems") or []
        found = prefix[step] if step < len(prefix) else schema.get("items")
    else:
        found = schema.get("properties", {}).get(step, schema.get("additionalProperties"))
    return found if isinstance(found, dict) else None


def fields_of(schema: Schema, root: Schema) -> list[str]:
    """Names of the fields that a part may have."""
    return [name for part in alternatives(schema, root) for name in part.get("properties", {})]


def choices(schema: Schema, root: Schema) -> list[str]:
    """The words among which a value must be chosen, where there are such."""
    words: list[str] = []
    for part in alternatives(schema, root):
        words += [str(part["const"])] if "const" in part else [str(word) for word in part.get("enum", ())]
    return words


def in_words(schema: Schema, root: Schema) -> str:
    """What a value must be, as in `a whole number above 0`."""
    parts = list(alternatives(schema, root))
    words = [_one_in_words(part, root) for part in parts]
    singles = [word for part, word in zip(parts, words, strict=True) if part.get("type") != "array"]
    if len(parts) == 2 and len(singles) == 1 and parts[1].get("type") == "array":
        return _("{value}, or a list of such").format(value=singles[0])
    return _(" or ").join(dict.fromkeys(words)) or _("any value")


def _one_in_words(schema: Schema, root: Schema) -> str:
    if "const" in schema:
        return f"`{schema['const']}`"
    if "enum" in schema:
        return _("one of {names}").format(names=", ".join(str(word) for word in schema["enum"]))
    kind = schema.get("type")
    if kind in ("integer", "number"):
        return _number_in_words(schema, _("a whole number") if kind == "integer" else _("a number"))
    if kind == "boolean":
        return _("true or false")
    if kind == "array":
        items = schema.get("items") or {"anyOf": schema.get("prefixItems", [])}
        least = schema.get("minItems", 0)
        text = _("a list of {least} or more, each {value}") if least else _("a list, each {value}")
        return text.format(least=least, value=in_words(items, root))
    if kind == "object" and "properties" in schema:
        return _("named fields: {names}").format(names=", ".join(schema["properties"]))
    if kind == "object":
        value = in_words(schema.get("additionalProperties") or {}, root)
        return _("pairs of `name: value`, each value {value}").format(value=value)
    if schema.get("format") == "date":
        return _("a date such as 2026-10-01")
    if schema.get("pattern") == HOURS_PATTERN:
        return _("hours such as 22:00-06:00")
    return _("text")


def _number_in_words(schema: Schema, word: str) -> str:
    least, most, above = schema.get("minimum"), schema.get("maximum"), schema.get("exclusiveMinimum")
    if least is not None and most is not None:
        return _("{number} from {least:g} to {most:g}").format(number=word, least=least, most=most)
    if above is not None and most is not None:
        return _("{number} above {least:g}, {most:g} at the most").format(number=word, least=above, most=most)
    if above is not None:
        return _("{number} above {least:g}").format(number=word, least=above)
    if least is not None:
        return _("{number}, {least:g} or more").format(number=word, least=least)
    if most is not None:
        return _("{number} up to {most:g}").format(number=word, most=most)
    return word
