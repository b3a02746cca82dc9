"""Musts that cannot all hold: smallest sets of them, proved at the grain of whole crews."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from roster.decisions import Grain
from roster.domain.problem import Problem
from roster.domain.roster import Roster
from roster.rules import Rulebook
from roster.rules.limits import Limit
from roster.search.explain.alike import AnyOf, any_of
from roster.search.explain.assumptions import Answer, Assumptions
from roster.search.explain.constraint_groups import ConstraintGroup as Group
from roster.search.explain.constraint_groups import Groups, grouped
from roster.search.explain.dates import days_of
from roster.search.explain.example import examples, kept_besides
from roster.search.explain.few_days import FewDays, clashing_days
from roster.search.explain.mus import Clock, deletion_mus
from roster.search.explain.needed import both_grains, needed_too
from roster.search.explain.past import past_members
from roster.search.explain.wider import lacking, needs, wider
from roster.search.tuning import DEFAULT, Clashes
from roster.tiers import Limits

GRAINS: tuple[Grain, ...] = ("kind", "crew")


class Posed(NamedTuple):
    """What is asked of a problem: the limits of each instance, and those that hold in any case."""

    groups: Groups
    always: list[Limit]


Poser = Callable[[Problem, Collection[str]], Posed]
"""Asks the same of another problem that differs in its units only, as far as these rules are concerned."""


@dataclass(frozen=True)
class Clash:
    """Instances that cannot all hold, those of rules first, then those of tables and physics.

    `proved`: without any one of them the others can, with whole crews. `named`: what tables and physics rule out was
    looked at; where the time was too short for that they may belong to the clash as well.
    """

    members: tuple[Group, ...]
    proved: bool
    days: dict[Group, tuple[int, ...]] = field(default_factory=dict)  # those that matter, where it is not all
    named: bool = True
    unsettled: frozenset[Group] = frozenset()  # of tables, physics and the past: perhaps not needed
    examples: dict[Group, Roster] = field(default_factory=dict, compare=False)  # where the others hold
    alike: tuple[AnyOf, ...] = field(default=(), compare=False)  # who else it is about

    @property
    def about(self) -> tuple[Group, ...]:
        """Its members, and those of others who are in the same clash."""
        return (*self.members, *(one for alike in self.alike for one in alike.others))

    @property
    def smallest(self) -> bool:
        """Whether the others are proved to hold without each of its members."""
        return self.proved and self.named and not self.unsettled


def musts(problem: Problem, rulebook: Rulebook, limits: Limits) -> Groups:
    """The limits of every must by instance."""
    groups: Groups = {}
    for rule in rulebook.rules:
        if rule.must:
            groups |= grouped(rule.name, limits[rule.name], problem)
    return groups


def musts_of(rulebook: Rulebook, always: Iterable[Limit] = ()) -> Poser:
    """Asks for the musts, and for limits that do not depend on units."""
    held = list(always)

    def pose(problem: Problem, rules: Collection[str]) -> Posed:
        return Posed(musts(problem, rulebook, limits_of(problem, rulebook, rules)), held)

    return pose


def limits_of(problem: Problem, rulebook: Rulebook, rules: Collection[str]) -> Limits:
    """The limits of these rules; of others none."""
    return {rule.name: tuple(rule.limit_all(problem)) if rule.name in rules else () for rule in rulebook.rules}


class Explainer:
    """Finds what clashes among groups of limits, quickly by unit kind, else by crew.

    `pose` asks the same of a problem with more units: it tells which limits of tables belong to a clash. `illustrated`
    clashes have examples, and tell who else they are about.
    """

    def __init__(
        self,
        problem: Problem,
        groups: Groups,
        always: Iterable[Limit] = (),
        pose: Poser | None = None,
        illustrated: bool = True,
        tuning: Clashes = DEFAULT.clashes,
    ) -> None:
        self.problem, self.groups, self.always, self._pose = problem, groups, list(always), pose
        self._by_grain: dict[Grain, Assumptions[Group]] = {}
        self._share, self._illustrated, self._tuning = 1.0, illustrated, tuning
        self._whole: dict[tuple[tuple[Group, ...], bool], Explainer] = {}
        self.lawful: Roster | None = None  # where the latest look for a clash met a roster in which all hold
        self._few: FewDays | None = None  # the days on which the latest clash arises, where they are few

    def guarded(self, grain: Grain) -> Assumptions[Group]:
        """All groups under guards, made when it is first needed."""
        if grain not in self._by_grain:
            self._by_grain[grain] = Assumptions(self.problem, self.groups, self.always, grain, tuning=self._tuning)
        return self._by_grain[grain]

    def clash(
        self, without: Iterable[Group] = (), seconds: float | None = None, grains: Sequence[Grain] = GRAINS
    ) -> Clash | None:
        """A smallest set of instances that cannot all hold, those of `without` left out; None where none was found."""
        tuning = self._tuning
        seconds = tuning.seconds if seconds is None else seconds
        clock, self._share, self._few, self.lawful = Clock(seconds), min(1.0, seconds / tuning.seconds), None, None
        passed_over = set(without)
        among = [instance for instance in self.groups if instance not in passed_over]
        for grain in grains:
            guarded = self.guarded(grain)
            if self.always and guarded.check((), clock.left(), effort=tuning.seeing_work).possible is False:
                return self._whole_clash(Clash((), proved=True), clock)
            answer = guarded.check(among, clock.left(), effort=tuning.seeing_work)
            self.lawful = answer.roster
            if answer.possible is False:
                part = Clock(clock.left() * tuning.few_days_share)
                few = clashing_days(self.problem, self.groups, among, self.always, part, tuning)
                if few is not None:
                    self._few, guarded, core = few
                return self._smallest(guarded, core if few else self._core(guarded, among, clock), clock)
        return None

    def clashes(self, without: Iterable[Group], seconds: float) -> bool:
        """Whether all others are quickly seen to clash."""
        passed_over = set(without)
        among = [instance for instance in self.groups if instance not in passed_over]
        return self.guarded("kind").check(among, seconds).possible is False

    def possible(self, without: Iterable[Group] = (), seconds: float | None = None) -> Answer[Group]:
        """Whether all others can hold together, with whole crews."""
        passed_over = set(without)
        among = [instance for instance in self.groups if instance not in passed_over]
        seconds = self._tuning.seconds if seconds is None else seconds
        answer = self.guarded("kind").check(among, seconds)
        return answer if answer.possible is False else self.guarded("crew").check(among, seconds)

    def _core(self, guarded: Assumptions[Group], among: list[Group], clock: Clock) -> list[Group]:
        """Fewer instances that clash: the solver's own core, else what is left when whole rules are left out."""
        answer = guarded.check(among, clock.left(), core=True, effort=self._tuning.core_work)
        if answer.possible is False:
            return list(answer.clash)
        for part in self._parts(among):
            fewer = [instance for instance in among if instance not in part]
            if clock.left() and guarded.check(fewer, clock.left()).possible is False:
                among = fewer
                answer = guarded.check(among, clock.left(), core=True, effort=self._tuning.core_work)
                if answer.possible is False:
                    return list(answer.clash)
        return among

    def _parts(self, among: list[Group]) -> Iterator[set[Group]]:
        """What to leave out at once: everything about single officers, then rule after rule."""
        yield {instance for instance in among if instance.officer}
        for rule in dict.fromkeys(instance.rule for instance in among):
            yield {instance for instance in among if instance.rule == rule}

    def _smallest(self, guarded: Assumptions[Group], core: list[Group], clock: Clock) -> Clash:
        """Shrink at the grain that proved the clash, then see with whole crews that each member is needed."""
        found = deletion_mus(guarded, core, clock, few=self._tuning.one_by_one)
        if guarded.grain == "kind":
            groups = {instance: self.groups[instance] for instance in found.members}
            by_crew: Assumptions[Group] = Assumptions(self.problem, groups, self.always, "crew", tuning=self._tuning)
            found = deletion_mus(by_crew, found.members, clock, few=self._tuning.one_by_one)
        days = self._dates(self.problem, {m: self.groups[m] for m in found.members}, self.always, guarded.grain)
        return self._whole_clash(Clash(found.members, found.proved, days), clock)

    def whole(self, clash: Clash, alone: bool = False) -> Explainer:
        """All groups, and beside them the limits of tables, in a problem with as many more units as a clash may need.

        With `alone` the members only, among the officers and kinds of units that can matter to them. The explainer
        itself where it was not told how to ask that.
        """
        if self._pose is None:
            return self
        key = (clash.members, alone)
        if key not in self._whole:
            rules = () if alone else {member.rule for member in self.groups}
            wide, tables, posed = self._wider(clash, rules, narrow=alone)
            known = posed.groups | tables
            among = (member for member in known if not alone or member in clash.members)
            groups = {member: known[member] for member in among}
            self._whole[key] = Explainer(wide, groups, posed.always, tuning=self._tuning)
        return self._whole[key]

    def _wider(
        self,
        clash: Clash,
        rules: Collection[str] = (),
        narrow: bool = True,
        problem: Problem | None = None,
    ) -> tuple[Problem, Groups, Posed]:
        """A problem with more units, the limits of tables that rule them out, and what these rules ask there.

        By default those of the clash and of this problem. A narrow one has the kinds and officers only that can matter.
        """
        assert self._pose is not None
        limits = [limit for member in clash.members for limit in self.groups.get(member, ())]
        more = needs([*limits, *self.always], self.problem)
        wide, tables = wider(problem or self.problem, more if narrow else replace(more, kinds=None, officers=None))
        return wide, tables, self._pose(wide, rules or {member.rule for member in clash.members})

    def _whole_clash(self, clash: Clash, clock: Clock) -> Clash:
        """The clash together with what tables, physics and past duties rule out, as far as it needs that."""
        if self._pose is None:
            return clash
        found = self._with_tables(clash, clock)
        if not found.named:
            return found

        def clashing(problem: Problem, seconds: float) -> bool | None:
            return self._clashing(found, problem, seconds)

        def limits(problem: Problem) -> Groups:
            return self._wider(found, problem=problem)[2].groups

        clock = self._clock(self._tuning.past_seconds, clock.left())
        past = past_members(found.members, self.problem, limits, clashing, clock)
        if len(past.unsettled) > self._tuning.most_unsettled:
            return replace(found, named=False)
        unsettled = found.unsettled | set(past.unsettled)
        members = (*found.members, *past.members)
        told = replace(found, members=members, unsettled=unsettled)
        return self._shown(told) if self._illustrated else told

    def _shown(self, clash: Clash) -> Clash:
        """The clash with examples, in which its officers keep all their other musts, and who else it is about."""
        wide, tables, posed = self._wider(clash, {member.rule for member in self.groups})
        groups = {member: tables.get(member) or posed.groups.get(member, []) for member in clash.members}
        kept = kept_besides(posed.groups, tables, groups)
        clock = self._clock(self._tuning.example_seconds if clash.proved else 0)
        shown = examples(wide, groups, posed.always, clock, kept, self._tuning)
        clock = self._clock(self._tuning.other_seconds)
        alike = any_of(self.problem, self.groups, self.always, clash.members, clock, self._tuning)
        return replace(clash, examples=shown, alike=alike)

    def _clock(self, seconds: float, least: float = 0.0) -> Clock:
        """These seconds, or so much less as there was less time for the whole clash; `least` in any case."""
        return Clock(max(least, seconds * self._share))

    def _clashing(self, clash: Clash, problem: Problem, seconds: float) -> bool | None:
        """Whether the members of a clash clash in another problem, in which the same is asked."""
        assert self._pose is not None
        wide, tables, posed = self._wider(clash, problem=problem)
        groups = tables | {member: posed.groups.get(member, []) for member in clash.members if member.rule}
        guarded = both_grains(self._few, wide, groups, posed.always, self._tuning)
        possible = guarded.check(clash.members, seconds).possible
        return None if possible is None else not possible

    def _dates(
        self, problem: Problem, groups: Groups, always: list[Limit], grain: Grain, loose: bool = False
    ) -> dict[Group, tuple[int, ...]]:
        """The days on which members bring the clash about."""
        if self._few is not None:
            problem, groups, always = self._few.of(problem, groups, always)
        return days_of(problem, groups, always, grain, loose, self._tuning)

    def _with_tables(self, clash: Clash, clock: Clock) -> Clash:
        """The clash together with what tables and physics rule out."""
        if not clash.proved and len(clash.members) > self._tuning.most_with_tables:
            return replace(clash, named=False)
        wide, tables, posed = self._wider(clash)
        groups = tables | {member: posed.groups.get(member, []) for member in clash.members}
        guarded = both_grains(self._few, wide, groups, posed.always, self._tuning)
        clock = self._clock(self._tuning.table_seconds, clock.left())
        if guarded.check(clash.members, clock.left()).possible is False:
            limits = [limit for member in clash.members for limit in groups[member]]
            alone = lacking([*limits, *posed.always], wide) if len(clash.members) <= 1 else ()
            return replace(clash, members=(*clash.members, *alone))
        members, unsettled = clash.members, frozenset[Group]()
        for more, held in ((tuple(tables), guarded.physics), (guarded.physics, ())):  # first with all of the physics
            found = needed_too(guarded, members, more, held, clock, self._tuning)
            if len(found.unsettled) > self._tuning.most_unsettled:
                return replace(clash, named=False)
            members, unsettled = (*members, *found.members), unsettled | set(found.unsettled)
        groups = {member: groups.get(member, []) for member in members}
        days = self._dates(wide, groups, posed.always, "crew", loose=True)
        return Clash(members, clash.proved, days, unsettled=unsettled)
