"""What a leader is told about a fault in a rulebook: file, line, field, what was found, what was expected."""

from __future__ import annotations

import pytest

from roster.domain.errors import InputError
from roster.io.rulebook import load_rulebook
from roster.rules import RULES

RULE_NAMES = ", ".join(sorted(rule.model_fields["rule"].default for rule in RULES))
WHO = "id, category, squad, home_zone, qualification, sex, age_over, age_under, protected, trainee, but"
LIST = "a list of entries, each with a dash"
ENTRY = "an entry of named fields, such as `rule: minimum_rest`"


def faults(tmp_path, text: str | bytes, name: str = "my.yaml") -> list[str]:
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(InputError) as error:
        load_rulebook([path])
    return [str(fault) for fault in error.value.faults]


REST = "rules:\n  - rule: minimum_rest\n    weight: must\n"
FIELDS = {
    "hours: twelve": "my.yaml:4 (minimum_rest.hours): found twelve; expected a number above 0",
    "hours: -3": "my.yaml:4 (minimum_rest.hours): found -3; expected a number above 0",
    "hours: .inf": "my.yaml:4 (minimum_rest.hours): found .inf; expected a number above 0",
    "hours: [12]": "my.yaml:4 (minimum_rest.hours): found a list of 1; expected a number above 0",
    "hours:": "my.yaml:4 (minimum_rest.hours): found nothing; expected a number above 0",
    "why: no hours": "my.yaml:2 (minimum_rest.hours): found nothing; expected a number above 0",
    "houers: 12": "my.yaml:4 (minimum_rest.houers): found an unknown field houers; expected `hours`",
    "hours: 2000000": "my.yaml:4 (minimum_rest.hours): found 2000000; expected a number of at most 1000000",
    "hours: 1" + "0" * 5000: (
        "my.yaml:4 (minimum_rest.hours): found 1000000000000000000000000000000000000...; expected a number above 0"
    ),
}
OTHER_FIELDS = {
    "rule: night_lights\n    hours: late": (
        "my.yaml:3 (night_lights.hours): found late; expected hours such as 22:00-06:00"
    ),
    "rule: night_lights\n    hours: 25:00-99:00": (
        "my.yaml:3 (night_lights.hours): found 25:00-99:00; expected hours such as 22:00-06:00"
    ),
    "rule: night_lights\n    zones_per_vehicle: 1.5": (
        "my.yaml:3 (night_lights.zones_per_vehicle): found 1.5; expected a whole number above 0"
    ),
    "rule: crew\n    least: maybe": "my.yaml:3 (crew.least): found maybe; expected true or false",
    "rule: crew\n    lest: true": "my.yaml:3 (crew.lest): found an unknown field lest; expected `least`",
    "rule: crew\n    offf: true": "my.yaml:3 (crew.offf): found an unknown field offf; expected `off`",
    "rule: crew\n    zzz: 1": (
        "my.yaml:3 (crew.zzz): found an unknown field zzz; expected one of composition, id, least, off, priority, "
        "rule, trainees, weight, when, where, who, why"
    ),
    "rule: crew\n    composition: {sworn: one}": (
        "my.yaml:3 (crew.composition.sworn): found one; expected a whole number above 0"
    ),
    "rule: crew\n    composition: [sworn]": (
        "my.yaml:3 (crew.composition): found a list of 1; expected pairs of `name: value`, "
        "each value a whole number above 0"
    ),
    "rule: crew\n    why: [a]": "my.yaml:3 (crew.why): found a list of 1; expected text",
    "rule: crew\n    who: sworn": f"my.yaml:3 (crew.who): found sworn; expected named fields: {WHO}",
    "rule: crew\n    who:": f"my.yaml:3 (crew.who): found nothing; expected named fields: {WHO}",
    "rule: crew\n    who: {categry: sworn}": (
        "my.yaml:3 (crew.who.categry): found an unknown field categry; expected `category`"
    ),
    "rule: crew\n    who: {category: swonr}": "my.yaml:3 (crew.who.category): found swonr; expected `sworn`",
    "rule: crew\n    who: {category: boss}": (
        "my.yaml:3 (crew.who.category): found boss; expected one of sworn, auxiliary"
    ),
    "rule: crew\n    who:\n      but:\n        sex: [f, x]": (
        "my.yaml:5 (crew.who.but.sex): found x; expected one of f, m"
    ),
    "rule: crew\n    who: {age_over: old}": "my.yaml:3 (crew.who.age_over): found old; expected a whole number",
    "rule: crew\n    where: {zones: Z1}": (
        "my.yaml:3 (crew.where.zones): found an unknown field zones; expected `zone`"
    ),
    "rule: crew\n    when: {weekday: friday}": "my.yaml:3 (crew.when.weekday): found friday; expected `fri`",
    "rule: crew\n    when: {weekday: 5}": (
        "my.yaml:3 (crew.when.weekday): found 5; expected one of mon, tue, wed, thu, fri, sat, sun"
    ),
    "rule: crew\n    when: {from: tomorrow}": (
        "my.yaml:3 (crew.when.from): found tomorrow; expected a date such as 2026-10-01"
    ),
    "rule: crew\n    when: {dates: [2026-10-01, 2026-13-01]}": (
        "my.yaml:3 (crew.when.dates): found 2026-13-01; expected a date such as 2026-10-01"
    ),
    "rule: cover\n    when: {slot: 18:00}": (
        "my.yaml:3 (cover.when.slot): found 18:00; expected hours such as 22:00-06:00"
    ),
    "rule: fixed\n    where: {zone: Z1}": (
        "my.yaml:3 (fixed.where): found `where`; expected only selectors that mean something to fixed: who, when"
    ),
    "rule: work_hours\n    max: 40\n    per: weak": "my.yaml:4 (work_hours.per): found weak; expected `week`",
    "rule: work_hours\n    max: 40\n    per: {day: 7}": (
        "my.yaml:4 (work_hours.per.day): found an unknown field day; expected `days`"
    ),
    "rule: work_hours\n    max: 40\n    per: {days: x}": (
        "my.yaml:4 (work_hours.per.days): found x; expected a whole number above 0"
    ),
    "rule: work_hours\n    max: 40\n    per: [week]": (
        "my.yaml:4 (work_hours.per): found a list of 1; expected one of week, month, horizon or named fields: days"
    ),
    "rule: work_hours\n    max: 30\n    min: 40\n    per: week": (
        "my.yaml:2 (work_hours): found fields that do not fit together: `min` is above `max`; "
        "expected fields as in `roster rules work_hours`"
    ),
    "rule: shift_succession\n    forbidden: []": (
        "my.yaml:3 (shift_succession.forbidden): found an empty list; "
        "expected a list of 1 or more, each a list of 2 or more, each text"
    ),
    "rule: shift_succession\n    forbidden: [[L]]": (
        "my.yaml:3 (shift_succession.forbidden): found a list of 1; expected a list of 2 or more, each text"
    ),
}
BINDINGS = {
    "why: x": (
        "my.yaml:2 (vehicle): found neither weight nor priority; "
        "expected `weight: must`, `weight: 40` or another whole number, or `priority: 1` to `9`"
    ),
    "weight:": (
        "my.yaml:2 (vehicle): found neither weight nor priority; "
        "expected `weight: must`, `weight: 40` or another whole number, or `priority: 1` to `9`"
    ),
    "weight: 3\n    priority: 2": "my.yaml:2 (vehicle): found both weight and priority; expected one of them",
    "weight: -4": "my.yaml:3 (vehicle.weight): found -4; expected `must` or a whole number above 0",
    "weight: 0": "my.yaml:3 (vehicle.weight): found 0; expected `must` or a whole number above 0",
    "weight: 1.5": "my.yaml:3 (vehicle.weight): found 1.5; expected `must` or a whole number above 0",
    "weight: msut": "my.yaml:3 (vehicle.weight): found msut; expected `must`",
    "weight: 1000001": "my.yaml:3 (vehicle.weight): found 1000001; expected a number of at most 1000000",
    "priority: 12": "my.yaml:3 (vehicle.priority): found 12; expected a whole number from 1 to 9",
    "priority: high": "my.yaml:3 (vehicle.priority): found high; expected a whole number from 1 to 9",
    "weight: 3\n    off: perhaps": "my.yaml:4 (vehicle.off): found perhaps; expected true or false",
}
ENTRIES = {
    "rules:\n  - rule: minimum_rst\n    hours: 12\n": "my.yaml:2 (rule): found minimum_rst; expected `minimum_rest`",
    "rules:\n  - rule: zebra\n": f"my.yaml:2 (rule): found zebra; expected one of {RULE_NAMES}",
    "rules:\n  - rule: [crew]\n": f"my.yaml:2 (rule): found a list of 1; expected one of {RULE_NAMES}",
    "rules:\n  - crew\n": f"my.yaml:2: found crew; expected {ENTRY}",
    "rules:\n  -\n": f"my.yaml:2: found nothing; expected {ENTRY}",
    "rules:\n  - weight: 3\n": (
        "my.yaml:2: found an entry without `rule` and `id`; expected `rule:` for a new one, `id:` to change one"
    ),
    "rules:\n  - {rule: crew, weight: must}\n  - {rule: crew, weight: 3}\n": (
        "my.yaml:3 (crew): found a second entry of the rule crew without an id; "
        "expected an `id:` for each; the first is on line 2"
    ),
    "rules:\n  - {id: a, rule: crew, weight: must}\n  - {id: a, rule: vehicle, weight: 3}\n": (
        "my.yaml:3 (a): found the id a a second time; expected another id; the first is on line 2"
    ),
    "rules:\n  - {id: a b, rule: crew, weight: must}\n": (
        "my.yaml:2 (id): found a b; expected a name of letters, digits, - and _"
    ),
    "rules:\n  - {id: x, hours: 3}\n": (
        "my.yaml:2 (x.id): found the unknown id x; expected an id that an earlier file has, or `rule:` for a new entry"
    ),
    "extends: base.yaml\nrules:\n  - {id: minimum_rst, hours: 11}\n": (
        "my.yaml:3 (minimum_rst.id): found the unknown id minimum_rst; expected `minimum_rest`"
    ),
    "extends: base.yaml\nrules:\n  - {id: fair-nigths, off: true}\n": (
        "my.yaml:3 (fair-nigths.id): found the unknown id fair-nigths; expected `fair-nights`"
    ),
    "extends: base.yaml\nrules:\n  - {rule: fairness, off: true}\n": (
        "my.yaml:3 (fairness.off): found nothing of the id fairness to switch off; "
        "expected one of fair-holidays, fair-hours, fair-nights, fair-weekends"
    ),
    "rules:\n  - {rule: vehicle, off: true}\n": (
        "my.yaml:2 (vehicle.off): found nothing of the id vehicle to switch off; "
        "expected an id that an earlier file has"
    ),
    "extends: base.yaml\nrules:\n  - {id: minimum_rest, rule: vehicle, weight: 3}\n": (
        "my.yaml:3 (minimum_rest.rule): found vehicle; expected its own rule minimum_rest, or another id"
    ),
}
FILES = {
    "": "my.yaml:1: found an empty file; expected `rules:` and a list of entries",
    "# nothing\n": "my.yaml:1: found an empty file; expected `rules:` and a list of entries",
    "- rule: crew\n": "my.yaml:1: found a list of 1; expected `rules:` and a list of entries",
    "crew\n": "my.yaml:1: found crew; expected `rules:` and a list of entries",
    "name: x\n": "my.yaml:1: found no `rules:`; expected `rules:` and a list of entries",
    "rules:\n": f"my.yaml:1 (rules): found nothing; expected {LIST}",
    "name: x\nrules: crew\n": f"my.yaml:2 (rules): found crew; expected {LIST}",
    "rules: {crew: 1}\n": f"my.yaml:1 (rules): found named fields; expected {LIST}",
    "rules: []\nextend: base.yaml\n": "my.yaml:2: found an unknown field extend; expected `extends`",
    "rules: []\nname: [a]\n": "my.yaml:2 (name): found a list of 1; expected text",
    "rules: []\nshifts: 3\n": (
        "my.yaml:2 (shifts): found 3; expected pairs of `name: value`, each value hours such as 22:00-06:00"
    ),
    "rules: []\nbreaks: x\n": "my.yaml:2 (breaks): found x; expected a list, each text",
    "rules: []\nextends: basis.yaml\n": (
        "my.yaml:2 (extends): found basis.yaml, which is no file; expected `base.yaml`"
    ),
    "rules: []\nextends: {a: b}\n": (
        "my.yaml:2 (extends): found named fields; expected the name of a rulebook, such as base.yaml"
    ),
    "rules: []\nextends:\n": ("my.yaml:2 (extends): found nothing; expected the name of a rulebook, such as base.yaml"),
    "rules: []\nextends: my.yaml\n": (
        "my.yaml:2 (extends): found my.yaml, which leads back here: my.yaml > my.yaml; "
        "expected files that do not extend each other in a circle"
    ),
}
SYNTAX = {
    "rules:\n\t- rule: crew\n": "my.yaml:2: found a tab; expected blanks for indentation",
    "rules:\n  - rule: crew\n\tweight: must\n": "my.yaml:3: found a tab; expected blanks for indentation",
    "rules:\n  - rule: crew\n    rule: vehicle\n    weight: must\n": (
        "my.yaml:3: found the field rule a second time; expected it once; the first is on line 2"
    ),
    "rules: []\nrules: []\n": (
        "my.yaml:2: found the field rules a second time; expected it once; the first is on line 1"
    ),
    "name: &a x\nrules: []\n": ("my.yaml:1: found &a; expected the value alone: a rulebook has no anchors and aliases"),
    "rules: !!python/name:os.system []\n": (
        "my.yaml:1: found the tag !!python/name:os.system; expected the value alone: a rulebook has no tags"
    ),
    "rules: []\n---\nrules: []\n": (
        "my.yaml:2: found a second document; expected one document a file: take out the line `---`"
    ),
    "rules: " + "[" * 5000 + "]" * 5000: ("my.yaml:1: found lists in lists without end; expected a rulebook in YAML"),
    "? [a]\n: b\n": "my.yaml:1: found a field whose name is not a word; expected `field: value`",
    "rules:\n  - why: a: b\n": (
        "my.yaml:2: found a colon too many, or a line that is not aligned; "
        "expected one `field: value` a line, aligned with its neighbours; quotes around a text with a colon in it"
    ),
    "rules:\n  - rule: crew\n   weight: 3\n": (
        "my.yaml:3: found a line that is not aligned; expected the same indentation as its neighbours"
    ),
    "rules:\n  - {rule: shift_succession, forbidden: [[L, *]]}\n": (
        "my.yaml:2: found a star or an ampersand without quotes; expected it in quotes, as '*'"
    ),
    "name: 'abc\n": "my.yaml:1: found a quote that is never closed; expected the closing quote",
    "rules: [\n": (
        "my.yaml:2: found an open bracket or dash without a value; "
        "expected a value, and a closing bracket for each open one"
    ),
    "rules: [{rule: crew, weight: 3]\n": (
        "my.yaml:1: found a bracket that is not closed; expected a closing bracket, or a comma between the values"
    ),
    "name: @x\n": "my.yaml:1: found a text that begins with a sign that YAML reserves; expected the text in quotes",
    "rules: []\nname: \x07\n": "my.yaml:2: found a control character; expected plain text",
}


@pytest.mark.parametrize("field", FIELDS, ids=lambda text: text[:20])
def test_a_field_of_minimum_rest(tmp_path, field):
    assert faults(tmp_path, REST + f"    {field}\n") == [FIELDS[field]]


@pytest.mark.parametrize("entry", OTHER_FIELDS)
def test_a_field(tmp_path, entry):
    assert faults(tmp_path, f"rules:\n  - {entry}\n    weight: must\n") == [OTHER_FIELDS[entry]]


@pytest.mark.parametrize("binding", BINDINGS)
def test_how_an_entry_binds(tmp_path, binding):
    assert faults(tmp_path, f"rules:\n  - rule: vehicle\n    {binding}\n") == [BINDINGS[binding]]


@pytest.mark.parametrize("text", [*ENTRIES, *FILES, *SYNTAX], ids=lambda text: repr(text)[:60])
def test_an_entry_or_a_file(tmp_path, text):
    assert faults(tmp_path, text) == [{**ENTRIES, **FILES, **SYNTAX}[text]]


def test_an_alias_bomb_is_refused_at_its_first_alias(tmp_path):
    levels = ["a0: &a0 [x, x]"]
    levels += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 30)]
    found = faults(tmp_path, "\n".join([*levels, "rules: *a29", ""]))
    assert found[-1] == "my.yaml:2: found *a0; expected the value itself: a rulebook has no anchors and aliases"
    assert len(found) <= 3


def test_bytes_that_are_not_utf_8_are_named_by_their_line(tmp_path):
    expected = ["my.yaml:3: found bytes that are not UTF-8; expected a text file saved as UTF-8"]
    assert faults(tmp_path, "rules:\n  - rule: crew\n    why: 规定\n".encode("gb18030")) == expected


def test_a_file_far_too_large_is_not_read(tmp_path):
    expected = ["my.yaml: found a file of more than 1 MB; expected a rulebook in YAML"]
    assert faults(tmp_path, "# filler\n" * 200_000) == expected


def test_a_folder_is_not_a_rulebook(tmp_path):
    with pytest.raises(InputError, match=r"found a folder; expected a YAML file$"):
        load_rulebook([tmp_path])


def test_a_circle_is_named_with_all_its_files(tmp_path):
    (tmp_path / "a.yaml").write_text("extends: b.yaml\nrules: []\n", encoding="utf-8")
    (tmp_path / "b.yaml").write_text("extends: c.yaml\nrules: []\n", encoding="utf-8")
    text = "rules: []\nextends: a.yaml\n"
    assert faults(tmp_path, text, "c.yaml") == [
        "b.yaml:1 (extends): found c.yaml, which leads back here: c.yaml > a.yaml > b.yaml > c.yaml; "
        "expected files that do not extend each other in a circle"
    ]


def test_every_fault_of_every_file_is_told_at_once_in_the_order_of_lines(tmp_path):
    (tmp_path / "a.yaml").write_text("rules:\n\t- rule: crew\n", encoding="utf-8")
    text = (
        "extends: a.yaml\nrules:\n  - rule: minimum_rest\n    hours: twelve\n    weight: msut\n    who: {sxe: f}\n"
        "  - rule: crwe\n    weight: 3\n  - {rule: vehicle, weight: must, priority: 0}\n"
        "  - {rule: fixed, priority: 0}\n"
    )
    found = faults(tmp_path, text)
    assert sorted(found) == sorted(
        [
            "a.yaml:2: found a tab; expected blanks for indentation",
            "my.yaml:7 (rule): found crwe; expected `crew`",
            "my.yaml:9 (vehicle): found both weight and priority; expected one of them",
            "my.yaml:4 (minimum_rest.hours): found twelve; expected a number above 0",
            "my.yaml:5 (minimum_rest.weight): found msut; expected `must`",
            "my.yaml:6 (minimum_rest.who.sxe): found an unknown field sxe; expected `sex`",
            "my.yaml:10 (fixed.priority): found 0; expected a whole number from 1 to 9",
        ]
    )
    assert [fault for fault in found if "minimum_rest." in fault] == [f for f in sorted(found) if "minimum_rest." in f]


def test_a_fault_that_an_override_brings_is_placed_in_the_later_file(tmp_path):
    (tmp_path / "a.yaml").write_text("rules:\n  - {rule: minimum_rest, hours: 12, weight: must}\n", encoding="utf-8")
    text = "extends: a.yaml\nrules:\n  - id: minimum_rest\n    hours: none\n"
    assert faults(tmp_path, text) == ["my.yaml:4 (minimum_rest.hours): found none; expected a number above 0"]


def test_a_fault_that_an_override_cures_is_none(tmp_path):
    (tmp_path / "a.yaml").write_text("rules:\n  - {rule: minimum_rest, hours: no, weight: must}\n", encoding="utf-8")
    path = tmp_path / "my.yaml"
    path.write_text("extends: a.yaml\nrules:\n  - {id: minimum_rest, hours: 9}\n", encoding="utf-8")
    assert load_rulebook([path])["minimum_rest"].hours == 9


def test_no_message_speaks_of_the_machinery(tmp_path):
    told = [*FIELDS.values(), *OTHER_FIELDS.values(), *BINDINGS.values(), *ENTRIES.values(), *SYNTAX.values()]
    for text in told:
        for word in ("pydantic", "http", "Input should", "Value error", "literal", "ruamel", "scanning"):
            assert word not in text
