"""The leader on duty."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pydantic import Field, PositiveInt

from roster.domain.clock import MINUTES_A_DAY, Window
from roster.domain.problem import Facts, Problem
from roster.domain.roster import Roster
from roster.domain.service import DemandLine
from roster.domain.wanted import Wanted
from roster.i18n import N_, _
from roster.rules.limits import Limit, Linear
from roster.rules.scopes import ForceRule
from roster.rules.shared.numbers import bounds_text
from roster.rules.shared.positions import parts_of_day, serving
from roster.rules.shared.selectors import OF_SHIFTS
from roster.rules.spot import Spot
from roster.rules.variables import Seat
from roster.rules.violation import Violation


class DutyLeader(ForceRule):
    """A leader is on duty every day.

    `kind` is the unit kind in which leaders serve; its shifts and composition say when they start and who may lead.
    `when` selects the dates. The amount is the leaders missing, day by day. A brigade without units of this kind
    is told once, for all days together; as a must the rule then asks for nothing, since no roster could keep it.

    rule: duty_leader
    kind: leader
    each_day: 1
    weight: must
    """

    rule: Literal["duty_leader"] = "duty_leader"
    kind: str = Field(default="leader", description="the unit kind in which leaders serve")
    each_day: PositiveInt = Field(default=1, description="leaders on duty each day")

    title = N_("Duty leader each day")
    unit_of_amount = N_("leaders missing")
    relaxable = (("each_day", -1),)
    lawful = True
    refused = ("who", "where", *OF_SHIFTS, "when.slot")

    def names(self) -> Iterator[tuple[str, str, str]]:
        yield from super().names()
        yield "kind", "unit_kind", self.kind

    def _days(self, facts: Facts) -> list[int]:
        if self.must and self.missing_subject(facts):
            return []
        return [day for day in facts.horizon.range if self.when.matches_day(day, facts)]

    def demand(self, facts: Facts) -> Iterator[DemandLine]:
        days = frozenset(self._days(facts))
        if days and not self.missing_subject(facts):
            start = facts.settings.day_start
            hours = Window(start, start + MINUTES_A_DAY)
            yield DemandLine(self.name, self.kind, (), hours, days, self.each_day, source=self.name, a_day=True)

    def missing_subject(self, facts: Facts) -> str:
        return "" if self.kind in facts.kind else _("no unit kind {kind}").format(kind=self.kind)

    def limits(self, problem: Problem) -> Iterator[Limit]:
        for day in self._days(problem):
            units = [unit for unit in problem.units if unit.kind == self.kind and unit.day == day]
            for part in parts_of_day(self.kind, day, problem):
                there = [unit for unit in units if part in ("", unit.shift) or not problem.shift[unit.shift].of]
                seats = tuple((1, Seat(officer.id, unit.id)) for unit in there for officer in problem.officers)
                yield Linear(Spot(day=day, shift=part), seats, at_least=self.each_day)

    def check(self, roster: Roster, problem: Problem) -> Iterator[Violation]:
        for day in self._days(problem):
            for part, given in serving(self.kind, day, roster, problem).items():
                if given < self.each_day:
                    spot = Spot(day=day, shift=part)
                    short, known = self.each_day - given, problem.kind.get(self.kind)
                    wanted = Wanted((self.kind,), (), -(-short // known.crew), None) if known else None
                    yield Violation(spot, short, asked=self.each_day, given=given, wanted=wanted)

    def policy(self, facts: Facts) -> Iterator[str]:
        yield _("Leaders on duty each day: {bounds}").format(bounds=bounds_text(self.each_day))

    def say(self, violation: Violation, problem: Problem) -> str:
        if violation.nowhere:
            return self.say_lack(problem)
        return _("duty leaders on {date}: {given} of {asked}").format(**violation.words(problem))
