"""Recovery after night shifts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pydantic import PositiveInt

from roster.domain.people import Line, Officer
from roster.domain.problem import Facts, Problem
from roster.i18n import N_, _
from roster.rules.limits import Forbidden, Linear, OfficerLimit
from roster.rules.scopes import OfficerRule
from roster.rules.shared.numbers import bounds_text
from roster.rules.shared.words import on_date, spot_words
from roster.rules.spot import Spot
from roster.rules.variables import Term, Work
from roster.rules.violation import Violation


class NightRecovery(OfficerRule):
    """After the last night shift of a run no duty starts for `days` dates.

    On the date after a night shift's start date only another night shift may start; on the further dates, where
    `days` is more than 1, nothing may. Night shifts are those marked `night` in the table of shifts. The amount is 1
    for each date with a forbidden start. `when` selects the night shifts that ask for recovery.

    rule: night_recovery
    days: 1
    why: internal affairs order, article 33
    weight: must
    """

    rule: Literal["night_recovery"] = "night_recovery"
    days: PositiveInt = 1

    title = N_("Rest after nights")
    unit_of_amount = N_("dates of recovery with a duty")
    relaxable = (("days", -1),)
    lawful = True

    def limits(self, officer: Officer, problem: Problem) -> Iterator[OfficerLimit]:
        nights = tuple(shift.code for shift in problem.shifts if shift.night)
        others = tuple(shift.code for shift in problem.shifts if not shift.night)
        for day in problem.horizon.range:
            spot = Spot((officer.id,), day)
            for back in range(1, self.days + 1):
                known, asking = self._nights(officer, day - back, problem)
                if not (known or asking):
                    continue
                if back > 1:
                    between = [self._any_night(officer, d, nights, problem) for d in range(day - back + 1, day)]
                    constant = known - sum(past for past, _terms in between)
                    terms = [*asking, *(term for _past, some in between for term in some)]
                    terms.append((1, Work(officer.id, day, problem.shift_codes)))
                    yield Linear(spot, tuple(terms), at_most=1, constant=constant)
                elif others and known:
                    yield Linear(spot, ((1, Work(officer.id, day, others)),), at_most=0)
                elif others:
                    yield Forbidden(spot, asking[0][1], Work(officer.id, day, others))

    def _nights(self, officer: Officer, day: int, problem: Problem) -> tuple[int, list[tuple[int, Work]]]:
        """Nights of a day that ask for recovery: 1 where history has one, or the decision."""
        if day < 0:
            duty = problem.past.get(officer.id, {}).get(day)
            return int(duty is not None and duty.night and self.when.matches_duty(duty, problem)), []
        codes = tuple(code for code in self.codes(day, problem) if problem.shift[code].night)
        return 0, [(1, Work(officer.id, day, codes))] if codes else []

    def _any_night(
        self, officer: Officer, day: int, nights: tuple[str, ...], problem: Problem
    ) -> tuple[int, list[Term]]:
        """Any night of a day, which goes on with the run: 1 where history has one, or the decision taken off."""
        if day < 0:
            duty = problem.past.get(officer.id, {}).get(day)
            return int(duty is not None and duty.night), []
        return 0, [(-1, Work(officer.id, day, nights))]

    def check(self, officer: Officer, line: Line, problem: Problem) -> Iterator[Violation]:
        for day, duty in line.items():
            if day < 0:
                continue
            earlier = [line[d] for d in range(day - self.days, day) if d in line and line[d].night]
            if not earlier:
                continue
            last = max(earlier, key=lambda night: night.day)
            goes_on = last.day == day - 1 and duty.night
            if self.when.matches_duty(last, problem) and not goes_on:
                yield Violation(Spot((officer.id,), day, duty.shift), 1, facts={"night": last.day})

    def policy(self, facts: Facts) -> Iterator[str]:
        yield _("Dates without a duty after the last night shift of a run: {bounds}").format(
            bounds=bounds_text(self.days)
        )

    def say(self, violation: Violation, problem: Problem) -> str:
        return _("{officer} starts {shift} on {date}, before recovering from the night of {night}").format(
            **spot_words(violation.spot, problem), night=on_date(violation.facts["night"], problem)
        )
