"""Cures change the brigade's own rulebook: nothing of the program's, and no file that a remembered cure makes up."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from roster.domain.errors import InputError
from roster.explain.apply import apply
from roster.explain.changes import Change
from roster.explain.cure_cache import recall, remember
from roster.explain.exceptions import for_them_only
from roster.explain.explanation import Explanation
from roster.explain.rule_changes import rule_change
from roster.explain.trial import Asked, belongs_to_program, changed
from roster.io.rulebook import shipped_folder
from tests.cli.command import run, tiny
from tests.io.brigade_files import example, write_workbook


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    folder = tiny(tmp_path)
    shutil.rmtree(folder / "constraints")
    return Path("tiny")


def shipped() -> dict[Path, bytes]:
    return {file: file.read_bytes() for file in shipped_folder().rglob("*") if file.is_file()}


def rest_of(asked: Asked, hours: int) -> tuple[Change, ...]:
    """A change of `minimum_rest.hours`, as a cure has it."""
    case = asked.load()
    change = rule_change(asked, case, case.rulebook["minimum_rest"], "hours", "11", str(hours))
    assert change is not None
    assert not belongs_to_program(change.file)
    return (change,)


def applied(asked: Asked, hours: int) -> list[Path]:
    """The files written; on a trial the change has the same effect and writes nothing."""
    before, changes = shipped(), rest_of(asked, hours)
    there = sorted(path for path in Path().rglob("*"))
    with changed(asked, asked.load(), changes) as trial:
        assert trial.rulebook["minimum_rest"].hours == hours  # type: ignore[attr-defined]
    assert sorted(path for path in Path().rglob("*")) == there
    written = apply(changes, home=asked.folder)
    assert shipped() == before
    return written


def test_shipped_rules_are_changed_in_a_new_rulebook_of_the_brigade(home: Path) -> None:
    asked = Asked(home)
    for hours in (9, 8):
        assert applied(asked, hours) == [home / "constraints" / "rules.yaml"]
        case = asked.load()
        assert case.rulebook["minimum_rest"].hours == hours  # type: ignore[attr-defined]
        assert len(case.rulebook.rules) > 10, "all other standing rules are in force as well"
    assert (home / "constraints" / "rules.yaml").read_text("utf-8") == (
        "extends: base.yaml\nrules:\n  - id: minimum_rest\n    hours: 8\n"
    )


def test_single_officers_are_taken_out_of_a_shipped_rule(home: Path) -> None:
    asked = Asked(home)
    case = asked.load()
    changes = for_them_only(case.rulebook["minimum_rest"], ["007"], asked, case, "hours", 9)
    assert {change.file for change in changes} == {home / "constraints" / "rules.yaml"}
    before = shipped()
    with changed(asked, case, changes) as trial:
        ours = [rule for rule in trial.rulebook.rules if rule.rule == "minimum_rest"]
        assert [officer.id for officer in ours[1].officers(trial.problem)] == ["007"]
        assert "007" not in [officer.id for officer in ours[0].officers(trial.problem)]
    apply(changes, home=asked.folder)
    assert len([rule for rule in asked.load().rulebook.rules if rule.rule == "minimum_rest"]) == 2
    assert shipped() == before


def test_an_own_rulebook_that_is_there_is_added_to(home: Path) -> None:
    own = home / "constraints" / "own.yaml"
    own.parent.mkdir()
    own.write_bytes(b"extends: base.yaml\r\nrules:\r\n  - {id: requests, off: true}\r\n")
    assert applied(Asked(home), 9) == [own]
    assert own.read_bytes() == (
        b"extends: base.yaml\r\nrules:\r\n  - {id: requests, off: true}\r\n  - id: minimum_rest\r\n    hours: 9\r\n"
    )


def test_a_shipped_rulebook_that_was_named_gets_a_counterpart_to_be_named(home: Path) -> None:
    asked = Asked(home, (Path("summer.yaml"),))
    changes = rest_of(asked, 9)
    assert applied(asked, 9) == [home / "summer.yaml"]
    assert asked.to_be_given(changes) == [home / "summer.yaml"]
    assert Asked(home, (home / "summer.yaml",)).load().rulebook["minimum_rest"].hours == 9  # type: ignore[attr-defined]
    assert Asked(home).load().rulebook["minimum_rest"].hours != 9  # type: ignore[attr-defined]


def test_a_brigade_that_is_one_workbook_gets_one_beside_it(home: Path) -> None:
    book = write_workbook(Path("north.xlsx"), example())
    asked = Asked(Path(book.name))
    assert applied(asked, 9) == [Path("north-rules.yaml")]
    given = Asked(Path("north.xlsx"), (Path("north-rules.yaml"),))
    assert given.load().rulebook["minimum_rest"].hours == 9  # type: ignore[attr-defined]


def test_a_file_of_that_name_that_is_not_in_force_stays_as_it_is(home: Path) -> None:
    """It says something else: with the change in it the roster would not be the one that was shown."""
    book, other = write_workbook(Path("north.xlsx"), example()), Path("north-rules.yaml")
    other.write_text("name: another\nrules:\n  - {rule: minimum_rest, hours: 11, weight: must}\n", encoding="utf-8")
    before = other.read_bytes()
    assert applied(Asked(Path(book.name)), 9) == [Path("north-rules-2.yaml")]
    assert other.read_bytes() == before


def remembered(asked: Asked, changes: tuple[Change, ...]) -> Path:
    """The file in which a cure with these changes is remembered."""

    class Told(Explanation):
        def every_cure(self) -> list[object]:  # type: ignore[override]
            cure = type("Cure", (), {"candidate": type("Candidate", (), {"changes": changes})})
            return [cure]

    remember(asked, Told(asked.load()))
    (file,) = Path("outputs").iterdir()
    return file


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("file", "victim.csv"),
        ("file", "../victim.csv"),
        ("file", str(shipped_folder() / "base.yaml")),
        ("file", 7),
        ("row", "2"),
        ("row", -1),
        ("row", True),
        ("action", "delete"),
        ("new", "9\nextends: /etc/passwd"),
        ("cells", [1]),
        ("old", None),
        ("rule", ["x"]),
    ],
)
def test_what_is_remembered_chooses_no_file(home: Path, field: str, value: object) -> None:
    Path("victim.csv").write_text("id,name\n1,Wang\n")
    asked = Asked(home)
    changes = rest_of(asked, 9)
    file = remembered(asked, changes)
    assert recall(asked, asked.load()) == [changes]
    content = json.loads(file.read_text("utf-8"))
    content["cures"][0][0][field] = value
    file.write_text(json.dumps(content), "utf-8")
    with pytest.raises(InputError, match="no cures that were shown"):
        recall(asked, asked.load())


def test_what_is_remembered_may_be_any_rubbish(home: Path) -> None:
    asked = Asked(home)
    file = remembered(asked, rest_of(asked, 9))
    for text in ("", "[]", "7", "[" * 100_000, '{"asked": {}}', "\udcff"):
        file.write_bytes(text.encode("utf-8", "surrogateescape"))
        with pytest.raises(InputError, match="no cures that were shown"):
            recall(asked, asked.load())


def test_files_that_changed_since_are_named_and_nothing_is_written(home: Path) -> None:
    asked = Asked(home)
    changes = rest_of(asked, 9)
    remembered(asked, changes)
    assert recall(asked, asked.load()) == [changes]
    for name in ("demand.csv", "officers.csv"):
        with (home / name).open("a", encoding="utf-8") as file:
            file.write("\n")
    with pytest.raises(InputError) as caught:
        recall(asked, asked.load())
    assert [fault.place for fault in caught.value.faults] == ["demand.csv", "officers.csv"]
    assert not (home / "constraints").exists()


def test_other_options_than_those_shown_are_no_ground_for_a_change(home: Path) -> None:
    remembered(Asked(home), rest_of(Asked(home), 9))
    with pytest.raises(InputError, match="other options"):
        recall(Asked(home, weeks=2), Asked(home, weeks=2).load())


def test_a_begun_change_is_finished_by_whoever_reads_next(home: Path) -> None:
    token = "1-0123456789abcdef"
    after = (home / "demand.csv").read_bytes() + b"\r\n"
    (home / f".demand.csv.{token}.changing").write_bytes(after)
    (home / ".changing.json").write_text(json.dumps({"token": token, "files": ["demand.csv"]}))
    assert run("check", "tiny").code == 0
    assert (home / "demand.csv").read_bytes() == after
    assert not list(home.glob(".*"))
