"""What a shortfall of crews asks for: so many more of some kinds, at some places, in some hours."""

from __future__ import annotations

from typing import NamedTuple

from roster.domain.service import Slot


class Wanted(NamedTuple):
    """So many crews are missing; each may be of any of these kinds and at any of these places."""

    kinds: tuple[str, ...]
    places: tuple[str, ...]  # zones and sites; empty: anywhere
    crews: int
    slot: Slot | None  # None: the whole day of kinds that stand nowhere
    lit: bool = False  # with its light bar on
    shift: str = ""  # on this shift and no other
