"""A brigade's own settings."""

from __future__ import annotations

from dataclasses import dataclass, field

from roster.domain.clock import Window
from roster.domain.week import Week

NIGHT = Window(22 * 60, 30 * 60)


@dataclass(frozen=True)
class Settings:
    """The brigade's own settings; speeds in km/h, times in minutes after midnight."""

    name: str
    language: str = "en"
    country: str = "CN"
    night: Window = NIGHT
    day_start: int = 7 * 60
    car_speed: float = 30.0
    foot_speed: float = 4.5
    detour: float = 1.3
    week: Week = field(default_factory=Week)
    time_zone: str = ""
