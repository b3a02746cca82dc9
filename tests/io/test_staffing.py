"""A roster that is nearly empty says so first, with the cause; a full one does not."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook

from roster import api
from roster.domain.findings import Finding, Tier
from roster.domain.outcome import Outcome, RuleLine
from roster.io.amounts import short_text
from roster.io.staffing import missing_lines, nearly_empty, result, share, staffing
from roster.report.outcome import as_json
from roster.report.outcome import lines as outcome_lines
from tests.io.brigade_files import example, write_folder
from tests.outcomes import changed

RULES = """\
rules:
  - {rule: absence, weight: must}
  - {rule: crew, weight: must}
  - {rule: vehicle, weight: must}
  - {rule: cover, asks: minimum, priority: 1}
"""


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Outcome]:
    """The example with one car a shift, and the same with a licence that nobody has."""
    found = {}
    for name, licence in (("full", "driver"), ("empty", "yes")):
        tables = example()
        del tables["absences"], tables["requests"]
        tables["vehicles"][1][5] = licence
        tables["demand"] = [["unit_kind", "from", "to", "minimum"], ["car", "", "", "1"]]
        folder = write_folder(tmp_path_factory.mktemp("staffing") / name, tables)
        (folder / "constraints").mkdir()
        (folder / "constraints" / "rules.yaml").write_text(RULES, encoding="utf-8")
        found[name] = api.solve(api.load(folder), time_limit=5, plan_time=0)
    return found


def test_a_full_roster_is_called_what_it_is(outcomes: dict[str, Outcome]) -> None:
    full = outcomes["full"]
    assert [(one.kind, one.asked, one.given) for one in staffing(full)] == [("car", 7 * 1440, 7 * 1440)]
    assert (share(full), nearly_empty(full), result(full)) == (1.0, False, "proven optimal")
    assert list(missing_lines(full)) == []
    json = as_json(full, Path("x.xlsx"))
    assert (json["staffed"], json["kinds_missing"], json["missing"]) == (1.0, [], [])


def test_what_is_missing_and_why_comes_before_the_proof(outcomes: dict[str, Outcome]) -> None:
    empty = outcomes["empty"]
    assert empty.proof.status == "optimal"
    first, second, *_rest = outcome_lines(empty, Path("x.xlsx"))
    assert first.endswith("only 0% of the crew-hours asked for are staffed (proved that no roster has less missing)")
    assert second == (
        "  Car patrol can never run, though demand.csv:2 asks for it: nobody who could be there may drive V1: "
        "the licence asked for is `yes`"
    )
    json = as_json(empty, Path("x.xlsx"))
    assert (json["status"], json["staffed"]) == ("optimal", 0.0)
    cause = second.strip()
    assert json["kinds_missing"] == [{"kind": "car", "asked_hours": 168.0, "given_hours": 0.0, "cause": cause}]
    assert [one["kinds"] for one in json["missing"]] == [["car"]] * 14  # type: ignore[attr-defined]


def test_the_summary_says_it_as_well(outcomes: dict[str, Outcome], tmp_path: Path) -> None:
    api.write(outcomes["empty"], tmp_path / "x.xlsx")
    sheet = load_workbook(tmp_path / "x.xlsx")["Summary"]
    words = [str(cell.value) for row in sheet.iter_rows(max_row=14) for cell in row if cell.value]
    assert any("only 0% of the crew-hours" in word for word in words)
    assert any(word.startswith("Car patrol can never run") for word in words)


def test_where_arithmetic_has_no_cause_the_kind_is_named_all_the_same(outcomes: dict[str, Outcome]) -> None:
    (line,) = missing_lines(changed(outcomes["empty"], causes={}))
    assert line == "Car patrol never runs; 168 crew-hours are asked for. `roster explain` says what forces it"
    tiers = tuple(tier._replace(bound=0) for tier in outcomes["empty"].proof.tiers)
    (line,) = missing_lines(changed(outcomes["empty"], causes={}, tiers=tiers))
    assert line == "Car patrol never runs in this roster; 168 crew-hours are asked for. More time may find better"


def test_half_of_a_roster_is_not_nearly_empty(outcomes: dict[str, Outcome]) -> None:
    full = outcomes["full"]
    for days, thin in ((3, True), (4, False)):
        crews = tuple(crew for crew in full.roster.crews if crew.unit.day < days)
        cut = replace(full, roster=replace(full.roster, crews=crews))
        assert share(cut) == pytest.approx(days / 7)
        assert nearly_empty(cut) == thin


def test_nothing_is_proved_of_what_no_rule_counts(tmp_path: Path) -> None:
    """Without a rule for cover a roster of nobody is optimal, and more could be staffed."""
    tables = example()
    tables["demand"] = [["unit_kind", "from", "to", "minimum"], ["car", "", "", "1"]]
    folder = write_folder(tmp_path / "free", tables)
    (folder / "constraints").mkdir()
    (folder / "constraints" / "rules.yaml").write_text("rules:\n  - {rule: absence, weight: must}\n", encoding="utf-8")
    free = api.solve(api.load(folder), time_limit=2, plan_time=0)
    nobody = replace(free, roster=replace(free.roster, crews=()))
    assert result(nobody) == "only 0% of the crew-hours asked for are staffed (proven optimal)"


def test_a_proof_over_several_priorities_says_that_the_higher_goes_first(outcomes: dict[str, Outcome]) -> None:
    empty = outcomes["empty"]
    assert result(changed(empty, tiers=(*empty.proof.tiers, Tier(2, 3, 3)))).endswith(
        "(proved that no roster has less missing, the higher priority first)"
    )
    assert result(changed(empty, tiers=(*empty.proof.tiers, Tier(2, 0, 0)))).endswith("has less missing)")


def test_what_is_short_has_its_unit_and_its_places(outcomes: dict[str, Outcome]) -> None:
    empty, full = outcomes["empty"], outcomes["full"]
    heads = sum(finding.amount for finding in empty.report.shortfalls)
    assert heads > len(empty.report.shortfalls) > 1
    places = len(empty.report.shortfalls)
    told = short_text(empty.report.findings, empty.policy.rules)
    assert told == f"short: {heads} (heads, slot by slot: {heads}), places short: {places}"
    assert any(told in line for line in outcome_lines(empty, Path("x.xlsx")))
    assert short_text(full.report.findings, full.policy.rules) == "nothing short"
    leader = Finding("leader", False, 2, 1, 0, "no leader")
    lines = (*empty.policy.rules, RuleLine("leader", "duty_leader", "priority 2", "leaders missing", "", "", ""))
    told = short_text((*empty.report.findings, leader), lines)
    assert told == f"short: {heads + 1} (heads, slot by slot: {heads}; leaders missing: 1), places short: {places + 1}"
