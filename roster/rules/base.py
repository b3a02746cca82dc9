"""What every rule shares: how it binds, whom and when it selects, and its faces for solver, checker and reader.

A rule is a pydantic model whose fields are its YAML. It says what it limits; how the limit binds (`weight: must`,
`priority: 2`, `weight: 40`) is decided outside. Its `limits` speak to the solver, its `check` reads a finished roster
without looking at `limits`, its `say` turns a violation into one sentence.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Any, ClassVar, Literal, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from roster.domain.clock import Window
from roster.domain.people import Duty, Line, Officer
from roster.domain.problem import Facts, Problem
from roster.domain.roster import Crew, Roster
from roster.domain.service import DemandLine, Shift, Slot, Unit
from roster.i18n import _
from roster.rules.limits import Limit, Spot

T = TypeVar("T")
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
    home_zone: Several[str] = ()
    qualification: Several[str] = Field(default=(), description="has any of these")
    sex: Several[Literal["f", "m"]] = ()
    age_over: int | None = Field(default=None, description="older than so many years on the first date")
    age_under: int | None = Field(default=None, description="younger than so many years on the first date")
    protected: bool | None = Field(default=None, description="protected on any date of the horizon")
    trainee: bool | None = None
    but: Who | None = Field(default=None, description="except these")

    def matches(self, officer: Officer, facts: Facts) -> bool:
        age = officer.age(facts.horizon.start)

        def protected() -> bool:
            return any(officer.protected(facts.date(day)) for day in facts.horizon.range)

        return (
            _among(officer.id, self.id)
            and _among(officer.category, self.category)
            and _among(officer.squad, self.squad)
            and _among(officer.home_zone, self.home_zone)
            and (not self.qualification or not officer.qualifications.isdisjoint(self.qualification))
            and _among(officer.sex, self.sex)
            and (self.age_over is None or (age is not None and age > self.age_over))
            and (self.age_under is None or (age is not None and age < self.age_under))
            and (self.protected is None or self.protected == protected())
            and self.trainee in (None, officer.trainee)
            and (self.but is None or not self.but.matches(officer, facts))
        )


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


class When(Strict):
    """Selects dates, shifts and hours; every field that is given must match."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    shift: Several[str] = ()
    night: bool | None = Field(default=None, description="shifts marked as night shifts, or those that are not")
    slot: Hours | None = Field(default=None, description="hours of the day, as 18:00-02:00")
    weekday: Several[Weekday] = ()
    day_type: Several[str] = ()
    dates: Several[date] = ()
    first: date | None = Field(default=None, alias="from")
    last: date | None = Field(default=None, alias="to")

    def matches_day(self, day: int, facts: Facts) -> bool:
        today = facts.date(day)
        return (
            _among(WEEKDAYS[facts.weekday(day)], self.weekday)
            and _among(facts.day_type(day), self.day_type)
            and _among(today, self.dates)
            and (self.first is None or today >= self.first)
            and (self.last is None or today <= self.last)
        )

    def matches_shift(self, shift: Shift) -> bool:
        return _among(shift.code, self.shift) and self.night in (None, shift.night)

    def matches_duty(self, duty: Duty, facts: Facts) -> bool:
        """Whether a duty, past or planned, is selected by its date and its shift."""
        return self.matches_day(duty.day, facts) and _among(duty.shift, self.shift) and self.night in (None, duty.night)

    def matches_slot(self, slot: Slot) -> bool:
        return self.slot is None or self.slot.minutes_in(slot.span) > 0

    def shifts(self, facts: Facts, only_line: bool = False) -> tuple[str, ...]:
        """Codes of the shifts selected, in the table's order."""
        return tuple(s.code for s in facts.shifts if self.matches_shift(s) and (s.line or not only_line))


def _among(value: object, wanted: tuple[object, ...]) -> bool:
    return not wanted or value in wanted


@dataclass(frozen=True)
class Violation:
    """One place where a rule is broken, by how much, and the facts that its sentence needs."""

    spot: Spot
    amount: int
    asked: int | None = None
    given: int | None = None
    priority: int | None = None  # overrides the rule's, where a demand line has one
    facts: Mapping[str, Any] = field(default_factory=dict)


class Rule(Strict):
    """A policy: who and what it is about, and how it binds."""

    rule: str
    id: str = Field(default="", description="names this entry, so that a profile can override it; default: the rule")
    weight: Literal["must"] | Annotated[int, Field(gt=0)] | None = Field(
        default=None, description="`must`, or the cost per unit of amount in whole numbers"
    )
    priority: Annotated[int, Field(ge=1, le=9)] | None = Field(
        default=None, description="1 to 9: a named shortfall, strictly before every wish and every later priority"
    )
    why: str = Field(default="", description="the order or law behind it")
    who: Who = Who()
    where: Where = Where()
    when: When = When()

    unit_of_amount: ClassVar[str] = ""
    """What one unit of amount is: hours, days, heads. A message id."""

    refused: ClassVar[tuple[str, ...]] = ()
    """Selectors that this rule has no use for, as `who` or `when.slot`: given, they are an error."""

    @model_validator(mode="after")
    def _binds_one_way(self) -> Rule:
        if (self.weight is None) == (self.priority is None):
            raise ValueError(_("give either `weight: must`, `weight: <whole number>` or `priority: 1..9`"))
        return self

    @model_validator(mode="after")
    def _uses_its_selectors(self) -> Rule:
        for selector in self.refused:
            part, _dot, name = selector.partition(".")
            given = getattr(self, part)
            default = type(given)()
            if (getattr(given, name) != getattr(default, name)) if name else given != default:
                raise ValueError(_("`{selector}` has no meaning in this rule").format(selector=selector))
        return self

    @property
    def name(self) -> str:
        return self.id or self.rule

    @property
    def must(self) -> bool:
        return self.weight == "must"

    def officers(self, facts: Facts) -> tuple[Officer, ...]:
        """The officers that `who` selects."""
        known = facts.selections
        if self.who not in known:
            known[self.who] = tuple(officer for officer in facts.officers if self.who.matches(officer, facts))
        return known[self.who]

    def names(self, facts: Facts) -> Iterator[tuple[str, str, str]]:
        """What this entry names in the tables, as (field, kind of thing, name), to be checked for existence.

        Kinds: officer, squad, qualification, zone, site, unit_kind, shift, day_type.
        """
        for field_name in ("id", "squad", "home_zone", "qualification"):
            kind = {"id": "officer", "home_zone": "zone"}.get(field_name, field_name)
            for who, prefix in ((self.who, "who"), (self.who.but, "who.but")):
                yield from ((f"{prefix}.{field_name}", kind, n) for n in (getattr(who, field_name) if who else ()))
        for field_name in ("zone", "site", "unit_kind"):
            yield from ((f"where.{field_name}", field_name, n) for n in getattr(self.where, field_name))
        yield from (("when.shift", "shift", n) for n in self.when.shift)
        yield from (("when.day_type", "day_type", n) for n in self.when.day_type)

    def demand(self, facts: Facts) -> Iterable[DemandLine]:
        """Demand lines that this rule adds to the table's: units of these kinds may then run there."""
        return ()

    def boundaries(self) -> Iterable[Window]:
        """Hours at whose ends what this rule asks for changes; slots are cut there."""
        return (self.when.slot,) if self.when.slot else ()

    def light_hours(self) -> Iterable[Window]:
        """Hours in which this rule wants light bars on."""
        return ()

    def seen_hours(self) -> Iterable[Window]:
        """Hours in which this rule wants every zone to see a unit."""
        return ()

    def lit_hours(self) -> Iterable[Window]:
        """Hours in which this rule wants every zone to see police lights."""
        return ()

    def say(self, violation: Violation, problem: Problem) -> str:
        """One sentence that a leader understands."""
        raise NotImplementedError

    def check_all(self, roster: Roster, problem: Problem) -> Iterator[Violation]:
        """Every violation of this rule in a finished roster, whatever its scope."""
        raise NotImplementedError

    def limit_all(self, problem: Problem) -> Iterator[Limit]:
        """Every limit of this rule, whatever its scope."""
        raise NotImplementedError


class OfficerRule(Rule):
    """Speaks of one officer's own line of work; `when` selects duties, or only dates, as each rule says."""

    refused: ClassVar[tuple[str, ...]] = ("where", "when.slot")

    def codes(self, day: int, problem: Facts) -> tuple[str, ...]:
        """The shifts that `when` selects on a day, in the table's order."""
        return self.when.shifts(problem) if self.when.matches_day(day, problem) else ()

    def limits(self, officer: Officer, problem: Problem) -> Iterator[Limit]:
        """Limits on this officer's `Work` decisions, history taken into account."""
        raise NotImplementedError

    def check(self, officer: Officer, line: Line, problem: Problem) -> Iterator[Violation]:
        """Violations in a finished line of work (history at negative days); never reads `limits`."""
        raise NotImplementedError

    def limit_all(self, problem: Problem) -> Iterator[Limit]:
        for officer in self.officers(problem):
            yield from self.limits(officer, problem)

    def check_all(self, roster: Roster, problem: Problem) -> Iterator[Violation]:
        officers = self.officers(problem)
        lines = problem.lines_of_work(roster, [officer.id for officer in officers])
        for officer in officers:
            yield from self.check(officer, lines[officer.id], problem)


class CrewRule(Rule):
    """Speaks of the seating of one shift: who sits with whom, in which vehicle."""

    def limits(self, units: list[Unit], problem: Problem) -> Iterator[Limit]:
        """Limits on the units that may run on one date and shift: `Seat`, `Runs`, `Uses`."""
        raise NotImplementedError

    def check(self, crews: list[Crew], problem: Problem) -> Iterator[Violation]:
        """Violations among the crews of one date and shift; never reads `limits`."""
        raise NotImplementedError

    def selects(self, unit: Unit, problem: Problem) -> bool:
        """Whether `where` and `when` select a unit."""
        return (
            self.where.matches_kind(unit.kind)
            and self.where.matches_place(unit.base, problem)
            and self.when.matches_shift(problem.shift[unit.shift])
            and self.when.matches_day(unit.day, problem)
        )

    def limit_all(self, problem: Problem) -> Iterator[Limit]:
        for units in problem.units_of.values():
            chosen = [unit for unit in units if self.selects(unit, problem)]
            if chosen:
                yield from self.limits(chosen, problem)

    def check_all(self, roster: Roster, problem: Problem) -> Iterator[Violation]:
        shifts: dict[tuple[int, str], list[Crew]] = {}
        for crew in roster.crews:
            if self.selects(crew.unit, problem):
                shifts.setdefault((crew.unit.day, crew.unit.shift), []).append(crew)
        for crews in shifts.values():
            yield from self.check(crews, problem)


class ForceRule(Rule):
    """Ties people together: cover, heads of a kind on a shift, fairness."""

    def limits(self, problem: Problem) -> Iterator[Limit]:
        """Limits on any decisions."""
        raise NotImplementedError

    def check(self, roster: Roster, problem: Problem) -> Iterator[Violation]:
        """Violations in a finished roster; never reads `limits`."""
        raise NotImplementedError

    def limit_all(self, problem: Problem) -> Iterator[Limit]:
        yield from self.limits(problem)

    def check_all(self, roster: Roster, problem: Problem) -> Iterator[Violation]:
        yield from self.check(roster, problem)
