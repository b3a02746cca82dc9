"""The generator: the same files from the same seed, accepted by the product, and every field of every rule is drawn."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from roster import api
from roster.io.rulebook.describe import rule_name
from roster.rules import RULES
from tests.brigades import random_brigade
from tests.brigades.random_rules import kind_of, own_fields


def test_the_same_seed_gives_the_same_files() -> None:
    assert random_brigade(5) == random_brigade(5)
    assert random_brigade(5).tables != random_brigade(6).tables


@pytest.mark.parametrize("seed", range(25))
def test_the_product_accepts_what_is_drawn(seed: int, tmp_path: Path) -> None:
    brigade = random_brigade(seed)
    case = api.load(brigade.write(tmp_path))
    assert len(case.problem.officers) == len(brigade.rows("officers"))
    assert len(case.problem.shifts) == len(brigade.rows("shifts"))
    assert len(case.rulebook.rules) >= len(brigade.rules)


def test_brigades_have_many_shapes() -> None:
    brigades = [random_brigade(seed) for seed in range(100)]
    assert {len(brigade.rows("officers")) for brigade in brigades} >= {3, 4, 5, 6}
    assert max(len(brigade.rows("officers")) for brigade in brigades) > 30
    assert {len(brigade.rows("shifts")) for brigade in brigades} >= {1, 2, 3, 4, 5, 6, 7, 8}
    spans = [(row["start"], row["end"]) for brigade in brigades for row in brigade.rows("shifts")]
    assert any(start == end for start, end in spans)  # 24 hours
    assert any(end >= "32:00" for _start, end in spans)  # more
    assert any("00:00" < start < brigade.settings().get("day_start", "") for brigade in brigades for start, _ in spans)
    for table in ("vehicles", "history", "absences", "fixed", "requests", "calendar", "sites"):
        assert 0 < sum(bool(brigade.rows(table)) for brigade in brigades) < 100
    dates = [dt.date.fromisoformat(brigade.settings()["start"]) for brigade in brigades]
    assert {date.weekday() for date in dates} == set(range(7))


def test_every_field_of_every_rule_is_drawn() -> None:
    drawn = {
        (entry["rule"], field)
        for rule in RULES
        for seed in range(30)
        for entry in random_brigade(seed, people=(8, 8), plan=True, only=(rule_name(rule),), rules=(2, 2)).rules
        for field in entry
    }
    missing = {(rule_name(rule), field) for rule in RULES for field in own_fields(rule)} - drawn
    assert missing <= {("route_passes", "route")}  # not every brigade has routes


def test_which_things_a_field_names_is_found_out() -> None:
    known = {(rule_name(rule), field): kind_of(rule, field) for rule in RULES for field in own_fields(rule)}
    assert known["keep_apart", "officers"] == known["keep_together", "officers"] == "officer"
    assert known["rotation", "pattern"] == known["shift_succession", "forbidden"] == "shift"
    assert known["rotation", "offsets"] == "squad"
    assert known["crew", "composition"] == "qualification"
    assert known["duty_leader", "kind"] == "unit_kind"
    assert known["work_hours", "max"] == ""
