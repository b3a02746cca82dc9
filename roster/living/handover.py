"""Duties handed over: substitutes, swaps, and for whom nobody could stand in."""

from __future__ import annotations

import datetime as dt
import math
import time
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from roster import api
from roster.domain.errors import Fault, InputError, InternalError
from roster.domain.outcome import Outcome
from roster.i18n import _
from roster.living.patrols import PLAN_SECONDS, with_patrols
from roster.living.repair import outcome_of, repair_of
from roster.living.week import Week, crew_of, crew_or_none

if TYPE_CHECKING:
    from roster.search.living.exchange import Exchange, Swap
    from roster.search.living.substitutes import StandIns, Substitutes
    from roster.search.run import Stop


def substitutes(week: Week, officer: str, date: dt.date, shift: str = "", time_limit: float = math.inf) -> Substitutes:
    """Everybody who could take over an officer's duty, ranked, and who cannot, with the reason.

    What was not tried in `time_limit` seconds is marked.
    """
    from roster.search.living.substitutes import substitutes as everybody

    crew = crew_of(week, officer, date, shift)
    return everybody(_exchange(week, time_limit), crew, officer)


def stand_ins(week: Week, time_limit: float = math.inf) -> Sequence[StandIns]:
    """For every duty, whether a single absence can still be covered, and by whom."""
    from roster.search.living.substitutes import stand_ins as table

    return table(_exchange(week, time_limit))


def _exchange(week: Week, time_limit: float) -> Exchange:
    from roster.search.explain.mus import Clock
    from roster.search.living.exchange import Exchange

    return Exchange(week.problem, week.case.rulebook, week.roster, clock=Clock(time_limit))


def swap(week: Week, one: str, date: dt.date, other: str, other_date: dt.date, time_limit: float = math.inf) -> Swap:
    """Two officers exchange their duties of two dates, or a duty for a day off: is it lawful, what does it cost."""
    from roster.search.living.exchange import Handover, Swap

    file = week.checked.book.file
    if one == other:
        raise InputError([Fault(file, f"'{other}'", _("another officer than the first"))])
    first = crew_or_none(week, one, date)
    second = crew_or_none(week, other, other_date)
    if first is None and second is None:
        crew_of(week, one, date)
    if first is not None and second is not None and first.unit.id == second.unit.id:
        raise InputError([Fault(file, f"{one}, {other}", _("two different duties"))])
    handovers = [
        Handover(crew.unit.day, crew.duty_of(gives), gives, takes)
        for crew, gives, takes in ((first, one, other), (second, other, one))
        if crew is not None
    ]
    return Swap(tuple(handovers), _exchange(week, time_limit).judge(handovers))


def swapped(week: Week, exchange: Swap, plan_time: float = PLAN_SECONDS, stop: Stop | None = None) -> Outcome:
    """The roster after a lawful swap, verified as a whole and ready to be written, with its patrol plan."""
    roster = exchange.verdict.roster
    assert roster is not None
    began = time.monotonic()
    report = api.verify(replace(week.case, problem=week.problem), roster)
    known = {finding.spot for finding in week.checked.report.must_violations}
    worse = [finding.sentence for finding in report.must_violations if finding.spot not in known]
    if worse:
        raise InternalError("\n".join(worse))
    repair = repair_of(week, week.problem, roster, week.typed, 0)
    outcome = outcome_of(week, week.problem, roster, report, repair, time.monotonic() - began)
    return with_patrols(outcome, week, plan_time, stop=stop)
