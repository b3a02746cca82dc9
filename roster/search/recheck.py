"""Every rule's check over rosters that differ little from one another: only what changed is checked again.

What an officer rule says hangs on one officer's line, what a crew rule says on the crews of one shift: both are kept by
that. Physics and the rules that tie people together are asked again for each roster. No solver is involved.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from roster.domain.findings import Finding, Report
from roster.domain.ids import ShiftId
from roster.domain.problem import Problem
from roster.domain.roster import Crew, Roster, by_shift
from roster.rules import Rulebook
from roster.rules.base import Rule
from roster.rules.scopes import CrewRule, OfficerRule
from roster.rules.violation import Violation
from roster.search.verify import finding, physics

Findings = dict[str, tuple[Finding, ...]]
"""By the rule's name."""


class Line(NamedTuple):
    """An officer's duties, in the roster's order, and what each rule finds in them."""

    duties: tuple[ShiftId, ...]
    findings: Findings


class Shift(NamedTuple):
    """The crews of one date and shift, and what each rule finds in them."""

    crews: tuple[Crew, ...]
    findings: Findings


class Recheck:
    """The reports of one roster after the other, in the language that was in use when this was made."""

    def __init__(self, problem: Problem, rulebook: Rulebook) -> None:
        self.problem, self.rulebook = problem, rulebook
        self._officer_rules = [rule for rule in rulebook.rules if isinstance(rule, OfficerRule)]
        self._crew_rules = [rule for rule in rulebook.rules if isinstance(rule, CrewRule)]
        self._selected = {rule.name: {one.id for one in rule.officers(problem)} for rule in self._officer_rules}
        self._lines: dict[str, Line] = {}
        self._shifts: dict[ShiftId, Shift] = {}

    def report(self, roster: Roster) -> Report:
        """Every finding: those of `roster.search.verify`, sorted as there but for shifts."""
        *_, last = self.steps(roster)
        assert last is not None
        return last

    def steps(self, roster: Roster) -> Iterator[Report | None]:
        """The same in steps that may be left at any time: None after each, and the report in the end."""
        self.lines(roster)
        yield None
        by_rule = self._of_crews(roster)
        yield None
        found = list(physics(self.problem, roster))
        for rule in self.rulebook.rules:
            if isinstance(rule, OfficerRule):
                for officer in rule.officers(self.problem):
                    found += self._lines[officer.id].findings.get(rule.name, ())
            elif isinstance(rule, CrewRule):
                found += by_rule[rule.name]
            else:
                found += [finding(rule, violation, self.problem) for violation in rule.check_all(roster, self.problem)]
                yield None
        yield Report(tuple(found))

    def lines(self, roster: Roster) -> dict[str, tuple[Finding, ...]]:
        """What officer rules find in the lines that differ from those asked about before, by officer."""
        duties: dict[str, list[ShiftId]] = {officer: [] for officer in self.problem.officer}
        for officer, day, shift in roster.work():
            duties[officer].append(ShiftId(day, shift))
        changed = [
            officer
            for officer, own in duties.items()
            if officer not in self._lines or self._lines[officer].duties != tuple(own)
        ]
        lines = self.problem.lines_of_work(roster, changed)
        for officer in changed:
            person = self.problem.officer[officer]
            findings = {
                rule.name: self._found(rule, rule.check(person, lines[officer], self.problem))
                for rule in self._officer_rules
                if officer in self._selected[rule.name]
            }
            self._lines[officer] = Line(tuple(duties[officer]), findings)
        return {
            officer: tuple(one for found in self._lines[officer].findings.values() for one in found)
            for officer in changed
        }

    def _of_crews(self, roster: Roster) -> Findings:
        """What crew rules find, shift by shift."""
        now = by_shift(roster.crews)
        for key, crews in now.items():
            if key not in self._shifts or self._shifts[key].crews != tuple(crews):
                findings: Findings = {}
                for rule in self._crew_rules:
                    chosen = [crew for crew in crews if rule.selects(crew.unit, self.problem)]
                    if chosen:
                        findings[rule.name] = self._found(rule, rule.check(chosen, self.problem))
                self._shifts[key] = Shift(tuple(crews), findings)
        return {
            rule.name: tuple(one for key in now for one in self._shifts[key].findings.get(rule.name, ()))
            for rule in self._crew_rules
        }

    def _found(self, rule: Rule, violations: Iterable[Violation]) -> tuple[Finding, ...]:
        return tuple(finding(rule, violation, self.problem) for violation in violations)
