"""Weeks rolled forward and weeks solved together: neither is better than the other's proof allows."""

from __future__ import annotations

from pathlib import Path

from roster import api
from tests.brigades.brigade import Brigade
from tests.brigades.checks.fault import Findings
from tests.brigades.checks.modes import answer
from tests.brigades.drawing import DAY

OF_ONE_DAY = (
    "absence",
    "crew",
    "vehicle",
    "cover",
    "heads",
    "day_presence",
    "night_lights",
    "armed_minimum",
    "familiar_zone",
    "keep_together",
    "keep_apart",
    "requests",
    "fixed",
    "steady_zone",
)
"""Rules that tie no date to another."""
SECONDS = 6.0
LONGER = 10.0


def find(brigade: Brigade, folder: Path, findings: Findings) -> None:
    case = api.load(brigade.write(folder), weeks=brigade.weeks)
    seconds = SECONDS * findings.pace
    whole = answer(case, time_limit=seconds, workers=1, gap=0.0)
    rolled = answer(case, roll=True, time_limit=seconds, workers=1, gap=0.0)
    findings.note(f"together {whole.status}, rolled {'found' if rolled.cost else rolled.status}")
    told = f"together {whole.status} {whole.cost} {whole.bound}; rolled {rolled.status} {rolled.cost}"
    if rolled.outcome is not None:
        findings.expect(not rolled.outcome.report.must_violations, "rolled weeks break a must", told)
        findings.expect(whole.status != "impossible", "impossible together, and there is a roster", told)
        findings.expect(not whole.cost or whole.bound <= rolled.cost, "a bound above rolled weeks' cost", told)
    elif rolled.status == "impossible":
        findings.expect(not whole.cost, "rolled weeks impossible, and there is a roster", told)
    if whole.cost and {entry["rule"] for entry in brigade.rules} <= set(OF_ONE_DAY) and not _over_midnight(case):
        findings.note("weeks without ties")
        if whole.status == "optimal" and whole.cost != rolled.cost:  # unless the time was too short
            rolled = answer(case, roll=True, time_limit=LONGER * seconds, workers=1, gap=0.0)
        findings.expect(whole.cost == rolled.cost or whole.status != "optimal", "rolled weeks differ for nothing", told)


def _over_midnight(case: api.Case) -> bool:
    """Whether a duty, or a roster day, goes on in the week after its own."""
    facts = case.problem
    return facts.settings.day_start > 0 or any(shift.hours.end > DAY for shift in facts.shifts)
