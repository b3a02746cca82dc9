"""What draws by chance: numbers, times and some of several things."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from random import Random

DAY = 24 * 60
Row = Mapping[str, object]


def clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def some(rng: Random, things: Iterable[str], most: int, least: int = 0) -> list[str]:
    listed = list(things)
    return rng.sample(listed, min(len(listed), rng.randint(least, max(least, most))))


def between(rng: Random, bounds: tuple[int, int]) -> int:
    """A number within the bounds, small ones more often."""
    low, high = bounds
    return low + round((high - low) * rng.random() ** 2)


def decided(rng: Random, wanted: bool | None, chance: float) -> bool:
    return rng.random() < chance if wanted is None else wanted


def minutes(text: str) -> int:
    hour, minute = text.split(":")
    return int(hour) * 60 + int(minute)


def yes(answer: bool) -> str:
    return "yes" if answer else "no"
