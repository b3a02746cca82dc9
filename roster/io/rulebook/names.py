"""Names that a rulebook uses, held against the tables."""

from __future__ import annotations

from functools import cache

from roster.domain.errors import Fault
from roster.i18n import _
from roster.io.rulebook.document import found_text, one_of
from roster.io.rulebook.files import BASE, shipped_folder
from roster.io.rulebook.load import load_rulebook
from roster.io.tables.names import Names
from roster.io.tables.text import nearest
from roster.rules import Rulebook
from roster.rules.shared.selectors import WEEKDAYS

MAY_COME = ("squad", "contract")
"""Kinds of things of which a rulebook may name one that nobody has yet."""


def check_names(rulebook: Rulebook, known: Names) -> list[Fault]:
    """A fault for each name that the tables do not know: officers, squads, zones, sites, shifts, unit kinds, ...

    A name that the shipped base uses is no fault where a brigade lacks it: a brigade without an overlay shift may still
    live by the standing rules; neither is a squad or contract that has nobody yet (`roster check` notes it).
    Day types come and go with the calendar, so only what looks misspelt is one. Of a kind that `known` leaves out
    nothing is said.
    """
    faults = []
    for rule in rulebook.rules:
        for field, kind, name in rule.names():
            names = known.get(kind)
            if names is None or name in names or (kind, name) in _standing_names():
                continue
            place = place_of(rulebook, rule.name, field)
            if kind in MAY_COME and not nearest(name, names):
                continue
            if kind != "day_type":
                faults.append(Fault(place, found_text(name), one_of(names, name) if names else _nothing(kind)))
            elif name.casefold() in WEEKDAYS:
                faults.append(Fault(place, name, _("`weekday: {name}`").format(name=name.casefold())))
            elif nearest(name, names):
                faults.append(Fault(place, name, one_of(names, name)))
    return faults


def place_of(rulebook: Rulebook, rule: str, field: str = "") -> str:
    """Where a field of an entry is written, or the entry itself: `base.yaml:17 (minimum_rest.hours)`."""
    mark = next((rulebook.origin[key] for key in _around(f"{rule}.{field}".rstrip(".")) if key in rulebook.origin), "")
    return f"{mark} ({f'{rule}.{field}'.rstrip('.')})".strip()


def _around(key: str) -> list[str]:
    """A dotted name and the shorter ones that it lies in."""
    steps = key.split(".")
    return [".".join(steps[:length]) for length in range(len(steps), 0, -1)]


def _nothing(kind: str) -> str:
    return _("no name, as the tables have no {kind}").format(kind=kind)


@cache
def _standing_names() -> frozenset[tuple[str, str]]:
    base = load_rulebook([shipped_folder() / BASE])
    return frozenset((kind, name) for rule in base.rules for _field, kind, name in rule.names())
