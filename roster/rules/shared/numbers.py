"""Hours as leaders write them, decimals allowed, and the bounds they set; inside everything is whole minutes."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from roster.domain.people import Duty
from roster.domain.problem import Facts
from roster.i18n import _

HourCount = Annotated[float, Field(ge=0, allow_inf_nan=False)]
"""A number of hours, such as 12 or 165.33."""


def minutes_of(hours: float) -> int:
    """Hours as whole minutes, to the nearest."""
    return round(hours * 60)


def hours_up(minutes: int) -> int:
    """Minutes as whole hours, rounded up."""
    return -(-minutes // 60)


def require_bounds(low: float | None, high: float | None) -> None:
    """Raises ValueError unless at least one bound is given and the lower is not above the upper."""
    if low is None and high is None:
        raise ValueError(_("give `min`, `max` or both"))
    if low is not None and high is not None and low > high:
        raise ValueError(_("`min` is above `max`"))


def bounds_text(least: float | None, most: float | None = None) -> str:
    """`at least 12`, `at most 40`, `2 to 5`."""
    if most is None:
        return _("at least {least:g}").format(least=least)
    if not least:
        return _("at most {most:g}").format(most=most) if most else _("none")
    return _("{least:g} to {most:g}").format(least=least, most=most)


def one(duty: Duty, facts: Facts) -> int:
    """Counts a duty as one."""
    return 1
