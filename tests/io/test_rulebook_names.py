"""Names in a rulebook against the tables: misspelt ones are found, with their line."""

from __future__ import annotations

import pytest

from roster.io.rulebook import check_names, load_rulebook, shipped_folder
from roster.io.tables.names import Names
from roster.io.tables.words import DAY_TYPES, QUALITIES

NAMES = {
    "officer": {"007"},
    "squad": {"North"},
    "qualification": {*QUALITIES, "diver", "sailor", "skipper"},
    "zone": {"harbour"},
    "site": {"pier"},
    "place": {"harbour", "pier"},
    "route": set[str](),
    "unit_kind": {"boat"},
    "shift": {"day", "dusk"},
    "day_type": {*DAY_TYPES, "regatta"},
}


def told(tmp_path, entry: str, names: Names = NAMES) -> list[str]:
    path = tmp_path / "my.yaml"
    path.write_text(f"rules:\n  - weight: must\n    {entry}\n", encoding="utf-8")
    return [str(fault) for fault in check_names(load_rulebook([path]), names)]


WRONG = {
    "rule: fixed\n    who: {id: [007, 07]}": "my.yaml:4 (fixed.who.id): found 07; expected `007`",
    "rule: fixed\n    who: {id: [zz]}": "my.yaml:4 (fixed.who.id): found zz; expected 007",
    "rule: fixed\n    who:\n      squad: Nort": "my.yaml:5 (fixed.who.squad): found Nort; expected `North`",
    "rule: fixed\n    who: {but: {qualification: dever}}": (
        "my.yaml:4 (fixed.who.but.qualification): found dever; expected `diver`"
    ),
    "rule: fixed\n    who: {home_zone: harbor}": ("my.yaml:4 (fixed.who.home_zone): found harbor; expected `harbour`"),
    "rule: cover\n    where: {site: peer}": "my.yaml:4 (cover.where.site): found peer; expected `pier`",
    "rule: cover\n    where: {zone: pier}": "my.yaml:4 (cover.where.zone): found pier; expected harbour",
    "rule: cover\n    where: {unit_kind: boot}": "my.yaml:4 (cover.where.unit_kind): found boot; expected `boat`",
    "rule: cover\n    when: {shift: [day, xyz]}": (
        "my.yaml:4 (cover.when.shift): found xyz; expected one of day, dusk"
    ),
    "rule: cover\n    when: {day_type: holidays}": (
        "my.yaml:4 (cover.when.day_type): found holidays; expected `holiday`"
    ),
    "rule: cover\n    when: {day_type: sat}": ("my.yaml:4 (cover.when.day_type): found sat; expected `weekday: sat`"),
    "rule: crew\n    composition: {skiper: 1}": "my.yaml:4 (crew.composition): found skiper; expected `skipper`",
    "rule: keep_apart\n    officers: ['007', '008']": "my.yaml:4 (keep_apart.officers): found 008; expected 007",
    "rule: rotation\n    pattern: [day, dsk]\n    start: 2026-10-19": (
        "my.yaml:4 (rotation.pattern): found dsk; expected `dusk`"
    ),
    "rule: shift_succession\n    forbidden: [[dusk, dai]]": (
        "my.yaml:4 (shift_succession.forbidden): found dai; expected `day`"
    ),
}


@pytest.mark.parametrize("entry", WRONG)
def test_an_unknown_name_is_a_fault_with_the_nearest_and_its_line(tmp_path, entry):
    assert told(tmp_path, entry) == [WRONG[entry]]


@pytest.mark.parametrize(
    "entry",
    [
        "rule: fixed\n    who: {id: 007, squad: North, qualification: [diver, skipper, sailor], home_zone: harbour}",
        "rule: cover\n    where: {site: pier, zone: harbour, unit_kind: boat}\n    when: {shift: dusk}",
        "rule: cover\n    when: {day_type: [workday, rest_day, holiday, regatta]}",
        "rule: cover\n    when: {day_type: market}",
        "rule: shift_succession\n    forbidden: [[dusk, '*'], ['-', 'day|dusk']]",
        "rule: crew\n    composition: {sworn: 1, auxiliary: 1, skipper: 1}",
        "rule: fixed\n    who: {qualification: [armed, driver, coach, leader, sworn]}",
    ],
)
def test_known_names_are_no_fault(tmp_path, entry):
    assert told(tmp_path, entry) == []


def test_of_many_names_the_first_are_listed(tmp_path):
    many = NAMES | {"zone": {f"Z{number}" for number in range(100, 200)}}
    (fault,) = told(tmp_path, "rule: cover\n    where: {zone: Z99}", many)
    assert fault.startswith("my.yaml:4 (cover.where.zone): found Z99; expected one of Z100, Z101,")
    assert fault.endswith("Z159, …")


def test_a_kind_of_name_that_the_tables_lack_altogether(tmp_path):
    bare = NAMES | {"site": set()}
    assert told(tmp_path, "rule: cover\n    where: {site: pier}", bare) == [
        "my.yaml:4 (cover.where.site): found pier; expected no name, as the tables have no site"
    ]


def test_the_standing_rules_fit_a_brigade_without_their_shifts_leaders_and_posts():
    assert check_names(load_rulebook([shipped_folder() / "base.yaml"]), NAMES) == []


def test_a_profile_with_zones_that_a_brigade_lacks_is_told():
    faults = check_names(load_rulebook([shipped_folder() / "festival.yaml"]), NAMES)
    assert [(fault.place, fault.found) for fault in faults] == [
        ("festival.yaml:10 (festival-shopping.where.zone)", "Z1"),
        ("festival.yaml:10 (festival-shopping.where.unit_kind)", "car"),
        ("festival.yaml:19 (festival-night-market.where.zone)", "Z4"),
        ("festival.yaml:19 (festival-night-market.where.unit_kind)", "car"),
    ]


def test_a_kind_whose_table_cannot_be_read_is_not_held_against_the_rules(tmp_path):
    names = {kind: known for kind, known in NAMES.items() if kind != "site"}
    assert told(tmp_path, "rule: cover\n    where: {site: pier, zone: sea}", names) == [
        "my.yaml:4 (cover.where.zone): found sea; expected harbour"
    ]
