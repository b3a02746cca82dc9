"""Officers' own wishes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from roster.domain.clock import DAYS_RUN_ON, date_span
from roster.domain.letters import shift_text
from roster.domain.people import Line, Officer, Request
from roster.domain.problem import Problem
from roster.i18n import N_, _
from roster.rules.limits import Linear, OfficerLimit
from roster.rules.scopes import OfficerRule
from roster.rules.shared.selectors import OF_SHIFTS
from roster.rules.shared.words import date_text, spot_words
from roster.rules.spot import Spot
from roster.rules.variables import Work
from roster.rules.violation import Violation


class Requests(OfficerRule):
    """Officers' requests in the table of requests are met.

    A request asks for a shift, or for any, on a date (`on`), that it does not start on it (`off`), or that no minute
    of the date is worked (`free`), also not of a duty that began before it; what history has of that date already
    is not counted again. The amount of one that is not met is its own weight, which the weight here multiplies.
    `when` selects the dates.

    rule: requests
    weight: 1
    """

    rule: Literal["requests"] = "requests"

    title = N_("Personal requests")
    unit_of_amount = N_("weight of requests not met")
    refused = ("where", "when.slot", *OF_SHIFTS)

    def limits(self, officer: Officer, problem: Problem) -> Iterator[OfficerLimit]:
        for request in problem.requests:
            if request.officer != officer.id or not self.when.matches_day(request.day, problem):
                continue
            spot, works = self._spot(request, problem), tuple(self._works(request, problem))
            least, most = (1, None) if request.on else (None, 0)
            if works:
                terms, per, source = tuple((1, work) for work in works), len(works), request.source
                yield Linear(spot, terms, least, most, per=per, factor=request.weight, source=source)

    def _spot(self, request: Request, problem: Problem) -> Spot:
        """The request's date; the last one for a free date after it."""
        return Spot((request.officer,), min(request.day, problem.horizon.days - 1))

    def _works(self, request: Request, problem: Problem) -> Iterator[Work]:
        """What the request speaks of: one date's work, or that of each date on which a duty may start that meets it."""
        first = request.day - DAYS_RUN_ON if request.free else request.day
        for day in range(max(0, first), min(request.day + 1, problem.horizon.days)):
            codes = problem.codes_with(request.shift, day) if request.shift else problem.shift_codes
            if request.free:
                date = date_span(request.day)
                codes = tuple(code for code in codes if any(map(date.overlap, problem.shift[code].spans(day))))
            if codes or request.on:
                yield Work(request.officer, day, codes)

    def check(self, officer: Officer, line: Line, problem: Problem) -> Iterator[Violation]:
        for request in problem.requests:
            if request.officer != officer.id or not request.weight or not self.when.matches_day(request.day, problem):
                continue
            planned = [duty for duty in line.values() if duty.day >= 0]
            own = [duty for duty in planned if not request.shift or request.shift in problem.names_of(duty)]
            spot = self._spot(request, problem)._replace(shift=request.shift)
            if request.free:
                met = [duty for duty in own if any(map(date_span(request.day).overlap, problem.spans(duty)))]
                if met:
                    yield Violation(spot, request.weight, facts={"on": False, "duty": met[0], "day": request.day})
            elif request.day in problem.horizon.range:
                works = any(duty.day == request.day for duty in own)
                if works != request.on:
                    yield Violation(spot, request.weight, facts={"on": request.on})

    def say(self, violation: Violation, problem: Problem) -> str:
        text = (
            _("{officer} asked to work {shift} on {date} and does not")
            if violation.facts["on"]
            else _("{officer} asked not to work {shift} on {date} and does")
        )
        words = spot_words(violation.spot, problem)
        duty = violation.facts.get("duty")
        if duty is not None:
            text = _("{officer} asked to be free of {shift} all {date} and works then: {duty} of {began}")
            date, began = (date_text(problem.date(day)) for day in (violation.facts["day"], duty.day))
            words |= {"duty": shift_text(duty.shift, problem), "date": date, "began": began}
        return text.format(**words | {"shift": words["shift"] or _("any shift")})
