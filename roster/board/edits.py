"""What can be typed: a cell, a seat, a crew's vehicle; and whether it can be of a workbook."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from roster.board.child import RefusedError
from roster.i18n import _, sentences

MOST_SIGNS, MOST_SHOWN = 200, 40
SHOWN_FAULTS, MOST_PLACES = 5, 1000
Edit = dict[str, Any]
Key = tuple[tuple[str, Any], ...]
KINDS: tuple[tuple[frozenset[str], str], ...] = (
    (frozenset({"officer", "date", "code"}), "code"),
    (frozenset({"crew", "seat", "officer"}), "officer"),
    (frozenset({"crew", "vehicle"}), "vehicle"),
)
"""The fields of an edit of a cell, of a seat and of a crew's vehicle, and which of them is the value."""


def value_field(edit: Edit) -> str | None:
    """Which field of an edit is its value; None for something that is no edit."""
    found = next((value for names, value in KINDS if names == edit.keys()), None)
    plain = all(isinstance(value, str) and len(value) <= MOST_SIGNS for name, value in edit.items() if name != "seat")
    seat = edit.get("seat", 0)
    return found if plain and isinstance(seat, int) and not isinstance(seat, bool) and seat >= 0 else None


def key_of(edit: Edit) -> Key:
    """What an edit is of: its fields but for the value."""
    value = value_field(edit)
    return tuple(sorted((name, field) for name, field in edit.items() if name != value))


def fault_of(edit: Edit, values: Mapping[Key, Any], codes: Collection[str], people: Collection[str]) -> str:
    """What is wrong with an edit, as a sentence; empty where nothing is. `values` are those that can be changed."""
    value = value_field(edit)
    if key_of(edit) not in values:
        return _("The page shows people or dates that are not in this workbook: load it again.")
    if value == "code" and edit["code"] and not all(part in codes for part in edit["code"].split("+")):
        text = _("Found '{found}'; expected one of {codes}, or nothing.")
        return text.format(found=edit["code"][:MOST_SHOWN], codes=", ".join(sorted(codes)))
    if value == "officer" and edit["officer"] and edit["officer"] not in people:
        return _("'{found}' is no officer of this workbook.").format(found=edit["officer"][:MOST_SHOWN])
    return ""


def values_of(show: dict[str, Any]) -> dict[Key, Any]:
    """What a workbook holds for each cell, seat and vehicle that can be typed."""
    values: dict[Key, Any] = {}
    dates = [day["date"] for day in show.get("dates", ())]
    for person in show.get("people", ()):
        for date, cell in zip(dates, person["cells"], strict=True):
            values[("date", date), ("officer", person["id"])] = cell["code"]
    for crew in show.get("crews", ()):
        values[(("crew", crew["id"]),)] = crew.get("vehicle") or ""
        seats = [seat.get("officer") or "" for seat in crew.get("seats", ())]
        for number in range(max(len(seats), crew.get("full", 0))):
            values[("crew", crew["id"]), ("seat", number)] = seats[number] if number < len(seats) else ""
    return values


def checked(edits: Any, values: Mapping[Key, Any], codes: Collection[str], people: Collection[str]) -> list[Edit]:
    """Edits that can be of a workbook. Raises RefusedError with a sentence for each of the first that cannot."""
    if not isinstance(edits, list) or not all(isinstance(edit, dict) and value_field(edit) for edit in edits):
        raise RefusedError(_("The page is of another version: load it again."), "stale")
    faults = [(edit, text) for edit in edits if (text := fault_of(edit, values, codes, people))]
    if faults:
        texts = list(dict.fromkeys(text for _edit, text in faults))
        more = len(texts) - SHOWN_FAULTS
        shown = texts[:SHOWN_FAULTS] + ([_("and {count} more").format(count=more)] if more > 0 else [])
        text = sentences([_("Nothing was taken over."), *shown])
        raise RefusedError(text, places=[edit for edit, _text in faults[:MOST_PLACES]])
    return edits
