"""Fields of rules as forms take them: bounds are told, refused before anything is written, and nothing else changes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from roster import api
from roster.domain.errors import InputError
from roster.explain.apply import apply
from roster.explain.rule_fields import field_change
from roster.explain.trial import Asked
from roster.explain.yaml_edit import flow, with_field
from roster.io.places import real
from roster.io.rulebook import load_rulebook, shipped_folder
from roster.io.rulebook.form import entry_forms, plain, rule_forms
from roster.rules import RULES
from tests.cli.command import run, tiny
from tests.paths import HANCHENG

SHIPPED = sorted(shipped_folder().rglob("*.yaml"))
OWN = """\
# ours, agreed in May
extends: base.yaml
rules:
  - id: minimum_rest      # after nights as well
    hours: 11             # was 12
"""


def parts_of(text: str) -> tuple[str, list[str]]:
    """A rulebook's text before its entries, and each entry with the comments behind it."""
    lines = text.splitlines(keepends=True)
    root = YAML(typ="safe", pure=True).compose(text)
    ((_key, entries),) = [pair for pair in root.value if pair[0].value == "rules"]
    starts = [entry.start_mark.line for entry in entries.value]
    ends = [*starts[1:], len(lines)]
    return "".join(lines[: starts[0]]), ["".join(lines[a:b]) for a, b in zip(starts, ends, strict=True)]


@pytest.mark.parametrize("file", SHIPPED, ids=[file.stem for file in SHIPPED])
def test_a_number_of_a_shipped_rule_changes_and_no_other_byte(file: Path) -> None:
    for part in parts_of(file.read_text(encoding="utf-8"))[1]:
        text = "rules:\n" + part
        (entry,) = YAML(typ="safe", pure=True).load(text)["rules"]
        for field, value in entry.items():
            if isinstance(value, bool) or not isinstance(value, int | float):
                continue
            new, old = flow(value + 1), str(value)
            after = with_field(text, entry.get("id", entry.get("rule")), field, new, file.name)
            assert YAML(typ="safe", pure=True).load(after)["rules"] == [{**entry, field: value + 1}]
            start = next(i for i, (one, other) in enumerate(zip(text, after, strict=False)) if one != other)
            end = len(text) - next(i for i in range(len(text)) if text[-1 - i] != after[-1 - i])
            assert end - start <= len(old)
            assert len(after) - len(text) == len(new) - len(old)


def test_every_kind_of_field_can_be_written_again_and_means_the_same() -> None:
    for file in SHIPPED:
        before = load_rulebook([file])
        named = {rule.name: rule for rule in before.rules}
        head, parts = parts_of(file.read_text(encoding="utf-8"))
        for number, part in enumerate(parts):
            (entry,) = YAML(typ="safe", pure=True).load("rules:\n" + part)["rules"]
            rule = named.get(entry.get("id", entry.get("rule")))
            for field in [] if rule is None else entry.keys() - {"rule", "id", "off"}:
                key = next(key for key, one in type(rule).model_fields.items() if (one.alias or key) == field)
                text = with_field("rules:\n" + parts[number], rule.name, field, flow(plain(getattr(rule, key))), "")
                parts[number] = text.removeprefix("rules:\n")
        again = load_rulebook([file], {real(file): (head + "".join(parts)).encode()})
        assert again.rules == before.rules


def test_forms_tell_bounds_units_and_choices() -> None:
    forms = {form["rule"]: {field["name"]: field for field in form["fields"]} for form in rule_forms()}
    assert len(forms) == len(RULES)
    rest = forms["minimum_rest"]["hours"]
    assert (rest["kind"], rest["above"], rest["most"], rest["unit"], rest["required"]) == (
        "number",
        0,
        None,
        "hours",
        True,
    )
    share = forms["mobile_standby"]["share"]
    assert (share["kind"], share["least"], share["most"], share["default"]) == ("number", 0, 1, 0.5)
    assert forms["cover"]["asks"]["choices"] == ["minimum", "target", "over"]
    assert forms["day_presence"]["hours"]["kind"] == "hours"
    common = {field["name"]: field for field in rule_forms()[0]["common"]}
    assert (common["weight"]["kind"], common["weight"]["choices"]) == ("whole", ["must"])
    assert (common["priority"]["least"], common["priority"]["most"]) == (1, 9)
    assert {part["name"] for part in common["who"]["parts"]} >= {"category", "squad"}


def test_entries_say_their_values_and_where_they_are_written() -> None:
    entries = {form["entry"]: form for form in entry_forms(load_rulebook([shipped_folder() / "base.yaml"]))}
    rest = entries["minimum_rest"]
    hours = next(field for field in rest["fields"] if field["name"] == "hours")
    assert (hours["value"], rest["binding"]) == (12, "must")
    assert hours["written"].startswith("base.yaml:")
    assert json.loads(json.dumps(list(entries.values()))) == list(entries.values())


@pytest.fixture
def asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Asked, api.Case, Path]:
    monkeypatch.chdir(tmp_path)
    home = tiny(tmp_path)
    (home / "constraints" / "rules.yaml").write_text(OWN, encoding="utf-8")
    asked = Asked(Path("tiny"))
    return asked, asked.load(), home / "constraints" / "rules.yaml"


def test_a_value_is_checked_as_if_it_stood_in_the_file(asked: tuple[Asked, api.Case, Path]) -> None:
    question, case, file = asked
    cases: tuple[tuple[str, str, Any, str], ...] = (
        ("minimum_rest", "hours", -1, "rules.yaml:5 (minimum_rest.hours): found -1; expected a number above 0"),
        ("minimum_rest", "hours", "many", "expected a number above 0"),
        ("minimum_rest", "weight", 0, "found 0; expected"),
        ("minimum_rest", "who.home_zone", ["nowhere"], "nowhere"),
        ("minimum_rest", "nonsense", 1, "found 'nonsense'; expected one of rule, id, name"),
        ("nonsense", "hours", 1, "found 'nonsense'"),
    )
    for entry, field, value, words in cases:
        with pytest.raises(InputError) as refused:
            field_change(question, case, entry, field, value)
        assert words in str(refused.value)
    assert file.read_text(encoding="utf-8") == OWN


def test_a_value_that_fits_changes_the_brigades_own_text_alone(asked: tuple[Asked, api.Case, Path]) -> None:
    question, case, file = asked
    done = field_change(question, case, "minimum_rest", "hours", 10.5)
    assert done.content.decode() == OWN.replace("hours: 11 ", "hours: 10.5 ")
    assert done.rulebook["minimum_rest"].model_dump()["hours"] == 10.5
    assert file.read_text(encoding="utf-8") == OWN
    apply([done.change], home=question.folder)
    assert file.read_bytes() == done.content
    other = field_change(question, case, "minimum_rest", "who.category", "sworn")
    assert other.rulebook["minimum_rest"].who.category == ("sworn",)
    shipped = field_change(question, case, "absence", "why", 'as agreed: "in May", 3 of 4')
    assert shipped.file.name == "rules.yaml"
    assert shipped.rulebook["absence"].why == 'as agreed: "in May", 3 of 4'


def test_the_command_prints_forms() -> None:
    one = json.loads(run("rules", "minimum_rest", "--fields").out)
    assert [form["rule"] for form in one] == ["minimum_rest"]
    entry = json.loads(run("rules", "minimum_rest", "--fields", "--brigade", HANCHENG).out)[0]
    assert entry["fields"][0]["value"] == 12
    assert run("rules", "minimum_rst", "--fields").err == "rule: found minimum_rst; expected `minimum_rest`\n"
