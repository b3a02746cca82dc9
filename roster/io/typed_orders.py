"""What is typed about a crew outside the grid, as texts of cells of the daily orders: members, lead, vehicle, place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal, NamedTuple

from openpyxl import Workbook

from roster.domain.errors import Fault, InputError
from roster.domain.ids import UnitId
from roster.domain.problem import Problem
from roster.domain.roster import Roster
from roster.i18n import _
from roster.io import texts
from roster.io.read_book.orders import Row, rows_of_crews


class OrderEdit(NamedTuple):
    """One thing that is said about a crew.

    `members` are ids of officers, the lead first; `lead` an officer's; `vehicle` a vehicle's, empty for none; `place` a
    zone's or site's where the crew stands in the row of the orders that begins at this time, `23:00`.
    """

    unit: UnitId
    what: Literal["members", "lead", "vehicle", "place"]
    value: tuple[str, ...]
    time: str = ""


def order_texts(
    edits: Iterable[OrderEdit], book: Workbook, file: str, roster: Roster, problem: Problem
) -> tuple[str, dict[str, str]]:
    """The sheet's title, and its cells with the texts that say what the edits do, in the language in use.

    Raises InputError for a crew that the orders do not have, and for what nothing is known of.
    """
    title, rows = rows_of_crews(book, file, roster, problem)
    found: dict[str, str] = {}
    faults: list[Fault] = []
    for edit in edits:
        own = rows.get(edit.unit, [])
        place = f"{file} {title}"
        unknown = [one for one in edit.value if one and not _known(edit.what, one, problem)]
        if not own:
            known = _(", ").join(unit.label for unit in rows if unit.start == edit.unit.start)
            found_text = " ".join(edit.unit[1:])
            faults.append(Fault(place, f"'{found_text}'", _("a crew that runs then: {known}").format(known=known)))
        elif unknown:
            expected = {
                "vehicle": _("the name or id of a vehicle"),
                "place": _("a zone or site of the brigade"),
            }.get(edit.what, _("the name or id of an officer"))
            faults += [Fault(place, f"'{one}'", expected) for one in unknown]
        else:
            found |= _texts(edit, own, problem)
    if faults:
        raise InputError(faults)
    return title, {address.rpartition("!")[2]: text for address, text in found.items()}


def _known(what: str, name: str, problem: Problem) -> bool:
    if what == "vehicle":
        return name in problem.vehicle
    if what == "place":
        return name in problem.site or any(zone.id == name for zone in problem.zones)
    return name in problem.officer


def _texts(edit: OrderEdit, rows: list[Row], problem: Problem) -> Mapping[str, str]:
    """The cells of one crew's rows and what they are to say."""
    names = texts.names(problem)
    found: dict[str, str] = {}
    for row in rows:
        first = edit.value[0] if edit.value else ""
        match edit.what:
            case "members" | "lead":
                people = edit.value if edit.what == "members" else (first, *(o for o in row.members if o != first))
                lead = first if edit.what == "lead" else row.lead if row.lead in people else first
                if "lead" in row.cells:
                    found[row.cells["lead"]] = names.get(lead, "-")
                    people = tuple(one for one in people if one != lead)
                if "members" in row.cells:
                    found[row.cells["members"]] = _(", ").join(names[one] for one in people)
            case "vehicle" if "vehicle" in row.cells:
                found[row.cells["vehicle"]] = texts.vehicle_name(first, problem) if first else "-"
            case "place" if "place" in row.cells and edit.time in row.time.split("-")[0]:
                found[row.cells["place"]] = problem.name_of(first)
    return found
