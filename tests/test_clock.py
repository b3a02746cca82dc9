"""What a roster day is: shifts before its start, hours after midnight, and whose the border hours are."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from roster.api import load, solve, write
from roster.domain.clock import Span, Window, hours_of_day
from roster.domain.errors import InputError
from roster.domain.outcome import Outcome
from roster.domain.people import Duty, Post, Stay
from roster.domain.week import Week
from roster.io.ledger.past import duty_of
from roster.io.ledger.publication import PublishedDuty
from roster.io.sheets import cover, slots
from roster.io.texts import hours_text
from roster.report.outcome import as_json
from tests.small_clock import RULES, brigade, solved


@pytest.mark.parametrize("day_start", ["00:00", "08:00", "04:00", "23:00"])
def test_a_shift_before_the_day_starts_serves_its_hours(tmp_path: Path, day_start: str) -> None:
    """Every night is covered by the duty of its own date; none is the neighbouring week's."""
    outcome = solved(brigade(tmp_path, day_start, "G,Night,00:00,08:00,yes\n", "duty,00:00,08:00,,1,\n"))
    assert sorted(duty.day for duty in outcome.roster.work()) == list(range(7))
    assert not outcome.report.findings


def test_a_fixed_duty_before_the_day_starts_has_a_unit(tmp_path: Path) -> None:
    fixed = "officer,date,shift\nA,2026-11-03,G\n"
    outcome = solved(brigade(tmp_path, "08:00", "G,Night,00:00,08:00,yes\n", "duty,00:00,08:00,,1,\n", fixed=fixed))
    assert ("A", 1, "G") in {tuple(duty) for duty in outcome.roster.work()}


def test_gaps_after_midnight_carry_their_calendar_date(tmp_path: Path) -> None:
    demand = "duty,23:00,03:00,fri,1,\nduty,03:00,07:00,fri,2,\n"
    outcome = solved(brigade(tmp_path, "07:00", "N,Night,23:00,07:00,yes\n", demand, people=1))
    (gap,) = as_json(outcome, Path("x.xlsx"))["shortfalls"]  # type: ignore[misc, attr-defined]
    assert (gap["date"], gap["slot"]) == ("2026-11-07", "03:00-07:00")
    assert "Sat 2026-11-07, 03:00-07:00" in gap["sentence"]
    table = {row.hours: needs for row, needs in cover.demand_table(outcome).items()}
    assert table[Window(180, 420)] == {5: (2, 1)}
    assert table[Window(1380, 1620)] == {4: (1, 1)}


def test_each_hour_counts_in_one_week(tmp_path: Path) -> None:
    """Of two weeks one after the other, whichever way hours lie about `day_start`."""
    shifts = "N,Night,21:00,06:00,yes\nG,Early,03:00,09:00,\nD,Day,09:00,21:00,\n"
    folder = brigade(tmp_path, "05:00", shifts, "duty,,,,1,\n", people=4)
    first, second = load(folder).problem, load(folder, start=load(folder).problem.date(7)).problem
    both = load(folder, weeks=2).problem
    (line,) = both.demand

    def hours(problem: object, days: int) -> list[tuple[int, int]]:
        asked = [s for s in problem.slots if problem.asks(problem.demand[0], s)]  # type: ignore[attr-defined]
        return [(slot.start + days * 1440, slot.end + days * 1440) for slot in asked]

    assert line.minimum == 1
    assert hours(first, 0) + hours(second, 7) == hours(both, 0)


def test_whose_the_border_hours_are_is_said(tmp_path: Path) -> None:
    folder = brigade(tmp_path, "08:00", "G,Night,00:00,08:00,yes\n", "duty,00:00,08:00,,1,\n")
    assert load(folder).warnings == (
        "Mon 2026-11-02, 00:00-08:00 counts here, in a roster day before the first: duties of this roster serve it",
        "Mon 2026-11-09, 00:00-08:00 counts in the next roster, whose duties serve it",
    )
    plain = brigade(tmp_path / "plain", "00:00", "G,Night,00:00,08:00,yes\n", "duty,00:00,08:00,,1,\n")
    assert load(plain).warnings == ()


SEAM = ("06:00", "A,Day,06:00,18:00,\nB,Night,18:00,08:00,\n", "duty,,,,1,1\nduty,06:00,08:00,,2,2\n")


def test_crews_of_the_week_before_count(tmp_path: Path) -> None:
    """On the first Monday nobody is known to be on duty from 06:00 to 08:00, on the second one the night's crew is."""
    outcome = solved(brigade(tmp_path, *SEAM, people=6), weeks=2, roll=True)
    assert not outcome.report.shortfalls
    days = [duty.day for duty in outcome.roster.work() if duty.shift == "A"]
    assert (days.count(0), days.count(7)) == (2, 1)


def test_history_of_which_only_the_shift_is_known(tmp_path: Path) -> None:
    """It counts where one unit alone runs on that shift; where it may be several, a note says that it does not."""
    history = "officer,date,shift\nA,2026-11-01,B\n"
    outcome = solved(brigade(tmp_path / "one", *SEAM, people=6, history=history))
    assert [duty.day for duty in outcome.roster.work() if duty.shift == "A"].count(0) == 1
    units = "kind,crew,least_crew,mode\nduty,1,1,foot\ndesk,1,1,static\n"
    demand = SEAM[2] + "desk,18:00,08:00,,1,1\n"
    two = load(brigade(tmp_path / "two", SEAM[0], SEAM[1], demand, people=6, history=history, units=units))
    assert two.problem.before == ()
    assert two.warnings[0].startswith("duties of the history on Sun 2026-11-01, B, reach into this roster (1)")


def test_a_past_workbook_tells_where_its_crews_stand(tmp_path: Path) -> None:
    folder = brigade(tmp_path, *SEAM, people=6)
    file = tmp_path / "past.xlsx"
    write(solved(folder), file)
    later = load(folder, start=load(folder).problem.date(7), history=[file]).problem
    (crew,) = later.before
    assert (crew.unit.day, crew.unit.shift, crew.unit.kind) == (-1, "B", "duty")
    assert {(stand.zone, stand.slot.start // 60) for stand in crew.stands} == {("Z", 6)}


def test_a_published_duty_tells_where_its_crew_stands(tmp_path: Path) -> None:
    known = load(brigade(tmp_path, *SEAM, people=6)).problem
    date = known.date(-1)
    times = (f"{date} 18:00", f"{known.date(0)} 08:00")
    duty = duty_of(PublishedDuty("A", date, "B", *times, False, True, "duty-Z#2", "member", ""), known)
    stays = (Stay(Span(-360, 480), "Z", "", False),)
    assert duty.post == Post("duty-Z#2", "duty", base="Z", role="member", stays=stays)


def test_a_vehicle_of_the_week_before_is_not_free_yet(tmp_path: Path) -> None:
    """One car, which a crew of Sunday has until 08:00: the shift of Monday 06:00 cannot take it."""
    more = {
        "units": "kind,crew,least_crew,mode,vehicle_kinds\ncar,1,1,car,car\n",
        "vehicles": "id,kind,seats\nV1,car,4\n",
    }
    folder = brigade(tmp_path, SEAM[0], SEAM[1], "car,06:00,18:00,,1,\n", people=6, **more)
    (folder / "constraints" / "rules.yaml").write_text(RULES + "  - {rule: vehicle, weight: must}\n")
    case = load(folder)
    stay = Stay(Span(-360, 480), "Z", "", True)
    past = Duty("A", -1, "B", Span(-360, 480), post=Post("car-Z", "car", "V1", (stay,)))
    problem = case.over(case.problem.date(0), 1, [past])
    assert problem.busy_before == {"V1": 480}
    outcome = solve(replace(case, problem=problem), plan_time=0, time_limit=5.0, workers=1)
    monday = [crew for crew in outcome.roster.crews if crew.unit.day == 0 and crew.unit.shift == "A"]
    assert [crew.vehicle for crew in monday] in ([], [""])
    tuesday = [crew for crew in outcome.roster.crews if crew.unit.day == 1 and crew.unit.shift == "A"]
    assert [crew.vehicle for crew in tuesday] == ["V1"]


def test_crews_stand_to_the_end_of_their_shift(tmp_path: Path) -> None:
    shifts = "A,Day,06:00,18:00,\nB,Night,18:00,08:00,\n"
    outcome = solved(brigade(tmp_path, "06:00", shifts, "duty,,,,1,1\nduty,06:00,08:00,,2,2\n", people=6))
    last = [row for row in slots.rows(outcome.problem, outcome.roster) if row.date.day == 8 and row.shift_code == "B"]
    assert last[-1].slot_end.isoformat() == "2026-11-09T08:00:00"


def test_hours_of_the_day_are_joined_over_midnight_and_whatever_their_dates() -> None:
    hours = [(-2, 1), (24 + 1, 24 + 3), (7, 9), (48 + 8, 48 + 10)]
    assert [str(w) for w in hours_of_day(Span(60 * a, 60 * b) for a, b in hours)] == ["07:00-10:00", "22:00-03:00"]
    assert hours_of_day([Span(300, 300 + 2000)]) == (Window(0, 1440),)
    assert hours_of_day([]) == ()


def test_midnight_ends_hours_of_every_date_alike() -> None:
    assert {str(Window(day * 1440 + 1320, day * 1440 + 1440)) for day in (-1, 0, 1, 6)} == {"22:00-24:00"}
    assert str(Window(1440, 1800)) == "00:00-06:00"
    assert str(Window(1320, 1800)) == str(Window(2760, 3240)) == "22:00-06:00"


def test_a_shift_of_two_days_is_told_apart_from_one_of_a_day() -> None:
    assert [str(Window(8 * 60, 8 * 60 + length * 60)) for length in (8, 24, 48)] == [
        "08:00-16:00",
        "08:00-08:00",
        "08:00-56:00",
    ]
    assert hours_text(Window(480, 480 + 2880).on(3)) == "08:00-56:00"


def test_days_covering() -> None:
    early, two_days = Window(0, 480), Window(480, 480 + 2880)
    assert list(early.days_covering(Span(1440, 1500))) == [1]
    assert list(early.days_covering(Span(1440 + 400, 1440 + 500))) == []
    assert list(two_days.days_covering(Span(3 * 1440 + 480, 3 * 1440 + 500))) == [2, 3]


def test_a_weekend_is_the_countrys_own_or_the_settings(tmp_path: Path) -> None:
    """Day types, the rule on weekends, fairness and balances speak of the same days."""
    day = ("08:00", "D,Day,08:00,16:00,\n", "duty,08:00,16:00,,1,\n")
    fixed = "officer,date,shift\n" + "".join(f"B,2026-11-0{date},off\n" for date in (2, 3, 4, 5))
    rule = "  - {rule: weekends, max: 0, who: {id: A}, weight: must}\n"

    def of(name: str, country: str, more: str = "") -> Outcome:
        folder = brigade(tmp_path / name, *day, fixed=fixed)
        settings = (folder / "settings.csv").read_text().replace("DE", country)
        (folder / "settings.csv").write_text(settings + more)
        (folder / "constraints" / "rules.yaml").write_text(RULES + rule)
        return solved(folder)

    for outcome in (of("arab", "SA"), of("set", "DE", "weekend,fri;sat\n")):
        types = [outcome.problem.day_type(day) for day in range(7)]  # from Monday on
        assert types == ["workday"] * 4 + ["rest_day"] * 2 + ["workday"]
        assert {duty.day for duty in outcome.roster.work() if duty.officer == "A"} >= {0, 1, 2, 3}
        assert not {duty.day for duty in outcome.roster.work() if duty.officer == "A"} & {4, 5}
        assert outcome.problem.weekend_of(4) == (4, 5)
        assert outcome.problem.week_start(5) == -1
    plain = of("plain", "DE")
    assert not {duty.day for duty in plain.roster.work() if duty.officer == "A"} & {5, 6}


def test_weeks_begin_after_the_weekend_unless_the_settings_say_otherwise() -> None:
    assert (Week().first, Week(frozenset({4, 5})).first, Week(frozenset({4})).first) == (0, 6, 5)
    assert (Week(frozenset({4, 6})).first, Week(begins=6).first) == (0, 6)
    assert Week(begins=6).days_of_weekend(0, dt.date(2026, 11, 8)) == (-1, 0)


def test_a_shift_of_more_than_two_days_is_refused(tmp_path: Path) -> None:
    assert load(brigade(tmp_path / "a", "08:00", "T,Two,08:00,56:00,\n", "duty,,,,1,\n")).problem.shift["T"]
    with pytest.raises(InputError, match=r"a shift of 48.5 hours; expected 48 hours at most"):
        load(brigade(tmp_path / "b", "08:00", "T,Two,07:30,56:00,\n", "duty,,,,1,\n"))
    with pytest.raises(InputError, match=r"'80:00'; .* 48 hours at most"):
        load(brigade(tmp_path / "c", "08:00", "T,Two,08:00,80:00,\n", "duty,,,,1,\n"))


def test_visits_of_the_last_night_are_the_next_rosters(tmp_path: Path) -> None:
    """Seven nights are served and visited, Monday's that began before the first roster day among them."""
    sites = "id,name,kind,zone,latitude,longitude\nC,Corner,checkpoint,Z,50,8\nG,Gate,guard_post,Z,50.001,8\n"
    folder = brigade(tmp_path, "08:00", "G,Night,00:00,08:00,yes\n", "duty,00:00,08:00,,1,\n", sites=sites)
    visits = "  - {rule: checkpoint_visits, min: 1, windows: '00:00-08:00', priority: 5}\n"
    visits += "  - {rule: travel, weight: must}\n"
    (folder / "constraints" / "rules.yaml").write_text(RULES + visits)
    outcome = solve(load(folder), plan_time=5.0, time_limit=5.0, workers=1)
    assert outcome.patrols.planned is not None
    assert outcome.patrols.planned.met == (7, 7)
    assert sorted(demand.span.start // 1440 for demand in outcome.patrols.planned.demands) == list(range(7))
