"""Run one number of a rule through a range."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

import click

from roster.commands.workers import CERTIFICATES, METAVAR, PROCESSES, workers_of
from roster.frame import Inputs, Reply, gathered
from roster.help import TranslatedCommand
from roster.i18n import N_, _
from roster.options import CONSTRAINTS, EVENTS, FORCE, HISTORY, JSON, LANGUAGE, PATH, START, WEEKS, options
from roster.parameters import Number

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
@click.option("--cluster", metavar=METAVAR, help=N_("solve all values at once, where that says; default: one by one"))
@options(PROCESSES, CERTIFICATES, FORCE, CONSTRAINTS, HISTORY, START, WEEKS, JSON, EVENTS, LANGUAGE)
@gathered(inputs=Inputs, reply=Reply)
def sweep(
    inputs: Inputs,
    reply: Reply,
    field: str,
    values: tuple[str, ...],
    time_limit: float,
    output: Path | None,
    cluster: str | None,
    processes: int | None,
    certificates: Path,
) -> None:
    from roster import console
    from roster.explain import sweep as of_rule
    from roster.report import sweep
    from roster.report.book import write_book

    case = inputs.case(notes=False)
    numbers = of_rule.values_of(values)
    for number in numbers:
        of_rule.with_value(case, field, number)
    target = output or Path("outputs") / f"{case.tables.name}-{field}.xlsx"
    picture = target.with_suffix(".png")
    outputs = reply.outputs(case).add(target, "sheet").add(picture, "picture")
    outputs.check()
    with ExitStack() as stack:
        solve_all = None
        if cluster is not None:
            from roster.province.sweep import on_workers

            solve_all = on_workers(stack.enter_context(workers_of(cluster, processes, certificates)), time_limit)
        step = stack.enter_context(console.bar(_("values"), len(numbers)))
        stop = stack.enter_context(console.stoppable())
        points = of_rule.sweep(case, field, numbers, time_limit, step, stop, solve_all)
    kept = outputs.keep()
    sweep.draw(field, points, picture)
    write_book(target, sweep.sheet(field, points, case.problem, picture))
    reply.say(sweep.lines(points), lambda: sweep.as_json(field, points, target))
    reply.written((target, picture), kept)
