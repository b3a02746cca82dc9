"""Why each change of a repair was made, and who must be told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from roster.domain.letters import shift_text
from roster.domain.people import Line
from roster.domain.pins import AnyPin, Pin, VehiclePin
from roster.domain.problem import Problem
from roster.domain.repair import Change, UnitChange, duty_changes
from roster.domain.roster import Crew, Roster, crew_labels
from roster.i18n import N_, _
from roster.rules import Rulebook
from roster.rules.base import OfficerRule
from roster.rules.words import person

Seat = tuple[str, int, str]
"""Officer, day and shift."""

KINDS = {
    "annual": N_("annual leave"),
    "sick": N_("sick leave"),
    "personal": N_("personal leave"),
    "maternity": N_("maternity leave"),
    "training": N_("training"),
    "court": N_("court"),
}


class Reasons:
    """The changes between a published roster and its repair."""

    def __init__(
        self, problem: Problem, rulebook: Rulebook, published: Roster, roster: Roster, pins: Sequence[AnyPin]
    ) -> None:
        self.problem, self.rulebook = problem, rulebook
        self.published, self.roster = published, roster
        self.pins = {(pin.officer, pin.day): pin for pin in pins if isinstance(pin, Pin)}
        self.vehicle_pins = {pin.unit: pin for pin in pins if isinstance(pin, VehiclePin)}
        self.duties = duty_changes(published, roster)
        self.was, self.now = _crews(published), _crews(roster)

    def changes(self) -> tuple[Change, ...]:
        """Each changed date of an officer, the most urgent first; then moves to another crew on the same shift."""
        found = [self._change(officer, day, *both) for (officer, day), both in self.duties.items()]
        found += [self._move(seat) for seat in sorted(self.was.keys() & self.now.keys()) if self._moved(seat)]
        return tuple(sorted(found, key=self._urgency))

    def units(self) -> tuple[UnitChange, ...]:
        """Crews that run as before but with another vehicle or at other places."""
        before = {crew.unit.id: crew for crew in self.published.crews if crew.unit.most == 1}
        found = []
        for crew in sorted(self.roster.crews, key=lambda crew: crew.unit.id):
            old = before.get(crew.unit.id)
            if old is None:
                continue
            people = tuple(member.officer for member in crew.members)
            was, now = self._where(old), self._where(crew)
            if was != now:
                found.append(UnitChange(*crew.unit.id, was, now, people))
        return tuple(found)

    def _where(self, crew: Crew) -> str:
        places = dict.fromkeys(stand.site or stand.zone for stand in sorted(crew.stands, key=lambda s: s.slot.start))
        return " ".join([crew.vehicle or "-", "-".join(places)]).strip()

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
            reasons.append(_("serves {hours} of it").format(hours=self.problem.shift[after].hours))
        elif after:
            reasons.append(self._takes(officer, day, after, new))
        if not after and not any(reasons):
            reasons.append(self._left(day, before, old))
        others = [self._replaced(day, after, new)] if after and not cut else [self._successor(day, before, old)]
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
        return [_("typed by hand in {cell}").format(cell=pin.cell)] if pin else []

    def _loses(self, officer: str, day: int, before: str) -> list[str]:
        """Why an officer could not keep what was published, where a must says so."""
        if before not in self.problem.shift:
            return []
        absence = self.problem.absent(officer, self.problem.shift[before].span(day))
        if absence is not None:
            return [_("absent: {kind}").format(kind=_(KINDS.get(absence.kind, absence.kind)))]
        line = self.problem.lines_of_work(self.roster, [officer])[officer]
        line[day] = self.problem.duty(officer, day, before)
        sentence = first_broken(officer, dict(sorted(line.items())), self.problem, self.rulebook)
        if sentence:
            return [_("cannot keep {shift}: {reason}").format(shift=shift_text(before, self.problem), reason=sentence)]
        return []

    def _takes(self, officer: str, day: int, after: str, new: tuple[str, Crew] | None) -> str:
        replaced, letter = self._replaced(day, after, new), shift_text(after, self.problem)
        if replaced:
            return _("takes {shift} over from {name}").format(shift=letter, name=person(replaced, self.problem))
        return _("{shift} needs one more").format(shift=letter)

    def _left(self, day: int, before: str, old: tuple[str, Crew] | None) -> str:
        """Why an officer whom no must keeps from a duty has it no more: a successor, or a crew that runs no more."""
        letter = shift_text(before, self.problem)
        successor = self._successor(day, before, old)
        if successor:
            name = person(successor, self.problem)
            return _("{name} takes {shift} over").format(name=name, shift=letter)
        label, shift = old[0] if old else "", self._whole(before)
        seats = {(at, self._whole(code), crew) for (_who, at, code), (crew, _members) in self.now.items()}
        runs = (day, shift, label) in seats
        text = _("{unit} runs with fewer people") if runs else _("{unit} no longer runs on {shift}")
        return text.format(unit=label, shift=letter)

    def _replaced(self, day: int, shift: str, new: tuple[str, Crew] | None) -> str:
        """Who left the same crew, else the same shift."""
        whole = self._whole(shift)
        left = [
            officer
            for (officer, at), (before, after) in self.duties.items()
            if at == day and self._whole(before) == whole and (not after or after != before) and after != shift
        ]
        same = [o for o in left if new and self.was.get((o, day, self.duties[o, day][0]), ("", None))[0] == new[0]]
        return next(iter([*same, *left]), "")

    def _successor(self, day: int, shift: str, old: tuple[str, Crew] | None) -> str:
        """Who joined the same crew, else the same shift."""
        whole = self._whole(shift)
        joined = [
            officer
            for (officer, at), (before, after) in self.duties.items()
            if at == day and self._whole(after) == whole != self._whole(before)
        ]
        same = [o for o in joined if old and self.now.get((o, day, self.duties[o, day][1]), ("", None))[0] == old[0]]
        return next(iter([*same, *joined]), "")

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
        why = _("the crew needs a member of this kind")
        pin = self.pins.get((officer, day))
        if pin is not None:
            why = _("typed by hand in {cell}").format(cell=pin.cell)
        return Change(officer, day, shift, shift, old, new, why, tell)


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
