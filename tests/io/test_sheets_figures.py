"""Summary, cover and fairness: the figures agree with the roster, counted by hand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from openpyxl import Workbook

from roster.domain.clock import Window
from roster.domain.findings import Finding, Report
from roster.domain.outcome import Outcome, RuleLine
from roster.domain.service import DemandLine
from roster.i18n import set_language
from roster.io.ledger.balances import Balance, means
from roster.io.sheets import cover, fairness, summary
from roster.io.staffing import staffing
from tests.io import sample
from tests.io.sample import rows
from tests.outcomes import changed


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    set_language("en")
    yield
    set_language("en")


@pytest.fixture(scope="module")
def outcome() -> Outcome:
    return sample.outcome()


def summary_of(outcome: Outcome) -> list[list[object]]:
    sheet = Workbook().worksheets[0]
    summary.write(sheet, outcome)
    return rows(sheet)


def facts_of(found: list[list[object]]) -> dict[object, object]:
    return {row[0]: row[2] for row in found if row[0] and row[2] is not None}


def test_presence_is_counted_in_zone_and_slot(outcome: Outcome) -> None:
    """By day the car of D stands in Z1 on three days and in Z2 on one; from 15:00 E is in its base."""
    found = facts_of(summary_of(outcome))
    assert found["Seen by day, 07:00-18:00"] == "43.8% (7 of 16 by zone and slot)"
    assert found["Lit by night, 18:00-02:00"] == "37.5% (6 of 16 by zone and slot)"


def test_units_that_nobody_sees_do_not_count(outcome: Outcome) -> None:
    hidden = tuple(replace(kind, visible=False) for kind in outcome.problem.kinds)
    problem = replace(outcome.problem, kinds=hidden)
    seen = changed(outcome, presence=tuple(sample.SEEN.presence(problem)))
    assert facts_of(summary_of(seen))["Seen by day, 07:00-18:00"] == "0.0% (0 of 16 by zone and slot)"


def test_summary_states_result_and_headline(outcome: Outcome) -> None:
    facts = facts_of(summary_of(outcome))
    assert facts["Status"] == "stopped; best roster so far"
    assert facts["Musts broken"] == 0
    assert facts["Shortfalls"] == 4
    assert facts["Cost of open wishes"] == 40
    assert facts["Proven bound"] == 30
    assert facts["Gap to the bound"] == pytest.approx(0.25)
    assert facts["Person-shifts (leaders not counted)"] == "24 (6.0 a day)"
    assert facts["Vehicle-shifts (a vehicle on a date)"] == "7 (1.8 a day)"
    assert facts["Seen by day, 07:00-18:00"] == "43.8% (7 of 16 by zone and slot)"
    assert facts["Lit by night, 18:00-02:00"] == "37.5% (6 of 16 by zone and slot)"


def test_shortfalls_are_named_by_priority(outcome: Outcome) -> None:
    found = summary_of(outcome)
    facts = facts_of(found)
    assert facts["Priority 1"] == "2 short; 2 proven unavoidable"
    assert facts["Priority 2"] == "2 short; 0 proven unavoidable"
    head = next(i for i, row in enumerate(found) if row[:2] == ["Priority", "Rule"])
    problem = outcome.problem
    assert found[head + 1] == [1, "cover", problem.date(2), "23:00-07:00", "", 2, 0, sample.FINDINGS[1].sentence]
    assert found[head + 2][:7] == [2, "cover", problem.date(0), "07:00-15:00", "S1 Bell square", 2, 0]


def test_rules_with_a_cost_are_scored(outcome: Outcome) -> None:
    found = summary_of(outcome)
    texts = [row[0] for row in found]
    assert "Rules kept in full: 1 of 3." in texts
    idle = changed(outcome, rules=(outcome.policy.rules[0]._replace(idle=True), *outcome.policy.rules[1:]))
    told = [row[0] for row in summary_of(idle)]
    assert "Rules kept in full: 0 of 3; rules with nothing to bind here: 1." in told
    row = found[texts.index("requests")]
    assert (row[2], row[3], row[4], row[5]) == ("weight 40", 1, "wishes: 1", 40)
    assert texts.index("cover") < texts.index("requests")


def test_summary_without_shortfalls_says_so(outcome: Outcome) -> None:
    found = summary_of(changed(outcome, report=Report(()), tiers=()))
    assert "No shortfall: everything asked for is met." in [row[0] for row in found]
    assert "Rules kept in full: 3 of 3." in [row[0] for row in found]


def test_the_summary_tells_of_the_plan_and_counts_its_rules(outcome: Outcome) -> None:
    line = RuleLine("response_cover", "response_cover", "weight 50", "", "", "", "", of_plan=True)
    planned = sample.planned(Finding("response_cover", False, None, 3, 150, "nobody near"))
    given = changed(outcome, rules=(*outcome.policy.rules, line))
    assert "Rules kept in full: 1 of 3." in [row[0] for row in summary_of(given)]
    found = summary_of(changed(given, planned=planned))
    assert "Rules kept in full: 1 of 4." in [row[0] for row in found]
    assert next(row[2] for row in found if row[0] == "Passes and visits") == "5 of 6 asked for"
    assert [row[5] for row in found if row[0] == "response_cover"] == [150]


def test_lines_to_sign_come_before_any_list_so_that_they_print_on_the_first_page(outcome: Outcome) -> None:
    found = summary_of(outcome)
    lists = next(i for i, row in enumerate(found) if row[0] == "Shortfalls by priority")
    texts = " ".join(str(cell) for row in found[:lists] for cell in row)
    assert all(word in texts for word in ("Prepared by", "Checked by", "Approved by"))


def needs(outcome: Outcome, what: str, hours: Window, place: str) -> dict[int, tuple[int, int]]:
    table = cover.demand_table(outcome)
    found = next(v for k, v in table.items() if k.what == what and k.hours == hours and place in (*k.places, ""))
    return {day: tuple(need) for day, need in found.items()}


def test_cover_counts_units_that_stand_there(outcome: Outcome) -> None:
    morning = Window(7 * 60, 15 * 60)
    assert needs(outcome, "Guard post", morning, "S1") == {0: (1, 0), 1: (1, 1), 2: (1, 0), 3: (1, 1)}
    assert needs(outcome, "Car unit", morning, "Z1") == dict.fromkeys(range(4), (1, 1))
    assert needs(outcome, "Car unit", Window(18 * 60, 23 * 60), "Z2") == {0: (1, 1), 1: (1, 1), 2: (1, 1), 3: (1, 0)}


def test_targets_have_rows_of_their_own(outcome: Outcome) -> None:
    small_hours = Window(2 * 60, 7 * 60)  # of the date after that on which the night shift starts
    assert needs(outcome, "Car unit", small_hours, "") == {1: (1, 1), 2: (1, 1), 3: (1, 0), 4: (1, 1)}
    assert needs(outcome, "Car unit, target", small_hours, "") == {1: (2, 1), 2: (2, 1), 3: (2, 0), 4: (2, 1)}


def test_units_that_stand_nowhere_count_once_a_day(outcome: Outcome) -> None:
    assert needs(outcome, "Duty leader", Window(8 * 60, 32 * 60), "") == {0: (1, 1), 1: (1, 0), 2: (1, 1), 3: (1, 0)}


def test_cover_sheet_has_asked_given_and_gap(outcome: Outcome) -> None:
    sheet = Workbook().worksheets[0]
    cover.write(sheet, outcome)
    found = rows(sheet)
    post = next(row for row in found if row[0] == "Guard post")
    assert post[:4] == ["Guard post", "Bell square", "07:00-15:00", 2]
    assert post[4:16] == [1, 0, 1, 1, 1, 0, 1, 0, 1, 1, 1, 0]
    assert post[16:] == [None] * 3  # the morning after the last night
    headings = [row[0] for row in found]
    assert headings.index("Units asked for") < headings.index("Seen by day") < headings.index("Lights by night")
    seen = [row for row in found if row[0] == "visible unit"]
    assert [row[1:4] for row in seen] == [
        ["New town", "07:00-15:00", 1],
        ["New town", "15:00-18:00", 3],
        ["Station", "07:00-15:00", 3],
        ["Station", "15:00-18:00", 2],
    ]


def test_a_window_of_a_whole_day_is_all_day(outcome: Outcome) -> None:
    sheet = Workbook().worksheets[0]
    cover.write(sheet, outcome)
    hours = {row[0]: row[2] for row in rows(sheet)}
    assert (hours["Duty leader"], hours["Guard post"]) == ("all day", "07:00-15:00")


def test_gaps_are_coloured_live(outcome: Outcome) -> None:
    sheet = Workbook().worksheets[0]
    cover.write(sheet, outcome)
    areas = {str(area.sqref).split(":")[0] for area in sheet.conditional_formatting}
    assert areas == {"G6", "J6", "M6", "P6", "S6"}


def test_hours_that_nobody_asks_for_have_no_section(outcome: Outcome) -> None:
    sheet = Workbook().worksheets[0]
    cover.write(sheet, changed(outcome, presence=()))
    assert not {"Seen by day", "Lights by night"} & {row[0] for row in rows(sheet)}
    assert "Seen by day, 07:00-18:00" not in facts_of(summary_of(changed(outcome, presence=())))


def test_fairness_counts_this_roster_and_history(outcome: Outcome) -> None:
    table = fairness.counts(outcome)
    assert table.loc["002", list(fairness.COUNTS)].tolist() == [4, 32, 0, 1, 1]
    assert table.loc["002", [f"all_{c}" for c in fairness.COUNTS]].tolist() == [5, 40, 1, 1, 1]
    assert table.loc["NA", list(fairness.COUNTS)].tolist() == [3, 24, 2, 1, 0]
    assert table.loc["001", list(fairness.COUNTS)].tolist() == [3, 56, 1, 1, 1]
    assert table.loc["007", "all_weekends"] == 2


def test_fairness_sheet_lists_officers_and_categories(outcome: Outcome) -> None:
    sheet = Workbook().worksheets[0]
    fairness.write(sheet, outcome)
    found = rows(sheet)
    assert found[6][1:] == ["002", "李娜", "sworn", "1", 4, 32, 0, 1, 1, 5, 40, 1, 1, 1]
    spread = [row for row in found if row[2] in ("least", "mean", "most")]
    assert [(row[0], row[2]) for row in spread][:4] == [
        ("sworn (4)", "least"),
        ("sworn (4)", "mean"),
        ("sworn (4)", "most"),
        ("auxiliary (4)", "least"),
    ]
    assert spread[1][5:7] == [3.25, 34]
    counts = fairness.counts(outcome)
    sworn = counts[counts["category"] == "sworn"]
    nights = sworn["nights"][sworn["nights"] > 0]
    assert 0 < len(nights) < len(sworn)  # somebody has none, and is in neither the mean nor the least
    column = fairness.FIRST_COUNT - 1 + fairness.COUNTS.index("nights")
    assert [row[column] for row in spread[:3]] == [nights.min(), round(nights.mean(), 2), nights.max()]
    assert next(row for row in found if row[2] == "people")[column] == len(nights)
    assert len(sheet._charts) == 1


def test_officers_asked_for_a_day_are_counted_as_officers_and_not_in_each_slot(outcome: Outcome) -> None:
    day = Window(8 * 60, 32 * 60)
    leaders = DemandLine("leaders", "car", (), day, sample.EVERY_DAY, 5, source="duty_leader", a_day=True)
    problem = replace(outcome.problem, lines=(*outcome.problem.lines, leaders))
    asked = replace(outcome, problem=problem)
    assert needs(asked, "Car unit, officers a day", day, "") == {0: (5, 6), 1: (5, 6), 2: (5, 4), 3: (5, 4)}
    before = cover.demand_table(outcome)
    assert {row: needs for row, needs in cover.demand_table(asked).items() if "a day" not in row.what} == before
    assert staffing(asked) == staffing(outcome)


def test_leaders_who_share_a_unit_are_units_of_one_asked_for(outcome: Outcome) -> None:
    kinds = tuple(replace(kind, crew=2) if kind.code == "leader" else kind for kind in outcome.problem.kinds)
    rest = tuple(line for line in outcome.problem.lines if line.kind != "leader")
    day = Window(8 * 60, 32 * 60)
    leaders = DemandLine("leaders", "leader", (), day, sample.EVERY_DAY, 2, source="duty_leader", a_day=True)
    asked = replace(outcome, problem=replace(outcome.problem, kinds=kinds, lines=(*rest, leaders)))
    assert needs(asked, "Duty leader, officers a day", day, "") == {0: (2, 1), 1: (2, 0), 2: (2, 1), 3: (2, 0)}
    (one,) = (kind for kind in staffing(asked) if kind.kind == "leader")
    assert (one.asked, one.given) == (4 * 24 * 60, 2 * 24 * 60)


def test_means_of_balances_leave_out_who_has_none() -> None:
    stands = Balance("1", "A", "sworn", 5, 40.0, 2, 1, 0, 0)
    leads = stands._replace(officer="2", shifts=2, hours=20.0, nights=0, weekends=0)
    mean = means([stands, leads, stands._replace(officer="3", nights=4)])["sworn"]
    assert (mean["shifts"], mean["nights"], mean["weekends"], mean["holidays"]) == (4, 3, 1, 0)
