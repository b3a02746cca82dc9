"""What arithmetic proves of a missing crew, in sentences: who is away, until when, by which row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from roster.arithmetic.impossible_units import Hindrance, Impossible
from roster.arithmetic.necessary import Deficit
from roster.arithmetic.quality import PEOPLE, crew_of
from roster.arithmetic.starts import could
from roster.domain.clock import MINUTES_A_DAY
from roster.domain.ids import ShiftId
from roster.domain.missing import MissingUnit, duties_of
from roster.domain.people import Absence
from roster.domain.problem import Problem
from roster.domain.wanted import Wanted
from roster.explain.rows import Rows
from roster.explain.together import AtLeast, TooFew
from roster.i18n import _
from roster.io import deficit_lines
from roster.io.hindrance_lines import why_sentence
from roster.io.selected import listed
from roster.io.tables import units
from roster.rules import Rulebook
from roster.rules.shared.positions import counts_at, places
from roster.rules.shared.words import kind_name, on_date, place, whoever
from roster.search.explain.flow import Flow, Scarcity

ROWS = 3
"""So many rows of demand are named; of more the table."""
NAMED = 12
"""So many people who are away are named; the rest are counted."""


class ReasonWords:
    """Sentences about the missing crews of one problem."""

    def __init__(self, problem: Problem, rulebook: Rulebook, rows: Rows, flow: Flow) -> None:
        self.problem, self.rulebook, self.rows, self.flow = problem, rulebook, rows, flow

    def by_itself(self, unit: MissingUnit, impossible: Impossible) -> tuple[tuple[str, ...], object]:
        """Why something that is short for want of a crew cannot be met at all, and what tells that reason from others.

        No sentence where nothing is known.
        """
        for finding in unit.follows:
            if finding.wanted is not None:
                told, key = self._alone(finding.wanted, unit, impossible)
                if told:
                    return tuple(dict.fromkeys(told)), key
        return (), None

    def _alone(self, wanted: Wanted, unit: MissingUnit, impossible: Impossible) -> tuple[list[str], object]:
        problem = self.problem
        kinds = [kind for kind in wanted.kinds if kind in problem.kind]
        starts = duties_of(wanted, unit, problem)
        named = _(" or ").join(kind_name(kind, problem) for kind in kinds)
        if not kinds:
            return [], None
        if not starts:
            text = _("no shift that {kind} may work covers these hours: {cells}")
            return [text.format(kind=named, cells=self._cells(kinds, "shifts"))], ("shifts", tuple(kinds))
        if wanted.places and not self._may_stand(wanted, starts):
            where = _(" or ").join(place(name, problem) for name in wanted.places)
            if all(self._kept_out(kind, wanted.places) for kind in kinds):
                text = _("no {kind} may stand in {place}: {cells}")
                told = text.format(kind=named, place=where, cells=self._cells(kinds, "zones"))
                return [told], ("zones", tuple(kinds), wanted.places)
            text = _("no demand lets {kind} be in {place} then: {cells}")
            asking = [row.place for row in self.rows.tables.demand if row.unit_kind in kinds]
            cells = listed(map(str, asking[:ROWS])) if 0 < len(asking) <= ROWS else "demand"
            return [text.format(kind=named, place=where, cells=cells)], ("demand", tuple(kinds), wanted.places)
        sentences: list[str] = []
        found: list[Hindrance] = []
        for day, shift in starts:
            for kind in kinds:
                if shift in problem.shifts_of(kind):
                    why = impossible.why(kind, day, shift)
                    if not why:
                        return [], None
                    found.append(why[0])
                    sentences.append(why_sentence(why[0], kind, day, shift, problem, self.rulebook))
        lacking = dict.fromkeys(one.quality for one in found if one.cause in ("members", "nobody", "driver"))
        return [*sentences, *self._away(lacking, unit)], (tuple(kinds), tuple(one.same for one in found))

    def _kept_out(self, kind: str, wanted: tuple[str, ...]) -> bool:
        """Whether it is its zones that keep a unit kind from these places, and not that no demand names them."""
        known = self.problem.kind[kind]
        anywhere = known.moves or any(not line.places for line in self.problem.lines if line.kind == kind)
        return anywhere and bool(known.zones) and not any(counts_at(z, wanted, self.problem) for z in known.zones)

    def _may_stand(self, wanted: Wanted, starts: Iterable[ShiftId]) -> bool:
        """Whether tables let a unit of these kinds and duties stand at one of these places."""
        problem = self.problem
        there = (one for start in starts for one in problem.units_of.get(start, ()) if one.kind in wanted.kinds)
        return any(counts_at(name, wanted.places, problem) for one in there for name in places(one, problem))

    def _cells(self, kinds: Iterable[str], field: str) -> str:
        rows = [row for kind in kinds if isinstance(row := self.rows.named("units", kind), units.Row)]
        return listed(row.place.cell(field) for row in rows) or "units"

    def counting(self, lack: Deficit, unit: MissingUnit) -> tuple[str, ...]:
        """More is asked for with this crew than there can be."""
        told = [_("with this crew, {lack}").format(lack=deficit_lines.sentence(lack, self.problem, self.rulebook))]
        if lack.quality == "vehicles":
            return (*told, *self._in_maintenance(unit))
        return (*told, *self._away([lack.quality], unit))

    def flowing(self, scarce: Scarcity, unit: MissingUnit) -> tuple[str, ...]:
        """People of some qualities cannot do all that is asked of them on some days."""
        first, last = on_date(scarce.first, self.problem), on_date(scarce.last, self.problem)
        when = first if scarce.first == scarce.last else _("{first} to {last}").format(first=first, last=last)
        numbers = zip(scarce.qualities, scarce.asked, scarce.able, scarce.known, strict=True)
        told = [
            _("{quality}: duties asked for {asked}, people who could do one {able} of {known}").format(
                quality=_(quality), asked=asked, able=able, known=known
            )
            for quality, asked, able, known in numbers
        ]
        text = _(
            "duties from {when}, with this crew and what else is met: their musts do not let them do all ({numbers})"
        )
        return (text.format(when=when, numbers=_("; ").join(told)), *self._away(scarce.qualities, unit))

    def too_few(self, fewest: TooFew) -> str:
        """With this crew less would be short of a priority than can be."""
        text = _(
            "in no roster is less than {least} short at priority {priority} while all else that is as urgent is as "
            "well met; with this crew it would be {less}"
        )
        return text.format(least=fewest.least, priority=fewest.priority, less=fewest.less)

    def at_least(self, lower: AtLeast) -> str:
        """How many of the crews that are missing at a priority are missing whatever is done."""
        text = _(
            "of the {crews} crews that are missing at priority {priority}, {least} at least are missing in every "
            "roster in which all else that is as urgent is as well met; which ones can be chosen"
        )
        return text.format(crews=lower.crews, priority=lower.priority, least=lower.least)

    def facts(self, unit: MissingUnit) -> tuple[str, ...]:
        """Who is away of those whom such a crew asks for by name of a quality, proved or not."""
        kinds = (self.problem.kind[kind] for kind in unit.kinds if kind in self.problem.kind)
        qualities = dict.fromkeys(name for kind in kinds for name, _number in crew_of(kind) if name != PEOPLE)
        return tuple(self._away(list(qualities) or [PEOPLE], unit))

    def who_is_away(self, unit: MissingUnit) -> list[str]:
        """Everybody whom an absence keeps from all duties of a missing crew."""
        barred = (o for o, person in self.flow.persons.items() if not any(could(person, s) for s in unit.starts))
        return [officer for officer in barred if unit.starts and self._absence(officer, unit) is not None]

    def _away(self, qualities: Iterable[str], unit: MissingUnit) -> Iterator[str]:
        """Who is away while the crew is missing, until when and by which row; and how many other musts keep away."""
        names = list(qualities)
        wanted = [name for name in names if name != PEOPLE] or names
        group = sorted(frozenset().union(*(self.flow.groups.get(name, frozenset()) for name in wanted)))
        barred = [o for o in group if unit.starts and not any(could(self.flow.persons[o], s) for s in unit.starts)]
        away = {officer: absence for officer in barred if (absence := self._absence(officer, unit)) is not None}
        if away:
            people = [self._until(officer, absence) for officer, absence in away.items()][:NAMED]
            more = _(", and {count} more").format(count=len(away) - NAMED) if len(away) > NAMED else ""
            yield _("away then: {people}").format(people=_("; ").join(people) + more)
        rules = Counter(self.flow.persons[o].barred[unit.starts[0]] for o in barred if o not in away)
        if rules:
            kept = listed(f"{self.rulebook.spoken(rule)} ({count})" for rule, count in rules.most_common())
            yield _("kept from that duty as well: {rules}").format(rules=kept)

    def _absence(self, officer: str, unit: MissingUnit) -> Absence | None:
        spans = [self.problem.shift[shift].span(day) for day, shift in unit.starts]
        return next(filter(None, (self.problem.absent(officer, span) for span in spans)), None)

    def _until(self, officer: str, absence: Absence) -> str:
        last = on_date((absence.span.end - 1) // MINUTES_A_DAY, self.problem)
        text = _("{officer} until {date} ({kind}, {row})") if absence.source else _("{officer} until {date} ({kind})")
        return text.format(officer=whoever(officer, self.problem), date=last, kind=_(absence.kind), row=absence.source)

    def _in_maintenance(self, unit: MissingUnit) -> Iterator[str]:
        rows = [away for away in self.problem.maintenance if away.span.overlap(unit.span)]
        if rows:
            told = (self._until(away.id, away) for away in rows)
            yield _("away then: {people}").format(people=_("; ").join(told))

    def tables(self) -> str:
        return _("what tables alone rule out")

    def counted(self) -> str:
        return _("counting people and vehicles")

    def flowed(self) -> str:
        return _("the duties of people by qualification")

    def by_kind(self) -> str:
        return _("all people's duties by kind of unit")

    def searched(self, seconds: float) -> str:
        return _("a search of {seconds:.0f} s").format(seconds=seconds)
