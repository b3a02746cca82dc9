"""An officer's own line in one paragraph: what they work, why so much, what they asked for and did not get."""

from __future__ import annotations

from collections.abc import Iterator

from roster.domain.findings import Report
from roster.domain.letters import shift_text
from roster.domain.paid import paid_minutes
from roster.domain.people import Officer
from roster.domain.problem import Problem
from roster.domain.roster import Roster
from roster.i18n import _, sentences
from roster.rules.shared.words import moments_text, on_date

DAYS_A_WEEK = 7


class OwnLines:
    """Paragraphs about the officers of one roster."""

    def __init__(self, problem: Problem, roster: Roster, report: Report) -> None:
        self.problem, self.report = problem, report
        self.lines = problem.lines_of_work(roster)

    def paragraph(self, officer: str) -> str:
        """Duties, hours, nights and why, balance over the weeks known, open wishes."""
        return sentences(self._sentences(self.problem.officer[officer]))

    def _sentences(self, officer: Officer) -> Iterator[str]:
        problem, line = self.problem, self.lines[officer.id]
        now = [duty for day, duty in sorted(line.items()) if day >= 0]
        duties = _(", ").join(f"{on_date(d.day, problem)} {shift_text(d.shift, problem)}" for d in now)
        hours = sum(paid_minutes(duty, problem) for duty in now) / 60
        yield _("Duties: {count}, {hours:g} h: {duties}.").format(count=len(now), hours=hours, duties=duties or "-")
        yield from self._nights(officer)
        for absence in problem.absences_of.get(officer.id, ()):
            if absence.span.end > 0 and absence.span.start < problem.horizon.days * 1440:
                first, last = problem.horizon.moment(absence.span.start), problem.horizon.moment(absence.span.end)
                yield _("Away ({kind}): {dates}.").format(kind=_(absence.kind), dates=moments_text(first, last))
        pins = [pin for pin in problem.pins if pin.officer == officer.id]
        if pins:
            dates = _(", ").join(on_date(pin.day, problem) for pin in pins)
            yield _("Fixed beforehand: {dates}.").format(dates=dates)
        mine = [finding for finding in self.report.findings if officer.id in finding.officers and finding.cost]
        for finding in sorted(mine, key=lambda finding: -finding.cost)[:3]:
            yield _("Not met (cost {cost}): {sentence}.").format(cost=finding.cost, sentence=finding.sentence)

    def _nights(self, officer: Officer) -> Iterator[str]:
        """How many nights, why, and the balance against others of the same category."""
        own, total = self._count(officer.id, 0), sum(self._count(other, 0) for other in self.lines)
        first = self.problem.history_start
        alike = [o for o in self.problem.officers if o.category == officer.category]
        group = [o.id for o in alike if self._count(o.id, first) or not self._spared(o)]
        weeks = (self.problem.horizon.days - first) / DAYS_A_WEEK
        if officer.id not in group:
            yield _("Nights: {own}; such officers are spared nights (protected, over 50, or a duty leader).").format(
                own=own
            )
            return
        shared = sum(self._count(other, 0) for other in group)
        mean = sum(self._count(other, first) for other in group) / max(1, len(group))
        balance = self._count(officer.id, first) - mean
        yield _(
            "Nights this time: {own}; of all {total}, {shared} fall to officers of the same category (in all: "
            "{people}); that is {balance:+.1f} against their mean of {mean:.1f} (weeks counted: {weeks:.0f})."
        ).format(
            own=own, total=total, shared=shared, people=len(group), weeks=weeks, balance=balance, mean=mean
        )  # fmt: skip

    def _spared(self, officer: Officer) -> bool:
        """Whether nights are not for this officer."""
        start = self.problem.date(0)
        age = officer.age(start) or 0
        protected = any(officer.protected(self.problem.date(day)) for day in self.problem.horizon.range)
        return protected or age > 50 or "leader" in officer.qualifications

    def _count(self, officer: str, first: int) -> int:
        return sum(duty.night for day, duty in self.lines[officer].items() if day >= first)
