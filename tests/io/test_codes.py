"""Letters of the grid in both languages, and reading them back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from roster.domain.clock import Span, Window
from roster.domain.letters import shift_text
from roster.domain.people import Absence
from roster.domain.problem import Facts
from roster.domain.service import Shift
from roster.i18n import set_language
from roster.io import codes
from tests.io import sample


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    set_language("en")
    yield
    set_language("en")


@pytest.fixture(scope="module")
def facts() -> Facts:
    return sample.problem()


def letters(facts: Facts) -> list[str]:
    return [shift_text(code, facts) for code in facts.shift_codes]


def test_letters_in_english_and_chinese(facts: Facts) -> None:
    assert letters(facts) == ["D", "E", "N", "O", "L"]
    set_language("zh")
    assert letters(facts) == ["白", "中", "夜", "叠", "24"]


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("reading", ["en", "zh"])
def test_what_is_written_reads_back_in_either_language(facts: Facts, language: str, reading: str) -> None:
    set_language(language)
    shown = {code: shift_text(code, facts) for code in facts.shift_codes}
    idle = [codes.rest_text(), *(codes.leave_text(kind, facts) for kind in ("annual", "court", "secondment", "借"))]
    lent = replace(facts, absences=(*facts.absences, Absence("001", "借", Span(0, 1440))))
    set_language(reading)
    assert {code: codes.read_code(text, lent) for code, text in shown.items()} == {c: c for c in shown}
    assert [codes.read_code(text, lent) for text in idle] == [""] * len(idle)


@pytest.mark.parametrize(
    ("text", "shift"),
    [("d", "D"), (" Ｄ ", "D"), ("24", "L"), ("夜", "N"), ("", ""), ("  ", ""), ("休", ""), ("年假", ""), ("off", "")],
)
def test_spellings(facts: Facts, text: str, shift: str) -> None:
    assert codes.read_code(text, facts) == shift


def test_unknown_text_is_neither_shift_nor_rest(facts: Facts) -> None:
    assert codes.read_code("zz", facts) is None


def test_a_letter_follows_the_hours_not_the_code(facts: Facts) -> None:
    """A brigade whose N is a noon shift and whose L is late gets no night and no 24."""
    noon = Shift("N", "Noon", Window(11 * 60, 19 * 60))
    late = Shift("L", "Late", Window(16 * 60, 24 * 60))
    other = replace(facts, shifts=(noon, late))
    set_language("zh")
    assert letters(other) == ["N", "L"]
    assert codes.read_code("夜", other) is None


def test_ambiguous_letters_fall_back_to_codes(facts: Facts) -> None:
    other = replace(facts, shifts=(*facts.shifts, Shift("白", "Own", Window(8 * 60, 12 * 60))))
    set_language("zh")
    assert letters(other) == ["D", "中", "夜", "叠", "24", "白"]
    assert codes.read_code("白", other) == "白"


def test_codes_that_differ_in_case_only_are_read_as_written(facts: Facts) -> None:
    other = replace(facts, shifts=(*facts.shifts, Shift("d", "Own", Window(8 * 60, 12 * 60))))
    assert [codes.read_code(text, other) for text in ("D", "d")] == ["D", "d"]


def test_a_leave_never_looks_like_a_shift(facts: Facts) -> None:
    other = replace(facts, shifts=(*facts.shifts, Shift("TR", "Traffic", Window(8 * 60, 12 * 60))))
    assert codes.leave_text("training", other) == "(TR)"
    assert codes.read_code("(TR)", other) == ""
    assert codes.read_code("TR", other) == "TR"


def test_leaves_of_the_brigades_own(facts: Facts) -> None:
    assert codes.leave_text("借") == "借"
    assert codes.leave_text("secondment") == "LV"
    assert codes.leave_name("secondment") == "secondment"
    set_language("zh")
    assert codes.leave_text("secondment") == "假"
    assert [codes.leave_text(kind) for kind in ("annual", "sick", "personal", "maternity", "training", "court")] == [
        *"年病事产训庭"
    ]
