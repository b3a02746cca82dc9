"""Rulebooks: how files lie over each other, and which files hold."""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path

import pytest

from roster.domain.clock import Window
from roster.domain.errors import InputError
from roster.io.rulebook import load_rulebook, rulebook_files, shipped_folder, shipped_profiles

BASE = shipped_folder() / "base.yaml"
REST = "rules:\n  - {rule: minimum_rest, hours: 12, weight: must}\n"


@pytest.fixture
def write(tmp_path):
    def written(name: str, text: str) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    return written


def names(*paths: Path) -> list[str]:
    return [rule.name for rule in load_rulebook(paths).rules]


def test_an_entry_becomes_a_rule_that_knows_its_file_and_line(write):
    path = write(
        "my.yaml", "rules:\n  - rule: minimum_rest\n    hours: 12\n    weight: must\n    who:\n      squad: A\n"
    )
    rulebook = load_rulebook([path])
    rule = rulebook["minimum_rest"]
    assert (rule.hours, rule.must, rule.who.squad) == (12, True, ("A",))
    assert rulebook.origin["minimum_rest"] == "my.yaml:2"
    assert rulebook.origin["minimum_rest.hours"] == "my.yaml:3"
    assert rulebook.origin["minimum_rest.who.squad"] == "my.yaml:6"
    assert rulebook.hashes == {path.as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()}


def test_what_is_written_stays_text_until_a_field_reads_it(write):
    path = write(
        "my.yaml",
        "rules:\n"
        "  - {rule: fixed, weight: must, who: {id: [007, 1e3, 'NA', on]}, when: {dates: 2026-10-20}}\n"
        "  - {rule: night_lights, hours: 22:00-06:00, priority: 2}\n"
        "  - {rule: overtime, per_month: 36.5, pace: yes, weight: 3}\n",
    )
    rulebook = load_rulebook([path])
    assert rulebook["fixed"].who.id == ("007", "1e3", "NA", "on")
    assert rulebook["fixed"].when.dates == (date(2026, 10, 20),)
    assert rulebook["night_lights"].hours == Window(22 * 60, 30 * 60)
    assert (rulebook["overtime"].per_month, rulebook["overtime"].pace) == (36.5, True)


def test_a_byte_order_mark_and_windows_line_ends_are_read(tmp_path):
    path = tmp_path / "my.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + REST.replace("\n", "\r\n").encode())
    assert names(path) == ["minimum_rest"]


def test_a_later_file_overrides_by_id_adds_and_switches_off(write):
    first = write("a.yaml", REST + "  - {id: few, rule: shift_count, max: 5, per: week, weight: 3, why: old}\n")
    later = write(
        "b.yaml",
        "rules:\n  - {id: few, max: 4}\n  - {rule: vehicle, weight: must}\n  - {id: minimum_rest, off: true}\n",
    )
    rulebook = load_rulebook([first, later])
    assert [rule.name for rule in rulebook.rules] == ["few", "vehicle"]
    few = rulebook["few"]
    assert (few.max, few.per, few.weight, few.why) == (4, "week", 3, "old")
    assert rulebook.origin["few"] == "a.yaml:3"
    assert rulebook.origin["few.max"] == "b.yaml:2"
    assert rulebook.origin["few.per"] == "a.yaml:3"


def test_an_override_may_name_the_rule_when_that_is_its_id(write):
    later = write("b.yaml", "rules:\n  - {rule: minimum_rest, hours: 11}\n")
    assert load_rulebook([write("a.yaml", REST), later])["minimum_rest"].hours == 11


def test_a_selector_is_replaced_as_a_whole(write):
    first = write("a.yaml", "rules:\n  - {rule: fixed, weight: must, who: {squad: A, sex: f}, when: {weekday: mon}}\n")
    later = write("b.yaml", "rules:\n  - {id: fixed, who: {squad: B}}\n")
    rule = load_rulebook([first, later])["fixed"]
    assert (rule.who.squad, rule.who.sex, rule.when.weekday) == (("B",), (), ("mon",))


@pytest.mark.parametrize(
    ("before", "after", "weight", "priority"),
    [
        ("weight: must", "weight: 40", 40, None),
        ("weight: must", "priority: 2", None, 2),
        ("priority: 2", "weight: must", "must", None),
        ("weight: 7", "why: other", 7, None),
    ],
)
def test_weight_and_priority_replace_each_other(write, before, after, weight, priority):
    first = write("a.yaml", f"rules:\n  - {{rule: vehicle, {before}}}\n")
    rule = load_rulebook([first, write("b.yaml", f"rules:\n  - {{id: vehicle, {after}}}\n")])["vehicle"]
    assert (rule.weight, rule.priority) == (weight, priority)


def test_an_override_stays_at_the_place_of_the_first_entry(write):
    first = write("a.yaml", "rules:\n  - {rule: fixed, weight: must}\n  - {rule: vehicle, weight: must}\n")
    assert names(first, write("b.yaml", "rules:\n  - {id: fixed, weight: 3}\n")) == ["fixed", "vehicle"]


@pytest.mark.parametrize(
    ("again", "expected"),
    [
        ("{id: vehicle, off: false}", ["vehicle"]),
        ("{rule: vehicle, weight: 3}", ["vehicle"]),
        ("{id: vehicle, why: still off}", []),
    ],
)
def test_what_was_switched_off_can_be_switched_on_again(write, again, expected):
    files = [
        write("a.yaml", "rules:\n  - {rule: vehicle, weight: must}\n"),
        write("b.yaml", "rules:\n  - {id: vehicle, off: true}\n"),
        write("c.yaml", f"rules:\n  - {again}\n"),
    ]
    assert names(*files) == expected


def test_a_whole_entry_may_be_kept_for_later(write):
    assert names(write("a.yaml", REST + "  - {rule: vehicle, weight: must, off: true}\n")) == ["minimum_rest"]


def test_a_file_applies_after_those_that_it_extends(write):
    write("deep/a.yaml", REST)
    write("b.yaml", "extends: deep/a.yaml\nrules:\n  - {id: minimum_rest, hours: 10}\n")
    top = write("c.yaml", "extends: [b.yaml, deep/a.yaml]\nrules:\n  - {rule: vehicle, weight: must}\n")
    rulebook = load_rulebook([top])
    assert [rule.name for rule in rulebook.rules] == ["minimum_rest", "vehicle"]
    assert rulebook["minimum_rest"].hours == 10
    assert [Path(name).name for name in rulebook.hashes] == ["a.yaml", "b.yaml", "c.yaml"]


@pytest.mark.parametrize("name", ["base.yaml", "base"])
def test_a_shipped_profile_is_extended_by_its_name(write, name):
    rulebook = load_rulebook([write("my.yaml", f"extends: {name}\nrules:\n  - {{id: minimum_rest, hours: 11}}\n")])
    assert rulebook["minimum_rest"].hours == 11
    assert rulebook["fixed"].must
    assert next(iter(rulebook.hashes)) == "base.yaml"


def test_a_brigades_own_base_may_extend_the_shipped_one(write):
    own = write("base.yaml", "extends: base.yaml\nrules:\n  - {id: minimum_rest, hours: 11}\n")
    rulebook = load_rulebook([own])
    assert rulebook["minimum_rest"].hours == 11
    assert list(rulebook.hashes) == ["base.yaml", own.as_posix()]


def test_a_base_that_is_loaded_already_does_not_undo_an_override(write):
    mine = write("my.yaml", "extends: base.yaml\nrules:\n  - {id: minimum_rest, hours: 11}\n")
    rulebook = load_rulebook([BASE, mine, shipped_folder() / "festival.yaml"])
    assert rulebook["minimum_rest"].hours == 11
    assert rulebook["festival-shopping"].units == 2


def test_an_empty_list_of_rules_is_a_rulebook(write):
    assert names(write("a.yaml", "rules: []\n")) == []


def test_the_shipped_base_holds_where_nothing_else_is_given(tmp_path):
    assert rulebook_files(None, []) == [BASE]
    assert rulebook_files(tmp_path, []) == [BASE]


def test_a_brigades_own_files_hold_by_name(write, tmp_path):
    second = write("constraints/b.yml", "rules:\n  - {id: minimum_rest, hours: 11}\n")
    first = write("constraints/a.yaml", REST)
    write("constraints/notes.txt", "not a rulebook")
    write("constraints/.a.yaml", "an editor's own")
    assert rulebook_files(tmp_path, []) == [first, second]


def test_own_files_that_only_override_lie_over_the_shipped_base(write, tmp_path):
    own = write("constraints/a.yaml", "rules:\n  - {id: minimum_rest, hours: 11}\n")
    assert rulebook_files(tmp_path, []) == [BASE, own]
    assert load_rulebook(rulebook_files(tmp_path, []))["minimum_rest"].hours == 11


def test_given_files_stand_instead_of_the_brigades_own(write, tmp_path):
    write("constraints/a.yaml", REST)
    given = write("mine.yaml", "rules:\n  - {rule: vehicle, weight: must}\n")
    assert rulebook_files(tmp_path, [given]) == [given]


@pytest.mark.parametrize(
    "entry", ["{id: minimum_rest, hours: 11}", "{rule: minimum_rest, hours: 11}", "{id: minimum_rest, off: true}"]
)
def test_a_given_file_with_only_overrides_lies_over_the_standing_rules(write, tmp_path, entry):
    own = write("constraints/a.yaml", REST)
    given = write("mine.yaml", f"rules:\n  - {entry}\n")
    assert rulebook_files(tmp_path, [given]) == [own, given]
    assert rulebook_files(None, [given]) == [BASE, given]


@pytest.mark.parametrize(
    "text", ["rules: []\n", "extends: base.yaml\nrules:\n  - {id: minimum_rest, hours: 11}\n", "rules: x\n", "", "\t"]
)
def test_a_given_file_that_extends_or_overrides_nothing_stands_alone(write, text):
    given = write("mine.yaml", text)
    assert rulebook_files(None, [given]) == [given]


@pytest.mark.parametrize("name", ["festival", "festival.yaml"])
def test_a_shipped_profile_is_given_by_its_name(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    files = rulebook_files(None, [Path(name)])
    assert files == [shipped_folder() / "festival.yaml"]
    assert list(load_rulebook(files).hashes) == ["base.yaml", "festival.yaml"]


def test_a_file_in_the_working_folder_goes_before_a_profile_of_that_name(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("festival.yaml").write_text(REST, encoding="utf-8")
    assert rulebook_files(None, [Path("festival.yaml")]) == [Path("festival.yaml")]


def test_a_name_that_is_neither_is_a_fault_with_the_profile_meant(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(
        InputError, match=r"^festivl.yaml: found no such file; expected a YAML file, or `festival.yaml`$"
    ):
        load_rulebook(rulebook_files(None, [Path("festivl.yaml")]))
    with pytest.raises(InputError, match=r"^mine.yaml: .* or one of base.yaml, day-guards.yaml, festival.yaml, "):
        load_rulebook(rulebook_files(None, [Path("mine.yaml")]))


def test_a_folder_is_no_rulebook(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InputError, match=r"^\.: found a folder; expected a YAML file$"):
        load_rulebook(rulebook_files(None, [Path()]))


def test_the_shipped_profiles_are_listed_base_first():
    others = ("day-guards", "festival", "integrity", "level-1", "summer", "twelve-hours", "twenty-four-hours")
    assert shipped_profiles() == ("base.yaml", *(f"{name}.yaml" for name in others))


def test_a_rulebook_is_found_by_a_way_that_goes_up_first(tmp_path, monkeypatch):
    home = tmp_path / "brigade" / "constraints"
    home.mkdir(parents=True)
    (tmp_path / "desk").mkdir()
    (home / "base.yaml").write_text("extends: base.yaml\nrules:\n  - {id: minimum_rest, hours: 11}\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path / "desk")
    assert "minimum_rest" in {rule.name for rule in load_rulebook([Path("../brigade/constraints/base.yaml")]).rules}
