"""Duties handed over between officers: what that breaks, and what it costs, told without searching the whole roster.

Only what the hand-over touches is checked again: the lines of the officers concerned by every officer rule, the crews
of the shifts concerned by every crew rule, the whole by the force rules. Amounts and prices are those of a full check.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from roster.domain.ids import ShiftId, UnitId
from roster.domain.letters import shift_text
from roster.domain.parts import with_duties
from roster.domain.people import Duty, Line
from roster.domain.problem import Problem
from roster.domain.roster import Crew, Placeless, Roster
from roster.domain.seating import seat
from roster.i18n import _
from roster.rules import Rulebook
from roster.rules.scopes import CrewRule, ForceRule, OfficerRule
from roster.rules.shared.words import on_date, person
from roster.rules.violation import Violation
from roster.search.explain.mus import Clock
from roster.search.living.prices import Prices
from roster.search.score import values
from roster.tiers import Limits

if TYPE_CHECKING:
    from roster.search.seating import Seating


class Handover(NamedTuple):
    """One officer leaves a duty and another takes it; an empty name for nobody."""

    day: int
    shift: str
    leaves: str
    takes: str


class Verdict(NamedTuple):
    """A hand-over judged: the sentence that forbids it, empty where it is lawful; else its roster and price."""

    forbidden: str
    roster: Roster | None = None
    short: int = 0  # amount short more than before, all priorities
    cost: int = 0  # of the wishes, more than before
    reseated: bool = False  # whether others of the shift change their crew
    unsettled: bool = False  # forbidden with the seats as they are; whether crews seated anew would do was not tried


class Swap(NamedTuple):
    """Two hand-overs that make a swap, judged together."""

    handovers: tuple[Handover, ...]
    verdict: Verdict


class Exchange:
    """Hand-overs in one roster."""

    def __init__(
        self,
        problem: Problem,
        rulebook: Rulebook,
        roster: Roster,
        limits: Limits | None = None,
        clock: Clock | None = None,
    ) -> None:
        self.problem, self.rulebook, self.roster = problem, rulebook, roster
        self.clock = clock or Clock(math.inf)
        self._prices = Prices(problem, rulebook, roster, limits)
        self.lines = problem.lines_of_work(roster)
        self.musts = [rule for rule in rulebook.rules if rule.must]
        self._officer_musts = [rule for rule in self.musts if isinstance(rule, OfficerRule)]
        self._selected = {rule.name: {o.id for o in rule.officers(problem)} for rule in self._officer_musts}
        self._before: dict[str, set[tuple[str, object]]] = {}
        self._adds: dict[tuple[str, int, str], str] = {}
        self._alone: dict[Handover, bool] = {}

    # ------------------------------------------------------------------------------------------------- lines of work

    def adds(self, officer: str, day: int, shift: str) -> str:
        """What forbids one more duty in an officer's line, as a sentence; empty where nothing does."""
        key = (officer, day, shift)
        if key not in self._adds:
            self._adds[key] = self.line_breaks(officer, {day: shift})
        return self._adds[key]

    def line_breaks(self, officer: str, shifts: dict[int, str], without: Iterable[int] = ()) -> str:
        """The first must that a line breaks with these shifts, and without those days; empty where none."""
        problem = self.problem
        line: Line = {day: duty for day, duty in self.lines[officer].items() if day not in set(without)}
        for day, shift in shifts.items():
            duty = problem.duty(officer, day, shift)
            if day in line:
                return self._already(officer, line[day])
            clash = next((other for other in line.values() if other.span.overlap(duty.span)), None)
            if clash is not None:
                return _("{officer} works {shift} on {date}, which overlaps {taken} on {other}").format(
                    officer=person(officer, problem),
                    shift=shift_text(clash.shift, problem),
                    date=on_date(clash.day, problem),
                    taken=shift_text(shift, problem),
                    other=on_date(day, problem),
                )
            line[day] = duty
        known = self._breaks_now(officer)
        for rule in self._officer_musts:
            if officer in self._selected[rule.name]:
                for violation in rule.check(problem.officer[officer], line, problem):
                    if (rule.name, _key(violation)) not in known:
                        return rule.say(violation, problem)
        return ""

    def _already(self, officer: str, duty: Duty) -> str:
        return _("{officer} already works {shift} on {date}").format(
            officer=person(officer, self.problem),
            shift=shift_text(duty.shift, self.problem),
            date=on_date(duty.day, self.problem),
        )

    def _breaks_now(self, officer: str) -> set[tuple[str, object]]:
        if officer not in self._before:
            self._before[officer] = {
                (rule.name, _key(violation))
                for rule in self._officer_musts
                if officer in self._selected[rule.name]
                for violation in rule.check(self.problem.officer[officer], self.lines[officer], self.problem)
            }
        return self._before[officer]

    # ------------------------------------------------------------------------------------------------------ the whole

    def judge(self, handovers: Sequence[Handover], check_lines: bool = True, reseat: bool = True) -> Verdict:
        """Whether the hand-overs are lawful together, at which price; crews are seated anew where they must be.

        That is left out without `reseat` and when the clock has run out; the verdict is `unsettled` then.
        """
        if check_lines:
            sentences = []
            for officer in dict.fromkeys(handover.takes for handover in handovers if handover.takes):
                shifts = {h.day: h.shift for h in handovers if h.takes == officer}
                left = [h.day for h in handovers if h.leaves == officer]
                if len(shifts) < sum(h.takes == officer for h in handovers):
                    return Verdict(_("two duties on one date"))
                sentences.append(self.line_breaks(officer, shifts, left))
            if any(sentences):
                return Verdict(_("; ").join(filter(None, sentences)))
        roster = self.handed_over(handovers)
        touched = sorted(self._touched(handovers))
        forbidden = self._crews_break(roster, touched)
        reseated = False
        if forbidden and (not reseat or self.clock.over):
            return Verdict(forbidden, unsettled=True)
        if forbidden:
            again = self._seated_anew(roster, touched)
            if again is not None and not self._crews_break(again, touched):
                roster, forbidden, reseated = again, "", True
        forbidden = forbidden or self._force_breaks(roster)
        if forbidden:
            return Verdict(forbidden)
        short, cost = self.price(roster, handovers, reseated)
        return Verdict("", roster, short, cost, reseated)

    def _touched(self, handovers: Sequence[Handover]) -> set[ShiftId]:
        """The days and shifts whose crews the hand-overs change: of a crew that was cut its pieces."""
        leaving = [handover for handover in handovers if handover.leaves]
        cut = {crew.unit.id.start for one in leaving for crew in self.roster.crews if _serves(crew, one)}
        return cut | {ShiftId(handover.day, handover.shift) for handover in handovers}

    def fits(self, crew: Crew, leaves: str, takes: str) -> bool:
        """Whether an officer may sit in another's place in a crew: by the crew rules, and by the force rules.

        Force rules that are kept both without the one and with the other besides are taken to be kept.
        """
        changed = self._with(crew, [*(crew.officers - {leaves}), takes])
        shift = crew.unit.id.start
        others = [c for c in self.roster.crews if c.unit.id.start == shift and c is not crew]
        known = {(name, _key(violation)) for name, violation in self._crew_violations(self.roster, shift)}
        for rule in self.musts:
            if isinstance(rule, CrewRule):
                chosen = [c for c in (changed, *others) if rule.selects(c.unit, self.problem)]
                if chosen and any((rule.name, _key(v)) not in known for v in rule.check(chosen, self.problem)):
                    return False
        handover = Handover(crew.unit.day, crew.duty_of(leaves), leaves, takes)
        if self._breaks_alone(handover._replace(takes="")) or self._breaks_alone(handover._replace(leaves="")):
            return not self._force_breaks(self.handed_over([handover]))
        return True

    def _breaks_alone(self, half: Handover) -> bool:
        """Whether a force rule minds that an officer leaves a shift, or that one joins it."""
        if half not in self._alone:
            joining = (Placeless(half.takes, half.day, half.shift),) if half.takes else ()
            without = self.handed_over([half]) if half.leaves else self.roster
            changed = replace(without, placeless=(*without.placeless, *joining))
            self._alone[half] = bool(self._force_breaks(changed))
        return self._alone[half]

    def handed_over(self, handovers: Sequence[Handover]) -> Roster:
        """The roster in which who takes a duty has the seat of who leaves it."""
        crews = []
        for crew in self.roster.crews:
            people = list(crew.officers)
            for handover in handovers:
                if handover.leaves and _serves(crew, handover):
                    people.remove(handover.leaves)
                    people += [handover.takes] if handover.takes else []
            crews.append(self._with(crew, people))
        handed_over = replace(self.roster, crews=tuple(crew for crew in crews if crew.members))
        return with_duties(handed_over, self.problem)

    def _with(self, crew: Crew, people: Iterable[str]) -> Crew:
        if set(people) == crew.officers:
            return crew
        return replace(crew, members=seat(crew.unit, people, crew.vehicle, self.problem))

    def _crews_break(self, roster: Roster, touched: Iterable[ShiftId]) -> str:
        for shift in touched:
            before = {(name, _key(v)) for name, v in self._crew_violations(self.roster, shift)}
            for rule in self.musts:
                if isinstance(rule, CrewRule):
                    for violation in self._crew_check(rule, roster, shift):
                        if (rule.name, _key(violation)) not in before:
                            return rule.say(violation, self.problem)
        return ""

    def _crew_violations(self, roster: Roster, shift: ShiftId) -> Iterable[tuple[str, Violation]]:
        for rule in self.musts:
            if isinstance(rule, CrewRule):
                yield from ((rule.name, violation) for violation in self._crew_check(rule, roster, shift))

    def _crew_check(self, rule: CrewRule, roster: Roster, shift: ShiftId) -> Iterable[Violation]:
        crews = [crew for crew in roster.crews if crew.unit.id.start == shift]
        chosen = [crew for crew in crews if rule.selects(crew.unit, self.problem)]
        return rule.check(chosen, self.problem) if chosen else ()

    @cached_property
    def _force_before(self) -> set[tuple[str, object]]:
        return {
            (rule.name, _key(violation))
            for rule in self.musts
            if isinstance(rule, ForceRule)
            for violation in rule.check_all(self.roster, self.problem)
        }

    def _force_breaks(self, roster: Roster) -> str:
        for rule in self.musts:
            if isinstance(rule, ForceRule):
                for violation in rule.check_all(roster, self.problem):
                    if (rule.name, _key(violation)) not in self._force_before:
                        return rule.say(violation, self.problem)
        return ""

    def price(self, roster: Roster, handovers: Sequence[Handover], reseated: bool = False) -> tuple[int, int]:
        """How much more is short, and how much more the wishes cost, than in the roster as it is."""
        people = {(officer, one.day) for one in handovers for officer in (one.leaves, one.takes) if officer}
        return self._prices.more(roster, people, self._touched(handovers), reseated)

    def _seated_anew(self, roster: Roster, touched: Sequence[ShiftId]) -> Roster | None:
        """The people of the shifts seated as well as the rules allow; None where they cannot be seated."""
        value = values(self.problem, roster)
        members: dict[UnitId, list[str]] = {}
        for shift in touched:
            seats = self._seating.seat_shift(shift, value)
            if seats is None:
                return None
            for taken in seats:
                members.setdefault(taken.unit, []).append(taken.officer)
        crews = [
            self._with(crew, members.get(crew.unit.id, []))
            if crew.unit.id.start in touched and crew.unit.most == 1
            else crew
            for crew in roster.crews
        ]
        return with_duties(replace(roster, crews=tuple(crews)), self.problem)

    @cached_property
    def _seating(self) -> Seating:
        from roster.search.seating import Seating

        return Seating(self.problem, self.rulebook, self._prices.limits)


def _serves(crew: Crew, handover: Handover) -> bool:
    """Whether the officer who leaves has the duty in this crew; of a crew that was cut in several pieces."""
    return crew.unit.day == handover.day and any(
        member.officer == handover.leaves and (member.duty or crew.unit.shift) == handover.shift
        for member in crew.members
    )


def _key(violation: Violation) -> tuple[object, int]:
    """What tells violations apart: where, and by how much."""
    return violation.spot, violation.amount
