"""A record that was changed and sealed again is refused, whatever it holds."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from roster.domain.errors import InputError
from roster.domain.roster import Stand
from roster.domain.service import Slot
from roster.io.read_book import read_book
from roster.io.sheets import written
from roster.io.sheets.written import Written
from roster.io.typed import has_type
from tests.living_week import put_week


def sealed_again(file: Path, change: Any) -> Path:
    book = load_workbook(file)
    sheet = book[written.TITLE]
    content = json.loads("".join(written._chunks(sheet)))
    change(content)
    text = json.dumps(content)
    assert len(text) <= written.CHUNK
    sheet.cell(4, 1).value, sheet.cell(3, 1).value = text, written._sum(text)
    for row in range(5, sheet.max_row + 1):
        sheet.cell(row, 1).value = None
    book.save(file)
    return file


CHANGES: dict[str, Any] = {
    "nothing at all": lambda content: content.clear(),
    "a brigade that is a list": lambda content: content.update(brigade=["x"]),
    "amounts that are a number": lambda content: content.update(short=7),
    "a duty with too little": lambda content: content.update(placeless=[["007"]]),
    "a day that is text": lambda content: content["crews"][0][0].__setitem__(0, "Monday"),
    "a minute that is nothing": lambda content: content["crews"][0][3][0].__setitem__(1, None),
    "a day out of all reach": lambda content: content["crews"][0][0].__setitem__(0, 10**12),
    "the end of time": lambda content: content.update(start="9999-12-30"),
    "the beginning of time": lambda content: content.update(start="0001-01-01"),
    "a number of days that is text": lambda content: content.update(days="7"),
    "no end of days": lambda content: content.update(days=10**9),
    "fingerprints in a list": lambda content: content.update(fingerprints=[1]),
    "a file name that is a number": lambda content: content.update(rule_files=[3]),
}


def test_the_record_as_it_was_is_read(tmp_path: Path) -> None:
    record = read_book(sealed_again(put_week(tmp_path), lambda content: None)).written
    assert has_type(record, Written)


@pytest.mark.parametrize("name", CHANGES)
def test_a_record_that_is_none_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError, match="a record that was changed"):
        read_book(sealed_again(put_week(tmp_path), CHANGES[name]))


@pytest.mark.parametrize(
    ("value", "hint", "fits"),
    [
        (Stand(Slot(0, 1, 2), "Z", "", "car", True), Stand, True),
        (Stand(Slot(0, 1, None), "Z", "", "car", True), Stand, False),  # type: ignore[arg-type]
        ((1, "a"), tuple[int, str], True),
        ((1,), tuple[int, str], False),
        ((1, 2, 3), tuple[int, ...], True),
        ("abc", tuple[str, ...], False),
        ({"a": 1}, dict[str, int], True),
        ({"a": None}, dict[str, int], False),
        (None, int | None, True),
        (True, int, False),
        (1, float, True),
        (frozenset({1}), frozenset[str], False),
    ],
)
def test_types_all_the_way_down(value: object, hint: Any, fits: bool) -> None:
    assert has_type(value, hint) is fits
