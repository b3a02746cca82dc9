"""`roster why`, `diff-rules` and `sweep` on a roster of six."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook

from roster import api
from roster.domain import started
from roster.domain.errors import InputError, OutOfTimeError
from roster.domain.price import cost_of
from roster.domain.roster import Roster
from roster.explain.diff_rules import diff_rules, nearer
from roster.explain.solved_case import open_roster
from roster.explain.sweep import sweep, values_of
from roster.explain.why import why
from roster.io.read_book import read_book, read_roster
from roster.search.proximity import ProximitySearch
from roster.search.run import Options, Stop
from roster.search.solution import Solution
from tests.cli.command import put_solved, run

WEEK = "outputs/tiny-2026-11-02.xlsx"


@pytest.fixture
def week(brigade: Path) -> Path:
    put_solved()
    return brigade


def test_the_opposite_is_solved_and_compared(week: Path) -> None:
    result = run("why", WEEK, "007", "2026-11-03", "--json")
    assert result.code == 0
    answer = json.loads(result.out)
    assert answer["officer"] == "007"
    assert answer["possible"] in (True, False)
    assert answer["possible"] is False or answer["price"]["at_least"] <= answer["price"]["at_most"]
    assert bool(answer["forced_by"]) is not answer["possible"]


def test_a_leave_forbids_a_duty(week: Path) -> None:
    absence = (week / "absences.csv").read_text("utf-8").splitlines()[1].split(",")
    result = run("why", WEEK, "--not", absence[0], absence[2][:10], "M", "--json")
    answer = json.loads(result.out)
    assert (answer["now"], answer["possible"]) == ("off", False)
    assert [line["rule"] for line in answer["forced_by"]] == ["absence"]


def test_what_is_so_already_needs_no_answer(week: Path) -> None:
    absence = (week / "absences.csv").read_text("utf-8").splitlines()[1].split(",")
    result = run("why", WEEK, "--not", absence[0], absence[2][:10], "off")
    assert result.out.splitlines()[-2] == "the roster has it so already"


def test_a_paragraph_for_one_and_a_sheet_for_all(week: Path) -> None:
    one = run("why", WEEK, "007")
    assert one.code == 0
    assert "Nights this time" in one.out
    assert run("why", WEEK, "--sheet").code == 0
    book = load_workbook(WEEK)
    assert book["Why"].cell(5, 1).value
    assert book["Why"].max_row == 4 + 6
    assert run("why", WEEK, "--sheet", "--lang", "zh").code == 0
    assert [name for name in load_workbook(WEEK).sheetnames if name in ("Why", "原因")] == ["原因"]
    assert run("verify", WEEK).code == 0


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("why", WEEK), "give an officer"),
        (("why", WEEK, "ghost"), "'ghost'"),
        (("why", WEEK, "007", "2026-12-01"), "2026-12-01"),
        (("why", WEEK, "--not", "007", "2026-11-03", "Q"), "'Q'"),
        (("why", "missing.xlsx", "007"), "no such file"),
        (("diff-rules", "nowhere.yaml", "base.yaml", WEEK), "nowhere.yaml"),
        (("sweep", "minimum_rest.hours", "12..10", "--brigade", "tiny"), "12..10"),
        (("sweep", "rest.hours", "10..12", "--brigade", "tiny"), "minimum_rest.hours"),
        (("sweep", "minimum_rest.hour", "10..12", "--brigade", "tiny"), "minimum_rest.hours"),
        (("sweep", "minimum_rest.hours", "0..1", "--brigade", "tiny"), "minimum_rest.hours = 0"),
    ],
)
def test_bad_input(week: Path, words: tuple[str, ...], says: str) -> None:
    result = run(*words)
    assert (result.code, result.out) == (2, "")
    assert says in result.err


def test_the_same_rules_move_nothing_and_an_edit_is_told(week: Path) -> None:
    rules = week / "constraints" / "rules.yaml"
    same = json.loads(run("diff-rules", rules, rules, WEEK, "--json", "--time-limit", "4").out)
    assert (same["moved"], same["moves"], same["by_rule"]) == (0, [], {})
    assert same["objective"][0] == same["objective"][1]
    edit = Path("edit.yaml")
    text = rules.read_text("utf-8")
    off = "  - {id: nobody, rule: shift_count, who: {id: '007'}, max: 0, per: horizon, weight: 1000}\n"
    edit.write_text(text.rstrip("\n") + "\n" + off, "utf-8")
    result = run("diff-rules", rules, edit, WEEK, "--json", "--time-limit", "4")
    told = json.loads(result.out)
    assert result.code == 0
    assert told["moved"] > 0
    assert "007" in told["officers"]
    assert Path(told["file"]).is_file()
    assert load_workbook(told["file"])["Preview"].max_row > 5


def test_a_sweep_is_drawn_and_listed(week: Path) -> None:
    result = run("sweep", "minimum_rest.hours", "8..12:2", "--brigade", "tiny", "--time-limit", "2", "--json")
    assert result.code == 0
    content = json.loads(result.out)
    assert [point["value"] for point in content["points"]] == [8, 10, 12]
    costs = [(point["short"], point["wishes"]) for point in content["points"]]
    assert all(point["wishes_at_least"] <= point["wishes"] for point in content["points"])
    assert costs == sorted(costs), "a stricter rule is never cheaper"
    sheet = Path(content["file"])
    assert sheet.with_suffix(".png").read_bytes().startswith(b"\x89PNG")
    assert load_workbook(sheet)["Sweep"].cell(5, 1).value == 8


def test_a_sweep_that_is_stopped_tells_what_it_has(week: Path) -> None:
    case, stop = api.load(week), Stop()
    points = sweep(case, "minimum_rest.hours", [10, 11, 12], 0.5, step=stop, stop=stop)
    assert [point.status for point in points] == ["solved", *2 * ["not tried: stopped before"]]
    assert points[0].cost is not None
    assert points[0].cost.least == cost_of({}, 0), "nothing is proved of it"
    with pytest.raises(OutOfTimeError, match="stopped before any roster"):
        sweep(case, "minimum_rest.hours", [10], 0.5, stop=stop)


def test_a_preview_without_a_roster_does_not_say_that_musts_clash(week: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rules, stop = week / "constraints" / "rules.yaml", Stop()
    monkeypatch.setattr(ProximitySearch, "best", lambda *_given, **_options: None)
    with pytest.raises(OutOfTimeError, match="the time limit came"):
        diff_rules(rules, rules, Path(WEEK), week)
    stop()
    with pytest.raises(OutOfTimeError, match="stopped before any roster"):
        diff_rules(rules, rules, Path(WEEK), week, stop=stop)


def test_an_answer_that_is_stopped_is_told_all_the_same(week: Path) -> None:
    stop = Stop()
    stop()
    answer = why(open_roster(Path(WEEK), week), "007", 1, stop=stop)
    assert answer.price is None or answer.price.after.least == cost_of({}, 0)


def test_ranges() -> None:
    assert values_of(["38..40", "44", "1..2:0.5"]) == [38, 39, 40, 44, 1, 1.5, 2]
    for wrong in ("a..b", "1..", "5..4", "1..5:0"):
        with pytest.raises(InputError, match="RANGE"):
            values_of([wrong])


def test_a_wish_that_is_met_already_moves_nothing(week: Path) -> None:
    rules = week / "constraints" / "rules.yaml"
    edit = Path("edit.yaml")
    met = "  - {id: not-all, rule: shift_count, max: 7, per: horizon, weight: 100}\n"
    edit.write_text(rules.read_text("utf-8").rstrip("\n") + "\n" + met, "utf-8")
    told = json.loads(run("diff-rules", rules, edit, WEEK, "--json", "--time-limit", "4").out)
    assert (told["moved"], told["moves"], told["by_rule"]) == (0, [], {})


def test_what_the_old_rules_gain_by_it_too_is_not_the_edits_doing(week: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rules = week / "constraints" / "rules.yaml"
    off = "  - {id: nobody, rule: shift_count, who: {id: '007'}, max: 0, per: horizon, weight: 1000}\n"
    rules.write_text(rules.read_text("utf-8").rstrip("\n") + "\n" + off, "utf-8")
    best, calls = ProximitySearch.best, []

    def weak_at_first(self: ProximitySearch, options: Options, stop: Stop) -> Solution | None:
        calls.append(options)
        return self.cost(self.present) if len(calls) == 1 else best(self, options, stop=stop)

    monkeypatch.setattr(ProximitySearch, "best", weak_at_first)
    preview = diff_rules(rules, rules, Path(WEEK), week, time_limit=6)
    assert len(calls) > 2
    assert preview.difference.moved == 0
    assert preview.difference.objective[0] == preview.difference.objective[1]


def test_of_equally_good_rosters_the_one_under_the_old_rules_is_taken(week: Path) -> None:
    case = api.load(week, [week / "constraints" / "rules.yaml"])
    roster = read_roster(read_book(Path(WEEK)), case.problem).roster
    rules = ProximitySearch(case.problem, case.rulebook, Roster(()))
    before = rules.cost(roster)
    assert before is not None
    other = replace(before, roster=Roster(()))
    assert nearer(rules, other, before).roster == roster
    cheaper = replace(other, cost=(*before.cost[:-1], before.cost[-1] - 1))
    assert nearer(rules, cheaper, before) is cheaper


def test_without_time_for_a_search_a_hand_over_is_told_beside_what_was_proved_before(week: Path) -> None:
    opened = open_roster(Path(WEEK))
    duties = [(duty.officer, duty.day) for duty in opened.roster.work()]
    told = [answer for answer in (why(opened, *duty, seconds=0) for duty in duties[:8]) if answer.difference]
    assert told, "some duty can be handed over"
    for answer in told:
        assert answer.price is not None
        assert opened.recorded_least is not None
        assert answer.price.after.least == min(opened.recorded_least, answer.price.before.cost)
        assert answer.price.after.cost >= answer.price.before.cost


def test_the_first_command_of_a_program_began_when_the_program_did() -> None:
    now = time.monotonic()
    started.mark(now - 3)
    assert started.take() == now - 3
    assert started.take() >= now
