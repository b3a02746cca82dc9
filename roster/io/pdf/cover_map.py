"""Cover at a glance: a strip of time for each kind of unit and place: what is there and what is missing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from roster.domain.calendar import WORKDAY
from roster.domain.clock import MINUTES_A_DAY
from roster.domain.outcome import Outcome
from roster.domain.week import DAYS_A_WEEK
from roster.i18n import N_, _
from roster.io import printing, texts
from roster.io.pdf.canvas import BLACK, Canvas, Rgb, Writing, rgb
from roster.io.sheets.cover import Need, demand_table, presence_tables
from roster.io.styles import HEAD, REST_HEADER, RULE

TITLE = N_("Cover at a glance")
PAPER = (printing.A4_WIDTH, printing.A4_HEIGHT)
SIDE, TOP, LABEL, ROW, FOOT = 29.0, 30.0, 220.0, 15.0, 52.0
HEADING, DATES = 54.0, 26.0
ROWS_A_PAGE = int((PAPER[1] - TOP - HEADING - DATES - FOOT) / ROW)
WIDTH = PAPER[0] - 2 * SIDE - LABEL
WHITE: Rgb = (255, 255, 255)
THERE: Rgb = (160, 214, 168)
LACK: Rgb = (192, 40, 40)
NUMBER_ROOM = 6.0


class Strip(NamedTuple):
    """A row: its name, and what is asked and given in spans of minutes; a heading has none."""

    name: str
    spans: tuple[tuple[int, int, Need], ...] = ()


class CoverMap:
    """Pages of strips, a week of dates side by side on each."""

    title: str

    def __init__(self, outcome: Outcome) -> None:
        self.problem, self.title = outcome.problem, _(TITLE)
        strips = list(_strips(outcome))
        last = max((end for strip in strips for _start, end, _need in strip.spans), default=0)
        weeks = range(0, max(1, outcome.problem.horizon.days), DAYS_A_WEEK)
        self.last = last
        self.pages = [(first, strips[at : at + ROWS_A_PAGE]) for first in weeks for at in _starts(len(strips))]

    def __len__(self) -> int:
        return len(self.pages)

    def draw(self, canvas: Canvas) -> Iterator[tuple[float, float]]:
        """Draw page after page, but for the footers; gives each one's paper."""
        for first, strips in self.pages:
            canvas.page(*PAPER)
            self._heading(canvas)
            days = self._days(first)
            across = WIDTH / len(days)
            y = TOP + HEADING
            self._dates(canvas, days, across, y)
            y += DATES
            for strip in strips:
                self._strip(canvas, strip, days, across, y)
                y += ROW
            yield PAPER

    def _days(self, first: int) -> range:
        """The dates of a page; after the last one the morning into which its night goes on."""
        end = min(first + DAYS_A_WEEK, self.problem.horizon.days)
        whole = end == self.problem.horizon.days and self.last > end * MINUTES_A_DAY
        return range(first, end + whole)

    def _heading(self, canvas: Canvas) -> None:
        text = _("{brigade}: cover at a glance").format(brigade=self.problem.settings.name)
        look = Writing(14, bold=True, ink=rgb(HEAD), across="center", wrap=False)
        canvas.write(text, SIDE, TOP - 6, PAPER[0] - 2 * SIDE, 18, look)
        note = _("Green: all there. Red: so many are missing. White: nothing is asked for.")
        note += " " + _("A gap of a target is a wish left open, not a shortfall.")
        canvas.write(note, SIDE, TOP + 16, PAPER[0] - 2 * SIDE, 14, Writing(9, across="center"))

    def _dates(self, canvas: Canvas, days: range, across: float, y: float) -> None:
        for number, day in enumerate(days):
            x = SIDE + LABEL + number * across
            fill = HEAD if self.problem.day_type(day) == WORKDAY else REST_HEADER.fill
            canvas.box(x, y, across, DATES, rgb(fill), rgb(RULE))
            look = Writing(9, bold=True, ink=WHITE, across="center", wrap=False)
            text = f"{self.problem.date(day):%m-%d} {texts.weekday(day, self.problem)}"
            canvas.write(text, x, y, across, DATES - 10, look)
            for hour in (6, 12, 18):
                at = x + across * hour / 24
                canvas.write(f"{hour}", at - 8, y + DATES - 12, 16, 10, Writing(7, ink=WHITE, across="center"))

    def _strip(self, canvas: Canvas, strip: Strip, days: range, across: float, y: float) -> None:
        if not strip.spans:
            canvas.write(strip.name, SIDE, y, LABEL + WIDTH, ROW, Writing(9.5, bold=True, ink=rgb(HEAD), wrap=False))
            return
        canvas.write(strip.name, SIDE, y, LABEL - 4, ROW, Writing(9, wrap=False))
        left, start = SIDE + LABEL, days.start * MINUTES_A_DAY
        for lack, day, begins, ends in stretches(strip.spans):
            if day not in days:
                continue
            x, width = left + (begins - start) / MINUTES_A_DAY * across, (ends - begins) / MINUTES_A_DAY * across
            canvas.box(x, y + 1, width, ROW - 2, LACK if lack else THERE, WHITE)
            if lack and width >= NUMBER_ROOM:
                look = Writing(8, bold=True, ink=WHITE, across="center", wrap=False)
                canvas.write(str(lack), x, y + 1, width, ROW - 2, look)
        canvas.pdf.set_draw_color(*rgb(RULE))
        canvas.pdf.set_line_width(0.4)
        for number in range(len(days) + 1):
            canvas.pdf.line(left + number * across, y, left + number * across, y + ROW)
        canvas.pdf.set_draw_color(*BLACK)


def stretches(spans: Iterable[tuple[int, int, Need]]) -> list[tuple[int, int, int, int]]:
    """How many are missing, the date, and from which minute to which: joined where as many are missing on a date.

    The fewest missing first, so that what is drawn last, and on top, is the worst.
    """
    pieces = sorted(
        (max(0, need.asked - need.given), day, max(begins, day * MINUTES_A_DAY), min(ends, (day + 1) * MINUTES_A_DAY))
        for begins, ends, need in spans
        for day in range(begins // MINUTES_A_DAY, -(-ends // MINUTES_A_DAY))
    )
    found: list[tuple[int, int, int, int]] = []
    for lack, day, begins, ends in pieces:
        if found and found[-1][:2] == (lack, day) and begins <= found[-1][3]:
            found[-1] = lack, day, found[-1][2], max(ends, found[-1][3])
        else:
            found.append((lack, day, begins, ends))
    return found


def _starts(rows: int) -> range:
    return range(0, max(1, rows), ROWS_A_PAGE)


def _strips(outcome: Outcome) -> Iterator[Strip]:
    """A heading for each table of the sheet Cover, and a strip for each kind and place of it."""
    problem = outcome.problem
    for heading, table in ((_("Units asked for"), demand_table(outcome)), *presence_tables(outcome)):
        if table:
            yield Strip(heading)
        rows: dict[tuple[str, tuple[str, ...]], list[tuple[int, int, Need]]] = {}
        for place, needs in table.items():
            for day, need in needs.items():
                start = day * MINUTES_A_DAY
                span = start + place.hours.start, start + place.hours.end, need
                rows.setdefault((place.what, place.places), []).append(span)
        for (what, places), spans in rows.items():
            where = _(" or ").join(problem.name_of(name) for name in places) or _("anywhere")
            yield Strip(_("{what}, {where}").format(what=what, where=where), tuple(spans))
