"""The group of commands for a province, and what they have in common."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from roster.help import TranslatedCommands
from roster.i18n import N_
from roster.options import LANGUAGE, PATH

if TYPE_CHECKING:
    from roster.province.run_folder import RunFolder

OUTPUTS = Path("outputs")


@click.group(
    cls=TranslatedCommands,
    example="roster province solve my-province",
    help=N_("Many brigades at once, on several processes or machines: a folder with province.yaml and brigades."),
)
@LANGUAGE
def province() -> None:
    pass


PROVINCE = click.argument("folder", metavar="DIR", type=PATH)
RUN_FOLDER = click.option(
    "--run", "run_path", type=PATH, metavar="DIR", help=N_("the run folder; default: outputs/PROVINCE-START")
)


def run_folder(folder: Path, run_path: Path | None, start: date | None) -> RunFolder:
    """The run folder that belongs to a province. Raises InputError where neither is one."""
    from roster.province.folder import read_province
    from roster.province.run_folder import RunFolder

    if run_path is not None or RunFolder(folder).exists:
        return RunFolder(run_path or folder)
    first = start or read_province(folder).settings.start
    return RunFolder(OUTPUTS / f"{folder.resolve().name}-{first or 'week'}")
