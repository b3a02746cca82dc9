"""Entries of a rulebook that bind nothing in a brigade, and the field by which they do not.

A selector that matches no officer, shift, place, unit kind or date; a name that no table has; a thing that the rule is
about and the brigade has none of. What only waits for rows of a table (leave, wishes, routes) is none of these.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from roster.arithmetic.quality import DRIVERS, PEOPLE, members
from roster.domain.problem import Problem
from roster.rules import Rulebook
from roster.rules.base import Rule
from roster.rules.roster.cover import Cover
from roster.rules.scopes import CrewRule
from roster.rules.shared.selectors import OF_SHIFTS, When, Where, Who

OF_DATES = ("weekday", "day_type", "dates", "first", "last")
SELECTORS = ("who", "where", "when")


class Unbound(NamedTuple):
    """One entry that binds nothing.

    `field` as `who.qualification`, empty where it is the entry as a whole; `selector` is the part of it that matches
    nothing, for words; `kind` and `names` tell of names that no table has; `lack` is a sentence of the rule's own.
    `together` is the entry itself where only all its selectors together leave it nothing.
    """

    entry: str
    field: str
    selector: Who | Where | When | None = None
    kind: str = ""
    names: tuple[str, ...] = ()
    lack: str = ""
    together: Rule | None = None


def unbound(problem: Problem, rulebook: Rulebook) -> list[Unbound]:
    """Every entry that binds nothing, whatever its weight, in the rulebook's order."""
    return [found for rule in rulebook.rules if (found := next(_of(rule, problem), None))]


def strays(problem: Problem, rulebook: Rulebook) -> list[Unbound]:
    """Names that no table has, in entries that bind by others: `[E, O]` where there is no shift O.

    Whom an entry leaves out (`who.but`) may well be nobody.
    """
    known, whole = known_names(problem), {(one.entry, one.field) for one in unbound(problem, rulebook)}
    found: dict[tuple[str, str, str], list[str]] = {}
    for rule in rulebook.rules:
        for field, kind, name in rule.names():
            if kind in known and name not in known[kind] and not field.startswith("who.but"):
                found.setdefault((rule.name, field, kind), []).append(name)
    return [
        Unbound(entry, field, kind=kind, names=tuple(dict.fromkeys(names)))
        for (entry, field, kind), names in found.items()
        if (entry, field) not in whole
    ]


def unread(problem: Problem, rulebook: Rulebook) -> dict[str, list[str]]:
    """Rows of the table demand that no entry of the rulebook reads, by unit kind: nobody misses what they ask for."""
    readers = [rule for rule in rulebook.rules if isinstance(rule, Cover)]
    found: dict[str, list[str]] = {}
    for line in problem.demand:
        if line.minimum and not any(rule.reads(line, problem) for rule in readers):
            found.setdefault(line.kind, []).append(line.source)
    return {kind: list(dict.fromkeys(rows)) for kind, rows in found.items()}


def _of(rule: Rule, problem: Problem) -> Iterator[Unbound]:
    yield from _who(rule, problem)
    yield from _where(rule, problem)
    yield from _when(rule, problem)
    lack = rule.missing_subject(problem)
    named = list(_names(rule, problem))
    if lack or named:
        yield named[0]._replace(lack=lack) if named else Unbound(rule.name, "", lack=lack)
    if _nothing_left(rule, problem):
        yield Unbound(rule.name, "", together=rule)


def _nothing_left(rule: Rule, problem: Problem) -> bool:
    """Whether an entry binds nothing, and would without its selectors, or without one of them."""
    plain = {name: type(getattr(rule, name))() for name in SELECTORS}
    given = {name: value for name, value in plain.items() if getattr(rule, name) != value}
    if not given or _binds(rule, problem):
        return False
    without = [given, *({name: value} for name, value in given.items())]
    return any(_binds(rule.model_copy(update=fields), problem) for fields in without)


def _binds(rule: Rule, problem: Problem) -> bool:
    return any(True for _limit in rule.limit_all(problem))


def _alone(selector: Who | Where | When) -> Iterator[tuple[str, Who | Where | When]]:
    """Each field that a selector gives, alone."""
    plain = type(selector)()
    for name in type(selector).model_fields:
        value = getattr(selector, name)
        if value != getattr(plain, name) and name != "but":
            yield name, plain.model_copy(update={name: value})


def _who(rule: Rule, problem: Problem) -> Iterator[Unbound]:
    if rule.who == Who() or rule.officers(problem) or not problem.officers:
        return
    for name, alone in _alone(rule.who):
        assert isinstance(alone, Who)
        if not any(alone.matches(officer, problem) for officer in problem.officers):
            yield Unbound(rule.name, f"who.{name}", alone)
    yield Unbound(rule.name, "who", rule.who)


def _where(rule: Rule, problem: Problem) -> Iterator[Unbound]:
    places = [*(zone.id for zone in problem.zones), *(site.id for site in problem.sites)]
    for name, alone in _alone(rule.where):
        assert isinstance(alone, Where)
        if name == "unit_kind":
            there = any(alone.matches_kind(kind.code) for kind in problem.kinds)
        else:
            there = any(alone.matches_place(place, problem) for place in places)
        if not there:
            yield Unbound(rule.name, f"where.{name}", alone)
    selects = isinstance(rule, CrewRule) and rule.where != Where() and problem.units
    if selects and not any(rule.where.matches_unit(unit, problem) for unit in problem.units):
        yield Unbound(rule.name, "where", rule.where)


def _when(rule: Rule, problem: Problem) -> Iterator[Unbound]:
    """No shift of the table, or no date of the horizon, by one field or by all together."""
    parts = list(_alone(rule.when))
    of_shifts = [(name, alone) for name, alone in parts if f"when.{name}" in OF_SHIFTS]
    for name, alone in [*of_shifts, ("", rule.when)] if of_shifts else []:
        assert isinstance(alone, When)
        if not any(alone.matches_shift(shift) for shift in problem.shifts):
            yield Unbound(rule.name, f"when.{name}".rstrip("."), alone)
    of_dates = [(name, alone) for name, alone in parts if name in OF_DATES]
    for name, alone in [*of_dates, ("", rule.when)] if of_dates else []:
        assert isinstance(alone, When)
        if not any(alone.matches_day(day, problem) for day in problem.horizon.range):
            yaml_name = {"first": "from", "last": "to"}.get(name, name)
            yield Unbound(rule.name, f"when.{yaml_name}".rstrip("."), alone)


def _names(rule: Rule, problem: Problem) -> Iterator[Unbound]:
    """Fields of the rule's own that name nothing that the tables have."""
    known = known_names(problem)
    fields: dict[tuple[str, str], list[str]] = {}
    for field, kind, name in rule.names():
        if field.partition(".")[0] not in SELECTORS and kind in known:
            fields.setdefault((field, kind), []).append(name)
    for (field, kind), names in fields.items():
        given = getattr(rule, field, None)
        others = isinstance(given, Mapping) and len(given) > len(names)  # a composition has categories as well
        if not known[kind].intersection(names) and not others:
            yield Unbound(rule.name, field, kind=kind, names=tuple(dict.fromkeys(names)))


def known_names(problem: Problem) -> dict[str, set[str]]:
    """What the tables have, by kind of thing: qualifications are those that an officer has."""
    held = {name for name, group in members(problem).items() if group and name not in (PEOPLE, DRIVERS)}
    return {
        "officer": set(problem.officer),
        "squad": {officer.squad for officer in problem.officers},
        "contract": {officer.contract for officer in problem.officers},
        "qualification": held,
        "zone": _ids(problem.zones),
        "site": _ids(problem.sites),
        "unit_kind": set(problem.kind),
        "shift": set(problem.shift),
    }


def _ids(things: Iterable[object]) -> set[str]:
    return {str(getattr(thing, "id", "")) for thing in things}
