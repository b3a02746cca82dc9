"""Every rule with its fields, units and an example, as text for a terminal."""

from __future__ import annotations

from typing import Any, NamedTuple

from roster.domain.clock import Window
from roster.domain.errors import Fault, InputError
from roster.i18n import N_, _
from roster.io.rulebook.describe import SELECTORS, detail, example, policy, rule_name
from roster.io.rulebook.document import one_of
from roster.io.rulebook.schema import rule_schema
from roster.io.rulebook.words import Schema, in_words
from roster.rules import RULES
from roster.rules.base import Rule, title_of
from roster.rules.patrol.base import PlanRule
from roster.rules.scopes import CrewRule, ForceRule, OfficerRule


class FieldLine(NamedTuple):
    """One field of a rule, or of a selector."""

    name: str
    takes: str
    default: str  # empty: none, the field must be given
    about: str


COMMON = frozenset(field.alias or name for name, field in Rule.model_fields.items())
"""The fields that every entry has, as they are written."""


def rules_text(name: str | None = None) -> str:
    """One rule in full, or each with its policy, fields, unit and example. Raises InputError for an unknown name."""
    names = {rule_name(rule): rule for rule in RULES}
    if name is not None and name not in names:
        raise InputError([Fault(_("rule"), name, one_of(names, name))])
    chosen = RULES if name is None else (names[name],)
    return "\n\n".join(_rule_text(rule) for rule in chosen)


SCOPES: tuple[tuple[type[Rule], str], ...] = (
    (OfficerRule, N_("of one officer's own work:")),
    (CrewRule, N_("of a crew:")),
    (ForceRule, N_("of the force:")),
    (PlanRule, N_("of the patrol plan that follows the roster:")),
)


def rules_index() -> str:
    """Every rule in a line, by what it speaks of."""
    width = max(len(rule_name(rule)) for rule in RULES)
    blocks = []
    for scope, heading in SCOPES:
        own = [f"  {rule_name(rule):{width}}  {_(policy(rule))}" for rule in RULES if issubclass(rule, scope)]
        blocks.append("\n".join((_(heading), *own)))
    return "\n\n".join(blocks)


def own_fields(rule: type[Rule]) -> list[FieldLine]:
    """The fields that a rule has beside those that every rule has."""
    schema = rule_schema(rule)
    return [line for line in field_lines(schema, schema) if line.name not in COMMON]


def field_lines(schema: Schema, root: Schema) -> list[FieldLine]:
    """The fields of a part of a rulebook, in their order."""
    required = schema.get("required", ())
    return [
        FieldLine(
            name,
            in_words(field, root),
            "" if name in required else _default(field.get("default")),
            _(field["description"]) if field.get("description") and "$ref" not in field else "",
        )
        for name, field in schema["properties"].items()
    ]


def selectors_read(rule: type[Rule]) -> str:
    """The selectors that a rule reads, as `who, when (without slot)`."""
    refused = rule.refused
    read = []
    for selector in SELECTORS:
        without = [name.partition(".")[2] for name in refused if name.startswith(f"{selector}.")]
        if selector not in refused:
            but = _(" (without {fields})").format(fields=", ".join(without)) if without else ""
            read.append(selector + but)
    return ", ".join(read) or _("none")


def _rule_text(rule: type[Rule]) -> str:
    lines = [rule_name(rule), f"  {_(title_of(rule))}", f"  {_(policy(rule))}"]
    about = detail(rule)
    if about:
        lines += ["", *(f"  {line}".rstrip() for line in _(about).splitlines())]
    lines.append("")
    for field in own_fields(rule):
        default = _("; default {value}").format(value=field.default) if field.default not in ("", "-") else ""
        about = f" ({field.about})" if field.about else ""
        lines.append(f"  {field.name}: {field.takes}{about}{default}")
    lines.append("  " + _("amount: {unit}").format(unit=_(rule.unit_of_amount)))
    lines.append("  " + _("selectors: {selectors}").format(selectors=selectors_read(rule)))
    lines += ["", *(f"    {line}" for line in _as_entry(example(rule)).splitlines())]
    return "\n".join(lines)


def _as_entry(text: str) -> str:
    return "\n".join(("- " if number == 0 else "  ") + line for number, line in enumerate(text.splitlines()))


def _default(value: Any) -> str:
    if value is None or value in ("", [], {}):
        return "-"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return _hours(value) if _is_hours(value) else ", ".join(str(part) for part in value)
    return "-" if isinstance(value, dict) else str(value)


def _is_hours(value: list[Any]) -> bool:
    return len(value) == 2 and all(isinstance(part, int) for part in value)


def _hours(value: list[int]) -> str:
    return str(Window(*value))
