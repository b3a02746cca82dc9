"""An edit of a text that knows line feeds only, carried over to the text as it stands, whatever its line ends."""

from __future__ import annotations

import re
from collections.abc import Callable

ENDS = re.compile("\r\n|\r|\n")


def keeping_ends(text: str, edit: Callable[[str], str]) -> str:
    """The text after an edit; lines that it does not touch keep their ends, new ones get that of the first line."""
    plain = ENDS.sub("\n", text)
    edited = edit(plain)
    found = ENDS.search(text)
    end = found[0] if found else "\n"
    most = min(len(plain), len(edited))
    before = next((at for at in range(most) if plain[at] != edited[at]), most)
    behind = 0
    while behind < most - before and plain[-1 - behind] == edited[-1 - behind]:
        behind += 1
    places = _places(text)
    middle = edited[before : len(edited) - behind]
    return text[: places[before]] + middle.replace("\n", end) + text[places[len(plain) - behind] :]


def _places(text: str) -> list[int]:
    """For each place in the text with line feeds only, the place in the text itself."""
    places, at = [], 0
    while at < len(text):
        places.append(at)
        at += 2 if text.startswith("\r\n", at) else 1
    return [*places, len(text)]
