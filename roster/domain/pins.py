"""Choices of the leader's that stand: a hand edit as the search takes it."""

from __future__ import annotations

from typing import NamedTuple

from roster.domain.service import Slot


class Pin(NamedTuple):
    """A choice of the leader's: an officer's shift on a day (empty: none), and with it a unit by its label."""

    officer: str
    day: int
    shift: str
    unit: str = ""
    cell: str = ""


class VehiclePin(NamedTuple):
    """A vehicle that the leader gave to a unit; empty where it was to have none."""

    unit: tuple[int, str, str]
    vehicle: str
    cell: str = ""


class PlacePin(NamedTuple):
    """A zone or site at which the leader wants a unit in a slot."""

    unit: tuple[int, str, str]
    slot: Slot
    place: str
    cell: str = ""


class LeadPin(NamedTuple):
    """Who is to lead a unit."""

    unit: tuple[int, str, str]
    officer: str
    cell: str = ""


AnyPin = Pin | VehiclePin | PlacePin | LeadPin
