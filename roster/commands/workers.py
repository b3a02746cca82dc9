"""Who does the work of commands that have much of it: processes of this machine, or workers on others."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from roster.i18n import N_, _
from roster.options import PATH

if TYPE_CHECKING:
    from roster.province.cluster import Cluster

LOCAL = "local"
METAVAR = "local|tls://HOST:PORT"
CLUSTER = click.option(
    "--cluster", default=LOCAL, show_default=True, metavar=METAVAR, help=N_("where the work is done")
)
PROCESSES = click.option(
    "--processes",
    type=click.IntRange(1, 256),
    help=N_("of --cluster local: so many brigades at once; default: one for every two processors"),
)
CERTIFICATES = click.option(
    "--certs",
    "certificates",
    type=PATH,
    default=Path("certs"),
    show_default=True,
    metavar="DIR",
    help=N_("of a cluster: the folder that `roster province certs` made, the same on all machines"),
)


@contextmanager
def workers_of(cluster: str, processes: int | None, certificates: Path) -> Iterator[Cluster]:
    """The workers that are asked for, let go at the end."""
    workers: Cluster
    if cluster == LOCAL:
        from roster.province.local import Local
        from roster.search.run import THREADS

        workers = Local(processes or max(1, (os.cpu_count() or THREADS) // THREADS))
    else:
        from roster.province.dask_cluster import Dask

        workers = Dask(cluster, certificates)
        click.echo(_("waiting for workers: roster worker {address}").format(address=workers.address), err=True)
    try:
        yield workers
    finally:
        workers.close()
