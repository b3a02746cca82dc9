"""The living roster over random disruptions of the bundled week, with fixed seeds.

    python -m benchmarks.living replan      [--cases 20]    one officer sick for two days
    python -m benchmarks.living trouble     [--cases 20]    three officers and a car at once
    python -m benchmarks.living substitutes [--cases 20]    substitutes for one duty
    python -m benchmarks.living edits       [--cases 1000]  random hand edits of the grid, put to verify
    python -m benchmarks.living kills       [--cases 200]   publishing, killed at random moments

The first three run the command itself in a process of its own, so that times include start-up, reading and writing.
`--plain S` adds a plain re-solve of the same problem for S seconds and how many duties it changes; its shortfalls are
compared. The week is solved once and kept in `outputs/`.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import multiprocessing
import random
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.measure import Figure, median, show

BRIGADE = "inputs/hancheng"
WEEK = Path("outputs/benchmark-living.xlsx")


def the_week() -> Path:
    """The bundled week's workbook, solved and planned once."""
    from roster import api

    if not WEEK.exists():
        api.write(api.solve(api.load(BRIGADE), time_limit=60, gap=0.005), WEEK)
    return WEEK


def timed(*words: object) -> tuple[float, int, dict[str, object]]:
    """Seconds, exit code and the JSON of a command of ours in a process of its own."""
    started = time.monotonic()
    ended = subprocess.run(
        [sys.executable, "-m", "roster", *map(str, words), "--json"], capture_output=True, text=True, check=False
    )
    seconds = time.monotonic() - started
    if not ended.stdout:
        raise SystemExit(ended.stderr)
    found: dict[str, object] = json.loads(ended.stdout)
    return seconds, ended.returncode, found


def disruption(seed: int, officers: int, cars: int) -> list[str]:
    """Options for so many officers with a duty in the next two days, and so many cars, away for two days."""
    from roster import living

    week = living.open_week(the_week())
    rng = random.Random(seed)
    problem, words = week.problem, []
    busy = {(duty.officer, duty.day) for duty in week.roster.work()}
    day = rng.randrange(problem.horizon.days - 1)
    dates = f"{problem.date(day)}..{problem.date(day + 1)}"
    on_duty = sorted({officer for officer, at in busy if at in (day, day + 1)})
    for officer in rng.sample(on_duty, officers):
        words += ["--absent", officer, dates, "sick"]
    driven = sorted({crew.vehicle for crew in week.roster.crews if crew.vehicle and crew.unit.day in (day, day + 1)})
    for vehicle in rng.sample(driven, cars):
        words += ["--vehicle-off", vehicle, dates]
    return words


def repairs(cases: int, officers: int, cars: int, plain: float) -> None:
    """Re-plans after disruptions: seconds, changes and their bounds, shortfalls; beside a plain re-solve's."""
    columns = ("seconds", "people", "bound", "duties", "bound", "proven", "short", "plain duties", "plain short")
    show("seed", columns)
    rows: list[list[Figure]] = []
    with TemporaryDirectory() as folder:
        for seed in range(1, cases + 1):
            words = disruption(seed, officers, cars)
            file = Path(folder) / f"{seed}.xlsx"
            seconds, _code, found = timed("replan", the_week(), *words, "-o", file)
            short = sum(row["short"] for row in found["shortfalls"])  # type: ignore[attr-defined]
            figures = [seconds, *(found[name] for name in ("people", "people_bound", "duties", "duties_bound"))]
            rows.append([*figures, float(bool(found["proven"])), short, *again(file, plain)])  # type: ignore[list-item]
            show(seed, rows[-1])
    show("median", (median(row[column] for row in rows) for column in range(len(columns))))
    show("proven", [f"{sum(row[5] == 1 for row in rows)} of {len(rows)}"])


def again(file: Path, seconds: float) -> tuple[Figure, Figure]:
    """Duties that a plain re-solve of the repaired workbook's problem changes, and what it leaves short."""
    from roster import api, living
    from roster.domain.repair import duty_changes

    if not seconds:
        return None, None
    week, published = living.open_week(file), living.open_week(the_week())
    outcome = api.solve(replace(week.case, problem=week.problem), time_limit=seconds, gap=0.005, plan_time=0)
    return len(duty_changes(published.roster, outcome.roster)), sum(outcome.report.short.values())


def substitutes(cases: int) -> None:
    """Substitutes for random duties; each verdict put to a full check of the roster, seats as they were."""
    from roster import living
    from roster.search.living.exchange import Exchange, Handover
    from roster.search.verify import verify

    show("seed", ("seconds", "lawful", "confirmed", "refused", "confirmed"))
    week = living.open_week(the_week())
    exchange = Exchange(week.problem, week.case.rulebook, week.roster)
    duties = sorted(week.roster.work())
    rows = []
    for seed in range(1, cases + 1):
        duty = random.Random(seed).choice(duties)
        seconds, _code, found = timed("substitute", the_week(), duty.officer, week.problem.date(duty.day), duty.shift)
        right = {True: 0, False: 0}
        count = {True: 0, False: 0}
        for candidate in found["candidates"]:  # type: ignore[attr-defined]
            handover = Handover(duty.day, duty.shift, duty.officer, candidate["officer"])
            roster = exchange.handed_over([handover])
            if candidate["others_change_crews"]:
                roster = exchange.judge([handover]).roster or roster
            broken = bool(verify(week.problem, week.case.rulebook, roster).must_violations)
            count[candidate["lawful"]] += 1
            right[candidate["lawful"]] += candidate["lawful"] != broken
        rows.append([seconds, count[True], right[True], count[False], right[False]])
        show(seed, rows[-1])
    show("median", (median(row[column] for row in rows) for column in range(5)))
    wrong = sum(row[1] + row[3] - row[2] - row[4] for row in rows)
    show("wrong", [wrong])


def edits(cases: int) -> None:
    """Random hand edits of the grid: what `verify` finds against a check of the same duties without the workbook."""
    from openpyxl import load_workbook

    from roster import api, living
    from roster.domain.letters import shift_text
    from roster.domain.roster import Placeless, Roster
    from roster.io.read_book import Book, read_book
    from roster.io.read_book.reseat import reseat, work_of
    from roster.io.sheets.grid import column_of, row_of
    from roster.rules.scopes import OfficerRule

    book = read_book(the_week())
    clean = living.open_week(book, itineraries=False)
    problem, written = clean.problem, clean.written
    rng = random.Random(1)
    missed = invented = found = 0
    officers = [officer.id for officer in problem.officers]
    sheet = book.workbook["Roster"]
    case = clean.case
    officer_rules = {rule.name for rule in case.rulebook.rules if isinstance(rule, OfficerRule)}
    for _case in range(cases):
        asked = dict(work_of(written))
        changed = []
        for _cell in range(rng.randint(1, 4)):
            officer, day = rng.choice(officers), rng.randrange(problem.horizon.days)
            shift = rng.choice(["", *problem.shift_codes])
            cell = sheet.cell(row_of(officer, problem), column_of(day))
            changed.append((cell, cell.value))
            cell.value = shift_text(shift, problem) if shift else "-"
            asked[officer, day] = (shift,) if shift else ()
        again = Book(book.file, book.workbook, book.written, book.start, book.days, book.path)
        told = living.open_week(again, itineraries=False)
        told_roster = told.roster
        whole = api.verify(replace(case, problem=problem), reseat(written, asked, problem))
        alone = Roster((), tuple(Placeless(*key, code) for key, codes in asked.items() for code in codes))
        lines = api.verify(replace(case, problem=problem), alone)
        expected = {(*f.spot, f.amount) for f in whole.must_violations}
        expected |= {(*f.spot, f.amount) for f in lines.must_violations if f.rule in officer_rules}
        given = {(*f.spot, f.amount) for f in told.checked.report.must_violations}
        assert {key: codes for key, codes in asked.items() if codes} == work_of(told_roster), "read otherwise"
        missed += len(expected - given)
        invented += len(given - expected)
        found += len(told.checked.report.must_violations)
        for cell, value in reversed(changed):
            cell.value = value
    assert load_workbook(the_week())["Roster"]["B6"].value == sheet["B6"].value
    show("edits", ("musts found", "missed", "invented"))
    show(cases, (found, missed, invented))


def publish_in_child(folder: str, number: int) -> None:
    """What a process that is to be killed does: publish versions of a week without an end."""
    from roster.io.ledger import Ledger, Publication, PublishedDuty

    first = dt.date(2026, 10, 19)
    ledger = Ledger(Path(folder) / "ledger.sqlite")
    while True:
        number += 1
        start = f"{first} 07:00"
        duties = tuple(
            PublishedDuty(
                f"P{officer:03d}", first + dt.timedelta(days=day), f"{number}", start, start, False, True, "", "", ""
            )
            for officer in range(68)
            for day in range(5)
        )
        ledger.publish(Publication(first, 7, 0, "2026-10-18T12:00:00", "week.xlsx", "", duties), lambda final: None)


def kills(cases: int) -> None:
    """Kill a process that publishes, at random moments: the ledger opens and holds whole versions only."""
    from roster.io.ledger import Ledger

    context = multiprocessing.get_context("fork" if "fork" in multiprocessing.get_all_start_methods() else "spawn")
    rng = random.Random(1)
    broken, versions = 0, 0
    with TemporaryDirectory() as folder:
        ledger = Ledger(Path(folder) / "ledger.sqlite")
        for _case in range(cases):
            child = context.Process(target=publish_in_child, args=(folder, versions))
            child.start()
            before = versions
            deadline = time.monotonic() + 20
            while time.monotonic() < deadline and len(ledger.publications() if ledger.exists() else ()) == before:
                time.sleep(0.02)
            time.sleep(rng.random() * 0.05)
            child.kill()
            child.join()
            kept = ledger.publications()
            versions = len(kept)
            whole = all(len(p.duties) == 68 * 5 and len({d.shift for d in p.duties}) == 1 for p in kept)
            in_order = [p.version for p in kept] == list(range(1, versions + 1))
            broken += not (whole and in_order and versions >= before)
            ledger.path.unlink() if versions > 200 else None
            versions = versions if ledger.exists() else 0
    show("kills", ("ledgers broken",))
    show(cases, (broken,))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["replan", "trouble", "substitutes", "edits", "kills"])
    parser.add_argument("--cases", type=int)
    parser.add_argument("--plain", type=float, default=0.0, help="seconds of a plain re-solve beside each repair")
    given = parser.parse_args()
    run: dict[str, tuple[int, Callable[[int], None]]] = {
        "replan": (20, lambda cases: repairs(cases, 1, 0, given.plain)),
        "trouble": (20, lambda cases: repairs(cases, 3, 1, given.plain)),
        "substitutes": (20, substitutes),
        "edits": (1000, edits),
        "kills": (200, kills),
    }
    cases, action = run[given.what]
    action(given.cases or cases)


if __name__ == "__main__":
    main()
