"""Neighbourhoods that gain are drawn more often, and none is forgotten."""

from __future__ import annotations

import math
from collections import Counter

import numpy as np

from roster.search.neighbourhoods.adaptive import Adaptive, Size, sizes


def test_what_has_gained_is_drawn_rather_and_nothing_is_left_out() -> None:
    moves = Adaptive(["good", "bad", "other"], np.random.default_rng(1))
    for _ in range(10):
        moves.learn("good", 5.0, 1.0)
        moves.learn("bad", 0.0, 1.0)
    drawn = Counter(moves.draw() for _ in range(600))
    assert drawn["good"] > 2 * drawn["bad"]
    assert min(drawn[move] for move in ("good", "bad", "other")) > 30


def test_while_nothing_gains_cheap_ones_are_drawn_rather() -> None:
    moves = Adaptive(["quick", "slow"], np.random.default_rng(2))
    for _ in range(10):
        moves.learn("quick", 0.0, 0.1)
        moves.learn("slow", 0.0, 10.0)
    drawn = Counter(moves.draw() for _ in range(300))
    assert drawn["quick"] > 5 * drawn["slow"]


def test_what_gained_long_ago_counts_less_where_that_is_asked() -> None:
    shares = []
    for half_life in (math.inf, 10.0):
        moves = Adaptive(["early", "late"], np.random.default_rng(3), half_life)
        for choice, gain in (("early", 100.0), ("late", 5.0)):
            for _ in range(5):
                moves.learn(choice, gain, 10.0)
        drawn = Counter(moves.draw() for _ in range(300))
        shares.append(drawn["early"] / 300)
    never_forgotten, forgotten = shares
    assert forgotten < never_forgotten - 0.15


def test_sizes_grow_to_the_most() -> None:
    assert sizes(3, 3, 1.6) == [3]
    assert sizes(3, 20, 1.6) == [3, 5, 8, 13, 20]
    assert sizes(5, 2, 1.6) == [2]


def test_a_size_grows_while_it_is_easy_and_shrinks_when_it_is_hard() -> None:
    size = Size(2, 20)
    assert size.now == 2
    for _ in range(9):
        size.learn(0.01)
    assert size.now == 20
    size.learn(0.1)
    assert size.now == 20
    size.learn(0.9)
    assert size.now < 20
    for _ in range(9):
        size.learn(1.1)
    assert size.now == 2
    assert Size(5, 3).now == 5
