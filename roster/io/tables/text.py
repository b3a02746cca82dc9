"""Text as cells hold it: cleaned, shown in a message, and matched with the word that was probably meant."""

from __future__ import annotations

import datetime as dt
import difflib
import unicodedata
from collections.abc import Iterable

from roster.i18n import _

Raw = str | int | float | bool | dt.date | dt.datetime | dt.time | dt.timedelta | None
"""What a cell may hold: always text from CSV, a value of its own type from a workbook."""

_HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_INVISIBLE = dict.fromkeys((0xFEFF, 0x200B, 0x200C, 0x200D, 0x2060))
LONGEST_SHOWN = 60


def half_width(text: str) -> str:
    """Full-width letters, digits, signs and blanks as their ASCII twins: `００７` as `007`."""
    return text if text.isascii() else text.translate(_HALF_WIDTH)


def clean(value: Raw) -> str:
    """A cell as text without blanks around it and without invisible characters; 7.0 becomes `7`."""
    match value:
        case None:
            return ""
        case str():
            return value.strip() if value.isascii() else value.translate(_INVISIBLE).strip()
        case bool():
            return _("yes") if value else _("no")
        case float() if value.is_integer():
            return str(int(value))
        case dt.datetime() if value.time() == dt.time.min:
            return value.date().isoformat()
        case dt.datetime():
            return value.isoformat(" ", "minutes")
        case dt.time():
            return value.isoformat("minutes")
    return str(value)


def shown(value: Raw) -> str:
    """A cell as a message quotes it: short, on one line."""
    text = " ".join(clean(value).split())
    if len(text) > LONGEST_SHOWN:
        text = text[: LONGEST_SHOWN - 1] + "…"
    return f"'{text}'" if text else _("an empty cell")


def nearest(word: str, words: Iterable[str], likeness: float = 0.6) -> str:
    """The one of the words that was probably meant; empty where none is as like as this (1 for the same)."""
    known = {half_width(known).casefold(): known for known in words}
    close = difflib.get_close_matches(half_width(word).casefold(), known, n=1, cutoff=likeness)
    return known[close[0]] if close else ""


def one_of(words: Iterable[str], instead_of: str = "") -> str:
    """`one of a, b, c`, with the probable one named first where a word was written instead."""
    listed = list(words)
    near = nearest(instead_of, listed) if instead_of else ""
    several = ", ".join(listed[:12]) + (", …" if len(listed) > 12 else "")
    if near:
        return _("one of {words}; did you mean {near}?").format(words=several, near=near)
    return _("one of {words}").format(words=several)


def text_width(text: str) -> int:
    """Columns that a text takes in a terminal or a cell: Chinese characters take two."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)
