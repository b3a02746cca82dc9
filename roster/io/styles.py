"""How sheets look: fonts, fills, colours by shift, widths that fit Chinese.

Every value goes into a cell through `put`, so that data can never turn into a formula.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from functools import lru_cache
from typing import Literal, NamedTuple
from weakref import WeakKeyDictionary

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell, MergedCell
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side
from openpyxl.styles.cell_style import StyleArray
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.worksheet import Worksheet

from roster.domain.people import Officer
from roster.domain.problem import Facts
from roster.i18n import language

Value = str | int | float | bool | dt.date | dt.datetime | None

FONTS = {"en": "Arial", "zh": "Microsoft YaHei"}
STANDARD_FONT, STANDARD_SIZE = "Arial", 10
"""The workbook's own font, in whose digits widths of columns count: one that every system has, or one as wide, so that
sheets print at the same size everywhere."""
LONGEST_TEXT = 32_767  # characters that a cell holds
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
POINTS_A_LINE = 15.0
TALLEST_ROW = 400.0
WORD = re.compile(r"[^\s\u2e80-\uffef]+\s*|[\u2e80-\uffef]\s*|\s+")
"""What a line is broken between: a word of Latin letters or digits, or one Chinese character."""

INK, PALE_INK = "1F2937", "6B7280"
HEAD, STRIPE, RULE = "1E3A5F", "EEF2F7", "BFC7D1"
CHART_DARK, CHART_BRIGHT = "364FC7", "E8590C"
GOOD, BAD, WARN, IDLE = "D9EFDC", "F6C7C3", "FCE8B2", "E5E7EB"


class Colour(NamedTuple):
    fill: str
    ink: str


DAY_COLOURS = (
    Colour("FFF3BF", INK),
    Colour("FFD8A8", INK),
    Colour("D0BFFF", INK),
    Colour("B2F2BB", INK),
    Colour("A5D8FF", INK),
    Colour("FCC2D7", INK),
)
NIGHT_COLOURS = (Colour("364FC7", "FFFFFF"), Colour("5F3DC4", "FFFFFF"), Colour("1B4332", "FFFFFF"))
LEAVE_COLOUR = Colour("CED4DA", INK)
REST_COLOUR = Colour("FFFFFF", "9CA3AF")


class Look(NamedTuple):
    """What a cell looks like; turned into one named style of the workbook."""

    bold: bool = False
    size: int = 10
    ink: str = INK
    fill: str = ""
    across: str = "left"
    wrap: bool = True
    boxed: bool = True
    shape: str = "General"
    down: str = "center"
    shrink: bool = False  # smaller letters where the text is too long


TITLE = Look(bold=True, size=16, ink=HEAD, across="center", boxed=False)
SUBTITLE = Look(size=10, ink=PALE_INK, across="center", boxed=False)
SECTION = Look(bold=True, size=12, ink=HEAD, wrap=False, boxed=False)
NOTE = Look(size=9, ink=PALE_INK, boxed=False, down="top")
LINE = Look(size=11, wrap=False, boxed=False)
HEADER = Look(bold=True, ink="FFFFFF", fill=HEAD, across="center")
HEADER_DATE = HEADER._replace(shape="mm-dd")
BLANK_HEADER = HEADER._replace(boxed=False)
REST_HEADER = HEADER._replace(fill="8A6D1D")
REST_HEADER_DATE = REST_HEADER._replace(shape="mm-dd")
HOLIDAY_HEADER = HEADER._replace(fill="A61E1E")
HOLIDAY_HEADER_DATE = HOLIDAY_HEADER._replace(shape="mm-dd")
TEXT = Look()
STRONG = Look(bold=True)
CENTRE = Look(across="center")
STRONG_CENTRE = Look(bold=True, across="center")
WHOLE = Look(across="center", shape="0")
FEW = Look(across="center", shape='0;-0;"·"')
STRONG_WHOLE = WHOLE._replace(bold=True, fill=STRIPE)
TENTHS = Look(across="center", shape="0.0")
THOUSANDS = Look(across="right", shape="#,##0")
PERCENT = Look(across="right", shape="0.0%")
DATE = Look(across="center", shape="yyyy-mm-dd")
LABEL = Look(bold=True, fill=STRIPE)
GOOD_CENTRE = CENTRE._replace(fill=GOOD)
BAD_CENTRE = CENTRE._replace(fill=BAD, bold=True)
WARN_CENTRE = CENTRE._replace(fill=WARN)
IDLE_CENTRE = CENTRE._replace(fill=IDLE)


def put(cell: Cell | MergedCell, value: Value, look: Look | None = None) -> None:
    """Write a value as data: a text stays a text, whatever it begins with.

    Characters that a workbook cannot hold are dropped.
    """
    if look is not None:
        _dress(cell, look)
    if isinstance(cell, MergedCell):
        return
    if not isinstance(value, str):
        cell.value = value
        return
    text = ILLEGAL_CHARACTERS_RE.sub("", value)[:LONGEST_TEXT]
    cell.value = text
    if text:
        cell.data_type = "s"
    if text.startswith(FORMULA_STARTS):
        cell.quotePrefix = True


def formula(cell: Cell | MergedCell, text: str, look: Look) -> None:
    """Write a formula of ours; nothing that comes from data may be in it."""
    _dress(cell, look)
    if isinstance(cell, Cell):
        cell.value = text


def put_row(sheet: Worksheet, row: int, values: Iterable[Value], look: Look, first: int = 1) -> None:
    """Write values side by side in one look."""
    for column, value in enumerate(values, start=first):
        put(sheet.cell(row, column), value, look)


def put_merged(sheet: Worksheet, row: int, first: int, last: int, value: Value, look: Look) -> None:
    """Write one value over several columns of a row."""
    if last > first:  # `merge_cells` compares each range with all others, and draws borders that the look brings anyway
        sheet.merged_cells.ranges.add(CellRange(min_col=first, min_row=row, max_col=last, max_row=row))
        for column in range(first + 1, last + 1):
            sheet._cells[row, column] = MergedCell(sheet, row, column)
    for column in range(first, last + 1):
        put(sheet.cell(row, column), value, look)


_known_styles: WeakKeyDictionary[Workbook, dict[tuple[str, Look], StyleArray]] = WeakKeyDictionary()


def _dress(cell: Cell | MergedCell, look: Look) -> None:
    """Give a cell a look: the style of that name in its workbook, made where it is missing.

    To look a named style up takes longer than the rest of writing a cell, so that its numbers are kept.
    """
    book = cell.parent.parent
    if book is None:
        return
    known = _known_styles.get(book)
    if known is None:
        known = _known_styles[book] = {}
        standard = next(style for style in book._named_styles if style.name == "Normal")  # type: ignore[attr-defined]
        standard.font = Font(STANDARD_FONT, size=STANDARD_SIZE)
    key = (language(), look)
    if key not in known:
        name = f"roster {language()} " + " ".join(str(part) for part in look)
        if name not in book.named_styles:
            _add_style(book, name, look)
        cell.style = name
        known[key] = cell._style  # type: ignore[union-attr]
    cell._style = copy(known[key])  # type: ignore[union-attr]


def _add_style(book: Workbook, name: str, look: Look) -> None:
    side = Side("thin", color=RULE)
    style = NamedStyle(
        name,
        Font(FONTS[language()], size=look.size, bold=look.bold, color=look.ink),
        PatternFill("solid", fgColor=look.fill) if look.fill else PatternFill(),
        Border(side, side, side, side) if look.boxed else Border(),
        Alignment(look.across, look.down, wrap_text=look.wrap, shrink_to_fit=look.shrink),
        look.shape,
    )
    style.hidden = True
    book.add_named_style(style)


def shift_colours(facts: Facts) -> dict[str, Colour]:
    """A colour for every shift: dark ones for nights, light ones for the others, in the table's order."""
    colours: dict[str, Colour] = {}
    for night, palette in ((True, NIGHT_COLOURS), (False, DAY_COLOURS)):
        codes = [shift.code for shift in facts.shifts if shift.night == night]
        colours.update({code: palette[index % len(palette)] for index, code in enumerate(codes)})
    return colours


def coloured(colour: Colour) -> Look:
    return Look(bold=True, across="center", fill=colour.fill, ink=colour.ink)


def colour_texts(sheet: Worksheet, area: str, colours: Mapping[str, Colour]) -> None:
    """Colour the cells of an area by their text, live: a hand edit takes the colour of what it says."""
    corner = area.split(":")[0].replace("$", "")
    by_colour: dict[Colour, list[str]] = {}
    for text, colour in colours.items():
        by_colour.setdefault(colour, []).append('"' + text.replace('"', '""') + '"')
    for colour, texts in by_colour.items():
        same = ",".join(f'{corner}&""={text}' for text in texts)
        sheet.conditional_formatting.add(area, _live("expression", colour, f"OR({same})"))


def colour_above_zero(sheet: Worksheet, area: str) -> None:
    """Mark numbers above zero as bad, live."""
    corner = area.split(":")[0].replace("$", "")
    test = f"AND(ISNUMBER({corner}),{corner}>0)"
    sheet.conditional_formatting.add(area, _live("expression", Colour(BAD, INK), test))


def _live(kind: Literal["expression"], colour: Colour, test: str) -> Rule:
    fill = PatternFill("solid", bgColor=colour.fill)
    style = DifferentialStyle(font=Font(color=colour.ink, bold=True), fill=fill)
    return Rule(kind, dxf=style, formula=[test], stopIfTrue=True)


@lru_cache(maxsize=4096)
def text_width(text: str) -> int:
    """Width in columns of Latin letters: Chinese characters take two."""
    if text.isascii():
        return max(map(len, text.split("\n")))
    return max(
        (sum(1 + (unicodedata.east_asian_width(c) in "WF") for c in line) for line in text.split("\n")), default=0
    )


def widths(sheet: Worksheet, values: Sequence[float], first: int = 1) -> None:
    """Widths of columns side by side; a column of width 0 is hidden."""
    for column, width in enumerate(values, start=first):
        sheet.column_dimensions[get_column_letter(column)].width = width
        sheet.column_dimensions[get_column_letter(column)].hidden = not width


def widest(texts: Iterable[str], least: int, most: int) -> int:
    """A column width that fits all texts within bounds."""
    return min(most, max([least, *(text_width(text) + 2 for text in texts)]))


def group_widths(officers: Sequence[Officer], category: int, squad: int) -> tuple[float, float]:
    """Widths of the columns of category and squad: at least so wide, and 0 where no officer has any."""
    squads = [officer.squad for officer in officers]
    return (
        category if any(officer.category for officer in officers) else 0,
        widest(squads, squad, 16) if any(squads) else 0,
    )


def fit_height(sheet: Worksheet, row: int, texts: Mapping[float, str] | Iterable[tuple[float, str]]) -> None:
    """Make a row high enough for texts wrapped at the given widths; merged cells never grow by themselves."""
    pairs = texts.items() if isinstance(texts, Mapping) else texts
    lines = max((lines_in(text, width) for width, text in pairs), default=1)
    sheet.row_dimensions[row].height = min(TALLEST_ROW, POINTS_A_LINE * lines + 4)


def lines_in(text: str, width: float) -> int:
    """Lines that a text takes when wrapped at a width: between words, and between any two Chinese characters."""
    room = max(1.0, width - 1)
    return sum(_wrapped(line, room) for line in text.split("\n"))


def _wrapped(line: str, room: float) -> int:
    if text_width(line) <= room:
        return 1
    lines, used = 1, 0.0
    for long, bare in _words(line):
        if used and used + bare > room:
            lines, used = lines + 1, 0.0
        used += long
        while used > room and bare > room:
            lines, used = lines + 1, used - room
    return lines


@lru_cache(maxsize=4096)
def _words(line: str) -> tuple[tuple[int, int], ...]:
    """Each word's width with the blanks after it, and without."""
    return tuple((text_width(word), text_width(word.rstrip())) for word in WORD.findall(line))
