"""What a province adds to one brigade: events, crews that come, crews that are lent, and at which price."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from roster.case import Case
from roster.domain.clock import MINUTES_A_DAY, clock_text
from roster.province.loans.rows import Event
from roster.province.loans.widened import widened


@dataclass(frozen=True)
class Need:
    """Hours of an event at one place: so many crews on the roster day `date` in `hours`."""

    event: str
    kind: str
    place: str
    date: dt.date
    hours: str
    crews: int
    priority: int


@dataclass(frozen=True, order=True)
class Coming:
    """Crews of another brigade that come for a shift of this one."""

    date: dt.date
    shift: str
    kind: str
    place: str
    brigade: str
    crews: int = 1
    start: int = 0  # minutes from the date's midnight
    end: int = 0
    vehicles: tuple[str, ...] = ()
    members: tuple[str, ...] = ()


@dataclass(frozen=True, order=True)
class Going:
    """Crews of a kind that serve at another brigade, the way there and back within their hours.

    `crews` must go; `offered` more may, each for a price by priority (0 for wishes), a multiple of the full crew.
    """

    date: dt.date
    start: int  # minutes from the date's midnight, 0 to 1439
    end: int
    kind: str
    brigade: str
    night: bool = False
    break_minutes: int = 0
    crews: int = 1
    offered: int = 0
    prices: tuple[tuple[int, int], ...] = ()

    @property
    def hours(self) -> tuple[int, int, bool, int, str]:
        """What tells shifts apart."""
        return self.start, self.end, self.night, self.break_minutes, self.brigade


@dataclass(frozen=True)
class Overlay:
    """All that is added to one brigade."""

    needs: tuple[Need, ...] = ()
    coming: tuple[Coming, ...] = ()
    going: tuple[Going, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.needs or self.coming or self.going)

    def codes(self, taken: Sequence[str]) -> dict[tuple[int, int, bool, int, str], str]:
        """A free code for the shift of each of the hours in which crews are away."""
        free = (f"X{number}" for number in range(1, 1000) if f"X{number}" not in taken)
        return {hours: next(free) for hours in sorted({one.hours for one in self.going})}


def kind_code(kind: str, shift: str) -> str:
    """The unit kind of crews that are away on a shift."""
    return f"{kind}-{shift}"


def needs_of(event: Event, case: Case) -> Iterator[Need]:
    """An event as hours of roster days, at each of its places."""
    day_start, moment = case.problem.settings.day_start, event.begins
    while moment < event.ends:
        end = min(event.ends, moment + dt.timedelta(days=1))
        day = (moment - dt.timedelta(minutes=day_start)).date()
        text = f"{moment:%H:%M}-{end:%H:%M}"
        for place in event.places or ("",):
            yield Need(event.id, event.unit_kind, place, day, text, event.crews, event.priority)
        moment = end


def rules_of(overlay: Overlay, case: Case) -> list[dict[str, Any]]:
    """The entries of the rulebook that the overlay adds."""
    entries: list[dict[str, Any]] = []
    for number, need in enumerate(overlay.needs, 1):
        where: dict[str, Any] = {"unit_kind": [need.kind]}
        if need.place:
            where["site" if need.place in case.problem.site else "zone"] = [need.place]
        when = {"dates": [need.date.isoformat()], "slot": need.hours}
        entry = {"id": f"event-{number}-{need.event}", "rule": "cover", "asks": "minimum", "units": need.crews}
        entries.append({**entry, "where": where, "when": when, "priority": need.priority})
    codes = overlay.codes(case.problem.shift_codes)
    kinds = sorted({kind_code(one.kind, codes[one.hours]) for one in overlay.going})
    if kinds:  # what is lent is a full crew
        like: dict[str, list[str]] = {}
        for kind, code in sorted({(one.kind, codes[one.hours]) for one in overlay.going}):
            like.setdefault(kind, []).append(kind_code(kind, code))
        entries += widened(case, like, list(codes.values()))
        entries.append({"id": "lent", "rule": "crew", "least": True, "where": {"unit_kind": kinds}, "weight": "must"})
    for number, one in enumerate(overlay.going, 1):
        where = {"unit_kind": [kind_code(one.kind, codes[one.hours])]}
        common = {"rule": "cover", "where": where, "when": {"dates": [one.date.isoformat()]}}
        if one.crews:
            must = {"id": f"lent-{number}", "asks": "minimum", "units": one.crews, "weight": "must"}
            entries.append({**must, **common})
        if one.offered:
            entries += _priced(number, one, common, case.problem.kind[one.kind].crew)
    return entries


def _priced(number: int, one: Going, common: dict[str, Any], crew: int) -> Iterator[dict[str, Any]]:
    """Entries by which each crew that is offered and not lent costs the price."""
    asked = {"asks": "target", "units": one.crews + one.offered}
    for priority, price in one.prices:
        times = price // crew
        if priority == 0 and times:
            yield {"id": f"price-{number}", **asked, **common, "weight": times}
        for again in range(times if priority else 0):
            yield {"id": f"price-{number}-{priority}-{again}", **asked, **common, "priority": priority}


def shift_rows(overlay: Overlay, case: Case) -> Iterator[dict[str, str]]:
    """Rows of the table `shifts`: the hours of crews that are away."""
    for (start, end, night, pause, brigade), code in overlay.codes(case.problem.shift_codes).items():
        yield {
            "code": code,
            "name": f"{brigade} {clock_text(start)}-{clock_text(end)}",
            "start": clock_text(start),
            "end": f"{end // 60:02d}:{end % 60:02d}" if end - start > MINUTES_A_DAY else clock_text(end),
            "night": "yes" if night else "no",
            "line": "no",
            "away": "yes",
            "break_minutes": str(pause),
        }


def unit_rows(overlay: Overlay, case: Case) -> Iterator[tuple[str, dict[str, str]]]:
    """For each unit kind that is lent the kind that it is like, and what differs in its row of the table `units`."""
    codes = overlay.codes(case.problem.shift_codes)
    for kind, hours in sorted({(one.kind, one.hours) for one in overlay.going}):
        row = next(row for row in case.tables.units if row.kind == kind)
        yield (
            kind,
            {
                "kind": kind_code(kind, codes[hours]),
                "name": f"{row.name or kind}: {hours[4]}",
                "least_crew": str(row.crew),
                "visible": "no",
                "zones": "",
                "shifts": codes[hours],
                "moves": "no",
                "call_sign": "",
            },
        )


def guest_rows(overlay: Overlay) -> Iterator[dict[str, str]]:
    """Rows of the table `guests`: a row for each crew that comes."""
    for one in overlay.coming:
        for number in range(one.crews):
            yield {
                "date": one.date.isoformat(),
                "start": clock_text(one.start),
                "end": f"{one.end // 60:02d}:{one.end % 60:02d}"
                if one.end - one.start > MINUTES_A_DAY
                else clock_text(one.end),
                "unit_kind": one.kind,
                "spot": one.place,
                "brigade": one.brigade,
                "vehicle": one.vehicles[number] if number < len(one.vehicles) else "",
                "members": one.members[number] if number < len(one.members) else "",
            }
