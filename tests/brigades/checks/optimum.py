"""The search's answer is the direct model's, solved to the end."""

from __future__ import annotations

from pathlib import Path

from roster import api
from roster.domain.errors import NoRosterError, OutOfTimeError
from roster.search.run import Options
from roster.search.solve import solve
from tests.brigades.brigade import Brigade
from tests.brigades.checks.fault import Findings
from tests.brigades.direct import IMPOSSIBLE, direct_optimum

DIRECT_SECONDS, SECONDS = 5.0, 20.0


def find(brigade: Brigade, folder: Path, findings: Findings) -> None:
    """Status, what is short by priority, and cost of the wishes; bounds are none above the truth."""
    case = api.load(brigade.write(folder), weeks=brigade.weeks)
    best = direct_optimum(case.problem, case.rulebook, DIRECT_SECONDS * findings.pace, workers=1)
    if best is None:
        findings.note("left undecided by the direct model")
        return
    try:
        outcome = solve(case.problem, case.rulebook, Options(time_limit=SECONDS * findings.pace, workers=1))
    except NoRosterError as error:
        findings.note("impossible")
        findings.expect(best == IMPOSSIBLE, "said to be impossible, and is not", f"{best}: {error}")
        return
    except OutOfTimeError as error:
        findings.fault("no roster in time", f"direct: {best}; {error}")
        return
    found = (*(tier.short for tier in outcome.proof.tiers), outcome.objective)
    bounds = (*(tier.bound for tier in outcome.proof.tiers), outcome.proof.bound)
    findings.note(outcome.proof.status)
    shown = f"{found}, direct {best}, {outcome.proof.status}"
    findings.expect(found == best, "another cost than the direct model's", shown)
    findings.expect(outcome.proof.status == "optimal", "not proved", f"{outcome.proof.status} {found}, bounds {bounds}")
    findings.expect(best != IMPOSSIBLE and bounds <= best, "a bound above the truth", f"{bounds}, direct {best}")
    findings.expect(not outcome.report.must_violations, "a must is broken", outcome.report.must_violations)
