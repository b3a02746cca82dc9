"""Rules and run: every rule kept or its violations in words, and how the roster came about."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from roster.domain.findings import Finding, Report
from roster.domain.outcome import Moment, Outcome, RuleLine
from roster.i18n import set_language
from roster.io.sheets import rules, run
from tests.io import sample
from tests.io.sample import rows
from tests.outcomes import changed


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    set_language("en")
    yield
    set_language("en")


def rules_of(outcome: Outcome) -> Worksheet:
    sheet = Workbook().worksheets[0]
    rules.write(sheet, outcome)
    return sheet


def test_each_rule_is_kept_or_its_violations_follow() -> None:
    sheet = rules_of(sample.outcome())
    found = rows(sheet)[rules.HEADER_ROW : rules.HEADER_ROW + 6]
    assert [row[:3] for row in found] == [
        ["minimum_rest", "must", "kept"],
        ["cover", "priority 2", "findings: 2"],
        ["cover", "priority 2", "violation"],
        ["cover", "priority 1", "violation"],
        ["requests", "weight 40", "findings: 1"],
        ["requests", "weight 40", "violation"],
    ]
    assert found[0][3] == "Hours of rest between two duties: at least 12"
    assert found[0][9:] == ["standing order 4.2", "base.yaml:17"]
    assert found[1][6:9] == [4, "heads", 0]
    assert found[5][3:9] == [sample.FINDINGS[2].sentence, sample.problem().date(1), "", 1, "", 40]


def test_a_rule_that_binds_nothing_is_not_called_kept() -> None:
    outcome = sample.outcome()
    found = rows(rules_of(changed(outcome, rules=tuple(line._replace(idle=True) for line in outcome.policy.rules))))
    told = {row[0]: row[2] for row in reversed(found[rules.HEADER_ROW : rules.HEADER_ROW + 6])}
    assert told == {"minimum_rest": "nothing here for it to bind", "cover": "findings: 2", "requests": "findings: 1"}


def test_a_sentence_that_looks_like_a_formula_is_text() -> None:
    sheet = rules_of(sample.outcome())
    cell = next(cell for cell in sheet["D"] if str(cell.value).startswith("="))
    assert cell.data_type == "s"


def test_violations_fold_away_under_their_rule() -> None:
    sheet = rules_of(sample.outcome())
    levels = [sheet.row_dimensions[row].outlineLevel for row in range(4, 10)]
    assert levels == [0, 0, 1, 1, 0, 1]


def test_order_is_musts_priorities_then_wishes_by_weight() -> None:
    lines = [RuleLine(name, name, binding, "", "", "", "") for name, binding in (
        ("a", "weight 5"), ("b", "priority 3"), ("c", "must"), ("d", "weight 40"), ("e", "priority 1")
    )]  # fmt: skip
    assert [line.name for line in sorted(lines, key=rules.order_of)] == ["c", "e", "b", "d", "a"]


def test_findings_of_a_rule_that_is_not_listed_are_shown() -> None:
    report = Report((Finding("physics", True, None, 1, 0, "two places at once"),))
    sheet = rules_of(replace(sample.outcome(), report=report))
    assert "two places at once" in [cell.value for cell in sheet["D"]]


def test_a_shift_is_named_as_in_the_grid() -> None:
    set_language("zh")
    report = Report((Finding("heads", True, None, 1, 0, "nobody", day=1, shift="O"),))
    sheet = rules_of(replace(sample.outcome(), report=report))
    assert next(row[5] for row in rows(sheet) if row[3] == "nobody") == "叠"


@pytest.mark.parametrize(("binding", "text"), [("must", "必须"), ("priority 2", "优先级 2"), ("weight 40", "权重 40")])
def test_binding_in_chinese(binding: str, text: str) -> None:
    set_language("zh")
    assert rules.binding(RuleLine("a", "a", binding, "", "", "", "")) == text


def run_of(outcome: Outcome) -> Worksheet:
    sheet = Workbook().worksheets[0]
    run.write(sheet, outcome)
    return sheet


def test_run_tells_how_to_repeat_it() -> None:
    facts = {row[0]: row[1] for row in rows(run_of(sample.outcome()))}
    assert facts["Command"] == "roster solve inputs/sample --seed 7"
    assert facts["Seed"] == 7
    assert facts["Workers"] == 2
    assert facts["Seconds to the first verified roster"] == 1.25
    assert facts["officers.csv"] == "0" * 64
    assert str(facts["Python"]).count(".") == 2
    assert facts["ortools"]


def test_curve_is_a_table_and_its_last_phase_a_chart() -> None:
    sheet = run_of(sample.outcome())
    found = rows(sheet)
    head = next(i for i, row in enumerate(found) if row[0] == "Phase")
    assert [row[:4] for row in found[head + 1 :]] == [
        ["cover", 0.5, None, None],
        ["wishes", 1.25, 120, 0],
        ["wishes", 12.5, 40, 30],
    ]
    (chart,) = sheet._charts
    assert [series.val is None and series.yVal.numRef.f for series in chart.series] == [
        f"'{sheet.title}'!${letter}${head + 3}:${letter}${head + 4}" for letter in "CD"
    ]


def test_chart_has_the_phases_that_measure_wishes() -> None:
    curve = (Moment(1.0, "priority 1", 90, 0), Moment(2.0, "wishes", 200, 5), Moment(3.0, "crews", 80, 5))
    sheet = run_of(changed(sample.outcome(), curve=curve))
    last = next(i for i, row in enumerate(rows(sheet), start=1) if row[1] == 3.0)
    (chart,) = sheet._charts
    assert chart.series[0].yVal.numRef.f == f"'{sheet.title}'!$C${last - 1}:$C${last}"


def test_long_curve_has_its_chart_on_a_page_of_its_own() -> None:
    def breaks(count: int) -> int:
        curve = tuple(Moment(float(second), "wishes", 100, 5) for second in range(count))
        return len(run_of(changed(sample.outcome(), curve=curve)).row_breaks.brk)

    assert breaks(30) == breaks(3) + 1


def test_no_curve_no_chart() -> None:
    assert not run_of(changed(sample.outcome(), curve=()))._charts
    assert not run_of(changed(sample.outcome(), curve=(Moment(1.0, "model", None, None),)))._charts


def test_phases_in_chinese() -> None:
    set_language("zh")
    phases = ("first roster", "priority 2", "week 3/13: wishes")
    sheet = run_of(changed(sample.outcome(), curve=tuple(Moment(1.0, phase, 1, 0) for phase in phases)))
    shown = [row[0] for row in rows(sheet)]
    assert shown[-3:] == ["首个排班", "优先级 2", "第 3/13 周：愿望"]


def test_the_score_by_person_and_by_day_adds_up() -> None:
    outcome = sample.outcome()
    found = rows(rules_of(outcome))
    first_cells = [row[0] for row in found]
    starts = [first_cells.index("Score by person"), first_cells.index("Score by day")]
    tables = (found[starts[0] + 2 : starts[1]], found[starts[1] + 2 :])
    for table in tables:
        costs = [row[1] for row in table if row[0]]
        assert sum(cost for cost in costs if isinstance(cost, int | float)) == outcome.report.objective
    shared = Report((Finding("fair", False, None, 2, 30, "apart", officers=("1", "2")),))
    found = rows(rules_of(replace(outcome, report=shared)))
    assert [row[1] for row in found if row[3] == "fair"] == [15, 15, 30]


def of_plan() -> Outcome:
    """The sample with two rules of the plan: one that it breaks often, and the leader's own."""
    lines = [
        RuleLine(name, name, "weight 1", "", "", "", "", of_plan=True) for name in ("response_cover", "supervision")
    ]
    open_wishes = [Finding("response_cover", False, None, 1, 1, f"nobody near, slot {n}") for n in range(30)]
    secret = Finding("supervision", False, None, 1, 1, "no surprise on Monday")
    planned = sample.planned(*open_wishes, secret)
    return changed(sample.outcome(), rules=(*sample.outcome().policy.rules, *lines), planned=planned)


def test_rules_of_the_plan_tell_what_the_plan_leaves_open() -> None:
    found = rows(rules_of(of_plan()))
    said = {row[0]: row[2] for row in reversed(found) if row[0]}
    assert said["response_cover"] == "findings: 30"
    assert len([row for row in found if str(row[3]).startswith("nobody near")]) == rules.MOST_OF_PLAN
    assert "  and 10 more" in [row[3] for row in found]


def test_what_the_leader_alone_knows_is_not_told() -> None:
    found = rows(rules_of(of_plan()))
    assert next(row[2] for row in found if row[0] == "supervision") == "leader's workbook"
    assert "no surprise on Monday" not in [row[3] for row in found]


def test_without_a_plan_its_rules_are_not_said_to_be_kept() -> None:
    found = rows(rules_of(changed(of_plan(), planned=None)))
    assert [row[2] for row in found if row[0] in ("response_cover", "supervision")] == ["no plan", "no plan"]
