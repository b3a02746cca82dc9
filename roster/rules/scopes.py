"""Whom a rule may speak of: one officer, the crews of one shift, the whole force."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from roster.domain.people import Line, Officer
from roster.domain.problem import Facts, Problem
from roster.domain.roster import Crew, Roster, by_shift
from roster.domain.service import Unit
from roster.rules.base import Rule
from roster.rules.limits import Limit, OfficerLimit
from roster.rules.violation import NOWHERE, Violation


class OfficerRule(Rule):
    """Speaks of one officer's own line of work; `when` selects duties, or only dates, as each rule says."""

    refused: ClassVar[tuple[str, ...]] = ("where", "when.slot")

    def codes(self, day: int, problem: Facts) -> tuple[str, ...]:
        """The shifts that `when` selects on a day, in the table's order."""
        if not self.when.matches_day(day, problem):
            return ()
        codes = self.when.shifts(problem)
        return tuple(code for code in codes if problem.shift[code].starts_on(day)) if problem.cuts else codes

    def limits(self, officer: Officer, problem: Problem) -> Iterator[OfficerLimit]:
        """Limits on this officer's `Work` decisions, history taken into account."""
        raise NotImplementedError

    def check(self, officer: Officer, line: Line, problem: Problem) -> Iterator[Violation]:
        """Violations in a finished line of work (history at negative days); never reads `limits`."""
        raise NotImplementedError

    def limit_all(self, problem: Problem) -> Iterator[Limit]:
        for officer in self.officers(problem):
            yield from self.limits(officer, problem)

    def check_all(self, roster: Roster, problem: Problem) -> Iterator[Violation]:
        officers = self.officers(problem)
        lines = problem.lines_of_work(roster, [officer.id for officer in officers])
        for officer in officers:
            yield from self.check(officer, lines[officer.id], problem)


class CrewRule(Rule):
    """Speaks of the seating of one shift: who sits with whom, in which vehicle."""

    def limits(self, units: list[Unit], problem: Problem) -> Iterator[Limit]:
        """Limits on the units that may run on one date and shift: `Seat`, `Runs`, `Uses`."""
        raise NotImplementedError

    def check(self, crews: list[Crew], problem: Problem) -> Iterator[Violation]:
        """Violations among the crews of one date and shift; never reads `limits`."""
        raise NotImplementedError

    def limit_all(self, problem: Problem) -> Iterator[Limit]:
        for units in problem.units_of.values():
            chosen = [unit for unit in units if self.selects(unit, problem)]
            if chosen:
                yield from self.limits(chosen, problem)

    def check_all(self, roster: Roster, problem: Problem) -> Iterator[Violation]:
        selected = (crew for crew in roster.crews if self.selects(crew.unit, problem))
        for crews in by_shift(selected).values():
            yield from self.check(crews, problem)


class ForceRule(Rule):
    """Ties people together: cover, heads of a kind on a shift, fairness.

    Where the brigade has none of what the rule is about, all that is missing is one violation, at `NOWHERE`; as is what
    is missing in hours in which no unit that counts has a shift on any date.
    """

    def limits(self, problem: Problem) -> Iterator[Limit]:
        """Limits on any decisions."""
        raise NotImplementedError

    def check(self, roster: Roster, problem: Problem) -> Iterator[Violation]:
        """Violations in a finished roster; never reads `limits`."""
        raise NotImplementedError

    def limit_all(self, problem: Problem) -> Iterator[Limit]:
        yield from self.limits(problem)

    def check_all(self, roster: Roster, problem: Problem) -> Iterator[Violation]:
        found = list(self.check(roster, problem))
        if found and self.missing_subject(problem):
            amount = sum(violation.amount for violation in found)
            found = [Violation(NOWHERE, amount, asked=amount, given=0)]
        yield from found
