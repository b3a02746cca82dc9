"""Members of a clash in a leader's words, each with the line or cell that it comes from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from roster.domain.problem import Problem
from roster.explain.row_words import absence_sentence, cell_of, row_sentence, said_absences
from roster.explain.rows import Rows
from roster.explain.whom import whom
from roster.i18n import _
from roster.io.policies import policy
from roster.io.tables import demand, units
from roster.io.tables.table import TableRow
from roster.rules import Rulebook
from roster.rules.roster import absence, crew, vehicle
from roster.rules.shared.words import kind_name, on_date, place
from roster.rules.violation import Violation
from roster.search.explain import past, wider
from roster.search.explain.clashes import Clash
from roster.search.explain.constraint_groups import ConstraintGroup
from roster.search.explain.sentences import asking, cramped, last_duty, sentence

A_DATE = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True)
class Line:
    """One line of a clash: one rule about one thing, or about several officers in the same way."""

    rule: str
    name: str  # of the rule, as people read it
    sentence: str
    places: tuple[str, ...]  # lines of YAML, cells of tables
    officers: tuple[str, ...]
    days: tuple[int, ...]
    members: tuple[ConstraintGroup, ...]
    unsettled: bool = False  # perhaps not needed
    example: str = ""  # what would be without it, in a roster in which the others hold

    def printed(self, problem: Problem) -> Iterator[str]:
        """The line in a list, and what would be without it."""
        yield "  - " + self.text(problem)
        if self.example:
            yield "      " + _("without this, for instance: {example}").format(example=self.example)

    def text(self, problem: Problem) -> str:
        """The line by itself."""
        dates = _(", ").join(on_date(day, problem) for day in self.days)
        where = _(", ").join(self.places)
        named = not dates or A_DATE.search(self.sentence)  # an absence, a fixed duty, a past one
        text = self.sentence if named else _("{sentence}: {dates}").format(sentence=self.sentence, dates=dates)
        if not self.rule:
            text = f"{text} [{where}]" if where else text
            more = _("(whether this is needed was not settled in the time given)") if self.unsettled else ""
            return f"{text} {more}".strip()
        return _("{sentence} [{rule}: {where}]").format(sentence=text, rule=self.name, where=where)


class Words:
    """What is said of the members of clashes of one problem."""

    def __init__(self, problem: Problem, rulebook: Rulebook, rows: Rows) -> None:
        self.problem, self.rulebook, self.rows = problem, rulebook, rows

    def lines(self, clash: Clash) -> tuple[Line, ...]:
        """A clash line by line; officers under the same rule share one."""
        return tuple(self._line(members, clash) for members in self._together(clash.members))

    def _together(self, members: Iterable[ConstraintGroup]) -> Iterator[tuple[ConstraintGroup, ...]]:
        groups: dict[object, list[ConstraintGroup]] = {}
        for member in members:
            groups.setdefault(_alike(member), []).append(member)
        yield from map(tuple, groups.values())

    def _line(self, members: tuple[ConstraintGroup, ...], clash: Clash) -> Line:
        first = members[0]
        officers = tuple(member.officer for member in members if member.officer)
        days = tuple(sorted({day for member in members for day in clash.days.get(member, ())}))
        if len(days) == self.problem.horizon.days:
            days = ()
        unsettled = not clash.unsettled.isdisjoint(members)
        example = self._example(members, clash)
        return Line(
            first.rule,
            self.rulebook.spoken(first.rule),
            self._sentence(members, clash, days),
            self._places(members),
            officers,
            days,
            members,
            unsettled,
            example,
        )

    def _example(self, members: tuple[ConstraintGroup, ...], clash: Clash) -> str:
        """How the rule is broken in a roster in which the others hold."""
        for member in members:
            roster = clash.examples.get(member)
            if roster is None:
                continue
            rule = self.rulebook[member.rule]
            own = [one for one in rule.check_all(roster, self.problem) if _about(one, member)]
            return rule.say(own[0], self.problem) if own else ""
        return ""

    def _places(self, members: tuple[ConstraintGroup, ...]) -> tuple[str, ...]:
        cells = tuple(dict.fromkeys(cell for member in members for cell in self._cells(member)))
        return cells or (self.rulebook.places(members[0].rule) if members[0].rule else ())

    def _cells(self, member: ConstraintGroup) -> Iterator[str]:
        """The cells of tables that ask for a member."""
        rows = self.rows
        match member.part:
            case wider.MOST:
                yield from (row.place.cell(_cap(row)) for row in rows.of(member) if isinstance(row, demand.Row))
                own = dict.fromkeys(line.source for line in asking(member.source, self.problem))
                yield from (at for name in own if name in self.rulebook.origin for at in self.rulebook.places(name))
            case wider.UNASKED:
                same = [row.place for row in rows.tables.demand if row.unit_kind == member.kind]
                yield from map(str, same) if same else _table(rows.tables.demand)
            case wider.HOURS:
                yield from _table(rows.tables.shifts)
            case wider.LIGHTS:
                yield from _table(rows.tables.vehicles)
            case past.PAST:
                of = [row for row in rows.tables.history if row.officer == member.officer]
                yield from (str(row.place) for row in of if row.date == self.problem.date(int(member.of)))
            case past.OVERLAPS:
                last = last_duty(member.officer, self.problem)
                of = [row for row in rows.tables.history if row.officer == member.officer]
                yield from (str(row.place) for row in of if row.date == self.problem.date(last.day))
            case crew.LEAST:
                row = rows.named("units", member.kind)
                if isinstance(row, units.Row):
                    yield row.place.cell("crew" if row.least_crew is None else "least_crew")
            case vehicle.SEATS | vehicle.LICENCE | "vehicles":
                yield from self._of_vehicles(member)
            case _ if member.rule and self._own_composition(member):
                return
            case part if part in CELLS:
                table, field, name = CELLS[part]
                row = rows.named(table, getattr(member, name))
                if row is not None:
                    yield row.place.cell(field)
            case _:
                yield from (cell_of(row, self.rulebook[member.rule]) for row in rows.of(member))
                yield from (absence.source for absence in said_absences(member, self.problem))

    def _of_vehicles(self, member: ConstraintGroup) -> Iterator[str]:
        """The rows of the vehicles that a member is about, at the cell that matters."""
        problem = self.problem
        match member.part:
            case vehicle.SEATS:
                vehicles = cramped(problem.kind[member.kind], problem)
            case vehicle.LICENCE:
                vehicles = [one for one in problem.vehicles if one.licence == member.of]
            case _:
                vehicles = next(list(group.vehicles) for group in problem.vehicle_groups if group.id == member.of)
        for known in vehicles:
            row = self.rows.named("vehicles", known.id)
            if row is not None:
                yield row.place.cell(member.part) if member.part != "vehicles" else str(row.place)

    def _own_composition(self, member: ConstraintGroup) -> bool:
        """Whether the rule itself says of whom a crew consists."""
        rule = self.rulebook[member.rule]
        return isinstance(rule, crew.Crew) and member.part == crew.QUALITY and rule.composition is not None

    def _sentence(self, members: tuple[ConstraintGroup, ...], clash: Clash, days: tuple[int, ...]) -> str:
        first = members[0]
        rows = self.rows.of(first)
        said = sentence(members, self.problem, self.rulebook)
        if said:
            return said
        if rows:
            return _("; ").join(row_sentence(row, self.rulebook[first.rule], self.problem) for row in rows)
        away = said_absences(first, self.problem)
        if away:
            return _("; ").join(absence_sentence(absence, self.problem) for absence in away)
        rule = self.rulebook[first.rule]
        told = rule.tell(tuple(filter(None, (member.officer for member in members))), first.place, days, self.problem)
        if told:
            return told
        lack = rule.missing_subject(self.problem)
        asked = policy(rule, self.problem) + (f" ({lack})" if lack else "")
        if first.officer:
            people = whom([member.officer for member in members], clash, self.problem)
            return _("{people}: {policy}").format(people=people, policy=asked)
        if first.kind:
            return _("{kind} ({needs}): {policy}").format(
                kind=kind_name(first.kind, self.problem), needs=self._needs(first.kind), policy=asked
            )
        if first.place:
            return _("{place}: {policy}").format(place=place(first.place, self.problem), policy=asked)
        return asked

    def _needs(self, kind: str) -> str:
        """What a unit of a kind is made of: `crew of 3, sworn at least 1, rides in van; the brigade has 2`."""
        known = self.problem.kind[kind]
        crew = [_("crew of {count}").format(count=known.crew)]
        crew += [_("{quality} at least {count}").format(quality=_(q), count=n) for q, n in known.composition.items()]
        if known.vehicle_kinds:
            vehicles = sum(vehicle.kind in known.vehicle_kinds for vehicle in self.problem.vehicles)
            kinds = _(" or ").join(known.vehicle_kinds)
            crew.append(_("rides in {kinds}; the brigade has {count}").format(kinds=kinds, count=vehicles))
        return _(", ").join(crew)


CELLS: dict[str, tuple[Literal["units", "officers"], str, Literal["kind", "officer"]]] = {
    wider.SHIFTS: ("units", "shifts", "kind"),
    wider.ZONES: ("units", "zones", "kind"),
    "crew_size": ("units", "crew", "kind"),
    crew.QUALITY: ("units", "composition", "kind"),
    crew.COACHED: ("officers", "coach", "officer"),
    vehicle.NEEDED: ("units", "vehicle_kinds", "kind"),
    vehicle.OF_KIND: ("units", "vehicle_kinds", "kind"),
    absence.JOINED: ("officers", "joined", "officer"),
}
"""Where a part is written: table, column, and which part of the instance names the row."""


def _about(violation: Violation, member: ConstraintGroup) -> bool:
    """Whether it is this that a member forbids, and nothing else that its rule asks."""
    if member.part == crew.COACHED:
        return violation.spot.officers == (member.officer,) and "trainee" in violation.facts
    return not member.officer or violation.spot.officers[:1] == (member.officer,)


def _alike(member: ConstraintGroup) -> object:
    """What members have in common that share a line."""
    if member.part == wider.UNASKED:
        return member._replace(kind="")
    if member.part == past.PAST:
        return member._replace(of="")
    if member.part in (wider.SHIFTS, wider.HOURS):
        return member._replace(of="")
    return (member.rule, member.part) if member.officer and not member.source else member


def _cap(row: demand.Row) -> str:
    """The column of a demand row that says how many units may run."""
    return max(("most", "target", "minimum"), key=lambda name: getattr(row, name))


def _table(rows: Sequence[TableRow]) -> Iterator[str]:
    """The table of these rows."""
    yield from {row.place.file: None for row in rows}
