"""What is said when the program itself is at fault: a sentence, and where the details are; never a traceback."""

from __future__ import annotations

import os
import platform
import tempfile
import traceback
from importlib import metadata

import click

from roster.i18n import _
from roster.options import command_line


def own_up(error: Exception) -> str:
    """Say that the program is at fault and save the details; with ROSTER_DEBUG=1 show them. Returns what was said."""
    details = "".join(traceback.format_exception(error))
    if os.environ.get("ROSTER_DEBUG") == "1":
        click.echo(details, err=True)
    head = f"{command_line()}\nPython {platform.python_version()}, {platform.platform()}\n"
    packages = [f"{found.name} {found.version}" for found in metadata.distributions()]
    try:
        with tempfile.NamedTemporaryFile(
            "w", encoding="utf-8", prefix="patrol-roster-", suffix=".log", delete=False
        ) as log:
            log.write("\n".join([head, details, *sorted(packages)]))
        where = _("details are in {file}").format(file=log.name)
    except OSError:
        where = _("details could not be saved; set ROSTER_DEBUG=1 to see them")
    name = type(error).__name__
    text = _("this is a fault of the program, not of your files ({name}); nothing was written; {where}")
    click.echo(text.format(name=name, where=where), err=True)
    return text.format(name=name, where=where)
