"""The patrol plan of a roster, or why there is none: lines and JSON."""

from __future__ import annotations

from collections.abc import Iterator

from roster.domain.outcome import Outcome, Unplanned
from roster.i18n import _
from roster.io import texts
from roster.io.amounts import short_text
from roster.io.chinese_fonts import missing_on_maps
from roster.io.plan_shortfalls import plan_shortfalls
from roster.plan.figures import called_away, reach, worst_first
from roster.report import Json
from roster.report.missing import shortfall_json

SHORTFALLS_SHOWN = 10


def lines(outcome: Outcome) -> Iterator[str]:
    """What was planned, in a few lines."""
    planned = outcome.patrols.planned
    if planned is None:
        if outcome.patrols.unplanned and (outcome.problem.has_map or outcome.patrols.unplanned.status != "nothing"):
            yield _("no patrol plan: {reason}").format(reason=outcome.patrols.unplanned.message)
        return
    yield from planned.notes
    missing = missing_on_maps(outcome.problem) if outcome.problem.sites else ""
    if missing:
        yield _("note: {note}").format(note=missing)
    shortfalls = planned.report.shortfalls
    told = list(plan_shortfalls(outcome))
    yield from (f"  {line}" for line in told[:SHORTFALLS_SHOWN])
    if len(told) > SHORTFALLS_SHOWN:
        yield _("  and {number} more, see the sheet Patrol plan").format(number=len(told) - SHORTFALLS_SHOWN)
    given = list(reach(planned.plan, planned.patrol).values())
    slots = sum(one.slots for one in given)
    if slots:
        yield _("checkpoints with a unit within their minutes: {share:.1%} of all slots").format(
            share=sum(one.covered for one in given) / slots
        )
    text = (
        _("patrol plan, kept as it was: {short}; {cost}")
        if planned.status == "kept"
        else _("patrol plan: {short}; {cost}; {seconds:.0f} s")
    )
    yield text.format(
        short=short_text(shortfalls, outcome.policy.rules), cost=texts.plan_cost(planned), seconds=planned.seconds
    )


def as_json(outcome: Outcome) -> Json | None:
    """The patrol plan; its seed is a secret and is not here."""
    planned = outcome.patrols.planned
    if planned is None:
        return _no_plan(outcome.patrols.unplanned) if outcome.patrols.unplanned else None
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
                "date": outcome.problem.date(loss.crew.day).isoformat(),
                "shift": loss.crew.shift,
                "unit": loss.crew.label,
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
