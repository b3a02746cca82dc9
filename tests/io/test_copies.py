"""Copies that are handed round: unzipped, none of them holds a word that its readers need not know."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from pathlib import Path

import msoffcrypto
import pytest
from openpyxl import load_workbook

from roster import api
from roster.domain.outcome import Outcome
from roster.i18n import set_language
from roster.io.copies import AUDIENCES, is_own_copy, masked, write_copies
from roster.io.sheets.hr import HEADER
from tests.outcomes import changed
from tests.small_week import put_brigade

OFFICERS = """\
id,name,category,sex,birth_date,squad,home_zone,qualifications,protected_from,protected_to,phone
990017,陈静怡,sworn,f,1971-03-09,squad-a,Z,armed;driver,2026-10-05,2026-12-24,13900001111
990018,李明远,sworn,m,1984-07-21,squad-a,Z,armed,,,13900002222
990019,王建国,sworn,m,1990-01-30,squad-b,Z,driver,,,13900003333
990020,赵晓雯,auxiliary,f,1999-12-02,squad-b,Z,,,,13900004444
"""
ABSENCES = """\
id,kind,from,to,note
990017,maternity,2026-11-02,2026-11-08,seventh month
990019,sick,2026-11-03,2026-11-04,broken wrist
990020,rehab,2026-11-05,2026-11-05,clinic
"""
TABLES = {
    "officers.csv": OFFICERS,
    "absences.csv": ABSENCES,
    "requests.csv": "officer,date,shift,wish,weight\n990018,2026-11-06,,off,3\n",
    "fixed.csv": "officer,date,shift\n990018,2026-11-03,D\n",
    "vehicles.csv": "id,name,kind,seats\nV77,Patrol car,car,4\n",
}
KINDS = ("maternity", "sick", "rehab", "产假", "病假", '"ML"', ">ML<", ">SL<", ">产<", ">病<", "annual", "年假")
FACTS = ("1971", "1984-07", "13900001111", "armed", "持枪证", "2026-10-05", "2026-12-24", "wrist", "seventh", "clinic")
OURS = ("Written", "constraints", "minimum_rest", "patrol-roster solve", "Patrol Roster", "openpyxl", "small/")
NAMES = ("陈静怡", "李明远", "王建国", "赵晓雯")
IDS = ("990017", "990018", "990019", "990020")
SEED = 918273645


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    folder = put_brigade(tmp_path_factory.mktemp("copies") / "small", TABLES)
    found = api.solve(api.load(folder), time_limit=5, workers=1, seed=SEED, plan_time=0)
    return changed(found, command="roster solve constraints --plan-seed 5")


def parts(content: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        found = {name: archive.read(name).decode("utf-8", "replace") for name in archive.namelist()}
        return {**found, "comment": archive.comment.decode(), "names": " ".join(archive.namelist())}


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("audience", sorted(AUDIENCES))
def test_no_copy_holds_what_its_readers_need_not_know(
    audience: str, language: str, outcome: Outcome, tmp_path: Path
) -> None:
    set_language(language)
    try:
        (file,) = write_copies(outcome, tmp_path / "week.xlsx", [audience])
    finally:
        set_language("en")
    secret = [*KINDS, *FACTS, *OURS, str(SEED)]
    secret += [] if AUDIENCES[audience].ids else IDS
    secret += [] if AUDIENCES[audience].names else [*NAMES, "squad-a", "squad-b"]
    secret += [] if AUDIENCES[audience].orders else ["V77"]
    hits = [(name, word) for name, text in parts(file.read_bytes()).items() for word in secret if word in _said(text)]
    assert hits == []


def _said(text: str) -> str:
    """A part without the names of the contract's columns, which are the same in every copy."""
    for column in HEADER:
        text = text.replace(f">{column}<", "><")
    return text


def test_the_words_would_be_found_in_the_roster_itself(outcome: Outcome, tmp_path: Path) -> None:
    api.write(outcome, tmp_path / "week.xlsx")
    whole = "".join(parts((tmp_path / "week.xlsx").read_bytes()).values())
    for word in ("maternity", "armed", "constraints", "Patrol Roster", *NAMES, *IDS, "V77", "squad-a"):
        assert word in whole, word


def test_what_each_copy_does_hold(outcome: Outcome, tmp_path: Path) -> None:
    files = write_copies(outcome, tmp_path / "week.xlsx", AUDIENCES)
    assert [file.name for file in files] == [f"week-{name}.xlsx" for name in AUDIENCES]
    books = {name: load_workbook(file) for name, file in zip(AUDIENCES, files, strict=True)}
    assert {name: book.sheetnames for name, book in books.items()} == {
        "posting": ["Roster"],
        "squad": ["Roster", "Daily orders", "Vehicles"],
        "hr": ["Roster", "HR"],
        "outside": ["Roster"],
    }
    grid = books["posting"]["Roster"]
    rows = {str(grid.cell(row, 3).value): row for row in range(6, 10)}
    assert set(rows) == set(NAMES)
    assert grid.cell(rows["陈静怡"], 6).value == "away"
    assert grid.cell(rows["陈静怡"], 2).value is None
    duties = [str(grid.cell(rows["李明远"], column).value) for column in range(6, 13)]
    worked = {duty.day: duty.shift for duty in outcome.roster.work() if duty.officer == "990018"}
    assert [worked.get(day, "-") for day in range(7)] == duties
    assert sorted(str(books["outside"]["Roster"].cell(row, 3).value) for row in range(6, 10)) == [
        "李*",
        "王*",
        "赵*",
        "陈*",
    ]
    sheet = books["hr"]["HR"]
    assert [cell.value for cell in sheet[1]] == list(HEADER)
    record = dict(zip(HEADER, (cell.value for cell in sheet[2]), strict=True))
    assert record["employee_id"] in IDS
    assert record["hours"] == 12
    assert [record[name] for name in ("unit", "zone", "site", "armed", "vehicle_id")] == [None] * 5


def test_who_carries_a_weapon_is_in_no_copy(outcome: Outcome) -> None:
    crews = [
        replace(crew, members=tuple(replace(m, roles=frozenset(("lead", "armed"))) for m in crew.members))
        for crew in outcome.roster.crews
    ]
    armed = replace(outcome, roster=replace(outcome.roster, crews=tuple(crews)))
    for audience in AUDIENCES.values():
        shown = masked(armed, audience)
        assert {role for crew in shown.roster.crews for m in crew.members for role in m.roles} == {"lead"}
        assert {one.kind for one in shown.problem.absences} == {"away"}


def test_document_properties_are_empty_and_copies_are_equal_byte_by_byte(outcome: Outcome, tmp_path: Path) -> None:
    first = write_copies(outcome, tmp_path / "a.xlsx", ["posting"])[0].read_bytes()
    second = write_copies(outcome, tmp_path / "b.xlsx", ["posting"])[0].read_bytes()
    assert first == second
    assert "20" not in parts(first)["docProps/core.xml"].split("core-properties")[-1]


def test_a_password_encrypts_really(outcome: Outcome, tmp_path: Path) -> None:
    (file,) = write_copies(outcome, tmp_path / "week.xlsx", ["hr"], password="长春2026")
    content = file.read_bytes()
    assert content.startswith(bytes.fromhex("d0cf11e0a1b11ae1"))
    assert b"990017" not in content
    assert "陈静怡".encode() not in content
    opened = msoffcrypto.OfficeFile(io.BytesIO(content))
    opened.load_key(password="长春2026", verify_password=True)
    plain = io.BytesIO()
    opened.decrypt(plain)
    assert load_workbook(plain).sheetnames == ["Roster", "HR"]
    with pytest.raises(msoffcrypto.exceptions.InvalidKeyError):
        msoffcrypto.OfficeFile(io.BytesIO(content)).load_key(password="x", verify_password=True)


def test_a_copy_that_somebody_saved_anew_is_no_copy_of_ours(outcome: Outcome, tmp_path: Path) -> None:
    (file,) = write_copies(outcome, tmp_path / "week.xlsx", ["posting"])
    assert is_own_copy(file)
    load_workbook(file).save(file)
    assert not is_own_copy(file)
