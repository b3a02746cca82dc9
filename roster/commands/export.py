"""A roster for another system: its own exported file filled, or a file in the form that it takes."""

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
    JSON,
    LANGUAGE,
    PATH,
    VIOLATIONS,
    options,
    print_json,
    say_kept,
    speak_as,
)


@click.command(
    cls=TranslatedCommand,
    example="roster export outputs/hancheng-2026-10-19.xlsx --format matrix -o outputs/matrix.csv",
    then=N_("import the file that was written into that system; nothing was sent"),
    help=N_("Fill what another system exported, or write a file in the form that it takes. Nothing is sent."),
)
@click.argument("workbooks", metavar="FILE.xlsx...", nargs=-1, required=True, type=PATH)
@click.option(
    "--into",
    type=PATH,
    metavar="THEIRS",
    help=N_("the file that the other system exported: `.xlsx`, `.xls` or `.csv`"),
)
@click.option("--map", "answers", type=PATH, metavar="MAP.yaml", help=N_("answers to what was asked about such a file"))
@click.option("--overwrite", is_flag=True, help=N_("also fill cells that hold something else"))
@click.option(
    "--format",
    "form",
    metavar="NAME",
    help=N_(
        "`dingtalk`, `wecom`, `feishu`: bodies of their calls; `deputy`, `teams`, `ukg-days`, `matrix`: files; or a "
        "profile of your own, `PROFILE.yaml`"
    ),
)
@click.option(
    "--set",
    "given",
    multiple=True,
    metavar="NAME=VALUE",
    help=N_("what a form wants beside the roster, as `group_id=12`"),
)
@click.option("-o", "--output", type=PATH, help=N_("the file to write; with --into by default beside the one filled"))
@options(FORCE, BRIGADE, CONSTRAINTS, HISTORY, JSON, LANGUAGE)
@click.pass_context
def export(
    context: click.Context,
    workbooks: tuple[Path, ...],
    into: Path | None,
    answers: Path | None,
    overwrite: bool,
    form: str | None,
    given: tuple[str, ...],
    output: Path | None,
    folder: Path | None,
    constraints: tuple[Path, ...],
    history: tuple[Path, ...],
    force: bool,
    json_out: bool,
) -> None:
    from roster.io.exchange.formed import filled, formed
    from roster.io.outputs import Outputs
    from roster.io.read_book import read_book
    from roster.io.recorded import brigade_of
    from roster.living.exchange import planned_in

    if (into is None) == (form is None):
        raise click.UsageError(_("give --into THEIRS or --format NAME"))
    target = output or (into.with_name(f"{into.stem}-filled{into.suffix}") if into else None)
    if target is None:
        raise click.UsageError(_("--format asks for -o FILE"))
    books = [read_book(file) for file in workbooks]
    homes = [folder or brigade_of(book) for book in books]
    speak_as(homes[0])
    planned, case = planned_in(books, homes, constraints, history)
    outputs = Outputs(case, [*workbooks, *filter(None, [into, answers])], force).add(target, "filled")
    outputs.check()
    if into:
        done = filled(into, answers, overwrite, planned, target)
    else:
        done = formed(str(form), planned, _settings(given), target)
    kept = outputs.keep()
    done.write()
    if json_out:
        print_json(done.as_json)
    for line in done.lines:
        click.echo(line, err=json_out)
    say_kept(kept, json_out)
    if done.asked:
        context.exit(VIOLATIONS)


def _settings(given: tuple[str, ...]) -> dict[str, str]:
    wrong = [one for one in given if "=" not in one]
    if wrong:
        raise click.UsageError(_("--set {found}: expected NAME=VALUE").format(found=wrong[0]))
    return {name.strip(): value.strip() for name, _sign, value in (one.partition("=") for one in given)}
