"""What of the read model is another than before: so little goes to the page, however many people there are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

Json = dict[str, Any]

SUMS = ("id", "hours", "nights", "shifts")
LISTS: dict[str, Callable[[Json], str]] = {
    "findings": lambda one: str(one["id"]),
    "crews": lambda one: str(one["id"]),
    "presence": lambda one: "|".join(one["zones"]),
}
"""Lists that are told by their entries, and what each entry is known by."""


def changes(before: Json, now: Json, dates: Sequence[str]) -> Json:
    """What differs between two states of what an edit can change: cells, sums, lists, and findings as sentences.

    `new` and `gone` are the sentences that only one of them has; none where they are in different languages.
    """
    cells: list[Json] = []
    sums: list[Json] = []
    for old, new in zip(before["people"], now["people"], strict=True):
        if old == new:
            continue
        for was, cell, date in zip(old["cells"], new["cells"], dates, strict=True):
            if was != cell:
                cells.append({"officer": new["id"], "date": date, **cell})
        if any(old[name] != new[name] for name in SUMS):
            sums.append({name: new[name] for name in SUMS})
    whole = {name: now[name] for name in ("placeless", "cover") if before[name] != now[name]}
    lists = {name: told for name, key in LISTS.items() if (told := listed(before[name], now[name], key))}
    found: Json = {"new": [], "gone": []}
    if before["language"] == now["language"]:
        told, still = ({one["text"]: None for one in state["findings"]} for state in (before, now))
        found = {
            "new": [text for text in still if text not in told],
            "gone": [text for text in told if text not in still],
        }
    return {"cells": cells, "people": sums, "free": {}, "verdict": now["verdict"], **found, **whole, **lists}


def listed(before: Sequence[Json], now: Sequence[Json], key: Callable[[Json], str]) -> Json | None:
    """The way from one list to the other: the keys that go and the entries that come, each behind the key before it.

    The whole list where that is shorter or entries that stay have changed places; None where nothing differs.
    """
    old, new = ({key(one): one for one in state} for state in (before, now))
    same = {name for name, one in new.items() if old.get(name) == one}
    if len(same) == len(old) == len(new) and list(old) == list(new):
        return None
    if 2 * len(same) < len(new) or [name for name in old if name in same] != [name for name in new if name in same]:
        return {"whole": list(now)}
    came: list[tuple[str, Json]] = []
    last = ""
    for name, one in new.items():
        if name not in same:
            came.append((last, one))
        last = name
    return {"gone": [name for name in old if name not in same], "came": came}


def slim(model: Json) -> Json:
    """The read model as it goes to a page: cells without what they do not have, which is most of it."""
    rows = []
    for row in model["people"]:
        cells = [{name: value for name, value in cell.items() if value or name == "code"} for cell in row["cells"]]
        rows.append({**row, "cells": cells})
    return {**model, "people": rows}
