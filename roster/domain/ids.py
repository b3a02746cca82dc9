"""What names a shift on a date, and a unit or crew that runs on it."""

from __future__ import annotations

from typing import NamedTuple


class ShiftId(NamedTuple):
    """A shift on the day on which it starts."""

    day: int
    shift: str


class UnitId(NamedTuple):
    """A unit by its label, such as `car-Z2`, on the shift on which it starts."""

    day: int
    shift: str
    label: str

    @property
    def start(self) -> ShiftId:
        return ShiftId(self.day, self.shift)


class CrewId(NamedTuple):
    """A crew: that of the unit with its label; of a pooled unit each crew has a label of its own."""

    day: int
    shift: str
    label: str

    @property
    def start(self) -> ShiftId:
        return ShiftId(self.day, self.shift)
