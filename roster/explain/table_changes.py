"""Changes of tables that could cure a clash: units allowed, demand, zones, shifts, vehicles, qualifications, dates."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from roster import api
from roster.domain.clock import clock_text
from roster.domain.letters import shift_text
from roster.domain.seating import COACH, NOT_LEARNT, SWORN, has
from roster.explain.candidate import Candidate, Kind
from roster.explain.changes import Change, add, filled
from roster.explain.rows import Rows
from roster.i18n import _
from roster.io.tables import demand, officers, units
from roster.io.tables.words import WEEKDAYS
from roster.rules.roster.absence import JOINED
from roster.rules.roster.crew import COACHED, QUALITY
from roster.rules.roster.vehicle import LICENCE, OF_KIND
from roster.rules.shared.words import date_text, kind_name, person, place
from roster.search.explain.clashes import Clash
from roster.search.explain.constraint_groups import ConstraintGroup
from roster.search.explain.wider import MOST, SHIFTS, UNASKED, ZONES

TRAINED = 2
"""So many officers are thought of for a qualification."""


class OfTables:
    """Candidates for members of one clash; `excess` tells how far a member must give way."""

    def __init__(
        self, case: api.Case, brigade: Path, rows: Rows, clash: Clash, excess: Callable[[ConstraintGroup], int]
    ) -> None:
        self.case, self.problem, self.brigade = case, case.problem, brigade
        self.rows, self.clash, self.excess = rows, clash, excess

    def candidates(self, member: ConstraintGroup) -> Iterator[Candidate]:
        """Changes that loosen a member; none for what no table says."""
        match member.part:
            case part if part == MOST:
                yield from self._raise(member)
            case part if part == UNASKED:
                yield from self._ask(member)
            case part if part == SHIFTS:
                text = _("let {kind} run on shift {value}")
                value = shift_text(member.of, self.problem)
                yield from self._longer(member, "shifts", member.of, text, value, self.problem.line_shifts)
            case part if part == ZONES:
                text = _("let {kind} stand in {value}")
                yield from self._longer(member, "zones", member.of, text, place(member.of, self.problem))
            case "crew_size":
                yield from self._larger_crew(member)
            case part if part == OF_KIND:
                yield from self._other_vehicles(member)
            case part if part in (LICENCE, QUALITY):
                yield from self.train(member, member.of)
            case part if part == COACHED:
                yield from self._coach(member)
            case part if part == JOINED:
                yield from self._join(member)

    def _raise(self, member: ConstraintGroup) -> Iterator[Candidate]:
        """A demand row under which more units may run than are asked for."""
        more = self.excess(member)
        for row in self.rows.of(member) if more else ():
            if not isinstance(row, demand.Row):
                continue
            kind = self.problem.kind[row.unit_kind]
            bases = len(row.places or self.problem.bases(kind)) if self.problem.placed(kind.code) else 1
            now = max(row.minimum, row.target, row.most, 1)
            new = (-(-now // bases) + more - 1) * bases + 1
            text = _("{kind}: let {new} run at once instead of {old} in {row}").format(
                new=new, old=now, kind=kind_name(kind.code, self.problem), row=row.place
            )
            changes = filled(row, "most", str(row.most or ""), str(new), self.brigade)
            yield Candidate(changes, text, frozenset({member}), "demand", effort=2)

    def _ask(self, member: ConstraintGroup) -> Iterator[Candidate]:
        """A new row of demand for the hours of a shift: on the weekdays that matter, and every day."""
        rows = self.case.tables.demand
        like = next((row for row in rows if row.unit_kind == member.kind), rows[-1])
        hours = self.problem.shift[member.of].hours
        number = str(max(1, self.excess(member)))
        columns = like.place.columns
        values = {
            "unit_kind": member.kind,
            "places": member.place,
            "start": clock_text(hours.start),
            "end": clock_text(hours.end),
            "minimum": "0" if "most" in columns else number,
            "most": number,
        }
        early = hours.start < self.problem.settings.day_start and self.problem.placed(member.kind)
        days = [day - early for day in self.clash.days.get(member, ())]
        weekdays = ";".join(dict.fromkeys(tuple(WEEKDAYS)[self.problem.weekday(day)] for day in days))
        text = _("{kind}: let {number} run on shift {shift}").format(
            number=number, kind=kind_name(member.kind, self.problem), shift=shift_text(member.of, self.problem)
        )
        if weekdays and "day_types" in columns:
            some = add(like, {**values, "day_types": weekdays}, self.brigade)
            dates = _(", ").join(date_text(self.problem.date(day)) for day in self.clash.days[member])
            told = _("{change}: {dates}").format(change=text, dates=dates)
            yield Candidate((some,), told, frozenset({member}), "demand", effort=3)
        yield Candidate((add(like, values, self.brigade),), text, frozenset({member}), "demand", effort=4)

    def _longer(
        self,
        member: ConstraintGroup,
        field: str,
        more: str,
        text: str,
        value: str,
        default: tuple[str, ...] = (),
        kind: Kind = "demand",
    ) -> Iterator[Candidate]:
        """A list in a kind's row with one entry more."""
        row = self.rows.named("units", member.kind)
        if isinstance(row, units.Row):
            old = getattr(row, field)
            new = ";".join((*(old or default), more))
            changes = filled(row, field, ";".join(old), new, self.brigade)
            told = text.format(kind=kind_name(member.kind, self.problem), value=value)
            yield Candidate(changes, told, frozenset({member}), kind, effort=3)

    def _larger_crew(self, member: ConstraintGroup) -> Iterator[Candidate]:
        row = self.rows.named("units", member.kind)
        if isinstance(row, units.Row):
            changes: tuple[Change, ...] = filled(row, "crew", str(row.crew), str(row.crew + 1), self.brigade)
            if row.least_crew is None:  # else a crew as it is now would be too small
                changes += filled(row, "least_crew", "", str(row.crew), self.brigade)
            text = _("crews of {new} instead of {old} for {kind}").format(
                new=row.crew + 1, old=row.crew, kind=kind_name(member.kind, self.problem)
            )
            yield Candidate(changes, text, frozenset({member}), "demand", effort=6)

    def _other_vehicles(self, member: ConstraintGroup) -> Iterator[Candidate]:
        """A kind of vehicle that has seats enough, for a unit kind that does not take it yet."""
        kind = self.problem.kind[member.kind]
        others = {v.kind for v in self.problem.vehicles if v.seats >= kind.crew} - set(kind.vehicle_kinds)
        text = _("let {kind} take a vehicle of kind {value}")
        for name in sorted(others):
            yield from self._longer(member, "vehicle_kinds", name, text, name, kind="vehicle")

    def _coach(self, member: ConstraintGroup) -> Iterator[Candidate]:
        """Any coach in place of one, or one more who is a coach."""
        trainee = self.problem.officer[member.officer]
        if not trainee.coach:
            yield from self.train(member, COACH)
            return
        row = self.rows.named("officers", member.officer)
        if isinstance(row, officers.Row):
            text = _("let {officer} work beside any coach, not only {coach}")
            told = text.format(officer=person(trainee.id, self.problem), coach=person(trainee.coach, self.problem))
            changes = filled(row, "coach", trainee.coach, "", self.brigade)
            yield Candidate(changes, told, frozenset({member}), "trained", effort=4)

    def train(self, member: ConstraintGroup, quality: str) -> Iterator[Candidate]:
        """A qualification that is scarce, for somebody who does not have it."""
        if quality in NOT_LEARNT:
            return
        needed = SWORN if quality in ("armed", "leader") else ""
        others = [
            officer
            for officer in self.problem.officers
            if quality not in officer.qualifications
            and not officer.trainee
            and not has(officer, "leader")
            and (not needed or officer.category == needed)
        ]
        free = sorted(others, key=lambda officer: len(self.problem.absences_of.get(officer.id, ())))
        for officer in free[:TRAINED]:
            row = self.rows.named("officers", officer.id)
            if isinstance(row, officers.Row):
                old = ";".join(row.qualifications)
                new = ";".join((*row.qualifications, quality))
                changes = filled(row, "qualifications", old, new, self.brigade)
                text = _("give {officer} the qualification {name}").format(
                    officer=person(officer.id, self.problem), name=_(quality)
                )
                yield Candidate(changes, text, frozenset({member}), "trained", effort=6)

    def _join(self, member: ConstraintGroup) -> Iterator[Candidate]:
        row, joined = self.rows.named("officers", member.officer), self.problem.officer[member.officer].joined
        if isinstance(row, officers.Row) and joined:
            first = self.problem.date(0)
            changes = filled(row, "joined", joined.isoformat(), first.isoformat(), self.brigade)
            text = _("let {officer} join on {date}").format(
                officer=person(member.officer, self.problem), date=date_text(first)
            )
            yield Candidate(changes, text, frozenset({member}), "trained", effort=4)
