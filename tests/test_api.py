"""The Python interface: what docs/api.md says of it runs, and history reaches the rules."""

from __future__ import annotations

import re
import shutil
from datetime import date
from pathlib import Path

import pytest

from roster import api
from roster.domain.errors import InputError, OutputError
from roster.domain.outcome import Moment
from roster.domain.roster import Crew, Member, Roster
from roster.domain.service import Unit
from roster.io.first_settings import language_of
from roster.search.run import Stop
from tests.cli.command import add_to, replace_in
from tests.io.brigade_files import example, write_workbook
from tests.paths import HANCHENG, ROOT, TINY

FIRST, SECOND = date(2026, 11, 2), date(2026, 11, 9)


def solved(brigade: Path, file: str, **options: object) -> Path:
    api.write(api.solve(api.load(brigade), time_limit=5, **options), file)
    return Path(file)


def test_every_block_of_the_page_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(TINY, tmp_path / "inputs" / "hancheng")
    monkeypatch.chdir(tmp_path)
    page = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```python\n(.*?)```", page, re.S)
    assert len(blocks) >= 3
    names: dict[str, object] = {}
    for block in blocks:
        exec(block.replace("time_limit=60", "time_limit=5"), names)
    assert Path("outputs/next-week.xlsx").is_file()


def test_the_page_names_every_function() -> None:
    page = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
    public = [
        name
        for name in vars(api)
        if callable(vars(api)[name]) and vars(api)[name].__module__ in (api.__name__, "roster.case")
    ]
    assert [name for name in public if not name.startswith("_") and f"`{name}" not in page] == []


def test_an_outcome_knows_what_it_was_made_from(brigade: Path) -> None:
    outcome = api.solve(api.load("tiny"), time_limit=5)
    assert (outcome.provenance.brigade, outcome.provenance.rule_files) == ("tiny", ("tiny/constraints/rules.yaml",))
    assert outcome.provenance.hashes.keys() == {
        *(path.name for path in brigade.glob("*.csv")),
        "tiny/constraints/rules.yaml",
    }


def test_a_path_that_names_no_folder_is_recorded_in_full(brigade: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(brigade)
    assert api.solve(api.load("."), time_limit=5).provenance.brigade == brigade.resolve().as_posix()


def test_a_stop_that_was_asked_for_before_ends_at_once(brigade: Path) -> None:
    stop = Stop()
    stop()
    with pytest.raises(api.OutOfTimeError, match="stopped before any roster was found"):
        api.solve(api.load(HANCHENG), stop=stop, time_limit=60)


def test_watch_hears_every_step(brigade: Path) -> None:
    heard: list[Moment] = []
    outcome = api.solve(api.load(brigade), watch=heard.append, time_limit=5)
    assert tuple(heard) == outcome.run.curve


def test_a_roster_typed_in_python_is_verified(brigade: Path) -> None:
    case = api.load(brigade)
    report = api.verify(case, Roster((Crew(Unit(0, "M", "walk", "main"), ()),)))
    assert "cover" in report.by_rule()
    assert report.must_violations


def test_past_workbooks_are_history_of_other_weeks(brigade: Path) -> None:
    past = solved(brigade, "past.xlsx")
    alone, told = api.load(brigade, start=SECOND), api.load(brigade, start=SECOND, history=[past])
    assert alone.problem.history == ()
    assert len(told.problem.history) == 28
    assert {duty.day for duty in told.problem.history} == set(range(-7, 0))
    sunday = next(duty for duty in told.problem.history if (duty.day, duty.shift) == (-1, "A"))
    assert (sunday.span.start, sunday.span.end) == (-10 * 60, -2 * 60)
    assert told.hashes.keys() - alone.hashes.keys() == {"past.xlsx"}


def test_past_workbooks_bind_across_the_first_date(brigade: Path) -> None:
    past = solved(brigade, "past.xlsx")
    told = api.load(brigade, start=SECOND, history=[past])
    late = {duty.officer for duty in told.problem.history if (duty.day, duty.shift) == (-1, "A")}
    early = Roster((Crew(Unit(0, "M", "walk", "main"), tuple(Member(officer) for officer in sorted(late))),))
    broken = {finding.officers for finding in api.verify(told, early).findings if finding.rule == "minimum_rest"}
    assert broken == {(officer,) for officer in late}
    assert len(late) == 2
    alone = api.verify(api.load(brigade, start=SECOND), early)
    assert "minimum_rest" not in alone.by_rule()


def test_a_past_workbook_in_the_folder_needs_no_option(brigade: Path) -> None:
    solved(brigade, "tiny/history.xlsx")
    case = api.load(brigade, start=SECOND)
    assert len(case.problem.history) == 28
    assert api.load(brigade).problem.history == ()
    again = api.load(brigade, start=SECOND, history=["tiny/history.xlsx"])
    assert len(again.history) == 1


def test_edited_cells_of_a_past_workbook_count_as_edited(brigade: Path) -> None:
    from openpyxl import load_workbook

    past = solved(brigade, "past.xlsx")
    book = load_workbook(past)
    sheet = book.worksheets[1]
    for row in range(6, 12):
        sheet.cell(row, 12).value = "-"
    book.save(past)
    told = api.load(brigade, start=SECOND, history=[past])
    assert max(duty.day for duty in told.problem.history) == -2


def test_people_who_left_are_passed_over(brigade: Path) -> None:
    past = solved(brigade, "past.xlsx")
    replace_in(brigade / "officers.csv", "５,", "99,")
    told = api.load(brigade, start=SECOND, history=[past])
    assert told.problem.history
    assert {duty.officer for duty in told.problem.history} <= set(told.problem.officer)


def test_history_is_carried_through_a_rolled_horizon(brigade: Path) -> None:
    past = solved(brigade, "past.xlsx")
    case = api.load(brigade, start=SECOND, weeks=2, history=[past])
    later = case.over(date(2026, 11, 16), 1)
    assert {duty.day for duty in later.history} == set(range(-14, -7))
    assert api.solve(case, roll=True, time_limit=5).report.must_violations == ()


def test_a_book_is_verified_with_everything_it_was_made_from(brigade: Path) -> None:
    past = solved(brigade, "past.xlsx")
    outcome = api.solve(api.load("tiny", start=SECOND, history=[past]), time_limit=5)
    api.write(outcome, "week.xlsx")
    checked = api.verify_book("week.xlsx")
    assert (checked.report, checked.edits, checked.notes) == (outcome.report, (), ())
    assert checked.problem == outcome.problem
    assert checked.read.cell("007", 0) == "Roster!F6"


@pytest.mark.parametrize("start", [FIRST, date(2026, 11, 5)])
def test_any_weekday_may_be_the_first_date(brigade: Path, start: date) -> None:
    problem = api.load(brigade, start=start).problem
    assert (problem.date(0), problem.horizon.days) == (start, 7)


def test_faults_of_everything_come_together(brigade: Path) -> None:
    replace_in(brigade / "zones.csv", "main,", "Main,")
    with pytest.raises(InputError) as error:
        api.load(brigade, ["missing.yaml"], history=["missing.xlsx"])
    places = [fault.place for fault in error.value.faults]
    assert "demand.csv:B2 (places)" in places
    assert "missing.yaml" in places


def test_what_cannot_be_opened_is_a_fault(brigade: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        api.load("x" * 5000)


def test_can_write_leaves_what_is_there(brigade: Path) -> None:
    file = Path("week.xlsx")
    file.write_text("mine")
    api.can_write(file, "csv")
    assert file.read_text() == "mine"
    assert list(Path("csv").iterdir()) == []
    with pytest.raises(OutputError, match=r"ends in \.xlsx"):
        api.can_write("week")


@pytest.mark.parametrize(("line", "language"), [("language,zh", "zh"), ("语言,中文", "zh"), ("Language,EN", "en")])
def test_the_language_is_read_before_anything_else(brigade: Path, line: str, language: str) -> None:
    assert language_of(brigade) is None
    add_to(brigade / "settings.csv", line)
    (brigade / "officers.csv").write_bytes(b"\xff\xfe")
    assert language_of(brigade) == language


@pytest.mark.parametrize("encoding", ["gbk", "utf-16"])
def test_the_language_is_read_of_settings_refused_for_their_encoding(brigade: Path, encoding: str) -> None:
    settings = brigade / "settings.csv"
    add_to(settings, "language,zh", "name,巡特警大队")
    settings.write_bytes(settings.read_text(encoding="utf-8").encode(encoding))
    assert language_of(brigade) == "zh"
    with pytest.raises(InputError, match=r"settings\.csv:\d+: found text that is not UTF-8"):
        api.load(brigade)


def test_settings_in_no_known_encoding_say_no_language(brigade: Path) -> None:
    (brigade / "settings.csv").write_bytes(b"language,zh\n\xff\xff\xff\n")
    assert language_of(brigade) is None


def test_the_language_of_a_workbook_is_read(tmp_path: Path) -> None:
    tables = example()
    tables["settings"] = [row for row in tables["settings"] if row[0] != "language"] + [["language", "zh"]]
    assert language_of(write_workbook(tmp_path / "brigade.xlsx", tables)) == "zh"
    assert language_of(tmp_path) == "zh"
    assert language_of(tmp_path / "nothing") is None
