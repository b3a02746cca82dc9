"""The N-1 table: for every duty whether a single absence can still be covered, and by whom. Lines, JSON and a sheet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from roster.domain.ids import ShiftId
from roster.domain.letters import shift_text
from roster.domain.problem import Problem
from roster.i18n import N_, _
from roster.io import texts
from roster.report import Json
from roster.report.table import Cell, Column, Sheet, Table
from roster.rules.shared.words import on_date, person
from roster.search.living.substitutes import StandIns

TITLE = N_("Stand-ins")
NAMED = 6


def lines(found: Sequence[StandIns], problem: Problem) -> Iterator[str]:
    """For each shift whether any single absence can be covered, and those who nobody could replace."""
    shifts: dict[ShiftId, list[StandIns]] = {}
    for one in found:
        shifts.setdefault(ShiftId(one.day, one.shift), []).append(one)
    for (day, shift), duties in sorted(shifts.items()):
        open_, alone = (
            [one for one in duties if not one.covered and one.unsettled is state] for state in (True, False)
        )
        yield _("{date} {shift}: duties that can be covered: {covered} of {duties}").format(
            date=on_date(day, problem),
            shift=shift_text(shift, problem),
            covered=len(duties) - len(alone) - len(open_),
            duties=len(duties),
        )
        for one in alone:
            yield _("  ! nobody could stand in for {officer} in {unit}").format(
                officer=person(one.officer, problem), unit=one.unit
            )
        if open_:
            yield _("  nobody was found in the time given (--time-limit), duties: {count}").format(count=len(open_))


def as_json(found: Sequence[StandIns], problem: Problem) -> list[Json]:
    """The N-1 table for other programs."""
    return [
        {
            "date": problem.date(one.day).isoformat(),
            "shift": one.shift,
            "unit": one.unit,
            "officer": one.officer,
            "covered": None if one.unsettled else one.covered,
            "others_change_crews": one.reseated,
            "by": list(one.others),
        }
        for one in found
    ]


def sheet(found: Sequence[StandIns], problem: Problem) -> Sheet:
    """A row for every duty."""
    columns = [
        Column(_("Date"), "date"),
        Column(_("Weekday"), "centre"),
        Column(_("Shift"), "centre"),
        Column(_("Crew"), "centre"),
        Column(_("Name"), "strong"),
        Column(_("ID"), "centre"),
        Column(_("If absent"), wrapped=True),
        Column(_("People"), "whole"),
        Column(_("Who could stand in, the least burdened first"), "text", wrapped=True),
    ]
    names = texts.names(problem)
    rows = [
        (
            problem.date(one.day),
            texts.weekday(one.day, problem),
            shift_text(one.shift, problem),
            one.unit,
            names.get(one.officer, one.officer),
            one.officer,
            _state(one),
            len(one.others),
            _(", ").join(names.get(officer, officer) for officer in one.others[:NAMED]),
        )
        for one in found
    ]
    brigade = problem.settings.name
    return Sheet(
        _(TITLE),
        brigade,
        _("{brigade}: who could stand in for whom").format(brigade=brigade),
        texts.dates(problem),
        [Table(columns, rows)],
        (13, 10, 8, 18, 16, 10, 18, 10, 48),
        frozen="A4",
        filtered=True,
    )


def _state(one: StandIns) -> Cell:
    """Whether somebody can stand in."""
    text = _("covered") if one.covered else _("nobody could stand in")
    if one.unsettled:
        text = _("not found in the time given")
    if one.reseated:
        text = _("covered, with crews changed")
    good = "warn_centre" if one.reseated else "good_centre"
    return Cell(text, good if one.covered else "bad_centre")
