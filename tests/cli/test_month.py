"""`roster month` from the command line."""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from pathlib import Path

from openpyxl import load_workbook

from roster.io.ledger import Ledger
from roster.io.month.contract import HEADER
from tests.cli.command import run
from tests.living_month import put_brigade, put_table
from tests.living_week import put_week

DATES = ("--from", "2026-09-26", "--to", "2026-10-25")


def test_a_published_week_has_the_sums_that_its_own_hr_sheet_has(brigade: Path) -> None:
    """Also before it is published, told by its workbook."""
    week = put_week(brigade.parent)
    rows = load_workbook(week)["HR"].iter_rows(values_only=True)
    header = [str(name) for name in next(rows)]
    sums: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    dates = set()
    for values in rows:
        row = dict(zip(header, values, strict=True))
        dates.add(row["date"])
        sums[str(row["employee_id"])]["duties"] += 1
        for name in header:
            if name.endswith("hours"):
                sums[str(row["employee_id"])][name] += float(str(row[name]))
    span = ("--from", f"{min(dates):%Y-%m-%d}", "--to", f"{max(dates):%Y-%m-%d}")
    before = json.loads(run("month", "tiny", *span, "--workbook", week, "--json").out)
    run("publish", week)
    told = run("month", "tiny", *span, "--json", "--csv", "out")
    found = json.loads(told.out)
    assert [*map(_numbers, before["officers"])] == [*map(_numbers, found["officers"])]
    with Path("out/month.csv").open(encoding="utf-8-sig", newline="") as file:
        flat = list(csv.DictReader(file))
    assert tuple(flat[0]) == HEADER == tuple(found["officers"][0])
    for row in flat:
        own = sums.get(row["employee_id"], {})
        for name in (
            "duties",
            "hours",
            "night_hours",
            "workday_hours",
            "rest_day_hours",
            "statutory_hours",
            "paid_hours",
        ):
            assert float(row[name]) == round(own.get(name, 0.0), 4)
    assert sum(len(own) > 0 for own in sums.values()) > 3


def _numbers(row: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in row.items() if isinstance(value, int | float)}


def test_the_sheet_is_written_in_chinese_and_never_over_a_table(tmp_path: Path) -> None:
    folder = put_brigade(tmp_path / "b", ("language,zh", "pay_from_day,26"))
    put_table(folder, "pay", "item,category,per,rate\n=1+1,sworn,night,30")
    told = run("month", folder, *DATES, "-o", tmp_path / "month.xlsx")
    assert told.code == 0, told.err
    book = load_workbook(tmp_path / "month.xlsx")
    assert book.sheetnames == ["考勤表", "工时与加班", "金额", "来源"]
    assert "计划" in book["考勤表"]["A2"].value
    assert not told.out.replace("month.xlsx", "").isascii()
    item = book["金额"]["B5"]
    assert (item.value, item.data_type) == ("=1+1", "s")
    refused = run("month", folder, *DATES, "-o", folder / "brigade.xlsx")
    assert (refused.code, (folder / "brigade.xlsx").exists()) == (2, False)


def test_a_brigade_without_a_ledger_has_a_sheet_that_says_so(brigade: Path) -> None:
    told = run("month", "tiny", "--from", "2026-11-01")
    assert told.code == 0, told.err
    assert "no roster was published of Sun 2026-11-01 to Mon 2026-11-30" in told.out


def test_sickness_that_a_repair_told_of_is_leave_in_the_month(brigade: Path) -> None:
    """Also in a ledger that was made anew from the copies."""
    week = put_week(brigade.parent)
    run("publish", week)
    duties = Ledger(brigade / "ledger.sqlite").publications()[0].duties
    ill = next(one for one in duties if one.line)
    told = run("replan", week, "--absent", ill.officer, str(ill.date), "sick", "--time-limit", "10", "--force")
    assert told.code == 0, told.err
    file = next(line.split(": ", 1)[1] for line in told.out.splitlines() if line.startswith("written: "))
    run("publish", file)
    span = ("--from", str(ill.date), "--to", str(ill.date), "--json")
    for _again in range(2):
        rows = {row["employee_id"]: row for row in json.loads(run("month", "tiny", *span).out)["officers"]}
        assert (rows[ill.officer]["sick_days"], rows[ill.officer]["duties"]) == (1, 0)
        assert sum(row["days_leave"] for row in rows.values()) == 1
        run("publish", "--rebuild", "--brigade", "tiny")
