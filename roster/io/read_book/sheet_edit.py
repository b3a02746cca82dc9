"""An edit outside the grid: the cell, what was written, what it says now, and the choices that it makes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from roster.domain.errors import Fault
from roster.domain.ids import UnitId
from roster.domain.pins import AnyPin, PlacePin
from roster.i18n import every_form
from roster.io.fingerprint import fingerprints


class SheetEdit(NamedTuple):
    """`unit` is the crew concerned; `members`, `vehicle` or `lead` what it is to have, None where that is as it was."""

    cell: str  # "Vehicles!H12"
    was: str
    now: str
    unit: UnitId
    members: tuple[str, ...] | None = None
    vehicle: str | None = None
    lead: str | None = None
    pins: tuple[AnyPin, ...] = ()
    places: tuple[PlacePin, ...] = ()  # those of `pins` that say where it stands


class SheetRead(NamedTuple):
    """What one sheet asks for, and what in it could not be read."""

    edits: tuple[SheetEdit, ...] = ()
    faults: tuple[Fault, ...] = ()
    notes: tuple[str, ...] = ()


def edited_sheet(book: Workbook, title: str, written: Mapping[str, str]) -> Worksheet | None:
    """The sheet of this title in any language where its cells are not as they were written; else None."""
    for form in every_form(title):
        if form in book.sheetnames and form in written:
            others = [name for name in book.sheetnames if name != form]
            now = fingerprints(book, leave_out=others)
            return book[form] if now.get(form) != written[form] else None
    return None
