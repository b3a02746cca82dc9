"""Places of a brigade in km east and north of the middle of its map, and labels beside them that do not overlap."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from roster.domain.problem import Problem
from roster.domain.travel import Point, points_of

KM_A_DEGREE = 111.2
LEAST_KM = 1.0
"""A map shows at least so much across: of a single place its surroundings."""
TURN, STEPS = 2.4, 600
"""Of the spiral on which a label looks for a free spot: radians from one spot to the next, and how many spots."""


class Box(NamedTuple):
    """A rectangle: its middle and its size."""

    x: float
    y: float
    width: float
    height: float

    def meets(self, other: Box) -> bool:
        return (
            abs(self.x - other.x) * 2 < self.width + other.width
            and abs(self.y - other.y) * 2 < self.height + other.height
        )

    def within(self, left: float, low: float, right: float, high: float) -> bool:
        return (
            left <= self.x - self.width / 2
            and self.x + self.width / 2 <= right
            and low <= self.y - self.height / 2
            and self.y + self.height / 2 <= high
        )


def flat_places(problem: Problem) -> dict[str, Point]:
    """East and north of every point that is known: sites, the ends of routes, middles of zones."""
    points = points_of(problem.sites, problem.routes, problem.zones)
    if not points:
        return {}
    middle = sum(point[0] for point in points.values()) / len(points)
    east = sum(point[1] for point in points.values()) / len(points)
    across = KM_A_DEGREE * math.cos(math.radians(middle))
    return {name: ((lon - east) * across, (lat - middle) * KM_A_DEGREE) for name, (lat, lon) in points.items()}


def extent(points: Iterable[Point], shape: float) -> tuple[float, float, float, float]:
    """Left, low, right and high of a map of these points with a margin around, `shape` times as wide as high."""
    known = list(points) or [(0.0, 0.0)]
    xs, ys = [x for x, _y in known], [y for _x, y in known]
    wide, high = max(xs) - min(xs), max(ys) - min(ys)
    high = max(LEAST_KM / max(1.0, shape), high, wide / shape) * 1.16
    wide = high * shape
    x, y = (max(xs) + min(xs)) / 2, (max(ys) + min(ys)) / 2
    return x - wide / 2, y - high / 2, x + wide / 2, y + high / 2


def scale_km(across: float) -> float:
    """A round length for the scale of a map so many km across: a fifth of it or less."""
    power = 10.0 ** math.floor(math.log10(max(across, 1e-6) / 5))
    return max(step * power for step in (1, 2, 5) if step * power <= across / 5 + 1e-12)


def spread(
    wanted: Sequence[Box], taken: Sequence[Box], bounds: tuple[float, float, float, float], reach: float
) -> list[Box]:
    """The same boxes moved as little as need be, so that none meets another one, or one that is `taken`.

    Each looks along a spiral whose turns lie `reach` apart; where nothing is free it stays where it is.
    """
    placed: list[Box] = []
    for box in wanted:
        others = [*taken, *placed]
        spots = (box._replace(x=box.x + x, y=box.y + y) for x, y in _spiral(reach))
        free = (spot for spot in spots if spot.within(*bounds) and not any(spot.meets(other) for other in others))
        placed.append(next(free, box))
    return placed


def _spiral(reach: float) -> Iterator[tuple[float, float]]:
    yield 0.0, 0.0
    for step in range(1, STEPS):
        away = reach * math.sqrt(step) / 2
        yield away * math.cos(TURN * step), away * math.sin(TURN * step)


def outline(points: Iterable[Point]) -> Sequence[Point]:
    """The corners of the smallest convex shape around points (Andrew 1979)."""
    ordered = sorted(set(points))
    if len(ordered) < 3:
        return ordered

    def half(side: Iterable[Point]) -> list[Point]:
        found: list[Point] = []
        for point in side:
            while len(found) > 1 and _turn(found[-2], found[-1], point) <= 0:
                found.pop()
            found.append(point)
        return found[:-1]

    return [*half(ordered), *half(reversed(ordered))]


def _turn(one: Point, two: Point, three: Point) -> float:
    return (two[0] - one[0]) * (three[1] - one[1]) - (two[1] - one[1]) * (three[0] - one[0])
