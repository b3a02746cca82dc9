"""What is asked for and what is given, for a page: heads by shift and date, crews by zone and half hour."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from roster.domain.clock import MINUTES_A_DAY, Span
from roster.domain.problem import Problem
from roster.domain.roster import Roster
from roster.domain.service import DemandLine, Slot
from roster.io import texts
from roster.io.staffing import at_once
from roster.rules.shared.positions import count_for, serving, standing
from roster.rules.shared.words import kind_name

Json = dict[str, object]

HALF_HOUR = 30
HALVES = MINUTES_A_DAY // HALF_HOUR


def cover(problem: Problem, roster: Roster) -> list[Json]:
    """Heads asked for and given on each shift and date; then the officers that a row of demand asks for by the day, on
    whichever shift.

    What hours ask for that one shift alone can serve counts for that shift; what other hours ask for beyond that, for
    the further shifts that can serve them, in the table's order. A crew counts with its full strength.
    """
    asked = _heads_asked(problem)
    worked = ((problem.shift[duty.shift], duty.day) for duty in roster.work())
    given = Counter((part.whole, day) for shift, day in worked for part in shift.parts or (shift,))
    days = problem.horizon.range
    rows: list[Json] = [
        {
            "shift": shift.code,
            "name": texts.shift_name(shift),
            "days": [{"asked": asked[shift.code, day], "given": given[shift.code, day]} for day in days],
        }
        for shift in problem.crew_shifts
        if not shift.of
    ]
    for line in problem.lines:
        if line.a_day and line.minimum and len(_codes(line.kind, problem)) != 1:
            counts = []
            for day in days:
                there = min(serving(line.kind, day, roster, problem).values())
                counts.append({"asked": line.minimum if day in line.days else 0, "given": there})
            rows.append({"shift": "", "name": kind_name(line.kind, problem), "days": counts})
    return rows


def _heads_asked(problem: Problem) -> Counter[tuple[str, int]]:
    """Heads asked for by shift of the table and date."""
    found: Counter[tuple[str, int]] = Counter()
    for kind in problem.kinds:
        units: Counter[tuple[str, int]] = Counter()
        wanted = list(_wanted(kind.code, problem))
        for alone in (True, False):
            for covering, number in wanted:
                if (len(covering) == 1) != alone:
                    continue
                missing = number - sum(units[duty] for duty in covering)
                if missing > 0:
                    units[covering[-1]] += missing
        for duty, number in units.items():
            found[duty] += number * kind.crew
    for line in problem.lines:
        codes = _codes(line.kind, problem)
        if line.a_day and len(codes) == 1:
            for day in line.days & problem.horizon.dates:
                found[codes[0], day] = max(found[codes[0], day], line.minimum)
    return found


def _codes(kind: str, problem: Problem) -> list[str]:
    """The shifts of the table on which units of a kind may run."""
    return [code for code in problem.shifts_of(kind) if not problem.shift[code].of]


def _wanted(kind: str, problem: Problem) -> Iterator[tuple[list[tuple[str, int]], int]]:
    """The duties, as shift and date, that could serve a stretch of time, and how many units it asks for."""
    lines = [line for line in problem.lines if line.kind == kind and line.minimum and not line.a_day]
    codes = _codes(kind, problem)
    for line in lines:
        if line.shift:
            yield from (([(line.shift, day)], line.minimum) for day in sorted(line.days & problem.horizon.dates))
    lines = [line for line in lines if not line.shift]
    if not problem.placed(kind):
        for day in problem.horizon.range:
            number = max((line.minimum for line in lines if day in line.days), default=0)
            if number and codes:
                yield [(codes[0], day)], number
        return
    for slot, asking in _asking(lines, problem):
        covering = [(code, day) for day, code in problem.starts_covering(slot, codes) if day in problem.horizon.range]
        if covering:
            yield covering, at_once(asking)


def _asking(lines: Sequence[DemandLine], problem: Problem) -> Iterator[tuple[Slot, list[DemandLine]]]:
    """The slots in which any of these lines ask for units, each with those that do."""
    for slot in problem.slots:
        asking = [line for line in lines if problem.asks(line, slot)]
        if asking:
            yield slot, asking


def presence(problem: Problem, roster: Roster) -> list[Json]:
    """Crews asked for and given in each zone, then wherever several zones are asked for together, by half hours.

    `slots` are pairs from 00:00 of the first date on, `short` what is missing of any kind of unit in each half hour,
    `kinds` the names of the kinds of unit that count. Where none is asked for in a zone alone, those do that are asked
    for in several with it.
    """
    there = standing(roster, problem)
    rows: list[Json] = []
    halves = HALVES * problem.horizon.days
    for places, lines in _by_places(problem).items():
        kinds = {line.kind for line in lines or _joint(problem, places[0])}
        slots, short = [0] * (2 * halves), [0] * halves
        for slot in problem.slots:
            crews = there.get(slot, [])
            given = sum(
                crew.unit.kind in kinds and (not places or stand.zone in places or stand.site in places)
                for crew, stand in crews
            )
            asked, missing = 0, 0
            for kind in kinds:
                asking = [line for line in lines if line.kind == kind and problem.asks(line, slot)]
                number, lacking = at_once(asking), [line.minimum - count_for(line, crews, problem) for line in asking]
                asked += number
                missing += min(number, sum(max(0, one) for one in lacking))
            for half in _halves(slot.span, halves):
                slots[2 * half : 2 * half + 2] = [asked, given]
                short[half] = missing
        rows.append(
            {
                "zone": places[0] if len(places) == 1 else "",
                "zones": list(places),
                "kinds": [kind_name(kind.code, problem) for kind in problem.kinds if kind.code in kinds],
                "slots": slots,
                "short": short,
            }
        )
    return rows


def _joint(problem: Problem, zone: str) -> Iterator[DemandLine]:
    """The lines of demand that units in this zone serve, by shares of a larger area."""
    for line in _placed(problem):
        if not line.places or zone in {problem.zone_of(place) for place in line.places}:
            yield line


def _placed(problem: Problem) -> list[DemandLine]:
    """The lines of demand for units that stand somewhere by hours."""
    return [line for line in problem.lines if problem.placed(line.kind) and line.minimum and not line.a_day]


def _by_places(problem: Problem) -> Mapping[tuple[str, ...], list[DemandLine]]:
    """Lines of demand by the zones that they ask for, every zone first, also one of which none asks for any."""
    found: dict[tuple[str, ...], list[DemandLine]] = {(zone.id,): [] for zone in problem.zones if zone.id}
    for line in _placed(problem):
        zones = tuple(sorted({problem.zone_of(place) for place in line.places} - {""}))
        found.setdefault(zones, []).append(line)
    return found


def _halves(span: Span, halves: int) -> range:
    """The half hours that begin in a span."""
    first, last = -(-span.start // HALF_HOUR), -(-span.end // HALF_HOUR)
    return range(max(0, first), min(halves, last))
