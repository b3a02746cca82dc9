"""What a heading says of a day: a date, a day number under a month's title, a weekday, `1\\n星期日`, `6.1`, `21st`.

A mark rarely says everything. It tells which dates it may stand for; a row of marks, one day after the other, then fits
one first day only, or several, which is asked about and never guessed.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from roster.io.exchange.foreign import Value, text_of

WEEKDAYS = (
    ("一", "mon", "monday"),
    ("二", "tue", "tuesday", "tues"),
    ("三", "wed", "wednesday"),
    ("四", "thu", "thursday", "thur", "thurs"),
    ("五", "fri", "friday"),
    ("六", "sat", "saturday"),
    ("日", "sun", "sunday", "天"),
)
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
EXCEL_EPOCH = dt.date(1899, 12, 30)
EXCEL_DATES = range(36526, 73051)  # 2000 to 2099
_WEEKDAY = {word: number for number, words in enumerate(WEEKDAYS) for word in words}
_MONTH = {month: number for number, month in enumerate(MONTHS, start=1)}
_MONTH_WORD = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_FULL = (
    re.compile(r"(?P<y>(?:19|20)\d\d)\s*[-/.年]\s*(?P<m>\d{1,2})\s*[-/.月]\s*(?P<d>\d{1,2})\s*日?"),
    re.compile(r"(?P<y>20\d\d)(?P<m>[01]\d)(?P<d>[0-3]\d)(?!\d)"),
    re.compile(r"(?P<y>\d\d)-(?P<m>\d\d)-(?P<d>\d\d)(?!\d)"),
)
_DAY_FIRST = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-]((?:20)?\d\d)(?!\d)")
_MONTH_DAY = re.compile(r"(\d{1,2})\s*月\s*(\d{1,2})\s*[日号]?")
_PAIR = re.compile(r"(\d{1,2})[/.-](\d{1,2})")
_FOUR = re.compile(r"([01]\d)([0-3]\d)")
_DAY_MONTH_WORD = re.compile(rf"(\d{{1,2}})(?:st|nd|rd|th)?[\s-]*({_MONTH_WORD})(?:[\s,-]+((?:20)?\d\d))?", re.I)
_MONTH_WORD_DAY = re.compile(rf"({_MONTH_WORD})[\s-]*(\d{{1,2}})(?:st|nd|rd|th)?(?:[\s,-]+(20\d\d))?", re.I)
_DAY = re.compile(r"(?:day\s*)?(\d{1,2})\s*(?:[日号]|st|nd|rd|th)?", re.I)
_OF_WEEK = re.compile(
    r"(?:星期|周|礼拜)?([一二三四五六日天])|(mon|tues?|wed|thur?s?|fri|sat|sun)(?:[a-z]*day)?\.?", re.I
)


@dataclass(frozen=True)
class Mark:
    """Dates for which a heading may stand: one of `dates` (year, month, day; None for what it does not say)."""

    dates: tuple[tuple[int | None, int | None, int | None], ...]
    weekday: int | None = None

    def fits(self, date: dt.date) -> bool:
        if self.weekday is not None and date.weekday() != self.weekday:
            return False
        return any(
            (year is None or year == date.year)
            and (month is None or month == date.month)
            and (day is None or day == date.day)
            for year, month, day in self.dates
        )

    @property
    def strong(self) -> bool:
        """Whether it says more than a weekday."""
        return any(day is not None for _year, _month, day in self.dates)

    @property
    def date(self) -> dt.date | None:
        """The one date that it says in full; None for less."""
        if len(self.dates) == 1 and None not in self.dates[0]:
            return _date(*self.dates[0])
        return None


ANY = ((None, None, None),)


def mark_of(value: Value) -> Mark | None:
    """What a heading says of a day; None for one that is no day at all."""
    if isinstance(value, dt.datetime):
        return Mark(((value.year, value.month, value.day),)) if value.time() == dt.time.min else None
    if isinstance(value, dt.date):
        return Mark(((value.year, value.month, value.day),))
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float):
        return _number(value)
    return _text(text_of(value)) if isinstance(value, str) else None


def _number(value: float) -> Mark | None:
    if float(value).is_integer():
        whole = int(value)
        if whole in EXCEL_DATES:
            date = EXCEL_EPOCH + dt.timedelta(whole)
            return Mark(((date.year, date.month, date.day),))
        return Mark(((None, None, whole),)) if 1 <= whole <= 31 else None
    month, _point, day = f"{value:.2f}".rstrip("0").partition(".")
    if not 1 <= int(month) <= 12:
        return None
    days = [int(day)] if len(day) == 2 else [int(day), int(day) * 10]  # as numbers, 6.1 and 6.10 are the same
    dates = tuple((None, int(month), one) for one in days if 1 <= one <= 31)
    return Mark(dates) if dates else None


def _text(text: str) -> Mark | None:
    if not text or len(text) > 24:
        return None
    number = re.fullmatch(r"\d+(\.\d+)?", text)
    rest, weekday = _without_weekday(text)
    if not rest:
        return Mark(ANY, weekday) if weekday is not None else None
    for form in _FULL:
        found = form.fullmatch(rest)
        if found:
            year = int(found["y"]) + (2000 if len(found["y"]) == 2 else 0)
            date = _date(year, int(found["m"]), int(found["d"]))
            return Mark(((date.year, date.month, date.day),), weekday) if date else None
    dates = tuple(_less_than_a_date(rest, bool(number)))
    return Mark(dates, weekday) if dates else None


def _less_than_a_date(text: str, number: bool) -> Iterator[tuple[int | None, int | None, int | None]]:
    if number and len(text) == 5 and int(text) in EXCEL_DATES:
        date = EXCEL_EPOCH + dt.timedelta(int(text))
        yield date.year, date.month, date.day
    elif found := _DAY_FIRST.fullmatch(text):
        year = int(found[3]) % 100 + 2000
        for day, month in ((int(found[1]), int(found[2])), (int(found[2]), int(found[1]))):
            if _date(year, month, day):
                yield year, month, day
    elif found := _MONTH_DAY.fullmatch(text):
        yield from _possible(int(found[1]), int(found[2]))
    elif found := _PAIR.fullmatch(text):
        first, second = int(found[1]), int(found[2])
        yield from _possible(first, second)
        if "/" in text and first != second:
            yield from _possible(second, first)
    elif found := _DAY_MONTH_WORD.fullmatch(text):
        yield from _possible(
            _MONTH[found[2][:3].lower()], int(found[1]), int(found[3]) % 100 + 2000 if found[3] else None
        )
    elif found := _MONTH_WORD_DAY.fullmatch(text):
        yield from _possible(_MONTH[found[1][:3].lower()], int(found[2]), int(found[3]) if found[3] else None)
    elif (found := _DAY.fullmatch(text)) and 1 <= int(found[1]) <= 31:
        yield None, None, int(found[1])
    elif found := _FOUR.fullmatch(text):
        yield from _possible(int(found[1]), int(found[2]))


def _possible(month: int, day: int, year: int | None = None) -> Iterator[tuple[int | None, int | None, int | None]]:
    if 1 <= month <= 12 and 1 <= day <= 31:
        yield year, month, day


def _without_weekday(text: str) -> tuple[str, int | None]:
    """A heading without the weekday that it names, and that."""
    flat = re.sub(r"\s+", " ", text).strip()
    alone = _OF_WEEK.fullmatch(flat)
    if alone:
        return "", _number_of(alone)
    pieces = [piece for piece in re.split(r"[\s()（）,，]+", flat) if piece]
    for index in (-1, 0):
        found = _OF_WEEK.fullmatch(pieces[index]) if len(pieces) > 1 else None
        if found:
            del pieces[index]
            return " ".join(pieces), _number_of(found)
    joined = re.fullmatch(r"(.*\d[日号]?)((?:星期|周|礼拜)[一二三四五六日天])", flat)
    found = _OF_WEEK.fullmatch(joined[2]) if joined else None
    if joined and found:
        return joined[1], _number_of(found)
    return flat, None


def _number_of(found: re.Match[str]) -> int:
    word = (found[1] or found[2]).lower()
    return _WEEKDAY[word] if word in _WEEKDAY else _WEEKDAY[word[:3]]


def _date(year: int | None, month: int | None, day: int | None) -> dt.date | None:
    try:
        return dt.date(year or 0, month or 0, day or 0)
    except ValueError:
        return None


@dataclass(frozen=True)
class Period:
    """Dates that a title, a sheet's or a file's name speaks of; a month without a year has none."""

    first: dt.date | None
    last: dt.date | None
    month: int = 0  # where only the month is known
    source: str = ""

    def holds(self, date: dt.date) -> bool:
        if self.first and self.last:
            return self.first <= date <= self.last
        return date.month == self.month


_MADE = re.compile(r"生成|导出|制表|打印|更新|printed|export|created|generated|updated", re.I)
_WITH_TIME = re.compile(r"\d{1,2}:\d\d")
_YEAR_MONTH = (
    re.compile(r"(20\d\d)\s*[年./_-]\s*(\d{1,2})(?!\d)(?:\s*月)?"),
    re.compile(r"(?<!\d)(20\d\d)(0[1-9]|1[0-2])(?!\d)"),
)
_MONTH_WORD_YEAR = re.compile(rf"\b({_MONTH_WORD})\s*,?\s*(20\d\d)", re.I)
_UNTIL = re.compile(r"\d\s*日?\s*(?:至|到|[~～—–-]+|to)\s*(?:(\d{1,2})\s*[月/.-]\s*)?(\d{1,2})\s*日?(?![\d月/.-])")
_MONTH_ONLY = re.compile(r"(?<!\d)(1[0-2]|0?[1-9])\s*月(?!\s*\d)")


def period_of(text: str, source: str = "") -> Period | None:
    """The dates that a title speaks of: two dates, a month; when a file was made is none."""
    if _MADE.search(text) or _WITH_TIME.search(text):
        return None
    dates = list(_dates_in(text))
    if len(dates) >= 2 and dates[0] <= dates[-1]:
        return Period(dates[0], dates[-1], source=source)
    if len(dates) == 1:
        second = _second(text, dates[0])
        return Period(dates[0], second, source=source) if second else None
    for form in _YEAR_MONTH:
        found = form.search(text)
        if found and 1 <= int(found[2]) <= 12:
            return month_period(int(found[1]), int(found[2]), source)
    if found := _MONTH_WORD_YEAR.search(text):
        return month_period(int(found[2]), _MONTH[found[1][:3].lower()], source)
    if found := _MONTH_ONLY.search(text):
        return Period(None, None, int(found[1]), source)
    return None


def _second(text: str, first: dt.date) -> dt.date | None:
    """The second date of `2026年10月26日至11月25日`, which leaves out its year."""
    found = _UNTIL.search(text)
    if not found:
        return None
    month = int(found[1]) if found[1] else first.month
    last = _date(first.year, month, int(found[2]))
    return _date(first.year + 1, month, int(found[2])) if last and last < first else last


def month_period(year: int, month: int, source: str = "") -> Period:
    first = dt.date(year, month, 1)
    following = dt.date(year + month // 12, month % 12 + 1, 1)
    return Period(first, following - dt.timedelta(1), source=source)


def _dates_in(text: str) -> Iterator[dt.date]:
    found: list[tuple[int, dt.date]] = []
    for form in _FULL[:2]:
        for match in form.finditer(text):
            date = _date(int(match["y"]), int(match["m"]), int(match["d"]))
            if date:
                found.append((match.start(), date))
    for match in _DAY_MONTH_WORD.finditer(text):
        if match[3]:
            date = _date(int(match[3]) % 100 + 2000, _MONTH[match[2][:3].lower()], int(match[1]))
            if date:
                found.append((match.start(), date))
    return (date for _place, date in sorted(found))


def dated(marks: Iterable[tuple[int, Mark | None]], first: dt.date, longest_gap: int = 0) -> dict[int, dt.date] | None:
    """The date of each column where the first mark is that of `first`; None where the marks do not follow it.

    A column without a mark (a holiday's name) is the day between its neighbours' where their dates leave room for
    exactly the columns between them, and no day (a sum of the week) where they leave none.
    """
    found: dict[int, dt.date] = {}
    between: list[int] = []
    last: dt.date | None = None
    for column, mark in marks:
        if mark is None:
            between.append(column)
            continue
        if last is None:
            date: dt.date | None = first if mark.fits(first) else None
        else:
            steps = dict.fromkeys((len(between) + 1, 1))
            date = next((last + dt.timedelta(n) for n in steps if mark.fits(last + dt.timedelta(n))), None)
            if date is None and mark.date and mark.date > last:
                date = mark.date
            if date is None and mark.strong:
                later = (last + dt.timedelta(n) for n in range(2, longest_gap + 1))
                date = next((one for one in later if mark.fits(one)), None)
        if date is None:
            return None
        if last is not None and between and (date - last).days == len(between) + 1:
            found.update({one: last + dt.timedelta(n) for n, one in enumerate(between, start=1)})
        between.clear()
        found[column] = last = date
    return found
