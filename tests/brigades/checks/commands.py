"""Every command ends in a sentence: no stack trace, no fault of the program's own, in both languages."""

from __future__ import annotations

import datetime as dt
import json
import os
import re
from contextlib import chdir
from pathlib import Path
from random import Random
from unittest import mock

from tests.brigades.brigade import Brigade
from tests.brigades.checks.fault import Findings, blame
from tests.cli.command import Result, run

CODES = (0, 1, 2, 3, 4)
BAD_INPUT = 2
CHINESE = re.compile("[\u4e00-\u9fff]")


def command(findings: Findings, *words: object, accept: tuple[int, ...] = CODES) -> Result | None:
    """Run one command; note exit codes that it must not have, and traces."""
    name = str(words[0])
    try:
        with mock.patch.dict(os.environ, {"ROSTER_DEBUG": "1"}):
            result = run(*words)
    except Exception as error:
        findings.fault(f"{name}: {blame(error)}", " ".join(map(str, words)))
        return None
    findings.note(f"{name} {result.code}")
    shown = f"{' '.join(map(str, words))}\n{result.out[-2000:]}\n{result.err[-3000:]}"
    if result.code not in accept:
        findings.fault(f"{name}: exit {result.code}{_raised(result.err)}", shown)
    elif "Traceback" in result.out + result.err:
        findings.fault(f"{name}: a stack trace{_raised(result.err)}", shown)
    if result.code not in (0, 1) and not result.err.strip():
        findings.fault(f"{name}: exit {result.code} without a word", shown)
    return result


def _raised(text: str) -> str:
    """The exception and the innermost line of ours in a stack trace."""
    frames = re.findall(r'File ".*/roster/(\S+)", line \d+, in (\S+)', text)
    errors = re.findall(r"^(\w+(?:Error|Exception|Interrupt))\b", text, re.MULTILINE)
    return (
        f": {errors[-1] if errors else ''} in {' '.join(frames[-1]) if frames else ''}" if "Traceback" in text else ""
    )


def json_of(result: Result | None) -> dict[str, object] | None:
    """The object that a command printed."""
    try:
        return dict(json.loads(result.out)) if result and result.out.strip() else None
    except ValueError:
        return None


def find(brigade: Brigade, folder: Path, findings: Findings) -> None:
    """All commands that a roster goes through, as in a shell; what is accepted as input is accepted by all of them."""
    rng = Random(brigade.name)
    home = brigade.write(folder)
    people = [row["id"] for row in brigade.rows("officers")]
    language = rng.choice(["en", "zh"])
    lang, fast = ("--lang", language), ("--time-limit", str(3 * findings.pace), "--workers", "1")
    weeks = ("--weeks", str(brigade.weeks))
    accepted = (0, 1, 3, 4)
    with chdir(folder):
        checked = command(findings, "check", home, *weeks, *lang, accept=(0,))
        if checked is None or checked.code:
            return
        book = folder / "out.xlsx"
        csv = ("--csv", folder / "csv") if rng.random() < 0.3 else ()
        plan = ("--plan-time", str(2 * findings.pace), "--plan-seed", "5")
        solved = command(
            findings, "solve", home, *weeks, *fast, *plan, *csv, *lang, "--json", "--force", "-o", book, accept=accepted
        )
        if solved is None:
            return
        findings.expect(json_of(solved) is not None, "solve: no JSON", solved)
        command(
            findings,
            "explain",
            home,
            *weeks,
            "--time-limit",
            max(1, 4 * findings.pace),
            "--json",
            *lang,
            accept=(0, 3, 4),
        )
        if solved.code:
            return
        officer, other = rng.choice(people), rng.choice(people)
        shift = rng.choice(brigade.rows("shifts"))["code"]
        dates = _dates(brigade)
        date, later = rng.choice(dates), rng.choice(dates)
        command(findings, "verify", book, "--json", *lang, accept=(0,))
        command(findings, "why", book, officer, date, *lang)
        command(findings, "why", book, "--not", officer, date, shift, *lang)
        command(findings, "substitute", book, officer, date, *lang)
        command(findings, "substitute", book, *lang)
        command(findings, "swap", book, officer, date, other, later, "--json", *lang)
        command(findings, "plan", book, "--plan-time", str(findings.pace), "-o", folder / "plan.xlsx", "--force", *lang)
        command(findings, "publish", book, *lang, accept=(0,))
        replanned = folder / "again.xlsx"
        absent = ("--absent", officer, f"{date}..{date}", "sick")
        fixed = command(findings, "replan", book, *absent, *fast, "-o", replanned, "--force", *lang, accept=accepted)
        if fixed is not None and fixed.code == 0:
            command(findings, "compare", book, replanned, *lang, accept=(0,))
            command(findings, "verify", replanned, *lang, accept=(0,))
        command(findings, "history", home, *lang, accept=(0,))


def _dates(brigade: Brigade) -> list[str]:
    start = dt.date.fromisoformat(brigade.settings()["start"])
    return [str(start + dt.timedelta(days=day)) for day in range(7 * brigade.weeks)]
