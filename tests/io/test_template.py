"""What `roster init` writes: a workbook that people can fill in and that reads back."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook

from roster.domain.errors import OutputError
from roster.i18n import _, language, set_language
from roster.io.rulebook import load_rulebook, shipped_folder
from roster.io.tables import facts, read_tables, units
from roster.io.tables.describe import example_text
from roster.io.tables.example import EXAMPLE
from roster.io.tables.schema import TABLES
from roster.io.tables.table import cell_of, header_of
from roster.io.template import blank_workbook, write_template
from tests.io.brigade_files import faults_of

CHINESE = re.compile("[\u4e00-\u9fff]")


@pytest.fixture(params=["en", "zh"], autouse=True)
def tongue(request: pytest.FixtureRequest) -> Iterator[str]:
    before = language()
    set_language(request.param)
    yield request.param
    set_language(before)


def test_it_writes_a_workbook_and_the_standing_rules(tmp_path: Path) -> None:
    book, rules = write_template(tmp_path / "new")
    assert book == tmp_path / "new" / "brigade.xlsx"
    assert rules == tmp_path / "new" / "constraints" / "rules.yaml"
    own, shipped = load_rulebook([rules]), load_rulebook([shipped_folder() / "base.yaml"])
    unsaid = {"why": ""}
    assert [rule.model_copy(update=unsaid) for rule in own.rules] == [
        rule.model_copy(update=unsaid) for rule in shipped.rules
    ]
    assert [rule.why for rule in own.rules] == [_(rule.why) for rule in shipped.rules]
    notes = [line.partition("# ")[2] for line in rules.read_text(encoding="utf-8").splitlines() if "   # " in line]
    assert all(CHINESE.search(note) for note in notes) or language() == "en"
    heading = rules.read_text(encoding="utf-8").partition("name:")[0]
    assert all(line.startswith("#") for line in heading.splitlines())
    assert "The standing rules of a patrol brigade" not in heading
    assert bool(CHINESE.search(heading)) == (language() == "zh")


def test_a_sheet_a_table_with_every_column_described() -> None:
    book = blank_workbook()
    assert book.sheetnames == [_(model.table) for model in TABLES]
    for model in TABLES[1:]:
        sheet = book[_(model.table)]
        assert sheet.freeze_panes == "A2"
        assert sheet.max_row == 1
        for info, cell in zip(model.model_fields.values(), sheet[1], strict=True):
            assert cell.value == _(header_of(info))
            assert cell.comment is not None
            assert _(info.description or "") in cell.comment.text
            assert cell.font.bold


def test_formats_keep_ids_text_and_dates_dates() -> None:
    sheet = blank_workbook()[_("officers")]
    assert sheet.column_dimensions["A"].number_format == "@"
    assert sheet.column_dimensions["E"].number_format == "yyyy-mm-dd"


def test_drop_downs_offer_the_words_of_a_column() -> None:
    sheet = blank_workbook()[_("officers")]
    offered = {str(rule.sqref): rule.formula1 for rule in sheet.data_validations.dataValidation}
    assert offered["C2:C2000"] == f'"{_("sworn")},{_("auxiliary")}"'
    assert set(offered) == {"C2:C2000", "D2:D2000", "G2:G2000", "I2:I2000", "J2:J2000"}


def test_drop_downs_offer_the_ids_typed_in_another_sheet() -> None:
    sheet = blank_workbook()[_("officers")]
    offered = {str(rule.sqref): rule.formula1 for rule in sheet.data_validations.dataValidation}
    zones = f"'{_('zones')}'!"
    assert offered["G2:G2000"] == f"OFFSET({zones}$A$2,0,0,MAX(1,COUNTA({zones}$A:$A)-1),1)"


def test_comments_are_in_one_language_and_their_examples_read() -> None:
    book = blank_workbook()
    for model in TABLES:
        comments = [cell.comment.text for row in book[_(model.table)] for cell in row if cell.comment]
        assert comments[0].startswith(_(model.purpose))
        for comment in comments:
            assert bool(CHINESE.search(comment)) == (language() == "zh")
            assert language() == "en" or not re.search("guard_post|annual|holiday|static", comment)
        for info in model.model_fields.values():
            cell = cell_of(info)
            assert cell.read(example_text(info)) == cell.read(info.examples[0])
    assert _("sworn") in example_text(units.Row.model_fields["composition"])


def test_a_sheet_prints_on_pages_as_wide_as_it_is() -> None:
    sheet = blank_workbook()[_("officers")]
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == ("landscape", 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.print_title_rows == "$1:$1"


def test_the_blank_template_reads_with_clear_faults_only(tmp_path: Path) -> None:
    book = write_template(tmp_path)[0]
    tongue = language()
    set_language("en")
    names = {model.table: sheet for model, sheet in zip(TABLES, load_workbook(book).sheetnames, strict=True)}
    faults = faults_of(lambda: read_tables(tmp_path))
    set_language(tongue)
    header = load_workbook(book)[names["settings"]]["A2"].value
    assert faults == [
        f"brigade.xlsx {names['settings']}!B2 ({header}): found an empty cell; "
        "expected the brigade's name, as it stands on every sheet",
        *(
            f"brigade.xlsx {names[table]}: found no rows; expected at least one row"
            for table in ("officers", "shifts", "units", "demand")
        ),
    ]


def test_a_filled_template_reads_as_the_same_facts(tmp_path: Path) -> None:
    path = write_template(tmp_path / "new")[0]
    folder = tmp_path / "csv"
    folder.mkdir()
    for name, text in EXAMPLE.items():
        (folder / name).write_text(text, encoding="utf-8")
    book = load_workbook(path)
    for model in TABLES:
        text = EXAMPLE.get(f"{model.table}.csv")
        if text is None:
            continue
        sheet = book[_(model.table)]
        header, *rows = list(csv.reader(io.StringIO(text)))
        if model.table == "settings":
            lines = {str(sheet.cell(row, 1).value): row for row in range(2, sheet.max_row + 1)}
            for name, value in rows:
                sheet.cell(lines[_(name)], 2).value = value
            continue
        columns = {str(cell.value): cell.column for cell in sheet[1]}
        for number, row in enumerate(rows, start=2):
            for name, value in zip(header, row, strict=True):
                sheet.cell(number, columns[_(name)]).value = value or None
    book.save(path)
    filled, typed = facts(read_tables(path.parent)), facts(read_tables(folder))
    assert filled.officers == typed.officers
    assert filled.shifts == typed.shifts
    assert filled.kinds == typed.kinds
    assert [line.days for line in filled.demand] == [line.days for line in typed.demand]
    assert [absence.span for absence in filled.absences] == [absence.span for absence in typed.absences]
    assert filled.settings.day_start == typed.settings.day_start
    assert filled.settings.language == language()


@pytest.mark.parametrize("there", ["brigade.xlsx", "constraints/rules.yaml", "officers.csv", "constraints/own.yml"])
def test_nothing_is_overwritten(tmp_path: Path, there: str) -> None:
    file = tmp_path / there
    file.parent.mkdir(exist_ok=True)
    file.write_text("mine", encoding="utf-8")
    with pytest.raises(OutputError, match=file.name):
        write_template(tmp_path)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [file]
    assert file.read_text(encoding="utf-8") == "mine"
