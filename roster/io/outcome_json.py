"""Results as one JSON object: the contract with other programs, described in docs/json.md."""

from __future__ import annotations

from pathlib import Path

from roster.domain.errors import NoRosterError, OutOfTimeError
from roster.domain.missing import missing
from roster.domain.outcome import Outcome, Report, Unplanned
from roster.io.book_report import BookReport
from roster.io.missing_json import date_json, missing_json, shortfall_json
from roster.io.missing_lines import account
from roster.io.staffing import MINUTES_AN_HOUR, share, staffing
from roster.plan.figures import called_away, reach, worst_first

Json = dict[str, object]


def as_json(outcome: Outcome, file: Path) -> Json:
    """The outcome of a solve."""
    return {
        "status": outcome.status,
        "tiers": {str(tier.priority): {"short": tier.short, "bound": tier.bound} for tier in outcome.tiers},
        "objective": outcome.objective,
        "bound": outcome.bound,
        "gap": round(outcome.gap, 6),
        "seconds": round(outcome.seconds, 3),
        "first_seconds": round(outcome.first_seconds, 3),
        "must_violations": len(outcome.report.must_violations),
        "shortfalls": [shortfall_json(finding, outcome.problem) for finding in outcome.report.shortfalls],
        "staffed": None if share(outcome) is None else round(share(outcome) or 0.0, 6),
        "kinds_missing": [
            {
                "kind": one.kind,
                "asked_hours": one.asked / MINUTES_AN_HOUR,
                "given_hours": one.given / MINUTES_AN_HOUR,
                "cause": outcome.causes.get(one.kind) if not one.given else None,
            }
            for one in staffing(outcome)
            if one.given < one.asked
        ],
        "missing": missing_json(account(outcome), outcome.problem),
        "person_shifts": outcome.person_shifts,
        "vehicle_shifts": outcome.vehicle_shifts,
        "seed": outcome.seed,
        "file": str(file),
        "plan": _plan(outcome),
        "notes": list(outcome.notes),
    }


def _plan(outcome: Outcome) -> Json | None:
    """The patrol plan; its seed is a secret and is not here."""
    planned = outcome.planned
    if planned is None:
        return _no_plan(outcome.unplanned) if outcome.unplanned else None
    given = list(reach(planned.plan, planned.patrol).values())
    slots = sum(one.slots for one in given)
    return {
        "status": planned.status,
        "tiers": {str(tier.priority): {"short": tier.short, "bound": tier.bound} for tier in planned.tiers},
        "objective": planned.objective,
        "bound": None if planned.status == "kept" else planned.bound,
        "gap": None if planned.status == "kept" else round(planned.gap, 6),
        "seconds": round(planned.seconds, 3),
        "must_violations": len(planned.report.must_violations),
        "shortfalls": [shortfall_json(finding, outcome.problem) for finding in planned.report.shortfalls],
        "response_cover": round(sum(one.covered for one in given) / slots, 6) if slots else None,
        "backup_cover": round(sum(one.backed_up for one in given) / slots, 6) if slots else None,
        "demands": planned.met[1],
        "demands_met": planned.met[0],
        "called_away": [
            {
                "date": outcome.problem.date(loss.crew[0]).isoformat(),
                "shift": loss.crew[1],
                "unit": loss.crew[2],
                "slots": loss.slots,
                "checkpoints": list(loss.checkpoints),
                "zones": list(loss.zones),
            }
            for loss in worst_first(called_away(planned.plan, planned.patrol))
        ],
        "notes": list(planned.notes),
        "message": None,
        "rules": [],
    }


def _no_plan(why: Unplanned) -> Json:
    """The same fields where no plan came out, with a sentence why, and the rules that clash."""
    return {
        "status": why.status,
        "tiers": {},
        "objective": None,
        "bound": None,
        "gap": None,
        "seconds": round(why.seconds, 3),
        "must_violations": None,
        "shortfalls": [],
        "response_cover": None,
        "backup_cover": None,
        "demands": None,
        "demands_met": None,
        "called_away": [],
        "notes": [],
        "message": why.message,
        "rules": list(why.rules),
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


def verified_as_json(checked: BookReport, file: Path) -> Json:
    """What `roster verify` found in a workbook."""
    report, record, problem = checked.report, checked.book.written, checked.problem
    return {
        "file": str(file),
        "must_violations": [
            {
                "rule": finding.rule,
                "name": finding.name,
                "date": date_json(finding, problem),
                "officers": list(finding.officers),
                "place": checked.place(finding),
                "amount": finding.amount,
                "acknowledged": checked.acknowledged(finding),
                "sentence": finding.sentence,
            }
            for finding in report.must_violations
        ],
        **_left_open(checked.of_roster, checked),
        "missing": missing_json(missing(problem, checked.of_roster.shortfalls), problem),
        "plan": _left_open(checked.of_plan, checked) if checked.has_plan else None,
        "recorded": None
        if record is None
        else {
            "status": record.status,
            "short": {str(priority): amount for priority, amount in record.short.items()},
            "objective": record.objective,
        },
        "edits": [
            {
                "cell": edit.cell,
                "officer": edit.officer,
                "date": problem.date(edit.day).isoformat(),
                "before": list(edit.before),
                "after": list(edit.after),
            }
            for edit in checked.edits
        ],
        "sheet_edits": [
            {"cell": edit.cell, "before": edit.was, "after": edit.now} for edit in checked.read.sheet_edits
        ],
        "notes": list(checked.all_notes),
    }


def _left_open(report: Report, checked: BookReport) -> Json:
    """What the roster, or its patrol plan, leaves open."""
    return {
        "shortfalls": [
            {**shortfall_json(finding, checked.problem), "place": checked.place(finding)}
            for finding in report.shortfalls
        ],
        "wishes": {
            rule: {"name": report.name(rule), "findings": count, "amount": amount, "cost": cost}
            for rule, (count, amount, cost) in report.by_rule().items()
            if cost
        },
        "short": {str(priority): amount for priority, amount in report.short.items()},
        "objective": report.objective,
    }
