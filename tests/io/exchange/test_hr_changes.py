"""The difference for HR between two publications: the old rows and the difference make the new ones."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path
from random import Random

from roster.io.exchange.hr_changes import HEADER, HrChange, hr_changes, write_hr_changes
from roster.io.ledger.publication import PublishedDuty

FIRST = dt.date(2026, 11, 2)
DATES = [FIRST + dt.timedelta(number) for number in range(7)]


def duty(officer: str, date: dt.date, shift: str, hour: int = 8) -> PublishedDuty:
    return PublishedDuty(
        officer, date, shift, f"{date} {hour:02d}:00", f"{date} {hour + 4:02d}:00", False, True, "u", "", ""
    )


def drawn(random: Random) -> list[PublishedDuty]:
    return [
        duty(officer, date, random.choice("DE"), random.choice((6, 12)))
        for officer in ("1", "2", "3")
        for date in DATES
        for _n in range(random.choice((0, 1, 1, 2)))
    ]


def applied(before: list[PublishedDuty], changes: list[HrChange]) -> list[tuple[str, ...]]:
    """What an importer makes of it, which deletes and adds rows by employee, date and hours."""
    rows = [(d.officer, str(d.date), d.shift, d.start.replace(" ", "T"), d.end.replace(" ", "T")) for d in before]
    for one in changes:
        if one.change in ("removed", "changed"):
            rows.remove((one.employee_id, str(one.date), one.before_shift_code, one.before_start, one.before_end))
        if one.change in ("added", "changed"):
            rows.append((one.employee_id, str(one.date), one.shift_code, one.start, one.end))
    return sorted(set(rows))


def test_old_and_difference_make_new() -> None:
    random = Random(4)
    for _case in range(200):
        before, after = drawn(random), drawn(random)
        changes = hr_changes(set(before), set(after), DATES, {"1": "甲一"})
        assert applied(list(set(before)), changes) == applied(list(set(after)), [])
        assert hr_changes(after, after, DATES, {}) == []


def test_what_the_file_says(tmp_path: Path) -> None:
    outside = duty("1", FIRST - dt.timedelta(1), "D")
    before = [outside, duty("007", DATES[0], "D"), duty("007", DATES[1], "D"), duty("=8", DATES[1], "D")]
    after = [duty("007", DATES[0], "D", 9), duty("009", DATES[2], "E"), duty("=8", DATES[1], "D")]
    write_hr_changes(hr_changes(before, after, DATES, {"007": "=cmd"}), tmp_path / "hr-changes.csv")
    content = (tmp_path / "hr-changes.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf" + ",".join(HEADER).encode() + b"\r\n")
    rows = list(csv.reader(content.decode("utf-8-sig").splitlines()))[1:]
    assert rows == [
        ["changed", "007", "2026-11-02", "'=cmd", "D", "2026-11-02T09:00", "2026-11-02T13:00", "D", "2026-11-02T08:00",
         "2026-11-02T12:00"],
        ["removed", "007", "2026-11-03", "'=cmd", "", "", "", "D", "2026-11-03T08:00", "2026-11-03T12:00"],
        ["added", "009", "2026-11-04", "", "E", "2026-11-04T08:00", "2026-11-04T12:00", "", "", ""],
    ]  # fmt: skip
