"""Broken inputs by the thousand: `python -m benchmarks.fuzz --cases 2000 --seed 1`.

Tables, rulebooks, rosters, ledgers and command lines are mutated at random and put to the commands that read them. A
command may refuse with a sentence; a trace, exit code 70 or more time than is reasonable is a failure. Each failure is
printed with as few mutations as still bring it about, and can be run again by its number (`--case`).
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import os
import random
import re
import shutil
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple
from unittest import mock

from benchmarks.mutations import JUNK, YAML, Edit, apply

ROOT = Path(__file__).resolve().parents[1]
GOLDEN = ROOT / "tests" / "golden"
BRIGADES = ("tiny", "patrol")
SECONDS = 20.0  # of processor time: a busy machine is no failure
CODES = (0, 1, 2, 3, 4)

OPTIONS: tuple[tuple[str, ...], ...] = (
    ("--start",), ("--weeks",), ("--history",), ("-c",), ("--lang",), ("--json",), ("--brigade",), ("-o",),
    ("--force",), ("--csv",), ("--from",), ("--to",), ("--plot",), ("--absent", "", ""),
    ("--vehicle-off", ""), ("--apply",),
    ("--add-demand", "", "", "", ""), ("--not", "", ""), ("--sheet",), ("--time-limit",), ("--plan-time",), ("--seed",),
)  # fmt: skip
QUICK = ("--time-limit", "0.4", "--workers", "1", "--plan-time", "0")
COMMANDS: tuple[tuple[int, tuple[str, ...]], ...] = (
    (8, ("check", "BRIGADE")),
    (2, ("check", "BRIGADE", "--weeks", "3")),
    (1, ("check", "BRIGADE", "--start", "2026-11-30")),
    (1, ("check", "BRIGADE", "--lang", "zh")),
    (1, ("solve", "BRIGADE", *QUICK, "-o", "new.xlsx")),
    (1, ("solve", "BRIGADE", *QUICK, "-o", "new.xlsx", "--csv", "csv", "--json")),
    (3, ("verify", "BRIGADE.xlsx")),
    (1, ("show", "BRIGADE.xlsx", "--json")),
    (1, ("history", "BRIGADE", "--from", "2026-11-01", "--to", "2026-11-20")),
    (1, ("compare", "BRIGADE.xlsx", "BRIGADE.xlsx", "-o", "new.xlsx")),
    (1, ("substitute", "BRIGADE.xlsx", "007", "2026-11-03")),
    (1, ("swap", "BRIGADE.xlsx", "007", "2026-11-03", "3", "2026-11-04")),
    (1, ("why", "BRIGADE.xlsx", "007")),
    (1, ("publish", "BRIGADE.xlsx")),
    (1, ("publish", "--rebuild", "--brigade", "BRIGADE", "BRIGADE.xlsx")),
    (
        1,
        (
            "replan",
            "BRIGADE.xlsx",
            "--absent",
            "007",
            "2026-11-03",
            "sick",
            *QUICK[:2],
            "--plan-time",
            "0",
            "-o",
            "n.xlsx",
        ),
    ),
    (1, ("plan", "BRIGADE.xlsx", "--plan-time", "0.2", "-o", "new.xlsx")),
    (1, ("print", "BRIGADE.xlsx", "--crew-pages", "-o", "new.pdf")),
    (1, ("next", "BRIGADE", *QUICK)),
    (1, ("solve", "BRIGADE", "--weeks", "2", "--roll", *QUICK, "-o", "new.xlsx")),
    (1, ("explain", "BRIGADE", "--time-limit", "1", "--workers", "1")),
    (1, ("sweep", "minimum_rest.hours", "10..11", "--brigade", "BRIGADE", "--time-limit", "0.5", "-o", "new.xlsx")),
    (1, ("month", "BRIGADE", "--from", "2026-11-02", "--to", "2026-11-08", "-o", "new.xlsx", "--csv", "csv")),
    (1, ("month", "BRIGADE", "--from", "2026-11-02", "--to", "2026-11-08", "--workbook", "BRIGADE.xlsx")),
    (1, ("audit", "BRIGADE", "--from", "2026-11-02", "--to", "2026-11-08", "-o", "new.xlsx")),
    (1, ("export", "BRIGADE.xlsx", "--format", "matrix", "-o", "new.csv")),
    (1, ("copy", "BRIGADE.xlsx", "--for", "hr")),
    (2, ("board", "BRIGADE.xlsx")),
)


@dataclass(frozen=True)
class Case:
    """A brigade with mutations, and a command."""

    number: int
    brigade: str
    command: tuple[str, ...]
    edits: tuple[Edit, ...]


class Outcome(NamedTuple):
    code: int
    said: str
    seconds: float

    @property
    def failure(self) -> str:
        """What is wrong; empty for nothing."""
        if self.code not in CODES:
            return f"exit code {self.code}"
        if "Traceback" in self.said:
            return "a trace"
        return f"{self.seconds:.0f} s" if self.seconds > SECONDS else ""


# ------------------------------------------------------------------------------------------------------- mutations


# ----------------------------------------------------------------------------------------------------------- cases


def prepare(folder: Path) -> None:
    """The brigades with a rulebook of their own, a published roster each, and a brigade of one workbook."""
    for brigade in BRIGADES:
        shutil.copytree(GOLDEN / brigade, folder / brigade)
        rules = folder / brigade / "constraints"
        rules.mkdir(exist_ok=True)
        base = (ROOT / "constraints" / "base.yaml").read_text(encoding="utf-8")
        own = next(iter(sorted(rules.glob("*.yaml"))), None)
        if own is None:
            (rules / "rules.yaml").write_text(base, encoding="utf-8")
        run(
            ("solve", brigade, "--time-limit", "4", "--workers", "1", "--plan-time", "2", "-o", f"{brigade}.xlsx"),
            folder,
        )
        run(("publish", f"{brigade}.xlsx"), folder)


def make(number: int, seed: int, files: dict[str, list[str]]) -> Case:
    """The case of a number: the same for the same seed."""
    rng = random.Random(f"{seed}-{number}")
    brigade = rng.choice(BRIGADES)
    command = rng.choices([words for _weight, words in COMMANDS], [weight for weight, _words in COMMANDS])[0]
    words = tuple(word.replace("BRIGADE", brigade) for word in command)
    reads_roster = any(word.endswith(f"{brigade}.xlsx") for word in words)
    edits = []
    for _ in range(rng.choice((1, 1, 1, 2, 2, 3))):
        numbers = tuple(rng.randrange(1 << 20) for _ in range(6))
        if rng.random() < 0.06:
            edits.append(Edit("", "option", numbers, rng.choice(JUNK)))
            continue
        file = f"{brigade}.xlsx" if reads_roster and rng.random() < 0.75 else rng.choice(files[brigade])
        text = rng.choice(YAML if file.endswith(".yaml") and rng.random() < 0.5 else JUNK)
        hows = ("cell", "cell", "cell", "cell", "row", "drop", "swap", "column", "bytes")
        how = rng.choice((*hows, "record", "record")) if file.endswith(".xlsx") else rng.choice(hows)
        edits.append(Edit(file, "bytes" if file.endswith("sqlite") else how, numbers, text))
    return Case(number, brigade, words, tuple(edits))


def files_of(folder: Path) -> dict[str, list[str]]:
    """The files of each brigade that may be mutated."""
    found = {}
    for brigade in BRIGADES:
        paths = [path for path in sorted((folder / brigade).rglob("*")) if path.suffix in (".csv", ".yaml", ".sqlite")]
        found[brigade] = [path.relative_to(folder).as_posix() for path in paths]
    return found


def put(case: Case, prepared: Path) -> Outcome:
    """Run a case in a copy of what was prepared."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "here"
        shutil.copytree(prepared, folder)
        words = list(case.command)
        for edit in case.edits:
            if edit.how == "option":
                option = OPTIONS[edit.numbers[0] % len(OPTIONS)]
                at = 1 + edit.numbers[1] % len(words)
                words[at:at] = [option[0], *([edit.text] * max(1, len(option)))][: 1 + len(option)]
            else:
                apply(edit, folder)
        return run(words, folder)


def run(words: Sequence[str], folder: Path) -> Outcome:
    """Run a command of ours in this process."""
    from roster import i18n
    from roster.cli import main

    out, began, before = io.StringIO(), time.process_time(), Path.cwd()
    words = [word.replace("\0", "") for word in words]
    code: object = None
    os.chdir(folder)
    try:
        with (
            contextlib.redirect_stdout(out),
            contextlib.redirect_stderr(out),
            mock.patch.object(sys, "argv", ["roster", *words]),
            mock.patch.dict(os.environ, {"ROSTER_DEBUG": "1"}),
            warnings.catch_warnings(),
        ):
            warnings.simplefilter("ignore")
            if words[:1] == ["board"]:  # its server has an end of its own; what it shows comes from the desk
                code = at_the_desk(folder / words[-1], out)
            else:
                main()
    except SystemExit as done:
        code = done.code
    except Exception as error:
        out.write(f"Traceback: {error!r} left the program")
    finally:
        os.chdir(before)
        i18n.set_language("en")
    return Outcome(code if isinstance(code, int) else 99, out.getvalue(), time.process_time() - began)


def at_the_desk(file: Path, out: io.StringIO) -> int:
    """The exit code with which the desk of the board shows a roster: 70 where it names an error of its own."""
    from roster.board.desk import Desk

    said = io.StringIO()
    Desk(file, said).run(io.StringIO('{"id": 1, "do": "show"}\n'))
    out.write(said.getvalue())
    answers = [json.loads(line) for line in said.getvalue().splitlines()]
    refused = [one["error"]["text"] for one in answers if not one.get("ok", True)]
    return 70 if any(re.match(r"\w+(Error|Exception): ", text) for text in refused) else 2 * bool(refused)


def minimised(case: Case, fails: Callable[[Case], bool]) -> Case:
    """The case with as few mutations as still fail."""
    for edit in case.edits:
        fewer = replace(case, edits=tuple(one for one in case.edits if one is not edit))
        if fails(fewer):
            case = fewer
    return case


def shown(case: Case, outcome: Outcome) -> str:
    """A failure for people: the case and the end of what was said."""
    lines = [f"case {case.number}: {' '.join(case.command)}: {outcome.failure}"]
    lines += [f"  {edit.file or 'command line'} {edit.how} {edit.numbers} {edit.text[:60]!r}" for edit in case.edits]
    said = outcome.said.strip().splitlines()
    return "\n".join([*lines, *(f"    {line[:300]}" for line in said[-9:])])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--case", type=int, help="only this one")
    asked = parser.parse_args()
    failures: dict[str, str] = {}
    with tempfile.TemporaryDirectory() as place:
        prepared = Path(place)
        prepare(prepared)
        files = files_of(prepared)
        numbers = range(asked.cases) if asked.case is None else [asked.case]
        for number in numbers:
            case = make(number, asked.seed, files)
            outcome = put(case, prepared)
            if not outcome.failure:
                continue
            frames = [line.strip() for line in outcome.said.splitlines() if line.strip().startswith("File ")]
            kind = frames[-1] if frames else outcome.failure
            if kind not in failures:
                small = minimised(case, lambda one: bool(put(one, prepared).failure))
                failures[kind] = shown(small, put(small, prepared))
                print(failures[kind], flush=True)
        print(f"{len(numbers)} cases, {len(failures)} kinds of failure")
    return min(1, len(failures))


if __name__ == "__main__":
    sys.exit(main())
