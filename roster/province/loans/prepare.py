"""A province whose events and loans are in folders of its brigades, each read and solved as any other."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path

from roster.case import Case
from roster.domain.errors import InputError
from roster.province.folder import BASE, Province
from roster.province.loans.folders import write_brigade
from roster.province.loans.lending import Lending, agreed, overlays
from roster.province.loans.record import known_crews, named, read
from roster.province.reading import read_case

BRIGADES = "brigades"
"""In the run folder: the brigades that events or loans are about."""


def cases_of(province: Province, names: Iterable[str], start: date | None = None) -> dict[str, Case]:
    """The brigades of these names that can be read, without events and loans; others tell their faults later."""
    found: dict[str, Case] = {}
    for brigade in (one for one in province.brigades if one.id in set(names)):
        try:
            found[brigade.id] = read_case(province, brigade, BASE, start)
        except InputError:
            continue
    return found


def concerned(province: Province) -> set[str]:
    """The brigades that events and loans agreed by hand are about."""
    lent = province.lent
    return {event.brigade for event in lent.events} | {
        name for loan in lent.loans for name in (loan.lender, loan.borrower)
    }


def with_loans(
    province: Province, run: Path, cases: dict[str, Case], loans: Iterable[Lending] | None = None
) -> Province:
    """The province with each brigade that events or loans are about in a folder of the run.

    `loans` are those agreed by hand unless others are given. Loans of which a side cannot be read are left out: both
    are then solved without them. Raises OutputError.
    """
    chosen = agreed(province) if loans is None else list(loans)
    both = [one for one in chosen if one.lender in cases and one.borrower in cases]
    known = known_crews(read(run).lent)  # named as they were, so that what is finished stays as it is
    paths = {
        name: write_brigade(cases[name], named(overlay, known, name), run / BRIGADES / name)
        for name, overlay in overlays(province, cases, both).items()
        if overlay
    }
    brigades = tuple(replace(one, path=paths.get(one.id, one.path)) for one in province.brigades)
    return replace(province, brigades=brigades)
