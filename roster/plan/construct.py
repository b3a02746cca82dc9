"""A first plan without a solver: crew by crew, each the best way through its shift beside those that are decided.

Of the ways that lead to one place at one time only the few cheapest are followed. What is short at the end is mended: a
few crews that may change it are decided again at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from random import Random
from typing import NamedTuple

from roster.domain.activity import Activity
from roster.domain.ids import CrewId
from roster.plan.matrix import Bound, Values
from roster.plan.rows import INFINITE, OF_A_MUST, Rows
from roster.plan.tuning import DEFAULT, Construction
from roster.tiers import WISHES

HALF = 0.5

Term = tuple[int, int]
"""A row, and how much is added to it."""


class _Way(NamedTuple):
    """What a crew may have done so far: its cost, what that adds to rows, and its last activity's column."""

    cost: float
    added: dict[int, int]
    column: int
    before: _Way | None


def constructed(
    rows: Rows,
    prices: Mapping[int, int],
    late: Callable[[], bool] = lambda: False,
    tuning: Construction = DEFAULT.construction,
) -> Values:
    """The values of a plan of all crews, which keeps musts where that is easy; what is short is mended until `late`."""
    crews = _Crews(rows, prices, tuning)
    for pressure in tuning.pressures:
        for key in crews.order:
            crews.take(key, ())
            crews.take(key, crews.way(key, pressure, tuning.followed))
    crews.mend(late)
    return crews.values()


def mended(
    rows: Rows,
    prices: Mapping[int, int],
    known: Values,
    late: Callable[[], bool],
    tuning: Construction = DEFAULT.construction,
) -> Values:
    """The values of a plan made of a known one by deciding crews again that may change what it is short of."""
    crews = _Crews(rows, prices, tuning)
    for key, columns in rows.crews.items():
        crews.take(key, tuple(column for column in columns if known[column] > HALF))
    crews.mend(late)
    return crews.values()


class _Crews:
    """The crews' ways as they are decided so far, and what each row comes to."""

    def __init__(self, rows: Rows, prices: Mapping[int, int], tuning: Construction) -> None:
        self._rows, self._tuning = rows, tuning
        self._terms, self._bounds, direct = rows.by_column(prices)
        self._least = min((price for tier, price in prices.items() if tier != WISHES), default=OF_A_MUST)
        self._sums = [0] * len(self._bounds)
        self._decided: dict[CrewId, tuple[int, ...]] = {}
        crews = {
            key: _Crew([(column, rows.activity(column)) for column in own], self._terms, self._bounds, tuning)
            for key, own in rows.crews.items()
        }
        self._crews, self._direct = crews, dict(enumerate(direct.tolist()))
        self.order = sorted(crews, key=lambda key: (not crews[key].roams, crews[key].span.start, key))

    def values(self) -> Values:
        done = [0.0] * self._rows.activities
        for columns in self._decided.values():
            for column in columns:
                done[column] = 1.0
        return self._rows.values(done)

    def take(self, key: CrewId, columns: tuple[int, ...]) -> None:
        """Decide a crew's shift."""
        for sign, some in ((-1, self._decided.get(key, ())), (1, columns)):
            for column in some:
                for row, weight in self._terms[column]:
                    self._sums[row] += sign * weight
        self._decided[key] = columns

    def way(self, key: CrewId, pressure: float, followed: int) -> tuple[int, ...]:
        """A good way of a crew through its shift, beside those that are decided."""
        return _through(self._crews[key], self._direct, self._sums, (pressure, followed))

    def any_way(self, key: CrewId, rng: Random, price: float) -> tuple[int, ...]:
        """Some way of a crew, drawn by prices of its own beside which others count little."""
        drawn = {column: rng.random() * price for column, _activity in self._crews[key].own}
        return _through(self._crews[key], drawn, self._sums, (1.0, 1))

    def mend(self, late: Callable[[], bool]) -> None:
        """Decide some crews again that may change what is short beyond wishes, while that gains anything.

        What gets no worse is taken as well, so that the next ones find something else.
        """
        strict = [row for row, bound in enumerate(self._bounds) if bound.price >= self._least]
        able = {row: [key for key in self.order if row in self._crews[key].rows] for row in strict}
        most = 3 * max((self._bounds[row].price for row in strict), default=0)
        rng, failures, tuning = Random(len(self._bounds)), 0, self._tuning
        while failures < tuning.failures and not late():
            short = [
                row
                for row in strict
                if able[row] and not self._bounds[row].low <= self._sums[row] <= self._bounds[row].high
            ]
            if not short:
                return
            keys = self._some(able[rng.choice(short)], rng)
            before = {key: self._decided[key] for key in keys}
            cost = self._again(keys, before.__getitem__)
            search, price = (
                (rng.choice(tuning.pressures), rng.choice(tuning.widely)),
                most * (rng.random() < tuning.drawn),
            )
            gain = cost - self._again(keys, partial(self._mended, rng, search, price))
            if gain < 0:
                self._again(keys, before.__getitem__)
            failures = 0 if gain > 0 else failures + 1

    def _mended(self, rng: Random, search: tuple[float, int], price: float, key: CrewId) -> tuple[int, ...]:
        """A good way of a crew; of one that stands, as its meal is to be when others can relieve it, at a price any."""
        if price and not self._crews[key].roams:
            return self.any_way(key, rng, price)
        return self.way(key, *search)

    def _some(self, able: Sequence[CrewId], rng: Random) -> list[CrewId]:
        """One of these crews and a few others that are on duty with it."""
        first = rng.choice(able)
        beside = [
            key for key in self.order if key != first and self._crews[key].span.overlap(self._crews[first].span) > 0
        ]
        found = [first, *rng.sample(beside, min(len(beside), rng.choice(self._tuning.beside)))]
        rng.shuffle(found)
        return found

    def _again(self, keys: Iterable[CrewId], way: Callable[[CrewId], tuple[int, ...]]) -> float:
        """Decide crews one after the other, none of them known at first; what that costs more than none of them."""
        cost = 0.0
        for key in keys:
            self.take(key, ())
        for key in keys:
            columns = way(key)
            done = _Way(0.0, {}, -1, None)
            for column in columns:
                done = _further(done, column, self._terms[column], self._bounds, self._direct[column], self._sums)
            cost += done.cost
            self.take(key, columns)
        return cost


class _Crew:
    """What one crew may do, and by how much all of that together could change each row."""

    def __init__(
        self, own: list[tuple[int, Activity]], terms: list[list[Term]], bounds: list[Bound], tuning: Construction
    ) -> None:
        self.ahead = tuning.ahead
        self.own, self.bounds = own, bounds
        self.slots = len(own[0][1].crew.parts)
        self.span, self.roams = own[0][1].crew.span, own[0][1].crew.roams
        self.least: dict[int, int] = {}
        self.most: dict[int, int] = {}
        for column, _activity in own:
            for row, weight in terms[column]:
                some = self.least if weight < 0 else self.most
                some[row] = some.get(row, 0) + weight
        self.rows = self.least.keys() | self.most.keys()
        self.rooms = [row for row in self.rows if tuning.room <= bounds[row].high < INFINITE]
        self._terms = terms
        self.leaving: dict[tuple[int, str], list[tuple[int, Activity]]] = {}
        for column, activity in own:
            node = (activity.first, "" if activity.first == 0 else activity.begins)
            self.leaving.setdefault(node, []).append((column, activity))

    def terms(self, sums: list[int]) -> dict[int, list[Term]]:
        """By column the rows that may cost something, whatever the crew does, beside what the others do."""
        open_rows = {
            row
            for row in self.rows
            if sums[row] + self.least.get(row, 0) < self.bounds[row].low
            or sums[row] + self.most.get(row, 0) > self.bounds[row].high
        }
        return {column: [term for term in self._terms[column] if term[0] in open_rows] for column, _own in self.own}


def _through(crew: _Crew, direct: Mapping[int, float], sums: list[int], search: tuple[float, int]) -> tuple[int, ...]:
    """The columns of a good way of one crew through its shift."""
    (pressure, followed), bounds, terms = search, crew.bounds, crew.terms(sums)

    def rank(way: _Way, slot: int) -> float:
        """What a way costs, with what it has used too early."""
        early = 0.0
        for row in crew.rooms:
            _low, high, per, price = bounds[row]
            used = sums[row] + way.added.get(row, 0) - high * (slot / crew.slots + crew.ahead)
            if used > 0:
                early += price * used / per
        return way.cost + pressure * early

    at: dict[tuple[int, str], list[_Way]] = {(0, ""): [_Way(0.0, {}, -1, None)]}
    ends: list[_Way] = []
    for slot in range(crew.slots):
        for node in [node for node in at if node[0] == slot]:
            for way in sorted(at.pop(node), key=lambda way: rank(way, slot))[:followed]:
                for column, activity in crew.leaving.get(node, ()):
                    further = _further(way, column, terms[column], bounds, direct[column], sums)
                    if activity.last + 1 == crew.slots:
                        ends.append(further)
                    else:
                        at.setdefault((activity.last + 1, activity.ends), []).append(further)
    found: list[int] = []
    last: _Way | None = min(ends, key=_cost)
    while last is not None and last.column >= 0:
        found.append(last.column)
        last = last.before
    return tuple(reversed(found))


def _further(
    way: _Way, column: int, terms: Sequence[Term], bounds: list[Bound], direct: float, sums: list[int]
) -> _Way:
    """A way with one activity more."""
    cost, added = way.cost + direct, way.added
    if terms:
        added = dict(added)
    for row, weight in terms:
        known = added.get(row, 0)
        added[row] = known + weight
        low, high, per, price = bounds[row]
        before = sums[row] + known
        after = before + weight
        was = low - before if before < low else before - high if before > high else 0
        now = low - after if after < low else after - high if after > high else 0
        if was != now:
            cost += price * (-(-now // per) + (was and -(was // per)) if per > 1 else now - was)
    return _Way(cost, added, column, way)


def _cost(way: _Way) -> float:
    return way.cost
