"""A shift that was changed or retired between two published weeks: the first keeps its own, whatever is asked."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest

from roster import api, living
from roster.domain.clock import Span
from roster.domain.outcome import Outcome
from roster.explain.sweep import sweep
from tests.cli.command import run
from tests.small_week import RULES, put_brigade, solved_week

DAY, HOUR = 1440, 60
SECOND = dt.date(2026, 11, 9)
HEADER = "code,name,start,end,night\n"
TABLES = {
    "changed": HEADER + "D,Day,07:00,19:00,no\nN,Night,19:00,07:00,no\n",
    "retired": HEADER + "E,Day,08:00,20:00,no\nX,Night,20:00,08:00,yes\n",
}
"""The table `shifts` from the second week on."""

UNITS = "kind,crew,least_crew,mode,shifts\nduty,1,1,foot,D;N\n"
MORE = """\
  - {id: count, rule: shift_count, max: 5, per: week, weight: 2}
"""


@pytest.fixture(scope="module")
def first_week(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a brigade whose first week is published."""
    folder = tmp_path_factory.mktemp("first")
    put_brigade(folder / "brigade", {"units.csv": UNITS}, RULES + MORE)
    living.publish(solved_week(folder / "brigade"), folder / "week.xlsx")
    return folder


@pytest.fixture(params=TABLES)
def later(request: pytest.FixtureRequest, first_week: Path, tmp_path: Path) -> Path:
    """The same with other shifts in the tables by now."""
    folder = shutil.copytree(first_week, tmp_path / "later")
    (folder / "brigade" / "shifts.csv").write_text(TABLES[request.param], encoding="utf-8")
    if request.param == "retired":
        (folder / "brigade" / "units.csv").write_text(UNITS.replace("D;N", "E;X"), encoding="utf-8")
        (folder / "brigade" / "fixed.csv").unlink()
    return folder


def spans(outcome: Outcome) -> set[tuple[str, Span]]:
    """Each duty's shift, and its hours counted from the start of its date."""
    duties = [outcome.problem.duty(*duty) for duty in outcome.roster.work()]
    return {(duty.shift, Span(duty.span.start - duty.day * DAY, duty.span.end - duty.day * DAY)) for duty in duties}


OWN = {("D", Span(8 * HOUR, 20 * HOUR)), ("N", Span(20 * HOUR, 32 * HOUR))}


def test_the_first_week_is_checked_and_repaired_under_its_own_shifts(first_week: Path, later: Path) -> None:
    before = living.open_week(first_week / "week.xlsx", first_week / "brigade")
    week = living.open_week(later / "week.xlsx", later / "brigade")
    assert week.checked.report.must_violations == ()
    assert week.roster == before.roster
    assert not week.checked.stale
    notes = [note for note in week.checked.all_notes if note.startswith("shift ")]
    assert len(notes) == 2
    assert "(08:00-20:00)" in notes[0]
    officer, day = min((duty.officer, duty.day) for duty in week.roster.work() if duty.day > 1)
    date = week.problem.date(day).isoformat()
    repaired = living.replan(week, absent=[(officer, date, "sick")], time_limit=10, workers=1, plan_time=0)
    assert (officer, day) not in {(duty.officer, duty.day) for duty in repaired.roster.work()}
    assert spans(repaired) == OWN
    file = later / "repaired.xlsx"
    api.write(repaired, file)
    publication, new, _ledger = living.publish(living.open_week(file, later / "brigade"), file)
    assert new
    assert {duty.end[-5:] for duty in publication.duties} == {"20:00", "08:00"}


def test_what_is_known_of_the_past_is_what_was_published(first_week: Path, later: Path) -> None:
    cases = [api.load(folder / "brigade", start=SECOND) for folder in (first_week, later)]
    known = [{(d.officer, d.day, d.shift, d.span, d.night) for d in case.problem.history} for case in cases]
    assert known[0] == known[1]
    assert len(known[0]) == 14
    assert living.balances(cases[0]) == living.balances(cases[1])
    assert cases[1].over(SECOND + dt.timedelta(7), 1).past["A"].keys() == {
        day - 7 for day in cases[1].problem.past["A"]
    }


def test_the_ledger_made_anew_says_what_it_said(later: Path) -> None:
    before = living.rebuild(later / "brigade")[0]
    (published,) = living.open_week(later / "week.xlsx", later / "brigade").case.brigade.glob("published/*.xlsx")
    again = living.rebuild(later / "brigade", [published])[0]
    assert [one.duties for one in before] == [one.duties for one in again]
    assert {(duty.start[-5:], duty.end[-5:], duty.night) for duty in again[0].duties} == {
        ("08:00", "20:00", False),
        ("20:00", "08:00", True),
    }


def test_later_weeks_are_made_beside_it(later: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(later)
    case = api.load("brigade", start=SECOND, weeks=2)
    rolled = api.solve(case, roll=True, time_limit=3, workers=1, plan_time=0)
    assert rolled.report.must_violations == ()
    assert {shift for shift, _span in spans(rolled)} == set(case.problem.shift_codes)
    points = sweep(api.load("brigade", start=SECOND), "count.max", [4.0], 2)
    assert [point.value for point in points] == [4.0]
    made = run("next", "brigade", "--time-limit", 3, "--workers", 1, "--plan-time", 0, "--json")
    assert made.code == 0, made.err
    (file,) = Path("outputs").glob("*.xlsx")
    assert run("verify", file).code == 0
    assert run("publish", file).code == 0
    sums, first, last = living.balances(api.load("brigade"))
    assert (first, last) == (dt.date(2026, 11, 2), dt.date(2026, 11, 15))
    assert sum(one.shifts for one in sums) == 28


def test_a_draft_follows_the_table_where_that_has_the_shift(later: Path, tmp_path: Path) -> None:
    draft = shutil.copytree(later, tmp_path / "draft")
    (draft / "brigade" / "ledger.sqlite").unlink()
    shutil.rmtree(draft / "brigade" / "published")
    week = living.open_week(draft / "week.xlsx", draft / "brigade")
    retired = "E" in week.problem.shift
    assert week.problem.shift["D"].hours.start == (8 if retired else 7) * HOUR
    assert len([note for note in week.checked.all_notes if note.startswith("shift ")]) == 2 * retired
