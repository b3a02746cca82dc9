"""The language that a brigade's settings ask for, read before anything else so that errors come in it."""

from __future__ import annotations

from pathlib import Path

from roster.domain.errors import InputError
from roster.i18n import every_form
from roster.io.tables.cells import spelled
from roster.io.tables.rows import folded
from roster.io.tables.settings import LANGUAGE_SPELLINGS, TITLE
from roster.io.tables.sources import open_source, probable_grid
from roster.io.tables.text import clean


def language_of(brigade: Path) -> str | None:
    """`en` or `zh`; None where the settings do not say or cannot be read."""
    try:
        source = open_source(brigade)
    except (InputError, OSError):
        return None
    refused = {title: probable_grid(brigade / f"{title}.csv") for title in source.broken}
    grids = source.grids | {title: grid for title, grid in refused.items() if grid is not None}
    titles = {form.casefold() for form in every_form(TITLE)}
    names = {folded(form) for form in every_form("language")}
    for title, grid in grids.items():
        if title.strip().casefold() not in titles:
            continue
        for _number, cells in grid.rows:
            if len(cells) > 1 and folded(clean(cells[0])) in names:
                return spelled(cells[1], LANGUAGE_SPELLINGS)
    return None
