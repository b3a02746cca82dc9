"""Text as cells hold it: cleaned, shown in a message, and matched with the word that was probably meant."""

from __future__ import annotations

import datetime as dt
import difflib
import re
import unicodedata
from collections.abc import Iterable

from roster.i18n import _

Raw = str | int | float | bool | dt.date | dt.datetime | dt.time | dt.timedelta | None
"""What a cell may hold: always text from CSV, a value of its own type from a workbook."""

_HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_CONTROLS = (code for code in (*range(0x20), 0x7F) if chr(code) not in "\t\n\r")
_TURNING = (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
"""Signs that turn the direction of the text after them, so that an id beside a name would read backwards."""
_INVISIBLE = dict.fromkeys((0xFEFF, 0x200B, 0x200C, 0x200D, 0x2060, *_TURNING, *range(0xD800, 0xE000), *_CONTROLS))
_ZEROS_IN_FRONT = re.compile(r"(?<!\d)0+(?=\d)")
_DIGITS = re.compile(r"\d")
LONGEST_SHOWN = 60
MOST_LISTED = 12
SAME_WORD = 0.8
"""How like a known word one must be that may stand for itself to be taken for a slip."""


def half_width(text: str) -> str:
    """Full-width letters, digits, signs and blanks as their ASCII twins: `００７` as `007`."""
    return text if text.isascii() else text.translate(_HALF_WIDTH)


def clean(value: Raw) -> str:
    """A cell as text without blanks around it and without invisible characters; 7.0 becomes `7`."""
    match value:
        case None:
            return ""
        case str():
            return value.strip() if value.isascii() and value.isprintable() else value.translate(_INVISIBLE).strip()
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
    """The one of the words that was probably meant; empty where none is as like as this (1 for the same).

    Words that differ in a number are no slips of each other, as `Z1` and `Z9`, but in its zeros they are: Excel makes
    `7` of `007`.
    """
    wanted = _folded(word)
    known = {_folded(known): known for known in words}
    if wanted in known:
        return known[wanted]
    others = [other for other in known if not _other_number(other, wanted)]
    close = difflib.get_close_matches(wanted, others, n=1, cutoff=likeness)
    return known[close[0]] if close else ""


def _folded(word: str) -> str:
    return _ZEROS_IN_FRONT.sub("", half_width(word).casefold())


def _other_number(one: str, other: str) -> bool:
    bare = _DIGITS.sub("", one)
    return bare == _DIGITS.sub("", other) and bare not in (one, other)


def one_of(words: Iterable[str], instead_of: str = "", spellings: Iterable[str] = ()) -> str:
    """`one of a, b, c`, with the probable one named where a word was written instead.

    `spellings` are other ways in which the words may be written.
    """
    listed = list(words)
    near = nearest(instead_of, [*spellings, *listed]) if instead_of else ""
    several = ", ".join(listed[:MOST_LISTED]) + (", …" if len(listed) > MOST_LISTED else "")
    if near:
        return _("one of {words}; did you mean {near}?").format(words=several, near=near)
    return _("one of {words}").format(words=several)


def text_width(text: str) -> int:
    """Columns that a text takes in a terminal or a cell: Chinese characters take two."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)
