"""What is not wrong but odd in a brigade's tables: a leader should know it before a roster is made."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from roster.domain.clock import MINUTES_A_DAY, Span
from roster.domain.errors import Fault
from roster.domain.patrol import CHECKPOINT
from roster.domain.problem import Problem
from roster.domain.seating import has
from roster.domain.service import DemandLine
from roster.domain.travel import middles
from roster.domain.units import pose
from roster.i18n import _
from roster.io.tables import absences, demand, fixed, requests, units
from roster.io.tables.cells import spellings
from roster.io.tables.facts import calendar_of, facts
from roster.io.tables.far_dates import far_dates
from roster.io.tables.gather import gathered
from roster.io.tables.schema import Tables
from roster.io.tables.table import TableRow
from roster.io.tables.text import SAME_WORD, nearest, one_of
from roster.io.tables.words import COACH, QUALITIES


def check_tables(
    tables: Tables, start: dt.date | None = None, weeks: int = 1, extra: Iterable[DemandLine] = ()
) -> list[Fault]:
    """Warnings about tables that are free of faults, for one horizon.

    `extra` are demand lines of the rules; lines of the table among them are passed over. Raises InputError where
    `facts` does.
    """
    known = facts(tables, start, weeks)
    problem = pose(known, [line for line in extra if line not in known.demand])
    checks = (
        _ignored,
        _calendar,
        _slips,
        far_dates,
        _overlaps,
        _strangers,
        _trainees,
        _on_leave,
        _wishes,
        _pins,
        _shifts,
        _zones,
        _units,
        _demand,
    )
    return gathered(fault for check in checks for fault in check(tables, problem))


def able(problem: Problem, quality: str) -> int:
    """How many officers have a quality."""
    return sum(has(officer, quality) for officer in problem.officers)


def _ignored(tables: Tables, problem: Problem) -> Iterator[Fault]:
    for name in tables.ignored:
        place = f"{tables.path.name} {name}" if tables.path.suffix.lower() == ".xlsx" else f"{name}.csv"
        yield Fault(place, _("a table that is not read"), _("nothing, or the name of a table"))


def _calendar(tables: Tables, problem: Problem) -> Iterator[Fault]:
    dates = [problem.date(day) for day in problem.horizon.range]
    guessed = calendar_of(tables, dates).guessed
    for year in sorted({date.year for date in guessed}):
        found = _("dates of {year}, whose public holidays are not announced yet").format(year=year)
        expected = _("rows of the table calendar; until then only the holidays fixed by law are known")
        yield Fault(tables.settings.place.cell("country"), found, expected)


def _slips(tables: Tables, problem: Problem) -> Iterator[Fault]:
    """Words of the brigade's own that are nearly a known one."""
    asked = {quality for kind in problem.kinds for quality in kind.composition}
    licences = {vehicle.licence for vehicle in problem.vehicles}
    qualities = {**QUALITIES, **dict.fromkeys(sorted(asked | licences), ())}
    for officer in tables.officers:
        for word in officer.qualifications:
            yield from _slip(officer, "qualifications", word, qualities)
    for absence in tables.absences:
        yield from _slip(absence, "kind", absence.kind, absences.KINDS)


def _slip(row: TableRow, name: str, word: str, words: Mapping[str, tuple[str, ...]]) -> Iterator[Fault]:
    near = "" if word in words else nearest(word, spellings(words), SAME_WORD)
    if near:
        yield row.fault(name, f"'{word}'", _("{near}, or a word of your own").format(near=near))


def _overlaps(tables: Tables, problem: Problem) -> Iterator[Fault]:
    """Absences of one officer or vehicle that share a time, as sickness in a leave does."""
    by_id: dict[str, list[absences.Row]] = {}
    for row in tables.absences:
        by_id.setdefault(row.id, []).append(row)
    for rows in by_id.values():
        latest = None
        for earlier, later in pairwise(sorted(rows, key=lambda row: (row.begins, row.place.row))):
            latest = earlier if latest is None or earlier.ends > latest.ends else latest
            if later.begins < latest.ends:
                found = _("an absence of '{id}' that overlaps {place}, {first} to {last}").format(
                    id=later.id, place=latest.place, first=latest.start, last=latest.end
                )
                expected = _("nothing else, if that is so: time away counts once, and what began last is shown")
                yield later.fault("start", found, expected)


def _strangers(tables: Tables, problem: Problem) -> Iterator[Fault]:
    for row in tables.history:
        if row.officer not in problem.officer:
            expected = _("an officer of the table officers; duties of others are passed over")
            yield row.fault("officer", f"'{row.officer}'", expected)


def _trainees(tables: Tables, problem: Problem) -> Iterator[Fault]:
    if able(problem, COACH):
        return
    for row in tables.officers:
        if row.trainee and not row.coach:
            yield row.fault("trainee", _("a trainee without a coach"), _("a coach, or an officer qualified as coach"))


def _on_leave(tables: Tables, problem: Problem) -> Iterator[Fault]:
    whole = Span(0, problem.horizon.days * MINUTES_A_DAY)
    for row in tables.officers:
        if any(span.covers(whole) for span in problem.away.get(row.id, ())):
            found = _("{name}, who is away on every date of the roster").format(name=row.name)
            yield row.fault("id", found, _("nothing else: no duty is given"))


def _outside(rows: Sequence[requests.Row | fixed.Row], tables: Tables, problem: Problem) -> Iterator[Fault]:
    """Rows for dates outside the horizon, as one warning at the first of them, but those that are told as slips."""
    slips = {fault.place for fault in far_dates(tables, problem)}
    horizon = problem.horizon
    days = [requests.reach(row, horizon) if isinstance(row, requests.Row) else horizon.range for row in rows]
    outside = [row for row, reached in zip(rows, days, strict=True) if horizon.day(row.date) not in reached]
    outside = [row for row in outside if row.fault("date", "", "").place not in slips]
    if not outside:
        return
    found = f"'{outside[0].date}'"
    if len(outside) > 1:
        found = _("'{date}' and further dates outside the roster ({count})").format(
            date=outside[0].date, count=len(outside) - 1
        )
    expected = _("dates from {first} to {last}; others are passed over").format(
        first=problem.date(0), last=problem.date(problem.horizon.days - 1)
    )
    yield outside[0].fault("date", found, expected)


def _wishes(tables: Tables, problem: Problem) -> Iterator[Fault]:
    yield from _outside(tables.requests, tables, problem)


def _pins(tables: Tables, problem: Problem) -> Iterator[Fault]:
    yield from _outside(tables.fixed, tables, problem)
    for row in tables.fixed:
        day = problem.horizon.day(row.date)
        if row.off or day not in problem.horizon.range:
            continue
        absence = problem.absent(row.officer, problem.shift[row.shift].span(day))
        left = (problem.shift[code] for code in problem.codes_of(row.shift, day))
        if absence and not any(s.holes and s.open_to(row.officer, day) for s in left):
            found = _("a duty fixed in an absence ({place})").format(place=absence.source)
            yield row.fault("shift", found, _("a duty outside it"))


def _shifts(tables: Tables, problem: Problem) -> Iterator[Fault]:
    wanted = [(problem.kind[row.unit_kind], row.window(problem.settings.day_start)) for row in tables.demand]
    wanted += [(problem.kind[line.kind], line.window) for line in problem.lines]
    for row in (row for row in tables.shifts if not row.parts):
        spans = [problem.shift[row.code].span(day) for day in range(-2, 2)]
        if not any(
            (row.code in kind.shifts if kind.shifts else row.line) and any(window.on(0).overlap(s) for s in spans)
            for kind, window in wanted
        ):
            found = _("shift '{code}' that no demand uses").format(code=row.code)
            yield row.fault("code", found, _("demand in its hours"))


def _zones(tables: Tables, problem: Problem) -> Iterator[Fault]:
    """Zones that are not on the map, where there are routes or checkpoints: what their crews reach nobody can tell."""
    if not (tables.routes or any(row.kind == CHECKPOINT for row in tables.sites)):
        return
    known = {*middles(problem.sites, problem.routes, problem.zones)}
    known |= {end for row in tables.travel for end in (row.start, row.end)}
    asked = {place for line in problem.lines for place in line.places}
    served = [problem.kind[line.kind].zones for line in problem.lines if not line.places]
    for row in tables.zones:
        anywhere = any(not zones or row.id in zones for zones in served)
        if row.id not in known and (anywhere or row.id in asked):
            found = _("zone '{zone}' without a place on the map: nobody can tell what its crews reach")
            expected = _("its latitude and longitude, a site or a route in it, or its ways in the table travel")
            yield row.fault("latitude", found.format(zone=row.id), expected)


def _units(tables: Tables, problem: Problem) -> Iterator[Fault]:
    wanted = {row.unit_kind for row in tables.demand} | {line.kind for line in problem.lines}
    for row in tables.units:
        if row.kind not in wanted:
            found = _("kind of unit '{kind}' that no demand asks for").format(kind=row.kind)
            yield row.fault("kind", found, _("demand for it"))
            continue
        yield from _crew(row, problem)
        yield from _vehicles(row, problem)


def _crew(row: units.Row, problem: Problem) -> Iterator[Fault]:
    """A unit that could not run even with everybody present."""
    expected = _("officers for one unit at least; without them its demand is short")
    if row.crew > len(problem.officers):
        found = _("a crew of {crew} where the brigade has {count}").format(crew=row.crew, count=len(problem.officers))
        yield row.fault("crew", found, expected)
    for quality, number in row.composition.items():
        count = able(problem, quality)
        if count < number:
            found = _("'{quality}:{number}' where too few officers qualify ({count})").format(
                quality=quality, number=number, count=count
            )
            yield row.fault("composition", found, expected)


def _vehicles(row: units.Row, problem: Problem) -> Iterator[Fault]:
    kinds = {vehicle.kind for vehicle in problem.vehicles}
    for kind in row.vehicle_kinds:
        if kind not in kinds:
            expected = one_of(sorted(kinds), kind) if kinds else _("a vehicle of this kind in the table vehicles")
            yield row.fault("vehicle_kinds", _("'{kind}', of which there is no vehicle").format(kind=kind), expected)
    usable = [vehicle for vehicle in problem.vehicles if vehicle.kind in row.vehicle_kinds]
    if usable and all(vehicle.seats < row.crew for vehicle in usable):
        found = _("vehicles with fewer seats than the crew of {crew}").format(crew=row.crew)
        yield row.fault("vehicle_kinds", found, _("a vehicle with seats for the crew"))
    if usable and all(vehicle.licence and not able(problem, vehicle.licence) for vehicle in usable):
        found = _("vehicles that nobody may drive ({licence})").format(licence=usable[0].licence)
        yield row.fault("vehicle_kinds", found, _("an officer with the licence"))


def _demand(tables: Tables, problem: Problem) -> Iterator[Fault]:
    lines: dict[str, list[DemandLine]] = {}
    for line in problem.demand:
        lines.setdefault(line.source, []).append(line)
    for row in tables.demand:
        kind = problem.kind[row.unit_kind]
        if not row.minimum and not row.target and not row.most:
            yield row.fault("minimum", _("demand for nothing"), _("a minimum, a target or a most"))
        if kind.zones and row.places and not {problem.zone_of(place) for place in row.places} & set(kind.zones):
            served = _("a place in the zones that '{kind}' serves: {zones}")
            yield row.fault(
                "places", f"'{';'.join(row.places)}'", served.format(kind=kind.code, zones=", ".join(kind.zones))
            )
        yield from _uncovered(row, lines.get(str(row.place), []), problem)


def _uncovered(row: demand.Row, lines: list[DemandLine], problem: Problem) -> Iterator[Fault]:
    """Hours in which no shift of the kind is at work."""
    kind = problem.kind[row.unit_kind]
    for slot in problem.slots:
        asked = problem.placed(kind.code) and any(problem.asks(line, slot) for line in lines)
        if asked and not problem.starts_covering(slot, problem.shifts_of(kind.code)):
            found = _("demand from {start} on {date}, which no shift of '{kind}' covers").format(
                start=problem.horizon.moment(slot.start).strftime("%H:%M"),
                date=problem.date(slot.calendar_day),
                kind=kind.code,
            )
            yield row.fault("start", found, _("hours of shifts on which the unit runs"))
            return
