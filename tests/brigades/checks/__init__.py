"""What holds on every brigade, by name, and the shape of the brigades on which it is looked at."""

from __future__ import annotations

import shutil
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.brigades import random_brigade
from tests.brigades.brigade import Brigade
from tests.brigades.checks import claims, commands, counts, explained, living, modes, optimum, repairs, rolled
from tests.brigades.checks.fault import Findings, blame, threads_watched

__all__ = ["CHECKS", "Check", "findings_in"]


@dataclass(frozen=True)
class Check:
    """A check and the shape of the brigades that it is for."""

    find: Callable[[Brigade, Path, Findings], None]
    shape: Mapping[str, Any] = field(default_factory=dict)

    def draw(self, seed: int, **shape: Any) -> Brigade:
        """The brigade of a seed; `shape` goes before the check's own."""
        return random_brigade(seed, **{**self.shape, **shape})


SMALL = {"people": (3, 6), "shifts": (1, 3), "rules": (2, 8), "plan": False}
MIDDLE = {"people": (3, 16), "shifts": (1, 5)}
CHECKS: dict[str, Check] = {
    "counts": Check(counts.find, {**MIDDLE, "plan": False}),
    "optimum": Check(optimum.find, SMALL),
    "claims": Check(claims.find, {"people": (3, 12), "shifts": (1, 4), "plan": False, "rules": (1, 7)}),
    "explained": Check(explained.find, {"people": (3, 8), "shifts": (1, 3), "plan": False, "rules": (2, 8)}),
    "modes": Check(modes.find, {"people": (3, 24), "shifts": (1, 6), "plan": False}),
    "rolled": Check(rolled.find, {"people": (3, 8), "shifts": (1, 3), "weeks": 2, "plan": False}),
    "weeks": Check(rolled.find, {**SMALL, "weeks": 2, "one_day": True, "base": False, "only": rolled.OF_ONE_DAY}),
    "living": Check(living.find, {**MIDDLE, "plan": False}),
    "repairs": Check(repairs.find, {**MIDDLE, "plan": False}),
    "commands": Check(commands.find, MIDDLE),
}


def findings_in(check: str, brigade: Brigade, folder: Path, pace: float = 1.0) -> Findings:
    """What a check finds in a brigade, exceptions and dead threads included. Works in a folder of its own."""
    findings = Findings(pace)
    here = folder / check / brigade.name
    shutil.rmtree(here, ignore_errors=True)
    here.mkdir(parents=True)
    with threads_watched(findings):
        try:
            CHECKS[check].find(brigade, here, findings)
        except Exception as error:
            findings.fault(blame(error), "".join(traceback.format_exception(error))[-3000:])
    shutil.rmtree(here, ignore_errors=True)
    return findings
