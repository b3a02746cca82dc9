"""People by dates for a page: what each cell says, and who has no duty on a date."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from roster.domain.clock import date_span
from roster.domain.letters import shift_text
from roster.domain.paid import worked_minutes
from roster.domain.people import Request
from roster.domain.problem import Problem
from roster.domain.roster import Roster, services
from roster.i18n import _
from roster.io import codes, texts
from roster.io.book_report import BookReport
from roster.io.read_book import Edit
from roster.io.shown.crews import crew_id
from roster.search.living.exchange import Exchange

Json = dict[str, object]
Cell = tuple[int, int]
"""Number of an officer and of a day."""


def people(checked: BookReport, findings: Mapping[Cell, list[str]], unsaved: frozenset[tuple[str, int]]) -> list[Json]:
    """Every officer with a cell a date; `findings` are the ids of those that a cell has."""
    problem, roster = checked.problem, checked.read.roster
    work: dict[tuple[str, int], list[str]] = {}
    for duty in roster.work():
        work.setdefault((duty.officer, duty.day), []).append(duty.shift)
    units = _units(problem, roster)
    edits = {(edit.officer, edit.day): edit for edit in checked.edits}
    requests: dict[tuple[str, int], list[Request]] = {}
    for request in problem.requests:
        requests.setdefault((request.officer, request.day), []).append(request)
    names = texts.names(problem)
    rows: list[Json] = []
    for number, officer in enumerate(problem.officers):
        duties = [
            problem.duty(officer.id, day, shift)
            for day in problem.horizon.range
            for shift in work.get((officer.id, day), ())
        ]
        rows.append(
            {
                "id": officer.id,
                "name": names[officer.id],
                "category": texts.category(officer.category),
                "squad": officer.squad,
                "zone": officer.home_zone,
                "qualifications": sorted(officer.qualifications),
                "hours": round(sum(worked_minutes(duty, problem) for duty in duties) / 60, 2),
                "nights": sum(duty.night for duty in duties),
                "shifts": len(duties),
                "cells": [
                    _cell(
                        sorted(work.get((officer.id, day), ())),
                        edits.get((officer.id, day)),
                        problem,
                        {
                            "unsaved": (officer.id, day) in unsaved,
                            "away": away(officer.id, day, problem),
                            "request": _request(requests.get((officer.id, day), ()), problem),
                            "unit": units.get((officer.id, day)),
                            "findings": findings.get((number, day), []),
                        },
                    )
                    for day in problem.horizon.range
                ],
            }
        )
    return rows


def _cell(shifts: Sequence[str], edit: Edit | None, problem: Problem, known: Json) -> Json:
    return {
        "code": "+".join(shifts),
        "text": "/".join(shift_text(code, problem) for code in shifts),
        "typed": edit is not None,
        "was": "+".join(edit.before) if edit else None,
        **known,
    }


def _units(problem: Problem, roster: Roster) -> dict[tuple[str, int], str]:
    """The crew in which an officer's duty of a date begins."""
    found: dict[tuple[str, int], str] = {}
    for service in services(roster):
        unit = service.crews[0].unit
        found.setdefault((service.member.officer, unit.day), crew_id(unit.day, unit.shift, service.label, problem))
    return found


def away(officer: str, day: int, problem: Problem) -> str | None:
    """What the grid shows for an absence on a date; None without one."""
    leave = problem.leave_on(officer, day)
    return codes.leave_text(leave.kind, problem) if leave else None


def _request(requests: Sequence[Request], problem: Problem) -> str | None:
    """What an officer asked for on a date."""
    told = []
    for request in requests:
        shift = shift_text(request.shift, problem) if request.shift else _("any shift")
        text = _("asked to work {shift}") if request.on else _("asked not to work {shift}")
        text = _("asked to be free of {shift} all day") if request.free else text
        told.append(text.format(shift=shift))
    return _("; ").join(told) or None


def free(problem: Problem, day: int, exchange: Exchange) -> list[Json]:
    """Who has no duty on a date: `why` is the reason where none of its shifts can be added, `shifts` each one's reason.

    Those whom nothing keeps come first. Only the rules of an officer's own line of work are asked.
    """
    shifts = [code for code in problem.shift_codes if not problem.shift[code].of]
    rows: list[Json] = []
    for officer in problem.officers:
        if day in exchange.lines[officer.id]:
            continue
        leave = problem.leave_on(officer.id, day)
        if leave is not None and leave.span.covers(date_span(day)):
            reasons = dict.fromkeys(shifts, codes.leave_name(leave.kind))
        else:
            reasons = {code: exchange.adds(officer.id, day, code) for code in shifts}
        why = None if not all(reasons.values()) else next(iter(reasons.values()), None)
        told = {code: text or None for code, text in reasons.items()}
        rows.append({"officer": officer.id, "why": why, "shifts": told})
    return sorted(rows, key=lambda row: (row["why"] is not None, str(row["officer"])))
