"""Names that a rulebook uses, held against the tables."""

from __future__ import annotations

from datetime import date
from functools import cache

from roster.domain.clock import Horizon
from roster.domain.errors import Fault
from roster.domain.problem import HOLIDAY, REST_DAY, WORKDAY, Facts, Settings
from roster.i18n import _
from roster.io.rulebook.document import found_text, one_of
from roster.io.rulebook.files import BASE, shipped_folder
from roster.io.rulebook.load import load_rulebook
from roster.io.tables.text import nearest
from roster.io.tables.words import QUALITIES
from roster.rules import Rulebook
from roster.rules.selectors import WEEKDAYS


def check_names(rulebook: Rulebook, facts: Facts) -> list[Fault]:
    """A fault for each name that the tables do not know: officers, squads, zones, sites, shifts, unit kinds, ...

    A name that the shipped base uses is no fault where a brigade lacks it: a brigade without an overlay shift may still
    live by the standing rules. Day types come and go with the calendar, so only what looks misspelt is one.
    """
    known = _known(facts)
    faults = []
    for rule in rulebook.rules:
        for field, kind, name in rule.names(facts):
            names = known[kind]
            if name in names or (kind, name) in _standing_names():
                continue
            place = _place(rulebook, rule.name, field)
            if kind != "day_type":
                faults.append(Fault(place, found_text(name), one_of(names, name) if names else _nothing(kind)))
            elif name.casefold() in WEEKDAYS:
                faults.append(Fault(place, name, _("`weekday: {name}`").format(name=name.casefold())))
            elif nearest(name, names):
                faults.append(Fault(place, name, one_of(names, name)))
    return faults


def _known(facts: Facts) -> dict[str, set[str]]:
    qualities = {*QUALITIES, *(quality for kind in facts.kinds for quality in kind.composition)}
    held = {qualification for officer in facts.officers for qualification in officer.qualifications}
    sites, zones = set(facts.site), {zone.id for zone in facts.zones}
    return {
        "officer": set(facts.officer),
        "squad": {officer.squad for officer in facts.officers if officer.squad},
        "qualification": qualities | held | {v.licence for v in facts.vehicles if v.licence},
        "zone": zones,
        "site": sites,
        "route": {route.id for route in facts.routes},
        "place": zones | sites,
        "unit_kind": set(facts.kind),
        "shift": set(facts.shift),
        "day_type": {WORKDAY, REST_DAY, HOLIDAY, *facts.day_types.values()},
    }


def _place(rulebook: Rulebook, rule: str, field: str) -> str:
    mark = next((rulebook.origin[key] for key in _around(f"{rule}.{field}") if key in rulebook.origin), "")
    return f"{mark} ({rule}.{field})".strip()


def _around(key: str) -> list[str]:
    """A dotted name and the shorter ones that it lies in."""
    steps = key.split(".")
    return [".".join(steps[:length]) for length in range(len(steps), 0, -1)]


def _nothing(kind: str) -> str:
    return _("no name, as the tables have no {kind}").format(kind=kind)


@cache
def _standing_names() -> frozenset[tuple[str, str]]:
    nobody = Facts(Settings(""), Horizon(date(2026, 1, 5), 7), (), (), ())
    base = load_rulebook([shipped_folder() / BASE])
    return frozenset((kind, name) for rule in base.rules for _field, kind, name in rule.names(nobody))
