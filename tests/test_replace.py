"""The rest of somebody's week goes to another officer: what fits is handed over, the rest is named and covered."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from pathlib import Path

import pytest
from openpyxl import load_workbook

from roster import api, living
from roster.domain.errors import InputError
from roster.domain.outcome import Outcome
from roster.domain.repair import Handed, Repair, duty_changes
from roster.living import Week
from tests.cli.command import run
from tests.small_week import put_brigade, solved_week

WORK = {"A": ("D", 2, 4, 6, 8), "B": ("D", 3, 5, 7), "C": ("N", 2, 4, 6, 8), "D": ("N", 3, 5, 7)}
FIXED = "officer,date,shift\n"
TABLES = {
    "officers.csv": "id,name,category\n" + "".join(f"{name},{name},sworn\n" for name in "ABCDEF"),
    "fixed.csv": FIXED
    + "".join(f"{who},2026-11-{day:02d},{shift}\n" for who, (shift, *days) in WORK.items() for day in days),
    "absences.csv": "id,kind,from,to\nF,sick,2026-10-26,2026-11-03\n",
}


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = put_brigade(tmp_path_factory.mktemp("replace") / "brigade", TABLES)
    solved_week(folder)
    return folder.parent


@pytest.fixture
def week(written: Path, tmp_path: Path) -> Week:
    """The week as it was solved; nothing is fixed any more."""
    shutil.copytree(written, tmp_path, dirs_exist_ok=True)
    (tmp_path / "brigade" / "fixed.csv").write_text(FIXED, encoding="utf-8")
    return living.open_week(tmp_path / "week.xlsx", tmp_path / "brigade")


def repaired(week: Week, *pairs: tuple[str, str], **asked: object) -> tuple[Outcome, Repair]:
    outcome = living.replan(week, replaced=pairs, time_limit=10, workers=1, plan_time=0, **asked)  # type: ignore[arg-type]
    assert outcome.amendment.repair is not None
    assert not outcome.report.must_violations
    assert not outcome.report.short
    return outcome, outcome.amendment.repair


def test_who_is_free_takes_the_rest_of_the_week_and_what_has_begun_stays(week: Week, tmp_path: Path) -> None:
    outcome, repair = repaired(week, ("A", "E"), since=dt.datetime(2026, 11, 4, 10))
    assert repair.handed == (Handed("A", "E", 4, "D"), Handed("A", "E", 6, "D"))
    assert duty_changes(week.written, outcome.roster) == {
        ("A", 4): ("D", ""),
        ("E", 4): ("", "D"),
        ("A", 6): ("D", ""),
        ("E", 6): ("", "D"),
    }
    assert {change.why for change in repair.changes} == {"hands the duties over", "takes D over from A"}
    again = tmp_path / "again.xlsx"
    api.write(outcome, again)
    later, repair = repaired(living.open_week(again, tmp_path / "brigade"), since=dt.datetime(2026, 11, 4, 10))
    assert repair.changes == ()
    assert later.problem.absent("A", later.problem.shift["D"].span(6))


def test_what_does_not_fit_is_named_and_covered_and_the_other_keeps_what_they_have(week: Week) -> None:
    outcome, repair = repaired(week, ("C", "B"), since=dt.date(2026, 11, 4))
    assert [(one.day, bool(one.why_not)) for one in repair.handed] == [(2, True), (4, True), (6, False)]
    assert "B has 0 h of rest" in repair.handed[0].why_not
    works = {(duty.officer, duty.day): duty.shift for duty in outcome.roster.work()}
    assert [works.get(("B", day)) for day in range(7)] == [None, "D", None, "D", None, "D", "N"]
    assert (repair.people, repair.duties) == (repair.people_bound, repair.duties_bound) == (3, 6)


def test_an_absence_says_which_part_of_the_week_is_handed_over(week: Week) -> None:
    _outcome, repair = repaired(week, ("C", "E"), absent=[("C", "2026-11-05..2026-11-06", "sick")])
    assert [(one.day, one.why_not) for one in repair.handed] == [(2, ""), (4, "")]
    assert repair.disruption.absences[0].kind == "sick"
    assert len(repair.disruption.absences) == 1


def test_nobody_is_called_in_on_the_first_day_after_sickness_where_another_choice_changes_as_few(week: Week) -> None:
    for _once in range(2):
        outcome, repair = repaired(week, absent=[("A", "2026-11-04", "sick")])
        works = {duty.officer for duty in outcome.roster.work() if duty.day == 2}
        assert "F" not in works
        assert (repair.people, repair.burden.recalls, repair.burden.first_days_back) == (2, 1, 0)
        assert (repair.burden.twice, repair.burden.short_notice) == (0, 1)


def test_who_comes_back_is_counted_where_there_is_no_other_choice(week: Week) -> None:
    others = [(name, "2026-11-04", "court") for name in "BE"]
    _outcome, repair = repaired(week, absent=[("A", "2026-11-04", "sick"), *others])
    assert (repair.burden.recalls, repair.burden.first_days_back) == (1, 1)
    assert any(change.why.endswith("first day after sick leave") for change in repair.changes)


@pytest.mark.parametrize(
    ("pairs", "words"),
    [
        ([("X", "B")], "'X'"),
        ([("A", "A")], "somebody who does not hand over themselves"),
        ([("A", "B"), ("A", "C")], "one officer who takes over from each"),
        ([("A", "B"), ("B", "C")], "somebody who does not hand over themselves"),
    ],
)
def test_pairs_that_make_no_sense_are_named(week: Week, pairs: list[tuple[str, str]], words: str) -> None:
    with pytest.raises(InputError, match=words):
        repaired(week, *pairs)


def test_screen_sheet_and_json_tell_what_was_handed_over(week: Week) -> None:
    file = week.checked.book.path
    words = ("replan", file, "--brigade", file.parent / "brigade", "--replace", "C", "B", "--from", "2026-11-04")
    result = run(*words, "--json", "-o", file.with_name("c.xlsx"))
    assert result.code == 0, result.err
    told = json.loads(result.out)
    assert [(one["from"], one["to"], one["date"], one["done"]) for one in told["handed_over"]] == [
        ("C", "B", "2026-11-04", False),
        ("C", "B", "2026-11-06", False),
        ("C", "B", "2026-11-08", True),
    ]
    assert told["burden"]["recalls"] == 3
    assert "duties handed over from C to B: 1 of 3" in result.err
    sheet = load_workbook(file.with_name("c.xlsx"))["Changes"]
    texts = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value]
    assert any(text.startswith("not handed over: N on Wed 2026-11-04: ") for text in texts)
    chinese = run(*words, "--lang", "zh", "-o", file.with_name("zh.xlsx"))
    assert "C 移交给 B" in chinese.out
