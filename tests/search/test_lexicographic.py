"""Tiers in turn: what each is held at, what counts as better, and when it ends."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product

import pytest

from roster.search.lexicographic import lexicographic

Point = tuple[int, ...]
TIERS = (0, 1, 2)


def at(point: Point, tier: int) -> int:
    return point[tier]


@pytest.mark.parametrize("points", [list(product((2, 0, 1), repeat=3)), [(3, 0, 0), (1, 9, 9), (1, 2, 7), (1, 2, 5)]])
def test_the_least_in_order_is_found(points: list[Point]) -> None:
    asked: list[dict[int, int]] = []

    def minimise(tier: int, held: Mapping[int, int], last: Point | None) -> Point | None:
        asked.append(dict(held))
        lawful = [point for point in points if all(point[one] <= most for one, most in held.items())]
        return min(lawful, key=lambda point: point[tier])

    settled = lexicographic(TIERS, minimise, at)
    assert settled.solution == min(points)
    assert settled.held == dict(enumerate(min(points)))
    assert [len(held) for held in asked] == [0, 1, 2]


def test_what_is_as_good_never_takes_the_place_of_what_is_known() -> None:
    settled = lexicographic(TIERS, lambda tier, held, last: (1, 2, 3), at, known=(1, 2, 2))
    assert settled.solution == (1, 2, 2)
    settled = lexicographic(TIERS, lambda tier, held, last: (1, 2, 1), at, known=(1, 2, 2))
    assert settled.solution == (1, 2, 1)


def test_a_tier_without_an_answer_is_held_at_what_is_known() -> None:
    settled = lexicographic(TIERS, lambda tier, held, last: None if tier == 1 else (1, 5, 5 - tier), at)
    assert settled.held == {0: 1, 1: 5, 2: 3}
    assert lexicographic(TIERS, lambda *_: None, at).solution is None


def test_it_ends_when_it_is_over_but_not_without_any_solution() -> None:
    settled = lexicographic(TIERS, lambda *_: (1, 1, 1), at, over=lambda: True)
    assert (settled.solution, settled.held) == ((1, 1, 1), {0: 1})
