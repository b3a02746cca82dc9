"""The hidden sheet `Written`: what was written, so that later commands know the roster and what it was made from.

It keeps the brigade and the rule files with their SHA-256, the whole roster, and a fingerprint of every other sheet, as
JSON in cells, under a SHA-256 of its own.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from importlib import metadata
from itertools import count
from typing import Any

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from roster.domain.clock import MINUTES_A_DAY, Window
from roster.domain.disruption import NOTHING, Disruption
from roster.domain.errors import Fault, InputError
from roster.domain.findings import Report, Tier
from roster.domain.ids import CrewId
from roster.domain.itinerary import Inspection
from roster.domain.outcome import Moment, Outcome, Planned, Proof, Provenance, SearchRun
from roster.domain.problem import Problem
from roster.domain.repair import Acknowledged
from roster.domain.roster import Crew, Member, Placeless, Roster, Stand
from roster.domain.service import Shift, Slot, Unit
from roster.i18n import _, language
from roster.io.disruptions import packed, unpacked
from roster.io.fingerprint import fingerprints
from roster.io.sheets.itinerary import directions
from roster.io.styles import put
from roster.io.typed import has_type

TITLE = "Written"
FORMAT = 1
MOST_DAYS = 60 * 7
PLAIN_SHIFT = (0, 1.0, (), False)
"""What may follow in the record of a shift: minutes of break, paid share, codes of its parts, whether it is away."""
CHUNK = 30_000  # characters; a cell holds 32,767


@dataclass(frozen=True)
class Written:
    """What a workbook of ours was when it was written; days and minutes of the roster count from `start`."""

    version: str  # of the program
    brigade: str
    rule_files: tuple[str, ...]
    history_files: tuple[str, ...]  # past workbooks
    hashes: Mapping[str, str]  # input and rule files -> SHA-256
    language: str
    seed: int
    status: str
    short: Mapping[int, int]  # amount short by priority, only those that occur
    objective: int  # cost of the unmet wishes
    start: dt.date
    days: int
    roster: Roster
    fingerprints: Mapping[str, str]  # sheet -> SHA-256 of what its cells said
    disruption: Disruption = NOTHING
    acknowledged: tuple[Acknowledged, ...] = ()
    found: Mapping[str, Any] = field(default_factory=dict)  # how the roster was found: see `outcome_from`
    shifts: tuple[Shift, ...] = ()  # of the table, as they were then; none in an older record
    inspections: tuple[Inspection, ...] = ()  # of the patrol plan, those announced
    directions: Mapping[CrewId, str] = field(default_factory=dict)  # see `itinerary.directions`


def write(sheet: Worksheet, outcome: Outcome) -> None:
    """Fill and hide the sheet; the last of a workbook to be written, since it fingerprints the others."""
    book = sheet.parent
    if not isinstance(book, Workbook):
        raise TypeError("a sheet of a workbook is expected")
    content = {
        "version": _version(),
        "brigade": outcome.provenance.brigade,
        "rule_files": list(outcome.provenance.rule_files),
        "history_files": list(outcome.provenance.history_files),
        "hashes": dict(outcome.provenance.hashes),
        "language": language(),
        "seed": outcome.run.seed,
        "status": outcome.proof.status,
        "short": outcome.report.short,
        "objective": outcome.objective,
        "start": outcome.problem.horizon.start.isoformat(),
        "days": outcome.problem.horizon.days,
        "crews": [_packed(crew) for crew in outcome.roster.crews],
        "placeless": [list(duty) for duty in outcome.roster.placeless],
        "shifts": [
            [*(shift.code, shift.name, *shift.hours, shift.night, shift.line, shift.break_minutes), *_more(shift)]
            for shift in outcome.problem.shifts
            if not shift.of
        ],
        "disruption": packed(outcome.amendment.disruption),
        "acknowledged": [list(exception) for exception in outcome.amendment.acknowledged],
        "inspections": [list(check) for check in outcome.patrols.planned.plan.announced.inspections]
        if outcome.patrols.planned
        else [],
        "directions": directions(outcome),
        "found": _found(outcome),
        "fingerprints": fingerprints(book, leave_out=(sheet.title,)),
    }
    text = json.dumps(content, separators=(",", ":"))
    cells = ["patrol-roster", str(FORMAT), _sum(text), *(text[at : at + CHUNK] for at in range(0, len(text), CHUNK))]
    for row, value in enumerate(cells, 1):
        put(sheet.cell(row, 1), value)
    sheet.sheet_state = "veryHidden"


def read(book: Workbook, file: str = "") -> Written:
    """What the workbook keeps of its own writing; `file` names it in errors.

    Raises InputError where the sheet is missing, was changed, or was written by a later version of the program.
    """
    place = f"{file}:{TITLE}" if file else TITLE
    if TITLE not in book.sheetnames:
        raise InputError([Fault(place, _("no such hidden sheet"), _("a workbook that this program wrote"))])
    sheet = book[TITLE]
    head = [str(sheet.cell(row, 1).value or "") for row in (1, 2, 3)]
    text = "".join(_chunks(sheet))
    if head[0] != "patrol-roster" or head[2] != _sum(text):
        raise InputError([Fault(place, _("a record that was changed"), _("the hidden sheet as it was written"))])
    if head[1] != str(FORMAT):
        found = _("a record of format {found}").format(found=head[1])
        raise InputError([Fault(place, found, _("format {expected}; use the newer program").format(expected=FORMAT))])
    try:
        record = _record(json.loads(text))
    except (LookupError, TypeError, ValueError, AttributeError, ArithmeticError, RecursionError):
        record = None
    if record is None or not has_type(record, Written) or not _in_order(record):
        raise InputError([Fault(place, _("a record that was changed"), _("the hidden sheet as it was written"))])
    return record


def _in_order(record: Written) -> bool:
    """Whether dates and minutes lie where a roster has them."""
    latest = dt.date.max.toordinal() - MOST_DAYS
    days = [crew.unit.day for crew in record.roster.crews] + [duty.day for duty in record.roster.placeless]
    minutes = [minute for crew in record.roster.crews for stand in crew.stands for minute in stand.slot[1:]]
    return (
        0 < record.days <= MOST_DAYS
        and MOST_DAYS < record.start.toordinal() <= latest
        and all(0 <= day < MOST_DAYS for day in days)
        and all(abs(minute) <= 2 * MOST_DAYS * MINUTES_A_DAY for minute in minutes)
    )


def _record(content: dict[str, Any]) -> Written:
    """The record that JSON says."""
    return Written(
        version=content["version"],
        brigade=content["brigade"],
        rule_files=tuple(content["rule_files"]),
        history_files=tuple(content["history_files"]),
        hashes=content["hashes"],
        language=content["language"],
        seed=content["seed"],
        status=content["status"],
        short={int(priority): amount for priority, amount in content["short"].items()},
        objective=content["objective"],
        start=dt.date.fromisoformat(content["start"]),
        days=content["days"],
        roster=Roster(
            tuple(_unpacked(crew) for crew in content["crews"]),
            tuple(Placeless(*duty) for duty in content["placeless"]),
        ),
        fingerprints=content["fingerprints"],
        disruption=unpacked(content["disruption"]) if "disruption" in content else NOTHING,
        acknowledged=tuple(
            Acknowledged(rule, tuple(officers), *rest) for rule, officers, *rest in content.get("acknowledged", ())
        ),
        found=content.get("found", {}),
        shifts=_shifts(content.get("shifts", ())),
        inspections=tuple(
            Inspection(CrewId(*leader), CrewId(*crew), *rest) for leader, crew, *rest in content.get("inspections", ())
        ),
        directions={CrewId(*crew): letters for *crew, letters in content.get("directions", ())},
    )


def _more(shift: Shift) -> list[object]:
    """What follows the break of a shift, up to the last that is not as usual."""
    told = [shift.paid_share, [part.code for part in shift.parts], shift.away]
    return told[: 3 if shift.away else 2 if shift.parts else 1 if shift.paid_share < 1 else 0]


def _shifts(kept: Sequence[Sequence[Any]]) -> tuple[Shift, ...]:
    found, parts = {}, {}
    for code, name, start, end, night, line, *counted in kept:
        told: list[Any] = [*counted, *PLAIN_SHIFT[len(counted) :]]
        pause, share, parts[code], away = told
        hours = Window(start, end)
        found[code] = Shift(code, name, hours, night, line, break_minutes=pause, paid_share=share, away=away)
    return tuple(replace(shift, parts=tuple(found[one] for one in parts[code])) for code, shift in found.items())


def _found(outcome: Outcome) -> dict[str, Any]:
    """How the roster was found, and its patrol plan, but for the plan's seed."""
    return {
        "bound": outcome.proof.bound,
        "tiers": [list(tier) for tier in outcome.proof.tiers],
        "seconds": round(outcome.run.seconds, 3),
        "first_seconds": round(outcome.run.first_seconds, 3),
        "workers": outcome.run.workers,
        "deterministic": outcome.run.deterministic,
        "curve": [[round(moment.seconds, 3), *moment[1:]] for moment in outcome.run.curve],
        "command": outcome.provenance.command,
        "plan": _plan_found(outcome.patrols.planned) if outcome.patrols.planned else {},
    }


def _plan_found(planned: Planned) -> dict[str, Any]:
    return {
        "status": planned.status,
        "tiers": [list(tier) for tier in planned.tiers],
        "objective": planned.objective,
        "bound": planned.bound,
        "seconds": round(planned.seconds, 3),
        "notes": list(planned.notes),
    }


def outcome_from(record: Written | None, problem: Problem, roster: Roster, report: Report) -> Outcome:
    """The outcome that a workbook was written from; what was proved holds only while the roster is as it was."""
    found = record.found if record else {}
    same = record is not None and record.roster == roster and bool(found)
    tiers = [Tier(*tier) for tier in found.get("tiers", ())]
    bounds = {tier.priority: tier.bound for tier in tiers} if same else {}
    short = report.short
    proof = Proof(
        record.status if record and same else "stopped",
        tuple(
            Tier(priority, short.get(priority, 0), bounds.get(priority, 0))
            for priority in sorted({*bounds, *short, *(tier.priority for tier in tiers)})
        ),
        min(report.objective, found.get("bound", 0) if same else 0),
    )
    run = SearchRun(
        found.get("seconds", 0.0),
        found.get("first_seconds", 0.0),
        record.seed if record else 1,
        found.get("workers", 2),
        found.get("deterministic", False),
        tuple(Moment(*moment) for moment in found.get("curve", ())),
    )
    provenance = Provenance(
        found.get("command", ""),
        record.brigade if record else "",
        record.rule_files if record else (),
        record.history_files if record else (),
        record.hashes if record else {},
    )
    return Outcome(problem, roster, report, proof, run, provenance)


def _chunks(sheet: Worksheet) -> list[str]:
    chunks: list[str] = []
    for row in count(4):
        value = sheet.cell(row, 1).value
        if value is None:
            return chunks
        chunks.append(str(value))
    return chunks


def _packed(crew: Crew) -> list[Any]:
    unit = crew.unit
    return [
        [unit.day, unit.shift, unit.kind, unit.base, unit.number, unit.most, *([unit.sign] if unit.sign else [])],
        [[member.officer, *sorted(member.roles)] for member in crew.members],
        crew.vehicle,
        [[*stand.slot, stand.zone, stand.site, stand.mode, stand.lights] for stand in crew.stands],
        *([{m.officer: m.duty for m in crew.members}] if any(m.duty for m in crew.members) else ()),
    ]


def _unpacked(packed: list[Any]) -> Crew:
    unit, members, vehicle, stands, *rest = packed
    duties = rest[0] if rest else {}
    return Crew(
        Unit(*unit),
        tuple(Member(officer, frozenset(roles), duties.get(officer, "")) for officer, *roles in members),
        vehicle,
        tuple(Stand(Slot(*stand[:3]), *stand[3:]) for stand in stands),
    )


def _sum(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _version() -> str:
    try:
        return metadata.version("patrol-roster")
    except metadata.PackageNotFoundError:
        return ""
