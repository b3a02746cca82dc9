"""What a leader is told about a fault in a rulebook: file, line, field, what was found, what was expected."""

from __future__ import annotations

import pytest

from roster.io.rulebook import load_rulebook
from roster.rules import RULES
from tests.io.rulebook_faults import faults

RULE_NAMES = ", ".join(sorted(rule.model_fields["rule"].default for rule in RULES))
WHO = (
    "id, category, squad, contract, home_zone, qualification, serves, sex, age_over, age_under, protected, trainee, but"
)
ENTRY = "an entry of named fields, such as `rule: minimum_rest`"


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
        "my.yaml:3 (crew.zzz): found an unknown field zzz; expected one of composition, id, least, name, off, "
        "priority, rule, trainees, weight, when, where, who, why"
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
        "my.yaml:4 (work_hours.per): found a list of 1; expected one of week, month, horizon or named fields: "
        "weeks, days, from"
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
WEIGHT = "expected `must` or a whole number above 0 or named fields: too_few, too_many"
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
    "weight: -4": "my.yaml:3 (vehicle.weight): found -4; " + WEIGHT,
    "weight: 0": "my.yaml:3 (vehicle.weight): found 0; " + WEIGHT,
    "weight: 1.5": "my.yaml:3 (vehicle.weight): found 1.5; " + WEIGHT,
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
        "expected one of fair-holidays, fair-hours, fair-leaders, fair-nights, fair-weekends"
    ),
    "rules:\n  - {rule: vehicle, off: true}\n": (
        "my.yaml:2 (vehicle.off): found nothing of the id vehicle to switch off; "
        "expected an id that an earlier file has"
    ),
    "extends: base.yaml\nrules:\n  - {id: minimum_rest, rule: vehicle, weight: 3}\n": (
        "my.yaml:3 (minimum_rest.rule): found vehicle; expected its own rule minimum_rest, or another id"
    ),
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


@pytest.mark.parametrize("text", ENTRIES, ids=lambda text: repr(text)[:60])
def test_an_entry(tmp_path, text):
    assert faults(tmp_path, text) == [ENTRIES[text]]


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
    told = [*FIELDS.values(), *OTHER_FIELDS.values(), *BINDINGS.values(), *ENTRIES.values()]
    for text in told:
        for word in ("pydantic", "http", "Input should", "Value error", "literal", "ruamel", "scanning"):
            assert word not in text
