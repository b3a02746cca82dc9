"""One instance solved by one search; its roster in the solution form, judged by the independent scorer."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.brigades import product_search
from benchmarks.curves import write_curve
from benchmarks.measure import Found, Row, Task
from benchmarks.peers.direct import cp_sat
from benchmarks.shift_scheduling.scorer import score
from roster.domain.errors import RosterError
from roster.domain.problem import Problem
from roster.domain.roster import Roster

PRODUCT, PLAIN = "roster", "cp-sat"
SEARCHES: dict[str, Callable[[Task], Found]] = {PRODUCT: product_search, PLAIN: cp_sat}
BEST_KNOWN = "best_known.csv"


def run(path: Path, search: str, task: Task, solutions: Path | None = None, curves: Path | None = None) -> Row:
    """The figures of one search on an instance's file; what is wrong with them as `error`.

    The roster is written to the folder `solutions` where there is one, and the curve to the folder `curves`.
    """
    known = best_known(path)
    row: Row = {"instance": path.stem, "search": search, "best_known": known}
    try:
        found = SEARCHES[search](task)
    except RosterError as error:
        return row | {"error": str(error)}
    if curves:
        write_curve(curves, f"{path.stem} {search} {task.seed}", found.curve)
    bound = max((point.bound for point in found.curve if point.bound is not None), default=None)
    row |= {"seconds": found.seconds, "bound": bound}
    if found.roster is None:
        return row | {"error": "no roster"}
    objective = min(point.incumbent for point in found.curve if point.incumbent is not None)
    moments = [point.seconds for point in found.curve if point.incumbent is not None]
    row |= {
        "objective": objective,
        "first_seconds": moments[0] if found.first_seconds is None else found.first_seconds,
        "best_seconds": next(point.seconds for point in found.curve if point.incumbent == objective),
    }
    if bound is not None:
        row["gap"] = (objective - bound) / max(1, objective)
    if known is not None:
        row["above"] = (objective - known) / max(1, known)
    with TemporaryDirectory() as temporary:
        solution = (solutions or Path(temporary)) / f"{path.stem}.csv"
        write(found.roster, task.problem, solution)
        wrong = "; ".join(_wrong(path, solution, objective, bound, known))
    return row | {"error": wrong} if wrong else row


def _wrong(path: Path, solution: Path, objective: int, bound: int | None, known: int | None) -> Iterator[str]:
    """What the scorer finds against a roster, or what the best known value says against its bound."""
    found = score(path, solution)
    yield from found.violations
    if found.objective != objective:
        yield f"the search says {objective}, the scorer {found.objective}"
    best = min(value for value in (found.objective, known) if value is not None)
    if bound is not None and bound > best:
        yield f"the bound {bound} is above a roster of {best}"


def write(roster: Roster, problem: Problem, file: Path) -> None:
    """A roster in the solution form: a line an employee, the id and each day's shift, empty for a day off."""
    plan = {officer.id: [""] * problem.horizon.days for officer in problem.officers}
    for officer, day, shift in roster.work():
        plan[officer][day] = shift
    with file.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out, lineterminator="\n").writerows([name, *line] for name, line in plan.items())


def best_known(path: Path) -> int | None:
    """The best known value of `Instance<N>`, from the table of such values beside its file."""
    table = path.with_name(BEST_KNOWN)
    if not table.is_file():
        return None
    with table.open(encoding="utf-8-sig", newline="") as file:
        values = {f"Instance{row.get('instance')}": row.get("best_known") or "" for row in csv.DictReader(file)}
    value = values.get(path.stem, "")
    return int(value) if value.isdecimal() else None
