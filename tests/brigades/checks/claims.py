"""What `check` claims, put to the solver: what it calls impossible cannot hold beside the musts."""

from __future__ import annotations

import re
from pathlib import Path

from roster import api
from tests.brigades.brigade import Brigade
from tests.brigades.checks.fault import Findings
from tests.brigades.claims import verdict


def find(brigade: Brigade, folder: Path, findings: Findings) -> None:
    case = api.load(brigade.write(folder), weeks=brigade.weeks)
    found = verdict(case.problem, case.rulebook, int(re.sub(r"\D", "", brigade.name) or 0))
    findings.note("looked at")
    findings.note("claims", found.put)
    findings.note("left open by the solver", found.open)
    for claim in found.false:
        findings.fault("a false claim", claim)
