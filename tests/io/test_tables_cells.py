"""Cells: what people and Excel write, and what is meant."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from roster.domain.clock import Window
from roster.io.tables import cells, times
from roster.io.tables.absences import KINDS
from roster.io.tables.officers import SEXES
from roster.io.tables.text import clean, nearest, one_of, shown
from roster.io.tables.words import CATEGORIES, QUALITIES, WEEKDAYS


@pytest.mark.parametrize(
    ("written", "minutes"),
    [
        ("07:00", 420),
        ("7:05", 425),
        (" ７：００ ", 420),
        ("07:00:00", 420),
        ("00:00", 0),
        ("24:00", 1440),
        ("26:00", 1560),
        (dt.time(23, 30), 1410),
        (dt.datetime(1900, 1, 1), 1440),
        (dt.datetime(1900, 1, 1, 2, 0), 1560),
        (dt.timedelta(days=1), 1440),
        (dt.timedelta(hours=26), 1560),
        (0.5, 720),
        (1, 1440),
    ],
)
def test_clock_knows_every_form_of_a_time(written: Any, minutes: int) -> None:
    assert times.clock(written) == minutes


@pytest.mark.parametrize(
    "written", ["7", "25", "07:60", "49:00", "7 am", "=A1", "", True, 7, -0.5, dt.datetime(2026, 10, 19, 7), "07:00:30"]
)
def test_clock_refuses_what_is_no_time(written: Any) -> None:
    with pytest.raises(ValueError, match="a time such as 07:00, or 24:00"):
        times.clock(written)


@pytest.mark.parametrize(
    "written",
    [
        "2026-10-19",
        "2026/10/19",
        "2026.10.19",
        "20261019",
        "2026年10月19日",
        "２０２６-１０-１９",
        "2026-10-19 00:00:00",
        "46314",
        46314,
        46314.0,
        dt.date(2026, 10, 19),
        dt.datetime(2026, 10, 19),
    ],
)
def test_dates_in_every_form(written: Any) -> None:
    assert times.day(written) == dt.date(2026, 10, 19)


@pytest.mark.parametrize(
    "written", ["tomorrow", "2026-13-01", "2026-10/19", "19.10.2026", 3, 46314.5, True, dt.datetime(2026, 10, 19, 7)]
)
def test_what_is_no_date_is_refused(written: Any) -> None:
    with pytest.raises(ValueError, match="a date such as 2026-10-19"):
        times.day(written)


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2026-10-19", dt.date(2026, 10, 19)),
        ("2026-10-19 14:00", dt.datetime(2026, 10, 19, 14)),
        ("2026-10-19T14:00:00", dt.datetime(2026, 10, 19, 14)),
        ("2026-10-19 00:00", dt.datetime(2026, 10, 19)),
        ("2026-10-19 24:00", dt.datetime(2026, 10, 20)),
        (46314.5, dt.datetime(2026, 10, 19, 12)),
        (46314, dt.date(2026, 10, 19)),
        (dt.datetime(2026, 10, 19, 13, 59, 59, 999000), dt.datetime(2026, 10, 19, 14)),
        (dt.date(2026, 10, 19), dt.date(2026, 10, 19)),
    ],
)
def test_a_moment_is_a_date_with_or_without_a_time(written: Any, moment: dt.date) -> None:
    found = times.moment(written)
    assert (found, type(found)) == (moment, type(moment))


@pytest.mark.parametrize("written", ["2026-10-19 25:00", "14:00", "2026-10-19 noon", 0.5])
def test_what_is_no_moment_is_refused(written: Any) -> None:
    with pytest.raises(ValueError, match="or a date and time such as 2026-10-19 14:00"):
        times.moment(written)


@pytest.mark.parametrize(
    ("written", "window"),
    [
        ("22:00-06:00", Window(1320, 1800)),
        ("07:00 - 23:00", Window(420, 1380)),
        ("00:00–24:00", Window(0, 1440)),
        ("22:00至06:00", Window(1320, 1800)),
    ],
)
def test_hours_may_cross_midnight(written: str, window: Window) -> None:
    assert times.window(written) == window


@pytest.mark.parametrize("written", ["22:00", "22-6", "a-b", 5])
def test_what_is_no_hours_is_refused(written: Any) -> None:
    with pytest.raises(ValueError, match="hours such as 22:00-06:00"):
        times.window(written)


@pytest.mark.parametrize(
    ("written", "identifier"),
    [
        ("007", "007"),
        ("NA", "NA"),
        ("  ００７　", "007"),
        ("\ufeff007\u200b", "007"),
        ("\u202eA1\u2066 Li\u200f", "A1 Li"),
        ("0\x0007\x1f", "007"),
        (7, "7"),
        (7.0, "7"),
        (7.5, "7.5"),
        ("=1+1", "=1+1"),
        ("警001", "警001"),
    ],
)
def test_ids_are_text_for_ever(written: Any, identifier: str) -> None:
    assert cells.ID.read(written) == identifier


def test_an_id_that_excel_made_a_date_is_refused() -> None:
    with pytest.raises(ValueError, match="format the column as text"):
        cells.ID.read(dt.datetime(2026, 3, 1))


@pytest.mark.parametrize("separator", [*";；,，、\n"])
def test_what_separates_lists_may_not_stand_in_an_id(separator: str) -> None:
    assert cells.IDS.read(f"Z1{separator} Z2{separator}{separator}Z1") == ("Z1", "Z2")
    with pytest.raises(ValueError, match="without a semicolon or comma"):
        cells.ID.read(f"a{separator}b")


def test_a_number_is_a_list_of_one() -> None:
    assert cells.IDS.read(7.0) == ("7",)


@pytest.mark.parametrize(("written", "answer"), [("yes", True), ("是", True), (1, True), (True, True), ("TRUE", True)])
def test_yes(written: Any, answer: bool) -> None:
    assert cells.YES_NO.read(written) is answer


@pytest.mark.parametrize("written", ["no", "否", 0, False, "false", "N"])
def test_no(written: Any) -> None:
    assert cells.YES_NO.read(written) is False


def test_neither_yes_nor_no() -> None:
    with pytest.raises(ValueError, match="yes or no"):
        cells.YES_NO.read("perhaps")


@pytest.mark.parametrize(("written", "number"), [("5", 5), ("5.0", 5), (5.0, 5), ("５", 5)])
def test_whole_numbers(written: Any, number: int) -> None:
    found = cells.whole(1, 9).read(written)
    assert (found, type(found)) == (number, int)


@pytest.mark.parametrize("written", ["0", "10", "5.5", "five", "1_0", "nan", True, "=5", dt.date(2026, 1, 1)])
def test_whole_numbers_within_their_bounds(written: Any) -> None:
    with pytest.raises(ValueError, match="a whole number from 1 to 9"):
        cells.whole(1, 9).read(written)


@pytest.mark.parametrize("written", ["1e999", "inf", "91", "35,5"])
def test_decimals_within_their_bounds(written: str) -> None:
    with pytest.raises(ValueError, match="a number from -90 to 90"):
        cells.decimal(-90, 90).read(written)


@pytest.mark.parametrize("written", ["sworn", "Sworn", " ＳＷＯＲＮ ", "民警"])
def test_words_in_either_language(written: str) -> None:
    assert cells.choice(CATEGORIES).read(written) == "sworn"


def test_a_misspelt_word_gets_the_near_one() -> None:
    with pytest.raises(ValueError, match=r"one of sworn, auxiliary; did you mean auxiliary\?"):
        cells.choice(CATEGORIES).read("auxilary")


def test_known_words_and_words_of_the_brigades_own() -> None:
    assert [cells.code(KINDS).read(word) for word in ("年", "病假", "Sick leave", "sabbatical")] == [
        "annual",
        "sick",
        "sick",
        "sabbatical",
    ]
    assert cells.choice(SEXES).read("女") == "f"
    assert cells.codes(WEEKDAYS).read("周五;Saturday;market") == ("fri", "sat", "market")


def test_counts_of_qualities() -> None:
    assert cells.counts(QUALITIES).read("sworn:1; 驾驶员：1;medic:2") == {"sworn": 1, "driver": 1, "medic": 2}


@pytest.mark.parametrize("written", ["sworn", "sworn:", ":1", "sworn:0", "sworn:x", "sworn:1 driver:1"])
def test_counts_need_a_number_each(written: str) -> None:
    with pytest.raises(ValueError, match="such as sworn:1;driver:1"):
        cells.counts(QUALITIES).read(written)


def test_a_quality_counted_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="each quality once"):
        cells.counts(QUALITIES).read("sworn:1;民警:2")


def test_text_is_shown_short_and_on_one_line() -> None:
    assert shown("a\nb") == "'a b'"
    assert shown("") == "an empty cell"
    assert len(shown("x" * 500)) == 62
    assert clean(dt.datetime(2026, 10, 19, 14)) == "2026-10-19 14:00"


def test_the_nearest_word() -> None:
    assert nearest("categori", ["id", "Category"]) == "Category"
    assert nearest("zzz", ["id", "category"]) == ""
    assert nearest("ｎａ", ["001", "NA"]) == "NA"
    assert one_of(str(number) for number in range(20)).endswith("11, …")
    assert one_of(["sworn"], "民惊察", ["民警察"]) == "one of sworn; did you mean 民警察?"


@pytest.mark.parametrize(
    ("word", "known", "near"),
    [("P002", "P062", ""), ("Z9", "Z1", ""), ("7", "007", "007"), ("P007", "P07", "P07"), ("car1", "car", "car")],
)
def test_another_number_is_no_slip_but_zeros_in_front_get_lost(word: str, known: str, near: str) -> None:
    assert nearest(word, [known]) == near
