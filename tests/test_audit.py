"""The audit: on random records nothing that was planted is missed and nothing invented; each finding is evidence."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

from openpyxl import load_workbook

from benchmarks import published_year as year
from benchmarks.audit import examined
from benchmarks.audit_cases import PLANTS
from roster.domain import audit as kinds
from roster.living.audits import audit
from roster.report.audit import LAWS, NAMES, law_of, sentence
from tests.cli.command import run
from tests.living_month import FIRST, LAST, STARTS, duties_of, put_brigade, put_table

DATES = ("--from", str(FIRST), "--to", str(LAST))
SEEDS = (1, 4, 6, 12, 14, 19, 21, 26)
"""Records that together have every kind of finding."""


def test_nothing_is_missed_and_nothing_invented_on_random_records() -> None:
    seen = set()
    for seed in SEEDS:
        found, there, planted = examined(seed)
        assert found == there, seed
        assert planted <= found, seed
        seen |= {kind for kind, _officer, _date in found}
    assert seen == set(kinds.KINDS)


def test_every_kind_has_a_name_and_can_be_planted() -> None:
    assert set(NAMES) == set(kinds.KINDS)
    assert set(kinds.KINDS) - set(LAWS) == {kinds.HOURS_CAP, kinds.REST}, "a rule of the brigade says their law"
    assert len(PLANTS) == 13


def test_a_finding_names_person_date_law_publication_and_cells(tmp_path: Path) -> None:
    folder = put_brigade(tmp_path / "b")
    duty = next(one for one in duties_of(5) if one.officer == "0002" and one.shift == "D")
    put_table(folder, "absences", f"id,kind,from,to\n0002,court,{duty.date},{duty.date}")
    told = json.loads(run("audit", folder, *DATES, "--json").out)
    (found,) = [one for one in told["findings"] if one["kind"] == "duty_on_leave"]
    assert (found["officer"], found["date"]) == ("0002", str(duty.date))
    assert found["sentence"].startswith("Officer 2 (0002) is on duty D ")
    assert "away for court" in found["sentence"]
    assert found["law"].startswith("audit offices' published checks")
    week = year.publication(STARTS[5], duties_of(5))
    dates = f"{week.start}..{week.last}"
    assert found["sources"] == [{"what": dates, "version": 1, "time": week.time, "sha256": week.sha256}]
    assert found["cells"] == ["absences.csv:A2 (id)"] or found["cells"][0].startswith("absences.csv:2")
    run("month", folder, *DATES, "-o", tmp_path / "month.xlsx")
    sheet, _mark, cell = found["month_cell"].partition("!")
    assert load_workbook(tmp_path / "month.xlsx")[sheet][cell].value == "D"


def test_a_change_before_the_duty_is_in_order_and_one_after_it_is_told(tmp_path: Path) -> None:
    folder = put_brigade(tmp_path)
    gone = next(one for one in duties_of(5) if one.shift == "D")
    rest = [one for one in duties_of(5) if one != gone]
    begun = dt.datetime.fromisoformat(gone.start)
    early = year.publication(STARTS[5], rest, 2, begun - dt.timedelta(minutes=1))
    year.publish_all(folder, [early])
    assert kinds.AFTER_THE_FACT not in {one.kind for one in audit(folder, FIRST, LAST).findings}
    year.publish_all(folder, [year.publication(STARTS[5], duties_of(5), 3, begun + dt.timedelta(days=2))])
    found = audit(folder, FIRST, LAST)
    (late,) = [one for one in found.findings if one.kind == kinds.AFTER_THE_FACT]
    assert (late.officer, len(late.sources)) == (gone.officer, 1)
    assert "no duty was changed to D" in sentence(late, found.record.facts)
    assert law_of(late).startswith("provisional rules")


def test_the_sheet_has_a_row_a_finding_in_chinese(tmp_path: Path) -> None:
    folder = put_brigade(tmp_path / "b", ("language,zh", "pay_from_day,26"))
    put_table(folder, "worked", f"officer,date,start,end\n0001,{FIRST},07:00,15:00\n0001,{FIRST},08:00,09:00")
    told = run("audit", folder, *DATES, "-o", tmp_path / "audit.xlsx")
    assert told.code == 1, told.err
    rows = list(load_workbook(tmp_path / "audit.xlsx")["审计自查"].iter_rows(min_row=4, values_only=True))
    assert any("同一时间两个班" in str(row[1]) and row[2] == "0001" for row in rows)


def test_a_record_in_order_has_no_finding(tmp_path: Path) -> None:
    folder = put_brigade(tmp_path, ("pay_from_day,26", "overtime_hours_cap,60"))
    found = audit(folder, FIRST, LAST).findings
    assert [(one.kind, one.officer, one.day) for one in found] == []
