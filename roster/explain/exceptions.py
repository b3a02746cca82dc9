"""A rule changed for single officers: they are taken out of its entry, and another entry says what holds for them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from roster import api
from roster.explain.changes import Change
from roster.explain.trial import SHIPPED, Asked, belongs_to_program
from roster.explain.yaml_edit import flow, has_field, line_of
from roster.rules.base import Rule
from roster.rules.scopes import OfficerRule
from roster.rules.shared.selectors import Who
from roster.search.explain.excess import MOST_FEW

MOST_OFFICERS = MOST_FEW
"""For more of them the rule itself is changed."""


def for_them_only(
    rule: Rule, officers: Sequence[str], asked: Asked, case: api.Case, field: str = "", new: float = 0
) -> tuple[Change, ...]:
    """Changes after which `field` is `new` for these officers; without a field the rule no longer speaks of them.

    Empty where the rule does not speak of single officers, or of no others, or where too many are meant.
    """
    others = {officer.id for officer in rule.officers(case.problem)} - set(officers)
    file = next((file for file in reversed(asked.rule_files(case)) if line_of(_text(file), rule.name)), None)
    if not isinstance(rule, OfficerRule) or file is None or not others or not 0 < len(officers) <= MOST_OFFICERS:
        return ()
    text = _text(file)
    base, target = "", file
    if belongs_to_program(file):
        target, extended = asked.own_rulebook()
        base = extended or SHIPPED
    spot = f"{file.name}:{line_of(text, rule.name)}"
    them = Who(id=tuple(officers))
    ids = [but for but in rule.who.but if but.model_fields_set == {"id"}]
    but = (
        *(one for one in rule.who.but if one not in ids),
        Who(id=(*(name for one in ids for name in one.id), *officers)),
    )
    if has_field(text, rule.name, "who") and not base:
        old = flow(rule.who.but) if rule.who.but else ""
        without = Change("rule", target, spot, "who.but", old, flow(but), rule=rule.name)
    else:
        given = {name: getattr(rule.who, name) for name in rule.who.model_fields_set}
        old = flow(given) if given else ""
        without = Change("rule", target, spot, "who", old, flow({**given, "but": but}), rule=rule.name, base=base)
    if not field:
        return (without,)
    number: object = int(new) if float(new).is_integer() else new
    told = ("id", "called", "rule", field, "who")
    more = [name for name in type(rule).model_fields if name in rule.model_fields_set and name not in told]
    fields = [
        ("id", _free_name(rule, case)),
        ("rule", rule.rule),
        (field, flow(number)),
        ("who", flow(them)),
        *((type(rule).model_fields[name].alias or name, flow(getattr(rule, name))) for name in more),
    ]
    cells = tuple(f"{name}: {value}" for name, value in fields)
    said = "{" + ", ".join(cells) + "}"
    entry = Change("entry", target, spot, "entry", "", said, rule=rule.name, cells=cells, base=base)
    return (entry, without)


def _text(file: Path) -> str:
    return file.read_text(encoding="utf-8-sig")


def _free_name(rule: Rule, case: api.Case) -> str:
    """A name that no entry has."""
    names = {known.name for known in case.rulebook.rules}
    number = 2
    while f"{rule.name}-{number}" in names:
        number += 1
    return f"{rule.name}-{number}"
