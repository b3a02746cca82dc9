"""One number of a rule run through a range: lines, JSON, a sheet and a picture."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from roster.domain.problem import Problem
from roster.explain.sweep import Point
from roster.i18n import N_, _, language
from roster.io import texts
from roster.io.edited import PICTURE_MARK
from roster.io.files import replace_file
from roster.report import Json
from roster.report.prices import alike, bound_of, cost_text, proved_json
from roster.report.table import Column, Sheet, Table

TITLE = N_("Sweep")
CHINESE_FONTS = ("Noto Sans CJK SC", "Microsoft YaHei", "SimHei", "PingFang SC", "WenQuanYi Zen Hei")
INCHES, DOTS_AN_INCH = (8.0, 7.0), 110


def lines(points: Sequence[Point]) -> Iterator[str]:
    """The points on the screen, and whether the value makes a difference."""
    for point in points:
        if point.cost is None:
            yield _("{value:g}: no roster was found ({status})").format(value=point.value, status=_(point.status))
        else:
            yield _("{value:g}: {cost}; hours {mean:g} on average, {most:g} at the most").format(
                value=point.value, cost=cost_text(point.cost), mean=point.mean_hours, most=point.most_hours
            )
    told = effect(points)
    if told:
        yield told


def as_json(field: str, points: Sequence[Point], file: Path) -> Json:
    told = [
        {
            "value": point.value,
            "status": point.status,
            **(proved_json(point.cost) if point.cost else {}),
            "mean_hours": point.mean_hours,
            "most_hours": point.most_hours,
        }
        for point in points
    ]
    return {"field": field, "points": told, "file": str(file)}


def effect(points: Sequence[Point]) -> str:
    """Whether the value is proved to make a difference, in a sentence; empty for fewer than two rosters."""
    known = [point for point in points if point.cost]
    if len(known) < 2:
        return ""
    costs = [point.cost for point in known if point.cost]
    if len({cost.cost for cost in costs}) == 1 and all(cost.cost == cost.least for cost in costs):
        return _("effect of these values: none")
    if alike(costs):
        return _("effect of these values: none that can be told; they differ by less than their gaps")
    cheapest = min(known, key=lambda point: point.cost.cost if point.cost else ())
    dearest = max(known, key=lambda point: point.cost.least if point.cost else ())
    return _("{value:g} is proved to be dearer than {other:g}").format(value=dearest.value, other=cheapest.value)


def sheet(field: str, points: Sequence[Point], problem: Problem, picture: Path) -> Sheet:
    """A row a value, and the picture."""
    headings = (
        *(field, _("Result"), _("Amount short"), _("Cost of open wishes"), _("Proven bound"), _("Mean hours")),
        _("Most hours"),
    )
    rows = [
        (p.value, _(p.status), p.cost.short, p.cost.wishes, bound_of(p.cost), p.mean_hours, p.most_hours)
        if p.cost
        else (p.value, _(p.status), "", "", "", "", "")
        for p in points
    ]
    brigade = problem.settings.name
    return Sheet(
        _(TITLE),
        brigade,
        _("{brigade}: {field}").format(brigade=brigade, field=field),
        texts.dates(problem),
        [Table([Column(heading, "text") for heading in headings], rows)],
        (22, 20, 14, 18, 14, 14, 14),
        top=4,
        frozen="A5",
        repeated=4,
        picture=picture,
    )


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
