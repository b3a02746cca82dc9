"""Settings of a brigade that are needed before its tables are read: the language of errors, and the weeks."""

from __future__ import annotations

from pathlib import Path

from roster.domain.errors import InputError
from roster.i18n import every_form
from roster.io.tables.cells import spelled
from roster.io.tables.rows import folded
from roster.io.tables.settings import LANGUAGE_SPELLINGS, MOST_WEEKS, TITLE
from roster.io.tables.sources import open_source, probable_grid
from roster.io.tables.text import Raw, clean


def language_of(brigade: Path) -> str | None:
    """`en` or `zh`; None where the settings do not say or cannot be read."""
    given = _setting(brigade, "language")
    return None if given is None else spelled(given, LANGUAGE_SPELLINGS)


def weeks_of(brigade: Path) -> int:
    """How many weeks a roster has that is not told otherwise; 1 where the settings do not say or cannot be read."""
    given = clean(_setting(brigade, "weeks"))
    return int(given) if given.isdecimal() and 1 <= int(given) <= MOST_WEEKS else 1


def _setting(brigade: Path, name: str) -> Raw:
    """What stands beside a setting's name; None where it does not stand or nothing can be read."""
    try:
        source = open_source(brigade)
    except (InputError, OSError):
        return None
    refused = {title: probable_grid(brigade / f"{title}.csv") for title in source.broken}
    grids = source.grids | {title: grid for title, grid in refused.items() if grid is not None}
    titles = {form.casefold() for form in every_form(TITLE)}
    names = {folded(form) for form in every_form(name)}
    for title, grid in grids.items():
        if title.strip().casefold() not in titles:
            continue
        for _number, cells in grid.rows:
            if len(cells) > 1 and folded(clean(cells[0])) in names:
                return cells[1]
    return None
