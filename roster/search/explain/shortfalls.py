"""What binds where people are short: demand that a shortfall be zero, and what then clashes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace

from roster.arithmetic.nature import Lack, by_nature
from roster.domain.missing import MissingUnit
from roster.domain.problem import Problem
from roster.domain.roster import Roster
from roster.rules import Rulebook
from roster.rules.limits import Limit, Linear
from roster.rules.variables import Valuation
from roster.search.explain.clashes import Clash, Explainer, Posed, Poser, limits_of, musts
from roster.search.explain.constraint_groups import ConstraintGroup, Groups, group_of
from roster.search.score import values
from roster.tiers import WISHES, Limits, tier_of


@dataclass(frozen=True)
class Shortfall:
    """What a roster leaves short: limits of one rule on one day, at one place or of one row of a table; or a crew.

    `limits` are to hold; `own` are the rulebook's with their rules, of which a missing `unit` asks one crew more. What
    no roster of the brigade can give, by its nature, is one shortfall with its `lack`.
    """

    instance: ConstraintGroup
    day: int | None
    priority: int
    limits: tuple[Limit, ...]
    amount: int
    own: tuple[tuple[str, Limit], ...]
    unit: MissingUnit | None = None
    lack: Lack | None = None


def shortfalls(
    problem: Problem, rulebook: Rulebook, limits: Limits, roster: Roster, told: Collection[int] = ()
) -> tuple[Shortfall, ...]:
    """Every shortfall of a roster, the highest priority first; limits whose `id` is in `told` are left out."""
    value = values(problem, roster)
    lacks = {one.rule.name: one for one in by_nature(problem, rulebook, limits) if one.cause != "place"}
    found: dict[tuple[int, ConstraintGroup, int | None, Lack | None], list[Limit]] = {}
    for rule, tier, limit in priced(rulebook, limits):
        if id(limit) not in told and limit.amount(value):
            lack = lacks.get(rule)
            if lack is not None and lack.covers(limit):
                found.setdefault((tier, ConstraintGroup(rule), None, lack), []).append(limit)
            else:
                found.setdefault((tier, group_of(rule, limit, problem), limit.spot.on, None), []).append(limit)
    return tuple(
        Shortfall(
            instance,
            day,
            tier,
            tuple(short),
            sum(limit.amount(value) for limit in short),
            tuple((instance.rule, limit) for limit in short),
            lack=lack,
        )
        for (tier, instance, day, lack), short in sorted(found.items(), key=lambda item: (item[0][0], item[0][2] or 0))
    )


def priced(rulebook: Rulebook, limits: Limits) -> Iterator[tuple[str, int, Limit]]:
    """Every limit whose shortfall is named, with its rule and priority."""
    for rule in rulebook.rules:
        for limit in limits[rule.name] if rule.priority else ():
            if tier_of(rule, limit) != WISHES:
                yield rule.name, tier_of(rule, limit), limit


class Binding:
    """Why each shortfall of a roster is there: musts and absences, and what is asked for just as urgently."""

    def __init__(self, problem: Problem, rulebook: Rulebook, limits: Limits, roster: Roster) -> None:
        self.problem, self.limits, self.rulebook, self.roster = problem, limits, rulebook, roster
        self._value = values(problem, roster)
        self.musts = musts(problem, rulebook, limits)

    def explainer(self, short: Shortfall) -> Explainer:
        """What may clash when this shortfall is to be zero: other demands stay as well met as they are."""
        return Explainer(self.problem, self._groups(short), short.limits, self._poser(short))

    def _groups(self, short: Shortfall) -> Groups:
        groups: Groups = {instance: list(found) for instance, found in self.musts.items()}
        for instance, kept in self._others(short):
            groups.setdefault(instance, []).append(kept)
        return groups

    def _poser(self, short: Shortfall) -> Poser:
        """Asks the same of a problem with more units."""

        def pose(problem: Problem, rules: Collection[str]) -> Posed:
            limits = limits_of(problem, self.rulebook, {*rules, *(rule for rule, _limit in short.own)})
            other = Binding(problem, self.rulebook, limits, self.roster)
            same = _same(short, self.limits, limits)
            return Posed(other._groups(same), list(same.limits))

        return pose

    def _others(self, short: Shortfall, rules: Collection[str] = ()) -> Iterator[tuple[ConstraintGroup, Limit]]:
        """What is asked for at least as urgently, of these rules or of all, as far as it is met."""
        own = {id(limit) for _rule, limit in short.own}
        for rule, tier, limit in priced(self.rulebook, self.limits):
            if tier <= short.priority and id(limit) not in own and (not rules or rule in rules):
                kept = as_met(limit, self._value)
                if kept is not None:
                    yield group_of(rule, limit, self.problem), kept

    def asked(self, short: Shortfall) -> list[tuple[str, Limit]]:
        """What is asked for just as urgently, as far as it is met, and what this shortfall asks; each with its rule."""
        own = [(rule, limit) for (rule, _own), limit in zip(short.own, short.limits, strict=True)]
        return [*((instance.rule, kept) for instance, kept in self._others(short)), *own]

    def clash(self, short: Shortfall, seconds: float) -> Clash | None:
        """The smallest set that forces a shortfall; None where none was found: a longer search may close it."""
        explainer = self.explainer(short)
        others = [instance for instance in explainer.groups if instance not in self.musts]
        return explainer.clash(others, seconds / 2) or explainer.clash((), seconds / 2)

    def same(self, short: Shortfall, clash: Clash, seconds: float) -> Clash | None:
        """What forces a shortfall among the members of another one's clash: quick, as there are few."""
        members = {member for member in clash.members if member.rule}
        known: Groups = {member: list(self.musts.get(member, ())) for member in clash.members if member.rule}
        for instance, kept in self._others(short, {member.rule for member in members}) if members else ():
            if instance in members:
                known[instance].append(kept)
        explainer = Explainer(self.problem, known, short.limits, self._poser(short), illustrated=False)
        return explainer.clash((), seconds)


def as_met(limit: Limit, value: Valuation) -> Limit | None:
    """The limit, asking for no more than a roster gives; None where that cannot be said."""
    if not limit.amount(value):
        return limit
    return _given(limit, value) if isinstance(limit, Linear) and limit.at_least is not None else None


def _given(limit: Linear, value: Valuation) -> Linear:
    total = limit.constant + sum(weight * value(decision) for weight, decision in limit.terms)
    return replace(limit, at_least=min(limit.at_least or 0, total))


def _same(short: Shortfall, known: Limits, others: Limits) -> Shortfall:
    """A shortfall of one problem in another: its limits at the same spots, the first, second ... one there."""
    own: list[tuple[str, Limit]] = []
    asked: list[Limit] = []
    keys = {rule: {id(limit): key for key, limit in _numbered(known[rule])} for rule, _limit in short.own}
    found = {rule: dict(_numbered(others[rule])) for rule in keys}
    for (rule, limit), held in zip(short.own, short.limits, strict=True):
        same = found[rule].get(keys[rule][id(limit)])
        if same is not None:
            own.append((rule, same))
            fewer = isinstance(same, Linear) and isinstance(held, Linear) and held is not limit
            asked.append(_at_least(same, held) if fewer else same)
    return replace(short, own=tuple(own), limits=tuple(asked))


def _at_least(limit: Limit, other: Limit) -> Limit:
    assert isinstance(limit, Linear)
    assert isinstance(other, Linear)
    return replace(limit, at_least=other.at_least)


def _numbered(limits: Iterable[Limit]) -> Iterator[tuple[tuple[object, ...], Limit]]:
    seen: Counter[tuple[object, ...]] = Counter()
    for limit in limits:
        key = (limit.spot, getattr(limit, "source", ""), getattr(limit, "part", ""))
        seen[key] += 1
        yield (*key, seen[key]), limit
