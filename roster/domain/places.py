"""Where units stand: zones, sites and routes; and the vehicles that take them there."""

from __future__ import annotations

from dataclasses import dataclass

from roster.domain.clock import Span, Window


@dataclass(frozen=True)
class Zone:
    """A patrol district; where its middle lies, if that is told."""

    id: str
    name: str
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True)
class Site:
    """A point on the map: a stationing point, guard post, checkpoint, quick-reaction point or publicity point."""

    id: str
    name: str
    kind: str
    zone: str
    latitude: float
    longitude: float
    tier_minutes: int | None = None
    opening: Window | None = None
    hot: Window | None = None  # hours in which it needs extra presence
    meals: bool = False  # whether crews may take their meal break there
    fuel: bool = False  # whether cars can refuel there


@dataclass(frozen=True)
class Route:
    """A street segment that must be patrolled, from one end to the other."""

    id: str
    name: str
    zones: tuple[str, ...]
    start: tuple[float, float]  # latitude, longitude
    end: tuple[float, float]
    km: float


@dataclass(frozen=True)
class Vehicle:
    id: str
    name: str
    kind: str
    seats: int
    lights: bool
    licence: str = ""  # the qualification that its driver must have; empty: none


@dataclass(frozen=True)
class VehicleGroup:
    """Vehicles that nothing tells apart: same kind, seats, lights, licence and maintenance within the horizon."""

    vehicles: tuple[Vehicle, ...]
    away: tuple[Span, ...]

    @property
    def id(self) -> str:
        return self.vehicles[0].id

    @property
    def kind(self) -> str:
        return self.vehicles[0].kind

    @property
    def seats(self) -> int:
        return self.vehicles[0].seats

    @property
    def lights(self) -> bool:
        return self.vehicles[0].lights

    @property
    def licence(self) -> str:
        return self.vehicles[0].licence
