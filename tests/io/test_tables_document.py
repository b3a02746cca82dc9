"""docs/inputs.md is what the row models say, its example reads, and every word has its Chinese."""

from __future__ import annotations

import csv
import re
import subprocess
import sys
from pathlib import Path

import pytest

from roster.arithmetic.necessary import Arithmetic
from roster.arithmetic.supply import supply
from roster.i18n import catalogue
from roster.io.tables import absences, check_tables, facts, officers, read_tables, requests, sites, units, words
from roster.io.tables.cells import spelled
from roster.io.tables.document import document
from roster.io.tables.example import EXAMPLE
from roster.io.tables.pairs import Pair
from roster.io.tables.rows import folded
from roster.io.tables.schema import TABLES
from roster.io.tables.table import TableRow, cell_of, header_of
from roster.rules import Rulebook, pose
from roster.rules.roster.cover import Cover
from tests.io.brigade_files import faults_of

PAGE = Path(__file__).parents[2] / "docs" / "inputs.md"


def test_the_page_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == document()


def test_the_command_that_writes_it() -> None:
    made = subprocess.run([sys.executable, "-m", "roster.io.tables.document"], capture_output=True, check=True)
    assert made.stdout.decode("utf-8") == document()


def test_every_column_is_described_with_an_example_that_reads() -> None:
    text = document()
    for model in TABLES:
        for info in model.model_fields.values():
            line = next(
                line for line in text.splitlines() if line.startswith(f"| `{header_of(info)}` | {info.description}")
            )
            assert "**required**" in line or "| empty: " in line
            assert info.examples
            cell_of(info).read(info.examples[0])


def test_a_strangers_brigade_typed_from_the_page_reads(tmp_path: Path) -> None:
    blocks = re.findall(r"`(\w+\.csv)`\n\n```csv\n(.*?)```", PAGE.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert dict(blocks) == EXAMPLE
    for name, text in blocks:
        (tmp_path / name).write_text(text, encoding="utf-8")
    tables = read_tables(tmp_path)
    assert check_tables(tables) == []
    cover = Cover(asks="minimum", priority=1)
    problem = pose(facts(tables), Rulebook((cover,)))
    assert {unit.kind for unit in problem.units} == {"car", "post"}
    assert not any(any(line.missing) for line in supply(Arithmetic(problem, Rulebook((cover,)))) if line.day != 5)


@pytest.mark.parametrize("model", [*TABLES, Pair], ids=lambda model: model.table)
def test_every_table_and_column_has_a_chinese_name_of_its_own(model: type[TableRow]) -> None:
    chinese_words = catalogue("zh")
    names = [folded(chinese_words[header_of(info)]) for info in model.model_fields.values()]
    assert len(set(names)) == len(names)
    assert chinese_words[model.table] != model.table


@pytest.mark.parametrize(
    "vocabulary",
    [
        words.QUALITIES,
        words.WEEKDAYS,
        words.DAY_TYPES,
        words.OFF_SPELLINGS,
        absences.KINDS,
        sites.KINDS,
        units.MODES,
        requests.WISHES,
        officers.SEXES,
    ],
)
def test_every_word_has_a_chinese_form_that_reads_back(vocabulary: dict[str, tuple[str, ...]]) -> None:
    assert [spelled(catalogue("zh")[word], vocabulary) for word in vocabulary] == list(vocabulary)


def test_a_brigade_with_chinese_names_and_headers_reads_the_same(tmp_path: Path) -> None:
    chinese_words = catalogue("zh")
    english, folder = tmp_path / "english", tmp_path / "chinese"
    english.mkdir()
    folder.mkdir()
    for name, text in EXAMPLE.items():
        (english / name).write_text(text, encoding="utf-8")
        header, *rows = list(csv.reader(text.splitlines()))
        table = name.removesuffix(".csv")
        with (folder / f"{chinese_words[table]}.csv").open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file).writerows([[chinese_words[word] for word in header], *rows])

    def sourceless(path: Path) -> str:
        return re.sub(r"source='[^']*'", "", repr(facts(read_tables(path))))

    assert sourceless(folder) == sourceless(english)


def test_places_name_the_header_as_it_is_written(tmp_path: Path) -> None:
    for name, text in EXAMPLE.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    header = catalogue("zh")["category"]
    changed = EXAMPLE["officers.csv"].replace("category", header).replace("auxiliary", "boss", 1)
    (tmp_path / "officers.csv").write_text(changed, encoding="utf-8")
    assert faults_of(lambda: read_tables(tmp_path)) == [
        f"officers.csv:C5 ({header}): found 'boss'; expected one of sworn, auxiliary"
    ]


def test_everyday_chinese_headers_are_understood(tmp_path: Path) -> None:
    for name, text in EXAMPLE.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    changed = EXAMPLE["officers.csv"].replace("id,name,", "警号,姓名,")
    (tmp_path / "officers.csv").write_text(changed, encoding="utf-8")
    assert read_tables(tmp_path).officers[0].name == "Ann"
