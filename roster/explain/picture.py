"""The curve of a sweep as a picture."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from roster.explain.sweep import Point
from roster.i18n import _, language
from roster.io.edited import PICTURE_MARK
from roster.io.files import replace_file

CHINESE_FONTS = ("Noto Sans CJK SC", "Microsoft YaHei", "SimHei", "PingFang SC", "WenQuanYi Zen Hei")
INCHES, DOTS_AN_INCH = (8.0, 7.0), 110


def draw(field: str, points: Sequence[Point], file: Path) -> None:
    """Score, shortfalls and hours against the value, as PNG, of values with a roster. Raises OutputError."""
    from matplotlib.figure import Figure

    known = [point for point in points if point.cost]
    costs = [point.cost for point in points if point.cost]
    words = _words()
    figure = Figure(figsize=INCHES, dpi=DOTS_AN_INCH, layout="constrained")
    panes = [figure.add_subplot(3, 1, number) for number in (1, 2, 3)]
    values = [point.value for point in known]
    series: tuple[list[tuple[str, Sequence[float]]], ...] = (
        [(words[0], [cost.wishes for cost in costs])],
        [(words[1], [cost.short for cost in costs])],
        [(words[2], [point.mean_hours for point in known]), (words[3], [point.most_hours for point in known])],
    )
    family = ["DejaVu Sans", *_chinese_fonts()]
    for pane, curves in zip(panes, series, strict=True):
        for label, heights in curves:
            pane.plot(values, heights, marker="o", label=label)
        pane.legend(loc="best", prop={"family": family})
        pane.grid(alpha=0.3)
    bounds = [cost.least[-1] if cost.short_proved else 0 for cost in costs]
    panes[0].fill_between(values, bounds, [cost.wishes for cost in costs], alpha=0.2)  # where the best cost lies
    panes[-1].set_xlabel(field)
    replace_file(file, lambda path: figure.savefig(path, format="png", metadata={"Title": PICTURE_MARK}))


def _words() -> tuple[str, str, str, str]:
    """The labels in the language in use; in English where no font of this machine has its signs."""
    if language() == "en" or _chinese_fonts():
        return _("Cost of open wishes"), _("Amount short"), _("Mean hours"), _("Most hours")
    return "Cost of open wishes", "Amount short", "Mean hours", "Most hours"


def _chinese_fonts() -> list[str]:
    from matplotlib import font_manager

    names = {entry.name for entry in font_manager.fontManager.ttflist}
    return [name for name in CHINESE_FONTS if name in names]
