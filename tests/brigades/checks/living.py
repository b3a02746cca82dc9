"""What is written can be read back: verify finds the same score, publish, replan and history the same duties."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from contextlib import chdir
from pathlib import Path
from random import Random
from typing import Any

from tests.brigades.brigade import Brigade
from tests.brigades.checks.commands import command, json_of
from tests.brigades.checks.fault import Findings
from tests.brigades.checks.workbook import flat_rows, grid

Duty = tuple[str, dt.date, str, dt.datetime, dt.datetime]
PUBLISHED = "keep_published"
"""A rule on what changed since publishing, of which a workbook by itself knows nothing."""
SECONDS = 4.0


def duties(book: Path) -> set[Duty]:
    """The duties that `HR` lists; they must be the grid's."""
    return {
        (row["employee_id"], row["date"].date(), row["shift_code"], row["start"], row["end"])
        for row in flat_rows(book, "HR")
    }


def find(brigade: Brigade, folder: Path, findings: Findings) -> None:
    with chdir(folder):
        _find(brigade, folder, findings)


def _find(brigade: Brigade, folder: Path, findings: Findings) -> None:
    rng = Random(brigade.name)
    fast = ("--time-limit", SECONDS * findings.pace, "--workers", 1, "--plan-time", 0)
    home, book, again = brigade.write(folder), folder / "out.xlsx", folder / "again.xlsx"
    weeks = ("--weeks", brigade.weeks)
    solved = command(findings, "solve", home, *weeks, *fast, "--json", "-o", book, accept=(0, 3, 4))
    told = json_of(solved)
    if solved is None or solved.code or told is None:
        return
    _same_score(told, book, "a written workbook", findings)
    published = json_of(command(findings, "publish", book, "--json", accept=(0,)))
    if published is None:
        return
    first = published.get("publications", [published])[0] if isinstance(published, dict) else published[0]
    findings.expect(first.get("duties") == len(duties(book)), "publish: another number of duties", first)
    nothing = json_of(command(findings, "replan", book, *fast, "--json", "-o", again, accept=(0,)))
    if nothing is not None and told["status"] == "optimal":  # else the repair may close a shortfall that was left
        findings.expect(not nothing["changes"], "replan: changes where nothing came between", nothing["changes"])
        findings.expect(duties(again) == duties(book), "replan: other duties where nothing came between")
    _balances(brigade, home, duties(book), findings)
    worked = sorted(duties(book))
    if not worked:
        return
    officer, date, *_ = rng.choice(worked)
    absent = ("--absent", officer, f"{date}..{date}", "sick")
    changed = folder / "changed.xlsx"
    repaired = command(findings, "replan", book, *absent, *fast, "--json", "-o", changed, accept=(0, 3, 4))
    repair = json_of(repaired)
    if repaired is None or repaired.code or repair is None:
        return
    _same_score(repair, changed, "a replanned workbook", findings)
    _changes(repair, duties(book), duties(changed), findings)
    away = (dt.datetime.combine(date, dt.time()), dt.datetime.combine(date, dt.time()) + dt.timedelta(days=1))
    kept = [
        row
        for row in flat_rows(changed, "HR")
        if row["employee_id"] == officer and row["start"] < away[1] and row["end"] > away[0]
    ]
    musts = {entry["rule"] for entry in brigade.rules if entry["weight" if "weight" in entry else "rule"] == "must"}
    findings.note("absent and still on duty" if kept else "absent and off")
    if any(entry["rule"] == "absence" and entry.get("weight") == "must" and len(entry) == 3 for entry in brigade.rules):
        findings.expect(not kept, "replan: on duty while absent", f"{officer} {date} {kept} {musts}")
    command(findings, "publish", changed, accept=(0,))
    _balances(brigade, home, duties(changed), findings)


def _same_score(told: dict[str, Any], book: Path, what: str, findings: Findings) -> None:
    """Verify finds what was told when the workbook was written."""
    checked = json_of(command(findings, "verify", book, "--json", accept=(0,)))
    if checked is None:
        return
    asked = Counter({priority: tier["short"] for priority, tier in told["tiers"].items()})
    found = Counter(checked["short"])
    findings.expect(+asked == +found, f"{what}: another shortfall when read back", f"{asked} {found}")
    anew = sum(score["after"][1] for name, score in told.get("score", {}).items() if name.startswith(PUBLISHED))
    same = checked["objective"] == told["objective"] - anew
    findings.expect(same, f"{what}: another cost when read back", f"{checked['objective']} {told['objective']}")
    for key in ("must_violations", "edits", "sheet_edits", "notes"):
        findings.expect(not checked[key], f"{what}: {key} when read back", checked[key])
    shown = set(grid(book))
    listed = {(officer, date) for officer, date, *_ in duties(book)}
    findings.expect(listed <= shown, f"{what}: a duty of HR that the grid has not", listed - shown)


def _changes(repair: dict[str, Any], before: set[Duty], after: set[Duty], findings: Findings) -> None:
    """The changes told are those between the two workbooks."""
    told = {(row["officer"], dt.date.fromisoformat(row["date"])) for row in repair["changes"] if row["kind"] == "duty"}
    seen = {(officer, date) for officer, date, *_ in before ^ after}
    findings.expect(told == seen, "replan: other changes than told", f"told {told - seen}, seen {seen - told}")
    findings.expect(repair["duties"] == len(told), "replan: another number of changes", f"{repair['duties']} {told}")


def _balances(brigade: Brigade, home: Path, worked: set[Duty], findings: Findings) -> None:
    """The ledger's balances over the roster's dates are the workbook's duties."""
    start = dt.date.fromisoformat(brigade.settings()["start"])
    last = start + dt.timedelta(days=7 * brigade.weeks - 1)
    result = command(findings, "history", home, "--from", start, "--to", last, "--json", accept=(0,))
    told = json_of(result)
    if told is None:
        return
    counted = Counter(officer for officer, *_ in worked)
    shown = {row["officer"]: row["shifts"] for row in told["officers"] if row["shifts"]}
    findings.expect(shown == dict(counted), "history: other duties than published", f"{shown} {dict(counted)}")
