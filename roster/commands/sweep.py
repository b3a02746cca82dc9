"""Run one number of a rule through a range."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from roster.help import TranslatedCommand
from roster.i18n import N_, _
from roster.options import (
    CONSTRAINTS,
    FORCE,
    HISTORY,
    JSON,
    LANGUAGE,
    PATH,
    START,
    WEEKS,
    Number,
    options,
    print_json,
    say_kept,
    speak_as,
)

EXAMPLE = Path("inputs/hancheng")


@click.command(
    cls=TranslatedCommand,
    example="roster sweep forty-hours.max 38..39 --time-limit 10",
    then=N_("with the number that you want in the rules: roster solve {brigade}"),
    help=N_("Run one number of a rule through a range: score, shortfalls and hours for each value."),
)
@click.argument("field", metavar="FIELD")
@click.argument("values", metavar="RANGE...", nargs=-1, required=True)
@click.option("--brigade", "folder", type=PATH, default=EXAMPLE, show_default=True, help=N_("the brigade"))
@click.option("--time-limit", type=Number(min=0.5), default=10.0, show_default=True, help=N_("seconds for each value"))
@click.option("-o", "--output", type=PATH, help=N_("the sheet to write; the picture gets the same name and .png"))
@options(FORCE, CONSTRAINTS, HISTORY, START, WEEKS, JSON, LANGUAGE)
def sweep(
    field: str,
    values: tuple[str, ...],
    folder: Path,
    time_limit: float,
    output: Path | None,
    force: bool,
    constraints: tuple[Path, ...],
    history: tuple[Path, ...],
    start: date | None,
    weeks: int,
    json_out: bool,
) -> None:
    from roster import api, console
    from roster.explain.books import write_sweep
    from roster.explain.picture import draw
    from roster.explain.sweep import lines, points_json, values_of, with_value
    from roster.explain.sweep import sweep as run
    from roster.io.outputs import Outputs

    speak_as(folder)
    case = api.load(folder, constraints, start, weeks, history)
    numbers = values_of(values)
    for number in numbers:
        with_value(case, field, number)
    target = output or Path("outputs") / f"{case.tables.name}-{field}.xlsx"
    picture = target.with_suffix(".png")
    outputs = Outputs(case, force=force).add(target, "sheet").add(picture, "picture")
    outputs.check()
    with console.bar(_("values"), len(numbers)) as step:
        points = run(case, field, numbers, time_limit, step)
    kept = outputs.keep()
    draw(field, points, picture)
    write_sweep(field, points, case.problem, picture, target)
    if json_out:
        print_json({"field": field, "points": points_json(points), "file": str(target)})
    for line in lines(points):
        click.echo(line, err=json_out)
    for file in (target, picture):
        click.echo(_("written: {file}").format(file=file), err=json_out)
    say_kept(kept, json_out)
