"""Members of a clash in a leader's words, each with the line or cell that it comes from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from roster.domain.clock import Window
from roster.domain.problem import Problem
from roster.explain.rows import Rows
from roster.i18n import _
from roster.io.policies import policy
from roster.io.selected import listed
from roster.io.tables import absences, demand, fixed
from roster.io.tables.table import TableRow
from roster.rules import Rulebook
from roster.rules.words import date_text, kind_name, on_date, person, place
from roster.search.explain.clashes import Clash
from roster.search.explain.instances import Instance


@dataclass(frozen=True)
class Line:
    """One line of a clash: one rule about one thing, or about several officers in the same way."""

    rule: str
    sentence: str
    places: tuple[str, ...]  # lines of YAML, cells of tables
    officers: tuple[str, ...]
    days: tuple[int, ...]
    members: tuple[Instance, ...]

    def text(self, problem: Problem) -> str:
        """The line as it is printed."""
        dates = _(", ").join(on_date(day, problem) for day in self.days)
        where = _(", ").join(self.places)
        text = _("{sentence}: {dates}").format(sentence=self.sentence, dates=dates) if dates else self.sentence
        return _("{sentence} [{rule}: {where}]").format(sentence=text, rule=self.rule, where=where)


class Words:
    """What is said of the members of clashes of one problem."""

    def __init__(self, problem: Problem, rulebook: Rulebook, rows: Rows) -> None:
        self.problem, self.rulebook, self.rows = problem, rulebook, rows

    def lines(self, clash: Clash) -> tuple[Line, ...]:
        """A clash line by line; officers under the same rule share one."""
        return tuple(self._line(members, clash) for members in self._together(clash.members))

    def _together(self, members: Iterable[Instance]) -> Iterator[tuple[Instance, ...]]:
        groups: dict[object, list[Instance]] = {}
        for member in members:
            alone = not member.officer or bool(member.source)
            groups.setdefault(member if alone else member.rule, []).append(member)
        yield from map(tuple, groups.values())

    def _line(self, members: tuple[Instance, ...], clash: Clash) -> Line:
        first = members[0]
        officers = tuple(member.officer for member in members if member.officer)
        days = tuple(sorted({day for member in members for day in clash.days.get(member, ())}))
        if len(days) == self.problem.horizon.days:
            days = ()
        return Line(first.rule, self._sentence(members), self._places(first), officers, days, members)

    def _places(self, member: Instance) -> tuple[str, ...]:
        rows = self.rows.of(member)
        return tuple(map(cell_of, rows)) or tuple(filter(None, [self.rulebook.origin.get(member.rule, "")]))

    def _sentence(self, members: tuple[Instance, ...]) -> str:
        first = members[0]
        rows = self.rows.of(first)
        if rows:
            return _("; ").join(self._row(row) for row in rows)
        asked = policy(self.rulebook[first.rule], self.problem)
        if first.officer:
            people = listed(person(member.officer, self.problem) for member in members)
            return _("{people}: {policy}").format(people=people, policy=asked)
        if first.kind:
            return _("{kind} ({needs}): {policy}").format(
                kind=kind_name(first.kind, self.problem), needs=self._needs(first.kind), policy=asked
            )
        if first.place:
            return _("{place}: {policy}").format(place=place(first.place, self.problem), policy=asked)
        return asked

    def _needs(self, kind: str) -> str:
        """What a unit of a kind is made of: `3 people, sworn 1, armed 2; armed_van or reserve_van`."""
        known = self.problem.kind[kind]
        crew = [_("{count} people").format(count=known.crew)]
        crew += [f"{_(name)} {number}" for name, number in known.composition.items()]
        vehicles = [v for v in self.problem.vehicles if v.kind in known.vehicle_kinds]
        cars = _("{count} of {kinds}").format(count=len(vehicles), kinds=_(" or ").join(known.vehicle_kinds))
        return _("; ").join([_(", ").join(crew), *([cars] if known.vehicle_kinds else [])])

    def _row(self, row: TableRow) -> str:
        match row:
            case fixed.Row():
                who, date = person(row.officer, self.problem), date_text(row.date)
                if row.off:
                    return _("{officer} is fixed to be off on {date}").format(officer=who, date=date)
                shift = " ".join(filter(None, (row.shift, row.unit)))
                text = _("{officer} is fixed for {shift} on {date}").format(officer=who, shift=shift, date=date)
                return text + self._no_such_unit(row)
            case absences.Row():
                return _("{who} is away ({kind}), {first} to {last}").format(
                    who=self._who(row.id), kind=_(row.kind), first=row.start, last=row.end
                )
            case demand.Row():
                hours = str(Window(*row.window(self.problem.settings.day_start)))
                return _("{count} {kind} at {place}, {hours}").format(
                    count=row.minimum,
                    kind=kind_name(row.unit_kind, self.problem),
                    place=_(" or ").join(place(name, self.problem) for name in row.places) or _("anywhere"),
                    hours=hours,
                ) + (f" ({_(', ').join(_(day) for day in row.day_types)})" if row.day_types else "")
        return str(row.place)

    def _no_such_unit(self, row: fixed.Row) -> str:
        """What a fixed duty's shift has instead of its unit; empty where it has the unit."""
        day = (row.date - self.problem.date(0)).days
        units = self.problem.units_of.get((day, row.shift), ())
        if not row.unit or any(row.unit in (unit.kind, unit.label) for unit in units):
            return ""
        known = listed(sorted({unit.label for unit in units})) or _("none")
        return _(", which has no unit {unit} on that date (its units: {known})").format(unit=row.unit, known=known)

    def _who(self, name: str) -> str:
        vehicle = self.problem.vehicle.get(name)
        return f"{vehicle.name} ({name})" if vehicle else person(name, self.problem)


def cell_of(row: TableRow) -> str:
    """The cell of a row that says what matters."""
    match row:
        case fixed.Row():
            return row.place.cell("shift")
        case absences.Row():
            return row.place.cell("start")
        case demand.Row():
            return row.place.cell("minimum")
    return str(row.place)
