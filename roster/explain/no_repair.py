"""Why no repair of a week exists, with the tables and rows concerned."""

from __future__ import annotations

from roster.domain.errors import NoRosterError
from roster.explain.rows import Rows
from roster.explain.words import Words
from roster.i18n import _
from roster.living import Week
from roster.search.clash import Found


def told_by_rows(error: NoRosterError, week: Week) -> NoRosterError:
    """The same error with each member of its clash in words, with its cells, rows and lines of YAML."""
    if not isinstance(error.clash, Found):
        return error
    clash, problem = error.clash
    lines = Words(problem, week.case.rulebook, Rows(week.case.tables)).lines(clash)
    first = str(error).partition("\n")[0]
    heading = _("not all of these can hold:") if clash.proved else _("not all of these can hold; perhaps fewer do:")
    said = [text for line in lines for text in line.printed(problem)]
    return NoRosterError("\n".join([first, heading, *said]), error.rules, error.clash)
