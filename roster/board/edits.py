"""What can be typed: a cell, a seat, a crew's vehicle, lead and places; and whether it can be of a workbook."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from roster.board.child import RefusedError
from roster.domain.clock import MINUTES_A_DAY
from roster.i18n import _, sentences

MOST_SIGNS, MOST_SHOWN = 200, 40
SHOWN_FAULTS, MOST_PLACES = 5, 1000
Edit = dict[str, Any]
Key = tuple[str | tuple[str, Any], ...]
KINDS: tuple[tuple[frozenset[str], str], ...] = (
    (frozenset({"officer", "date", "code"}), "code"),
    (frozenset({"crew", "seat", "officer"}), "officer"),
    (frozenset({"crew", "vehicle"}), "vehicle"),
    (frozenset({"crew", "lead"}), "lead"),
    (frozenset({"crew", "time", "place"}), "place"),
)
"""The fields of an edit of a cell, of a seat, of a crew's vehicle, lead, and place from a time on (`23:00`); and which
of them is the value."""


def value_field(edit: Edit) -> str | None:
    """Which field of an edit is its value; None for something that is no edit."""
    found = next((value for names, value in KINDS if names == edit.keys()), None)
    plain = all(isinstance(value, str) and len(value) <= MOST_SIGNS for name, value in edit.items() if name != "seat")
    seat = edit.get("seat", 0)
    return found if plain and isinstance(seat, int) and not isinstance(seat, bool) and seat >= 0 else None


def key_of(edit: Edit) -> Key:
    """What an edit is of: the name of its value, and its other fields."""
    value = value_field(edit) or ""
    return (value, *sorted((name, field) for name, field in edit.items() if name != value))


def fault_of(edit: Edit, values: Mapping[Key, Any], codes: Collection[str], people: Collection[str]) -> str:
    """What is wrong with an edit, as a sentence; empty where nothing is. `values` are those that can be changed."""
    value = value_field(edit)
    if key_of(edit) not in values:
        return _("The page shows people or dates that are not in this workbook: load it again.")
    if value == "code" and edit["code"] and not all(part in codes for part in edit["code"].split("+")):
        text = _("Found '{found}'; expected one of {codes}, or nothing.")
        return text.format(found=edit["code"][:MOST_SHOWN], codes=", ".join(sorted(codes)))
    named = edit[value] if value in ("officer", "lead") else ""
    if named and named not in people:
        return _("'{found}' is no officer of this workbook.").format(found=named[:MOST_SHOWN])
    return ""


def values_of(show: dict[str, Any]) -> dict[Key, Any]:
    """What a workbook holds for each cell, and for each seat, vehicle, lead and place of a crew, that can be typed."""
    values: dict[Key, Any] = {}
    dates = [day["date"] for day in show.get("dates", ())]
    for person in show.get("people", ()):
        for date, cell in zip(dates, person["cells"], strict=True):
            values["code", ("date", date), ("officer", person["id"])] = cell["code"]
    for crew in show.get("crews", ()):
        own = ("crew", crew["id"])
        values["vehicle", own] = crew.get("vehicle") or ""
        seats = [seat.get("officer") or "" for seat in crew.get("seats", ())]
        for number in range(max(len(seats), crew.get("full", 0))):
            values["officer", own, ("seat", number)] = seats[number] if number < len(seats) else ""
        leads = [seat["officer"] for seat in crew.get("seats", ()) if seat.get("role") == "lead"]
        if leads:
            values["lead", own] = leads[0]
        for stand in crew.get("stands", ()) if crew.get("may_stand") else ():
            minute = stand["from"] % MINUTES_A_DAY
            time = f"{minute // 60:02}:{minute % 60:02}"
            values["place", own, ("time", time)] = stand.get("site") or stand.get("zone") or ""
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
