"""Call signs: one name for a crew on all sheets, whichever zone it is in."""

from __future__ import annotations

from dataclasses import replace

import pytest

from roster.domain.before import post_named
from roster.domain.clock import Span
from roster.domain.ids import CrewId
from roster.domain.problem import Problem
from roster.domain.service import Unit
from roster.domain.units import pose, signed
from roster.io.read_book.contract import Record, _unit
from tests.rules.law_plan import problem


def _with_signs(template: str = "{kind}-{n}") -> Problem:
    facts = problem(1)
    kinds = tuple(replace(kind, call_sign=template) if kind.code == "car" else kind for kind in facts.kinds)
    return pose(replace(facts, kinds=kinds))


def test_units_are_called_by_their_signs_on_every_shift() -> None:
    labels = {(unit.shift, unit.label) for unit in _with_signs().units if unit.kind == "car"}
    assert labels == {(shift, sign) for shift in ("D", "E", "O") for sign in ("car-1", "car-2")}
    assert {unit.label for unit in _with_signs("Eagle {n}").units if unit.kind == "car"} == {"Eagle 1", "Eagle 2"}
    assert {unit.label for unit in _with_signs().units if unit.kind == "armed"} == {"armed-S1"}


def test_a_second_unit_of_a_base_has_another_sign() -> None:
    posed = _with_signs()
    signs = [signed(Unit(0, "D", "car", base, number), posed).label for number in (1, 2) for base in ("Z1", "Z2")]
    assert len(set(signs)) == 4
    assert signs[:2] == ["car-1", "car-2"]


@pytest.mark.parametrize("label", ["car-2", "car-Z2"])
def test_workbooks_from_before_are_read_with_the_names_of_then(label: str) -> None:
    posed = _with_signs()
    found = _unit(CrewId(0, "D", label), Record("Slots!2", {"unit_kind": "car"}), posed)
    assert found == posed.unit[0, "D", "car-2"]


def test_a_past_crew_is_known_by_its_sign() -> None:
    post = post_named("Eagle 7", "V1", Span(0, 480), _with_signs("Eagle {n}"))
    assert post is not None
    assert (post.kind, post.stays) == ("car", ())
