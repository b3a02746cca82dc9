"""Units where and when they are asked for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pydantic import Field, PositiveInt, model_validator

from roster.domain.clock import MINUTES_A_DAY, Window, hours_joined
from roster.domain.problem import Facts, Problem
from roster.domain.roster import Roster
from roster.domain.service import DemandLine, Slot, Unit
from roster.domain.wanted import Wanted
from roster.i18n import N_, _
from roster.rules.limits import Limit, Linear
from roster.rules.scopes import ForceRule
from roster.rules.shared.numbers import bounds_text, hours_up
from roster.rules.shared.positions import (
    count_for,
    counts_at,
    in_shift,
    judged_hours,
    on_shift,
    places,
    standing,
    units_in_slots,
)
from roster.rules.shared.words import kind_name, place, spot_words
from roster.rules.spot import Spot
from roster.rules.variables import Decision, Members, Runs, Stands
from roster.rules.violation import Violation

Moment = tuple[int, Slot | None]
"""A roster day and its slot; None for the whole day of a unit kind that stands nowhere."""


class Cover(ForceRule):
    """Units of each kind are where and when the demand table asks for them, with full crews.

    `asks: minimum` speaks of the table's minimum, `target` of the units below its target where that is above the
    minimum (those below the minimum too), `over` of units above both. The lines are read independently: a unit counts
    for every line that it fits, a unit at a site also for the site's zone. `where` selects lines that name such a place
    or none, and unit kinds; `when` selects roster days, hours, and the hours of shifts. With `units` the rule asks for
    so many units in each place and of each kind of `where` instead, as a table line would. A kind that stands nowhere,
    such as the duty leader's, counts once a day, and a row that names shifts once for each of them.

    The amount is in heads: units missing (or too many) times the kind's full crew, slot by slot; with `counted: hour`
    for each hour of a slot, rounded up, so that it hardly matters how slots are cut. With `asks: minimum` and no
    `units`, every crew that runs with fewer people than its kind's crew adds the heads missing, for each of its slots
    in which a selected line asks for its kind (at least once). A line's own priority goes before this rule's, with
    `asks: minimum`.

    rule: cover
    asks: minimum
    priority: 4
    """

    rule: Literal["cover"] = "cover"
    asks: Literal["minimum", "target", "over"] = Field(default="minimum", description="which number of a line counts")
    counted: Literal["slot", "hour"] = Field(
        default="slot", description="how often what is missing counts: once a `slot`, or once an `hour` of it"
    )
    units: PositiveInt | None = Field(
        default=None, description="ask for so many units in each place of `where` instead of reading the table"
    )

    title = N_("Units asked for")
    unit_of_amount = N_("heads, slot by slot")
    relaxable = (("units", -1),)
    refused = ("who",)

    @model_validator(mode="after")
    def _names_a_kind(self) -> Cover:
        if self.units and not self.where.unit_kind:
            raise ValueError(_("`units` asks for `where.unit_kind`"))
        return self

    def missing_subject(self, facts: Facts) -> str:
        """Names of the shipped rules may be missing in a brigade; how many heads is then not known.

        Units of an entry's own are asked for in the hours of line shifts: with no such shift they are never asked for.
        """
        if not self.units:
            return ""
        if any(kind in facts.kind for kind in self.where.unit_kind):
            selects = self.when.slot or self.when.any_shift or self.when.shifts(facts, only_line=True)
            return "" if selects else _("no line shift that the entry selects; give its hours as `slot`")
        return _("no unit kind {kind}").format(kind=_(" or ").join(self.where.unit_kind))

    def demand(self, facts: Facts) -> Iterator[DemandLine]:
        if self.units and self.asks != "over":
            yield from self._own_lines(facts)

    def _own_lines(self, facts: Facts) -> Iterator[DemandLine]:
        start = facts.settings.day_start
        hours = [Window(start, start + MINUTES_A_DAY)]
        if self.when.slot:
            hours = [self.when.slot]
        elif not self.when.any_shift:
            known = (facts.shift[code] for code in self.when.shifts(facts, only_line=True))
            hours = [shift.hours for shift in known if not shift.of and not shift.parts]
        spots: list[tuple[str, ...]] = [(spot,) for spot in (*self.where.zone, *self.where.site)] or [()]
        number = self.units or 0
        for kind in (kind for kind in self.where.unit_kind if kind in facts.kind):
            for window, later in hours_joined(hours, start):
                days = [d for d in facts.horizon.around if self.when.matches_day(d - later, facts)]
                for spot in spots:
                    name = ":".join((self.name, kind, *spot, str(window)))
                    minimum, target = (number, 0) if self.asks == "minimum" else (0, number)
                    yield DemandLine(name, kind, spot, window, frozenset(days), minimum, target, source=self.name)

    def _asked(self, line: DemandLine) -> int:
        """How many units the line asks for in this rule's sense; for `over`: allows. -1 where it says nothing."""
        if self.asks == "minimum":
            return line.minimum or -1
        if self.asks == "target":
            return line.target if line.target > line.minimum else -1
        return max(line.minimum, line.target)

    def reads(self, line: DemandLine, facts: Facts) -> bool:
        """Whether this entry asks for the least number of units of a line of the table."""
        return (
            not self.units
            and self.asks == "minimum"
            and self.where.matches_kind(line.kind)
            and (not line.places or any(self.where.matches_place(spot, facts) for spot in line.places))
        )

    def _lines(self, problem: Problem) -> list[DemandLine]:
        if self.units:
            return list(self._own_lines(problem))
        return [
            line
            for line in problem.demand
            if self.where.matches_kind(line.kind)
            and (not line.places or any(self.where.matches_place(spot, problem) for spot in line.places))
        ]

    def _moments(self, line: DemandLine, problem: Problem) -> list[Moment]:
        """When the line holds and `when` selects it: slots, or days for a kind that stands nowhere."""

        def on_day(day: int) -> bool:
            return self.units is not None or self.when.matches_day(day, problem)

        if line.shift or not problem.placed(line.kind):
            hours, codes = self.when.slot, (line.shift,) if line.shift else problem.kind[line.kind].shifts
            selected = any(self.when.matches_shift(problem.shift[code]) for code in codes)
            return [
                (day, piece)
                for day in sorted(line.days & problem.horizon.dates)
                if selected and on_day(day) and (hours is None or hours.minutes_in(line.window.on(day)) > 0)
                for piece in judged_hours(line, day, problem)
            ]
        return [
            (slot.day, slot)
            for slot in problem.slots
            if problem.asks(line, slot)
            and on_day(slot.day)
            and self.when.matches_slot(slot)
            and in_shift(self.when, slot, problem)
        ]

    def _serves(self, unit: Unit, line: DemandLine, moment: Moment, problem: Problem) -> bool:
        """Whether a unit counts for a line that is not judged by slots on a day, or in hours of it."""
        shift, (day, piece) = problem.shift[unit.shift], moment
        during = line.window.on(day).overlap(shift.span(day)) > 0
        during = during and (piece is None or shift.span(day).covers(piece.span))
        there = not line.shift or bool(on_shift(line, [unit], day, problem))
        return line.counts(unit, problem) and unit.day == day and during and there and self.when.matches_shift(shift)

    def _spot(self, line: DemandLine, day: int, slot: Slot | None) -> Spot:
        return Spot(day=day, shift=line.shift, slot=slot, place=";".join(line.places))

    def _times(self, slot: Slot | None) -> int:
        """How often what is missing in a slot counts; once in the whole day of a kind that stands nowhere."""
        return hours_up(slot.span.minutes) if slot and self.counted == "hour" else 1

    def _strength(self, problem: Problem) -> dict[Unit, tuple[int, int | None]]:
        """How often a head missing in a unit's crew counts, and with which priority; units not selected are missing."""
        asked: dict[str, dict[Moment, int | None]] = {}
        for line in self._lines(problem):
            held = asked.setdefault(line.kind, {})
            for moment in self._moments(line, problem) if line.minimum else ():
                known = [p for p in (held.get(moment), line.priority or self.priority) if p]
                held[moment] = min(known, default=None)
        weights: dict[Unit, tuple[int, int | None]] = {}
        for unit in problem.units:
            moments: list[Moment] = [(slot.day, slot) for slot in problem.slots_of(unit)]
            part = problem.shift[unit.shift]
            whole = Slot(unit.day, *part.span(unit.day))
            if not moments:
                moments = [(unit.day, whole if part.of else None)]
            moments = list(dict.fromkeys([*moments, (unit.day, whole)]))
            own = asked.get(unit.kind, {})
            found = [own[moment] for moment in moments if moment in own]
            times = sum(self._times(slot) for day, slot in moments if (day, slot) in own)
            selected = self.where.matches_unit(unit, problem) and self.when.matches_shift(problem.shift[unit.shift])
            in_hours = any(slot is None or self.when.matches_slot(slot) for _day, slot in moments)
            if selected and (found or (in_hours and self.when.matches_day(unit.day, problem))):
                weights[unit] = (max(1, times), min((p for p in found if p), default=None))
        return weights

    def limits(self, problem: Problem) -> Iterator[Limit]:
        in_slot, before = units_in_slots(problem), standing(None, problem)
        for line in self._lines(problem):
            asked, crew = self._asked(line), problem.kind[line.kind].crew
            for day, slot in self._moments(line, problem) if asked >= 0 else ():
                decisions: list[Decision] = []
                already = count_for(line, before.get(slot, ()), problem) if slot else 0
                if line.shift or not problem.placed(line.kind):
                    here = [u for u in problem.units if self._serves(u, line, (day, slot), problem)]
                    decisions += [Runs(unit.id) for unit in here]
                elif slot is not None:
                    for unit in in_slot.get(slot, ()):
                        if line.counts(unit, problem):
                            spots = [p for p in places(unit, problem) if counts_at(p, line.places, problem)]
                            decisions += [Stands(unit.id, slot, spot) for spot in spots]
                terms = tuple((1, decision) for decision in decisions)
                spot, factor = self._spot(line, day, slot), crew * self._times(slot)
                least, most = (None, asked) if self.asks == "over" else (asked, None)
                priority = line.priority if self.asks == "minimum" else None
                yield Linear(spot, terms, least, most, already, factor=factor, priority=priority, source=line.source)
        if self.asks == "minimum" and not self.units:
            yield from self._full_crews(problem)

    def _full_crews(self, problem: Problem) -> Iterator[Limit]:
        everybody = tuple(officer.id for officer in problem.officers)
        for unit, (times, priority) in self._strength(problem).items():
            crew = problem.kind[unit.kind].crew
            if crew > 1:
                terms = ((1, Members(everybody, unit.id)), (-crew, Runs(unit.id)))
                spot = Spot(day=unit.day, shift=unit.shift, unit=unit.label)
                yield Linear(spot, terms, at_least=0, factor=times, priority=priority)

    def check(self, roster: Roster, problem: Problem) -> Iterator[Violation]:
        there, before = standing(roster, problem), standing(None, problem)
        for line in self._lines(problem):
            asked, crew = self._asked(line), problem.kind[line.kind].crew
            for day, slot in self._moments(line, problem) if asked >= 0 else ():
                if slot is None or line.shift or not problem.placed(line.kind):
                    given = sum(self._serves(c.unit, line, (day, slot), problem) for c in roster.crews)
                else:
                    given = count_for(line, there.get(slot, ()), problem)
                already = count_for(line, before.get(slot, ()), problem) if slot else 0
                gap = given - max(asked, already) if self.asks == "over" else asked - given
                if gap > 0:
                    spot = self._spot(line, day, slot)
                    priority = line.priority if self.asks == "minimum" else None
                    facts = {"kind": line.kind, "places": line.places}
                    wanted = Wanted((line.kind,), line.places, gap, slot, shift=line.shift)
                    few = wanted if self.asks != "over" else None
                    amount = gap * crew * self._times(slot)
                    yield Violation(spot, amount, asked * crew, given * crew, priority, facts, few)
        if self.asks == "minimum" and not self.units:
            yield from self._understrength(roster, problem)

    def _understrength(self, roster: Roster, problem: Problem) -> Iterator[Violation]:
        weights = self._strength(problem)
        for crew in roster.crews:
            unit, full = crew.unit, problem.kind[crew.unit.kind].crew
            missing = full - len(crew.officers)
            if missing > 0 and unit in weights:
                times, priority = weights[unit]
                spot = Spot(tuple(sorted(crew.officers)), unit.day, unit.shift, place=unit.base, unit=unit.label)
                yield Violation(spot, missing * times, full, len(crew.officers), priority)

    def counted_in(self) -> str:
        return super().counted_in() if self.counted == "slot" else _("heads, hour by hour")

    def policy(self, facts: Facts) -> Iterator[str]:
        if self.units is not None:
            bounds = bounds_text(None, self.units) if self.asks == "over" else bounds_text(self.units)
            text = _("Units wished for: {bounds}") if self.asks == "target" else _("Units: {bounds}")
            yield text.format(bounds=bounds)
        elif self.asks == "target":
            yield _("As many units as the table of demand has as its target")
        elif self.asks == "over":
            yield _("No more units than the table of demand asks for")

    def say(self, violation: Violation, problem: Problem) -> str:
        spot, facts = violation.spot, violation.facts
        words = spot_words(spot, problem)
        numbers = {"asked": violation.asked, "given": violation.given}
        if "kind" not in facts:
            return _("{unit} on {date}, {shift}, runs with {given} of {asked} people").format(**words, **numbers)
        words["kind"] = kind_name(facts["kind"], problem)
        words["hours"] = f"{words['shift']} {words['hours']}".strip() or _("all day")
        places = _(" or ").join(place(name, problem) for name in facts["places"])
        words["what"] = _("{kind} at {place}").format(kind=words["kind"], place=places) if places else words["kind"]
        match self.asks:
            case "minimum":
                text = _("{what} on {date}, {hours}: people there {given} of {asked}")
            case "target":
                text = _("{what} on {date}, {hours}: people there {given} of {asked} wished for")
            case "over":
                text = _("{what} on {date}, {hours}: people there: {given}, asked for: {asked}")
        return text.format(**words, **numbers)
