"""Maps as pictures: zones, sites, routes, circles and the ways of crews; drawn here, with nothing from the network."""

from __future__ import annotations

import io
import math
from collections.abc import Iterable, Sequence
from functools import cache

from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import Circle
from matplotlib.patheffects import withStroke

from roster.domain.itinerary import FOOT, CrewId, Stop
from roster.domain.patrol import (
    CHECKPOINT,
    GUARD_POST,
    PUBLICITY_POINT,
    QUICK_REACTION_POINT,
    STATIONING_POINT,
    Patrol,
)
from roster.domain.travel import Point, points_of
from roster.io.pictures import MARK, mark_of

KM_A_DEGREE = 111.2
MARKS = {
    CHECKPOINT: ("o", "#1d4ed8", 26),
    GUARD_POST: ("s", "#15803d", 40),
    STATIONING_POINT: ("*", "#b91c1c", 120),
    QUICK_REACTION_POINT: ("^", "#c2410c", 40),
    PUBLICITY_POINT: ("D", "#7e22ce", 22),
}
ZONE_COLOURS = ("#fde68a", "#bfdbfe", "#bbf7d0", "#fecaca", "#ddd6fe", "#fed7aa", "#a5f3fc", "#e9d5ff")
WAY_COLOURS = ("#1f2937", "#b91c1c", "#1d4ed8", "#15803d", "#c2410c", "#7e22ce", "#0e7490", "#a16207")
CHINESE_FONTS = ("Noto Sans CJK SC", "Noto Sans SC", "Microsoft YaHei", "SimHei", "PingFang SC", "WenQuanYi Zen Hei")
INCHES, DOTS = (8.6, 6.2), 90
CIRCLE_MINUTES = 3


@cache
def fonts() -> tuple[str, ...]:
    """The fonts to write with: one with Chinese where the system has any."""
    known = {font.name for font in font_manager.fontManager.ttflist}
    return (*(name for name in CHINESE_FONTS if name in known), "DejaVu Sans")


def _written(text: str) -> str:
    """A label as the fonts can write it; nothing where they cannot."""
    return text if len(fonts()) > 1 or text.isascii() else ""


class Map:
    """Places of a brigade in km east and north of the middle of its map."""

    def __init__(self, patrol: Patrol) -> None:
        self.patrol = patrol
        points = points_of(patrol.problem.sites, patrol.problem.routes)
        self.middle: Point = (
            sum(north for north, _east in points.values()) / max(1, len(points)),
            sum(east for _north, east in points.values()) / max(1, len(points)),
        )
        self.at = {name: self._flat(point) for name, point in points.items()}

    def _flat(self, point: Point) -> Point:
        north, east = point
        across = KM_A_DEGREE * math.cos(math.radians(self.middle[0]))
        return (east - self.middle[1]) * across, (north - self.middle[0]) * KM_A_DEGREE

    def picture(self, ways: Sequence[tuple[CrewId, Sequence[Stop]]]) -> bytes:
        """The map as a PNG, with the ways of some crews; marked with what it shows."""
        figure = Figure(figsize=INCHES, dpi=DOTS, layout="tight")
        FigureCanvasAgg(figure)
        axes = figure.add_subplot()
        axes.set_aspect("equal", adjustable="datalim")
        axes.grid(visible=True, linewidth=0.3, color="#d1d5db")
        axes.tick_params(labelsize=7)
        axes.set_xlabel("km", fontsize=7)
        self._zones(axes)
        self._circles(axes)
        for route in self.patrol.problem.routes:
            (x, y), (to_x, to_y) = self.at[f"{route.id}:start"], self.at[f"{route.id}:end"]
            axes.plot([x, to_x], [y, to_y], color="#9ca3af", linewidth=4, solid_capstyle="round", zorder=2)
            self._label(axes, route.id, (x + to_x) / 2, (y + to_y) / 2, "#4b5563")
        for site in self.patrol.problem.sites:
            shape, colour, size = MARKS.get(site.kind, ("o", "#374151", 20))
            x, y = self.at[site.id]
            axes.scatter([x], [y], marker=shape, s=size, color=colour, zorder=5)
            self._label(axes, site.id, x, y, colour)
        for number, (crew, stops) in enumerate(ways):
            self._way(axes, crew, stops, number)
        if axes.get_legend_handles_labels()[0]:
            axes.legend(fontsize=7, loc="upper left", prop={"family": list(fonts()), "size": 7})
        target = io.BytesIO()
        figure.savefig(target, format="png", metadata={"Software": None, MARK: mark_of(ways, self.patrol.problem)})
        return target.getvalue()

    def _zones(self, axes: Axes) -> None:
        for number, zone in enumerate(self.patrol.problem.zones):
            own = [self.at[site.id] for site in self.patrol.problem.sites if site.zone == zone.id]
            if not own:
                continue
            hull = list(outline(own))
            colour = ZONE_COLOURS[number % len(ZONE_COLOURS)]
            xs, ys = [x for x, _y in hull], [y for _x, y in hull]
            axes.fill(xs, ys, color=colour, alpha=0.55, linewidth=14, joinstyle="round", zorder=0)
            middle = sum(xs) / len(xs), sum(ys) / len(ys)
            axes.text(
                *middle,
                _written(zone.id),
                fontsize=15,
                color="#6b7280",
                alpha=0.8,
                ha="center",
                zorder=1,
                family=list(fonts()),
            )

    def _circles(self, axes: Axes) -> None:
        travel = self.patrol.travel
        radius = CIRCLE_MINUTES / 60 * travel.car_speed / travel.detour
        for site in self.patrol.problem.sites:
            if site.kind in (QUICK_REACTION_POINT, STATIONING_POINT):
                axes.add_patch(Circle(self.at[site.id], radius, fill=False, linewidth=0.5, color="#f97316", zorder=1))

    def _way(self, axes: Axes, crew: CrewId, stops: Sequence[Stop], number: int) -> None:
        shift = 0.012 * (number % 5 - 2)
        points = [self.at[point] for stop in stops for point in (stop.begins, stop.ends) if point in self.at]
        if not points:
            return
        colour = WAY_COLOURS[number % len(WAY_COLOURS)]
        xs, ys = [x + shift for x, _y in points], [y + shift for _x, y in points]
        axes.plot(xs, ys, color=colour, linewidth=1, alpha=0.8, zorder=3, label=_written(f"{crew[1]} {crew[2]}") or "-")
        walked = [self.at[stop.begins] for stop in stops if stop.mode == FOOT and stop.begins in self.at]
        axes.scatter(
            [x for x, _y in walked], [y for _x, y in walked], s=90, facecolors="none", edgecolors=colour, zorder=4
        )

    def _label(self, axes: Axes, text: str, x: float, y: float, colour: str) -> None:
        axes.annotate(
            _written(text),
            (x, y),
            xytext=(4, 4),
            textcoords="offset points",
            fontsize=7,
            color=colour,
            path_effects=[withStroke(linewidth=2, foreground="white")],
            zorder=6,
            family=list(fonts()),
        )


def outline(points: Iterable[Point]) -> Iterable[Point]:
    """The corners of the smallest convex shape around points (Andrew 1979)."""
    ordered = sorted(set(points))
    if len(ordered) < 3:
        return ordered

    def half(side: Iterable[Point]) -> list[Point]:
        found: list[Point] = []
        for point in side:
            while len(found) > 1 and _turn(found[-2], found[-1], point) <= 0:
                found.pop()
            found.append(point)
        return found[:-1]

    return [*half(ordered), *half(reversed(ordered))]


def _turn(one: Point, two: Point, three: Point) -> float:
    return (two[0] - one[0]) * (three[1] - one[1]) - (two[1] - one[1]) * (three[0] - one[0])
