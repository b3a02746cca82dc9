"""Officers, and what is known of their time: absences, wishes, pins and past duties."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple, Protocol

from roster.domain.clock import MINUTES_A_DAY, Span


@dataclass(frozen=True)
class Officer:
    """One person on the roster; `qualifications` are the codes that unit kinds and rules ask for."""

    id: str
    name: str
    category: str  # `sworn` or `auxiliary`; empty where the brigade knows no such difference
    sex: str = ""  # `f`, `m` or empty
    birth_date: date | None = None
    squad: str = ""
    home_zone: str = ""
    qualifications: frozenset[str] = frozenset()
    trainee: bool = False
    coach: str = ""  # an officer's id; empty for a trainee: any officer with qualification `coach`
    protected_from: date | None = None
    protected_to: date | None = None
    joined: date | None = None
    phone: str = ""
    left: date | None = None  # last date in the brigade
    contract: str = ""
    share: float = 1.0  # of full time

    def age(self, on: date) -> int | None:
        """Whole years on a date; None without a birth date."""
        if self.birth_date is None:
            return None
        had_birthday = (on.month, on.day) >= (self.birth_date.month, self.birth_date.day)
        return on.year - self.birth_date.year - (not had_birthday)

    def joined_by(self, on: date) -> bool:
        """Whether the officer belongs to the brigade on a date."""
        return self.joined is None or self.joined <= on

    def member_on(self, on: date) -> bool:
        """Whether the officer is in the brigade on a date: has joined and not left."""
        return self.joined_by(on) and (self.left is None or on <= self.left)

    def protected(self, on: date) -> bool:
        """Whether the protection (pregnancy from month 7, nursing under a year) holds on a date."""
        if self.protected_from is None and self.protected_to is None:
            return False
        return (self.protected_from or date.min) <= on <= (self.protected_to or date.max)


LEFT = "left"
"""The kind of absence of who has left the brigade."""


@dataclass(frozen=True)
class Absence:
    """A stretch of time in which an officer or a vehicle is not there."""

    id: str  # of the officer or the vehicle
    kind: str  # annual, sick, personal, maternity, training, court, maintenance, ...
    span: Span
    source: str = ""
    hours_only: bool = False  # of a duty it costs these hours, and not the whole


@dataclass(frozen=True)
class Request:
    """An officer's own wish to work (`on`) or not to work a shift, or any shift, on a date; with its weight.

    `free` asks that no minute of the date is worked, also not of a duty that began before it.
    """

    officer: str
    day: int
    shift: str  # empty: any shift
    on: bool
    weight: int
    source: str = ""
    free: bool = False


class Stay(NamedTuple):
    """Where a past crew was for a time; `site` is empty where it stood at none."""

    span: Span
    zone: str
    site: str
    lights: bool


@dataclass(frozen=True)
class Post:
    """In which crew a past duty was served, as far as that is known."""

    unit: str  # the crew's label, which no other crew of its date and shift has; empty: not known
    kind: str  # empty: not known
    vehicle: str = ""
    base: str = ""  # the unit's; empty: it has none, or that is not known
    role: str = ""  # the officer's in the crew, where known
    stays: tuple[Stay, ...] = ()  # empty: its place is not known


@dataclass(frozen=True)
class Duty:
    """One officer's work from one start to one end; it belongs to the date on which it starts."""

    officer: str
    day: int
    shift: str
    span: Span
    night: bool = False
    line: bool = True
    post: Post | None = None  # of a past duty; None: only its shift is known
    of: str = ""  # the shift of the table `shifts` of which this duty is a part, where it was cut

    def later(self, days: int) -> Duty:
        """The same duty counted from a first date that lies so many days before."""
        minutes = days * MINUTES_A_DAY

        def moved(span: Span) -> Span:
            return Span(span.start + minutes, span.end + minutes)

        post = self.post
        if post:
            post = replace(post, stays=tuple(stay._replace(span=moved(stay.span)) for stay in post.stays))
        return replace(self, day=self.day + days, span=moved(self.span), post=post)

    @property
    def whole(self) -> str:
        """The shift's code in the table `shifts`."""
        return self.of or self.shift


class Totals(NamedTuple):
    """What an officer has worked up to a day, in the period in which that lies; None: not told."""

    until: int
    shifts: float | None
    hours: float | None
    weekends: float | None


Line = dict[int, Duty]
"""One officer's duties by day number, history included (negative days); a date without a duty is missing."""


class Timed(Protocol):
    """A duty, or a stretch of work that was done: its shift's code, its date, and when it was."""

    @property
    def shift(self) -> str: ...

    @property
    def day(self) -> int: ...

    @property
    def span(self) -> Span: ...
