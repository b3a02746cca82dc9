"""Where a limit or a violation sits, and which part of its rule it speaks of."""

from __future__ import annotations

from typing import NamedTuple

from roster.domain.service import Slot


class Spot(NamedTuple):
    """Where a limit or a violation sits; empty parts do not apply. `day` is the roster day of a slot."""

    officers: tuple[str, ...] = ()
    day: int | None = None
    shift: str = ""
    slot: Slot | None = None
    place: str = ""
    unit: str = ""  # a unit's label

    @property
    def on(self) -> int | None:
        """The calendar date, as people read it: that on which the slot begins, else the day."""
        return self.slot.calendar_day if self.slot else self.day


class Part(NamedTuple):
    """What a limit asks of all that its rule asks: the `seats` of `V1`, the `quality` `armed`; empty for the whole."""

    name: str = ""
    of: str = ""


WHOLE = Part()
