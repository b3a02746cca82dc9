"""One horizon's facts, complete: what every rule, search and sheet reads and nothing changes."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from roster.domain.absences import Absences
from roster.domain.calendar import Calendar
from roster.domain.clock import Horizon, Jump, Span, Window, roster_day
from roster.domain.ids import ShiftId, UnitId
from roster.domain.people import Absence, Duty, Line, Officer, Request, Totals
from roster.domain.pins import Pin
from roster.domain.places import Route, Site, Vehicle, VehicleGroup, Zone
from roster.domain.roster import Crew, Roster
from roster.domain.service import Cut, DemandLine, Guest, Shift, Slot, Unit, UnitKind, holds
from roster.domain.settings import Settings
from roster.domain.shift_table import ShiftTable
from roster.domain.travel import Way


@dataclass(frozen=True)
class Facts(Calendar, Absences, ShiftTable):
    """What the tables say about one horizon; day numbers and minutes count from its first date."""

    settings: Settings
    horizon: Horizon
    officers: tuple[Officer, ...]
    shifts: tuple[Shift, ...]
    kinds: tuple[UnitKind, ...]
    zones: tuple[Zone, ...] = ()
    sites: tuple[Site, ...] = ()
    routes: tuple[Route, ...] = ()
    vehicles: tuple[Vehicle, ...] = ()
    demand: tuple[DemandLine, ...] = ()
    absences: tuple[Absence, ...] = ()
    maintenance: tuple[Absence, ...] = ()
    requests: tuple[Request, ...] = ()
    pins: tuple[Pin, ...] = ()
    day_types: Mapping[int, str] = field(default_factory=dict)
    history: tuple[Duty, ...] = ()
    totals: Mapping[str, Totals] = field(default_factory=dict)  # by officer, of the table `before`
    known_from: int = 0  # the first day of which the table `before` tells
    cuts: tuple[Cut, ...] = ()  # crews cut in mid-shift
    published: Roster | None = None  # what people were told, where they were told anything
    travel: Mapping[Way, float] = field(default_factory=dict)  # minutes, where a table gives them
    jumps: tuple[Jump, ...] = ()  # when clocks change, where a time zone is given
    guests: tuple[Guest, ...] = ()  # crews of other brigades that are on duty here
    visits: Mapping[str, tuple[int, ...]] = field(default_factory=dict)  # of sites, before the horizon
    statutory: frozenset[int] = frozenset()  # dates that the law makes holidays, without days in lieu

    @cached_property
    def selections(self) -> dict[Hashable, tuple[Officer, ...]]:
        """Officers already selected, by what selects them: filled by the rules."""
        return {}

    @cached_property
    def officer(self) -> dict[str, Officer]:
        return {officer.id: officer for officer in self.officers}

    @cached_property
    def kind(self) -> dict[str, UnitKind]:
        return {kind.code: kind for kind in self.kinds}

    @cached_property
    def alike(self) -> dict[str, str]:
        """For each unit kind the first that differs from it in name and zones only: whose crews anybody may swap."""
        first: dict[Hashable, str] = {}
        return {kind.code: first.setdefault(kind.nature, kind.code) for kind in self.kinds}

    @cached_property
    def site(self) -> dict[str, Site]:
        return {site.id: site for site in self.sites}

    @cached_property
    def vehicle(self) -> dict[str, Vehicle]:
        return {vehicle.id: vehicle for vehicle in self.vehicles}

    def zone_of(self, place: str) -> str:
        """The zone of a site or zone id; empty for a place that is neither."""
        if place in self.site:
            return self.site[place].zone
        return place

    def name_of(self, place: str) -> str:
        """The name of a zone, site or route, or the id itself."""
        return self._place_names.get(place) or place

    @cached_property
    def _place_names(self) -> dict[str, str]:
        things: tuple[Zone | Site | Route, ...] = (*self.zones, *self.sites, *self.routes)
        return {thing.id: thing.name for thing in things}

    def duty(self, officer: str, day: int, shift: str) -> Duty:
        """The duty that an officer would have with this shift on this day."""
        kind = self.shift[shift]
        return Duty(officer, day, shift, kind.span(day), kind.night, kind.line_work, of=kind.of)

    @cached_property
    def past(self) -> dict[str, Line]:
        """Each officer's past duties by (negative) day number; officers without any are missing."""
        lines: dict[str, Line] = {}
        for duty in self.history:
            lines.setdefault(duty.officer, {})[duty.day] = duty
        return lines

    @cached_property
    def history_start(self) -> int:
        """The first day that history tells of; 0 without history."""
        return min((self.known_from, *(duty.day for duty in self.history)))


@dataclass(frozen=True)
class Problem(Facts):
    """Facts together with what the rules ask for: demand lines, slots, and the units that may run.

    Made by `roster.domain.units.pose`.
    """

    lines: tuple[DemandLine, ...] = ()
    slots: tuple[Slot, ...] = ()
    units: tuple[Unit, ...] = ()
    light_hours: tuple[Window, ...] = ()  # when light bars are on
    before: tuple[Crew, ...] = ()  # of earlier weeks or other brigades, on duty in slots that this horizon answers for
    unknown_before: tuple[Duty, ...] = ()  # past duties in such slots whose unit nobody knows

    def lights_on(self, slot: Slot) -> bool:
        """Whether vehicles have their light bars on in a slot."""
        return any(window.minutes_in(slot.span) for window in self.light_hours)

    @cached_property
    def slots_of_day(self) -> dict[int, list[Slot]]:
        """By roster day; those at the borders may lie in days beside the horizon."""
        slots: dict[int, list[Slot]] = {}
        for slot in self.slots:
            slots.setdefault(slot.day, []).append(slot)
        return slots

    @cached_property
    def units_of(self) -> dict[ShiftId, list[Unit]]:
        """Units that may run, by day and shift."""
        units: dict[ShiftId, list[Unit]] = {}
        for unit in self.units:
            units.setdefault(unit.id.start, []).append(unit)
        return units

    @cached_property
    def unit(self) -> dict[UnitId, Unit]:
        return {unit.id: unit for unit in self.units}

    def slots_of(self, unit: Unit) -> list[Slot]:
        """The slots that a unit's shift covers whole; none for a unit that stands nowhere."""
        return list(self.slots_within(unit.day, unit.shift)) if self.placed(unit.kind) else []

    def slots_within(self, day: int, shift: str) -> tuple[Slot, ...]:
        """The slots that a shift which starts on a day covers whole."""
        at = ShiftId(day, shift)
        if at not in self._within:
            span = self.shift[shift].span(day)
            first, last = (roster_day(minute, self.settings.day_start) for minute in (span.start, span.end - 1))
            near = (slot for on in range(first, last + 1) for slot in self.slots_of_day.get(on, ()))
            self._within[at] = tuple(slot for slot in near if span.covers(slot.span))
        return self._within[at]

    @cached_property
    def _within(self) -> dict[ShiftId, tuple[Slot, ...]]:
        return {}

    def placed(self, kind: str) -> bool:
        """Whether units of a kind stand at a zone or site at all: the duty leader does not."""
        shifts = self.kind[kind].shifts
        return not shifts or any(self.shift[code].line for code in shifts)

    def leads(self, kind: str) -> bool:
        """Whether units of a kind stand nowhere because they lead, and not because they serve at another brigade."""
        return not self.placed(kind) and not all(self.shift[code].away for code in self.kind[kind].shifts)

    def shifts_of(self, kind: str) -> tuple[str, ...]:
        """The shifts on which units of a kind may run."""
        return self.kind[kind].shifts or self.line_shifts

    @cached_property
    def placed_shifts(self) -> tuple[str, ...]:
        """The shifts whose crews may stand somewhere, in the table's order."""
        codes = {code for kind in self.kind if self.placed(kind) for code in self.shifts_of(kind)}
        return tuple(shift.code for shift in self.crew_shifts if shift.line or shift.code in codes)

    def starts_covering(self, slot: Slot, codes: Iterable[str]) -> list[ShiftId]:
        """Day and code of every duty on one of these shifts that covers a slot whole, in whichever week it starts."""
        return [
            ShiftId(day, code)
            for code in codes
            for day in self.shift[code].hours.days_covering(slot.span)
            if self.shift[code].starts_on(day)
        ]

    def ever_on_duty(self, span: Span, kinds: Iterable[str] | None = None) -> bool:
        """Whether a shift of these unit kinds has any of these hours on some date; by default any unit's."""
        codes = self.placed_shifts if kinds is None else {code for kind in kinds for code in self.shifts_of(kind)}
        return any(self.shift[code].hours.minutes_in(span) for code in codes)

    def judged(self, slot: Slot, kinds: Iterable[str]) -> bool:
        """Whether what is asked of these unit kinds in a slot counts in this horizon, and not in a week beside it.

        It counts where the last duty starts that could cover it; hours that no duty covers, in their roster day.
        """
        codes = frozenset(code for kind in kinds for code in self.shifts_of(kind))
        if (slot, codes) not in self._judged:
            days = [day for day, _code in self.starts_covering(slot, codes)]
            self._judged[slot, codes] = max(days, default=slot.day) in self.horizon.range
        return self._judged[slot, codes]

    @cached_property
    def _judged(self) -> dict[tuple[Slot, frozenset[str]], bool]:
        return {}

    def asks(self, line: DemandLine, slot: Slot) -> bool:
        """Whether a demand line asks for its units in a slot, and this horizon answers for it."""
        if line.shift:
            return any(day in line.days & self.horizon.dates for day in line.window.days_covering(slot.span))
        return not line.a_day and holds(line, slot) and self.judged(slot, (line.kind,))

    @cached_property
    def busy_before(self) -> dict[str, int]:
        """Until when crews of the weeks before still have vehicles, by vehicle."""
        ends: dict[str, int] = {}
        for crew in self.before:
            if crew.vehicle in self.vehicle:
                ends[crew.vehicle] = max(ends.get(crew.vehicle, 0), *(stand.slot.end for stand in crew.stands))
        return ends

    @cached_property
    def vehicle_groups(self) -> tuple[VehicleGroup, ...]:
        groups: dict[tuple[object, ...], list[Vehicle]] = {}
        horizon = Span(0, max((shift.span(self.horizon.days - 1).end for shift in self.shifts), default=0))
        within = [absence for absence in self.maintenance if absence.span.overlap(horizon)]
        away = {v.id: tuple(sorted(a.span for a in within if a.id == v.id)) for v in self.vehicles}
        for v in self.vehicles:
            groups.setdefault((v.kind, v.seats, v.lights, v.licence, away[v.id]), []).append(v)
        return tuple(VehicleGroup(tuple(group), away[group[0].id]) for group in groups.values())

    @property
    def has_map(self) -> bool:
        """Whether there are places to go to: what a patrol plan, its maps and its orders are about."""
        return bool(self.sites or self.routes)

    def bases(self, kind: UnitKind) -> tuple[str, ...]:
        """The zones that a kind serves."""
        return kind.zones or tuple(zone.id for zone in self.zones)

    def lines_of_work(self, roster: Roster, only: Iterable[str] | None = None) -> dict[str, Line]:
        """Each officer's line of work, history included; officers without duties have an empty line."""
        wanted = self.officer.keys() if only is None else only
        lines = {officer: dict(self.past.get(officer, {})) for officer in wanted}
        for officer, day, shift in roster.work():
            if officer in lines:
                lines[officer][day] = self.duty(officer, day, shift)
        return lines
