"""Solve every brigade of a province, on this machine's processes or on a cluster."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from roster.commands.province_group import PROVINCE, RUN_FOLDER, province, run_folder
from roster.commands.workers import CERTIFICATES, CLUSTER, PROCESSES, workers_of
from roster.frame import Reply, end, gathered
from roster.help import TranslatedCommand
from roster.i18n import N_, _
from roster.options import JSON, LANGUAGE, OUT_OF_TIME, START, VIOLATIONS, command_line, options
from roster.parameters import Number

if TYPE_CHECKING:
    from roster.province.coordinate import Coordinator
    from roster.province.run_folder import RunFolder


@province.command(
    cls=TranslatedCommand,
    example="roster province solve my-province --time-limit 60",
    then=N_("look at summary.xlsx in the run folder; a brigade's roster is one like any other"),
    help=N_("Solve every brigade; running it again goes on from what is finished."),
)
@options(PROVINCE, RUN_FOLDER, START)
@options(CLUSTER, PROCESSES, CERTIFICATES)
@click.option("--scenario", "scenarios", multiple=True, help=N_("also this scenario of the province; `all` for all"))
@click.option("--time-limit", type=Number(min=0.1), help=N_("seconds for each brigade; default: as province.yaml says"))
@click.option(
    "--plan-time", type=Number(min=0), help=N_("seconds for each patrol plan; default: as province.yaml says")
)
@click.option("--gap", type=Number(0, 1), help=N_("stop at this relative gap; default: as province.yaml says"))
@click.option("--seed", type=click.IntRange(0, 2**31 - 1), help=N_("random seed; default: as province.yaml says"))
@click.option("--deterministic", is_flag=True, help=N_("same inputs and seed give the same rosters, whatever the load"))
@options(JSON, LANGUAGE)
@gathered(reply=Reply)
def solve(
    reply: Reply,
    folder: Path,
    run_path: Path | None,
    start: date | None,
    cluster: str,
    processes: int | None,
    certificates: Path,
    scenarios: tuple[str, ...],
    time_limit: float | None,
    plan_time: float | None,
    gap: float | None,
    seed: int | None,
    deterministic: bool,
) -> None:
    from roster.i18n import language
    from roster.province import summary
    from roster.province.coordinate import Coordinator
    from roster.province.folder import BASE, read_province
    from roster.province.loans.stage import Loans
    from roster.province.task import How
    from roster.search.run import THREADS

    whole = read_province(folder)
    found = run_folder(folder, run_path, start)
    given = whole.settings.run
    how = How(
        given.seconds if time_limit is None else time_limit,
        given.gap if gap is None else gap,
        given.plan_seconds if plan_time is None else plan_time,
        given.seed if seed is None else seed,
        deterministic,
        THREADS,
        language(),
    )
    unknown = [name for name in scenarios if name not in (*whole.scenarios, "all")]
    if unknown:
        known = ", ".join(whole.scenarios) or _("none")
        raise click.UsageError(_("no such scenario: {name}; there are: {known}").format(name=unknown[0], known=known))
    chosen = (BASE, *(whole.scenarios if "all" in scenarios else dict.fromkeys(scenarios)))
    with found.held(), workers_of(cluster, processes, certificates) as workers:
        loans = Loans(whole, found, workers, how, start, command_line())
        working: list[Coordinator] = []

        def ask(what: str) -> None:
            loans.ask(what)
            for one in working:
                one.ask(what)

        with _answering(found, ask) as told:
            settled = loans.begin(told)
            working.append(run := Coordinator(settled, found, workers, how, chosen, start, command_line(), loans.known))
            if loans.asked:
                run.ask(loans.asked)
            run.run(told)
            loans.finish()
        files = summary.write_summary(found)
        rows = found.rows()
        reply.say(summary.lines(found, False), lambda: summary.as_json(found, False), beside=False)
    reply.written(files)
    states = {row.state for row in rows}
    if states - {"done", "stopped"}:
        end(OUT_OF_TIME if states <= {"done", "stopped", "out_of_time"} else VIOLATIONS)
    if loans.record.faults:
        end(VIOLATIONS)


@contextmanager
def _answering(found: RunFolder, asks: Callable[[str], None]) -> Iterator[Callable[[], None]]:
    """A live line while it runs. Ctrl-C stops with the best so far of all that run; a second one cancels."""
    from rich.console import Console

    from roster.domain import ending
    from roster.province import run_folder as state
    from roster.province.summary import count_line

    asked: list[str] = []

    def ask() -> bool:
        asked.append(state.CANCEL if asked else state.STOP)
        asks(asked[-1])
        if len(asked) == 1:
            click.echo(_("stopping: writing the best so far of what runs; Ctrl-C once more cancels"), err=True)
        return len(asked) <= 2

    console = Console(stderr=True)
    with ending.answered_by(ask), console.status(_("reading")) as shown:

        def told() -> None:
            if console.is_terminal:
                shown.update(count_line(found.counts()))

        yield told
