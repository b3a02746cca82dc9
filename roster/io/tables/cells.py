"""Kinds of cells: how each is read, what is expected in it, and how a template offers it."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import Field, GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

from roster.i18n import N_, _, every_form
from roster.io.tables import times
from roster.io.tables.country import country_code
from roster.io.tables.text import Raw, clean, half_width, one_of
from roster.io.tables.time_zone import zone_name

SEPARATOR = re.compile(r"[;；,，、\n]")
"""What stands between the entries of a list in a cell."""
RANGE = ".."
"""Between the first and the last date of a range."""
LOOKS_LIKE_A_DATE = re.compile(r"\d{4}\D")
TEXT_FORMAT, DATE_FORMAT, TIME_FORMAT = "@", "yyyy-mm-dd", "hh:mm"


@dataclass(frozen=True)
class Cell:
    """One kind of cell. `read` turns what stands there into a value or raises ValueError(what is expected)."""

    kind: str  # for documents; a message id
    read: Callable[[Raw], Any]
    choices: tuple[str, ...] = ()  # for drop-downs
    number_format: str = "General"
    worded: bool = False  # whether it holds words that have a translation

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(self.read)


def column(
    header: str,
    meaning: str,
    default: Any = ...,
    *,
    example: str,
    unit: str = "",
    empty: str = "",
    refers: tuple[str, ...] = (),
    also: tuple[str, ...] = (),
) -> Any:
    """One column: its header and meaning (message ids), its default, an example, the unit of its numbers.

    `empty` says in words what an empty cell means where the default does not; `refers` names the tables in one of
    which each value must stand as a key; `also` are other headers that people use.
    """
    return Field(
        default=default,
        title=header,
        description=meaning,
        examples=[example],
        json_schema_extra={"unit": unit, "empty": empty, "refers": list(refers), "also": list(also)},
    )


def _identifier(value: Raw) -> str:
    if isinstance(value, dt.date | dt.time | dt.timedelta | bool):
        raise ValueError(_("text; Excel has turned it into another kind of value: format the column as text"))
    text = half_width(clean(value))
    if SEPARATOR.search(text):
        raise ValueError(_("an id on one line, without a semicolon or comma"))
    return text


def _identifiers(value: Raw) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_identifier(part) for part in _parts(value)))


def _parts(value: Raw) -> list[Raw]:
    """The entries of a list in a cell, or a single value."""
    if not isinstance(value, str):
        return [value]
    return [part for part in SEPARATOR.split(value) if part.strip()]


def _yes_no(value: Raw) -> bool:
    word = half_width(clean(value)).casefold()
    for answer, words in ((True, {"yes", "true", "1", "y", "是"}), (False, {"no", "false", "0", "n", "否"})):
        if word in words or value is answer:
            return answer
    raise ValueError(_("yes or no"))


def _number(value: Raw) -> float | None:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    text = half_width(clean(value))
    if not re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", text, re.ASCII | re.IGNORECASE):
        return None
    number = float(text)
    return number if math.isfinite(number) else None


def whole(least: int, most: int) -> Cell:
    """A whole number between two bounds."""

    def read(value: Raw) -> int:
        number = _number(value)
        if number is None or number != int(number) or not least <= number <= most:
            raise ValueError(_("a whole number from {least} to {most}").format(least=least, most=most))
        return int(number)

    return Cell(N_("whole number"), read)


def decimal(least: float, most: float) -> Cell:
    """A number between two bounds."""

    def read(value: Raw) -> float:
        number = _number(value)
        if number is None or not least <= number <= most:
            raise ValueError(_("a number from {least:g} to {most:g}").format(least=least, most=most))
        return number

    return Cell(N_("number"), read)


def spelled(value: Raw, words: Mapping[str, tuple[str, ...]]) -> str | None:
    """The word among `words` that is meant, in any language or one of its other spellings; None for another text."""
    found = half_width(clean(value)).casefold().replace(" ", "_")
    if found in words:
        return found
    for word, others in words.items():
        if any(found == other.casefold() for other in (*others, *every_form(word))):
            return word
    return None


def spellings(words: Mapping[str, tuple[str, ...]]) -> list[str]:
    """Everything that is understood as one of the words."""
    return [form for word, others in words.items() for form in (*every_form(word), *others)]


def choice(words: Mapping[str, tuple[str, ...]]) -> Cell:
    """One of a few words, each also in its other spellings."""

    def read(value: Raw) -> str:
        word = spelled(value, words)
        if word is None:
            raise ValueError(one_of([_(word) for word in words], clean(value), spellings(words)))
        return word

    return Cell(N_("one word"), read, choices=tuple(words), worded=True)


def code(words: Mapping[str, tuple[str, ...]], offered: bool = True) -> Cell:
    """A known word in any of its spellings, or the brigade's own; `offered` in a drop-down unless most are its own."""

    def read(value: Raw) -> str:
        return spelled(value, words) or _identifier(value)

    return Cell(N_("word"), read, choices=tuple(words) if offered else (), worded=True)


def codes(words: Mapping[str, tuple[str, ...]]) -> Cell:
    """A list of known words in any of their spellings, or of the brigade's own."""

    def read(value: Raw) -> tuple[str, ...]:
        return tuple(dict.fromkeys(spelled(part, words) or _identifier(part) for part in _parts(value)))

    return Cell(N_("list of words"), read, number_format=TEXT_FORMAT, worded=True)


def days_of(words: Mapping[str, tuple[str, ...]]) -> Cell:
    """As `codes`, and dates and ranges of dates, as `2026-10-24` and `2026-10-01..2026-10-07`."""

    def read(value: Raw) -> tuple[str, ...]:
        return tuple(dict.fromkeys(spelled(part, words) or _dates(part) or _identifier(part) for part in _parts(value)))

    return Cell(N_("list of words or dates"), read, number_format=TEXT_FORMAT, worded=True)


def _dates(value: Raw) -> str:
    """A date, or a range of dates, in one spelling; empty for another word."""
    if isinstance(value, str) and not LOOKS_LIKE_A_DATE.match(half_width(clean(value))):
        return ""
    parts = half_width(clean(value)).split(RANGE) if isinstance(value, str) else [value]
    days = [times.day(part) for part in parts]
    if len(days) > 2 or days != sorted(days):
        raise ValueError(_("a first and a last date, as 2026-10-01..2026-10-07"))
    return RANGE.join(day.isoformat() for day in days)


def words_of(words: Mapping[str, tuple[str, ...]]) -> Cell:
    """A list of known words in any of their spellings."""

    def read(value: Raw) -> tuple[str, ...]:
        parts = _parts(value)
        found = [word for part in parts if (word := spelled(part, words))]
        if len(found) < len(parts):
            raise ValueError(_("words among {words}").format(words=", ".join(words)))
        return tuple(dict.fromkeys(found))

    return Cell(N_("list of words"), read, number_format=TEXT_FORMAT, worded=True)


def counts(words: Mapping[str, tuple[str, ...]]) -> Cell:
    """How many of each quality, as `sworn:1; driver:1`."""

    def read(value: Raw) -> dict[str, int]:
        found: dict[str, int] = {}
        for part in _parts(value):
            name, sign, number = half_width(clean(part)).partition(":")
            if not sign or not name.strip() or not re.fullmatch(r"\s*[1-9]\d?\s*", number, re.ASCII):
                raise ValueError(_("how many of each quality, such as sworn:1;driver:1"))
            quality = spelled(name, words) or name.strip()
            if quality in found:
                raise ValueError(_("each quality once, such as sworn:1;driver:1"))
            found[quality] = int(number)
        return found

    return Cell(N_("counts"), read, number_format=TEXT_FORMAT, worded=True)


ID = Cell(N_("id"), _identifier, number_format=TEXT_FORMAT)
IDS = Cell(N_("list of ids"), _identifiers, number_format=TEXT_FORMAT)
TEXT = Cell(N_("text"), clean)
YES_NO = Cell(N_("yes or no"), _yes_no, choices=("yes", "no"), worded=True)
DATE = Cell(N_("date"), times.day, number_format=DATE_FORMAT)
MOMENT = Cell(N_("date, or date and time"), times.moment)
CLOCK = Cell(N_("time"), times.clock, number_format=TEXT_FORMAT)
SHIFT_END = Cell(N_("time"), times.shift_end, number_format=TEXT_FORMAT)
HOURS = Cell(N_("hours"), times.window, number_format=TEXT_FORMAT)
COUNTRY = Cell(N_("country"), country_code, number_format=TEXT_FORMAT)
TIME_ZONE = Cell(N_("time zone"), zone_name, number_format=TEXT_FORMAT)
