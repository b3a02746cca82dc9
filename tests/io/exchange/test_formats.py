"""Files in the form that other systems take: rows, days, bodies of calls; and what is missing for them."""

from __future__ import annotations

import csv
import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from roster.domain.errors import InputError
from roster.io.exchange.bodies import bodies, write_bodies
from roster.io.exchange.formats import table_of, write_table
from roster.io.exchange.planned import Planned
from roster.io.exchange.profile import Profile, read_profile, shipped
from tests.io.exchange.made import plan

PEOPLE = {"001": ("甲一", "DN-"), "=2": ("乙二", "L-E")}
GIVEN = {"group_id": "12", "op_user_id": "boss", "groupid": "3", "operator_id": "boss", "location": "HQ", "area": "A"}


def known(system: str, planned: Planned | None = None) -> Planned:
    found = planned or plan(PEOPLE)
    found.accounts = {(system, "001"): "a@x", (system, "=2"): "b@x"}
    found.codes = {(system, code): str(number) for number, code in enumerate("DEN", start=100)}
    return found


def test_dingtalk_has_every_day_at_midnight_in_china_with_rest_as_shift_1() -> None:
    (body,) = bodies("dingtalk", known("dingtalk"), GIVEN)
    assert (body["op_user_id"], body["group_id"]) == ("boss", 12)
    rows = {(row["userid"], row["work_date"]): (row["shift_id"], row["is_rest"]) for row in body["schedules"]}
    first = 1793462400000  # 2026-11-01 00:00 +08:00
    assert dt.datetime.fromtimestamp(first / 1000, dt.UTC) == dt.datetime(2026, 10, 31, 16, tzinfo=dt.UTC)
    day = 86_400_000
    assert rows == {
        ("a@x", first): (100, False),
        ("a@x", first + day): (102, False),
        ("a@x", first + 2 * day): (1, True),
        ("b@x", first): (1, True),
        ("b@x", first + day): (1, True),
        ("b@x", first + 2 * day): (101, False),
    }


def test_wecom_parts_months_and_feishu_knows_employee_numbers(tmp_path: Path) -> None:
    across = plan({"001": ("甲一", "DDD")}, first=dt.date(2026, 11, 29))
    found = bodies("wecom", known("wecom", across), GIVEN)
    assert [(body["yearmonth"], [item["day"] for item in body["items"]]) for body in found] == [
        (202611, [29, 30]),
        (202612, [1]),
    ]
    planned = known("feishu", plan({f"{n:03}": ("甲", "D-") for n in range(26)}))
    planned.accounts = {}
    found = bodies("feishu", planned, GIVEN)
    assert [len(body["user_daily_shifts"]) for body in found] == [50, 2]
    assert found[0]["user_daily_shifts"][1] == {
        "group_id": "12", "shift_id": "0", "month": 202611, "user_id": "000", "day_no": 2, "is_clear_schedule": False,
    }  # fmt: skip
    write_bodies("feishu", found, tmp_path / "f.json")
    assert json.loads((tmp_path / "f.json").read_text("utf-8"))["bodies"] == found


def test_everything_that_is_missing_is_told_at_once() -> None:
    planned = plan(PEOPLE)
    planned.duties["001", dt.date(2026, 11, 1)] *= 2
    with pytest.raises(InputError) as caught:
        bodies("dingtalk", planned, {"group_id": "x"})
    assert [fault.found for fault in caught.value.faults] == [
        "no account of 001 in dingtalk",
        "no account of =2 in dingtalk",
        "no code of D in dingtalk",
        "no code of E in dingtalk",
        "no code of N in dingtalk",
        "no value for 'op_user_id'",
        "'x'",
        "two duties of 001",
    ]
    with pytest.raises(InputError, match=r"no account of 001 in deputy[\s\S]*no value for 'area'"):
        table_of(plan(PEOPLE), read_profile("deputy"), {})
    with pytest.raises(InputError, match="'nobody'; expected one of dingtalk, wecom, feishu, deputy, matrix, teams"):
        read_profile("nobody")


def test_deputy_has_the_columns_of_its_help_page_and_ends_on_the_next_date(tmp_path: Path) -> None:
    profile = read_profile("deputy")
    write_table(table_of(known("deputy"), profile, GIVEN), profile, tmp_path / "d.csv")
    header = "Email,Start Date,Start Time,End Date,End Time,Location,Area,Meal Break (Mins),Comment,Published,Open"
    lines = (tmp_path / "d.csv").read_bytes().decode().split("\r\n")
    assert lines[0] == header
    assert lines[2] == "a@x,2026-11-02,23:00:00,2026-11-03,07:00:00,HQ,A,0,夜班,No,No"
    assert lines[3].startswith("b@x,2026-11-03,15:00:00")


def test_ukg_has_a_column_a_day_in_a_workbook_of_texts(tmp_path: Path) -> None:
    profile = read_profile("ukg-days")
    write_table(table_of(plan(PEOPLE), profile, {"org_job": "=X"}), profile, tmp_path / "u.xlsx")
    rows = list(load_workbook(tmp_path / "u.xlsx").worksheets[0].iter_rows(values_only=True))
    assert rows[0] == ("EMPLOYEE ID", "EMPLOYEE NAME", "ORG JOB", "ROLL OUT", "Day 1", "Day 2", "Day 3")
    assert rows[1] == ("001", "甲一", "=X", "Yes", "07:00-15:00", "23:00-07:00", None)
    assert load_workbook(tmp_path / "u.xlsx").worksheets[0]["C2"].data_type == "s"
    with pytest.raises(InputError, match="92 days; expected 91 days at most"):
        table_of(plan({"001": ("甲一", "D" * 92)}), profile, {"org_job": "X"})


def test_a_profile_of_ones_own(tmp_path: Path) -> None:
    file = tmp_path / "own.yaml"
    file.write_text(
        "layout: rows\nrest_rows: true\nwork: {duty: 'Yes', rest: 'No', leave: Away}\n"
        "codes: {D: '1', N: '3'}\ndate_form: '%d.%m.%Y'\nencoding: gb18030\ndelimiter: ';'\n"
        "line_end: lf\nquote_all: true\n"
        "columns:\n  - {header: 工号, value: '{employee_id}'}\n  - {header: Date, value: '{date}'}\n"
        "  - {header: Work, value: '{work}'}\n  - {header: Code, value: '{code}'}\n",
        encoding="utf-8",
    )
    profile = read_profile(str(file))
    write_table(table_of(plan(PEOPLE), profile, {}), profile, tmp_path / "o.csv")
    lines = (tmp_path / "o.csv").read_bytes().decode("gb18030").split("\n")
    assert lines[:5] == [
        '"工号";"Date";"Work";"Code"',
        '"001";"01.11.2026";"Yes";"1"',
        '"001";"02.11.2026";"Yes";"3"',
        '"001";"03.11.2026";"No";""',
        '"\'=2";"01.11.2026";"Away";""',
    ]
    with (tmp_path / "o.csv").open(encoding="gb18030", newline="") as text:
        assert len(list(csv.reader(text, delimiter=";"))) == 7
    plain = profile.model_copy(update={"guard": False})
    write_table(table_of(plan(PEOPLE), plain, {}), plain, tmp_path / "p.csv")
    assert '\n"=2"' in (tmp_path / "p.csv").read_bytes().decode("gb18030")


def test_a_profile_knows_no_places_and_tells_its_faults_by_line(tmp_path: Path) -> None:
    file = tmp_path / "own.yaml"
    file.write_text("columns:\n  - {header: Zone, value: '{zone}'}\nencoding: latin\n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_profile(str(file))
    assert [fault.place for fault in caught.value.faults] == ["own.yaml:2 (columns.0.value)", "own.yaml:3 (encoding)"]


@pytest.mark.parametrize("name", shipped())
def test_what_is_shipped_can_be_read(name: str) -> None:
    profile: Any = read_profile(name)
    assert isinstance(profile, Profile)
    assert profile.name == name
