"""Whom else a clash is about: any so many of some officers would do, or others are in the same clash by themselves."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from ortools.sat.python import cp_model

from roster.aggregation import aggregate
from roster.decisions import Decisions
from roster.domain.problem import Problem
from roster.domain.seating import has
from roster.forms import Forms, Sum
from roster.rules.limits import Limit
from roster.rules.roster.crew import QUALITY
from roster.rules.roster.vehicle import LICENCE
from roster.rules.variables import OfUnit
from roster.search.explain.constraint_groups import ConstraintGroup, Groups
from roster.search.explain.mus import Clock
from roster.search.explain.wider import needs
from roster.search.tuning import DEFAULT, Clashes
from roster.solvers import cpsat


class AnyOf(NamedTuple):
    """The clash is one with any so many of `among` as there are `officers`: proved, whoever they are."""

    officers: tuple[str, ...]
    among: tuple[str, ...]
    others: tuple[ConstraintGroup, ...] = ()  # what the rules ask of those who are not officers of the clash


def qualities(members: Iterable[ConstraintGroup]) -> list[str]:
    """What a clash asks of the members of crews."""
    return list(dict.fromkeys(member.of for member in members if member.part in (QUALITY, LICENCE)))


def any_of(
    problem: Problem,
    groups: Groups,
    always: Sequence[Limit],
    members: Sequence[ConstraintGroup],
    clock: Clock,
    tuning: Clashes = DEFAULT.clashes,
) -> tuple[AnyOf, ...]:
    """For officers of a clash under the same rules, all of whom any so many clash as well; none where it is them alone.

    `groups` are all instances of the problem, of which the members with a rule are some.
    """
    asked = [member for member in members if member.rule]
    own: dict[str, list[ConstraintGroup]] = {}
    for member in asked:
        if member.officer:
            own.setdefault(member.officer, []).append(member)
    blocks: dict[frozenset[tuple[str, str]], list[str]] = {}
    for officer, mine in own.items():
        blocks.setdefault(frozenset((one.rule, one.part) for one in mine), []).append(officer)
    spoken = qualities(members)
    found: list[AnyOf] = []
    for rules, block in blocks.items():
        told = _instances(problem, groups, rules, block, own, spoken)
        held = [limit for one in asked if one.officer not in block for limit in groups.get(one, ())]
        if len(told) > len(block) and not clock.over:
            limits = {officer: [limit for one in mine for limit in groups[one]] for officer, mine in told.items()}
            kept = [*held, *always]
            concerned = _narrow(problem, [*kept, *(limit for own in limits.values() for limit in own)])
            among = _Any(concerned, limits, kept, tuning).among(block, clock)
            if len(among) > len(block):
                others = tuple(one for officer in among[len(block) :] for one in told[officer])
                found.append(AnyOf(tuple(block), among, others))
    return tuple(found)


def _instances(
    problem: Problem,
    groups: Groups,
    rules: Collection[tuple[str, str]],
    block: Collection[str],
    own: Mapping[str, list[ConstraintGroup]],
    spoken: Iterable[str],
) -> dict[str, list[ConstraintGroup]]:
    """By officer, those of the block first, what these rules ask of everybody who has the qualities of all of these."""
    needed = [name for name in spoken if all(has(problem.officer[officer], name) for officer in block)]
    found: dict[str, list[ConstraintGroup]] = {officer: own[officer] for officer in block}
    for instance in groups:
        officer = instance.officer
        if not officer or officer in own or (instance.rule, instance.part) not in rules:
            continue
        if all(has(problem.officer[officer], name) for name in needed):
            found.setdefault(officer, []).append(instance)
    return {officer: mine for officer, mine in found.items() if {(one.rule, one.part) for one in mine} == set(rules)}


def _narrow(problem: Problem, limits: Sequence[Limit]) -> Problem:
    """The problem with the officers only that can matter to these limits."""
    more = needs(limits, problem)
    officers = tuple(one for one in problem.officers if more.officers is None or one.id in more.officers)
    return replace(problem, officers=officers)


def _of_units(limits: Iterable[Limit], problem: Problem) -> Iterator[Limit]:
    """The limits without those over units that a narrower problem has not: these hold where such units do not run."""
    for limit in limits:
        if all(one.unit in problem.unit for one in limit.decisions if isinstance(one, OfUnit)):
            yield limit


class _Any:
    """The limits of each officer under a guard, by unit kind: what is impossible there is impossible."""

    def __init__(
        self, problem: Problem, limits: Mapping[str, Sequence[Limit]], always: Sequence[Limit], tuning: Clashes
    ) -> None:
        self._tuning = tuning
        decisions = Decisions(problem, (), "kind")
        self._model = decisions.model
        forms = Forms(self._model, decisions.of, decisions.most)
        for limit in aggregate(_of_units(always, problem), problem):
            forms.hold(limit)
        self._guards = {officer: self._model.new_bool_var(officer) for officer in limits}
        for officer, own in limits.items():
            for limit in aggregate(_of_units(own, problem), problem):
                forms.hold(limit, self._guards[officer])

    def among(self, block: Sequence[str], clock: Clock) -> tuple[str, ...]:
        """The block and others, of all of whom any so many cannot keep their limits; the block alone where not seen."""
        left = dict(self._guards)
        for _round in range(self._tuning.other_rounds):
            if clock.over or len(left) <= len(block):
                break
            able = self._able(left, len(block), clock)
            if able is None:
                break
            if not able:
                return tuple(left)
            left = {officer: guard for officer, guard in left.items() if officer in block or officer not in able}
        return tuple(block)

    def _able(self, among: Mapping[str, cp_model.IntVar], number: int, clock: Clock) -> set[str] | None:
        """So many officers at the least who can keep their limits together; none where none can, None if unknown."""
        trial = self._model.clone()
        trial.add(Sum(list(among.values())) >= number)
        result = cpsat.solve(trial, cpsat.Parameters(max(0.01, clock.left()), self._tuning.other_work), asked=True)
        if result.status is cpsat.Status.INFEASIBLE:
            return set()
        if not result.solved:
            return None
        return {officer for officer, guard in among.items() if result.value(guard)}
