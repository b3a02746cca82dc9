"""Why each change of a repair was made, and who must be told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property

from roster.domain.burden import first_days_back
from roster.domain.ids import ShiftId
from roster.domain.letters import shift_text
from roster.domain.parts import cut_roster
from roster.domain.people import Line
from roster.domain.pins import AnyPin, LeadPin, Pin, PlacePin, VehiclePin
from roster.domain.problem import Problem
from roster.domain.repair import Change, UnitChange, duty_changes
from roster.domain.roster import Crew, Roster, crew_labels
from roster.i18n import N_, _
from roster.rules import Rulebook
from roster.rules.scopes import OfficerRule
from roster.rules.shared.words import person, place, vehicle

Seat = tuple[str, int, str]
"""Officer, day and shift."""

REPLACED = "replaced"
"""The absence of who hands their duties over."""
KINDS = {
    "annual": N_("annual leave"),
    "sick": N_("sick leave"),
    "personal": N_("personal leave"),
    "maternity": N_("maternity leave"),
    "training": N_("training"),
    "court": N_("court"),
    REPLACED: N_("handed over"),
}


class Reasons:
    """The changes between a published roster and its repair."""

    def __init__(
        self, problem: Problem, rulebook: Rulebook, published: Roster, roster: Roster, pins: Sequence[AnyPin]
    ) -> None:
        self.problem, self.rulebook = problem, rulebook
        self.published, self.roster = published, roster
        self.pins = {(pin.officer, pin.day): pin for pin in pins if isinstance(pin, Pin)}
        self.unit_pins = [pin for pin in pins if not isinstance(pin, Pin)]
        self.runs_now = {crew.unit.id: crew for crew in roster.crews}
        self.back = set(first_days_back(problem))
        self.duties = duty_changes(published, roster)
        self.was, self.now = _crews(published), _crews(roster)

    def changes(self) -> tuple[Change, ...]:
        """Each changed date of an officer, the most urgent first; then moves to another crew on the same shift."""
        found = [self._change(officer, day, *both) for (officer, day), both in self.duties.items()]
        found += [self._move(seat) for seat in sorted(self.was.keys() & self.now.keys()) if self._moved(seat)]
        return tuple(sorted(found, key=self._urgency))

    def units(self) -> tuple[UnitChange, ...]:
        """Crews that run as before but with another vehicle or at other places."""
        published = cut_roster(self.published, self.problem, away_too=True)
        before = {crew.unit.id: crew for crew in published.crews if crew.unit.most == 1}
        found = []
        for crew in sorted(self.roster.crews, key=lambda crew: crew.unit.id):
            old = before.get(crew.unit.id)
            if old is None:
                continue
            people = tuple(member.officer for member in crew.members)
            was, now = self._where(old), self._where(crew)
            if was != now:
                found.append(UnitChange(*crew.unit.id, was, now, people, self._why_where(old, crew)))
            leads = _lead(old), _lead(crew)
            if leads[0] != leads[1] and {*leads} <= crew.officers & old.officers:
                was, now = (_("lead {officer}").format(officer=person(lead, self.problem)) for lead in leads)
                found.append(UnitChange(*crew.unit.id, was, now, people, self._why_lead(crew)))
        return tuple(found)

    def _typed(self, kind: type, crew: Crew) -> str:
        """Where a vehicle, place or lead of a crew was typed by hand, as a sentence; empty where none was."""
        day, whole, label = crew.unit.day, self._whole(crew.unit.shift), crew.unit.label
        cells = [
            pin.source
            for pin in self.unit_pins
            if isinstance(pin, kind)
            and (pin.unit.day, self._whole(pin.unit.shift), pin.unit.label) == (day, whole, label)
        ]
        return _by_hand(next(iter(cells))) if cells else ""

    def _why_where(self, old: Crew, crew: Crew) -> str:
        """Why a crew has another vehicle, and why it stands elsewhere."""
        reasons = []
        if old.vehicle != crew.vehicle:
            reasons.append(self._typed(VehiclePin, crew) or self._why_vehicle(old))
        if self._places(old) != self._places(crew):
            reasons.append(self._typed(PlacePin, crew) or _("stands where cover is missing otherwise"))
        return _("; ").join(dict.fromkeys(reasons))

    def _why_vehicle(self, old: Crew) -> str:
        """Why a crew could not keep its vehicle."""
        span = self.problem.shift[old.unit.shift].span(old.unit.day)
        if not old.vehicle:
            return _("had no vehicle")
        if any(away.id == old.vehicle and away.span.overlap(span) for away in self.problem.maintenance):
            return _("{vehicle} is not there").format(vehicle=vehicle(old.vehicle, self.problem))
        for other in self.roster.crews:
            at = self.problem.shift[other.unit.shift].span(other.unit.day)
            if other.vehicle == old.vehicle and at.overlap(span):
                typed = self._typed(VehiclePin, other)
                text = _("{vehicle} goes to {unit}").format(
                    vehicle=vehicle(old.vehicle, self.problem), unit=other.unit.label
                )
                return _("{one}; {other}").format(one=text, other=typed) if typed else text
        return _("{vehicle} does not fit who is in the crew now, or when it is free").format(
            vehicle=vehicle(old.vehicle, self.problem)
        )

    def _why_lead(self, crew: Crew) -> str:
        return self._typed(LeadPin, crew) or _("who is in the crew has changed")

    def _where(self, crew: Crew) -> str:
        names = [place(name, self.problem) for name in self._places(crew)]
        return _(", ").join([vehicle(crew.vehicle, self.problem) or "-", *names])

    @staticmethod
    def _places(crew: Crew) -> list[str]:
        stands = sorted(crew.stands, key=lambda stand: stand.slot.start)
        return list(dict.fromkeys(stand.site or stand.zone for stand in stands))

    def _urgency(self, change: Change) -> tuple[int, bool, str]:
        spans = [
            self.problem.shift[code].span(change.day).start
            for code in (*change.before.split("/"), *change.after.split("/"))
            if code in self.problem.shift
        ]
        return min(spans, default=0), not change.of_duty, change.officer

    def _change(self, officer: str, day: int, before: str, after: str) -> Change:
        left, taken = (officer, day, before), (officer, day, after)
        old, new = self.was.get(left), self.now.get(taken)
        reasons = [*self._by_hand(officer, day), *self._loses(officer, day, before)]
        cut = bool(before and after) and self._whole(before) == self._whole(after)
        if cut:
            reasons.append(_("serves {hours} of it").format(hours=self.problem.shift[after].times))
        elif after:
            reasons.append(self._takes(officer, day, after))
            reasons += [_("first day after sick leave")] if (officer, day) in self.back else []
        if not after and not any(reasons):
            reasons.append(self._left(officer, day, before, old))
        others = [self._replaced(officer, day) if after and not cut else self._successor(officer, day, before)]
        leads = [_lead(crew) for _label, crew in (new or ("", None),) if crew]
        tell = dict.fromkeys([officer, *filter(None, (*others, *leads))])
        return Change(
            officer,
            day,
            before,
            after,
            old[0] if old else "",
            new[0] if new else "",
            _("; ").join(dict.fromkeys(filter(None, reasons))),
            tuple(tell),
        )

    def _by_hand(self, officer: str, day: int) -> list[str]:
        pin = self.pins.get((officer, day))
        return [_by_hand(pin.source)] if pin else []

    def _loses(self, officer: str, day: int, before: str) -> list[str]:
        """Why an officer could not keep what was published, where a must says so."""
        if before not in self.problem.shift:
            return []
        absence = self.problem.absent_in(officer, self.problem.shift[before].served(day))
        if absence is not None and absence.kind == REPLACED:
            return [_("hands the duties over")]
        if absence is not None:
            return [_("absent: {kind}").format(kind=_(KINDS.get(absence.kind, absence.kind)))]
        line = self.problem.lines_of_work(self.roster, [officer])[officer]
        line[day] = self.problem.duty(officer, day, before)
        sentence = first_broken(officer, dict(sorted(line.items())), self.problem, self.rulebook)
        if sentence:
            return [_("cannot keep {shift}: {reason}").format(shift=shift_text(before, self.problem), reason=sentence)]
        return []

    def _takes(self, officer: str, day: int, after: str) -> str:
        replaced, letter = self._replaced(officer, day), shift_text(after, self.problem)
        if replaced:
            return _("takes {shift} over from {name}").format(shift=letter, name=person(replaced, self.problem))
        return _("{shift} needs one more").format(shift=letter)

    def _left(self, officer: str, day: int, before: str, old: tuple[str, Crew] | None) -> str:
        """Why an officer whom no must keeps from a duty has it no more: a successor, or a crew that runs no more."""
        letter = shift_text(before, self.problem)
        successor = self._successor(officer, day, before)
        if successor:
            name = person(successor, self.problem)
            return _("{name} takes {shift} over").format(name=name, shift=letter)
        if old is None:
            return _("had no place in any crew on {shift}").format(shift=letter)
        label, shift = old[0], self._whole(before)
        seats = {(at, self._whole(code), crew) for (_who, at, code), (crew, _members) in self.now.items()}
        runs = (day, shift, label) in seats
        text = _("{unit} runs with fewer people") if runs else _("{unit} no longer runs on {shift}")
        return text.format(unit=label, shift=letter)

    @cached_property
    def _pairs(self) -> dict[tuple[str, int], str]:
        """Who joins a shift on a day to whose duty there they take over: in the same crew first, each but once."""
        left: dict[ShiftId, list[tuple[str, str]]] = {}
        joined: dict[ShiftId, list[tuple[str, str]]] = {}
        for (officer, day), (before, after) in self.duties.items():
            was, now = self._whole(before), self._whole(after)
            if was and (was != now or before != after):
                label = self.was.get((officer, day, before), ("", None))[0]
                left.setdefault(ShiftId(day, was), []).append((officer, label))
            if now and was != now:
                label = self.now.get((officer, day, after), ("", None))[0]
                joined.setdefault(ShiftId(day, now), []).append((officer, label))
        pairs: dict[tuple[str, int], str] = {}
        for at, newcomers in joined.items():
            leavers = left.get(at, [])
            for alike in (True, False):
                for officer, label in newcomers:
                    gone = next((other for other in leavers if not alike or other[1] == label), None)
                    if gone is not None and (officer, at.day) not in pairs:
                        pairs[officer, at.day] = gone[0]
                        leavers.remove(gone)
        return pairs

    @cached_property
    def _successors(self) -> dict[tuple[str, int, str], str]:
        """Who takes an officer's shift of a day over."""
        after = {key: self._whole(both[1]) for key, both in self.duties.items()}
        return {(gone, day, after[officer, day]): officer for (officer, day), gone in self._pairs.items()}

    def _replaced(self, officer: str, day: int) -> str:
        return self._pairs.get((officer, day), "")

    def _successor(self, officer: str, day: int, shift: str) -> str:
        return self._successors.get((officer, day, self._whole(shift)), "")

    def _whole(self, shift: str) -> str:
        """The shift of which one is a part."""
        return self.problem.shift[shift].whole if shift in self.problem.shift else shift

    def _moved(self, seat: Seat) -> bool:
        was, now = self.was[seat][1].unit, self.now[seat][1].unit
        return was.label != now.label or (was.shift != now.shift and not self.problem.shift[now.shift].of)

    def _move(self, seat: Seat) -> Change:
        officer, day, shift = seat
        (old, _crew), (new, crew) = self.was[seat], self.now[seat]
        tell = tuple(dict.fromkeys([officer, *filter(None, [_lead(crew)])]))
        pin = self.pins.get((officer, day))
        why = _by_hand(pin.source) if pin is not None else self._why_moved(seat)
        return Change(officer, day, shift, shift, old, new, why, tell)

    def _why_moved(self, seat: Seat) -> str:
        """Why an officer serves the same shift in another crew."""
        officer, day, shift = seat
        (old, was), (new, now) = self.was[seat], self.now[seat]
        if was.unit.id not in self.runs_now:
            return _("{unit} no longer runs on {shift}").format(unit=old, shift=shift_text(shift, self.problem))
        left = [o for (o, at, code), (label, _c) in self.was.items() if (at, code, label) == (day, shift, new)]
        gone = next((o for o in left if o not in now.officers), "")
        if gone:
            return _("takes the seat of {name}").format(name=person(gone, self.problem))
        if any(o != officer for o in self.runs_now[was.unit.id].officers - was.officers):
            return _("{unit} has enough people without them").format(unit=old)
        return _("{unit} needs one more").format(unit=new)


def _by_hand(cell: str) -> str:
    return _("typed by hand in {cell}").format(cell=cell)


def first_broken(officer: str, line: Line, problem: Problem, rulebook: Rulebook) -> str:
    """The sentence of the first must that an officer's line of work breaks; empty where it breaks none."""
    for rule in rulebook.rules:
        if rule.must and isinstance(rule, OfficerRule) and problem.officer[officer] in rule.officers(problem):
            for violation in rule.check(problem.officer[officer], line, problem):
                return rule.say(violation, problem)
    return ""


def _crews(roster: Roster) -> Mapping[Seat, tuple[str, Crew]]:
    return {
        (member.officer, crew.unit.day, member.duty or crew.unit.shift): (label, crew)
        for label, crew in zip(crew_labels(roster), roster.crews, strict=True)
        for member in crew.members
    }


def _lead(crew: Crew) -> str:
    return next((member.officer for member in crew.members if member.role in ("lead", "leader")), "")
