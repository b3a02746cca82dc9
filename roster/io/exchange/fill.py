"""Filling what another system exported: which cell gets which word, and what is asked instead of guessed."""

from __future__ import annotations

import datetime as dt

from openpyxl.utils import column_index_from_string, coordinate_to_tuple

from roster.domain.errors import Fault, InputError
from roster.i18n import _
from roster.io.exchange.day_marks import Period, month_period
from roster.io.exchange.fill_map import FillMap
from roster.io.exchange.filling import Filling
from roster.io.exchange.foreign import ForeignBook
from roster.io.exchange.layout import Block, Layout, layout_of
from roster.io.exchange.people import Question, match_people
from roster.io.exchange.planned import Planned, spans_text
from roster.io.exchange.runs import LEAST_DAYS
from roster.io.exchange.words import Words, leave_word, rest_word, shift_word, words_of
from roster.io.exchange.xlsx_parts import Place

MOST_SHOWN = 6


def fill(book: ForeignBook, planned: Planned, answers: FillMap, overwrite: bool = False) -> Filling:
    """Decide every cell of the file's grid. Raises InputError where there is no grid, or answers that do not fit."""
    layout = _layout(book, planned, answers)
    matches = match_people(layout, book, planned, answers)
    words = words_of(book, layout, {coordinate_to_tuple(cell)[0] for cell, _row in matches.only_theirs})
    _check(answers, words, planned)
    done = Filling(book, layout, matches, {})
    done.questions += matches.questions
    if layout.open_months:
        text = _("{place}: which month is it? Its headings and its title do not say; it may be {months}")
        place = book.place(layout.sheet, (layout.blocks[0].day_row, min(layout.blocks[0].days, default=1)))
        sentence = text.format(place=place, months=_(", ").join(layout.open_months))
        done.questions.insert(0, Question("month", sentence, (), f"month: {layout.open_months[0]}"))
    _Cells(done, planned, answers, words, overwrite).decide()
    _compare(done, planned)
    _note(done)
    return done


def _layout(book: ForeignBook, planned: Planned, answers: FillMap) -> Layout:
    sheets = [sheet for sheet in book.sheets if not sheet.hidden]
    if answers.sheet:
        sheets = [sheet for sheet in book.sheets if sheet.title == answers.sheet]
        if not sheets:
            titles = _(", ").join(sheet.title for sheet in book.sheets)
            text = _("no sheet '{sheet}'").format(sheet=answers.sheet)
            raise InputError([Fault(book.path.name, text, _("one of {names}").format(names=titles))])
    month = _month(answers)
    names = [person.name for person in planned.people.values()]
    found = [
        layout
        for sheet in sheets
        if (layout := layout_of(sheet, book.path, planned.dates.keys(), planned.people.keys(), names, month))
    ]
    with_dates = [one for one in found if planned.dates.keys() & one.dates.keys()]
    if len(with_dates) > 1:
        titles = _(", ").join(one.sheet.title for one in with_dates)
        text = _("a grid of these dates in several sheets ({sheets})").format(sheets=titles)
        expected = _("the one to fill, as `sheet: {sheet}` in the map").format(sheet=with_dates[0].sheet.title)
        raise InputError([Fault(book.path.name, text, expected)])
    open_ones = [one for one in found if one.open_months]
    layout = next(iter(with_dates or open_ones or found), None)
    if layout is None:
        for sheet in sheets:
            bare = [place for place in sheet.text.cells if sheet.formula_at(place)] if sheet.text else []
            bare = [place for place in bare if place not in sheet.values]
            if len(bare) >= LEAST_DAYS:
                text = _("formulas without stored values")
                expected = _("one that a spreadsheet program has saved: open it there and save it")
                raise InputError([Fault(book.place(sheet, bare[0]), text, expected)])
        text = _("no row of days: at least five columns, one a day")
        expected = _("a grid with a column of ids or names and a column a day, as the system exports it")
        raise InputError([Fault(book.path.name, text, expected)])
    if not with_dates and not layout.open_months:
        text = _("days {dates}").format(dates=spans_text(layout.dates))
        expected = _("days of the roster: {dates}").format(dates=spans_text(planned.dates))
        place = book.place(layout.sheet, (layout.blocks[0].day_row, min(layout.blocks[0].days)))
        raise InputError([Fault(place, text, expected)])
    layout.labels |= {name: column_index_from_string(letter) for name, letter in answers.columns.items()}
    layout.doubtful = {name: columns for name, columns in layout.doubtful.items() if name not in answers.columns}
    if not layout.labels:
        place = book.place(layout.sheet, (layout.blocks[0].day_row, 1))
        text = _("no column of ids, accounts or names")
        expected = _("a heading such as 工号, UserId or 姓名, or `columns: {{id: D}}` in the map").format()
        raise InputError([Fault(place, text, expected)])
    return layout


def _month(answers: FillMap) -> Period | None:
    if not answers.month:
        return None
    year, month = map(int, answers.month.split("-"))
    if not 1 <= month <= 12:
        raise InputError([Fault(_("the map (month)"), f"'{answers.month}'", _("a month such as 2026-11"))])
    return month_period(year, month, answers.month)


def _check(answers: FillMap, words: Words, planned: Planned) -> None:
    """Raises InputError for shifts that nobody has and for words that the file does not take."""
    faults = []
    for code, word in answers.shifts.items():
        if code not in planned.shifts:
            expected = _("one of {names}").format(names=_(", ").join(planned.shifts))
            faults.append(Fault(_("the map (shifts)"), f"'{code}'", expected))
        elif words.allowed and word not in words.allowed:
            expected = _("a word that the file takes: {names}").format(names=_(", ").join(words.allowed))
            faults.append(Fault(_("the map (shifts.{code})").format(code=code), f"'{word}'", expected))
    if answers.rest and words.allowed and answers.rest not in words.allowed:
        expected = _("a word that the file takes: {names}").format(names=_(", ").join(words.allowed))
        faults.append(Fault(_("the map (rest)"), f"'{answers.rest}'", expected))
    if faults:
        raise InputError(faults)


class _Cells:
    """The cells of the grid, one after the other."""

    def __init__(self, done: Filling, planned: Planned, answers: FillMap, words: Words, overwrite: bool) -> None:
        self._done, self._planned, self._answers = done, planned, answers
        self._duties = planned.in_cells
        self._words, self._overwrite = words, overwrite
        self._asked: dict[str, tuple[str, str, list[str]]] = {}
        """Questions on words: kind and text, answer, cells."""
        self._occupied: list[tuple[str, str, str]] = []
        self._barred: dict[str, list[str]] = {}
        self._anchors = {
            (top, left): (top, left, bottom, right) for top, left, bottom, right in done.layout.sheet.merged
        }
        self._covered = {
            (row, column): area
            for area in done.layout.sheet.merged
            for row in range(area[0], area[2] + 1)
            for column in range(area[1], area[3] + 1)
        }

    def decide(self) -> None:
        layout = self._done.layout
        for number, block in enumerate(layout.blocks):
            for row in range(block.first_row, block.last_row + 1):
                officer = self._done.matches.officer.get((number, row))
                if officer is not None:
                    self._row(block, row, officer)
        self._tell()

    def _row(self, block: Block, row: int, officer: str) -> None:
        for column, date in block.days.items():
            if date not in self._planned.dates or (officer, date) in self._planned.absent:
                continue
            cell = self._done.layout.sheet.cell_name((row, column))
            if block.pairs > 1:
                self._barred.setdefault("pairs", []).append(cell)
            elif self._done.layout.dates[date] > 1 and self._twice(block, date):
                self._barred.setdefault("twice", []).append(cell)
            else:
                word = self._word(officer, date, cell)
                if word is not None:
                    self._put((row, column), cell, word)

    def _twice(self, block: Block, date: dt.date) -> bool:
        return sum(one == date for one in block.days.values()) > 1

    def _word(self, officer: str, date: dt.date, cell: str) -> str | None:
        """The word of an officer's date; None where it is asked about."""
        duties = self._duties.get((officer, date), [])
        if len(duties) > 1:
            shifts = "+".join(row.shift_code for row in duties)
            text = _("{cell}: {officer} has two duties ({shifts}), and a cell holds one: which word?")
            sentence = text.format(cell=cell, officer=officer, shifts=shifts)
            self._done.questions.append(Question("two-duties", sentence, (cell,)))
            return None
        if duties:
            code = duties[0].shift_code
            key, answer = code, f'shifts: {{"{code}": "..."}}'
            if key not in self._done.words:
                shift = self._planned.shifts[code]
                self._settle(key, shift_word(shift, self._words, self._answers, self._planned), answer)
        elif (officer, date) in self._planned.leaves:
            kind = self._planned.leaves[officer, date]
            key, answer = f"leave:{kind}", f'leave: {{"{kind}": "..."}}'
            if key not in self._done.words:
                self._settle(key, leave_word(kind, self._words, self._answers), answer)
        else:
            key, answer = "rest", 'rest: "..."'
            if key not in self._done.words:
                self._settle(key, rest_word(self._words, self._answers), answer)
        word, _source = self._done.words[key]
        if key in self._asked:
            self._asked[key][2].append(cell)
            return None
        return word

    def _settle(self, key: str, found: tuple[str | None, str], answer: str) -> None:
        word, source = found
        if word is None:
            self._asked[key] = (source, answer, [])
        self._done.words[key] = (word or "", source if word is not None else "asked")

    def _put(self, place: Place, cell: str, word: str) -> None:
        sheet = self._done.layout.sheet
        there = sheet.text_at(*place)
        if there == word:
            self._done.same += 1
        elif sheet.formula_at(place):
            self._barred.setdefault("formula", []).append(cell)
        elif place in self._covered:
            self._barred.setdefault("merged", []).append(cell)
        elif sheet.protected and place not in sheet.unlocked:
            self._barred.setdefault("locked", []).append(cell)
        elif there and not self._overwrite:
            self._occupied.append((cell, there, word))
        else:
            if there:
                self._done.replaced.append(_("{cell}: {before} -> {after}").format(cell=cell, before=there, after=word))
            self._done.texts[place] = word

    def _tell(self) -> None:
        place = self._done.book.place(self._done.layout.sheet)
        for key, (text, answer, cells) in self._asked.items():
            kind = "leave" if key.startswith("leave:") else "rest" if key == "rest" else "shift"
            self._done.questions.append(Question(kind, f"{place}: {text}", tuple(cells), answer))
        if self._occupied:
            shown = [
                _("{cell} ({before}, in the roster {after})").format(cell=cell, before=there, after=word or "-")
                for cell, there, word in self._occupied[:MOST_SHOWN]
            ]
            more = len(self._occupied) - len(shown)
            text = _("{place}: cells already hold something else: {cells}").format(
                place=place, cells=_(", ").join(shown)
            )
            text += _(" and {count} more").format(count=more) if more else ""
            occupied = tuple(cell for cell, _there, _word in self._occupied)
            self._done.questions.append(Question("occupied", text, occupied, "--overwrite"))
        reasons = {
            "pairs": _("each day has several columns; which one takes the shift?"),
            "twice": _("a date has several columns; which one takes the shift?"),
            "formula": _("these cells hold formulas, which are never replaced"),
            "merged": _("these cells are merged with others; unmerge them there"),
            "locked": _(
                "the sheet is protected and these cells are locked; export it anew, or take the protection off"
            ),
        }
        for why, cells in self._barred.items():
            self._done.questions.append(Question(why, f"{place}: {reasons[why]}", tuple(cells)))


def _compare(done: Filling, planned: Planned) -> None:
    """Who and which dates are in one and not in the other."""
    dates = done.layout.dates
    rows = {*done.matches.officer.values(), *done.matches.asked_about}
    working = {officer for officer, date in planned.duties if not dates or date in dates}
    done.only_ours = [planned.people[officer].called for officer in sorted(working - rows) if officer in planned.people]
    done.outside = [date for date in dates if date not in planned.dates]
    done.missing = [date for date in planned.dates if dates and date not in dates]


def _note(done: Filling) -> None:
    sheet, layout = done.layout.sheet, done.layout
    columns = sorted({column for block in layout.blocks for column in (*block.days, *layout.labels.values())})
    hidden = [sheet.cell_name((1, column))[:-1] for column in columns if column in sheet.hidden_columns]
    if hidden:
        done.notes.append(_("columns {columns} are hidden there").format(columns=_(", ").join(hidden)))
    rows = sorted({row for row, _column in done.texts if row in sheet.hidden_rows})
    if rows:
        text = _("rows {rows} are hidden there (a filter): they were filled as well")
        done.notes.append(text.format(rows=_(", ").join(map(str, rows))))
    elif sheet.filtered:
        done.notes.append(_("a filter lies over {area}; it stays").format(area=sheet.filtered))
    if layout.inferred:
        done.notes.append(_("the year is that of the roster: the weekdays of the headings fit no other month of it"))
    if done.matches.by["name"]:
        text = _("rows matched by name, since they have no known id: {count}")
        done.notes.append(text.format(count=done.matches.by["name"]))
    for name, doubtful in layout.doubtful.items():
        letters = _(", ").join(sheet.cell_name((1, column))[:-1] for column in doubtful)
        text = _("several columns may hold the {name}: {columns}; the first was taken")
        done.notes.append(text.format(name=name, columns=letters))
