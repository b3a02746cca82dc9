"""Whether what `check` claims is true: the claims about a thousand random brigades, each put to the solver.

    python -m benchmarks.claims [--brigades 1000] [--from 0] [--people 3 12]

A claim (no search can mend this; a mark of shortage; a unit that can never run; a duty that somebody may not start) is
true if what it calls impossible cannot hold beside the musts. Ends with code 1 where one is false, and names it.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from roster import api
from tests.brigades import random_brigade
from tests.brigades.claims import verdict


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--brigades", type=int, default=1000)
    parser.add_argument("--from", type=int, default=0, dest="first", help="the first seed")
    parser.add_argument("--people", type=int, nargs=2, default=(3, 12), metavar=("LEAST", "MOST"))
    asked = parser.parse_args()
    total: Counter[str] = Counter()
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        for seed in range(asked.first, asked.first + asked.brigades):
            brigade = random_brigade(seed, people=tuple(asked.people), shifts=(1, 4), rules=(2, 7), plan=False)
            case = api.load(brigade.write(Path(folder)))
            found = verdict(case.problem, case.rulebook, seed)
            total += Counter(claims=found.put, false=len(found.false), open=found.open, clash=not found.possible)
            for claim in found.false:
                print(f"{brigade.name}: false: {claim}", flush=True)
    print(
        f"{asked.brigades} brigades ({total['clash']} whose musts clash), {total['claims']} claims, "
        f"{total['false']} false, {total['open']} left open by the solver, {time.monotonic() - began:.0f} s"
    )
    return int(total["false"] > 0)


if __name__ == "__main__":
    sys.exit(main())
