"""A province's brigades, each read as a brigade of its own, in a scenario or as it is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from roster.case import Case, load
from roster.domain.errors import Fault, InputError
from roster.i18n import _
from roster.io.recorded import home_of
from roster.io.rulebook import rulebook_files
from roster.province.folder import BASE, SCENARIOS, Brigade, Province, scenario_rules, scenario_tables


def read_case(province: Province, brigade: Brigade, scenario: str = BASE, start: date | None = None) -> Case:
    """A brigade's case. Raises InputError, with the brigade's name before the place of each fault."""
    try:
        files: list[Path] = []
        over: list[Path] = []
        if scenario != BASE:
            files = [*rulebook_files(home_of(brigade.path), []), *scenario_rules(province, brigade, scenario)]
            over = scenario_tables(province, brigade, scenario)
        return load(brigade.path, files, start or province.settings.start, province.settings.weeks, over=over)
    except InputError as error:
        raise InputError(
            replace(fault, place=_place(fault.place, province, brigade)) for fault in error.faults
        ) from None
    except OSError as error:
        found = _("something that cannot be read ({reason})").format(reason=error.strerror or error)
        raise InputError([Fault(brigade.id, found, _("a file or folder that you may read"))]) from None


def _place(place: str, province: Province, brigade: Brigade) -> str:
    """A place within the province: a file of a scenario, or of the brigade under its name."""
    place = place.removeprefix(f"{province.folder.as_posix()}/")
    return place if place.startswith(f"{SCENARIOS}/") or brigade.id in place else f"{brigade.id}/{place}"
