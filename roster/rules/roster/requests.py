"""Officers' own wishes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from roster.domain.people import Line, Officer
from roster.domain.problem import Problem
from roster.i18n import N_, _
from roster.rules.base import OfficerRule
from roster.rules.limits import Linear, OfficerLimit
from roster.rules.shared.selectors import OF_SHIFTS
from roster.rules.shared.words import spot_words
from roster.rules.spot import Spot
from roster.rules.variables import Work
from roster.rules.violation import Violation


class Requests(OfficerRule):
    """Officers' requests in the table of requests are met.

    A request asks for a shift, or for any, on a date (`on`), or to be free of it (`off`). The amount of one that is
    not met is its own weight, which the weight here multiplies. `when` selects the dates.

    rule: requests
    weight: 1
    """

    rule: Literal["requests"] = "requests"

    title = N_("Personal requests")
    unit_of_amount = N_("weight of requests not met")
    refused = ("where", "when.slot", *OF_SHIFTS)

    def limits(self, officer: Officer, problem: Problem) -> Iterator[OfficerLimit]:
        for request in problem.requests:
            if request.officer != officer.id or request.day not in problem.horizon.range:
                continue
            if not self.when.matches_day(request.day, problem):
                continue
            codes = problem.codes_of(request.shift, request.day) if request.shift else problem.shift_codes
            term = (1, Work(officer.id, request.day, codes))
            least, most = (1, None) if request.on else (None, 0)
            yield Linear(
                Spot((officer.id,), request.day), (term,), least, most, factor=request.weight, source=request.source
            )

    def check(self, officer: Officer, line: Line, problem: Problem) -> Iterator[Violation]:
        for request in problem.requests:
            if request.officer != officer.id or not 0 <= request.day < problem.horizon.days:
                continue
            duty = line.get(request.day)
            works = duty is not None and request.shift in ("", duty.whole)
            if works != request.on and request.weight and self.when.matches_day(request.day, problem):
                spot = Spot((officer.id,), request.day, request.shift)
                yield Violation(spot, request.weight, facts={"on": request.on})

    def say(self, violation: Violation, problem: Problem) -> str:
        text = (
            _("{officer} asked to work {shift} on {date} and does not")
            if violation.facts["on"]
            else _("{officer} asked not to work {shift} on {date} and does")
        )
        words = spot_words(violation.spot, problem)
        return text.format(**words | {"shift": words["shift"] or _("any shift")})
