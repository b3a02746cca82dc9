"""Duties in parts: by the table `shifts`, or cut in mid-shift, as who falls ill has served the hours up to then.

A shift that is worked in parts (`Shift.parts`: 07-11 and 16-20, a day duty and on call) has no crews of its own: who
has it serves in a crew of each part.

A crew that is cut (`Facts.cuts`) is several units, one for each stretch between the moments of its shift's cuts: a
*piece*, whose shift is a part of the whole one with hours of its own. So whatever is said of a crew (who is in it, its
vehicle, where it stands) may differ from piece to piece. An officer has one duty: the pieces in a row that they serve,
from the first to the last. Its shift is the whole one for who serves all, else a part with those hours, and rest, hours
and nights are told from it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise, product

from roster.domain.clock import MINUTES_A_DAY, Window
from roster.domain.ids import ShiftId
from roster.domain.problem import Facts, Problem
from roster.domain.roster import Crew, Member, Roster, Service
from roster.domain.service import Cut, Shift, Unit


def moments_of(cuts: Iterable[Cut]) -> dict[ShiftId, tuple[int, ...]]:
    """The minutes at which crews of a day and shift are cut, in order."""
    found: dict[ShiftId, set[int]] = {}
    for cut in cuts:
        found.setdefault(cut.unit.start, set()).add(cut.minute)
    return {whole: tuple(sorted(minutes)) for whole, minutes in found.items()}


def with_parts(
    shifts: tuple[Shift, ...],
    cuts: Collection[Cut],
    left: Callable[[Shift, int, list[int]], Iterable[Shift]] | None = None,
) -> tuple[Shift, ...]:
    """The shifts of the table followed by what is left of those that are cut: every run of pieces but the whole.

    `left` tells otherwise, by the day and its ends, what a duty may be on one that is cut.
    """
    whole = tuple(shift for shift in shifts if not shift.of)
    if not cuts:
        return whole
    known = {shift.code: shift for shift in whole}
    parts: dict[str, Shift] = {}
    for (day, code), minutes in sorted(moments_of(cuts).items()):
        if code in known:
            ends = _ends(known[code], day, minutes)
            if len(ends) == 2:
                continue
            for run in (left or every_run)(known[code], day, ends):
                part = replace(run, code=part_code(known[code], run.hours, known, run.holes))
                before = parts.get(part.code)
                parts[part.code] = (
                    replace(part, days=before.days | part.days, only=before.only + part.only) if before else part
                )
    joined = [left for shift in whole if shift.parts for left in _joined(shift, parts.values(), known)]
    return (*whole, *sorted((*parts.values(), *joined), key=lambda part: (part.of, part.hours, part.code)))


def _joined(shift: Shift, cut: Iterable[Shift], known: Collection[str]) -> Iterator[Shift]:
    """What is left of a shift in parts where some of these are cut: each whole, or one of its runs of pieces."""
    runs: dict[str, list[Shift]] = {}
    for run in cut:
        runs.setdefault(run.of, []).append(run)
    for parts in product(*([part, *runs.get(part.code, ())] for part in shift.parts)):
        days = [part.days for part in parts if part.of]
        if days and (here := frozenset.intersection(*days)):
            hours = Window(parts[0].hours.start, parts[-1].hours.end)
            times = (part_code(shift, part.hours, (), part.holes).partition("@")[2] for part in parts)
            code = f"{shift.code}@{'+'.join(times)}"
            while code in known:
                code += "*"
            joined = replace(shift, code=code, hours=hours, of=shift.code, of_hours=shift.hours, days=here, parts=parts)
            yield replace(joined, only=tuple(one for part in parts for one in part.only))


def every_run(shift: Shift, day: int, ends: list[int]) -> Iterator[Shift]:
    """What is left of a shift of a day that is cut at these minutes, its own ends among them; without codes."""
    for first, start in enumerate(ends[:-1]):
        for end in ends[first + 1 :]:
            if (start, end) != (ends[0], ends[-1]):
                hours = Window(start, end)
                yield replace(shift, hours=hours, of=shift.code, of_hours=shift.hours, days=frozenset({day}))


def _ends(shift: Shift, day: int, minutes: tuple[int, ...]) -> list[int]:
    """Start, cuts and end of a shift, in minutes after its date's midnight."""
    inside = [minute - day * MINUTES_A_DAY for minute in minutes]
    return [shift.hours.start, *(m for m in inside if shift.hours.start < m < shift.hours.end), shift.hours.end]


def part_code(whole: Shift, hours: Window, known: Collection[str] = (), holes: Iterable[Window] = ()) -> str:
    """`D@08-14` or `D@08:30-14`, with hours away in it `D@08-10+12-14`; no code of the table.

    Of a shift of more than 24 hours, times on a later date say so: `S@20-08+1`.
    """

    def clock(minute: int) -> str:
        hour, rest = divmod(minute % MINUTES_A_DAY, 60)
        later = minute // MINUTES_A_DAY if whole.hours.end - whole.hours.start > MINUTES_A_DAY else 0
        return f"{hour:02d}" + (f":{rest:02d}" if rest else "") + (f"+{later}" if later else "")

    middle = "".join(f"-{clock(hole.start)}+{clock(hole.end)}" for hole in holes)
    code = f"{whole.code}@{clock(hours.start)}{middle}-{clock(hours.end)}"
    while code in known:
        code += "*"
    return code


@lru_cache(maxsize=64)
def _pieces(shifts: tuple[Shift, ...], cuts: tuple[Cut, ...]) -> dict[ShiftId, tuple[str, ...]]:
    by_hours = {(shift.of, shift.hours): shift.code for shift in shifts if shift.of and not shift.holes}
    known = {shift.code: shift for shift in shifts}
    found: dict[ShiftId, tuple[str, ...]] = {}
    for (day, code), minutes in moments_of(cuts).items():
        if code in known:
            ends = _ends(known[code], day, minutes)
            if len(ends) > 2:
                found[ShiftId(day, code)] = tuple(by_hours[code, Window(*pair)] for pair in pairwise(ends))
    return found


def pieces_of(facts: Facts) -> dict[ShiftId, tuple[str, ...]]:
    """The codes of the pieces, in order, into which a day's shift is cut; days and shifts that are not are missing."""
    return _pieces(facts.shifts, facts.cuts) if facts.cuts else {}


def runs_over(facts: Facts, day: int, piece: str) -> tuple[str, ...]:
    """The codes of duties that include a crew's shift, or a piece of one that is cut: the whole shift first."""
    shift, own = facts.shift[piece], [piece]
    if shift.of:
        span = shift.span(day)
        runs = (s for s in facts.shifts if s.of == shift.of and s.starts_on(day))
        parts = (s for s in runs if any(stretch.covers(span) for stretch in s.served(day)))
        own = [shift.of, *(part.code for part in parts)]
    longer = (s for s in facts.in_parts if s.starts_on(day) and any(part.code in own for part in s.parts))
    return (*own, *(s.code for s in longer))


def served_in(facts: Facts, day: int) -> dict[str, tuple[str, ...]]:
    """For each duty of a day that is served in several crews, or in pieces of one, the shifts of these."""
    found: dict[str, dict[str, None]] = {}
    pieces = [piece for (on, _whole), row in pieces_of(facts).items() if on == day for piece in row]
    for piece in (*pieces, *(part.code for shift in facts.in_parts for part in shift.parts if not part.of)):
        for code in runs_over(facts, day, piece):
            if code != piece:
                found.setdefault(code, {})[piece] = None
    return {code: tuple(served) for code, served in found.items() if facts.shift[code].starts_on(day)}


def cut_units(units: Iterable[Unit], facts: Facts) -> Iterator[Unit]:
    """The units with those that are cut replaced by their pieces."""
    pieces, cut = pieces_of(facts), {cut.unit for cut in facts.cuts}
    for unit in units:
        if unit.id in cut and unit.id.start in pieces:
            yield from (replace(unit, shift=piece) for piece in pieces[unit.id.start])
        else:
            yield unit


def cut_roster(roster: Roster, problem: Problem, away_too: bool = False) -> Roster:
    """A roster with its crews cut where the problem has them cut; who is away in a piece is not in it.

    With `away_too` everybody stays in every piece.
    """
    pieces, cut = pieces_of(problem), {cut.unit for cut in problem.cuts}
    crews: list[Crew] = []
    for crew in roster.crews:
        unit = crew.unit
        whole = (unit.day, problem.shift[unit.shift].whole)
        if whole not in pieces or (*whole, unit.label) not in cut:
            crews.append(crew)
            continue
        hours = problem.shift[unit.shift].span(unit.day)
        for piece in pieces[whole]:
            span = problem.shift[piece].span(unit.day)
            members = tuple(m for m in crew.members if away_too or problem.absent(m.officer, span) is None)
            if hours.covers(span) and members:
                stands = tuple(stand for stand in crew.stands if span.overlap(stand.slot.span))
                crews.append(replace(crew, unit=replace(unit, shift=piece), members=members, stands=stands))
    return with_duties(replace(roster, crews=tuple(crews)), problem)


def _with_holes(day: int, there: Collection[str], problem: Problem) -> Iterator[tuple[str, str]]:
    """Pieces that somebody serves, each with the duty that they are together, where hours away are between them."""
    for shift in problem.shifts:
        if shift.holes and not shift.parts and shift.starts_on(day):
            row = pieces_of(problem).get(ShiftId(day, shift.of), ())
            own = {piece for piece in row if shift.code in runs_over(problem, day, piece)}
            if own == {piece for piece in row if piece in there}:
                yield from ((piece, shift.code) for piece in own)


def with_duties(roster: Roster, problem: Problem) -> Roster:
    """The roster with each member's `duty` told anew from the pieces, and the parts, that they serve."""
    pieces = pieces_of(problem)
    if not pieces and not problem.in_parts:
        return roster
    order = {(day, piece): (whole, at) for (day, whole), found in pieces.items() for at, piece in enumerate(found)}
    shared = {part.code for shift in problem.in_parts for part in shift.parts}
    served: dict[tuple[str, int], set[str]] = {}
    for crew in roster.crews:
        for officer in crew.officers:
            served.setdefault((officer, crew.unit.day), set()).add(crew.unit.shift)
    told: dict[tuple[str, int], dict[str, str]] = {}

    def run_of(day: int, piece: str, there: Collection[str]) -> str:
        if (day, piece) not in order:
            return piece
        whole, at = order[day, piece]
        row, first, last = pieces[ShiftId(day, whole)], at, at
        while first and row[first - 1] in there:
            first -= 1
        while last + 1 < len(row) and row[last + 1] in there:
            last += 1
        hours = Window(problem.shift[row[first]].hours.start, problem.shift[row[last]].hours.end)
        codes = (s.code for s in problem.shifts if s.whole == whole and s.hours == hours and not s.holes)
        return next(codes, piece)

    for (officer, day), there in served.items():
        runs = {piece: run_of(day, piece, there) for piece in there}
        runs.update(_with_holes(day, there, problem))
        for shift in sorted(problem.in_parts, key=lambda shift: -len(shift.parts)):
            parts = {part.code for part in shift.parts}
            if shift.starts_on(day) and parts <= set(runs.values()):
                runs.update((piece, shift.code) for piece, run in tuple(runs.items()) if run in parts)
        told[officer, day] = runs

    def member_of(crew: Crew, member: Member) -> Member:
        code = told[member.officer, crew.unit.day][crew.unit.shift]
        return replace(member, duty="" if code == crew.unit.shift else code)

    crews = tuple(
        replace(crew, members=tuple(member_of(crew, member) for member in crew.members))
        if crew.unit.id.start in order or crew.unit.shift in shared
        else crew
        for crew in roster.crews
    )
    return replace(roster, crews=crews)


def by_part(service: Service, facts: Facts) -> list[Service]:
    """How a duty is served in each part of its shift, in order; itself where that is worked in one piece."""
    found = []
    for part in facts.shift[service.shift].parts:
        here = [n for n, crew in enumerate(service.crews) if facts.shift[crew.unit.shift].whole == part.whole]
        each = tuple(service.each[n] for n in here)
        if here:
            crews = tuple(service.crews[n] for n in here)
            found.append(Service(each[0][0], crews, each[0][1], part.code, service.seat, each))
    return found or [service]
