"""Maps of the patrol plan: marks that do not overlap, names, the order of stops, a scale, in the language in use."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations

import pytest
from matplotlib.axes import Axes
from PIL import Image

from roster.domain.ids import CrewId
from roster.domain.itinerary import CAR, STATIC, Stop
from roster.domain.outcome import Outcome
from roster.domain.patrol import CHECKPOINT, Patrol
from roster.domain.places import Route, Site
from roster.i18n import set_language
from roster.io import chinese_fonts, drawing
from roster.io.map_legend import legend, place_marks
from roster.io.pictures import mark_of
from tests.io import sample


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    set_language("en")
    yield
    set_language("en")


def with_sites(count: int, spot: tuple[float, float] = (0.0, 0.0), step: float = 0.0) -> Outcome:
    """The small brigade with so many checkpoints, `step` degrees apart, and a route."""
    made = sample.outcome()
    sites = tuple(
        Site(f"C{n:02d}", f"Corner {n}", CHECKPOINT, "Z1", spot[0] + step * (n % 5), spot[1] + step * (n // 5))
        for n in range(count)
    )
    route = Route("R1", "High street", ("Z1",), (spot[0], spot[1]), (spot[0] + 0.01, spot[1]), 1.0)
    return replace(made, problem=replace(made.problem, sites=sites, routes=(route,)))


def stops(*places: str) -> tuple[Stop, ...]:
    return tuple(Stop(n * 10, n * 10 + 5, p, CHECKPOINT, CAR if n % 2 else STATIC, p, p) for n, p in enumerate(places))


def test_the_legend_names_places_and_tells_the_order_of_stops() -> None:
    facts = with_sites(4).problem
    words = legend([(CrewId(0, "D", "car-Z1"), stops("C01", "C00", "C00", "C01", "nowhere"))], facts)
    assert words.names == (
        ("C00", "Corner 0"),
        ("C01", "Corner 1"),
        ("C02", "Corner 2"),
        ("C03", "Corner 3"),
        ("R1", "High street"),
    )
    assert words.orders == (("D car-Z1", "C01 > C00 > C01"),)


def test_long_ids_get_numbers_and_many_places_are_named_where_crews_stop() -> None:
    made = with_sites(50)
    long = tuple(replace(site, id=f"checkpoint {n}") for n, site in enumerate(made.problem.sites))
    assert set(place_marks(replace(made.problem, sites=long)).values()) == {str(n) for n in range(1, 52)}
    words = legend([(CrewId(0, "D", "car"), stops("C01", "C30"))], made.problem)
    assert [mark for mark, _name in words.names] == ["C01", "C30"]


@pytest.mark.parametrize(("count", "step"), [(1, 0.0), (25, 0.0002), (60, 0.05)])
def test_no_label_lies_on_another_one_whatever_the_size_of_the_map(
    count: int, step: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = with_sites(count, (35.0, 110.0), step)
    said: list[tuple[str, float, float, float]] = []
    draw = Axes.text

    def noted(axes: Axes, x: float, y: float, text: str, **how: object) -> object:
        said.append((text, x, y, float(str(how["fontsize"]))))
        return draw(axes, x, y, text, **how)  # type: ignore[arg-type]

    monkeypatch.setattr(Axes, "text", noted)
    city = drawing.Map(Patrol(made.problem, made.roster, 30))
    ways = [(CrewId(0, "D", "car-Z1"), stops("C00"))]
    picture = Image.open(io.BytesIO(city.picture(ways)))
    assert picture.size == (1404, 741)
    assert picture.info["Description"] == mark_of(ways, made.problem)
    shown = dict(legend(ways, made.problem).names)
    marks = [(text, *city._points((x, y)), size) for text, x, y, size in said if text in shown]
    assert len(marks) == len(shown)
    for (one, x, y, size), (two, other_x, other_y, _size) in combinations(marks, 2):
        wide = (len(one) + len(two)) / 2 * size * drawing.WIDE
        assert abs(x - other_x) >= wide or abs(y - other_y) >= size, (one, two)
    for _text, x, y, _size in marks:
        assert 0 < x < city.wide
        assert 0 < y < city.high


def test_a_map_in_another_language_is_drawn_anew() -> None:
    facts = with_sites(2).problem
    before = mark_of([], facts)
    set_language("zh")
    assert mark_of([], facts) != before


def test_without_a_font_names_are_left_out_and_the_person_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    made = with_sites(2)
    assert chinese_fonts.missing_on_maps(made.problem) == "" or not chinese_fonts.installed()
    monkeypatch.setattr(chinese_fonts, "installed", lambda: ())
    assert chinese_fonts.missing_on_maps(made.problem) == ""
    named = replace(made.problem, sites=tuple(replace(site, name="街口") for site in made.problem.sites))
    assert "Microsoft YaHei" in chinese_fonts.missing_on_maps(named)
    set_language("zh")
    assert "Noto Sans CJK SC" in chinese_fonts.missing_on_maps(made.problem)
