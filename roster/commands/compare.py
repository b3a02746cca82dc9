"""Two rosters side by side."""

from __future__ import annotations

from pathlib import Path

import click

from roster.frame import Inputs, Reply, gathered
from roster.help import TranslatedCommand
from roster.i18n import N_, _
from roster.options import BRIGADE, CONSTRAINTS, FORCE, HISTORY, HR_CHANGES, JSON, LANGUAGE, PATH, options


@click.command(
    cls=TranslatedCommand,
    example="roster compare outputs/hancheng-2026-10-19.xlsx outputs/hancheng-2026-10-19-replan.xlsx",
    then=N_("the one that you want: roster publish FILE.xlsx"),
    help=N_("Compare two rosters: changed duties, score by rule, fairness."),
)
@click.argument("one", metavar="A.xlsx", type=PATH)
@click.argument("other", metavar="B.xlsx", type=PATH)
@click.option("-o", "--output", type=PATH, help=N_("also write the comparison, as a workbook"))
@options(HR_CHANGES, FORCE, BRIGADE, CONSTRAINTS, HISTORY, JSON, LANGUAGE)
@gathered(inputs=Inputs, reply=Reply)
def compare(inputs: Inputs, reply: Reply, one: Path, other: Path, output: Path | None, hr_changes: Path | None) -> None:
    from roster import living
    from roster.io.exchange.hr_changes import HEADER, write_hr_changes
    from roster.living.exchange import changes_between_weeks
    from roster.report import comparison
    from roster.report.book import write_book

    weeks = [living.open_week(*book, inputs.constraints, inputs.history) for book in inputs.books([one, other])]
    problem = weeks[0].problem
    outputs = reply.outputs(weeks[0].case, (one, other)).add(output, "sheet")
    outputs.add(hr_changes, "csv", ",".join(HEADER)).check()
    found = living.compare(*weeks)
    reply.say(comparison.lines(found, problem, one, other), lambda: comparison.as_json(found, one, other))
    kept = outputs.keep()
    if hr_changes:
        write_hr_changes(changes_between_weeks(*weeks), hr_changes)
        reply.say([_("for HR: {file}").format(file=hr_changes)])
    if output:
        write_book(output, comparison.sheet(found, problem, one, other))
        reply.written([output], kept)
