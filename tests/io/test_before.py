"""Past duties in short form: what the table `before` stands for, and what rules make of it."""

from __future__ import annotations

from pathlib import Path

from roster import api
from roster.io.tables import read_tables
from roster.rules.roster.consecutive_days_off import ConsecutiveDaysOff
from roster.rules.roster.consecutive_shifts import ConsecutiveShifts
from roster.rules.roster.shift_count import ShiftCount
from roster.rules.roster.weekends import Weekends
from tests.io.brigade_files import faults_of
from tests.rules.law import typed
from tests.small_week import put_brigade

BEFORE = (
    "officer,last_shift,days_in_a_row,same_shift,days_off,shifts,weekends\nA,N,4,2,0,9,2\nB,D,2,,3,5,1\nC,,,,4,0,0\n"
)
SINCE = {"weeks": 4, "from": "2026-10-19"}


def test_a_row_stands_for_its_duties_and_the_days_off_around_them(tmp_path: Path) -> None:
    """The roster begins on a Monday; A worked to the day before, the row of days was longest with B."""
    problem = api.load(put_brigade(tmp_path / "brigade", {"before.csv": BEFORE})).problem
    past = {who: {day: duty.shift for day, duty in line.items()} for who, line in problem.past.items()}
    assert past == {"A": {-1: "N", -2: "N", -3: "D", -4: "D"}, "B": {-4: "D", -5: "D"}}
    assert problem.history_start == -6
    row = ConsecutiveShifts(weight=1, min=5, max=5)
    assert [v.given for v in row.check_all(typed("D------", "A"), problem)] == []
    assert [v.given for v in row.check_all(typed("DD-----", "A"), problem)] == [6]
    assert [v.given for v in row.check_all(typed("-------", "A"), problem)] == [4]
    off = ConsecutiveDaysOff(weight=1, min=4, who={"id": "B"})
    assert [v.given for v in off.check_all(typed("DDDDDDD", "B"), problem)] == [3]


def test_totals_count_once_with_the_duties_that_they_include(tmp_path: Path) -> None:
    problem = api.load(put_brigade(tmp_path / "brigade", {"before.csv": BEFORE})).problem
    count = ShiftCount(weight=1, max=10, per=SINCE)
    assert [v.given for v in count.check_all(typed("D------", "A"), problem)] == []
    assert [v.given for v in count.check_all(typed("DD-----", "A"), problem)] == [11]
    assert [v.given for v in ShiftCount(weight=1, max=1, per=SINCE, opening={"A": 0}).check_all(
        typed("D------", "A"), problem)] == [5]  # fmt: skip
    assert [v.given for v in Weekends(weight=1, max=2, per=SINCE).check_all(typed("-----D-", "A"), problem)] == [3]
    nights = ShiftCount(weight=1, max=2, per=SINCE, when={"night": True})
    assert [v.given for v in nights.check_all(typed("N------", "A"), problem)] == [3]


def test_what_does_not_fit_is_refused(tmp_path: Path) -> None:
    wrong = "officer,last_shift,days_in_a_row,same_shift\nA,N,2,3\nX,Q,,\n"
    folder = put_brigade(tmp_path / "brigade", {"before.csv": wrong})
    assert [fault.partition(":")[2][:22] for fault in faults_of(lambda: read_tables(folder))] == [
        "D2 (same_shift): found",
        "A3 (officer): found 'X",
        "B3 (last_shift): found",
    ]
