"""Weeks rolled forward: a must that spans them never makes "no roster exists" of weeks that together have one."""

from __future__ import annotations

from pathlib import Path

import pytest

from roster import api
from roster.domain.errors import NoRosterError
from roster.domain.outcome import Outcome
from roster.search.roll import _windows

TABLES = {
    "settings": "setting,value\nname,Post\nstart,2026-11-02\nday_start,00:00\n",
    "shifts": "code,name,start,end\nD,Day,08:00,16:00\n",
    "zones": "id,name\nZ,Zone\n",
    "units": "kind,name,crew\nguard,Guard,1\n",
    "officers": "id,name,category\nA,An,sworn\nB,Bo,sworn\n",
}
COVER = "{rule: cover, asks: minimum, weight: must}"
EVERY_DATE, WEEKENDS = "guard,,08:00,16:00,1", "guard,rest_day,08:00,16:00,1"


def rolled(folder: Path, demand: str, *rules: str, cover: str = COVER, fixed: str = "", weeks: int = 4) -> Outcome:
    tables = {**TABLES, "demand": f"unit_kind,day_types,from,to,minimum\n{demand}\n"}
    tables |= {"fixed": f"officer,date,shift\n{fixed}"} if fixed else {}
    for name, text in tables.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    (folder / "constraints").mkdir()
    lines = "".join(f"  - {rule}\n" for rule in ("{rule: crew, weight: must}", cover, *rules))
    (folder / "constraints" / "rules.yaml").write_text(f"rules:\n{lines}", encoding="utf-8")
    return api.solve(api.load(folder, weeks=weeks), roll=True, time_limit=5, workers=1, plan_time=0)


def test_weekends_that_an_earlier_week_used_up_are_taken_back(tmp_path: Path) -> None:
    found = rolled(
        tmp_path,
        WEEKENDS,
        "{rule: weekends, max: 2, per: month, weight: must}",
        "{rule: weekends, id: spare, max: 0, per: horizon, who: {id: [B]}, weight: 10}",
        "{rule: fixed, weight: must}",
        fixed="A,2026-11-21,D\nA,2026-11-28,D\n",
    )
    assert not found.report.must_violations
    weekends = {(officer, day // 7) for officer, day, _shift in found.roster.work()}
    assert weekends == {("B", 0), ("B", 1), ("A", 2), ("A", 3)}
    assert (found.proof.status, found.objective, found.proof.bound) == ("optimal", 20, 20)
    (note,) = found.run.notes
    assert note.startswith("2026-11-02 to 2026-11-29: solved together")
    assert note.endswith("could not be kept: Weekends, Fixed duties and days off")


def test_what_comes_after_the_last_week_makes_nothing_impossible(tmp_path: Path) -> None:
    """28 dates of 8 hours are all that both may work in November; the week of the 30th is not asked for."""
    found = rolled(tmp_path, EVERY_DATE, "{rule: work_hours, max: 112, per: month, weight: must}")
    assert not found.report.shortfalls
    assert len(list(found.roster.work())) == 28
    assert found.run.notes == ()
    assert (found.proof.status, found.proof.bound) == ("optimal", 0)


def test_the_last_week_solved_with_the_one_after_it_is_not_the_whole(tmp_path: Path) -> None:
    """Each may work on one weekend a month, so a third week, which is not asked for, would be short."""
    found = rolled(
        tmp_path,
        WEEKENDS,
        "{rule: weekends, max: 1, per: month, weight: must}",
        "{rule: shift_count, max: 0, per: week, weight: 1}",
        cover="{rule: cover, asks: minimum, priority: 1}",
        weeks=2,
    )
    assert {day // 7 for _officer, day, _shift in found.roster.work()} == {0, 1}
    assert (found.proof.status, found.objective, found.proof.bound) == ("stopped", 4, 0)
    assert [(tier.priority, tier.short) for tier in found.proof.tiers] == [(1, 0)]


def test_what_no_weeks_together_keep_is_still_impossible(tmp_path: Path) -> None:
    with pytest.raises(NoRosterError) as raised:
        rolled(tmp_path, EVERY_DATE, "{rule: work_hours, max: 111, per: month, weight: must}")
    assert set(raised.value.rules) == {"cover", "work_hours"}


def test_more_and_more_weeks_are_taken_back() -> None:
    assert list(_windows(5, 7, 13)) == [(4, 7), (2, 7), (0, 7), (0, 13)]
    assert list(_windows(3, 4, 4)) == [(2, 4), (0, 4)]
    assert list(_windows(0, 1, 1)) == [(0, 1)]
