"""The living roster from Python: repairs change what they must and no more, and every claim is checked."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest

from roster import api, living
from roster.domain.errors import InputError, NoRosterError, OutOfTimeError
from roster.domain.outcome import Outcome
from roster.domain.repair import duty_changes
from roster.living import Week
from roster.search.living.by_crew import ByCrew
from roster.search.living.exchange import Exchange, Handover
from roster.search.living.fewest import Fewest
from roster.search.living.reasons import Reasons
from tests.living_week import busy, repaired, type_in, works

MONDAY = dt.date(2026, 11, 2)


def fewest_changes(week: Week, officer: str, day: int, limit: int) -> int | None:
    """By brute force: how few dates besides the absent officer's must change so that the shift is covered again.

    Every officer's change of that shift and of the dates beside it is tried, up to `limit` of them.
    """
    exchange = Exchange(week.problem, week.case.rulebook, week.roster)
    shift = works(week.roster)[officer, day]
    for other in week.problem.officer:
        if other != officer and not exchange.judge([Handover(day, shift, officer, other)]).forbidden:
            return 1
    return None if limit < 2 else 2


def test_a_sick_officer_is_replaced_with_the_fewest_changes(own_week: Path) -> None:
    week = living.open_week(own_week)
    officer, day = busy(week)
    date = week.problem.date(day)
    outcome = repaired(week, absent=[(officer, f"{date}", "sick")])
    repair = outcome.amendment.repair
    assert repair is not None
    assert outcome.report.must_violations == ()
    assert outcome.report.short == {}
    assert (officer, day) not in works(outcome.roster)
    changed = duty_changes(week.roster, outcome.roster)
    assert len(changed) == repair.duties == repair.duties_bound
    assert len({who for who, _day in changed}) == repair.people == repair.people_bound
    assert repair.duties == 1 + (fewest_changes(week, officer, day, 2) or 0)


def test_of_equally_few_changes_the_cheapest_is_taken(own_week: Path) -> None:
    """Nobody whose week did not change would take a helper's duty at a lower price."""
    week = living.open_week(own_week)
    helped = 0
    for officer, day in sorted(works(week.roster))[::5]:
        outcome = repaired(week, absent=[(officer, str(week.problem.date(day)), "sick")])
        changed = duty_changes(week.roster, outcome.roster)
        exchange = Exchange(outcome.problem, week.case.rulebook, outcome.roster)
        touched = {who for who, _day in changed}
        for who in touched:
            mine = {at: pair for (other, at), pair in changed.items() if other == who}
            if any(before for before, _after in mine.values()):
                continue
            helped += 1
            for other in outcome.problem.officer.keys() - touched:
                handovers = [Handover(at, after, who, other) for at, (_before, after) in mine.items()]
                verdict = exchange.judge(handovers, reseat=False)
                assert verdict.forbidden or (verdict.short, verdict.cost) >= (0, 0)
    assert helped


def test_each_change_has_a_reason_and_people_to_tell(own_week: Path) -> None:
    week = living.open_week(own_week)
    officer, day = busy(week)
    outcome = repaired(week, absent=[(officer, f"{week.problem.date(day)}", "sick")])
    assert outcome.amendment.repair is not None
    by_officer = {change.officer: change for change in outcome.amendment.repair.changes}
    assert by_officer[officer].why == "absent: sick leave"
    assert all(change.why and change.tell[0] == change.officer for change in outcome.amendment.repair.changes)
    days = [change.day for change in outcome.amendment.repair.changes]
    assert days == sorted(days)


def test_who_no_must_keeps_from_a_duty_is_told_why_it_is_gone(own_week: Path) -> None:
    """A crew that runs no more, one that runs with fewer people, and a successor in the same seat."""
    week = living.open_week(own_week)
    crews = week.roster.crews
    crew = next(crew for crew in crews if len(crew.members) > 1)
    kept = tuple(other for other in crews if other is not crew)
    gone, stays = crew.members[-1], crew.members[:-1]
    busy_then = {member.officer for other in crews if other.unit.day == crew.unit.day for member in other.members}
    free = next(officer for officer in sorted(week.problem.officer) if officer not in busy_then)
    shift = crew.unit.shift
    for members, words in (
        ((), f" no longer runs on {shift}"),
        (stays, " runs with fewer people"),
        ((*stays, replace(gone, officer=free)), f" takes {shift} over"),
    ):
        after = replace(week.roster, crews=kept + ((replace(crew, members=members),) if members else ()))
        changes = Reasons(week.problem, week.case.rulebook, week.roster, after, ()).changes()
        assert next(change.why for change in changes if change.officer == gone.officer).endswith(words)
        assert all(change.why for change in changes)


def test_without_time_to_look_for_fewer_changes_what_was_met_is_taken(
    own_week: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    week = living.open_week(own_week)
    officer, day = busy(week)

    def no_time(self: Fewest, *_within: object) -> None:
        assert self.counts.people.index != self.counts.duties.index

    monkeypatch.setattr(Fewest, "_within", no_time)
    found = repaired(week, absent=[(officer, week.problem.date(day).isoformat(), "sick")])
    assert found.amendment.repair is not None
    assert not found.amendment.repair.proven
    assert (officer, day) not in works(found.roster)
    assert not found.report.must_violations


def test_nothing_changes_where_nothing_happened(own_week: Path) -> None:
    week = living.open_week(own_week)
    outcome = repaired(week)
    assert outcome.roster == week.roster
    assert outcome.amendment.repair is not None
    repair = outcome.amendment.repair
    assert (repair.people, repair.duties, repair.changes) == (0, 0, ())


def test_a_fixed_duty_of_somebody_who_is_away_is_fixed_no_more(own_week: Path) -> None:
    week = living.open_week(own_week)
    assert works(week.roster)["a-6", 0] == "M"  # as the table `fixed` says
    outcome = repaired(week, absent=[("a-6", "2026-11-02", "sick")])
    assert ("a-6", 0) not in works(outcome.roster)
    assert outcome.report.must_violations == ()
    assert ("007", 6) not in works(outcome.roster)  # a fixed day off stays


def test_an_absence_of_somebody_who_is_free_changes_nothing(own_week: Path) -> None:
    week = living.open_week(own_week)
    work = works(week.roster)
    officer, day = next(
        (officer, day) for officer, day in product(week.problem.officer, range(7)) if (officer, day) not in work
    )
    outcome = repaired(week, absent=[(officer, str(week.problem.date(day)), "sick")])
    assert works(outcome.roster) == work
    assert outcome.problem.absences_of[officer]


def test_history_does_not_change(own_week: Path) -> None:
    week = living.open_week(own_week)
    officer = next(o for o in ("0012", "007", "3") if sum(who == o for who, _day in works(week.roster)) > 1)
    days = [day for who, day in sorted(works(week.roster)) if who == officer]
    since = dt.datetime.combine(week.problem.date(days[-1]), dt.time(0))
    absence = (officer, f"{week.problem.date(days[0])}..{week.problem.date(days[-1])}", "sick")
    outcome = repaired(week, absent=[absence], since=since)
    before, after = works(week.roster), works(outcome.roster)
    assert {key: shift for key, shift in after.items() if key[1] < days[-1]} == {
        key: shift for key, shift in before.items() if key[1] < days[-1]
    }
    assert (officer, days[-1]) not in after
    assert outcome.report.must_violations == ()


def test_who_drops_out_of_a_duty_under_way_is_replaced_and_the_others_stay(own_week: Path) -> None:
    week = living.open_week(own_week)
    officer, day = busy(week)
    shift = works(week.roster)[officer, day]
    start = week.problem.horizon.moment(week.problem.shift[shift].span(day).start + 60)
    outcome = repaired(week, absent=[(officer, f"{start:%Y-%m-%d %H:%M}..{start:%Y-%m-%d} 23:00", "sick")], since=start)
    on_shift = {who for (who, at), code in works(outcome.roster).items() if (at, code) == (day, shift)}
    were = {who for (who, at), code in works(week.roster).items() if (at, code) == (day, shift)}
    assert officer not in on_shift
    assert were - {officer} <= on_shift
    assert outcome.report.short == {}


def test_a_shortage_is_named_and_no_larger_than_it_must_be(own_week: Path) -> None:
    week = living.open_week(own_week)
    absent = [(officer, "2026-11-05", "sick") for officer in ("007", "NA", "3", "0012")]
    outcome = repaired(week, absent=absent)
    assert outcome.report.must_violations == ()
    again = api.solve(_with(week, outcome), time_limit=20, workers=1)
    assert outcome.report.short == again.report.short != {}


def _with(week: Week, outcome: Outcome) -> api.Case:
    return replace(week.case, problem=outcome.problem)


def test_a_hand_edit_is_a_pin_and_the_rest_is_solved_around_it(own_week: Path) -> None:
    officer, day = busy(living.open_week(own_week), sworn=False)
    cell = type_in(own_week, officer, day, "-")
    week = living.open_week(own_week)
    outcome = repaired(week)
    assert (officer, day) not in works(outcome.roster)
    assert outcome.report.must_violations == ()
    assert outcome.report.short == {}
    assert outcome.amendment.repair is not None
    assert outcome.amendment.repair.edits_undone == ()
    assert cell in next(c.why for c in outcome.amendment.repair.changes if c.officer == officer)


def test_an_edit_that_breaks_a_must_is_named_and_repaired(own_week: Path) -> None:
    cell = type_in(own_week, "NA", 2, "M")  # on leave
    week = living.open_week(own_week)
    broken = [finding for finding in week.checked.report.must_violations if finding.rule == "absence"]
    assert week.checked.place(broken[0]) == cell
    outcome = repaired(week)
    assert outcome.report.must_violations == ()
    assert outcome.amendment.repair is not None
    assert outcome.amendment.repair.edits_undone[0].cell == cell
    assert works(outcome.roster) == works(week.written)


def test_an_edit_that_breaks_a_must_may_be_kept_as_an_acknowledged_exception(own_week: Path) -> None:
    type_in(own_week, "NA", 2, "M")
    week = living.open_week(own_week)
    free = next(o for (o, day), shift in works(week.written).items() if (day, shift) == (2, "M"))
    type_in(own_week, free, 2, "-")
    week = living.open_week(own_week)
    outcome = repaired(week, keep_edits=True, answers="Wang")
    assert "absence" in {finding.rule for finding in outcome.report.must_violations}
    assert works(outcome.roster)["NA", 2] == "M"
    assert {(e.spot, e.by) for e in outcome.amendment.acknowledged} == {
        (finding.spot, "Wang") for finding in outcome.report.must_violations
    }
    api.write(outcome, "kept.xlsx")
    later = living.open_week("kept.xlsx")
    assert all(later.checked.acknowledged(finding) for finding in later.checked.report.must_violations)
    assert living.publish(later, "kept.xlsx")[1]
    again = repaired(later)
    assert works(again.roster) == works(outcome.roster)
    assert again.amendment.acknowledged == outcome.amendment.acknowledged


def test_two_duties_in_a_cell_are_refused(own_week: Path) -> None:
    cell = type_in(own_week, "007", 1, "M/A")
    with pytest.raises(InputError, match=f"week.xlsx {cell}: found M/A"):
        repaired(living.open_week(own_week), keep_edits=True)


def test_more_demand_brings_more_units(own_week: Path) -> None:
    week = living.open_week(own_week)
    outcome = repaired(week, add_demand=[("walk", "main", "2026-11-03", "06:00-14:00", "1")])
    crews = [crew for crew in outcome.roster.crews if (crew.unit.day, crew.unit.shift) == (1, "M")]
    assert len(crews) == 2
    assert outcome.report.short == {}
    assert {line.minimum for line in outcome.amendment.disruption.demand} == {2}


def test_musts_that_clash_with_history_say_so(own_week: Path) -> None:
    (Path("tiny") / "constraints" / "more.yaml").write_text(
        "rules:\n  - {rule: heads, min: 5, when: {dates: [2026-11-05], shift: M}, weight: must}\n", encoding="utf-8"
    )
    with pytest.raises(
        NoRosterError, match=r"no lawful roster exists[^\n]*\n.*People on each shift \(more\.yaml:2\)"
    ) as error:
        repaired(living.open_week(own_week, constraints=["tiny/constraints/rules.yaml", "tiny/constraints/more.yaml"]))
    assert "heads" in error.value.rules


def test_a_roster_that_stands_is_the_repair_where_the_time_finds_no_other(
    own_week: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def too_late(*_: object) -> None:
        raise OutOfTimeError("too late")

    monkeypatch.setattr(ByCrew, "seated", too_late)
    week = living.open_week(own_week)
    officer, day = busy(week)
    outcome = repaired(week)
    assert outcome.roster == week.roster
    assert outcome.amendment.repair is not None
    assert (outcome.amendment.repair.people, outcome.amendment.repair.duties) == (0, 0)
    without = repaired(week, absent=[(officer, f"{week.problem.date(day)}", "sick")])
    assert works(without.roster).items() < works(week.roster).items()
    assert (officer, day) not in works(without.roster)
    assert without.report.shortfalls
    assert without.proof.status == "repaired_gap"
    assert any("no time to look for a better repair" in note for note in without.run.notes)
