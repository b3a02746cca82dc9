"""Duties and days off that were fixed before the roster was made."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from roster.domain.ids import ShiftId
from roster.domain.letters import shift_text
from roster.domain.pins import Pin
from roster.domain.problem import Problem
from roster.domain.roster import Roster
from roster.domain.service import Unit
from roster.i18n import N_, _
from roster.rules.limits import Limit, Linear
from roster.rules.scopes import ForceRule
from roster.rules.shared.words import spot_words
from roster.rules.spot import Spot
from roster.rules.variables import Seat, Work
from roster.rules.violation import Violation


class Fixed(ForceRule):
    """What the table `fixed` says stands: a fixed duty is worked, a fixed day off is kept.

    A duty may be fixed with its unit: a unit kind, or one unit by its label such as `car-Z2`. `who` and `when` select
    among the table's rows. The amount is 1 for each row that is not kept.

    rule: fixed
    weight: must
    """

    rule: Literal["fixed"] = "fixed"

    title = N_("Fixed duties and days off")
    unit_of_amount = N_("fixed duties or days off not kept")
    refused = ("where", "when.slot")

    def _pins(self, problem: Problem) -> Iterator[Pin]:
        """The rows selected, those outside the horizon left out."""
        officers = {officer.id for officer in self.officers(problem)}
        for pin in problem.pins:
            if pin.officer not in officers or pin.day not in problem.horizon.range:
                continue
            if self.when.matches_day(pin.day, problem) and (
                not pin.shift or self.when.matches_shift(problem.shift[pin.shift])
            ):
                yield pin

    def limits(self, problem: Problem) -> Iterator[Limit]:
        for pin in self._pins(problem):
            spot = Spot((pin.officer,), pin.day, pin.shift, unit=pin.unit)
            if not pin.shift:
                yield Linear(
                    spot, ((1, Work(pin.officer, pin.day, problem.shift_codes)),), at_most=0, source=pin.source
                )
            elif not pin.unit:
                work = Work(pin.officer, pin.day, problem.codes_of(pin.shift, pin.day))
                yield Linear(spot, ((1, work),), at_least=1, source=pin.source)
            else:
                codes = problem.codes_of(pin.shift, pin.day)  # of one that is cut a place in any piece
                units = [unit for code in codes for unit in problem.units_of.get(ShiftId(pin.day, code), ())]
                seats = [Seat(pin.officer, unit.id) for unit in units if pin.unit in _names(unit)]
                yield Linear(spot, tuple((1, seat) for seat in seats), at_least=1, source=pin.source)

    def check(self, roster: Roster, problem: Problem) -> Iterator[Violation]:
        work = {(duty.officer, duty.day): problem.shift[duty.shift].whole for duty in roster.work()}
        seated = {
            (member.officer, crew.unit.day, problem.shift[crew.unit.shift].whole, name)
            for crew in roster.crews
            for member in crew.members
            for name in _names(crew.unit)
        }
        for pin in self._pins(problem):
            given = work.get((pin.officer, pin.day), "")
            kept = given == pin.shift
            if kept and pin.shift and pin.unit:
                kept = (pin.officer, pin.day, pin.shift, pin.unit) in seated
            if not kept:
                spot = Spot((pin.officer,), pin.day, pin.shift, unit=pin.unit)
                yield Violation(spot, 1, facts={"given": given})

    def say(self, violation: Violation, problem: Problem) -> str:
        spot = violation.spot
        if not spot.shift:
            text = _("{officer} has {given} on {date}; a day off is fixed")
        elif spot.unit:
            text = _("{officer} does not serve in {unit} on {date}, {shift}, as is fixed")
        else:
            text = _("{officer} does not work {shift} on {date} as is fixed")
        return text.format(**spot_words(spot, problem), given=shift_text(violation.facts["given"], problem))


def _names(unit: Unit) -> tuple[str, ...]:
    """The names by which a duty may be fixed with a unit."""
    return tuple(dict.fromkeys((unit.kind, unit.label, unit.based)))
