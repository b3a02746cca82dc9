"""What a map says in words: the marks of its places, their names, and the order of each crew's stops."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from roster.domain.ids import CrewId
from roster.domain.itinerary import Stop
from roster.domain.letters import shift_text
from roster.domain.problem import Facts

LONGEST_MARK = 5
MOST_PLACES = 44
"""A map with more places names those only where crews of its shift stop."""
ARROW = " > "

Ways = Sequence[tuple[CrewId, Sequence[Stop]]]


class Legend(NamedTuple):
    """Each place's mark on the map, its name where it is listed, and the order of stops of each crew."""

    marks: Mapping[str, str]
    names: tuple[tuple[str, str], ...]
    orders: tuple[tuple[str, str], ...]


def legend(ways: Ways, facts: Facts) -> Legend:
    """The words of a map of some crews."""
    marks = place_marks(facts)
    stopped = {stop.place for _crew, stops in ways for stop in stops}
    shown = marks if len(marks) <= MOST_PLACES else {place: mark for place, mark in marks.items() if place in stopped}
    names = tuple((mark, facts.name_of(place)) for place, mark in shown.items())
    return Legend(shown, names, tuple(_orders(ways, marks, facts)))


def place_marks(facts: Facts) -> dict[str, str]:
    """What stands for a place on a map: its id, or a number where ids are long."""
    places = [*(site.id for site in facts.sites), *(route.id for route in facts.routes)]
    if all(len(place.encode("gbk", "replace")) <= LONGEST_MARK for place in places):
        return {place: place for place in places}
    return {place: str(number) for number, place in enumerate(places, 1)}


def _orders(ways: Ways, marks: Mapping[str, str], facts: Facts) -> Iterator[tuple[str, str]]:
    for (_day, shift, label), stops in ways:
        places = [stop.place for stop in stops if stop.place in marks]
        walked = [place for number, place in enumerate(places) if not number or places[number - 1] != place]
        yield f"{shift_text(shift, facts)} {label}", ARROW.join(marks[place] for place in walked)
