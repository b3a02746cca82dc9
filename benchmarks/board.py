"""What a page would wait for: `python -m benchmarks.board WORKBOOK [--edits 1000] [--seed 1]`.

Random single edits of a workbook are judged in memory, as the board judges them, and each is compared with
`roster verify` on the workbook saved with it: musts, shortfalls by priority, price, and every finding's sentence. A
difference is a fault. Told are the medians of the seconds that a verdict takes, and until the line that was touched is
judged.
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
import shutil
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from typing import NamedTuple
from unittest import mock

from roster import api
from roster.domain.errors import InputError
from roster.domain.findings import Report
from roster.domain.ids import UnitId
from roster.domain.roster import crew_labels
from roster.io.read_book import read_book
from roster.io.sheets.order_rows import stretches
from roster.io.texts import hours_text
from roster.io.typed_orders import OrderEdit
from roster.io.write_back import write_back
from roster.living import Week, open_week
from roster.living.edits import Editor, Typed
from roster.rules.shared.positions import places


class Trial(NamedTuple):
    """One edit: what was typed, how long the verdict took, and in what it differs from `roster verify`."""

    typed: Typed
    seconds: float
    line_seconds: float
    differences: tuple[str, ...]


def random_edit(rng: random.Random, week: Week, orders: float) -> Typed:
    """A cell of the grid, or for this share of the edits something said about a crew."""
    crews = [
        (label, crew)
        for label, crew in zip(crew_labels(week.written), week.written.crews, strict=True)
        if week.problem.placed(crew.unit.kind) and crew.stands
    ]
    if not crews or rng.random() >= orders:
        officer, date, text = random_cell(rng, week)
        return Typed({(officer, date): text})
    label, crew = rng.choice(crews)
    unit = UnitId(crew.unit.day, crew.unit.shift, label)
    people = sorted(crew.officers)
    other = rng.choice([one.id for one in week.problem.officers if one.id not in people])
    what = rng.choice(("members", "lead", "vehicle", "place"))
    time = ""
    if what == "members":
        value = tuple(rng.sample([*people, other], len(people)))
    elif what == "lead":
        value = (rng.choice(people),)
    elif what == "vehicle" and crew.vehicle:
        value = (rng.choice(["", *(vehicle.id for vehicle in week.problem.vehicles)]),)
    else:
        what, stretch = "place", next(stretches(crew, week.problem))
        value = (rng.choice([crew.unit.base, *places(crew.unit, week.problem)]),)
        time = hours_text(stretch.span).partition("-")[0]
    return Typed({}, (OrderEdit(unit, what, value, time),))


def random_cell(rng: random.Random, week: Week) -> tuple[str, dt.date, str]:
    """An officer, a date and what is typed there: a shift, a day off or a leave."""
    problem = week.problem
    officer = rng.choice(problem.officers).id
    date = problem.date(rng.choice(problem.horizon.range))
    shifts = [shift.code for shift in problem.shifts if not shift.of]
    text = rng.choice([*shifts, *shifts, "", "", "SL"])
    return officer, date, text


def trials(file: Path, count: int, seed: int, compare: bool = True, orders: float = 0.0) -> Iterator[Trial]:
    """Random single edits of a workbook, judged and compared; the workbook itself is left alone.

    What cannot be read is compared as well: both refuse it, with the same words.
    """
    week = open_week(file)
    editor = Editor(week)
    editor.edited(Typed())
    rng = random.Random(seed)
    known = mock.patch.object(api, "load", return_value=week.case)  # the tables stay as they are
    with TemporaryDirectory() as folder, known:
        for _number in range(count):
            typed = random_edit(rng, week, orders)
            saved = Path(folder) / file.name
            began = line = time.perf_counter()
            edited: Week | InputError
            try:
                steps = editor.steps(texts := editor.texts(typed))
                next(steps)
                line = time.perf_counter()
                *_, last = steps
                assert isinstance(last, Week)
                edited = last
            except InputError as error:
                edited = error
            seconds = time.perf_counter() - began
            found: tuple[str, ...] = ()
            if compare:
                shutil.copyfile(file, saved)
                write_back(saved, texts)
                found = tuple(differences(edited, saved, week.case))
            yield Trial(typed, seconds, line - began, found)


def differences(edited: Week | InputError, saved: Path, case: api.Case) -> Iterator[str]:
    """In what the verdict in memory differs from the check of the saved workbook."""
    try:
        checked = api.verify_book(read_book(saved), case.brigade)
    except InputError as error:
        if not isinstance(edited, InputError) or str(edited) != str(error):
            yield f"refused when saved: {error}; in memory {edited if isinstance(edited, InputError) else 'not'}"
        return
    if isinstance(edited, InputError):
        yield f"refused in memory only: {edited}"
        return
    for name, one, other in (
        ("musts", len(edited.checked.report.must_violations), len(checked.report.must_violations)),
        ("short", edited.checked.of_roster.short, checked.of_roster.short),
        ("price", edited.checked.of_roster.objective, checked.of_roster.objective),
        ("short of the plan", edited.checked.of_plan.short, checked.of_plan.short),
        ("price of the plan", edited.checked.of_plan.objective, checked.of_plan.objective),
        ("edits", set(edited.checked.all_edits), set(checked.all_edits)),
        ("pins", set(edited.checked.pins), set(checked.pins)),
        ("roster", edited.roster, checked.read.roster),
        ("findings", sentences(edited.checked.report), sentences(checked.report)),
    ):
        if one != other:
            yield f"{name}: {one} in memory, {other} saved"


def sentences(report: Report) -> Counter[tuple[str, str, int]]:
    return Counter((finding.rule, finding.sentence, finding.amount) for finding in report.findings)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.board", description=__doc__.partition("\n")[0])
    parser.add_argument("workbook", type=Path)
    parser.add_argument("--edits", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--orders", type=float, default=0.0, help="share of edits in the daily orders; default: 0")
    parser.add_argument("--only-time", action="store_true", help="do not save and verify")
    asked = parser.parse_args()
    done: list[Trial] = []
    for trial in trials(asked.workbook, asked.edits, asked.seed, not asked.only_time, asked.orders):
        done.append(trial)
        if len(done) % 100 == 0:
            print(
                f"{len(done)} edits"
                + ("" if asked.only_time else f", {sum(bool(one.differences) for one in done)} differ")
            )
        for difference in trial.differences:
            print(f"{trial.typed}: {difference}")
            sys.stdout.flush()
    wrong = sum(bool(trial.differences) for trial in done)
    for name, seconds in (("verdict", [t.seconds for t in done]), ("line", [t.line_seconds for t in done])):
        print(f"{name}: median {median(seconds):.3f} s, p95 {quantiles(seconds, n=20)[-1]:.3f} s")
    compared = "not compared" if asked.only_time else f"{wrong} differ from verify"
    print(f"{len(done)} edits, {compared}")
    return min(1, wrong)


if __name__ == "__main__":
    sys.exit(main())
