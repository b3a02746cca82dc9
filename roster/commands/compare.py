"""Two rosters side by side."""

from __future__ import annotations

from pathlib import Path

import click

from roster.help import TranslatedCommand
from roster.i18n import N_, _
from roster.options import (
    BRIGADE,
    CONSTRAINTS,
    FORCE,
    HISTORY,
    HR_CHANGES,
    JSON,
    LANGUAGE,
    PATH,
    options,
    print_json,
    say_kept,
    speak_as,
)


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
def compare(
    one: Path,
    other: Path,
    output: Path | None,
    hr_changes: Path | None,
    force: bool,
    folder: Path | None,
    constraints: tuple[Path, ...],
    history: tuple[Path, ...],
    json_out: bool,
) -> None:
    from roster import living
    from roster.io.comparison_text import comparison_as_json, comparison_lines
    from roster.io.exchange.hr_changes import HEADER, write_hr_changes
    from roster.io.outputs import Outputs
    from roster.io.read_book import read_book
    from roster.io.recorded import brigade_of
    from roster.living.exchange import changes_between_weeks

    books = [read_book(file) for file in (one, other)]
    homes = [folder or brigade_of(book) for book in books]
    speak_as(homes[0])
    weeks = [living.open_week(book, home, constraints, history) for book, home in zip(books, homes, strict=True)]
    outputs = Outputs(weeks[0].case, (one, other), force).add(output, "sheet")
    outputs.add(hr_changes, "csv", ",".join(HEADER)).check()
    found = living.compare(weeks[0], weeks[1])
    if json_out:
        print_json(comparison_as_json(found, one, other))
    for line in comparison_lines(found, weeks[0].problem, one, other):
        click.echo(line, err=json_out)
    if hr_changes:
        outputs.keep()
        write_hr_changes(changes_between_weeks(weeks[0], weeks[1]), hr_changes)
        click.echo(_("for HR: {file}").format(file=hr_changes), err=json_out)
    if output:
        from roster.io.comparison_book import write_comparison

        kept = outputs.keep()
        write_comparison(output, found, weeks[0].problem, one, other)
        click.echo(_("written: {file}").format(file=output), err=json_out)
        say_kept(kept, json_out)
