"""The table `travel`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import product
from typing import Annotated, ClassVar

from roster.domain.errors import Fault
from roster.domain.travel import Way
from roster.i18n import N_, _
from roster.io.tables import routes, sites, zones
from roster.io.tables.cells import ID, choice, column, decimal
from roster.io.tables.table import Oddity, TableRow

TITLE = N_("travel")
MODES = {N_("car"): ("汽车", "车"), N_("foot"): ("步行", "步")}
TIMES = {N_("day"): ("白天", "昼"), N_("night"): ("夜间", "夜")}
MOST_NAMED = 5


class Row(TableRow):
    table: ClassVar[str] = TITLE
    purpose: ClassVar[str] = N_(
        "Minutes from one point to another, where the straight line does not tell; from every site to every other."
    )
    key: ClassVar[tuple[str, ...]] = ("start", "end", "mode", "time")

    start: Annotated[str, ID] = column(
        N_("from"), N_("a site or zone; or an end of a route, as R1:start or R1:end"), example="C01"
    )
    end: Annotated[str, ID] = column(N_("to"), N_("a site or zone; or an end of a route"), example="C02")
    mode: Annotated[str, choice(MODES)] = column(
        N_("mode"), N_("how"), "", example="car", empty=N_("by car and on foot")
    )
    time: Annotated[str, choice(TIMES)] = column(
        N_("time"), N_("by day, or in the night hours of the settings"), "", example="night", empty=N_("always")
    )
    minutes: Annotated[float, decimal(0, 600)] = column(
        N_("minutes"), N_("how long it takes; the way back may take another time"), example="4", unit=N_("minutes")
    )

    def oddities(self) -> Iterator[Oddity]:
        if self.start == self.end and self.minutes:
            yield Oddity("minutes", f"'{self.minutes:g}'", _("0 from a place to itself"))

    def ways(self) -> Iterator[Way]:
        """What the row tells the time of."""
        for mode in (self.mode,) if self.mode else MODES:
            for night in (self.time == "night",) if self.time else (False, True):
                yield Way(self.start, self.end, mode, night)


def travel_times(rows: Iterable[Row]) -> dict[Way, float]:
    """Minutes of every way; a row of one mode or time goes before one of all."""
    found: dict[Way, float] = {}
    for row in sorted(rows, key=lambda row: bool(row.mode) + bool(row.time)):
        found |= dict.fromkeys(row.ways(), row.minutes)
    return found


def travel_faults(
    rows: Iterable[Row],
    known_sites: Iterable[sites.Row],
    known_routes: Iterable[routes.Row],
    known_zones: Iterable[zones.Row] = (),
) -> Iterator[Fault]:
    """Names that are no point of the map, and ways that a table has left out."""
    listed = list(rows)
    names = [site.id for site in known_sites]
    others = {f"{route.id}:{end}" for route in known_routes for end in ("start", "end")}
    others |= {zone.id for zone in known_zones}
    for row in listed:
        for field in ("start", "end"):
            if getattr(row, field) not in {*names, *others}:
                expected = _("a site of the table sites, a zone, or an end of a route such as R1:start")
                yield row.fault(field, f"'{getattr(row, field)}'", expected)
    yield from _missing(listed, names)


def _missing(rows: list[Row], names: list[str]) -> Iterator[Fault]:
    """Of a mode and time that the table speaks of, ways between sites that it has left out."""
    times = travel_times(rows)
    told: Mapping[tuple[str, bool], set[tuple[str, str]]] = {}
    told = {(way.mode, way.night): set() for way in times}
    for way in times:
        told[way.mode, way.night].add((way.start, way.end))
    pairs = [(start, end) for start, end in product(names, names) if start != end]
    gaps: dict[tuple[str, str], None] = {}
    for ways in told.values():
        gaps |= dict.fromkeys(pair for pair in pairs if pair not in ways)
    if gaps:
        shown = ", ".join(f"{start}-{end}" for start, end in list(gaps)[:MOST_NAMED])
        found = _("no minutes for {ways} (ways in all: {count})").format(ways=shown, count=len(gaps))
        yield rows[0].fault("start", found, _("every way from one site to another, there and back, or no table travel"))
