"""Selectors: whom, where and when a rule is about, as fields of its YAML."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Annotated, Literal, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from roster.domain.clock import MINUTES_A_DAY, Span, Window
from roster.domain.people import Duty, Officer
from roster.domain.problem import Facts
from roster.domain.seating import has
from roster.domain.service import Shift, Slot, Unit
from roster.i18n import _

T = TypeVar("T")
OF_SHIFTS = ("when.shift", "when.night", "when.line", "when.covers")
"""The selectors that speak of shifts, for rules that have no use for them."""
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


def _listed(value: object) -> object:
    """A single value stands for a list of one."""
    return value if isinstance(value, list | tuple | set | frozenset) else [value]


def _window(value: object) -> object:
    """`22:00-06:00` as minutes after midnight; the end passes 24:00 where it is not after the start."""
    if not isinstance(value, str):
        return value
    try:
        start, end = (_minute(part) for part in value.split("-"))
    except ValueError:
        raise ValueError(_("hours such as 22:00-06:00 expected")) from None
    return Window(start, end if end > start else end + 24 * 60)


def _minute(text: str) -> int:
    hour, minute = text.strip().split(":")
    if not (0 <= int(hour) <= 48 and 0 <= int(minute) < 60):
        raise ValueError
    return int(hour) * 60 + int(minute)


Several = Annotated[tuple[T, ...], BeforeValidator(_listed)]
"""One value or a list of them."""

Hours = Annotated[Window, BeforeValidator(_window, json_schema_input_type=str)]
"""Hours of a day, written `22:00-06:00`."""


class Strict(BaseModel):
    """Refuses fields that it does not know."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Who(Strict):
    """Selects officers; every field that is given must match, a list matches any of its values."""

    id: Several[str] = ()
    category: Several[Literal["sworn", "auxiliary"]] = ()
    squad: Several[str] = ()
    contract: Several[str] = ()
    home_zone: Several[str] = ()
    qualification: Several[str] = Field(default=(), description="has any of these")
    serves: Several[str] = Field(default=(), description="a unit kind among these asks for somebody like them")
    sex: Several[Literal["f", "m"]] = ()
    age_over: int | None = Field(default=None, description="older than so many years on the first date")
    age_under: int | None = Field(default=None, description="younger than so many years on the first date")
    protected: bool | None = Field(default=None, description="protected on any date of the horizon")
    trainee: bool | None = None
    but: Several[Who] = Field(default=(), description="except these; a list leaves out whoever matches one of them")

    def matches(self, officer: Officer, facts: Facts) -> bool:
        age = officer.age(facts.horizon.start)

        def protected() -> bool:
            return any(officer.protected(facts.date(day)) for day in facts.horizon.range)

        return (
            _among(officer.id, self.id)
            and _among(officer.category, self.category)
            and _among(officer.squad, self.squad)
            and _among(officer.contract, self.contract)
            and _among(officer.home_zone, self.home_zone)
            and (not self.qualification or not officer.qualifications.isdisjoint(self.qualification))
            and (not self.serves or any(self._asked_for(officer, kind, facts) for kind in self.serves))
            and _among(officer.sex, self.sex)
            and (self.age_over is None or (age is not None and age > self.age_over))
            and (self.age_under is None or (age is not None and age < self.age_under))
            and (self.protected is None or self.protected == protected())
            and self.trainee in (None, officer.trainee)
            and not any(but.matches(officer, facts) for but in self.but)
        )

    @staticmethod
    def _asked_for(officer: Officer, kind: str, facts: Facts) -> bool:
        """Whether a unit kind of the brigade has a place for an officer's category or qualification."""
        return kind in facts.kind and any(has(officer, quality) for quality in facts.kind[kind].composition)


class Where(Strict):
    """Selects places and units."""

    zone: Several[str] = ()
    site: Several[str] = ()
    unit_kind: Several[str] = ()

    def matches_place(self, place: str, facts: Facts) -> bool:
        """Whether a zone or site is selected; a site is also selected by its zone."""
        if not self.zone and not self.site:
            return True
        return place in self.site or place in self.zone or facts.zone_of(place) in self.zone

    def matches_kind(self, kind: str) -> bool:
        return _among(kind, self.unit_kind)

    def matches_unit(self, unit: Unit, facts: Facts) -> bool:
        """Whether a unit is selected by its kind and its base."""
        return self.matches_kind(unit.kind) and self.matches_place(unit.base, facts)


class When(Strict):
    """Selects dates, shifts and hours; every field that is given must match."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    shift: Several[str] = ()
    night: bool | None = Field(default=None, description="shifts marked as night shifts, or those that are not")
    line: bool | None = Field(default=None, description="shifts of the line, or those off it, as duty leaders'")
    covers: Hours | None = Field(default=None, description="shifts that last through all of these hours")
    slot: Hours | None = Field(default=None, description="hours of the day, as 18:00-02:00")
    weekday: Several[Weekday] = ()
    day_type: Several[str] = ()
    dates: Several[date] = ()
    first: date | None = Field(default=None, alias="from")
    last: date | None = Field(default=None, alias="to")

    def matches_day(self, day: int, facts: Facts) -> bool:
        """Whether a date is selected; it is only worked out where a field asks for it, as that is done very often."""
        return (
            (not self.weekday or WEEKDAYS[facts.weekday(day)] in self.weekday)
            and (not self.day_type or facts.day_type(day) in self.day_type)
            and (not self.dates or facts.date(day) in self.dates)
            and (self.first is None or facts.date(day) >= self.first)
            and (self.last is None or facts.date(day) <= self.last)
        )

    @property
    def any_shift(self) -> bool:
        """Whether no field speaks of shifts."""
        return not self.shift and self.night is None and self.line is None and self.covers is None

    def matches_shift(self, shift: Shift) -> bool:
        """Whether a shift is selected; one in parts also by the code of a part, or by what a part covers."""
        hours = [part.of_hours or part.hours for part in shift.parts] or [shift.of_hours or shift.hours]
        return self._matches(shift.names, shift.night, shift.line_work, hours)

    def matches_duty(self, duty: Duty, facts: Facts) -> bool:
        """Whether a duty, past or planned, is selected by its date and its shift."""
        if not self.matches_day(duty.day, facts):
            return False
        start, hours = duty.day * MINUTES_A_DAY, [facts.shift[duty.of].hours] if duty.of in facts.shift else []
        parts = facts.shift[duty.shift].parts if duty.shift in facts.shift else ()
        if parts:
            hours = [part.of_hours or part.hours for part in parts]
        hours = hours or [Window(duty.span.start - start, duty.span.end - start)]
        return self._matches(facts.names_of(duty), duty.night, duty.line, hours)

    def _matches(self, codes: frozenset[str], night: bool, line: bool, hours: Iterable[Window]) -> bool:
        return (
            (not self.shift or not codes.isdisjoint(self.shift))
            and self.night in (None, night)
            and self.line in (None, line)
            and (self.covers is None or any(window.days_covering(Span(*self.covers)) for window in hours))
        )

    def matches_slot(self, slot: Slot) -> bool:
        return self.slot is None or self.slot.minutes_in(slot.span) > 0

    def shifts(self, facts: Facts, only_line: bool = False) -> tuple[str, ...]:
        """Codes of the shifts selected, in the table's order."""
        if self.any_shift:
            return facts.line_shifts if only_line else facts.shift_codes
        return tuple(s.code for s in facts.shifts if self.matches_shift(s) and (s.line or not only_line))


def _among(value: object, wanted: tuple[object, ...]) -> bool:
    return not wanted or value in wanted
