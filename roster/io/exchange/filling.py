"""A file of another system as it is to be filled."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from roster.io.exchange.foreign import ForeignBook
from roster.io.exchange.layout import Layout
from roster.io.exchange.people import Matches, Question
from roster.io.exchange.xlsx_parts import Place


@dataclass
class Filling:
    """What is written where, and why other cells are not."""

    book: ForeignBook
    layout: Layout
    matches: Matches
    words: dict[str, tuple[str, str]]
    """The word for each shift, `rest` and `leave:kind`, and where it is from."""
    texts: dict[Place, str] = field(default_factory=dict)
    same: int = 0
    replaced: list[str] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    only_ours: list[str] = field(default_factory=list)
    outside: list[dt.date] = field(default_factory=list)
    missing: list[dt.date] = field(default_factory=list)
    """Planned dates for which the file has no column."""
    notes: list[str] = field(default_factory=list)

    @property
    def asked_cells(self) -> int:
        return len({cell for question in self.questions for cell in question.cells})
