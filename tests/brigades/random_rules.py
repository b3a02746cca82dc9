"""Random entries of a rulebook, made from what the rules say of their own fields, so that a new rule is drawn as well.

Values come from each field's type and bounds and from the rule's documented example; which fields name things in the
tables, and what kind of things, is found out by giving a made-up name and asking `Rule.names`.
"""

from __future__ import annotations

import datetime as dt
import types
from collections.abc import Iterable, Mapping
from functools import cache
from random import Random
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic.fields import FieldInfo
from ruamel.yaml import YAML

from roster.domain.clock import Window
from roster.io.rulebook.describe import example, rule_name
from roster.rules import RULES, AnyRule
from roster.rules.base import Rule
from roster.rules.patrol.base import PlanRule
from roster.rules.shared.selectors import When, Where, Who
from tests.brigades.brigade import Entry
from tests.brigades.drawing import clock
from tests.brigades.random_tables import Names, Shape

OF_EVERY_ENTRY = ("rule", "id", "name", "weight", "priority", "why", "who", "where", "when")
PROBE = "PROBE"
PROBES: tuple[Any, ...] = (PROBE, [PROBE, "OTHER"], [[PROBE, "OTHER"]], {PROBE: 1})
PATTERN = "pattern"
FIELD_KINDS = {"route": "route", "opening": "officer", "points": "day_type"}
"""Fields whose names `Rule.names` does not tell of."""
PHYSICAL = ("absence", "crew", "vehicle", "minimum_rest")
TRIES = 60
ADAPTER: TypeAdapter[Any] = TypeAdapter(AnyRule)


class NamelessError(Exception):
    """The brigade has nothing of the kind that a field must name."""


def random_rules(rng: Random, names: Names, shape: Shape, plan: bool) -> list[Entry]:
    """Entries of as many rules as the shape says; those of physics are there nearly always."""
    chosen = [rule for rule in RULES if (not shape.only or rule_name(rule) in shape.only)]
    chosen = [rule for rule in chosen if plan or shape.only or not issubclass(rule, PlanRule)]
    musts = rng.choice([0.1, 0.3, 0.5]) if shape.musts is None else shape.musts
    drawn = rng.choices(chosen, k=rng.randint(*shape.rules))
    entries: list[Entry] = []
    if not shape.only:
        entries = [_plain(rule) for rule in RULES if rule_name(rule) in PHYSICAL and rng.random() < 0.85]
        entries += [{"rule": "cover", "asks": "minimum", "priority": rng.randint(1, 9)}]
    for rule in drawn:
        entry = random_entry(rng, rule, names, musts)
        if entry is not None:
            entries.append(entry)
    return [{**entry, "id": f"{entry['rule']}-{number}"} for number, entry in enumerate(entries, 1)]


def _plain(rule: type[Rule]) -> Entry:
    shown = _example(rule)
    needed = {name: shown[name] for name, info in own_fields(rule).items() if info.is_required()}
    return {"rule": rule_name(rule), **needed, "weight": "must"}


@cache
def _example_text(rule: type[Rule]) -> str:
    return example(rule)


def _example(rule: type[Rule]) -> Entry:
    """The rule's documented example, without how it binds."""
    content: Entry = YAML(typ="safe", pure=True).load(_example_text(rule))
    return {name: value for name, value in content.items() if name in rule.model_fields or name in _aliases(rule)}


def _aliases(rule: type[Rule]) -> dict[str, str]:
    """How YAML calls a field, to its name."""
    return {str(info.alias or name): name for name, info in rule.model_fields.items()}


def own_fields(rule: type[Rule]) -> dict[str, FieldInfo]:
    """A rule's own fields as YAML calls them."""
    return {str(info.alias or name): info for name, info in rule.model_fields.items() if name not in OF_EVERY_ENTRY}


def random_entry(rng: Random, rule: type[Rule], names: Names, musts: float = 0.3) -> Entry | None:
    """A valid entry of a rule; None where the brigade lacks what the rule must name."""
    for _ in range(TRIES):
        try:
            entry: Entry = {"rule": rule_name(rule), **_fields(rng, rule, names), **_selectors(rng, rule, names)}
        except NamelessError:
            continue
        entry |= _binding(rng, musts)
        try:
            ADAPTER.validate_python(entry)
        except ValidationError:
            continue
        return entry
    return None


def _binding(rng: Random, musts: float) -> Entry:
    if rng.random() < musts:
        return {"weight": "must"}
    return {"priority": rng.randint(1, 9)} if rng.random() < 0.3 else {"weight": rng.choice([1, 2, 5, 30, 100])}


def _fields(rng: Random, rule: type[Rule], names: Names) -> Entry:
    shown = _example(rule)
    values: Entry = {}
    for name, info in own_fields(rule).items():
        if info.is_required() or rng.random() < (0.6 if name in shown else 0.35):
            named = PATTERN if takes_patterns(rule, name) else kind_of(rule, name)
            values[name] = _value(rng, info.annotation, info.metadata, names, named, shown.get(name))
    return values


@cache
def kind_of(rule: type[Rule], field: str) -> str:
    """What kind of thing a field names, as `Rule.names` tells it; empty for a field without names."""
    if field in FIELD_KINDS:
        return FIELD_KINDS[field]
    return next((kind for probe in PROBES for kind, name in _names(rule, field, probe) if name == PROBE), "")


@cache
def takes_patterns(rule: type[Rule], field: str) -> bool:
    """Whether a field of shifts takes `-` for a day off and the like, besides codes."""
    return any(
        PROBE in told and "-" not in told
        for probe in ([PROBE, "-"], [[PROBE, "-"]])
        if (told := [name for _kind, name in _names(rule, field, probe)])
    )


def _names(rule: type[Rule], field: str, value: Any) -> list[tuple[str, str]]:
    """What an entry with this value in this field names: kinds of things, and names."""
    shown = {key: value for key, value in _example(rule).items() if key not in ("who", "where", "when")}
    for given in ({**shown, field: value}, {"rule": rule_name(rule), field: value}):
        try:
            made: Rule = ADAPTER.validate_python({**given, "weight": "must"})
        except ValidationError:
            continue
        return [(kind, name) for _field, kind, name in made.names()]
    return []


def _value(rng: Random, kind: Any, bounds: Iterable[Any], names: Names, names_kind: str, shown: Any) -> Any:
    """A random value of a type, as YAML would hold it."""
    bounds = list(bounds)
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is Annotated:
        more = [bound for one in arguments[1:] for bound in (one.metadata if isinstance(one, FieldInfo) else [one])]
        return _value(rng, arguments[0], [*bounds, *more], names, names_kind, shown)
    if origin in (Union, types.UnionType):
        return _value(rng, rng.choice([a for a in arguments if a is not type(None)]), bounds, names, names_kind, shown)
    if origin is Literal:
        return rng.choice(arguments)
    if origin is tuple:
        if names_kind:
            return _words(rng, arguments[0], names, names_kind)
        least = max([1, *(bound.min_length for bound in bounds if hasattr(bound, "min_length"))])
        return [_value(rng, arguments[0], [], names, "", None) for _ in range(rng.randint(least, least + 2))]
    if origin in (dict, Mapping) or (isinstance(origin, type) and issubclass(origin, Mapping)):
        keys = _named(rng, names, names_kind, 2)
        if names_kind == "qualification":
            keys = list(dict.fromkeys([*keys, *rng.sample(["sworn", "auxiliary"], rng.randint(0, 1))])) or ["sworn"]
        return {key: _value(rng, arguments[1], [], names, "", None) for key in keys}
    if kind is bool:
        return rng.random() < 0.5
    if kind in (int, float):
        return _number(rng, kind, bounds, shown)
    if kind is Window:
        return _hours(rng)
    if kind is dt.date:
        return str(names.start + dt.timedelta(days=rng.randint(-20, names.days)))
    if kind is str:
        return _named(rng, names, names_kind, 1)[0] if names_kind else rng.choice(["A", "car"])
    if kind in (Who, Where, When):
        return _selector(rng, kind, set(), names)
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return {
            str(info.alias or name): _value(rng, info.annotation, info.metadata, names, "", None)
            for name, info in kind.model_fields.items()
            if info.is_required() or rng.random() < 0.6
        }
    raise TypeError(f"a field of {kind}: teach tests/brigades/random_rules.py what values it takes")


def _number(rng: Random, kind: type, bounds: list[Any], shown: Any) -> int | float:
    """Around the example and the bounds; small whole numbers otherwise."""
    low = max([0, *(bound.ge for bound in bounds if getattr(bound, "ge", None) is not None)])
    low = max(
        [low, *(bound.gt + (1 if kind is int else 0.5) for bound in bounds if getattr(bound, "gt", None) is not None)]
    )
    high = min([10_000, *(bound.le for bound in bounds if getattr(bound, "le", None) is not None)])
    near = [shown, shown + 1, shown - 1, shown * 2, shown // 2] if isinstance(shown, int | float) else []
    value = rng.choice([low, low + 1, low + 2, rng.randint(1, 12), *near, *near])
    value = min(high, max(low, value))
    return int(value) if kind is int else rng.choice([value, value, min(high, value + 0.5)])


def _hours(rng: Random) -> str:
    start = rng.choice([0, 2, 6, 7, 8, 10, 18, 20, 22]) * 60 + rng.choice([0, 0, 30])
    return f"{clock(start)}-{clock((start + rng.choice([2, 4, 8, 8, 12, 24]) * 60) % (24 * 60))}"


def _named(rng: Random, names: Names, kind: str, most: int) -> list[str]:
    known = names.of.get(kind, ())
    if not known:
        raise NamelessError(kind)
    return rng.sample(known, min(len(known), rng.randint(1, most)))


def _words(rng: Random, inner: Any, names: Names, kind: str) -> list[Any]:
    """A list of names, or of lists of them; patterns of shifts have days off and choices in them."""
    if get_origin(inner) is Annotated:
        inner = get_args(inner)[0]
    if get_origin(inner) is tuple:
        return [_words(rng, get_args(inner)[0], names, kind) for _ in range(rng.randint(1, 3))]
    if kind == PATTERN:
        known = names.of["shift"]
        letters = [*known, "-", "*", "|".join(rng.sample(known, min(2, len(known))))]
        return rng.choices(letters, k=rng.randint(2, 5))
    return _named(rng, names, kind, 3)


def _selectors(rng: Random, rule: type[Rule], names: Names) -> Entry:
    found: Entry = {}
    for name, kind in (("who", Who), ("where", Where), ("when", When)):
        refused = {part.partition(".")[2] for part in rule.refused if part.partition(".")[0] == name}
        if "" not in refused and rng.random() < 0.3:
            chosen = _selector(rng, kind, refused, names)
            if chosen:
                found[name] = chosen
    return found


def _selector(rng: Random, kind: type[BaseModel], refused: set[str], names: Names) -> Entry:
    """One or two fields of a selector."""
    fields = {str(info.alias or name): info for name, info in kind.model_fields.items() if name not in refused}
    chosen: Entry = {}
    for name in rng.sample(sorted(fields), min(len(fields), rng.choice([1, 1, 2]))):
        info = fields[name]
        named = {"id": "officer", "home_zone": "zone", "serves": "unit_kind"}.get(name, name)
        if name == "but":
            inner = _selector(rng, Who, {"but"}, names)
            if inner:
                chosen[name] = inner
        elif named in names.of:
            if names.of[named]:
                chosen[name] = _named(rng, names, named, 3)
        elif name.startswith("age"):
            chosen[name] = rng.choice([25, 40, 50])
        else:
            chosen[name] = _value(rng, info.annotation, info.metadata, names, "", None)
    return chosen
