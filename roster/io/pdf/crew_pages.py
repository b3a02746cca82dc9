"""A page for each crew and shift: who, with what, its stops in order with a small map, and room to write."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import groupby
from typing import NamedTuple

from roster.domain.clock import Span, calendar_day
from roster.domain.ids import CrewId
from roster.domain.itinerary import MEAL, STATIC, Stop
from roster.domain.letters import shift_text
from roster.domain.outcome import Outcome
from roster.domain.roster import Crew, crew_labels
from roster.domain.seating import lead_of
from roster.i18n import N_, _
from roster.io import printing, texts
from roster.io.pdf.canvas import Canvas, Rgb, Writing, rgb
from roster.io.pdf.crew_map import CrewMap, numbered
from roster.io.sheets.order_itineraries import task_text
from roster.io.sheets.order_rows import stretches
from roster.io.styles import HEAD, RULE, STRIPE

TITLE = N_("Crew pages")
PAPER = (printing.A4_WIDTH, printing.A4_HEIGHT)
SIDE, TOP = 30.0, 28.0
FOOT = 48.0
TABLE, GAP = 430.0, 14.0
"""Widths of the list of stops, and between it and the map."""
NUMBER, TIME = 24.0, 74.0
ROW, LEAST_ROW, SIZE, LEAST_SIZE = 14.5, 11.4, 9.5, 9.0
"""Heights of a row and sizes of letters: the lesser ones where a list is long."""
HEAD_HEIGHT = 84.0
LIST_HEIGHT = PAPER[1] - TOP - HEAD_HEIGHT - FOOT
MAP_HEIGHT = 290.0
BLANK = "________________"
REMARK_LINE = 20.0


class Line(NamedTuple):
    """One row of the list: a stop, or the date on which what follows it lies."""

    text: str
    hours: str = ""
    number: str = ""
    moving: bool = False
    date: bool = False


class CrewPages:
    """The pages of a roster's crews, by date, hour and crew."""

    def __init__(self, outcome: Outcome) -> None:
        self.outcome, self.problem = outcome, outcome.problem
        self.title = _(TITLE)
        self.names = texts.names(self.problem)
        pairs = zip(crew_labels(outcome.roster), outcome.roster.crews, strict=True)
        placed = [(label, crew) for label, crew in pairs if self.problem.placed(crew.unit.kind)]
        self.crews = sorted(placed, key=lambda pair: (self._span(pair[1]), pair[0]))

    def __len__(self) -> int:
        return sum(len(self._parts(label, crew)) for label, crew in self.crews)

    def draw(self, canvas: Canvas) -> Iterator[tuple[float, float]]:
        """Draw page after page; gives each one's paper."""
        for label, crew in self.crews:
            parts = self._parts(label, crew)
            for number, lines in enumerate(parts):
                canvas.page(*PAPER)
                self._head(canvas, label, crew, number, len(parts))
                self._stops(canvas, lines)
                if not number:
                    self._beside(canvas, label, crew)
                yield PAPER

    @cached_property
    def _map(self) -> CrewMap:
        return CrewMap(self.problem)

    def _span(self, crew: Crew) -> Span:
        return self.problem.shift[crew.unit.shift].span(crew.unit.day)

    def _own(self, label: str, crew: Crew) -> tuple[Stop, ...]:
        planned = self.outcome.patrols.planned
        return planned.plan.stops.get(CrewId(crew.unit.day, crew.unit.shift, label), ()) if planned else ()

    def _parts(self, label: str, crew: Crew) -> list[list[Line]]:
        """The list cut into pages: one, but for a crew with very many stops."""
        lines = list(self._lines(label, crew))
        most = int(LIST_HEIGHT / LEAST_ROW) - 1
        return [lines[at : at + most] for at in range(0, len(lines), most)] or [[]]

    def _lines(self, label: str, crew: Crew) -> Iterator[Line]:
        stops = self._own(label, crew)
        numbers = numbered(stops)
        found = [(stop.span, task_text(stop, self.outcome), str(numbers[stop.place]), stop.mode) for stop in stops]
        if not found:
            found = [
                (one.span, f"{texts.mode(one.mode)}: {self._place(one.site or one.zone)}", "", one.mode)
                for one in stretches(crew, self.problem)
            ]
        for day, group in groupby(found, key=lambda one: calendar_day(one[0].start)):
            if day != crew.unit.day:
                yield Line(texts.date_text(day, self.problem), date=True)
            for span, text, number, mode in group:
                yield Line(text, texts.hours_text(span), number, mode not in (STATIC, MEAL))

    def _place(self, place: str) -> str:
        name = self.problem.name_of(place)
        return f"{place} {name}" if name != place else place

    def _head(self, canvas: Canvas, label: str, crew: Crew, number: int, parts: int) -> None:
        problem, unit = self.problem, crew.unit
        title = _("{date}, {shift} {hours}: {unit}").format(
            date=texts.date_text(unit.day, problem),
            shift=shift_text(unit.shift, problem),
            hours=texts.hours_text(self._span(crew)),
            unit=texts.unit_name(unit, problem, label),
        )
        if number:
            title = _("{title} (page {page} of {pages})").format(title=title, page=number + 1, pages=parts)
        width = PAPER[0] - 2 * SIDE
        canvas.write(title, SIDE, TOP, width, 20, Writing(15, bold=True, ink=rgb(HEAD), wrap=False))
        half = (width - GAP) / 2
        for column, facts in enumerate((self._people(crew), self._means(crew))):
            for line, (name, value) in enumerate(facts):
                y = TOP + 24 + line * 18
                x = SIDE + column * (half + GAP)
                canvas.box(x, y, 96, 18, rgb(STRIPE), rgb(RULE))
                canvas.box(x + 96, y, half - 96, 18, None, rgb(RULE))
                canvas.write(name, x + 3, y, 90, 18, Writing(9, bold=True, wrap=False))
                canvas.write(value, x + 99, y, half - 102, 18, Writing(10))

    def _people(self, crew: Crew) -> Iterator[tuple[str, str]]:
        lead = lead_of(crew, self.problem)
        yield _("Lead"), self._named([lead]) if lead else BLANK
        yield _("Members"), self._named([m.officer for m in crew.members if m.officer != lead]) or "-"
        driver = [member.officer for member in crew.members if "driver" in member.roles]
        yield _("Driver"), self._named(driver) or "-"

    def _means(self, crew: Crew) -> Iterator[tuple[str, str]]:
        yield _("Vehicle"), texts.vehicle_name(crew.vehicle, self.problem) or _("none")
        armed = [member.officer for member in crew.members if "armed" in member.roles]
        yield _("Weapons"), self._named(armed) or _("none")
        yield _("Duty leader"), self._leaders(crew)

    def _named(self, officers: Sequence[str]) -> str:
        return _(", ").join(self.names.get(officer, officer) for officer in officers)

    def _leaders(self, crew: Crew) -> str:
        """Who leads while the crew is on duty, with the telephone where the brigade tells it."""
        span = self._span(crew)
        found = [
            _("{name}, telephone {phone}").format(
                name=self.names.get(member.officer, member.officer),
                phone=self.problem.officer[member.officer].phone or BLANK,
            )
            for other in self.outcome.roster.crews
            if self.problem.leads(other.unit.kind) and self._span(other).overlap(span)
            for member in other.members
        ]
        return _("; ").join(dict.fromkeys(found)) or BLANK

    def _stops(self, canvas: Canvas, lines: Sequence[Line]) -> None:
        y = TOP + HEAD_HEIGHT
        tall = min(ROW, LIST_HEIGHT / (len(lines) + 1))
        size = SIZE if tall == ROW else LEAST_SIZE
        edges = (SIDE, SIDE + NUMBER, SIDE + NUMBER + TIME, SIDE + TABLE)
        for at, heading in enumerate((_("No."), _("Time"), _("Task"))):
            canvas.box(edges[at], y, edges[at + 1] - edges[at], tall, rgb(HEAD), rgb(HEAD))
            look = Writing(size, bold=True, ink=(255, 255, 255), across="center", wrap=False)
            canvas.write(heading, edges[at] + 2, y, edges[at + 1] - edges[at] - 4, tall, look)
        for line in lines:
            y += tall
            if line.date:
                canvas.box(SIDE, y, TABLE, tall, rgb(STRIPE), rgb(RULE))
                canvas.write(line.text, SIDE + 4, y, TABLE - 8, tall, Writing(size, bold=True, wrap=False))
                continue
            for at, (text, across) in enumerate(((line.number, "center"), (line.hours, "center"), (line.text, "left"))):
                wide = edges[at + 1] - edges[at]
                canvas.box(edges[at], y, wide, tall, None, rgb(RULE))
                look = Writing(size, bold=line.moving and at == 2, across=across, wrap=False)
                canvas.write(text, edges[at] + 3, y, wide - 6, tall, look)

    def _beside(self, canvas: Canvas, label: str, crew: Crew) -> None:
        """The map, and lines for remarks under it."""
        x, y = SIDE + TABLE + GAP, TOP + HEAD_HEIGHT
        width = PAPER[0] - SIDE - x
        stops = self._own(label, crew)
        if stops:
            self._map.draw(canvas, stops, (x, y, width, MAP_HEIGHT))
            note = _(
                "Numbers as in the list, in the order of the first stop. Blue: visited or passed; orange: waiting."
            )
            canvas.write(note, x, y + MAP_HEIGHT, width, 22, Writing(8, ink=(107, 114, 128)))
            y += MAP_HEIGHT + 24
        canvas.write(_("Remarks"), x, y, width, 14, Writing(10, bold=True))
        grey: Rgb = rgb(RULE)
        canvas.pdf.set_draw_color(*grey)
        canvas.pdf.set_line_width(0.6)
        y += 14 + REMARK_LINE
        while y < PAPER[1] - FOOT:
            canvas.pdf.line(x, y, x + width, y)
            y += REMARK_LINE
