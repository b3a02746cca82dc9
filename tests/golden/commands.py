"""Every command on a brigade, in an order in which one needs what another wrote: lines, JSON and files."""

from __future__ import annotations

import contextlib
import io
import sys
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple
from unittest import mock

from roster import i18n, living
from roster.cli import main
from roster.commands import COMMANDS
from roster.domain.errors import RosterError
from tests.golden.by_work import in_a_folder
from tests.golden.items import Item, plain, plain_json
from tests.golden.rosters import of_file

PASSES = tuple((language, how) for language in ("en", "zh") for how in ("lines", "JSON"))
MORE = """\
name: more rules
extends: constraints/rules.yaml
rules:
  - {id: golden-count, rule: shift_count, max: 3, per: week, weight: 5}
"""
PUNCHES = "employee_id,time\n0012,2026-11-03 05:55\n0012,2026-11-03 14:10\n3,2026-11-04 14:20\n"
PATTERNS = ("three-shifts", "twelve-hours", "twenty-four-hours", "day-guards")
SHELLS = ("bash", "fish", "zsh")


class Answer(NamedTuple):
    code: int
    out: str
    err: str


class Duties(NamedTuple):
    """Officers and dates of a roster: the first duty after its first day, and one of somebody else on another date."""

    officer: str
    date: str
    other: str
    later: str


def run(words: list[str]) -> Answer:
    """A command of ours in this process."""
    out, err = io.StringIO(), io.StringIO()
    code: object = None
    with (
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
        mock.patch.object(sys, "argv", ["roster", *words]),
        warnings.catch_warnings(),
    ):
        warnings.simplefilter("ignore")
        try:
            main()
        except SystemExit as done:
            code = done.code
    return Answer(code if isinstance(code, int) else 99, out.getvalue(), err.getvalue())


def of_brigade(
    name: str,
    put: Callable[[Path], object],
    effort: float,
    plan_effort: float,
    without: tuple[str, ...] = (),
    passes: tuple[tuple[str, str], ...] = PASSES,
) -> Iterator[Item]:
    """Every command that speaks of a brigade, in both languages, with lines and with JSON."""
    for language, how in passes:
        with in_a_folder(language) as here:
            put(Path(name))
            Path("punches.csv").write_text(PUNCHES, encoding="utf-8")
            (Path(name) / "more.yaml").write_text(_more(Path(name)), encoding="utf-8")
            for step, words in _steps(name, effort, plan_effort):
                if step in without:
                    continue
                yield from _asked(f"{language} {how} {step}", words, language, how == "JSON", here)


def _more(brigade: Path) -> str:
    """The brigade's own rules, or the shipped ones, with one more."""
    own = sorted((brigade / "constraints").glob("*.yaml")) if (brigade / "constraints").is_dir() else []
    extends = own[0].relative_to(brigade).as_posix() if own else "base.yaml"
    return MORE.replace("constraints/rules.yaml", extends)


def _steps(brigade: str, effort: float, plan_effort: float) -> Iterator[tuple[str, list[str]]]:
    """The commands in turn; what depends on the roster is asked when it is there."""
    search, plan = ["--time-limit", str(effort)], ["--plan-time", str(plan_effort), "--plan-seed", "3"]
    yield "check", ["check", brigade]
    yield "check of more rules", ["check", brigade, "-c", f"{brigade}/more.yaml", "--weeks", "2"]
    yield "solve", ["solve", brigade, *search, "--plan-time", "0", "--csv", "csv", "-o", "week.xlsx"]
    yield "plan", ["plan", "week.xlsx", *plan, "--leader-out", "leader.xlsx", "--csv", "planned", "--force"]
    yield "verify", ["verify", "week.xlsx"]
    yield "show", ["show", "week.xlsx"]
    one = _duties(Path("week.xlsx"), brigade)
    yield "why on a date", ["why", "week.xlsx", one.officer, one.date]
    yield "why of an officer", ["why", "week.xlsx", one.officer]
    yield "why not", ["why", "week.xlsx", "--not", one.officer, one.date, "off"]
    yield "substitute", ["substitute", "week.xlsx", one.officer, one.date]
    yield "substitute for all", ["substitute", "week.xlsx", "-o", "stand-ins.xlsx"]
    yield "swap", ["swap", "week.xlsx", one.officer, one.date, one.other, one.later]
    yield "publish", ["publish", "week.xlsx"]
    absent = ["--absent", one.officer, one.date, "sick"]
    yield "replan", ["replan", "week.xlsx", *absent, *search, *plan, "-o", "again.xlsx"]
    yield "compare", ["compare", "week.xlsx", "again.xlsx", "-o", "compared.xlsx"]
    yield "verify of the repair", ["verify", "again.xlsx"]
    yield "publish of the repair", ["publish", "again.xlsx"]
    yield "history", ["history", brigade, "-o", "history.xlsx"]
    yield "month", ["month", brigade, "-o", "month.xlsx", "--csv", "month"]
    yield "audit", ["audit", brigade, "-o", "audit.xlsx"]
    yield "export", ["export", "week.xlsx", "--format", "matrix", "-o", "matrix.csv"]
    yield "reconcile", ["reconcile", "week.xlsx", "punches.csv", "-o", "compared.csv"]
    yield "copy", ["copy", "week.xlsx", "--for", "posting", "-o", "posting.xlsx"]
    yield "print", ["print", "week.xlsx", "-o", "week.pdf"]
    yield "print for the leader", ["print", "week.xlsx", "--for", "leader", "-o", "leader.pdf"]
    more = [f"{brigade}/more.yaml", "week.xlsx", *search, "-o", "preview.xlsx"]
    yield "diff-rules", ["diff-rules", _rules(brigade), *more]
    values = ["golden-count.max", "3..4", "--brigade", brigade, "-c", f"{brigade}/more.yaml"]
    yield "sweep", ["sweep", *values, "--time-limit", str(max(0.5, effort / 3)), "-o", "sweep.xlsx"]
    yield "explain", ["explain", brigade, "--time-limit", "20", "--workers", "1"]
    yield "next", ["next", brigade, *search, "--plan-time", "0"]
    rolled = ["solve", brigade, "--weeks", "2", "--roll", "--time-limit", str(effort / 2), "--plan-time", "0"]
    yield "solve of two weeks", [*rolled, "-o", "two-weeks.xlsx"]


def _rules(brigade: str) -> str:
    own = sorted(Path(brigade).glob("constraints/*.yaml"))
    return own[0].as_posix() if own else "base.yaml"


def _duties(file: Path, brigade: str) -> Duties:
    """Whom the commands speak of; nobody where there is no roster, which every command then says."""
    try:
        week = living.open_week(file, brigade)
    except RosterError:
        return Duties("nobody", "2026-11-03", "somebody", "2026-11-04")
    found = sorted((duty.day, duty.officer) for duty in week.roster.work() if duty.day)
    day, officer = found[0] if found else (1, week.problem.officers[0].id)
    others = [one for one in found if one[1] != officer and one[0] != day]
    later, other = others[0] if others else (2, week.problem.officers[-1].id)
    return Duties(officer, f"{week.problem.date(day)}", other, f"{week.problem.date(later)}")


def _asked(name: str, words: list[str], language: str, as_json: bool, here: Path) -> Iterator[Item]:
    """One command: its exit code and what it said; and the sheets and tables that it wrote."""
    before = {file: file.stat().st_mtime_ns for file in here.rglob("*") if file.is_file()}
    i18n.set_language(language)
    can = next(one for one in COMMANDS if one.name == words[0])
    asked = ["--json"] if as_json and any("--json" in option.opts for option in can.params) else []
    if as_json and not asked and words[0] not in ("swap", "publish"):
        return
    answer = run([*words, *asked, "--lang", language])
    said = plain_json(answer.out, here) if asked else plain(answer.out, here)
    yield Item(name, f"exit {answer.code}", f"{said}--\n{plain(answer.err, here)}")
    i18n.set_language(language)
    for file in sorted(here.rglob("*")) if not as_json else ():
        if file.is_file() and before.get(file) != file.stat().st_mtime_ns:
            where = file.relative_to(here).as_posix()
            if file.suffix == ".csv":
                text = plain(file.read_text(encoding="utf-8-sig"), here)
                yield Item(f"{name}: {where}", f"{len(text.splitlines())} rows", text)
            elif file.suffix == ".xlsx" and "ublished" not in where:
                yield from of_file(file, here, f"{name}: {where}")


def _of_no_brigade() -> Iterator[list[str]]:
    yield ["--help"]
    yield from (["help", str(one.name)] for one in COMMANDS)
    yield from (["rules"], ["rules", "--all"], ["rules", "--schema"])
    yield from (["completion", shell] for shell in SHELLS)
    yield from (["init", pattern, "--pattern", pattern] for pattern in PATTERNS)


def asked() -> set[str]:
    """The commands of which anything is kept."""
    steps = (words for _step, words in _steps("nowhere", 1, 1))
    return {words[0] for words in (*steps, *_of_no_brigade()) if words[0] != "--help"}


def of_product() -> Iterator[Item]:
    """The commands that need no brigade: help of each, the rules, a new brigade of each pattern, completion."""
    for language in ("en", "zh"):
        with in_a_folder(language) as here:
            for words in _of_no_brigade():
                answer = run([*words, "--lang", language] if words[0] != "--help" else ["--lang", language, *words])
                text = f"{plain_json(answer.out, here)}--\n{plain(answer.err, here)}"
                yield Item(f"{language} {' '.join(words)}", f"exit {answer.code}", text)
            for file in sorted(here.rglob("*.yaml")):
                where = file.relative_to(here).as_posix()
                yield Item(f"{language} {where}", "", file.read_text(encoding="utf-8"))
            for file in sorted(here.rglob("*.xlsx")):
                yield from of_file(file, here, f"{language} {file.relative_to(here).as_posix()}")
