"""Maps as pictures: zones, sites, routes, circles and the ways of crews; drawn here, with nothing from the network."""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import Circle
from matplotlib.patheffects import withStroke

from roster.domain.ids import CrewId
from roster.domain.itinerary import FOOT, Stop
from roster.domain.patrol import (
    CHECKPOINT,
    GUARD_POST,
    PUBLICITY_POINT,
    QUICK_REACTION_POINT,
    STATIONING_POINT,
    Patrol,
)
from roster.domain.travel import Point
from roster.i18n import _
from roster.io import styles
from roster.io.chinese_fonts import PLAIN, installed
from roster.io.flat_map import Box, extent, flat_places, outline, scale_km, spread
from roster.io.map_legend import Legend, legend
from roster.io.pictures import MARK, mark_of

MARKS = {
    CHECKPOINT: ("o", "#1d4ed8", 26),
    GUARD_POST: ("s", "#15803d", 40),
    STATIONING_POINT: ("*", "#b91c1c", 120),
    QUICK_REACTION_POINT: ("^", "#c2410c", 40),
    PUBLICITY_POINT: ("D", "#7e22ce", 22),
}
ZONE_COLOURS = ("#fde68a", "#bfdbfe", "#bbf7d0", "#fecaca", "#ddd6fe", "#fed7aa", "#a5f3fc", "#e9d5ff")
WAY_COLOURS = ("#1f2937", "#b91c1c", "#1d4ed8", "#15803d", "#c2410c", "#7e22ce", "#0e7490", "#a16207")
CIRCLE_MINUTES = 3
INCHES, DOTS = (10.8, 5.7), 130
MAP = (0.005, 0.01, 0.6, 0.98)
"""Of the picture: where the map is; what is right of it belongs to the legend."""
POINTS_AN_INCH = 72
LETTERS, LEAST_LETTERS, LINE = 7.5, 4.5, 1.35
ZONE_LETTERS, LEGEND_LETTERS = 11.0, 9.0
WIDE = 0.58
"""Of a letter's size: how wide it is."""


@cache
def fonts() -> tuple[str, ...]:
    """The fonts to write with: one with Chinese where the system has any."""
    return (*installed(), PLAIN)


def _written(text: str) -> str:
    """A label as the fonts can write it; nothing where they cannot."""
    return text if installed() or text.isascii() else ""


class Map:
    """Places of a brigade in km east and north of the middle of its map."""

    def __init__(self, patrol: Patrol) -> None:
        self.patrol = patrol
        self.problem = patrol.problem
        self.at = flat_places(self.problem)
        self.wide, self.high = (MAP[2] * INCHES[0] * POINTS_AN_INCH, MAP[3] * INCHES[1] * POINTS_AN_INCH)
        self.bounds = extent(self.at.values(), self.wide / self.high)
        self.scale = self.wide / (self.bounds[2] - self.bounds[0])  # points a km

    def picture(self, ways: Sequence[tuple[CrewId, Sequence[Stop]]]) -> bytes:
        """The map as a PNG, with the ways of some crews and its legend; marked with what it shows."""
        figure = Figure(figsize=INCHES, dpi=DOTS)
        FigureCanvasAgg(figure)
        axes = figure.add_axes(MAP)
        axes.set(xlim=(self.bounds[0], self.bounds[2]), ylim=(self.bounds[1], self.bounds[3]), xticks=[], yticks=[])
        words = legend(ways, self.problem)
        self._zones(axes)
        self._circles(axes)
        for route in self.problem.routes:
            (x, y), (to_x, to_y) = self.at[f"{route.id}:start"], self.at[f"{route.id}:end"]
            axes.plot([x, to_x], [y, to_y], color="#9ca3af", linewidth=4, solid_capstyle="round", zorder=2)
        for site in self.problem.sites:
            shape, colour, size = MARKS.get(site.kind, ("o", "#374151", 20))
            x, y = self.at[site.id]
            axes.scatter([x], [y], marker=shape, s=size, color=colour, zorder=5)
        for number, (_crew, stops) in enumerate(ways):
            self._way(axes, stops, number)
        self._labels(axes, words)
        self._scale(axes)
        _legend(figure, words)
        target = io.BytesIO()
        figure.savefig(target, format="png", metadata={"Software": None, MARK: mark_of(ways, self.problem)})
        return target.getvalue()

    def _zones(self, axes: Axes) -> None:
        for number, zone in enumerate(self.problem.zones):
            own = [self.at[site.id] for site in self.problem.sites if site.zone == zone.id]
            if not own:
                continue
            hull = list(outline(own))
            colour = ZONE_COLOURS[number % len(ZONE_COLOURS)]
            xs, ys = [x for x, _y in hull], [y for _x, y in hull]
            axes.fill(xs, ys, color=colour, alpha=0.55, linewidth=14, joinstyle="round", zorder=0)

    def _circles(self, axes: Axes) -> None:
        travel = self.patrol.travel
        radius = CIRCLE_MINUTES / 60 * travel.car_speed / travel.detour
        for site in self.problem.sites:
            if site.kind in (QUICK_REACTION_POINT, STATIONING_POINT):
                axes.add_patch(Circle(self.at[site.id], radius, fill=False, linewidth=0.5, color="#f97316", zorder=1))

    def _way(self, axes: Axes, stops: Sequence[Stop], number: int) -> None:
        """A crew's way, each piece with an arrow past its middle."""
        aside = 2.0 / self.scale * (number % 5 - 2)
        points = [self.at[point] for stop in stops for point in (stop.begins, stop.ends) if point in self.at]
        if not points:
            return
        colour = WAY_COLOURS[number % len(WAY_COLOURS)]
        points = [(x + aside, y + aside) for x, y in points]
        axes.plot([x for x, _y in points], [y for _x, y in points], color=colour, linewidth=1, alpha=0.8, zorder=3)
        for one, two in dict.fromkeys((one, two) for one, two in pairwise(points) if one != two):
            if math.dist(one, two) * self.scale > 14:
                at = one[0] + 0.6 * (two[0] - one[0]), one[1] + 0.6 * (two[1] - one[1])
                turned = math.degrees(math.atan2(two[1] - one[1], two[0] - one[0])) - 90
                axes.plot([at[0]], [at[1]], marker=(3, 0, turned), markersize=5, color=colour, zorder=4)
        walked = [self.at[stop.begins] for stop in stops if stop.mode == FOOT and stop.begins in self.at]
        axes.scatter(
            [x for x, _y in walked], [y for _x, y in walked], s=90, facecolors="none", edgecolors=colour, zorder=4
        )

    def _labels(self, axes: Axes, words: Legend) -> None:
        """Each place's mark beside it, none over another; a line leads to one that had to move away."""
        spots: dict[str, Point] = {}
        for place in words.marks:
            ends = [self.at[point] for point in (place, f"{place}:start", f"{place}:end") if point in self.at]
            if ends:
                spots[place] = (sum(x for x, _y in ends) / len(ends), sum(y for _x, y in ends) / len(ends))
        on = {place: self._points(spot) for place, spot in spots.items()}
        texts = {place: _written(words.marks[place]) or str(number) for number, place in enumerate(on, 1)}
        wanted = []
        for place, (x, y) in on.items():
            wide = styles.text_width(texts[place]) * LETTERS * WIDE + 2
            wanted.append(Box(x + wide / 2 + 4, y + LETTERS / 2 + 3, wide, LETTERS * 1.2))
        taken = [Box(x, y, 6, 6) for x, y in on.values()]
        everywhere = (0, 0, self.wide, self.high)
        placed = spread(wanted, taken, everywhere, LETTERS)
        self._zone_names(axes, [*taken, *placed])
        for (place, spot), box in zip(on.items(), placed, strict=True):
            at = self._km((box.x, box.y))
            if math.dist(spot, (box.x, box.y)) > box.width / 2 + LETTERS * 1.5:
                axes.plot([spots[place][0], at[0]], [spots[place][1], at[1]], color="#6b7280", linewidth=0.5, zorder=5)
            axes.text(
                *at,
                texts[place],
                fontsize=LETTERS,
                ha="center",
                va="center",
                zorder=6,
                family=list(fonts()),
                path_effects=[withStroke(linewidth=2, foreground="white")],
            )

    def _zone_names(self, axes: Axes, taken: Sequence[Box]) -> None:
        """Each zone's name in its middle, or as near to it as there is room."""
        named = [
            (zone.id if not _written(zone.name) else zone.name, self._points(self.at[zone.id]))
            for zone in self.problem.zones
            if zone.id in self.at
        ]
        wanted = [
            Box(*spot, styles.text_width(name) * ZONE_LETTERS * WIDE + 4, ZONE_LETTERS * 1.3) for name, spot in named
        ]
        for (name, _spot), box in zip(
            named, spread(wanted, taken, (0, 0, self.wide, self.high), ZONE_LETTERS), strict=True
        ):
            axes.text(
                *self._km((box.x, box.y)),
                _written(name),
                fontsize=ZONE_LETTERS,
                color="#6b7280",
                ha="center",
                va="center",
                zorder=2,
                family=list(fonts()),
            )

    def _points(self, spot: Point) -> Point:
        return (spot[0] - self.bounds[0]) * self.scale, (spot[1] - self.bounds[1]) * self.scale

    def _km(self, spot: Point) -> Point:
        return spot[0] / self.scale + self.bounds[0], spot[1] / self.scale + self.bounds[1]

    def _scale(self, axes: Axes) -> None:
        """A round length in the corner, and where north is."""
        km = scale_km(self.bounds[2] - self.bounds[0])
        (x, y), end = self._km((10, 10)), self._km((10 + km * self.scale, 10))
        axes.plot([x, end[0]], [y, end[1]], color="black", linewidth=2, solid_capstyle="butt", zorder=7)
        text = _("{km:g} km").format(km=km) if km >= 1 else _("{metres:.0f} m").format(metres=km * 1000)
        plain = f"{km:g} km"
        at = self._km((10, 14))
        axes.text(*at, _written(text) or plain, fontsize=LETTERS, family=list(fonts()), zorder=7)
        foot, tip = self._km((self.wide - 20, self.high - 34)), self._km((self.wide - 20, self.high - 16))
        axes.annotate("", tip, foot, arrowprops={"arrowstyle": "-|>", "color": "black", "linewidth": 1})
        above = self._km((self.wide - 20, self.high - 11))
        axes.text(*above, _written(_("North")) or "N", fontsize=LETTERS, ha="center", va="center", family=list(fonts()))


def _legend(figure: Figure, words: Legend) -> None:
    """Names of places in two columns, then the order of each crew's stops, in letters as small as need be."""
    left, width = MAP[0] + MAP[2] + 0.01, 1 - (MAP[0] + MAP[2] + 0.015)
    size = LEGEND_LETTERS
    while True:
        per_line = int(width * INCHES[0] * POINTS_AN_INCH / (size * WIDE))
        names = [f"{mark}  {_written(name)}" for mark, name in words.names]
        half = -(-len(names) // 2)
        orders = [(n, line) for n, (unit, order) in enumerate(words.orders) for line in _lines(unit, order, per_line)]
        step = size * LINE / (INCHES[1] * POINTS_AN_INCH)
        high = (half + len(orders) + len(words.orders) * 0.4 + 1) * step
        if (high < MAP[3] and max(map(styles.text_width, names), default=0) < per_line // 2) or size <= LEAST_LETTERS:
            break
        size -= 0.25
    family = list(fonts())
    for number, name in enumerate(names):
        column, line = divmod(number, max(1, half))
        shown = _cut(name, per_line // 2 - 1)
        at = left + column * width / 2, 0.985 - line * step
        figure.text(*at, shown, fontsize=size, family=family, va="top")
    y, before = 0.985 - (half + 0.6) * step, -1
    for crew, text in orders:
        y -= 0.4 * step if crew != before else 0
        colour = WAY_COLOURS[crew % len(WAY_COLOURS)]
        figure.text(left, y, text, fontsize=size, family=family, va="top", color=colour)
        y, before = y - step, crew


def _lines(unit: str, order: str, width: int) -> list[str]:
    """A crew and the order of its stops, cut into lines."""
    lines = [f"{_written(unit)}: "]
    for number, word in enumerate(order.split(" ")):
        if styles.text_width(f"{lines[-1]} {word}") > width and number:
            lines.append("   ")
        lines[-1] += f"{word} "
    return [line.rstrip() for line in lines]


def _cut(text: str, width: int) -> str:
    while text and styles.text_width(text) > width:
        text = text[:-1]
    return text
