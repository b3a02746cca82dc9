"""How few people must change, from the relaxation: every claim against all solutions of a small model."""

from __future__ import annotations

import random
from itertools import product

import pytest
from ortools.sat.python import cp_model

from roster.search.living.disruption_bound import DisruptionBound

PEOPLE, TASKS = 5, 4


def small(
    seed: int,
) -> tuple[cp_model.CpModel, cp_model.IntVar, list[cp_model.IntVar], dict[int, int], list[list[bool]], list[int]]:
    """Who does which tasks: each task needs some, each can do some and at most two; nobody did anything before."""
    rng = random.Random(seed)
    can = [[rng.random() < 0.6 for _task in range(TASKS)] for _person in range(PEOPLE)]
    needs = [rng.choice((0, 0, 1, 1, 2)) for _task in range(TASKS)]
    model = cp_model.CpModel()
    does = [[model.new_bool_var("") for _task in range(TASKS)] for _person in range(PEOPLE)]
    changed = [model.new_bool_var("") for _person in range(PEOPLE)]
    people = model.new_int_var(0, PEOPLE, "people")
    model.add(people == sum(changed))
    for person in range(PEOPLE):
        model.add(sum(does[person]) <= 2)
        for task in range(TASKS):
            model.add(changed[person] >= does[person][task])
            if not can[person][task]:
                model.add(does[person][task] == 0)
    for task in range(TASKS):
        model.add(sum(row[task] for row in does) >= needs[task])
    return model, people, changed, {variable.index: 0 for row in does for variable in row}, can, needs


def helping(can: list[list[bool]], needs: list[int]) -> list[frozenset[int]]:
    """Every set of people who can meet the needs, all of them taking part or standing by."""
    choices = [
        [
            row
            for row in product((0, 1), repeat=TASKS)
            if sum(row) <= 2 and all(on <= able for on, able in zip(row, skills, strict=True))
        ]
        for skills in can
    ]
    found = set()
    for rows in product(*choices):
        if all(sum(column) >= need for column, need in zip(zip(*rows, strict=True), needs, strict=True)):
            found.add(frozenset(person for person, row in enumerate(rows) if any(row)))
    return list(found)


@pytest.mark.parametrize("seed", range(12))
def test_the_bound_holds_and_who_is_ruled_out_cannot_help(seed: int) -> None:
    model, people, changed, start, can, needs = small(seed)
    sets = helping(can, needs)
    relaxed = DisruptionBound(model, people, changed, start)
    bound = relaxed.bound()
    if bound is None:
        assert not sets
        return
    least = min(map(len, sets), default=PEOPLE + 1)
    assert bound <= least
    for most in range(bound, least + 1):
        again = DisruptionBound(model, people, changed, start)
        out = {changed.index(variable) for variable in again.fixable_to_zero(most, lambda: False)}
        might = {p for found in sets for p in found if len(found) <= most}
        might |= {p for found in sets for p in range(PEOPLE) if len(found | {p}) <= most}
        assert not out & might


def test_the_least_and_the_needless_are_found_where_the_relaxation_is_tight() -> None:
    model = cp_model.CpModel()
    changed = [model.new_bool_var("") for _person in range(3)]
    people = model.new_int_var(0, 3, "people")
    model.add(people == sum(changed))
    model.add(changed[0] == 1)
    model.add(changed[1] + changed[2] >= 1)
    relaxed = DisruptionBound(model, people, changed, {})
    assert relaxed.bound() == 2
    assert relaxed.fixable_to_zero(2, lambda: False) == []
    out = DisruptionBound(model, people, changed, {}).fixable_to_zero(1, lambda: False)
    assert {variable.index for variable in out} == {0, 1, 2}
    assert DisruptionBound(model, people, changed, {}).fixable_to_zero(1, lambda: True) == []
    model.add(changed[2] == 0)
    again = DisruptionBound(model, people, changed, {})
    assert again.bound() == 2
    assert [variable.index for variable in again.fixable_to_zero(2, lambda: False)] == [changed[2].index]


def test_a_clash_is_seen() -> None:
    model = cp_model.CpModel()
    changed = [model.new_bool_var("") for _person in range(2)]
    people = model.new_int_var(0, 2, "people")
    model.add(people == sum(changed))
    model.add(changed[0] + changed[1] >= 1)
    model.add(changed[0] + 2 * changed[1] <= 0)
    assert DisruptionBound(model, people, changed, {}).bound() is None
