"""Call signs: one name for a crew on all sheets, whichever zone it is in."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from roster import api
from roster.domain.before import post_named
from roster.domain.clock import Span
from roster.domain.errors import InputError
from roster.domain.ids import CrewId
from roster.domain.problem import Problem
from roster.domain.service import Unit
from roster.domain.units import pose, signed
from roster.io.read_book.contract import Record, _unit
from tests.paths import HANCHENG
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


def test_the_settings_name_units_whose_kind_has_no_sign_of_its_own(tmp_path: Path) -> None:
    folder = shutil.copytree(HANCHENG, tmp_path / "brigade")
    settings = folder / "settings.csv"
    settings.write_text(settings.read_text(encoding="utf-8") + 'call_sign,"{kind}{n}"\n', encoding="utf-8")
    signs = {kind.code: kind.call_sign for kind in api.load(folder).problem.kinds}
    assert signs["armed"] == "{kind}{n}"
    assert signs["car"] == "{kind}-{n}"  # the table goes before
    assert signs["leader"] == ""  # who stands nowhere is called by the kind alone


def test_a_sign_for_every_kind_must_tell_them_apart(tmp_path: Path) -> None:
    folder = shutil.copytree(HANCHENG, tmp_path / "brigade")
    settings = folder / "settings.csv"
    settings.write_text(settings.read_text(encoding="utf-8") + "call_sign,Eagle {n}\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"call_sign.*'Eagle \{n\}'.*`kind` and `n`"):
        api.load(folder)
