"""Why crews are missing: one answer for each, proved by counting or by flow before any search, and true."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from roster import api
from roster.domain.errors import NoRosterError
from roster.domain.outcome import Outcome
from roster.domain.roster import Roster
from roster.explain.explanation import Explanation, explain
from roster.explain.reasons import Reasons
from roster.explain.rows import Rows
from roster.explain.trial import Asked
from roster.report.explanation import lines
from roster.rules import Rulebook
from roster.search.explain.missing_crews import by_crew
from roster.search.explain.mus import Clock
from roster.search.explain.shortfalls import Shortfall
from roster.search.verify import verify
from roster.tiers import all_limits
from tests.brigades import random_brigade
from tests.brigades.direct import can_hold
from tests.explain.small import write
from tests.explain.ten import TEN, TEN_RULES
from tests.outcomes import changed
from tests.small_week import put_brigade

COVERS = "  - {rule: cover, priority: 2}\n  - {rule: day_presence, hours: 08:00-16:00, where: {zone: Z}, priority: 1}\n"
SICK = "id,kind,from,to\nA,sick,2026-11-03,2026-11-04\nB,annual,2026-11-03,2026-11-05"


def told(folder: Path, tables: Mapping[str, str], rules: str = COVERS, seconds: float = 10) -> Explanation:
    return explain(Asked(write(folder / "two", tables, rules), workers=1), seconds)


def test_a_missing_crew_has_one_answer_with_who_is_away_and_until_when(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    explanation = told(tmp_path, {"absences": SICK})
    first, second = explanation.shortfalls
    assert [short.reason.verdict for short in (first, second)] == ["unavoidable", "unavoidable"]
    assert {finding.rule for finding in first.findings} == {"cover", "day_presence"}
    assert first.shortfall.unit is not None
    printed = "\n".join(lines(explanation))
    assert "Ann (A) until Wed 2026-11-04 (sick, absences.csv:2)" in printed
    assert "Ben (B) until Thu 2026-11-05 (annual, absences.csv:3)" in printed
    assert printed.count("proved unavoidable") >= 1
    assert "not looked at" not in printed


def test_what_cannot_be_by_itself_says_so_with_its_cell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    units = "kind,name,crew,composition,vehicle_kinds,zones,shifts,moves\nduty,Duty,1,,,Z,,yes"
    rules = "  - {rule: day_presence, hours: 08:00-16:00, where: {zone: Y}, priority: 1}\n"
    printed = "\n".join(lines(told(tmp_path, {"units": units}, rules)))
    assert "- no Duty may stand in Y Yard: units.csv:F2 (zones)" in printed
    assert "the same for others (6):" in printed


def test_a_zone_that_the_table_of_units_allows_is_not_blamed_on_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    units = "kind,name,crew,composition,vehicle_kinds,zones,shifts,moves\nduty,Duty,1,,,Y;Z,,no"
    rules = "  - {rule: day_presence, hours: 08:00-16:00, where: {zone: Y}, priority: 1}\n"
    printed = "\n".join(lines(told(tmp_path, {"units": units}, rules)))
    assert "may stand in" not in printed
    assert "no demand asks for these units at Y Yard" in printed


def test_hours_that_no_shift_covers_say_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    demand = "unit_kind,places,from,to,day_types,minimum\nduty,Z,02:00,04:00,,1"
    explanation = told(tmp_path, {"demand": demand}, "  - {rule: cover, priority: 1}\n")
    assert all(short.reason.said for short in explanation.shortfalls)
    assert any("no shift that duty may work covers these hours" in line for line in lines(explanation))


def test_one_of_two_crews_of_a_slot_is_missing_and_the_other_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    demand = "unit_kind,places,from,to,day_types,minimum\nduty,Z,08:00,16:00,,3"
    explanation = told(tmp_path, {"demand": demand}, "  - {rule: cover, priority: 1}\n")
    assert len(explanation.shortfalls) == 7  # of three, two are there
    assert all(short.reason.verdict == "unavoidable" for short in explanation.shortfalls)
    printed = list(lines(explanation))
    assert printed.count("  the same for others (6):") == 1, "reasons that differ by their date alone"


def test_nights_and_the_days_after_them_are_too_many_for_those_who_are_left(tmp_path: Path) -> None:
    """Two sworn officers are left from Wednesday to Friday: each date could be staffed, the three together cannot."""
    case = api.load(put_brigade(tmp_path / "ten", TEN, TEN_RULES))
    outcome, found, proved = reasons_of(case, 4)
    assert outcome.report.short[1] == 2
    urgent, verdict = next(one for one in proved if one[0].priority == 1)
    assert verdict == "unavoidable"
    scarce = found.flow.scarcity(found.needs(urgent), urgent.unit, Clock(5)).scarce  # type: ignore[arg-type]
    assert scarce is not None
    assert (scarce.qualities, scarce.first, scarce.last, scarce.able, scarce.known) == (("sworn",), 2, 4, (2,), (4,))


def test_what_the_search_proved_to_be_the_least_is_unavoidable_and_what_it_did_not_is_open(tmp_path: Path) -> None:
    case = api.load(put_brigade(tmp_path / "ten", TEN, TEN_RULES))
    outcome = api.solve(case, time_limit=5, workers=1, seed=1, plan_time=0)
    assert (1, 2, 2) in outcome.proof.tiers
    limits = all_limits(case.problem, case.rulebook)
    every = by_crew(case.problem, case.rulebook, limits, outcome.roster, outcome.report)
    looser = tuple(tier._replace(bound=0) for tier in outcome.proof.tiers)
    for tiers, verdict in ((outcome.proof.tiers, "unavoidable"), (looser, "open")):
        found = Reasons(case, limits, Rows(case.tables), changed(outcome, tiers=tiers), workers=1)
        told = found.of(every, Clock(0))
        assert {reason.verdict for short, reason in told if short.priority == 1} == {verdict}


def test_a_crew_that_people_who_are_free_could_be_is_not_called_unavoidable(tmp_path: Path) -> None:
    case = api.load(put_brigade(tmp_path / "ten", TEN, TEN_RULES))
    outcome = api.solve(case, time_limit=2, workers=1, seed=1, plan_time=0)
    some = next(crew for crew in outcome.roster.crews if crew.unit.day == 6 and crew.unit.shift == "D")
    roster = Roster(tuple(crew for crew in outcome.roster.crews if crew is not some))
    report = verify(case.problem, case.rulebook, roster)
    limits = all_limits(case.problem, case.rulebook)
    found = Reasons(case, limits, Rows(case.tables), replace(outcome, roster=roster, report=report), workers=1)
    every = by_crew(case.problem, case.rulebook, limits, roster, report)
    (short,) = (short for short in every if short.day == 6 and short.priority == 1)
    ((_short, reason),) = found.of([short], Clock(6))
    assert (reason.verdict, reason.said) == ("avoidable", ())


def reasons_of(case: api.Case, seconds: float) -> tuple[Outcome, Reasons, list[tuple[Shortfall, str]]]:
    """A roster with as little short as is found in no time, and what is proved of its shortfalls."""
    rules = tuple(rule for rule in case.rulebook.rules if rule.must or rule.priority)
    urgent = replace(case, rulebook=Rulebook(rules, case.rulebook.origin))
    outcome = api.solve(urgent, time_limit=1, workers=1, seed=1, plan_time=0)
    limits = all_limits(urgent.problem, urgent.rulebook)
    found = Reasons(urgent, limits, Rows(case.tables), outcome, workers=1)
    every = by_crew(urgent.problem, urgent.rulebook, limits, outcome.roster, outcome.report)
    return outcome, found, [(short, reason.verdict) for short, reason in found.of(every, Clock(seconds))]


@pytest.mark.parametrize("seed", [301, 302, 304, 308])
def test_what_is_proved_unavoidable_no_roster_has(seed: int, tmp_path: Path) -> None:
    """The model by crew, with every seat decided, is asked for the crew beside the musts and all else as it is met."""
    case = api.load(random_brigade(seed, people=(3, 7), shifts=(1, 3), rules=(3, 7)).write(tmp_path))
    try:
        _outcome, found, proved = reasons_of(case, 2)
    except NoRosterError:
        return
    musts = [limit for _rule, limit in found._musts]
    for short, verdict in proved[:4]:
        asked = [limit for _rule, limit in found.binding.asked(short)]
        if verdict == "unavoidable":
            assert can_hold(case.problem, [*musts, *asked], 5) is not True
        elif verdict == "avoidable":
            assert can_hold(case.problem, [*musts, *asked], 5) is not False
