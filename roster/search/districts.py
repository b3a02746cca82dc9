"""Districts of a city: officers and zones that belong together, so that people are seated near where they serve."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from roster.domain.problem import Problem
from roster.domain.service import Unit
from roster.rules.variables import Serves


@dataclass
class Block:
    """Who serves in which units of one shift, by themselves."""

    officers: list[str] = field(default_factory=list)
    units: list[Unit] = field(default_factory=list)

    def __add__(self, other: Block) -> Block:
        return Block(self.officers + other.officers, self.units + other.units)


class Districts:
    """The district of each officer and zone, by number from 0 on."""

    def __init__(self, problem: Problem, of_officer: Mapping[str, int], of_zone: Mapping[str, int]) -> None:
        self._problem, self._of_officer, self._of_zone = problem, of_officer, of_zone
        self._count = 1 + max(of_zone.values())

    def blocks(self, serving: Iterable[Serves], running: Iterable[tuple[Unit, int]]) -> list[Block]:
        """Those who serve on a shift with the units of which so many crews run, district by district.

        Units without a zone are a block of their own, the last. Where too many of a district serve in a kind of unit,
        or elsewhere too few, some go where there is room for them.
        """
        problem, places = self._problem, range(self._count + 1)
        blocks = [Block() for _ in places]
        least: dict[str, list[int]] = {}
        most: dict[str, list[int]] = {}
        people: dict[str, list[list[str]]] = {}
        for unit, crews in running:
            kind, place = problem.alike[unit.kind], self._of_zone.get(problem.zone_of(unit.base), self._count)
            least.setdefault(kind, [0 for _ in places])[place] += crews
            most.setdefault(kind, [0 for _ in places])[place] += problem.kind[unit.kind].crew * crews
            blocks[place].units.append(unit)
        for serves in serving:
            own = self._of_officer.get(serves.officer, self._count)
            people.setdefault(serves.kind, [[] for _ in places])[own].append(serves.officer)
        for kind, here in people.items():
            if kind in least:
                _level(here, least[kind], most[kind])
            for block, officers in zip(blocks, here, strict=True):
                block.officers += officers
        return [block for block in blocks if block.officers or block.units]


def _level(people: list[list[str]], least: list[int], most: list[int]) -> None:
    """Move people from places where there are too many, and to those where there are too few, as far as can be."""
    while True:
        spare = [len(here) - low for here, low in zip(people, least, strict=True)]
        room = [high - len(here) for here, high in zip(people, most, strict=True)]
        crowded, empty = room.index(min(room)), spare.index(min(spare))
        if spare[empty] < 0:
            source = crowded if room[crowded] < 0 else spare.index(max(spare))
            target = empty
        elif room[crowded] < 0:
            source, target = crowded, room.index(max(room))
        else:
            return
        if not people[source] or (spare[source] <= 0 <= room[source]) or room[target] <= 0:
            return
        people[target].append(people[source].pop())
