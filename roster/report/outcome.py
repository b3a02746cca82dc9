"""A roster that was made, or why none was: lines and JSON."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from roster.domain.errors import NoRosterError, OutOfTimeError
from roster.domain.outcome import Outcome
from roster.i18n import _
from roster.io import missing_lines, texts
from roster.io.amounts import short_text
from roster.io.known_text import history_used
from roster.io.staffing import MINUTES_AN_HOUR, result, share, staffing
from roster.io.staffing import missing_lines as kinds_missing
from roster.report import Json, patrol_plan
from roster.report.missing import missing_json, shortfall_json


def lines(outcome: Outcome, file: Path) -> Iterator[str]:
    """What was made, in a few lines."""
    shortfalls = outcome.report.shortfalls
    yield _("{roster}: {result}").format(roster=texts.headline(outcome), result=result(outcome))
    yield from (f"  {line}" for line in kinds_missing(outcome))
    text = _("person-shifts: {people}, no must broken, {short}")
    if outcome.problem.vehicles:
        text = _(
            "person-shifts: {people}, vehicle-shifts (a vehicle on a date, however often it goes out): {vehicles}, "
            "no must broken, {short}"
        )
    yield text.format(
        people=outcome.person_shifts,
        vehicles=outcome.vehicle_shifts,
        short=short_text(shortfalls, outcome.policy.rules),
    )
    yield from missing_lines.shown(outcome)
    yield _("wishes cost {objective}, proven at least {bound} (gap {gap:.1%}), {seconds:.0f} s").format(
        objective=outcome.objective, bound=outcome.proof.bound, gap=outcome.gap, seconds=outcome.run.seconds
    )
    yield from (_("note: {note}").format(note=note) for note in outcome.run.notes)
    yield from patrol_plan.lines(outcome)
    yield history_used(outcome.problem)
    yield _("written: {file}").format(file=file)


def as_json(outcome: Outcome, file: Path) -> Json:
    """The outcome of a solve."""
    return {
        "status": outcome.proof.status,
        "tiers": {str(tier.priority): {"short": tier.short, "bound": tier.bound} for tier in outcome.proof.tiers},
        "objective": outcome.objective,
        "bound": outcome.proof.bound,
        "gap": round(outcome.gap, 6),
        "seconds": round(outcome.run.seconds, 3),
        "first_seconds": round(outcome.run.first_seconds, 3),
        "must_violations": len(outcome.report.must_violations),
        "shortfalls": [shortfall_json(finding, outcome.problem) for finding in outcome.report.shortfalls],
        "staffed": None if share(outcome) is None else round(share(outcome) or 0.0, 6),
        "kinds_missing": [
            {
                "kind": one.kind,
                "asked_hours": one.asked / MINUTES_AN_HOUR,
                "given_hours": one.given / MINUTES_AN_HOUR,
                "cause": outcome.policy.causes.get(one.kind) if not one.given else None,
            }
            for one in staffing(outcome)
            if one.given < one.asked
        ],
        "missing": missing_json(missing_lines.account(outcome), outcome.problem),
        "person_shifts": outcome.person_shifts,
        "vehicle_shifts": outcome.vehicle_shifts,
        "seed": outcome.run.seed,
        "file": str(file),
        "plan": patrol_plan.as_json(outcome),
        "notes": list(outcome.run.notes),
    }


def failure_as_json(error: NoRosterError | OutOfTimeError, seconds: float, seed: int) -> Json:
    """The same object where no roster came out, with a sentence why, and the rules that clash."""
    infeasible = isinstance(error, NoRosterError)
    return {
        "status": "infeasible" if infeasible else "none",
        "tiers": {},
        "objective": None,
        "bound": None,
        "gap": None,
        "seconds": round(seconds, 3),
        "first_seconds": None,
        "must_violations": None,
        "shortfalls": [],
        "staffed": None,
        "kinds_missing": [],
        "missing": [],
        "person_shifts": None,
        "vehicle_shifts": None,
        "seed": seed,
        "file": None,
        "plan": None,
        "notes": [],
        "message": str(error),
        "rules": list(error.rules) if isinstance(error, NoRosterError) else [],
    }
