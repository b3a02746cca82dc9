"""The outcome as one JSON object: the contract with other programs, described in docs/json.md."""

from __future__ import annotations

from pathlib import Path

from roster.domain.errors import NoRosterError, OutOfTimeError
from roster.domain.outcome import Outcome


def as_json(outcome: Outcome, file: Path) -> dict[str, object]:
    """The outcome as one object for other programs."""
    problem = outcome.problem
    return {
        "status": outcome.status,
        "tiers": {str(tier.priority): {"short": tier.short, "bound": tier.bound} for tier in outcome.tiers},
        "objective": outcome.objective,
        "bound": outcome.bound,
        "gap": round(outcome.gap, 6),
        "seconds": round(outcome.seconds, 3),
        "first_seconds": round(outcome.first_seconds, 3),
        "must_violations": len(outcome.report.must_violations),
        "shortfalls": [
            {
                "rule": f.rule,
                "priority": f.priority,
                "date": problem.date(f.day).isoformat() if f.day is not None else None,
                "slot": f.slot or None,
                "where": f.place or f.unit or None,
                "asked": f.asked,
                "given": f.given,
                "short": f.amount,
                "sentence": f.sentence,
            }
            for f in outcome.report.shortfalls
        ],
        "person_shifts": outcome.person_shifts,
        "vehicle_shifts": outcome.vehicle_shifts,
        "seed": outcome.seed,
        "file": str(file),
    }


def failure_as_json(error: NoRosterError | OutOfTimeError) -> dict[str, object]:
    """The same object where no roster came out: its status, why, and the rules that clash."""
    infeasible = isinstance(error, NoRosterError)
    return {
        "status": "infeasible" if infeasible else "none",
        "message": str(error),
        "rules": list(error.rules) if isinstance(error, NoRosterError) else [],
        "file": None,
    }
