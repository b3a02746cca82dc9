"""The read model: everything that a page shows of a workbook of ours, as one JSON object (docs/show.md)."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from roster.domain.calendar import HOLIDAY
from roster.domain.itinerary import Plan
from roster.domain.letters import shift_text
from roster.domain.problem import Problem
from roster.i18n import language
from roster.io import codes, styles, texts
from roster.io.book_report import BookReport
from roster.io.files import sha256_of
from roster.io.ledger import ledger_of
from roster.io.ledger.publication import duties_of
from roster.io.shown import cover, crews
from roster.io.shown.findings import findings, plan_wishes, verdict
from roster.io.shown.people import free, people
from roster.search.living.exchange import Exchange

Json = dict[str, object]

FORMAT = 1


def shown(
    checked: BookReport,
    brigade: Path,
    plan: Plan | None = None,
    unsaved: Iterable[tuple[str, int]] = (),
    with_free: bool = True,
    with_others: bool = True,
) -> Json:
    """A checked workbook as one JSON object.

    `unsaved` are the cells, by officer and day, that were edited since the file was read. What takes longest where
    there are many people can be left out: without `with_free` those without a duty, without `with_others` the notes
    on sheets for other programs.
    """
    problem, roster = checked.problem, checked.read.roster
    named = crews.named_crews(problem, roster)
    told, by_cell = findings(checked, named)
    return {
        "format": FORMAT,
        "workbook": checked.book.file,
        "hash": sha256_of(checked.book.path),
        "brigade": problem.settings.name,
        "language": language(),
        "written_in": checked.book.written.language if checked.book.written else None,
        "published": published(checked, brigade),
        "first": problem.date(0).isoformat(),
        "days": problem.horizon.days,
        "day_start": problem.settings.day_start,
        "dates": [date_json(day, problem) for day in problem.horizon.range],
        "shifts": shifts(problem),
        "leaves": leaves(problem),
        "rest": codes.rest_text(),
        "people": people(checked, by_cell, frozenset(unsaved)),
        "cover": cover.cover(problem, roster),
        "zones": crews.zones(problem),
        "sites": crews.sites(problem),
        "routes": crews.routes(problem),
        "vehicles": crews.vehicles(problem),
        "crews": crews.crews(problem, named, plan),
        "placeless": [
            {"officer": duty.officer, "date": problem.date(duty.day).isoformat(), "shift": duty.shift}
            for duty in roster.placeless
        ],
        "presence": cover.presence(problem, roster),
        "free": free_by_date(checked) if with_free else {},
        "requests": [
            {
                "officer": request.officer,
                "date": problem.date(request.day).isoformat(),
                "shift": request.shift,
                "on": request.on,
                "free": request.free,
                "weight": request.weight,
            }
            for request in problem.requests
            if request.day in problem.horizon.range
        ],
        "absences": absences(problem),
        "findings": told,
        "plan_wishes": plan_wishes(checked),
        "verdict": verdict(checked),
        "edits": [{"cell": edit.cell, "was": edit.was, "now": edit.now} for edit in checked.all_edits],
        "notes": list(checked.all_notes if with_others else checked.notes),
    }


def date_json(day: int, problem: Problem) -> Json:
    """One date of the header."""
    holiday = problem.day_type(day) == HOLIDAY
    return {
        "date": problem.date(day).isoformat(),
        "weekday": texts.weekday(day, problem),
        "weekend": problem.is_weekend(day),
        "type": problem.day_type(day),
        "mark": texts.day_mark(day, problem),
        "holiday": texts.day_mark(day, problem) if holiday else None,
    }


def shifts(problem: Problem) -> list[Json]:
    """Every shift of the table, with what the grid shows for it and in which colours."""
    colours = styles.shift_colours(problem)
    return [
        {
            "code": shift.code,
            "letter": shift_text(shift.code, problem),
            "name": texts.shift_name(shift),
            "start": texts.hours_text(shift.span(0)).partition("-")[0],
            "end": texts.hours_text(shift.span(0)).partition("-")[2],
            "hours": round(sum(map(problem.elapsed, shift.spans(0))) / 60, 2),
            "night": shift.night,
            "line": shift.line,
            "part": bool(shift.of),
            "colour": f"#{colours[shift.code].fill.lower()}",
            "ink": f"#{colours[shift.code].ink.lower()}",
        }
        for shift in problem.shifts
    ]


def leaves(problem: Problem) -> list[Json]:
    """Every kind of leave that may be typed, with what the grid shows for it."""
    kinds = dict.fromkeys([*codes.PERSONAL, *sorted({absence.kind for absence in problem.absences})])
    return [{"kind": kind, "letter": codes.leave_text(kind, problem), "name": codes.leave_name(kind)} for kind in kinds]


def absences(problem: Problem) -> list[Json]:
    """Every absence that meets a date of the roster."""
    found: list[Json] = []
    for absence in problem.absences:
        days = [day for day in problem.horizon.range if problem.leave_on(absence.id, day) == absence]
        if days:
            moment = problem.horizon.moment
            found.append(
                {
                    "officer": absence.id,
                    "kind": absence.kind,
                    "name": codes.leave_name(absence.kind),
                    "from": moment(absence.span.start).isoformat(timespec="minutes"),
                    "to": moment(absence.span.end).isoformat(timespec="minutes"),
                    "source": absence.source,
                }
            )
    return found


def free_by_date(checked: BookReport) -> dict[str, list[Json]]:
    """Who has no duty on each date, and what keeps them from one."""
    problem = checked.problem
    exchange = Exchange(problem, checked.rulebook, checked.read.roster)
    return {problem.date(day).isoformat(): free(problem, day, exchange) for day in problem.horizon.range}


def published(checked: BookReport, brigade: Path) -> Json | None:
    """The last publication of this week, and whether the workbook still says the same; None where it never was."""
    ledger = ledger_of(brigade)
    if not ledger.exists():
        return None
    own = [one for one in ledger.publications() if (one.start, one.days) == (checked.book.start, checked.book.days)]
    if not own:
        return None
    last = max(own, key=lambda one: one.version)
    now, told = (
        sorted(map(tuple, duties)) for duties in (duties_of(checked.read.roster, checked.problem), last.duties)
    )
    return {
        "version": last.version,
        "time": last.time,
        "file": last.file,
        "same": not checked.read.roster.placeless and [one[:-1] for one in now] == [one[:-1] for one in told],
    }
