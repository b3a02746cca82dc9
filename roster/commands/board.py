"""The board: a roster in a web page on one's own machine."""

from __future__ import annotations

from pathlib import Path

import click

from roster.help import TranslatedCommand
from roster.i18n import N_, _
from roster.options import EXAMPLE, LANGUAGE, PATH, options


@click.command(
    cls=TranslatedCommand,
    example="roster board outputs/hancheng-2026-10-19.xlsx",
    help=N_("Open a roster in the browser: look, type, see what it breaks, save. Stays on this computer."),
)
@click.argument("target", metavar="[BRIGADE|FILE.xlsx]", default=EXAMPLE, type=PATH)
@click.option(
    "--port", type=click.IntRange(0, 65535), default=0, help=N_("port on this computer; default: any that is free")
)
@click.option("--no-browser", is_flag=True, help=N_("print the address only"))
@click.option("--read-only", is_flag=True, help=N_("only show: nothing can be typed or saved"))
@options(LANGUAGE)
def board(target: Path, port: int, no_browser: bool, read_only: bool) -> None:
    from roster.board.serve import serve
    from roster.board.which import workbook_of

    given = click.get_current_context().find_root().obj
    workbook = workbook_of(target)
    if not workbook.exists():
        raise click.UsageError(_("no such file or folder: {file}").format(file=target))
    serve(workbook.resolve(), port, not no_browser, read_only, given, click.echo)
