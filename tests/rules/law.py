"""The law that every rule obeys, and random small problems to hold it on.

*On any physically possible roster the amounts of a rule's `check` add up to the amounts of its `limits`, evaluated with
that roster's decisions.*
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache

from hypothesis import strategies as st

from roster.domain.clock import Horizon, Span, Window
from roster.domain.people import Absence, Duty, Officer, Request, Totals
from roster.domain.problem import Problem
from roster.domain.roster import Placeless, Roster
from roster.domain.service import Shift
from roster.domain.settings import Settings
from roster.rules import RULES
from roster.rules.base import Rule
from roster.rules.patrol.base import PlanRule
from roster.rules.scopes import CrewRule, ForceRule, OfficerRule
from roster.rules.violation import Violation
from roster.search.score import values

HOUR = 60
DAY = 24 * HOUR
MONDAY = dt.date(2026, 10, 19)

SHIFTS = (
    Shift("D", "day", Window(7 * HOUR, 15 * HOUR)),
    Shift("E", "evening", Window(15 * HOUR, 23 * HOUR)),
    Shift("N", "night", Window(23 * HOUR, 31 * HOUR), night=True),
    Shift("O", "overlay", Window(18 * HOUR, 26 * HOUR)),
    Shift("L", "leader", Window(8 * HOUR, 32 * HOUR), line=False),
)
CODES = tuple(shift.code for shift in SHIFTS)
COUNTED_LESS = (
    replace(SHIFTS[0], break_minutes=50),
    *SHIFTS[1:3],
    replace(SHIFTS[3], paid_share=0.3),
    replace(SHIFTS[4], break_minutes=90, paid_share=0.5),
)
"""The same with breaks, and with time on call."""

IN_PARTS = (
    *COUNTED_LESS,
    Shift("P", "split", Window(7 * HOUR, 26 * HOUR), parts=(COUNTED_LESS[0], COUNTED_LESS[3])),
    Shift("Q", "evening and night", Window(15 * HOUR, 31 * HOUR), night=True, parts=COUNTED_LESS[1:3]),
)
"""The same with two that are worked in parts: with hours between them, and without."""

SCOPES: tuple[type[Rule], ...] = (OfficerRule, CrewRule, ForceRule, PlanRule)
"""What a rule may look at; the law is held for each of them in a way of its own."""


def rules_of(scope: type[Rule]) -> set[str]:
    """The names of a scope's rules, all of which must be in its law's list."""
    return {rule.model_fields["rule"].default for rule in RULES if issubclass(rule, scope)}


def assert_law(rule: Rule, problem: Problem, roster: Roster) -> int:
    """Check amounts equal limit amounts; returns their sum. Every violation can be said, and has an amount."""
    violations = list(rule.check_all(roster, problem))
    value = values(problem, roster)
    checked = sum(violation.amount for violation in violations)
    limited = sum(limit.amount(value) for limit in rule.limit_all(problem))
    assert checked == limited, f"check {checked}, limits {limited}: {violations}"
    for violation in violations:
        assert violation.amount > 0
        assert "{" not in rule.say(violation, problem)
    return checked


def small_problem(
    days: int = 7,
    start: dt.date = MONDAY,
    officers: Sequence[Officer] = (Officer("1", "Wang", "sworn"),),
    history: Mapping[int, str] | None = None,
    away: Sequence[Span] = (),
    requests: Sequence[Request] = (),
    shifts: Sequence[Shift] = SHIFTS,
) -> Problem:
    """A problem about officer `1`, to be read by people; `history` is shifts by negative day."""
    known = {shift.code: shift for shift in shifts}
    return Problem(
        settings=Settings("test"),
        horizon=Horizon(start, days),
        officers=tuple(officers),
        shifts=tuple(shifts),
        kinds=(),
        absences=tuple(Absence("1", "annual", span) for span in away),
        requests=tuple(requests),
        history=tuple(
            Duty("1", day, code, known[code].span(day), known[code].night) for day, code in (history or {}).items()
        ),
    )


def typed(work: str, officer: str = "1") -> Roster:
    """A roster of one officer as a leader types it, a letter a date and `-` or a blank for a day off: `DD-NN--`."""
    duties = ((day, code) for day, code in enumerate(work) if code not in "- ")
    return Roster((), tuple(Placeless(officer, day, code) for day, code in duties))


def found(rule: Rule, problem: Problem, work: str) -> list[Violation]:
    """Violations in a line typed by hand; the law is held on the way."""
    roster = typed(work)
    assert_law(rule, problem, roster)
    return list(rule.check_all(roster, problem))


def amounts(rule: Rule, problem: Problem, work: str) -> list[int]:
    """Amounts of the violations in a line typed by hand."""
    return [violation.amount for violation in found(rule, problem, work)]


TIMES = st.sampled_from([hour * HOUR for hour in (0, 2, 6, 7, 8, 15, 18, 22, 23)])
STARTS = st.integers(0, 45).map(lambda days: dt.date(2026, 10, 5) + dt.timedelta(days=days))


# Strategies are made once: to make them for every example takes as long as the examples.
SQUADS, PARTS_OF_FULL_TIME = st.sampled_from(("A", "B", "")), st.sampled_from((1.0, 0.5, 0.75))
ONE_OR_TWO, LENGTHS = st.integers(1, 2), st.integers(7, 21)
SETS_OF_SHIFTS = st.sampled_from((SHIFTS, SHIFTS, COUNTED_LESS, IN_PARTS))
TOTALS = st.sampled_from(({}, {}, {"1": Totals(-1, 4, 30.5, 1)}, {"1": Totals(-3, 1, 90, None)}))
KNOWN_FROM, REACHES = st.sampled_from((0, 0, -4, -12)), st.sampled_from((0, 1, 2, 3, 5, 8, 10))
LONGER = st.sampled_from((0, 0, 0, HOUR))


@cache
def _near(days: int) -> st.SearchStrategy[int | None]:
    return st.none() | st.integers(-4, days + 2)


@cache
def _absences(officers: int, days: int) -> st.SearchStrategy[list[Absence]]:
    """Leave of so many officers on a coarse grid."""
    ids = st.sampled_from([str(number) for number in range(1, officers + 1)])
    spans = st.builds(
        lambda day, at, length, until: Span(day * DAY + at, max(day * DAY + at + HOUR, (day + length) * DAY + until)),
        st.integers(-6, days),
        TIMES,
        st.integers(0, 3),
        TIMES,
    )
    return st.lists(st.builds(Absence, ids, st.just("annual"), spans), max_size=3)


@cache
def _requests(officers: int, days: int) -> st.SearchStrategy[list[Request]]:
    ids = st.sampled_from([str(number) for number in range(1, officers + 1)])
    asked = st.builds(
        Request, ids, st.integers(-1, days), st.sampled_from(("", *CODES)), st.booleans(), st.integers(1, 3)
    )
    either = st.tuples(asked, st.sampled_from((False, True)))
    return st.lists(either.map(lambda pair: replace(pair[0], on=False, free=True) if pair[1] else pair[0]), max_size=4)


@cache
def _holidays(days: int) -> st.SearchStrategy[set[int]]:
    return st.sets(st.integers(-3, days - 1), max_size=3)


@st.composite
def officers_on(draw: st.DrawFn, start: dt.date, days: int) -> tuple[Officer, ...]:
    """One or two officers, now and then protected for a while or joining late."""
    near = _near(days)

    def maybe() -> dt.date | None:
        day = draw(near)
        return None if day is None else start + dt.timedelta(days=day)

    return tuple(
        Officer(
            id=str(number),
            name=f"officer {number}",
            category="sworn",
            squad=draw(SQUADS),
            protected_from=maybe(),
            protected_to=maybe(),
            joined=maybe(),
            share=draw(PARTS_OF_FULL_TIME),
        )
        for number in range(1, draw(ONE_OR_TWO) + 1)
    )


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    """A horizon of 7 to 21 days, up to 10 days of history, leave on a coarse grid, requests and holidays."""
    start, days = draw(STARTS), draw(LENGTHS)
    officers = draw(officers_on(start, days))
    shifts = draw(SETS_OF_SHIFTS)
    return Problem(
        settings=Settings("test"),
        horizon=Horizon(start, days),
        officers=officers,
        shifts=shifts,
        kinds=(),
        absences=tuple(draw(_absences(len(officers), days))),
        requests=tuple(draw(_requests(len(officers), days))),
        day_types=dict.fromkeys(draw(_holidays(days)), "holiday"),
        history=draw(histories([officer.id for officer in officers], shifts)),
        totals=draw(TOTALS),
        known_from=draw(KNOWN_FROM),
    )


def lines(first: int, days: int, shifts: Sequence[Shift] = SHIFTS) -> st.SearchStrategy[list[tuple[int, str]]]:
    """Days and shifts of one officer: a letter a date, `-` for a day off, `=` for the same as on the day before."""
    codes = {shift.code for shift in shifts}

    def read(letters: str) -> list[tuple[int, str]]:
        worked = [letters[: index + 1].rstrip("=")[-1:] for index in range(days)]
        return [(day, code) for day, code in enumerate(worked, first) if code in codes]

    return _letters("".join(sorted(codes - set(CODES))), days).map(read)


@cache
def _letters(more: str, days: int) -> st.SearchStrategy[str]:
    return st.text(f"--DENNOL{more}===", min_size=days, max_size=days)


@st.composite
def histories(draw: st.DrawFn, officers: list[str], shifts: Sequence[Shift] = SHIFTS) -> tuple[Duty, ...]:
    """Past duties over none to 10 days; now and then an hour longer than the shift."""
    reach = draw(REACHES)
    known = {shift.code: shift for shift in shifts}
    duties = []
    for officer in officers:
        longer = draw(LONGER)
        for day, code in draw(lines(-reach, reach, shifts)):
            span = known[code].span(day)
            duties.append(Duty(officer, day, code, Span(span.start, span.end + longer), known[code].night))
    return tuple(duties)


@st.composite
def rosters(draw: st.DrawFn, problem: Problem) -> Roster:
    """Any line of work for each officer: one duty start a date at most, nothing else is sure."""
    return Roster(
        (),
        tuple(
            Placeless(officer.id, day, code)
            for officer in problem.officers
            for day, code in draw(lines(0, problem.horizon.days, problem.shifts))
        ),
    )
