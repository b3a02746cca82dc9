"""The board: a roster in a web page on one's own machine."""

from __future__ import annotations

from pathlib import Path

import click

from roster.help import TranslatedCommand
from roster.i18n import N_, _
from roster.options import BRIGADE, EXAMPLE, LANGUAGE, PATH, options


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
@options(BRIGADE, LANGUAGE)
def board(target: Path, port: int, no_browser: bool, read_only: bool, folder: Path | None) -> None:
    from roster.board.serve import Asked, serve
    from roster.board.which import workbook_of

    workbook = workbook_of(target)
    if not workbook.exists():
        raise click.UsageError(_("no such file or folder: {file}").format(file=target))
    brigade = folder or (target if target.is_dir() else None)
    language = click.get_current_context().find_root().obj
    serve(Asked(workbook.resolve(), brigade, port, not no_browser, read_only, language), click.echo)
