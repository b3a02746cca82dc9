"""Columns as wide as what they hold: widths at which a table that must fit on a page's width is lowest."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

import numpy as np

from roster.io.styles import lines_in, text_width

WIDEST = 60
"""In columns of Latin letters: no column of a table gets wider."""
LONGEST, LONGEST_IN_CHINESE = 24, 16
"""Longer words are broken, and longer pieces of Chinese, which has no blanks."""
LEAST_PART = 0.7
"""Of the total, however few columns are used: room for a heading, and for three lines to sign."""
WHOLE = re.compile(r"[^\s、，；]+[、，；]?")
"""What is not broken where it can be helped: Latin words, and in Chinese what stands between commas."""
STEP = 6
"""How far ahead is looked for the width at which a column's texts next take fewer lines."""


def fitted_widths(
    headings: Sequence[str], rows: Sequence[Sequence[str]], total: float, unused: Collection[int] = ()
) -> list[int]:
    """Widths that add up to `total` and make the rows' lines as few as a greedy search finds.

    `unused` columns (from 0) get the width 0, and the others only their part of the total.
    Each column begins at its longest word, so that no word is broken; then the width goes, little by little, to the
    column where it saves the most lines for each unit, or, where it saves none, to the texts that fill theirs most.
    """
    if unused:
        used = [at for at in range(len(headings)) if at not in unused]
        part = total * max(LEAST_PART, len(used) / len(headings))
        found = iter(fitted_widths([headings[at] for at in used], [[row[at] for at in used] for row in rows], part))
        return [next(found) if at in used else 0 for at in range(len(headings))]
    table = [headings, *rows]
    widths = [max(_longest_word(row[at]) for row in table) + 2 for at in range(len(headings))]
    known = {text: [lines_in(text, width) for width in range(WIDEST + 1)] for row in table for text in row}
    lines = np.array([[known[text] for text in row] for row in table])
    while sum(widths) < total:
        left = int(total - sum(widths))
        now = np.stack([lines[:, at, widths[at]] for at in range(len(widths))], axis=1)
        best, gain = (-1, 1), 0.0
        for at in range(len(widths)):
            others = np.delete(now, at, axis=1).max(axis=1, initial=1)
            for more in range(1, min(STEP, left, WIDEST - widths[at]) + 1):
                taller = np.maximum(others, lines[:, at, widths[at] + more])
                own = (now[:, at] - lines[:, at, widths[at] + more]).sum()
                saved = float((now.max(axis=1) - taller).sum() + 0.01 * own)
                if saved / more > gain:
                    best, gain = (at, more), saved / more
        at, more = best if gain else (_fullest(table, widths), 1)
        if widths[at] >= WIDEST:
            break
        widths[at] += more
    return widths


def packed(codes: Sequence[str], between: str, width: float) -> str:
    """Codes joined in lines that fit a width, so that none is broken."""
    found: list[str] = []
    for number, code in enumerate(codes, start=1):
        longer = f"{found[-1]}{between}{code}" if found else code
        if found and lines_in(longer + between.rstrip() * (number < len(codes)), width) == 1:
            found[-1] = longer
        else:
            found = [*found[:-1], found[-1] + between.rstrip(), code] if found else [code]
    return "\n".join(found)


def _longest_word(text: str) -> int:
    words = WHOLE.findall(text)
    return max((min(LONGEST if word.isascii() else LONGEST_IN_CHINESE, text_width(word)) for word in words), default=0)


def _fullest(table: Sequence[Sequence[str]], widths: Sequence[int]) -> int:
    """The column whose texts fill the largest part of its width, those that may still grow."""
    filled = [
        sum(text_width(row[at]) for row in table) / width if width < WIDEST else 0.0 for at, width in enumerate(widths)
    ]
    return int(np.argmax(filled))
