"""Text and boxes on the pages of a PDF; lengths in points from the upper left corner."""

from __future__ import annotations

import weakref
from collections.abc import Iterator, Mapping
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from fpdf import FPDF
from fpdf.fonts import TTFFont

from roster.domain.errors import OutputError
from roster.io.chinese_fonts import missing_sentence
from roster.io.edited import PICTURE_MARK
from roster.io.pdf.fonts import families, has_chinese
from roster.io.styles import WORD

BASELINE, LINE_HEIGHT = 0.36, 1.22
"""Of a letter's size: how far under the middle of its line it stands; from one line to the next."""
LEAST_SHRINK = 0.5
FIRST_CHINESE = 0x2E80
NOWHERE, UNKNOWN = -1, "?"
"""In place of the number of a font, and of a letter, that no font has."""
Rgb = tuple[int, int, int]
BLACK: Rgb = (0, 0, 0)


class Writing(NamedTuple):
    """How a text looks."""

    size: float = 10.0
    bold: bool = False
    ink: Rgb = BLACK
    across: str = "left"
    down: str = "center"
    wrap: bool = True


def rgb(text: str) -> Rgb:
    """`1E3A5F`, with or without two digits before it, as three numbers."""
    digits = text[-6:]
    return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:], 16)


def _key(number: int) -> str:
    return f"f{number}"


def _style(bold: bool) -> str:
    return "B" if bold else ""


def _close(fonts: Mapping[tuple[int, bool], TTFFont]) -> None:
    for font in fonts.values():
        font.ttfont.close()


class Canvas:
    """A PDF that grows page by page; letters come from the first font that has them."""

    def __init__(self, title: str) -> None:
        self.pdf = FPDF(unit="pt", format="A4")
        self.pdf.set_auto_page_break(False)
        self.pdf.c_margin = 0
        self.pdf.set_title(title)
        self.pdf.set_creator(PICTURE_MARK)
        self._widths: dict[tuple[str, bool], tuple[int, float]] = {}
        self._families = families()
        self._fonts: dict[tuple[int, bool], TTFFont] = {}
        self.sizes: list[float] = []
        weakref.finalize(self, _close, self._fonts)

    def _font(self, number: int, bold: bool) -> TTFFont:
        """A font of the families by its number; each is read when its first letter is asked for."""
        found = self._fonts.get((number, bold))
        if found is None:
            face = self._families[number].bold if bold else self._families[number].plain
            self.pdf.add_font(_key(number), _style(bold), face.file, collection_font_number=face.number)
            made = self.pdf.fonts[_key(number) + _style(bold)]
            assert isinstance(made, TTFFont)
            found = self._fonts[number, bold] = made
        return found

    def page(self, width: float, height: float) -> None:
        """Begin a page."""
        self.pdf.add_page(orientation="portrait", format=(width, height))
        self.pdf.set_margin(0)

    def save(self, path: Path) -> None:
        self.pdf.output(str(path))

    def box(self, x: float, y: float, width: float, height: float, fill: Rgb | None, line: Rgb | None) -> None:
        """A rectangle with a fill, a thin line around it, or both."""
        if fill is not None:
            self.pdf.set_fill_color(*fill)
        if line is not None:
            self.pdf.set_draw_color(*line)
            self.pdf.set_line_width(0.5)
        style = ("D" if line is not None else "") + ("F" if fill is not None else "")
        if style:
            self.pdf.rect(x, y, width, height, style=style)

    def width(self, text: str, size: float, bold: bool = False) -> float:
        """Points that a text takes on one line."""
        return sum(self._letter(letter, bold)[1] for letter in text) * size

    def lines(self, text: str, size: float, bold: bool, room: float) -> list[str]:
        """A text cut into lines: between words, and between any two Chinese letters."""
        found = []
        for paragraph in text.split("\n"):
            line = ""
            for word in WORD.findall(paragraph):
                if line and self.width((line + word).rstrip(), size, bold) > room:
                    found.append(line.rstrip())
                    line = ""
                line += word
                while self.width(line.rstrip(), size, bold) > room and len(line) > 1:
                    most = self._fitting(line, size, bold, room)
                    found.append(line[:most])
                    line = line[most:]
            found.append(line.rstrip())
        return found

    def write(self, text: str, x: float, y: float, width: float, height: float, look: Writing) -> None:
        """A text in a box: smaller letters where it would not fit, and never cut off."""
        size, lines = self._fit(text, width, height, look)
        self.sizes.append(size)
        step = size * LINE_HEIGHT
        total = step * len(lines)
        top = {"top": y, "bottom": y + height - total}.get(look.down, y + (height - total) / 2)
        self.pdf.set_text_color(*look.ink)
        for number, line in enumerate(lines):
            long = self.width(line, size, look.bold)
            left = {"center": x + (width - long) / 2, "right": x + width - long}.get(look.across, x)
            self._runs(line, left, top + step * (number + 0.5) + size * BASELINE, size, look.bold)

    def _fit(self, text: str, width: float, height: float, look: Writing) -> tuple[float, list[str]]:
        size = look.size
        while True:
            lines = self.lines(text, size, look.bold, width) if look.wrap else text.split("\n")
            tall = len(lines) * size * LINE_HEIGHT <= height + 1 or len(lines) == 1
            wide = max((self.width(line, size, look.bold) for line in lines), default=0) <= width + 0.5
            if (tall and wide) or size <= look.size * LEAST_SHRINK:
                return size, lines
            size *= 0.96

    def _fitting(self, text: str, size: float, bold: bool, room: float) -> int:
        """How many letters of a word fit."""
        used = 0.0
        for number, letter in enumerate(text):
            used += self._letter(letter, bold)[1] * size
            if used > room:
                return max(1, number)
        return len(text)

    def _letter(self, letter: str, bold: bool) -> tuple[int, float]:
        """The number of the font that has a letter, and its width at a size of one point."""
        found = self._widths.get((letter, bold))
        if found is None:
            found = self._widths[letter, bold] = self._measured(letter, bold)
        return found

    def _measured(self, letter: str, bold: bool) -> tuple[int, float]:
        fonts = range(len(self._families))
        number = next((number for number in fonts if ord(letter) in self._font(number, bold).cmap), NOWHERE)
        if number == NOWHERE and ord(letter) >= FIRST_CHINESE and letter.isalpha() and not has_chinese():
            raise OutputError(missing_sentence())
        self.pdf.set_font(_key(max(0, number)), _style(bold), 1000)
        return number, self.pdf.get_string_width(letter if number != NOWHERE else UNKNOWN) / 1000

    def _runs(self, line: str, x: float, y: float, size: float, bold: bool) -> None:
        for number, run in self._split(line, bold):
            self.pdf.set_font(_key(max(0, number)), _style(bold), size)
            self.pdf.text(x, y, run if number != NOWHERE else UNKNOWN * len(run))
            x += self.width(run, size, bold)

    def _split(self, line: str, bold: bool) -> Iterator[tuple[int, str]]:
        """Stretches of letters of one font."""
        for number, letters in groupby(line, key=lambda letter: self._letter(letter, bold)[0]):
            yield number, "".join(letters)
