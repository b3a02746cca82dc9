"""Nothing is opened that nobody named: rulebooks within reach, no other machines; odd names are said."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from roster.domain.errors import InputError, OutputError
from roster.io.files import replace_file, try_target
from roster.io.places import is_remote, name_fault
from roster.io.read_book import read_book
from roster.io.recorded import brigade_of, history_files_of, rule_files_of
from roster.io.rulebook import load_rulebook
from tests.cli.command import run
from tests.io.rulebook_faults import faults
from tests.living_week import put_week

ENTRY = "rules:\n  - {rule: minimum_rest, hours: 11, weight: must}\n"
REACH = "a rulebook of the brigade, of a folder `constraints` above it, or a shipped one"
REMOTE = (r"\\host\share\rules.yaml", "//host/share/rules.yaml", r"\/host/share", r"\\?\UNC\host\share\a.yaml")


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every path that anything asks the system for."""
    found: list[str] = []
    stat = os.stat

    def note(path: object, *arguments: object, **options: object) -> os.stat_result:
        found.append(os.fspath(path) if not isinstance(path, int) else "")  # type: ignore[call-overload]
        return stat(path, *arguments, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(os, "stat", note)
    return found


@pytest.mark.parametrize(
    "name",
    [*REMOTE, "/etc/passwd", "../../other/constraints/a.yaml", "../../x.yaml", r"C:\a.yaml", "C:a.yaml", "../../../a"],
)
def test_a_rulebook_extends_nothing_out_of_reach(tmp_path: Path, asked: list[str], name: str) -> None:
    folder = tmp_path / "force" / "brigade" / "constraints"
    folder.mkdir(parents=True)
    (tmp_path / "x.yaml").write_text(ENTRY)
    del asked[:]
    (fault,) = [f for f in faults(folder, f"extends: '{name}'\n{ENTRY}") if "(extends)" in f]
    assert fault.endswith(f"expected {REACH}")
    assert not [path for path in asked if "host" in path or "passwd" in path or path.endswith("x.yaml")]


def test_a_rulebook_extends_its_brigade_s_and_those_above(tmp_path: Path) -> None:
    folder = tmp_path / "force" / "brigade" / "constraints"
    for other in (tmp_path / "force" / "constraints", tmp_path / "constraints", folder / "more", folder.parent):
        other.mkdir(parents=True, exist_ok=True)
        (other / "a.yaml").write_text(ENTRY)
    for name in ("../../constraints/a.yaml", "../../../constraints/a.yaml", "more/a.yaml", "../a.yaml", "base"):
        (folder / "my.yaml").write_text(f"extends: {name}\nrules: [{{id: minimum_rest, hours: 9}}]\n")
        assert load_rulebook([folder / "my.yaml"])["minimum_rest"].hours == 9  # type: ignore[attr-defined]


@pytest.mark.skipif(os.name == "nt", reason="links need a right of their own")
def test_links_do_not_lead_out_of_reach_nor_round_in_circles(tmp_path: Path) -> None:
    (tmp_path / "away.yaml").write_text(ENTRY)
    folder = tmp_path / "brigade" / "constraints"
    folder.mkdir(parents=True)
    (folder / "link.yaml").symlink_to(tmp_path / "away.yaml")
    (folder / "round.yaml").symlink_to(folder / "round.yaml")
    for name in ("link.yaml", "round.yaml"):
        assert [f for f in faults(folder, f"extends: {name}\n{ENTRY}") if "(extends)" in f]


@pytest.mark.parametrize("remote", REMOTE)
def test_a_workbook_sends_nobody_to_another_machine(tmp_path: Path, asked: list[str], remote: str) -> None:
    book = read_book(put_week(tmp_path))
    assert book.written is not None
    record = replace(book.written, brigade=remote, rule_files=(remote,), history_files=(remote,))
    book = replace(book, written=record)
    for find in (brigade_of, lambda book: rule_files_of(book, tmp_path), lambda book: history_files_of(book, tmp_path)):
        with pytest.raises(InputError, match="which is not there"):
            find(book)
    assert not [path for path in asked if "host" in path]


def test_paths_of_other_machines_are_known() -> None:
    assert all(map(is_remote, REMOTE))
    assert not any(map(is_remote, ("a/b", "/a/b", r"C:\a\b", "./a", "..", "")))


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("con.xlsx", "keeps the name con.xlsx for itself"),
        ("Nul", "keeps the name Nul for itself"),
        ("LPT1.tar.gz", "for itself"),
        ("aux./a.xlsx", "for itself"),
        ("a.xlsx.", "ends in a dot or a blank"),
        ("a /b.xlsx", "ends in a dot or a blank"),
        ("a\nb.xlsx", "control character"),
        ("a\ud800.xlsx", "its name is not text"),
        ("a\0.xlsx", "its name is not text"),
    ],
)
def test_odd_names_are_not_written(tmp_path: Path, name: str, words: str) -> None:
    for action in (try_target, lambda path: replace_file(path, lambda path: None)):
        with pytest.raises(OutputError, match=words):
            action(tmp_path / name)
    assert list(tmp_path.iterdir()) == []


def test_usual_names_are_written() -> None:
    for name in ("../a.xlsx", "./b.xlsx", "concert.xlsx", "com10.xlsx", ".hidden", "大队 一.xlsx", "/tmp/a.b.c"):
        assert name_fault(Path(name)) == ""


@pytest.mark.skipif(os.name == "nt", reason="names of POSIX")
@pytest.mark.parametrize("command", ["check", "solve", "verify", "history"])
@pytest.mark.parametrize("name", ["x" * 300, "a\udcff", "round", "no/such", "a" * 5000])
def test_commands_say_what_is_wrong_with_a_path(brigade: Path, command: str, name: str) -> None:
    Path("round").symlink_to("round")
    for words in ((command, name), (command, brigade, "-c", name), ("check", brigade, "--history", name)):
        result = run(*words)
        assert result.code == 2, result
        assert result.err.strip()
        result.err.encode("utf-8")


@pytest.fixture
def brigade(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    from tests.cli.command import tiny

    monkeypatch.chdir(tmp_path)
    return tiny(tmp_path)
