"""Columns as wide as what they hold: widths at which a table that must fit on a page's width is lowest."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from math import ceil
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from roster.io.styles import lines_in, text_width

WIDEST = 60
"""In columns of Latin letters: no column of a table gets wider."""
LONGEST, LONGEST_IN_CHINESE = 24, 16
"""Longer words are broken, and longer pieces of Chinese, which has no blanks."""
WHOLE = re.compile(r"[^\s、，；]+[、，；]?")
"""What is not broken where it can be helped: Latin words, and in Chinese what stands between commas."""
STEP, FAR = 6, 12
"""How far ahead is looked for the width at which a column's texts next take fewer lines, and more."""
OWN = 0.01
"""What a line of one text counts beside one of a whole row."""
Lines = npt.NDArray[np.int_]
"""Row by column by width: the lines that a text takes."""


class Pieces(NamedTuple):
    """How texts of a column are laid out in lines: cut at `between` and nowhere else where that can be helped.

    Pieces on one line are joined by `joint`; `part` of the width is counted on, less where letters are wide.
    """

    between: str
    joint: str
    part: float = 1.0

    def laid(self, text: str, width: float) -> str:
        """A text in lines that fit a width."""
        return packed(text.split(self.between), self.joint, self.part * width) if text else text


def fitted_widths(
    headings: Sequence[str],
    rows: Sequence[Sequence[str]],
    total: float,
    unused: Collection[int] = (),
    pieces: Mapping[int, Pieces] | None = None,
) -> list[int]:
    """Widths that add up to `total` and make the rows' lines as few as a greedy search finds.

    `unused` columns (from 0) get the width 0. `pieces` say how texts of columns (from 0) are laid out; those of others
    are wrapped between words.
    No column is narrower than its longest word, so that none is broken. Width is given, little by little, where it
    saves the most lines for each unit, and in another try taken where it costs the fewest; what saves no line goes to
    the texts that fill theirs most.
    """
    if unused:
        used = [at for at in range(len(headings)) if at not in unused]
        own = {new: pieces[at] for new, at in enumerate(used) if pieces and at in pieces}
        texts = [[row[at] for at in used] for row in rows]
        given = iter(fitted_widths([headings[at] for at in used], texts, total, pieces=own))
        return [next(given) if at in used else 0 for at in range(len(headings))]
    table = [headings, *rows]
    parts = [pieces[at].part if pieces and at in pieces else 1.0 for at in range(len(headings))]
    bold = [_longest_word(heading) + 1 for heading in headings]
    widths = [
        ceil(max([bold[at], *(_longest_word(row[at]) for row in rows)]) / part) + 1 for at, part in enumerate(parts)
    ]
    known: dict[tuple[str, Pieces | None], list[int]] = {}
    for row in table:
        for at, text in enumerate(row):
            way = (pieces or {}).get(at)
            if (text, way) not in known:
                known[text, way] = [_lines(text, width, way) for width in range(WIDEST + 1)]
    lines = np.array([[known[text, (pieces or {}).get(at)] for at, text in enumerate(row)] for row in table])
    starts = (widths, _narrowed(widths, lines, total))
    ways = [_exchanged(_grown(start, lines, total), widths, lines) for start in starts]
    found = min(ways, key=lambda way: _height(way, lines))
    while sum(found) < total and found[at := _fullest(table, found)] < WIDEST:
        found[at] += 1
    return found


def _grown(widths: Sequence[int], lines: Lines, total: float) -> list[int]:
    """Widths that grow from these, each time where that saves the most lines for each unit, until nothing is saved."""
    found = list(widths)
    while True:
        left = min(STEP, int(total - sum(found)))
        steps = [(at, more) for at, width in enumerate(found) for more in range(1, min(left, WIDEST - width) + 1)]
        height = _height(found, lines)
        saved = {(at, more): (height - _height(_changed(found, at, more), lines)) / more for at, more in steps}
        if not saved or max(saved.values()) <= 0:
            return found
        at, more = max(saved, key=lambda step: saved[step])
        found[at] += more


def _narrowed(least: Sequence[int], lines: Lines, total: float) -> list[int]:
    """Widths at which every text takes one line, made narrower where that costs the fewest lines until they fit."""
    found = [max(width, int(np.argmin(lines[:, at].max(axis=0)))) for at, width in enumerate(least)]
    while sum(found) > total:
        steps = [(at, less) for at, width in enumerate(found) for less in range(1, min(FAR, width - least[at]) + 1)]
        if not steps:
            return list(least)
        height = _height(found, lines)
        lost = {(at, less): (_height(_changed(found, at, -less), lines) - height) / less for at, less in steps}
        at, less = min(lost, key=lambda step: lost[step])
        found[at] -= less
    return found


def _exchanged(widths: Sequence[int], least: Sequence[int], lines: Lines) -> list[int]:
    """Widths among which no column gains by what another one has to spare."""
    found = list(widths)
    while True:
        pairs = [(giver, taker) for giver in range(len(found)) for taker in range(len(found)) if giver != taker]
        moved = {
            (giver, taker, more): _height(_changed(_changed(found, giver, -more), taker, more), lines)
            for giver, taker in pairs
            for more in range(1, min(FAR, found[giver] - least[giver], WIDEST - found[taker]) + 1)
        }
        if not moved or min(moved.values()) >= _height(found, lines):
            return found
        giver, taker, more = min(moved, key=lambda move: moved[move])
        found[giver] -= more
        found[taker] += more


def _height(widths: Sequence[int], lines: Lines) -> float:
    """Lines of all rows, each as high as the highest of its texts; of equal ones that whose texts take fewer."""
    now = np.stack([lines[:, at, width] for at, width in enumerate(widths)], axis=1)
    return float(now.max(axis=1).sum() + OWN * now.sum())


def _changed(widths: Sequence[int], at: int, more: int) -> list[int]:
    return [width + more * (column == at) for column, width in enumerate(widths)]


def packed(codes: Sequence[str], between: str, width: float) -> str:
    """Codes joined in lines that fit a width, so that none is broken."""
    room, joint, tail = max(1.0, width - 1), text_width(between), text_width(between.rstrip())
    lines: list[list[str]] = []
    used = 0
    for number, code in enumerate(codes, start=1):
        longer = used + joint + text_width(code)
        if lines and longer + tail * (number < len(codes)) <= room:
            lines[-1].append(code)
            used = longer
        else:
            lines.append([code])
            used = text_width(code)
    return f"{between.rstrip()}\n".join(map(between.join, lines))


def _lines(text: str, width: int, way: Pieces | None) -> int:
    return lines_in(way.laid(text, width) if way else text, width)


def _longest_word(text: str) -> int:
    words = WHOLE.findall(text)
    return max((min(LONGEST if word.isascii() else LONGEST_IN_CHINESE, text_width(word)) for word in words), default=0)


def _fullest(table: Sequence[Sequence[str]], widths: Sequence[int]) -> int:
    """The column whose texts fill the largest part of its width, those that may still grow."""
    filled = [
        sum(text_width(row[at]) for row in table) / width if width < WIDEST else 0.0 for at, width in enumerate(widths)
    ]
    return int(np.argmax(filled))
