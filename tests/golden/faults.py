"""What is said of broken input: the cases of `benchmarks.fuzz` by their numbers, in both languages."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from unittest import mock

from benchmarks import fuzz
from roster import api
from tests.golden.by_work import in_a_folder
from tests.golden.items import Item, plain

SEED, CASES = 1, 100
SAME_BYTES = (".csv", ".yaml")
"""Files whose bytes are the same every time: a workbook's tell when it was packed."""

NO_SEARCH = ("check", "verify", "history", "swap", "why", "publish", "compare", "print")


def faults() -> Iterator[Item]:
    """Cases of tables, rulebooks, rosters and command lines, each by its number and command."""
    asked = [choice for choice in fuzz.COMMANDS if choice[1][0] in NO_SEARCH]
    with in_a_folder() as here, mock.patch.object(fuzz, "COMMANDS", asked):
        for brigade in fuzz.BRIGADES:
            shutil.copytree(fuzz.GOLDEN / brigade, brigade)
            outcome = api.solve(api.load(brigade), time_limit=2, seed=1, plan_time=0)
            api.write(outcome, Path(f"{brigade}.xlsx"))
        files = fuzz.files_of(here)
        for number in range(CASES):
            case = fuzz.make(number, SEED, files)
            if any(edit.how == "bytes" and not edit.file.endswith(SAME_BYTES) for edit in case.edits):
                continue
            for language in ("en", "zh"):
                found = fuzz.put(replace(case, command=(*case.command, "--lang", language)), here)
                name = f"{number:03} {language} {case.command[0]}"
                yield Item(name, f"exit {found.code}", plain(found.said, here))
