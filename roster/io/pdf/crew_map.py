"""A small map of one crew's stops: numbered in the order of the first visit, with arrows from one to the next."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise

from roster.domain.itinerary import STATIC, Stop
from roster.domain.problem import Problem
from roster.domain.travel import Point
from roster.i18n import _
from roster.io.flat_map import Box, extent, flat_places, outline, scale_km, spread
from roster.io.pdf.canvas import Canvas, Rgb, Writing

ZONE: Rgb = (239, 242, 247)
PLACE: Rgb = (156, 163, 175)
WAY: Rgb = (100, 116, 139)
STOP: Rgb = (30, 58, 95)
WAIT: Rgb = (194, 65, 12)
FRAME: Rgb = (191, 199, 209)
Projection = Callable[[Point], Point]
RADIUS, HEAD = 7.0, 5.0


def numbered(stops: Iterable[Stop]) -> dict[str, int]:
    """Each place's number: in the order in which a crew first comes there."""
    places = dict.fromkeys(stop.place for stop in stops)
    return {place: number for number, place in enumerate(places, 1)}


class CrewMap:
    """The brigade's places, and where each is on a small map."""

    def __init__(self, problem: Problem) -> None:
        self.at = flat_places(problem)
        self.zones = [
            outline(self.at[site.id] for site in problem.sites if site.zone == zone.id) for zone in problem.zones
        ]
        self.sites = [site.id for site in problem.sites]

    def draw(self, canvas: Canvas, stops: Sequence[Stop], box: tuple[float, float, float, float]) -> None:
        """Draw into a box: x, y, width and height in points."""
        x, y, width, height = box
        canvas.box(x, y, width, height, None, FRAME)
        shown = [self.at[point] for stop in stops for point in (stop.begins, stop.ends) if point in self.at]
        if not shown:
            text = _("No map: none of these places has coordinates.")
            canvas.write(text, x + 4, y, width - 8, height, Writing(9, across="center"))
            return
        left, _low, right, high = extent(shown, width / height)
        scale = width / (right - left)

        def on(point: Point) -> Point:
            return x + (point[0] - left) * scale, y + (high - point[1]) * scale

        with canvas.pdf.rect_clip(x, y, width, height):
            self._ground(canvas, on)
            self._ways(canvas, stops, on)
        self._scale(canvas, scale, right - left, (x + 6, y + height - 10))
        self._numbers(canvas, stops, on, (x, y, x + width, y + height))

    def _ground(self, canvas: Canvas, on: Projection) -> None:
        canvas.pdf.set_fill_color(*ZONE)
        for corners in self.zones:
            if len(corners) > 2:
                canvas.pdf.polygon([on(corner) for corner in corners], style="F")
        canvas.pdf.set_fill_color(*PLACE)
        for site in self.sites:
            at = on(self.at[site])
            canvas.pdf.circle(at[0], at[1], 1.6, style="F")

    def _ways(self, canvas: Canvas, stops: Sequence[Stop], on: Projection) -> None:
        points = [point for stop in stops for point in (stop.begins, stop.ends) if point in self.at]
        ways = dict.fromkeys((one, two) for one, two in pairwise(points) if one != two)
        canvas.pdf.set_draw_color(*WAY)
        canvas.pdf.set_fill_color(*WAY)
        canvas.pdf.set_line_width(0.8)
        for one, two in ways:
            _arrow(canvas, on(self.at[one]), on(self.at[two]))

    def _numbers(
        self, canvas: Canvas, stops: Sequence[Stop], on: Projection, bounds: tuple[float, float, float, float]
    ) -> None:
        numbers = numbered(stops)
        where: dict[str, Point] = {}
        waiting = {stop.place for stop in stops if stop.mode == STATIC}
        for stop in stops:
            if stop.begins in self.at:
                ends = self.at[stop.begins], self.at.get(stop.ends, self.at[stop.begins])
                where.setdefault(stop.place, ((ends[0][0] + ends[1][0]) / 2, (ends[0][1] + ends[1][1]) / 2))
        spots = [on(point) for point in where.values()]
        wanted = [Box(*spot, 2 * RADIUS + 1, 2 * RADIUS + 1) for spot in spots]
        for name, spot, box in zip(where, spots, spread(wanted, (), bounds, RADIUS), strict=True):
            colour = WAIT if name in waiting else STOP
            canvas.pdf.set_draw_color(*colour)
            canvas.pdf.set_line_width(0.6)
            canvas.pdf.line(*spot, box.x, box.y)
            canvas.pdf.set_fill_color(*colour)
            canvas.pdf.circle(box.x, box.y, RADIUS, style="F")
            look = Writing(8, bold=True, ink=(255, 255, 255), across="center", wrap=False)
            canvas.write(str(numbers[name]), box.x - RADIUS, box.y - RADIUS, 2 * RADIUS, 2 * RADIUS, look)

    def _scale(self, canvas: Canvas, scale: float, across: float, at: Point) -> None:
        km = scale_km(across)
        canvas.pdf.set_draw_color(0, 0, 0)
        canvas.pdf.set_line_width(1.2)
        canvas.pdf.line(at[0], at[1], at[0] + km * scale, at[1])
        text = _("{km:g} km").format(km=km) if km >= 1 else _("{metres:.0f} m").format(metres=km * 1000)
        canvas.write(text, at[0] + km * scale + 4, at[1] - 6, 60, 12, Writing(8, wrap=False))


def _arrow(canvas: Canvas, one: Point, two: Point) -> None:
    """A line with its head past its middle, so that numbers at its ends do not hide it."""
    canvas.pdf.line(*one, *two)
    long = math.dist(one, two)
    if long < 2 * HEAD:
        return
    along = (two[0] - one[0]) / long, (two[1] - one[1]) / long
    tip = one[0] + along[0] * (long * 0.6 + HEAD / 2), one[1] + along[1] * (long * 0.6 + HEAD / 2)
    back = tip[0] - along[0] * HEAD, tip[1] - along[1] * HEAD
    side = -along[1] * HEAD * 0.4, along[0] * HEAD * 0.4
    canvas.pdf.polygon([tip, (back[0] + side[0], back[1] + side[1]), (back[0] - side[0], back[1] - side[1])], style="F")
