"""What a result is a result of, as one SHA-256: program, files, weeks, options. Same key, same question."""

from __future__ import annotations

import json
from functools import cache
from hashlib import sha256
from importlib import metadata
from pathlib import Path
from typing import Any

from roster.case import Case
from roster.province.task import How

SOLVERS = ("ortools", "highspy", "numpy")


@cache
def program() -> dict[str, str]:
    """The version of this program, of its own text, and of what it solves with: one that differs is another program."""
    found = {name: metadata.version(name) for name in SOLVERS}
    digest, home = sha256(), Path(__file__).resolve().parents[1]
    for file in sorted(home.rglob("*.py")):
        digest.update(file.relative_to(home).as_posix().encode() + b"\0" + file.read_bytes().replace(b"\r\n", b"\n"))
    return {**found, "roster": digest.hexdigest()}


def key_of(case: Case, how: How) -> str:
    """The key of solving a case in a way."""
    horizon = case.problem.horizon
    guests = {row.place.file for row in case.tables.guests if not row.place.sheet}  # their names change no roster
    # in the order in which they apply
    hashes = [(Path(name).name, digest) for name, digest in case.hashes.items() if name not in guests]
    question: dict[str, Any] = {
        "program": program(),
        "files": hashes,
        "past": sha256(repr((case.past, sorted(case.problem.visits.items()))).encode()).hexdigest(),
        "guests": sorted(repr((*guest.span, guest.kind, guest.place)) for guest in case.problem.guests),
        "start": str(horizon.start),
        "days": horizon.days,
        "how": how._asdict(),
    }
    return sha256(json.dumps(question, sort_keys=True).encode()).hexdigest()
