"""Choices that stand: a row of the table `fixed`, or a hand edit as the search takes it."""

from __future__ import annotations

from typing import NamedTuple

from roster.domain.ids import UnitId
from roster.domain.service import Slot


class Pin(NamedTuple):
    """An officer's duty, or with an empty shift a day off, before the roster is made or after it was edited."""

    officer: str
    day: int
    shift: str
    unit: str = ""  # a unit's label such as `car-Z2`, or, in a table, a unit kind; empty: any
    source: str = ""  # the cell or the row that asks for it


class VehiclePin(NamedTuple):
    """A vehicle that the leader gave to a unit; empty where it was to have none."""

    unit: UnitId
    vehicle: str
    source: str = ""


class PlacePin(NamedTuple):
    """A zone or site at which the leader wants a unit in a slot."""

    unit: UnitId
    slot: Slot
    place: str
    source: str = ""


class LeadPin(NamedTuple):
    """Who is to lead a unit."""

    unit: UnitId
    officer: str
    source: str = ""


AnyPin = Pin | VehiclePin | PlacePin | LeadPin
