"""The charts of a sheet as a spreadsheet would draw them: columns side by side, with their names below."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, NamedTuple

from roster.io.pdf.canvas import BLACK, Canvas, Rgb, Writing, rgb
from roster.io.pdf.values import Values

POINTS_A_CM = 72 / 2.54
GRID: Rgb = (217, 217, 217)
TITLE, TEXT, NAME = 12.0, 8.5, 7.5
"""Sizes of letters."""
HEAD, LEFT, RIGHT, TICKS, BAR = 40.0, 34.0, 8.0, 6, 0.8
"""Heights and widths around the columns in points; most steps of an axis; the bars' share of a column."""


class Columns(NamedTuple):
    """What a chart of columns shows."""

    title: str
    axis: str
    names: tuple[str, ...]
    series: tuple[tuple[str, Rgb, tuple[float, ...]], ...]


def columns_of(chart: Any, values: Values) -> Columns:
    """What a chart of a sheet shows, its cells reckoned."""
    series = []
    for one in chart.series:
        name = next(values.area(_area(one.tx.strRef.f)))
        fill = one.graphicalProperties.solidFill.srgbClr
        colour = rgb(getattr(fill, "val", fill))  # as it was set, or as it was read
        numbers = (value if isinstance(value, int | float) else 0 for value in values.area(_area(one.val.numRef.f)))
        series.append((str(name), colour, tuple(map(float, numbers))))
    names = values.area(_area((chart.series[0].cat.strRef or chart.series[0].cat.numRef).f))
    return Columns(_words(chart.title), _words(chart.y_axis.title), tuple(map(str, names)), tuple(series))


def draw(canvas: Canvas, shown: Columns, box: tuple[float, float, float, float]) -> None:
    """Draw into a box: x, y, width and height in points."""
    x, y, width, height = box
    foot = 8 + max((canvas.width(name, NAME) for name in shown.names), default=0)
    inner = x + LEFT, y + HEAD, width - LEFT - RIGHT, height - HEAD - foot
    canvas.box(x, y, width, height, None, GRID)
    canvas.write(shown.title, x, y + 4, width, 16, Writing(TITLE, bold=True, across="center", wrap=False))
    _legend(canvas, shown, x, y + 22, width)
    most = max((value for _name, _colour, numbers in shown.series for value in numbers), default=0)
    step = _step(most)
    top = step * max(1, math.ceil(most / step))
    _axis(canvas, shown.axis, step, top, inner)
    across = inner[2] / max(1, len(shown.names))
    wide = across * BAR / max(1, len(shown.series))
    for at in range(len(shown.names)):
        for number, (_name, colour, numbers) in enumerate(shown.series):
            tall = inner[3] * numbers[at] / top
            left = inner[0] + at * across + across * (1 - BAR) / 2 + number * wide
            canvas.box(left, inner[1] + inner[3] - tall, wide, tall, colour, None)
    _names(canvas, shown.names, across, inner, foot)


def _legend(canvas: Canvas, shown: Columns, x: float, y: float, width: float) -> None:
    long = sum(canvas.width(name, TEXT) + 28 for name, _colour, _numbers in shown.series)
    at = x + (width - long) / 2
    for name, colour, _numbers in shown.series:
        canvas.box(at, y + 2, 8, 8, colour, None)
        canvas.write(name, at + 12, y, width, 12, Writing(TEXT, wrap=False))
        at += canvas.width(name, TEXT) + 28


def _axis(canvas: Canvas, title: str, step: float, top: float, inner: tuple[float, float, float, float]) -> None:
    x, y, width, height = inner
    canvas.pdf.set_line_width(0.5)
    canvas.pdf.set_draw_color(*GRID)
    for number in range(round(top / step) + 1):
        level = y + height - height * number * step / top
        canvas.pdf.line(x, level, x + width, level)
        canvas.write(f"{number * step:g}", x - 24, level - 6, 20, 12, Writing(TEXT, across="right", wrap=False))
    with canvas.pdf.rotation(90, x - 26, y + height / 2):
        look = Writing(TEXT, across="center", wrap=False)
        canvas.write(title, x - 26 - height / 2, y + height / 2 - 6, height, 12, look)
    canvas.pdf.set_draw_color(*BLACK)
    canvas.pdf.line(x, y + height, x + width, y + height)


def _names(
    canvas: Canvas, names: Sequence[str], across: float, inner: tuple[float, float, float, float], foot: float
) -> None:
    """The columns' names from below; where they would lie on each other only every second, third one."""
    x, y, _width, height = inner
    every = max(1, math.ceil(NAME * 1.1 / across))
    for at in range(0, len(names), every):
        middle, bottom = x + (at + 0.5) * across, y + height + foot - 4
        with canvas.pdf.rotation(90, middle, bottom):
            look = Writing(NAME, across="right", wrap=False)
            canvas.write(names[at], middle, bottom - 6, foot - 8, 12, look)


def _step(most: float) -> float:
    """A round step of an axis from 0 to at least `most`."""
    for step in (scale * times for scale in (1, 10, 100, 1000, 10_000) for times in (1, 2, 5)):
        if most <= step * TICKS:
            return step
    return most / TICKS


def _area(reference: str) -> str:
    """`'Fairness'!$M$6:$M$9` without its sheet."""
    return reference.rpartition("!")[2]


def _words(title: Any) -> str:
    """What a title says."""
    return "".join(run.t for paragraph in title.tx.rich.p for run in paragraph.r or ()) if title is not None else ""
