"""A first plan without a solver: crew by crew, each the best way through its shift beside those that are decided.

Of the ways that lead to one place at one time only the few cheapest are followed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from roster.domain.activity import Activity
from roster.plan.matrix import Bound, Values
from roster.plan.rows import INFINITE, Rows

FOLLOWED, WIDELY = 2, 8
"""Ways to one place at one time; and where those leave something short."""
PRESSURES = (30.0, 8.0, 1.0)
"""Each crew is decided so often, the later times beside all others; each time what its shift has room for (stops,
kilometres) is to be used up evenly, at so many times its price: so the first crew leaves something to the others."""
ROOM = 6
"""A row with room for so much is one of the whole shift."""
AHEAD = 0.15
"""A crew may be so far ahead of an even use."""


class _Way(NamedTuple):
    """What a crew may have done so far: its cost, what that adds to rows, and its last activity's column."""

    cost: float
    added: Mapping[int, int]
    column: int
    before: _Way | None


def constructed(rows: Rows, prices: Mapping[int, int], followed: int = FOLLOWED) -> Values:
    """The values of a plan of all crews; it keeps musts where that is easy."""
    terms, bounds, direct = rows.by_column(prices)
    sums = [0] * len(bounds)
    starts = {key: rows.activity(columns[0]).crew.parts[0].slot.start for key, columns in rows.crews.items()}
    roams = {key: rows.activity(columns[0]).crew.roams for key, columns in rows.crews.items()}
    order = sorted(rows.crews, key=lambda key: (not roams[key], starts[key], key))
    decided: dict[object, list[int]] = {}
    for pressure in PRESSURES:
        for key in order:
            for column in decided.get(key, ()):
                for row, weight in terms[column]:
                    sums[row] -= weight
            own = [(column, rows.activity(column)) for column in rows.crews[key]]
            decided[key] = _through(own, terms, bounds, direct, sums, (pressure, followed))
            for column in decided[key]:
                for row, weight in terms[column]:
                    sums[row] += weight
    done = [0.0] * rows.activities
    for columns in decided.values():
        for column in columns:
            done[column] = 1.0
    return rows.values(done)


def _through(
    own: list[tuple[int, Activity]],
    terms: list[list[tuple[int, int]]],
    bounds: list[Bound],
    direct: Values,
    sums: list[int],
    search: tuple[float, int],
) -> list[int]:
    """The columns of a good way of one crew through its shift."""
    slots, (pressure, followed) = len(own[0][1].crew.parts), search
    rooms = {row for column, _activity in own for row, _weight in terms[column] if ROOM <= bounds[row].high < INFINITE}

    def rank(way: _Way, slot: int) -> float:
        """What a way costs, with what it has used too early."""
        early = 0.0
        for row in rooms:
            _low, high, per, price = bounds[row]
            used = sums[row] + way.added.get(row, 0) - high * (slot / slots + AHEAD)
            early += price * max(0.0, used) / per
        return way.cost + pressure * early

    leaving: dict[tuple[int, str], list[tuple[int, Activity]]] = {}
    for column, activity in own:
        leaving.setdefault((activity.first, "" if activity.first == 0 else activity.begins), []).append(
            (column, activity)
        )
    at: dict[tuple[int, str], list[_Way]] = {(0, ""): [_Way(0.0, {}, -1, None)]}
    ends: list[_Way] = []
    for slot in range(slots):
        for node in [node for node in at if node[0] == slot]:
            for way in sorted(at.pop(node), key=lambda way: rank(way, slot))[:followed]:
                for column, activity in leaving.get(node, ()):
                    further = _further(way, column, terms[column], bounds, float(direct[column]), sums)
                    if activity.last + 1 == slots:
                        ends.append(further)
                    else:
                        at.setdefault((activity.last + 1, activity.ends), []).append(further)
    found: list[int] = []
    last: _Way | None = min(ends, key=_cost)
    while last is not None and last.column >= 0:
        found.append(last.column)
        last = last.before
    return found


def _further(
    way: _Way, column: int, terms: list[tuple[int, int]], bounds: list[Bound], direct: float, sums: list[int]
) -> _Way:
    """A way with one activity more."""
    cost, added = way.cost + direct, dict(way.added)
    for row, weight in terms:
        before = sums[row] + added.get(row, 0)
        added[row] = added.get(row, 0) + weight
        low, high, per, price = bounds[row]
        after = before + weight
        was = low - before if before < low else before - high if before > high else 0
        now = low - after if after < low else after - high if after > high else 0
        if was != now:
            cost += price * (-(-now // per) + (was and -(was // per)) if per > 1 else now - was)
    return _Way(cost, added, column, way)


def _cost(way: _Way) -> float:
    return way.cost
