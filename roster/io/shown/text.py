"""The read model in a few lines, for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from roster.domain.letters import shift_text
from roster.i18n import _
from roster.io import texts
from roster.io.book_report import BookReport
from roster.io.shown.cover import cover
from roster.io.shown.findings import verdict


def shown_lines(checked: BookReport) -> Iterator[str]:
    """Who, when, heads given and asked for by shift and date, and what the findings add up to."""
    problem, roster = checked.problem, checked.read.roster
    yield f"{problem.settings.name}, {texts.dates(problem)}"
    yield _("officers: {officers}, crews: {crews}, duties: {duties}, edited cells: {edits}").format(
        officers=len(problem.officers),
        crews=len(roster.crews),
        duties=len(list(roster.work())),
        edits=len(checked.all_edits),
    )
    yield _("heads given of those asked for, by shift and date:")
    yield " " * 11 + " ".join(f"{problem.date(day):%m-%d}".rjust(7) for day in problem.horizon.range)
    for row in cover(problem, roster):
        days = row["days"]
        assert isinstance(days, list)
        counts = " ".join(f"{day['given']}/{day['asked']}".rjust(7) for day in days)
        yield f"  {shift_text(str(row['shift']), problem) or row['name']:<8} {counts}"
    yield str(verdict(checked)["text"])
