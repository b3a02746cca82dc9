"""Changes of what a brigade has none of: light bars, kinds that are seen or armed, a qualification."""

from __future__ import annotations

from collections.abc import Iterator

from roster import api
from roster.arithmetic.nature import Lack
from roster.domain.seating import ARMED, has
from roster.explain.candidate import Candidate
from roster.explain.changes import cell, filled
from roster.explain.rows import Rows
from roster.explain.rule_changes import rule_change
from roster.explain.table_changes import OfTables
from roster.explain.trial import Asked
from roster.i18n import _
from roster.io.selected import listed
from roster.io.tables import units, vehicles
from roster.rules.base import Rule
from roster.rules.roster.armed_minimum import ArmedMinimum
from roster.rules.roster.day_presence import DayPresence
from roster.rules.roster.heads import Heads
from roster.rules.roster.night_lights import NightLights
from roster.rules.shared.words import kind_name
from roster.search.explain.clashes import Clash
from roster.search.explain.constraint_groups import ConstraintGroup

OFF = "off"


def of_nature(lack: Lack, asked: Asked, case: api.Case) -> Iterator[Candidate]:
    """What makes the brigade one that can give what an entry asks for, then the entry switched off."""
    rule, concerned = lack.rule, frozenset({ConstraintGroup(lack.rule.name)})
    if lack.cause == "subject":
        yield from _of_tables(rule, concerned, asked, case)
    change = rule_change(asked, case, rule, OFF, "", "true")
    if change is not None:
        text = _("{rule}: switched off, as this brigade has nothing that could meet it").format(rule=rule.spoken)
        yield Candidate((change,), text, concerned, "rule", effort=8)


def _of_tables(rule: Rule, concerned: frozenset[ConstraintGroup], asked: Asked, case: api.Case) -> Iterator[Candidate]:
    problem, brigade, rows = case.problem, asked.brigade, Rows(case.tables)
    kinds = [kind for kind in problem.kinds if rule.where.matches_kind(kind.code) and problem.placed(kind.code)]
    of_kinds = [(kind, row) for kind in kinds if isinstance(row := rows.named("units", kind.code), units.Row)]
    match rule:
        case NightLights():
            driven = {name for kind in kinds for name in kind.vehicle_kinds}
            dark = [
                row
                for vehicle in problem.vehicles
                if vehicle.kind in driven and isinstance(row := rows.named("vehicles", vehicle.id), vehicles.Row)
            ]
            if dark:
                changes = tuple(filter(None, (cell(row, "lights", "no", "yes", brigade) for row in dark)))
                text = _("fit light bars to {vehicles}").format(vehicles=listed(row.name or row.id for row in dark))
                yield Candidate(changes, text, concerned, "vehicle", effort=4)
        case DayPresence():
            for kind, row in of_kinds:
                text = _("count {kind} as seen by people").format(kind=kind_name(kind.code, problem))
                yield Candidate(filled(row, "visible", "no", "yes", brigade), text, concerned, "demand", effort=2)
        case ArmedMinimum():
            for kind, row in of_kinds if any(has(officer, ARMED) for officer in problem.officers) else ():
                before = ";".join(f"{name}:{number}" for name, number in kind.composition.items())
                after = ";".join(filter(None, (before, f"{ARMED}:1")))
                text = _("let {kind} be armed units, with one permit holder in each crew")
                told = text.format(kind=kind_name(kind.code, problem))
                yield Candidate(filled(row, "composition", before, after, brigade), told, concerned, "demand", effort=4)
        case Heads():
            tables = OfTables(case, brigade, rows, Clash((), proved=True), lambda member: 0)
            for quality in rule.who.qualification:
                yield from tables.train(next(iter(concerned)), quality)
