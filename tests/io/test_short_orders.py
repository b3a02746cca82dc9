"""Daily orders of a long day: the same in fewer words, so that it takes fewer pages, and read back all the same."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from openpyxl import Workbook

from roster.domain.roster import Roster, crew_labels
from roster.i18n import _, set_language
from roster.io.read_book.orders import rows_of_crews
from roster.io.sheets import daily_orders
from roster.io.sheets.order_rows import in_ranges, rows_of
from tests.io import sample


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    set_language("en")
    yield
    set_language("en")


def test_codes_in_a_row_are_a_range() -> None:
    codes = ["C14", "R2", "C03", "C05", "C04", "C03", "gate", "C10", "C09", "C11", "C8"]
    assert list(in_ranges(codes)) == ["C03-C05", "C8-C11", "C14", "R2", "gate"]
    assert list(in_ranges(["C1", "C2", "7", "9", ""])) == ["", "7", "9", "C1", "C2"]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_long_day_is_told_in_short_and_read_back(language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    made = sample.outcome()
    crews = tuple(
        replace(crew, members=tuple(replace(member, roles=member.roles | {"armed"}) for member in crew.members))
        for crew in made.roster.crews * 12
    )
    made = replace(made, roster=Roster(crews))
    set_language(language)
    monkeypatch.setattr(daily_orders, "FORMS", (True,))
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = _(daily_orders.TITLE)
    daily_orders.write(sheet, made)
    assert not sheet.column_dimensions["J"].width, "who is armed is said beside the names"
    told = [post for posts in rows_of(made, short=True).values() for post in posts]
    assert all(_("{name} (armed)").format(name="") in post.lead for post in told if post.lead)
    assert not any(post.weapons or "(" in post.unit for post in told)
    _title, rows = rows_of_crews(book, "week.xlsx", made.roster, made.problem)
    labels = zip(crew_labels(made.roster), made.roster.crews, strict=True)
    known = {(crew.unit.day, crew.unit.shift, label): crew for label, crew in labels}
    read = {unit: own for unit, own in rows.items() if unit in known}
    assert len(read) > 100
    for unit, own in read.items():
        assert all(set(row.members) == known[unit].officers and row.vehicle == known[unit].vehicle for row in own)
