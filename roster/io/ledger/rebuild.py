"""The ledger made anew from the published workbooks."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Callable, Sequence
from pathlib import Path

from roster.domain.errors import Fault, InputError
from roster.domain.problem import Problem
from roster.domain.roster import Roster
from roster.i18n import _
from roster.io.ledger.publication import Publication, duties_of

NAME = re.compile(r"(\d{4}-\d{2}-\d{2})\+(\d+)\.v(\d+)\.(\d{8}T\d{6})\.xlsx")

Opened = Callable[[Path], tuple[Roster, Problem]]


def copy_name(publication: Publication) -> str:
    """The name of a published workbook's copy: its first date, days, version and time."""
    time = dt.datetime.fromisoformat(publication.time)
    return f"{publication.start}+{publication.days}.v{publication.version}.{time:%Y%m%dT%H%M%S}.xlsx"


def publications_from(files: Sequence[Path], opened: Opened) -> list[Publication]:
    """What was published, told from the workbooks: copies of ours by their names, others by their order.

    Raises InputError with every workbook that cannot be read.
    """
    faults: list[Fault] = []
    found: list[Publication] = []
    versions: dict[tuple[dt.date, int], int] = {}
    for file in sorted(files, key=_order):
        try:
            roster, problem = opened(file)
            content = file.read_bytes()
        except InputError as error:
            faults += error.faults
            continue
        except OSError as error:
            faults.append(Fault(str(file), str(error.strerror or error), _("a workbook that you may read")))
            continue
        start, days = problem.horizon
        named = NAME.fullmatch(file.name)
        version = int(named[3]) if named else versions.get((start, days), 0) + 1
        versions[start, days] = version
        duties = duties_of(roster, problem)
        found.append(
            Publication(start, days, version, _time(file), file.name, hashlib.sha256(content).hexdigest(), duties)
        )
    if faults:
        raise InputError(faults)
    return found


def _order(file: Path) -> tuple[str, int, str]:
    named = NAME.fullmatch(file.name)
    return _time(file), int(named[3]) if named else 0, file.name


def _time(file: Path) -> str:
    """When a workbook was published: its name says so, else when it was last written."""
    named = NAME.fullmatch(file.name)
    if named:
        return dt.datetime.strptime(named[4], "%Y%m%dT%H%M%S").isoformat()
    changed = file.stat().st_mtime if file.exists() else 0
    return dt.datetime.fromtimestamp(changed).isoformat(timespec="seconds")
