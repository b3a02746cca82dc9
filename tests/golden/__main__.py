"""Golden results made and compared: `python -m tests.golden [--write] [--only NAME] [--dump DIR]`.

Of a tiny brigade, a patrol brigade, the bundled week, two instances in the public form of shift scheduling and three
random brigades: the limits of every rule, both CP-SAT models and the integer program, a roster of a deterministic
search with its findings and curve, every sheet, and lines, JSON and files of every command in both languages; beside
them what is said of broken input, and the documents written from the code. `expected/` keeps a digest of each.

Without options it says what is not as expected and ends with 1 where anything is. `--write` makes that what is
expected. To see a difference whole, `--dump` the texts of both states into two folders and compare those.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from tests.golden.cases import CASES
from tests.golden.compare import differences, dump, keep


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.golden", description=__doc__.partition("\n")[0])
    parser.add_argument("--write", action="store_true", help="what is found is what is expected from now on")
    parser.add_argument("--only", action="append", default=[], metavar="NAME", help="a case, a kind, or CASE/KIND")
    parser.add_argument("--dump", type=Path, metavar="DIR", help="also write every text there")
    asked = parser.parse_args()
    known = {name for case in CASES for kind in case.kinds for name in _names(case.name, kind)}
    if unknown := [name for name in asked.only if name not in known]:
        parser.error(f"{', '.join(unknown)}: not one of {', '.join(sorted(known))}")
    wrong = 0
    for case in CASES:
        for kind, make in case.kinds.items():
            if asked.only and not set(asked.only) & set(_names(case.name, kind)):
                continue
            began = time.process_time()
            items = list(make())
            lines = list(differences(case.name, kind, items))
            wrong += len(lines)
            print(f"{case.name}, {kind}: {len(items)} results, {time.process_time() - began:.0f} s of processor time")
            print(*lines[: None if not asked.write else 0], sep="\n", end="\n" if lines and not asked.write else "")
            sys.stdout.flush()
            if asked.dump:
                dump(asked.dump, case.name, kind, items)
            if asked.write:
                keep(case.name, {kind: items})
    print(f"{wrong} results {'written anew' if asked.write else 'are not as expected'}")
    return 0 if asked.write else min(1, wrong)


def _names(case: str, kind: str) -> tuple[str, str, str]:
    """How a kind of results of a case can be asked for."""
    return case, kind, f"{case}/{kind}"


if __name__ == "__main__":
    sys.exit(main())
