"""Work for a province's coordinator on another machine."""

from __future__ import annotations

from pathlib import Path

import click

from roster.commands.workers import CERTIFICATES
from roster.help import TranslatedCommand
from roster.i18n import N_
from roster.options import LANGUAGE, options


@click.command(
    cls=TranslatedCommand,
    example="roster worker tls://192.168.1.10:8786",
    help=N_("Work for `roster province solve --cluster` on another machine, until Ctrl-C."),
)
@click.argument("address", metavar="tls://HOST:PORT")
@click.option(
    "--processes",
    type=click.IntRange(1, 64),
    default=1,
    show_default=True,
    help=N_("so many brigades at once, with two processors and the memory for each"),
)
@click.option("--memory", default="4GB", show_default=True, help=N_("the most that a process may use"))
@options(CERTIFICATES, LANGUAGE)
def worker(address: str, processes: int, memory: str, certificates: Path) -> None:
    from roster.province.dask_worker import serve

    serve(address, certificates, processes, memory, lambda text: click.echo(text, err=True))
