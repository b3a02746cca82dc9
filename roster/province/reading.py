"""A province's brigades, each read as a brigade of its own, in a scenario or as it is."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from roster.case import Case, load
from roster.domain.errors import Fault, InputError
from roster.i18n import _
from roster.io.recorded import home_of
from roster.io.rulebook import rulebook_files
from roster.province.folder import BASE, Brigade, Province, scenario_rules


def read_case(province: Province, brigade: Brigade, scenario: str = BASE, start: date | None = None) -> Case:
    """A brigade's case. Raises InputError, with the brigade's name before the place of each fault."""
    try:
        files: list[Path] = []
        if scenario != BASE:
            files = [*rulebook_files(home_of(brigade.path), []), *scenario_rules(province, brigade, scenario)]
        return load(brigade.path, files, start or province.settings.start, province.settings.weeks)
    except InputError as error:
        raise InputError(
            Fault(
                fault.place if brigade.id in fault.place else f"{brigade.id}/{fault.place}", fault.found, fault.expected
            )
            for fault in error.faults
        ) from None
    except OSError as error:
        found = _("something that cannot be read ({reason})").format(reason=error.strerror or error)
        raise InputError([Fault(brigade.id, found, _("a file or folder that you may read"))]) from None
