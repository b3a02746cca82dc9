"""Who stands in for whom, swaps, publishing, comparison, and what is asked amiss: every claim is checked."""

from __future__ import annotations

import datetime as dt
import re
import shutil
from itertools import product
from pathlib import Path

import pytest

from roster import api, living
from roster.domain.errors import InputError
from roster.domain.repair import duty_changes
from roster.report.stand_ins import lines as stand_in_lines
from roster.report.substitutes import lines as substitute_lines
from roster.search.living.exchange import Exchange, Handover
from roster.search.verify import verify
from tests.living_week import busy, repaired, type_in, works
from tests.paths import ROOT

MONDAY = dt.date(2026, 11, 2)


def test_substitutes_are_lawful_and_refusals_true(own_week: Path) -> None:
    """Each of every duty's candidates is put to a full check of the roster with the seat handed over."""
    week = living.open_week(own_week)
    known = {finding.spot for finding in week.checked.report.must_violations}
    exchange = Exchange(week.problem, week.case.rulebook, week.roster)
    told = 0
    for crew in week.roster.crews:
        for member in crew.members:
            found = living.substitutes(week, member.officer, week.problem.date(crew.unit.day), crew.unit.shift)
            assert len(found.candidates) == 5
            for candidate in found.candidates:
                handover = Handover(crew.unit.day, crew.unit.shift, member.officer, candidate.officer)
                whole = verify(week.problem, week.case.rulebook, exchange.handed_over([handover]))
                lawful = all(finding.spot in known for finding in whole.must_violations)
                assert candidate.lawful == lawful, candidate
                told += lawful
                if lawful:
                    assert candidate.cost == whole.objective - week.checked.report.objective
                    assert candidate.short == sum(whole.short.values()) - sum(week.checked.report.short.values())
    assert told > 10


def test_chains_are_lawful(own_week: Path) -> None:
    week = living.open_week(own_week)
    exchange = Exchange(week.problem, week.case.rulebook, week.roster)
    chains = 0
    for crew in week.roster.crews:
        for member in crew.members:
            found = living.substitutes(week, member.officer, week.problem.date(crew.unit.day), crew.unit.shift)
            assert not (found.lawful and found.chains)
            for chain in found.chains:
                chains += 1
                handovers = [
                    Handover(crew.unit.day, crew.unit.shift, member.officer, chain.first),
                    Handover(chain.day, chain.shift, chain.first, chain.second),
                ]
                report = verify(week.problem, week.case.rulebook, exchange.handed_over(handovers))
                assert report.must_violations == ()
                assert report.objective - week.checked.report.objective == chain.cost
    assert chains > 0 or all(
        living.substitutes(week, m.officer, week.problem.date(c.unit.day), c.unit.shift).lawful
        for c in week.roster.crews
        for m in c.members
    )


def test_stand_ins_are_the_substitutes_of_every_duty(own_week: Path) -> None:
    week = living.open_week(own_week)
    table = living.stand_ins(week)
    assert len(table) == len(list(week.roster.work()))
    for one in table:
        found = living.substitutes(week, one.officer, week.problem.date(one.day), one.shift)
        assert set(one.others) == {c.officer for c in found.lawful if c.reseated == one.reseated}


def test_what_the_clock_cuts_off_is_told_as_open(own_week: Path) -> None:
    """Nothing that was not tried is called unlawful, or impossible to cover."""
    week = living.open_week(own_week)
    crew = week.roster.crews[0]
    officer, date = crew.members[0].officer, week.problem.date(crew.unit.day)
    whole = living.substitutes(week, officer, date, crew.unit.shift)
    none = living.substitutes(week, officer, date, crew.unit.shift, time_limit=0)
    refused = {c.officer for c in none.candidates if not c.lawful and not c.unsettled}
    assert none.cut
    assert not none.lawful
    assert not refused & {c.officer for c in whole.lawful}
    assert {c.officer for c in none.candidates if c.unsettled} >= {c.officer for c in whole.lawful} != set()
    assert "not everything was tried" in "\n".join(substitute_lines(none, week.problem))
    table = living.stand_ins(week, time_limit=0)
    assert all(one.unsettled for one in table)
    told = list(stand_in_lines(table, week.problem))
    assert any("duties: " in line for line in told)
    assert not any("nobody could stand in for" in line for line in told)


def test_a_swap_is_judged_and_applied(own_week: Path) -> None:
    week = living.open_week(own_week)
    verdicts = set()
    for one, other in product(sorted(week.roster.work()), repeat=2):
        if one.officer >= other.officer:
            continue
        dates = [week.problem.date(duty.day) for duty in (one, other)]
        if (one.day, one.shift) == (other.day, other.shift):
            continue
        swap = living.swap(week, one.officer, dates[0], other.officer, dates[1])
        verdicts.add(not swap.verdict.forbidden)
        if not swap.verdict.forbidden:
            outcome = living.swapped(week, swap)
            changed = works(outcome.roster)
            assert changed[other.officer, one.day] == one.shift
            assert changed[one.officer, other.day] == other.shift
            assert outcome.report.must_violations == ()
            assert outcome.objective - week.checked.report.objective == swap.verdict.cost
        if verdicts == {True, False}:
            break
    assert verdicts == {True, False}


def test_what_is_no_duty_cannot_be_swapped(own_week: Path) -> None:
    week = living.open_week(own_week)
    work = works(week.roster)
    free = next(day for day in range(7) if ("007", day) not in work)
    with pytest.raises(InputError, match="a date on which 007 has that duty"):
        living.substitutes(week, "007", week.problem.date(free))
    with pytest.raises(InputError, match="the id of an officer"):
        living.substitutes(week, "X9", MONDAY)
    with pytest.raises(InputError, match="dates that the roster has"):
        living.substitutes(week, "007", dt.date(2026, 12, 1))


def test_published_weeks_are_history_and_can_be_rebuilt(own_week: Path) -> None:
    week = living.open_week(own_week)
    publication, new, ledger = living.publish(week, own_week)
    assert (publication.version, new, ledger) == (1, True, Path("tiny/ledger.sqlite"))
    later = api.load("tiny", start=MONDAY + dt.timedelta(days=7))
    assert {(duty.officer, duty.day + 7, duty.shift) for duty in later.problem.history} == set(week.roster.work())
    told = api.load("tiny", start=later.problem.date(0), history=[own_week])
    assert set(told.problem.history) == set(later.problem.history)
    officer, day = busy(week)
    api.write(repaired(week, absent=[(officer, str(week.problem.date(day)), "sick")]), "second.xlsx")
    second, _new, _ledger = living.publish(living.open_week("second.xlsx"), "second.xlsx")
    assert second.version == 2
    assert second.changes
    ledger.unlink()
    found, _path = living.rebuild("tiny")
    assert [(p.version, p.duties, p.changes) for p in found] == [
        (1, publication.duties, ()),
        (2, second.duties, second.changes),
    ]
    balances, first, last = living.balances(api.load("tiny"))
    assert (first, last) == (MONDAY, MONDAY + dt.timedelta(days=6))
    assert sum(balance.shifts for balance in balances) == len(second.duties)
    assert sum(balance.recalls for balance in balances) == sum(change.recall for change in second.changes)
    assert sum(b.shifts for b in living.balances(api.load("tiny"), MONDAY, MONDAY)[0]) == 4


def test_a_roster_that_breaks_a_must_is_not_published(own_week: Path) -> None:
    type_in(own_week, "NA", 2, "M")
    with pytest.raises(InputError, match="a roster that breaks no must"):
        living.publish(living.open_week(own_week), own_week)
    assert not Path("tiny/ledger.sqlite").exists()


def test_rosters_are_compared(own_week: Path) -> None:
    week = living.open_week(own_week)
    assert living.compare(week, week).differences == ()
    officer, day = busy(week)
    outcome = repaired(week, absent=[(officer, str(week.problem.date(day)), "sick")])
    api.write(outcome, "second.xlsx")
    found = living.compare(week, living.open_week("second.xlsx"))
    changed = {(d.officer, week.problem.horizon.day(d.date)) for d in found.differences if d.before != d.after}
    assert changed == duty_changes(week.roster, outcome.roster).keys()
    assert (found.of_roster.other.objective, found.of_plan) == (outcome.objective, None)
    assert found.of_roster.other.short == outcome.report.short
    assert found.burdens[officer][1].shifts == found.burdens[officer][0].shifts - 1


def test_the_page_of_the_living_roster_runs(own_week: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = (ROOT / "docs" / "living.md").read_text(encoding="utf-8")
    public = [
        name
        for name in vars(living)
        if callable(vars(living)[name]) and vars(living)[name].__module__.startswith("roster.living")
    ]
    assert [name for name in public if not name.startswith("_") and f"`{name}" not in page] == []
    (block,) = re.findall(r"```python\n(.*?)```", page, re.S)
    Path("outputs").mkdir()
    shutil.copy(own_week, "outputs/week.xlsx")
    exec(block, {})


def test_what_came_between_is_remembered(own_week: Path) -> None:
    week = living.open_week(own_week)
    officer, day = busy(week)
    date = str(week.problem.date(day))
    first = repaired(
        week, absent=[(officer, date, "sick")], add_demand=[("walk", "-", "2026-11-04", "06:00-14:00", "1")]
    )
    api.write(first, "first.xlsx")
    later = living.open_week("first.xlsx")
    assert later.problem.absences == first.problem.absences
    assert later.problem.lines == first.problem.lines
    assert later.checked.report == first.report
    assert later.checked.edits == ()
    second = repaired(later)
    assert second.roster == first.roster


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"absent": [("X9", "2026-11-04", "sick")]}, "--absent: found 'X9'; expected the id of an officer"),
        ({"absent": [("007", "soon", "sick")]}, "--absent: found 'soon'"),
        ({"absent": [("007", "2026-11-05..2026-11-04", "sick")]}, "an end after the start"),
        ({"absent": [("007", "2027-11-05", "sick")]}, "dates that the roster has"),
        ({"vehicle_off": [("V1", "2026-11-04")]}, "--vehicle-off: found 'V1'; expected the id of a vehicle"),
        ({"add_demand": [("tank", "main", "2026-11-04", "06:00-14:00", "1")]}, "a unit kind: walk"),
        ({"add_demand": [("walk", "moon", "2026-11-04", "06:00-14:00", "1")]}, "found 'moon'"),
        ({"add_demand": [("walk", "main", "2026-11-04", "late", "1")]}, "hours such as 18:00-02:00"),
        ({"add_demand": [("walk", "main", "2026-12-04", "06:00-14:00", "1")]}, "dates that the roster has"),
        ({"add_demand": [("walk", "main", "2026-11-04", "06:00-14:00", "none")]}, "a number of units from 1 to 99"),
    ],
)
def test_bad_words_are_named(own_week: Path, asked: dict[str, object], words: str) -> None:
    with pytest.raises(InputError) as error:
        repaired(living.open_week(own_week), **asked)
    assert words in str(error.value)


def test_all_bad_words_at_once(own_week: Path) -> None:
    with pytest.raises(InputError) as error:
        repaired(living.open_week(own_week), absent=[("X9", "soon", " ")], vehicle_off=[("V1", "later")])
    assert len(error.value.faults) == 5
