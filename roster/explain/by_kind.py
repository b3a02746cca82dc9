"""Cures by kind: of each kind of change the cheapest one found, or a sentence why there is none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from roster.explain.candidate import KINDS, Candidate, Kind
from roster.i18n import _
from roster.search.explain.mus import Clock

TRIED_OF_A_KIND = 6
"""So many changes of one kind are tried before it is given up."""
ALTERNATIVES = 2
"""So many more of a kind that has a cure, for a cheaper one."""
MORE_VEHICLES = 5
"""So many more vehicles: which one is free is for the brigade to say."""
FOR_MORE = 0.5
"""The part of the time that must be left for them, and for several changes at once where one of another kind does."""

T = TypeVar("T")


@dataclass(frozen=True)
class NoCure:
    """A kind of change of which no cure is known, and why."""

    kind: Kind
    why: str
    thought_of: bool = True  # a change came to mind, or something that speaks against one


class ByKind(Generic[T]):
    """What was tried so far, by kind. `tried` tells what comes out with a candidate, None without a roster."""

    def __init__(self, tried: Callable[[Candidate], T | None], clock: Clock) -> None:
        self._tried, self._clock, self._whole = tried, clock, clock.left()
        self.found: dict[Kind, list[tuple[Candidate, T]]] = {}
        self._attempts: Counter[Kind] = Counter()
        self._late: set[Kind] = set()
        self._rest: dict[Kind, list[Candidate]] = {}
        self._shortest = float("inf")  # seconds of the quickest try

    def lacking(self, candidates: Iterable[Candidate]) -> list[Candidate]:
        """Those of kinds that have no cure yet."""
        return [candidate for candidate in candidates if candidate.kind not in self.found]

    @property
    def ample(self) -> bool:
        """Whether there is time to look for more than has been found."""
        return self._clock.left() > self._whole * FOR_MORE

    def go(self, candidates: Iterable[Candidate], suffices: Callable[[Candidate], bool] = lambda one: True) -> None:
        """Try candidates of each kind that has no cure yet, the easiest first; one that does not suffice is no cure."""
        chosen: dict[Kind, list[Candidate]] = {}
        for candidate in candidates:
            chosen.setdefault(candidate.kind, []).append(candidate)
        for _round in range(TRIED_OF_A_KIND):  # one of each kind first, so that each has its turn
            for kind in KINDS:
                rest = chosen.get(kind, [])
                if not rest or kind in self.found or self._attempts[kind] >= TRIED_OF_A_KIND:
                    continue
                if self._too_late:
                    self._late.add(kind)
                    continue
                candidate = rest.pop(0)
                if self._more_than_needed(candidate):
                    continue
                self._attempts[kind] += 1
                if suffices(candidate):
                    self._try(candidate)
        for kind, rest in chosen.items():
            self._rest[kind] = [*self._rest.get(kind, ()), *rest]

    def alternatives(
        self, suffices: Callable[[Candidate], bool] = lambda one: True, kinds: Iterable[Kind] = tuple(KINDS)
    ) -> None:
        """More cures of those `kinds` that have one, as long as much of the time is left."""
        chosen = tuple(kinds)
        for number in range(max(ALTERNATIVES, MORE_VEHICLES)):
            for kind in chosen:
                rest = self._rest.get(kind, [])
                more = number < (MORE_VEHICLES if kind == "vehicle" else ALTERNATIVES)
                if kind in self.found and rest and more and self.ample:
                    candidate = rest.pop(0)
                    if not candidate.law and not self._more_than_needed(candidate) and suffices(candidate):
                        self._try(candidate)

    def missing(self, blocked: Mapping[Kind, Sequence[str]]) -> tuple[NoCure, ...]:
        """Every kind without a cure and why; `blocked` says why changes of a kind were not thought of."""
        return tuple(self._none(kind, blocked.get(kind, ())) for kind in KINDS if kind not in self.found)

    def _none(self, kind: Kind, blocked: Sequence[str]) -> NoCure:
        told = list(dict.fromkeys(blocked))
        tried = self._attempts[kind]
        if tried:
            told.insert(0, _("changes tried, none seen to suffice: {count}").format(count=tried))
        if kind in self._late:
            told.append(_("more was not tried: the time was up") if tried else _("not tried: the time was up"))
        return NoCure(kind, _("; ").join(told) or _("no line of the clash is about that"), bool(told))

    @property
    def _too_late(self) -> bool:
        """Whether there is no time left, or less than any try took: one that is begun would end after the limit."""
        left = self._clock.left()
        return left <= 0 or left < self._shortest < float("inf")

    def _try(self, candidate: Candidate) -> None:
        before = self._clock.left()
        result = self._tried(candidate)
        self._shortest = min(self._shortest, before - self._clock.left())
        if result is not None:
            self.found.setdefault(candidate.kind, []).append((candidate, result))
        elif self._clock.over:  # nobody knows what would have come of it
            self._attempts[candidate.kind] -= 1
            self._late.add(candidate.kind)

    def _more_than_needed(self, candidate: Candidate) -> bool:
        known = (one for found in self.found.values() for one, _result in found)
        return any(one.changes and set(one.changes) <= set(candidate.changes) for one in known)
