"""A few dozen of the mutations of `python -m benchmarks.fuzz`: a sentence each, never a fault of the program."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from benchmarks import fuzz
from benchmarks.fuzz import Case, Outcome
from benchmarks.mutations import Edit
from tests.living_week import put_week

SEED, IN_ALL, PARTS = 19, 28, 4
NO_SEARCH = ("check", "verify", "history", "swap", "why", "publish")


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("fuzz")
    shutil.copytree(fuzz.GOLDEN / "tiny", folder / "tiny")
    put_week(folder).rename(folder / "tiny.xlsx")
    return folder


@pytest.mark.parametrize("part", range(PARTS))
def test_broken_inputs_get_a_sentence(prepared: Path, monkeypatch: pytest.MonkeyPatch, part: int) -> None:
    monkeypatch.setattr(fuzz, "BRIGADES", ("tiny",))
    monkeypatch.setattr(fuzz, "COMMANDS", [choice for choice in fuzz.COMMANDS if choice[1][0] in NO_SEARCH])
    files = fuzz.files_of(prepared)
    for number in range(part, IN_ALL, PARTS):
        case = fuzz.make(number, SEED, files)
        outcome = fuzz.put(case, prepared)
        assert not outcome.failure, fuzz.shown(case, outcome)


def test_a_failure_is_found_and_told_with_the_mutation_that_brings_it_about() -> None:
    """The trials would be worth nothing if they could not fail."""
    edits = tuple(Edit("tiny/officers.csv", "cell", (number, 0), str(number)) for number in range(5))
    case = Case(7, "tiny", ("check", "tiny"), edits)
    small = fuzz.minimised(case, lambda one: any(edit.text == "3" for edit in one.edits))
    assert small.edits == (edits[3],)
    assert "case 7: check tiny: exit code 70" in fuzz.shown(small, Outcome(70, "", 0.1))
    assert [Outcome(code, said, 0.1).failure for code, said in ((2, ""), (70, ""), (0, "Traceback"), (99, ""))] == [
        "",
        "exit code 70",
        "a trace",
        "exit code 99",
    ]


def test_the_same_number_is_the_same_case(prepared: Path) -> None:
    files = {"tiny": ["tiny/officers.csv"], "patrol": ["patrol/sites.csv"]}
    assert fuzz.make(5, 1, files) == fuzz.make(5, 1, files) != fuzz.make(6, 1, files)
