"""The open week at the desk: shown, judged with what is typed, saved."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from roster.board.desk_changes import changes
from roster.domain.errors import InputError, OutputError, RosterError
from roster.domain.findings import Report
from roster.domain.ids import UnitId
from roster.domain.roster import crew_labels
from roster.i18n import _, language
from roster.io.files import sha256_of
from roster.io.read_book import read_book
from roster.io.shown import cover, crews, findings, people
from roster.io.shown.model import shown
from roster.io.typed_orders import OrderEdit
from roster.io.write_back import ChangedError, open_elsewhere, write_back
from roster.living import Week, open_week
from roster.living.edits import Editor, Typed

Json = dict[str, Any]

PARTS = ("people", "cover", "presence", "findings", "crews", "placeless", "verdict")
"""The parts of the read model that an edit can change."""
PARTLY_SECONDS = 0.25
"""A verdict that takes longer is told in parts: what is known of the lines that were touched comes first."""
MOST_FREE = 2_000
"""So many cells may a roster have for everybody without a duty to be told with it."""


class RefusedError(RosterError):
    """Edits that cannot be; `places` are officers and dates, or crews."""

    def __init__(self, message: str, places: Sequence[Json]) -> None:
        self.places = list(places)
        super().__init__(message)


class LockedError(RosterError):
    """The file cannot be written now."""


class SavedOverError(RosterError):
    """The file was changed since it was read; `cells` are the typed ones with what the file says there now."""

    def __init__(self, message: str, found: str, cells: list[Json]) -> None:
        self.hash, self.cells = found, cells
        super().__init__(message)


class SupersededError(RosterError):
    """Another state was typed while this one was judged."""


class DeskWeek:
    """One workbook, and what is typed into it."""

    def __init__(self, path: Any, brigade: Any = None) -> None:
        self.path = path
        self.hash = sha256_of(path)
        self.week = open_week(read_book(path, for_others=False), brigade)
        self.plan = self.week.plan  # the sheet's, whatever is typed elsewhere
        self.editor = Editor(self.week)
        self.edits: list[Json] = []
        self.now = self.week
        self._told: Json = {}
        self._number = 0
        """Of the state that was told last: what is told next goes on from it."""
        self._long = self._many

    @property
    def _many(self) -> bool:
        return len(self.now.problem.officers) * self.now.problem.horizon.days > MOST_FREE

    def changed_outside(self) -> bool:
        """Whether the file is another one than was read, or saved here."""
        return sha256_of(self.path) != self.hash

    def with_more(self, edits: list[Json]) -> list[Json]:
        """What is typed so far with these edits: the later one of a cell counts."""
        return list({key_of(one): one for one in [*self.edits, *edits]}.values())

    # -------------------------------------------------------------------------------------------------------- showing

    def show(self, edits: list[Json] | None = None) -> Json:
        """Everything that the page shows, with what is typed."""
        if edits is not None or self._told.get("language") not in (None, language()):
            self._judge(self.edits if edits is None else edits, lambda: False)
            self._number += 1
        brigade = self.week.case.brigade
        model = shown(self.now.checked, brigade, self.plan, self._unsaved(), not self._many, with_others=False)
        model |= {"hash": self.hash, "number": self._number}
        self._told = {**{name: model[name] for name in PARTS}, "language": language()}
        return model

    def prepare(self) -> None:
        """Check the whole once, so that the first edit is judged as soon as later ones."""
        if self.now is self.week:
            for _step in self.editor.steps({}):
                pass

    def free(self, date: str) -> Json:
        """Who has no duty on a date, and what keeps them from one."""
        from roster.search.living.exchange import Exchange

        week = self.now
        day = week.problem.horizon.day(dt.date.fromisoformat(date))
        exchange = Exchange(week.problem, week.case.rulebook, week.roster)
        return {"date": date, "free": people.free(week.problem, day, exchange)}

    def _parts(self) -> Json:
        """`PARTS` with what is typed."""
        checked, problem = self.now.checked, self.now.problem
        named = crews.named_crews(problem, self.now.roster)
        told, by_cell = findings.findings(checked, named)
        return {
            "people": people.people(checked, by_cell, self._unsaved()),
            "cover": cover.cover(problem, self.now.roster),
            "presence": cover.presence(problem, self.now.roster),
            "findings": told,
            "crews": crews.crews(problem, named, self.plan),
            "placeless": [
                {"officer": duty.officer, "date": problem.date(duty.day).isoformat(), "shift": duty.shift}
                for duty in self.now.roster.placeless
            ],
            "verdict": findings.verdict(checked),
        }

    def _unsaved(self) -> frozenset[tuple[str, int]]:
        day = self.week.problem.horizon.day
        return frozenset(
            (str(one["officer"]), day(dt.date.fromisoformat(str(one["date"])))) for one in self.edits if "date" in one
        )

    # -------------------------------------------------------------------------------------------------------- judging

    def judge(self, edits: list[Json], partly: Callable[[Json], None], newer: Callable[[], bool]) -> Json:
        """What changes with the edits, and the verdict on the whole.

        A verdict that takes long is first told in part; one that is superseded meanwhile is given up.
        """
        before = self._told or {**self._parts(), "language": language()}
        began = time.monotonic()

        def lines(report: Report) -> None:
            if self._long:
                typed = {str(one["officer"]) for one in edits if "officer" in one}
                own = [one for one in report.findings if typed.intersection(one.officers)]
                told = [{"text": one.sentence, "kind": findings.kind_of(one)} for one in own]
                checking = _("crews, cover and the rules about everybody are still being checked")
                partly({"lines": told, "checking": checking, "cells": typed_cells(edits)})

        try:
            self._judge(edits, newer, lines)
        except SupersededError:
            return {"superseded": True}
        self._long = time.monotonic() - began > PARTLY_SECONDS
        now = self._parts()
        self._told = {**now, "language": language()}
        self._number += 1
        return {"number": self._number, **changes(before, self._told, [day.isoformat() for day in self._dates()])}

    def _dates(self) -> list[dt.date]:
        problem = self.week.problem
        return [problem.date(day) for day in problem.horizon.range]

    def _judge(
        self, edits: list[Json], newer: Callable[[], bool], lines: Callable[[Report], None] = lambda report: None
    ) -> None:
        typed = self._typed(edits)
        try:
            for step in self.editor.steps(self.editor.texts(typed)):
                if isinstance(step, Report):
                    lines(step)
                elif isinstance(step, Week):
                    self.now, self.edits = step, edits
                elif newer():
                    raise SupersededError("")
        except InputError as error:
            raise RefusedError(str(error), [*map(place_of, edits)]) from error

    def _typed(self, edits: Iterable[Json]) -> Typed:
        """The edits as they are typed. Raises RefusedError with those that are none."""
        cells: dict[tuple[str, dt.date], str] = {}
        members: dict[UnitId, dict[int, str]] = {}
        orders: list[OrderEdit] = []
        wrong: list[Json] = []
        for one in edits:
            try:
                if "crew" not in one:
                    cells[str(one["officer"]), dt.date.fromisoformat(str(one["date"]))] = str(one.get("code") or "")
                elif "seat" in one:
                    members.setdefault(self._unit(one["crew"]), {})[int(one["seat"])] = str(one.get("officer") or "")
                elif "vehicle" in one:
                    orders.append(OrderEdit(self._unit(one["crew"]), "vehicle", (str(one["vehicle"] or ""),)))
                elif "lead" in one:
                    orders.append(OrderEdit(self._unit(one["crew"]), "lead", (str(one["lead"]),)))
                else:
                    place, time = str(one["place"]), str(one["time"])
                    orders.append(OrderEdit(self._unit(one["crew"]), "place", (place,), time))
            except (KeyError, ValueError, TypeError):
                wrong.append(place_of(one))
        orders += [self._seated(unit, seats) for unit, seats in members.items()]
        if wrong:
            raise RefusedError(_("an edit that is of no officer and date, and of no crew"), wrong)
        return Typed(cells, tuple(orders))

    def _unit(self, name: object) -> UnitId:
        """A crew by its name in the read model."""
        date, shift, label = str(name).split("/", 2)
        return UnitId(self.week.problem.horizon.day(dt.date.fromisoformat(date)), shift, label)

    def _seated(self, unit: UnitId, seats: dict[int, str]) -> OrderEdit:
        """A crew's members with these seats taken by others; an empty one is left out."""
        roster = self.editor.known
        labels = crew_labels(roster)
        people: dict[int, str] = {}
        for crew, label in zip(roster.crews, labels, strict=True):
            if (crew.unit.day, crew.unit.shift, label) == unit:
                people = dict(enumerate(member.officer for member in crew.members))
        people |= seats
        return OrderEdit(unit, "members", tuple(dict.fromkeys(one for _seat, one in sorted(people.items()) if one)))

    # --------------------------------------------------------------------------------------------------------- saving

    def save(self, edits: list[Json], seen: str) -> Json:
        """Write what is typed into the workbook. Raises SavedOverError, LockedError, RefusedError."""
        self._judge(edits, lambda: False)
        texts = self.editor.texts(self._typed(edits))
        if holder := open_elsewhere(self.path):
            text = _("{file} is open in another program (its mark: {mark}): close it there, then save again")
            raise LockedError(text.format(file=self.path.name, mark=holder.name))
        if seen and seen != self.hash:
            raise SavedOverError(
                _("the page shows an older state of {file}").format(file=self.path.name), self.hash, []
            )
        try:
            self.hash = write_back(self.path, texts, self.hash) if texts else self.hash
        except ChangedError as error:
            raise SavedOverError(str(error), error.hash, self._there_now(edits)) from error
        except OutputError as error:
            raise LockedError(str(error)) from error
        self.editor.saved(texts, self.now)
        count = sum(len(cells) for cells in texts.values())
        self.week, self.edits = self.now, []
        text = _("cells written into {file}: {count}").format(file=self.path.name, count=count)
        return {"hash": self.hash, "kept": None, "text": text}

    def _there_now(self, edits: list[Json]) -> list[Json]:
        """The typed cells with what the changed file says there; nothing where it cannot be read."""
        from roster.io.read_book import read_cells

        try:
            cells = read_cells(read_book(self.path), self.week.problem).cells
        except RosterError:
            return []
        found = []
        for one in edits:
            if "date" in one:
                day = self.week.problem.horizon.day(dt.date.fromisoformat(str(one["date"])))
                asked = cells.get((str(one["officer"]), day))
                found.append({**one, "there": "+".join(asked.shifts) if asked else None})
        return found


def key_of(edit: Json) -> tuple[str, ...]:
    """What an edit is about."""
    names = ("crew", "seat") if "seat" in edit else ("crew",) if "crew" in edit else ("officer", "date")
    what = next((name for name in ("vehicle", "lead", "place") if name in edit), "")
    return (*(str(edit.get(name)) for name in names), what, str(edit.get("time", "")))


def place_of(edit: Json) -> Json:
    """Where an edit stands."""
    return {name: edit[name] for name in ("officer", "date", "crew", "seat") if name in edit}


def typed_cells(edits: Iterable[Json]) -> list[Json]:
    return [
        {"officer": one["officer"], "date": one["date"], "code": one.get("code", "")} for one in edits if "date" in one
    ]
