"""Which word stands for a shift, a day off and a leave in another system's file: told, in use there, or asked about."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field

from openpyxl.utils.cell import range_boundaries

from roster.i18n import _
from roster.io.codes import leave_name, leave_text
from roster.io.exchange.fill_map import FillMap
from roster.io.exchange.foreign import ForeignBook
from roster.io.exchange.layout import Layout
from roster.io.exchange.planned import Planned, Word

REST_WORDS = ("休息", "休", "公休", "轮休", "休班", "休假日", "off", "rest", "dayoff", "rdo", "x")
DASHES = ("-", "–", "—", "－", "/")
LEAVE_WORDS = {
    "annual": ("年假", "年休", "年休假", "年", "annualleave", "al", "leave"),
    "sick": ("病假", "病", "sickleave", "sl", "sick"),
    "personal": ("事假", "事", "personalleave", "pl"),
    "maternity": ("产假", "产", "maternityleave", "ml"),
    "training": ("培训", "训", "学习", "training", "tr"),
    "court": ("出庭", "court", "ct"),
}
HOURS = re.compile(
    r"(\d{1,2})[:：]?(\d{2})\s*(?:-|~|～|–|—|至|到|to)\s*(?:次日|第二天|next day)?\s*(\d{1,2})[:：]?(\d{2})", re.I
)


@dataclass
class Words:
    """The words that a file takes; `allowed` where it lists them, `in_use` what stands in its cells already."""

    allowed: tuple[str, ...] = ()
    in_use: Counter[str] = field(default_factory=Counter)
    hours: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Begin and end of a word's shift, where the file tells them."""

    @property
    def pool(self) -> tuple[str, ...]:
        return self.allowed or tuple(self.in_use)


def words_of(book: ForeignBook, layout: Layout, strangers: Collection[int] = ()) -> Words:
    """What the file itself says of its words; `strangers` are rows of nobody of ours, as sums and legends may be."""
    found = Words()
    sheet = layout.sheet
    rows = [(block, row) for block, row in layout.person_rows() if row not in strangers]
    cells = {(row, column) for block, row in rows for column in block.days}
    for place in cells:
        text = sheet.text_at(*place)
        if text:
            found.in_use[text] += 1
    for formula, areas in sheet.text.lists if sheet.text else ():
        if any(_covers(area, cells) for area in areas.split()):
            found.allowed = tuple(dict.fromkeys((*found.allowed, *_listed(book, layout, formula))))
    for other in book.sheets:
        for row, column in sorted(other.values):
            if other is sheet and any(b.first_row <= row <= b.last_row and column in b.days for b in layout.blocks):
                continue
            word = other.text_at(row, column)
            hours = next((h for c in (column + 1, column + 2) if (h := hours_in(other.text_at(row, c)))), None)
            if word and hours and not hours_in(word):
                found.hours.setdefault(word, hours)
    for word in found.pool:
        own = hours_in(word)
        if own:
            found.hours[word] = own
    return found


def hours_in(text: str) -> tuple[str, str] | None:
    """Begin and end that a text tells, as `07:00`."""
    match = HOURS.search(text)
    if not match or int(match[1]) > 24 or int(match[3]) > 24:
        return None
    return f"{int(match[1]) % 24:02d}:{match[2]}", f"{int(match[3]) % 24:02d}:{match[4]}"


def _covers(area: str, cells: Iterable[tuple[int, int]]) -> bool:
    left, top, right, bottom = range_boundaries(area)
    if left is None or top is None or right is None or bottom is None:
        return False
    return any(top <= row <= bottom and left <= column <= right for row, column in cells)


def _listed(book: ForeignBook, layout: Layout, formula: str) -> Iterator[str]:
    """The words of a validation: `"a,b"`, or the cells `班次!$A$2:$A$5`."""
    if formula.startswith('"'):
        yield from (word.strip() for word in formula.strip('"').split(",") if word.strip())
        return
    title, mark, area = formula.rpartition("!")
    sheet = layout.sheet if not mark else next((s for s in book.sheets if s.title == title.strip("'")), None)
    match = re.fullmatch(r"\$?([A-Z]+)\$?(\d+)(?::\$?([A-Z]+)\$?(\d+))?", area)
    if sheet is None or match is None:
        return
    left, top, right, bottom = range_boundaries(area.replace("$", ""))
    for (row, column), _value in sorted(sheet.values.items()):
        if (top or 0) <= row <= (bottom or 0) and (left or 0) <= column <= (right or 0):
            yield sheet.text_at(row, column)


def plain(word: str) -> str:
    return re.sub(r"[\s_.-]+", "", unicodedata.normalize("NFKC", word)).casefold()


def _bare(word: str) -> str:
    """A shift's name without what all have: `白班` is `白`."""
    text = plain(HOURS.sub("", word))
    return text.removesuffix("班").removesuffix("shift") or text


def shift_word(shift: Word, words: Words, answers: FillMap, planned: Planned) -> tuple[str | None, str]:
    """The word for a shift, and where it is from; None and a question where nothing is beyond doubt."""
    if shift.code in answers.shifts:
        return answers.shifts[shift.code], "map"
    if answers.system and (answers.system.strip().casefold(), shift.code) in planned.codes:
        return planned.codes[answers.system.strip().casefold(), shift.code], "shift_codes"
    if not words.pool:
        return shift.name, "own"
    forms = {_bare(form) for form in shift.forms}
    named = [word for word in words.pool if _bare(word) in forms]
    timed = [word for word in words.pool if words.hours.get(word) == (shift.start, shift.end)]
    if len(named) == 1:
        hours = words.hours.get(named[0])
        if hours and hours != (shift.start, shift.end):
            text = _("their '{word}' is {hours}, our {code} is {own}: which word stands for {code}?")
            own = f"{shift.start}-{shift.end}"
            return None, text.format(word=named[0], hours="-".join(hours), code=shift.code, own=own)
        return named[0], "name"
    if len(timed) == 1 and not named:
        return timed[0], "hours"
    shown = _(", ").join(words.pool[:12])
    text = _("which word stands for the shift {code} ({name}, {hours})? In use there: {words}")
    hours_text = f"{shift.start}-{shift.end}"
    return None, text.format(code=shift.code, name=shift.name, hours=hours_text, words=shown)


def rest_word(words: Words, answers: FillMap) -> tuple[str | None, str]:
    """The word for a day off; an empty one where such cells stay empty."""
    if answers.rest is not None:
        return answers.rest, "map"
    found = [word for word in words.pool if plain(word) in REST_WORDS]
    found = found or [word for word in words.pool if word.strip() in DASHES]
    if len(found) == 1:
        return found[0], "name"
    if not words.pool:
        return None, _("which word stands for a day off? None is in use there; an empty one leaves such cells empty")
    shown = _(", ").join(found or words.pool[:12])
    return None, _("which word stands for a day off? In use there: {words}").format(words=shown)


def leave_word(kind: str, words: Words, answers: FillMap) -> tuple[str | None, str]:
    """The word for a kind of leave; never that for a day off by itself."""
    for key in (kind, "*"):
        if key in answers.leave:
            return answers.leave[key], "map"
    forms = {plain(kind), plain(leave_name(kind)), plain(leave_text(kind)), *LEAVE_WORDS.get(kind, ())}
    found = [word for word in words.pool if plain(word) in forms]
    if len(found) == 1:
        return found[0], "name"
    text = _("which word stands for {leave}: a day off, an empty cell, or a word of theirs?")
    return None, text.format(leave=leave_name(kind))
