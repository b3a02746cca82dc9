"""A result becomes a workbook: checked again, given its names back, and written. Done in a process of its own."""

from __future__ import annotations

import json
import pickle
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from roster.case import Case
from roster.domain.errors import RosterError
from roster.domain.outcome import Outcome
from roster.i18n import speaking
from roster.io.files import replace_file


@dataclass(frozen=True)
class Job:
    """One result of a case, and where its workbook goes."""

    case: Case
    result: bytes
    file: Path
    language: str
    command: str


def packed(job: Job) -> bytes:
    """A job for our own process on this machine."""
    return zlib.compress(pickle.dumps(job), 1)


def write_job(content: bytes, watch: object = None, stop: object = None) -> bytes:
    """Write a job's workbook; what its row says then, as JSON: with `state` `failed` and a sentence where it failed."""
    try:
        job: Job = pickle.loads(zlib.decompress(content))  # made by our own parent
        with speaking(job.language):
            return json.dumps(_written(job)).encode()
    except RosterError as error:
        return json.dumps({"state": "failed", "message": str(error)}).encode()
    except Exception as error:
        return json.dumps({"state": "failed", "message": f"{type(error).__name__}: {error}"[:500]}).encode()


def _written(job: Job) -> Mapping[str, Any]:
    from roster.api import write
    from roster.io.outputs import Outputs
    from roster.province.task import outcome_of, unpack
    from roster.report.outcome import as_json

    outcome = outcome_of(unpack(job.result), job.case).made_by(job.command)
    Outputs(job.case, force=True).add(job.file, "roster").keep()
    write(outcome, job.file)
    text = json.dumps(as_json(outcome, job.file), indent=2).encode()

    def put(path: Path) -> None:
        path.write_bytes(text)

    replace_file(job.file.with_suffix(".json"), put)
    return row_of(outcome)


def row_of(outcome: Outcome) -> Mapping[str, Any]:
    """What the table of tasks keeps of an outcome."""
    proved = {tier.priority: tier.bound for tier in outcome.proof.tiers}
    short = {
        priority: (amount, min(amount, proved.get(priority, 0))) for priority, amount in outcome.report.short.items()
    }
    return {
        "best": outcome.objective,
        "bound": outcome.proof.bound,
        "seconds": round(outcome.run.seconds, 1),
        "short": json.dumps(short),
        "message": outcome.patrols.unplanned.message if outcome.patrols.unplanned else "",
    }
