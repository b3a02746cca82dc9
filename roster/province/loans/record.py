"""The loans of a run as they stand: who goes where with whom, kept beside the rosters."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from roster.io.files import replace_file
from roster.province.loans.lending import Lending
from roster.province.loans.overlay import Coming, Overlay

FILE = "loans.json"


@dataclass(frozen=True)
class Lent:
    """A loan as it stands: with `fault` where it is not as agreed, else with the crews that go."""

    loan: Lending
    minutes: int
    by_hand: bool = False
    vehicles: tuple[str, ...] = ()  # of each crew
    members: tuple[str, ...] = ()  # of each crew, as people read them
    fault: str = ""


@dataclass(frozen=True)
class Record:
    """All loans of a run, and what is proved of the province: shortfalls by priority and wishes (priority 0)."""

    lent: tuple[Lent, ...] = ()
    best: tuple[tuple[int, int], ...] = ()
    bound: tuple[tuple[int, int], ...] = ()
    alone: tuple[tuple[int, int], ...] = ()
    ways: int = 0
    solves: int = 0
    rounds: int = 0
    note: str = ""
    faults: tuple[str, ...] = ()  # of rows that were left out, with file and cell
    scenarios: tuple[str, ...] = ()  # what is wrong with the loans in a scenario
    worth: tuple[tuple[str, str, int, str], ...] = ()
    """What crews are worth: brigade, crews in words, how many, the change of its shortfalls and wishes."""


def write(folder: Path, record: Record) -> None:
    """Keep a record in a run folder. Raises OutputError."""
    text = json.dumps(asdict(record), default=str, indent=1, ensure_ascii=False)

    def put(path: Path) -> None:
        path.write_text(text, encoding="utf-8")

    replace_file(folder / FILE, put)


def read(folder: Path) -> Record:
    """The record of a run folder; an empty one where there is none, or none that can be read."""
    try:
        told: dict[str, Any] = json.loads((folder / FILE).read_text(encoding="utf-8"))
        lent = tuple(_lent(one) for one in told.pop("lent"))
        pairs: dict[str, Any] = {
            name: tuple(map(tuple, told.pop(name))) for name in ("best", "bound", "alone", "worth")
        }
        texts: dict[str, Any] = {name: tuple(told.pop(name, ())) for name in ("faults", "scenarios")}
        return Record(lent, **texts, **pairs, **told)
    except (OSError, ValueError, TypeError, KeyError):
        return Record()


def _lent(told: dict[str, Any]) -> Lent:
    lender, borrower, kind, date, shift, place, crews = told["loan"]
    loan = Lending(lender, borrower, kind, dt.date.fromisoformat(date), shift, place, crews)
    vehicles, members = tuple(told["vehicles"]), tuple(told["members"])
    return Lent(loan, told["minutes"], told["by_hand"], vehicles, members, told["fault"])


def known_crews(lent: Iterable[Lent]) -> dict[Lending, Lent]:
    """What is known of the crews of each loan."""
    return {one.loan: one for one in lent if not one.fault}


def named(overlay: Overlay, known: Mapping[Lending, Lent], borrower: str) -> Overlay:
    """A borrower's overlay with the names of the crews that are known to come."""
    by_coming = {_key(loan): one for loan, one in known.items() if loan.borrower == borrower}

    def filled(one: Coming) -> Coming:
        lent = by_coming.get((one.brigade, one.kind, one.date, one.shift, one.place))
        return replace(one, vehicles=lent.vehicles, members=lent.members) if lent else one

    return replace(overlay, coming=tuple(filled(one) for one in overlay.coming))


def _key(loan: Lending) -> tuple[object, ...]:
    return loan.lender, loan.kind, loan.date, loan.shift, loan.place
