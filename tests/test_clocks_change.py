"""Weeks in which clocks change: hours are those that pass where a time zone is set, else a note tells of it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from roster.api import load
from roster.domain.clock import Horizon, Jump, Span, Window, elapsed
from roster.domain.errors import InputError
from roster.io.sheets import hr
from roster.io.tables.time_zone import jumps_of
from tests.small_clock import RULES, brigade, solved


def test_hours_are_those_that_pass_where_clocks_change() -> None:
    """In Germany on 25 October 2026 at 03:00 back to 02:00, on 28 March 2027 at 02:00 forward to 03:00."""
    autumn = jumps_of("Europe/Berlin", Horizon(dt.date(2026, 10, 24), 7), -1, 9)
    spring = jumps_of("Europe/Berlin", Horizon(dt.date(2027, 3, 27), 7), -1, 9)
    assert (autumn, spring) == ((Jump(1440 + 180, -60),), (Jump(1440 + 120, 60),))
    night = Window(22 * 60, 30 * 60).on(0)
    assert [elapsed(night, jumps) for jumps in (autumn, spring, ())] == [9 * 60, 7 * 60, 8 * 60]
    never = Span(1440 + 130, 1440 + 180)  # 02:10-03:00 on the date on which no clock shows 02:10
    assert elapsed(never, spring) == 0
    assert jumps_of("Asia/Shanghai", Horizon(dt.date(2026, 10, 24), 7), -1, 9) == ()


NIGHTS = ("06:00", "N,Night,22:00,06:00,yes\nD,Day,16:30,22:00,\n", "duty,22:00,06:00,,1,\n")


def night_brigade(tmp_path: Path, more: str = "", rules: str = "") -> Path:
    folder = brigade(tmp_path, *NIGHTS, people=3)
    settings = (folder / "settings.csv").read_text().replace("2026-11-02", "2026-10-19")
    (folder / "settings.csv").write_text(settings + more)
    (folder / "constraints" / "rules.yaml").write_text(RULES + rules)
    return folder


def test_a_night_in_which_clocks_change_counts_nine_hours_everywhere(tmp_path: Path) -> None:
    rules = "  - {rule: work_hours, per: week, max: 8, who: {id: A}, weight: must}\n"
    outcome = solved(night_brigade(tmp_path, "time_zone,Europe/Berlin\n", rules))
    assert ("A", 5) not in {(duty.officer, duty.day) for duty in outcome.roster.work()}
    hours = {row.date.day: (row.hours, row.night_hours) for row in hr.rows(outcome.problem, outcome.roster)}
    assert hours[24] == (9.0, 9.0)
    assert {pair for day, pair in hours.items() if day != 24} == {(8.0, 8.0)}


def test_rest_is_what_passes(tmp_path: Path) -> None:
    """From 06:00 to 16:30 are ten and a half hours; with clocks put back in between eleven and a half."""
    shifts = "N,Night,16:00,02:30,\nD,Day,13:00,16:00,\n"
    fixed = "officer,date,shift\nA,2026-10-24,N\nA,2026-10-25,D\n"
    demand = "duty,16:00,02:30,,1,\nduty,13:00,16:00,,1,\n"

    def broken(zone: str) -> int:
        folder = brigade(tmp_path / (zone or "none"), "06:00", shifts, demand, people=3, fixed=fixed)
        settings = (folder / "settings.csv").read_text().replace("2026-11-02", "2026-10-19")
        (folder / "settings.csv").write_text(settings + (f"time_zone,{zone}\n" if zone else ""))
        text = RULES.replace("hours: 11, weight: must", "hours: 11, weight: 1")
        (folder / "constraints" / "rules.yaml").write_text(text)
        found = [f for f in solved(folder).report.findings if f.rule == "minimum_rest" and f.officers == ("A",)]
        return sum(finding.amount for finding in found if finding.day == 6)

    assert (broken(""), broken("Europe/Berlin")) == (1, 0)


def test_without_a_time_zone_a_note_says_which_duties_are_an_hour_off(tmp_path: Path) -> None:
    assert load(night_brigade(tmp_path)).warnings == (
        "clocks change in DE on Sun 2026-10-25; without the setting time_zone these duties are counted by the clock: "
        "N on Sat 2026-10-24, 9 h instead of 8 h",
    )


def test_an_unknown_time_zone_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="'Berlin'; expected a time zone such as Asia/Shanghai or Europe/Berlin"):
        load(night_brigade(tmp_path, "time_zone,Berlin\n"))
