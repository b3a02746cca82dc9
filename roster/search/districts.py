"""Districts of a city: officers and zones that belong together, so that people are seated near where they serve."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping

from roster.domain.problem import Problem
from roster.domain.service import Unit
from roster.rules.limits import Seat, Serves

Place = tuple[str, int | None]
"""A kind of unit in a district."""


class Districts:
    """The district of each officer and zone, by number."""

    def __init__(self, problem: Problem, of_officer: Mapping[str, int], of_zone: Mapping[str, int]) -> None:
        self._problem, self._of_officer, self._of_zone = problem, of_officer, of_zone

    def of_officer(self, officer: str) -> int | None:
        """The district of an officer; None for one who cannot serve."""
        return self._of_officer.get(officer)

    def of_unit(self, unit: Unit) -> int | None:
        """The district of a unit; None for one of all districts."""
        return self._of_zone.get(self._problem.zone_of(unit.base))

    def open_seats(self, serving: Iterable[Serves], running: Iterable[tuple[Unit, int]]) -> Callable[[Seat], bool]:
        """Which seats of one shift are open to those serving on it, in units of which so many crews run.

        Those of one's own district; and where too many of it serve in a kind of unit, or elsewhere too few, those of
        districts that have room for them.
        """
        problem = self._problem
        kind_of = {serves.officer: serves.kind for serves in serving}
        people = Counter((kind, self.of_officer(officer)) for officer, kind in kind_of.items())
        least, most = Counter[Place](), Counter[Place]()
        for unit, crews in running:
            place = problem.alike[unit.kind], self.of_unit(unit)
            least[place] += crews
            most[place] += problem.kind[unit.kind].crew * crews
        places = least.keys() | people.keys()
        crowded = {kind for kind, district in places if people[kind, district] > most[kind, district]}
        empty = {kind for kind, district in places if people[kind, district] < least[kind, district]}
        sending = {p for p in places if people[p] > most[p] or (p[0] in empty and people[p] > least[p])}
        taking = {p for p in places if people[p] < least[p] or (p[0] in crowded and people[p] < most[p])}

        def is_open(seat: Seat) -> bool:
            unit, own = problem.unit[seat.unit], self.of_officer(seat.officer)
            kind, there = problem.alike[unit.kind], self.of_unit(unit)
            if there is None or there == own:
                return True
            return kind_of.get(seat.officer) == kind and (kind, own) in sending and (kind, there) in taking

        return is_open
