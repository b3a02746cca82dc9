"""Who falls ill in mid-shift has served the hours up to then; the rest is handed over by the hour."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from openpyxl import load_workbook

from roster import api, living
from roster.domain.outcome import Outcome
from roster.io.ledger import ledger_of
from roster.io.sheets import grid, hr, slots
from roster.living import Week
from roster.rules.roster.work_hours import WorkHours
from tests.small_week import RULES, put_brigade, solved_week

MOMENT = dt.datetime(2026, 11, 3, 14)
THREE = {
    "officers.csv": "id,name,category\n" + "".join(f"{name},{name},sworn\n" for name in "ABCDEF"),
    "units.csv": "kind,crew,least_crew,mode,shifts,composition\nduty,3,2,foot,,sworn:1\n",
    "demand.csv": "unit_kind,places,from,to,day_types,minimum,target,priority\nduty,,08:00,20:00,tue,1,,\n",
    "fixed.csv": "officer,date,shift\nA,2026-11-03,D\nB,2026-11-03,D\nC,2026-11-03,D\n",
}


@pytest.fixture(scope="module")
def week(tmp_path_factory: pytest.TempPathFactory) -> Week:
    return solved_week(put_brigade(tmp_path_factory.mktemp("one") / "brigade"))


@pytest.fixture(scope="module")
def crew_week(tmp_path_factory: pytest.TempPathFactory) -> Week:
    rules = RULES + "  - {id: least, rule: crew, least: true, weight: must}\n"
    return solved_week(put_brigade(tmp_path_factory.mktemp("three") / "brigade", THREE, rules))


def repaired(week: Week, *absent: tuple[str, str], since: dt.datetime | None = MOMENT) -> Outcome:
    said = [(officer, when, "sick") for officer, when in absent]
    return living.replan(week, said, since=since, time_limit=10, workers=1, plan_time=0)


def again(outcome: Outcome, week: Week, file: Path) -> Week:
    api.write(outcome, file)
    return living.open_week(file, week.case.brigade)


def worked(outcome: Outcome, date: dt.date = dt.date(2026, 11, 3)) -> list[tuple[str, str, str, float]]:
    """Officer, start, end and hours of every row of HR on a date."""
    rows = hr.rows(outcome.problem, outcome.roster)
    return [(r.employee_id, f"{r.start:%H:%M}", f"{r.end:%H:%M}", r.hours) for r in rows if r.date == date]


def by_day(outcome: Outcome) -> list[tuple[str, str, str, float]]:
    return [row for row in worked(outcome) if row[1] != "20:00"]


def gaps(outcome: Outcome) -> list[str]:
    return [finding.sentence for finding in outcome.report.shortfalls]


def test_sickness_in_mid_shift_keeps_the_hours_served_and_hands_over_the_rest(week: Week, tmp_path: Path) -> None:
    outcome = repaired(week, ("A", "2026-11-03 14:00..2026-11-04 24:00"))
    day = by_day(outcome)
    assert day[0] == ("A", "08:00", "14:00", 6.0)
    assert [row[1:] for row in day[1:]] == [("14:00", "20:00", 6.0)]
    assert outcome.report.must_violations == ()
    assert gaps(outcome) == []
    file = tmp_path / "week.xlsx"
    read = again(outcome, week, file)
    assert read.roster == outcome.roster
    assert read.checked.edits == ()
    assert read.checked.report.must_violations == ()
    stood = [r for r in slots.rows(read.problem, read.roster) if r.date == MOMENT.date() and r.slot_start.hour < 20]
    assert (stood[0].slot_start.hour, stood[-1].slot_end.hour) == (8, 20)
    assert {row.shift_code for row in stood} == {"D"}
    living.publish(read, file)
    (publication,) = ledger_of(week.case.brigade).publications()
    told = {(d.shift, d.start[-5:], d.end[-5:]) for d in publication.duties if d.date == MOMENT.date()}
    assert told == {("D", "08:00", "14:00"), ("D", "14:00", "20:00"), ("N", "20:00", "08:00")}


def test_later_weeks_know_the_hours_that_were_worked(week: Week, tmp_path: Path) -> None:
    brigade = put_brigade(tmp_path / "brigade")
    mine = solved_week(brigade)
    outcome = repaired(mine, ("A", "2026-11-03 14:00..2026-11-04 24:00"))
    file = tmp_path / "repaired.xlsx"
    living.publish(again(outcome, mine, file), file)
    later = api.load(brigade, start=dt.date(2026, 11, 9))
    past = later.problem.past["A"][-6]
    assert (past.shift, past.span.minutes) == ("D", 360)


def test_a_second_sickness_on_the_same_shift(week: Week, tmp_path: Path) -> None:
    first = repaired(week, ("A", "2026-11-03 14:00..2026-11-04 24:00"))
    (stand_in,) = [row[0] for row in by_day(first) if row[1] == "14:00"]
    read = again(first, week, tmp_path / "first.xlsx")
    moment = dt.datetime(2026, 11, 3, 17)
    second = repaired(read, (stand_in, "2026-11-03 17:00..2026-11-03 24:00"), since=moment)
    assert [row[1:] for row in sorted(by_day(second), key=lambda row: row[1])] == [
        ("08:00", "14:00", 6.0),
        ("14:00", "17:00", 3.0),
        ("17:00", "20:00", 3.0),
    ]
    assert again(second, week, tmp_path / "second.xlsx").roster == second.roster


def test_sickness_told_late_leaves_a_gap_until_it_is_told(week: Week) -> None:
    outcome = repaired(week, ("A", "2026-11-03 14:00..2026-11-04 24:00"), since=dt.datetime(2026, 11, 3, 16))
    assert [row[1:] for row in by_day(outcome)] == [("08:00", "14:00", 6.0), ("16:00", "20:00", 4.0)]
    assert gaps(outcome) == ["duty on Tue 2026-11-03, 14:00-16:00: people there 0 of 1"]


def test_who_never_came_has_no_hours(week: Week) -> None:
    outcome = repaired(week, ("A", "2026-11-03..2026-11-04"), since=dt.datetime(2026, 11, 3, 10))
    assert [row[1:] for row in by_day(outcome)] == [("10:00", "20:00", 10.0)]
    assert gaps(outcome) == ["duty on Tue 2026-11-03, 08:00-10:00: people there 0 of 1"]


def test_without_anybody_left_the_rest_of_the_shift_is_a_gap(week: Week) -> None:
    others = [(officer, "2026-11-03") for officer in "BCD"]
    night = next(row[0] for row in worked(repaired(week)) if row[1] == "20:00")
    others = [(officer, when) for officer, when in others if officer != night]
    outcome = repaired(week, ("A", "2026-11-03 14:00..2026-11-04 24:00"), *others)
    assert ("A", "08:00", "14:00", 6.0) in worked(outcome)
    assert gaps(outcome) == ["duty on Tue 2026-11-03, 14:00-20:00: people there 0 of 1"]


def test_a_night_cut_after_midnight_and_rest_from_the_hours_worked(week: Week) -> None:
    night = next(row[0] for row in worked(repaired(week)) if row[1] == "20:00")
    outcome = repaired(week, (night, "2026-11-04 01:30..2026-11-05 24:00"), since=dt.datetime(2026, 11, 4, 1, 30))
    rows = [row for row in worked(outcome) if row[1] in ("20:00", "01:30")]
    assert sorted(row[1:] for row in rows) == [("01:30", "08:00", 6.5), ("20:00", "01:30", 5.5)]
    (stand_in,) = [row[0] for row in rows if row[1] == "01:30"]
    line = outcome.problem.lines_of_work(outcome.roster)[stand_in]
    begins, ends = line[1].span
    assert all(d.span.end + 11 * 60 <= begins or d.span.start >= ends + 11 * 60 for d in line.values() if d.day != 1)


def test_a_crew_goes_on_without_who_falls_ill_and_is_relieved(crew_week: Week, tmp_path: Path) -> None:
    outcome = repaired(crew_week, ("A", "2026-11-03 14:00..2026-11-03 24:00"))
    rows = worked(outcome)
    assert rows[:3] == [("A", "08:00", "14:00", 6.0), ("B", "08:00", "20:00", 12.0), ("C", "08:00", "20:00", 12.0)]
    assert [row[1:] for row in rows[3:]] == [("14:00", "20:00", 6.0)]
    assert outcome.amendment.repair is not None
    assert (outcome.amendment.repair.people, outcome.amendment.repair.duties) == (2, 2)
    assert outcome.person_shifts == 4
    assert again(outcome, crew_week, tmp_path / "crew.xlsx").roster == outcome.roster


def test_a_crew_that_nobody_can_relieve_is_short_of_a_head_for_the_rest(crew_week: Week) -> None:
    outcome = repaired(crew_week, *((who, "2026-11-03 14:00..2026-11-03 24:00") for who in "ADEF"))
    assert worked(outcome) == [
        ("A", "08:00", "14:00", 6.0),
        ("B", "08:00", "20:00", 12.0),
        ("C", "08:00", "20:00", 12.0),
    ]
    assert gaps(outcome) == ["duty-Z on Tue 2026-11-03, D@14-20, runs with 2 of 3 people"]


def test_a_crew_that_is_too_small_ends(crew_week: Week) -> None:
    outcome = repaired(crew_week, *((who, "2026-11-03 14:00..2026-11-03 24:00") for who in "ABDEF"))
    assert {row[1:3] for row in worked(outcome)} == {("08:00", "14:00")}
    assert gaps(outcome) == ["duty on Tue 2026-11-03, 14:00-20:00: people there 0 of 3"]


def test_the_hours_are_those_of_every_sheet_and_rule(crew_week: Week) -> None:
    outcome = repaired(crew_week, ("A", "2026-11-03 14:00..2026-11-03 24:00"))
    rules = {"rule": "work_hours", "max": 11, "per": "week", "weight": 1}
    rule = WorkHours.model_validate(rules)
    amounts = {v.spot.officers[0]: v.amount for v in rule.check_all(outcome.roster, outcome.problem)}
    assert amounts == {"B": 1, "C": 1}
    assert len(set(outcome.roster.work())) == 4


def test_a_lost_record_does_not_make_a_cut_duty_whole(week: Week, tmp_path: Path) -> None:
    file = tmp_path / "week.xlsx"
    api.write(repaired(week, ("A", "2026-11-03 14:00..2026-11-04 24:00")), file)
    book = load_workbook(file)
    del book["Written"]
    book.save(file)
    with pytest.raises(api.InputError, match="only the hidden sheet tells of crews cut in mid-shift"):
        living.open_week(file, week.case.brigade)


@pytest.mark.parametrize("stand_in", [False, True])
def test_a_leave_typed_for_who_is_on_duty_begins_now(tmp_path: Path, stand_in: bool) -> None:
    week = solved_week(put_brigade(tmp_path / "brigade"))
    file = tmp_path / "week.xlsx"
    work = {(duty.officer, duty.day): duty.shift for duty in week.roster.work()}
    free = next(o for o in "BCD" if (o, 1) not in work and work.get((o, 0)) != "N" and work.get((o, 2)) != "D")
    book = load_workbook(file)
    for officer, text in (("A", "SL"), *(((free, "D"),) if stand_in else ())):
        book["Roster"].cell(grid.row_of(officer, week.problem), grid.column_of(1)).value = text
    book.save(file)
    typed = living.open_week(file, week.case.brigade)
    outcome = repaired(typed)
    day = by_day(outcome)
    assert ("A", "08:00", "14:00", 6.0) in day
    assert [row[1:] for row in day if row[0] != "A"] == [("14:00", "20:00", 6.0)]
    assert not stand_in or (free, "14:00", "20:00", 6.0) in day
    assert outcome.report.must_violations == ()
    assert outcome.amendment.repair is not None
    assert outcome.amendment.repair.edits_undone == ()
    assert {(a.kind, a.span.start % 1440) for a in outcome.amendment.disruption.absences} == {("sick", 14 * 60)}
    assert again(outcome, week, tmp_path / "after.xlsx").checked.all_edits == ()


def test_a_stand_in_typed_for_a_duty_under_way_begins_now(tmp_path: Path) -> None:
    week = solved_week(put_brigade(tmp_path / "brigade"))
    file = tmp_path / "week.xlsx"
    work = {(duty.officer, duty.day): duty.shift for duty in week.roster.work()}
    free = next(o for o in "BCD" if (o, 1) not in work and work.get((o, 0)) != "N" and work.get((o, 2)) != "D")
    book = load_workbook(file)
    for officer, text in (("A", "-"), (free, "D")):
        book["Roster"].cell(grid.row_of(officer, week.problem), grid.column_of(1)).value = text
    book.save(file)
    (tmp_path / "brigade" / "fixed.csv").write_text("officer,date,shift\n", encoding="utf-8")
    outcome = repaired(living.open_week(file, week.case.brigade))
    assert by_day(outcome) == sorted([("A", "08:00", "14:00", 6.0), (free, "14:00", "20:00", 6.0)])


def test_a_sickness_by_dates_ends_a_night_under_way_at_midnight(week: Week) -> None:
    night = next(row[0] for row in worked(repaired(week)) if row[1] == "20:00")
    outcome = repaired(week, (night, "2026-11-04..2026-11-05"), since=dt.datetime(2026, 11, 4, 2))
    rows = [row for row in worked(outcome) if row[1] in ("20:00", "02:00")]
    assert sorted(row[1:] for row in rows) == [("02:00", "08:00", 6.0), ("20:00", "00:00", 4.0)]
    assert gaps(outcome) == ["duty on Wed 2026-11-04, 00:00-02:00: people there 0 of 1"]


def test_without_a_moment_the_hours_before_the_absence_stay_as_published(week: Week, crew_week: Week) -> None:
    for one in (week, crew_week):
        outcome = repaired(one, ("A", "2026-11-03 14:00..2026-11-04 24:00"), since=None)
        assert ("A", "08:00", "14:00", 6.0) in worked(outcome)
