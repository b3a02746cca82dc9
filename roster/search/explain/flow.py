"""Whether people could staff what is asked for at all: by qualification over duties, crews counted and not seated.

A flow of people through their days under the musts on each one's own work, with as many duties asked of each
qualification on each shift as the crews need (Hall's condition, made exact by a small integer program). What is not
possible here is not possible at all: places, vehicles, and who sits with whom are left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ortools.sat.python import cp_model

from roster.arithmetic.needs import Ask, Needs
from roster.arithmetic.quality import PEOPLE, members
from roster.arithmetic.starts import could, people
from roster.domain.ids import ShiftId
from roster.domain.missing import MissingUnit, duties
from roster.domain.parts import runs_over
from roster.domain.problem import Problem
from roster.forms import Expression, Forms, Sum
from roster.model import cliques
from roster.rules.base import Rule
from roster.rules.limits import Limit
from roster.rules.variables import Decision, Work
from roster.search.explain.mus import Clock
from roster.search.tuning import DEFAULT, Clashes
from roster.solvers import cpsat

MOST_CREWS = 10_000
"""Of a kind on a shift: any number."""


class Scarcity(NamedTuple):
    """People of these qualities cannot staff what is asked of them on the days `first` to `last`.

    `asked` are the duties that they would have to do at the least, `able` those who could do any of them.
    """

    qualities: tuple[str, ...]
    first: int
    last: int
    asked: tuple[int, ...] = ()
    able: tuple[int, ...] = ()
    known: tuple[int, ...] = ()

    @property
    def key(self) -> tuple[object, ...]:
        return self.qualities, self.first, self.last


class Answer(NamedTuple):
    """Whether the people could staff it: None where that was not found out. Where not, why."""

    possible: bool | None
    scarce: Scarcity | None = None


class Flow:
    """The people of a problem under its musts on one officer's work alone."""

    def __init__(
        self, problem: Problem, musts: Iterable[tuple[Rule, Limit]], tuning: Clashes = DEFAULT.clashes
    ) -> None:
        self.problem, self.tuning = problem, tuning
        held = list(musts)
        self.persons = people(problem, held)
        self.groups = members(problem)
        self._own: dict[str, list[Limit]] = {officer: [] for officer in self.persons}
        for _rule, limit in held:
            officer = limit.spot.officers[0] if len(limit.spot.officers) == 1 else ""
            if officer in self._own and all(isinstance(d, Work) and d.officer == officer for d in limit.decisions):
                self._own[officer].append(limit)

    def scarcity(
        self,
        needs: Needs,
        unit: MissingUnit,
        clock: Clock,
        known: Sequence[Scarcity] = (),
        effort: float | None = None,
    ) -> Answer:
        """Whether a crew can be staffed beside what is asked for; where not, few qualities and days that show it.

        What is `known` of other crews is tried first.
        """
        effort = self.tuning.flow_work if effort is None else effort
        days = [day for day, _shift in unit.starts]
        if not days:
            return Answer(None)
        for one in known:
            around = one.first <= min(days) and max(days) <= one.last
            if around and self._possible(needs, unit, one, clock, effort) is False:
                return Answer(False, self._told(needs, one))
        ranked = self._ranked(needs)
        whole = Scarcity(ranked, 0, self.problem.horizon.days - 1)
        possible = self._possible(needs, unit, whole, clock, effort)
        return Answer(possible, self._least(needs, unit, whole, clock) if possible is False else None)

    def _least(self, needs: Needs, unit: MissingUnit, whole: Scarcity, clock: Clock) -> Scarcity:
        """Fewer qualities, the scarcest alone first, then fewer days, as long as that is soon seen to be impossible."""
        found, days = whole, [day for day, _shift in unit.starts]
        for number in range(1, len(whole.qualities)):
            fewer = whole._replace(qualities=whole.qualities[:number])
            if self._possible(needs, unit, fewer, clock, self.tuning.flow_work) is False:
                found = fewer
                break
        for around in (0, 1, 2):
            fewer = found._replace(first=max(0, min(days) - around), last=min(whole.last, max(days) + around))
            shorter = fewer.last - fewer.first < whole.last - whole.first
            if shorter and self._possible(needs, unit, fewer, clock, self.tuning.flow_work) is False:
                return self._told(needs, fewer)
        return self._told(needs, found)

    def _ranked(self, needs: Needs) -> tuple[str, ...]:
        """The qualities that are asked for, those first of which the most is asked of each who has them."""
        asked = needs.people(frozenset(self.problem.units_of))
        starts = list(self.problem.units_of)
        able = {name: sum(any(could(self.persons[o], s) for s in starts) for o in self.groups[name]) for name in asked}
        return tuple(sorted(asked, key=lambda name: (-asked[name] / max(1, able[name]), name)))

    def _told(self, needs: Needs, found: Scarcity) -> Scarcity:
        starts = frozenset(start for start in self.problem.units_of if found.first <= start[0] <= found.last)
        asked = needs.people(starts)
        groups = [self.groups[quality] for quality in found.qualities]
        able = [sum(any(could(self.persons[o], start) for start in starts) for o in group) for group in groups]
        numbers = tuple(asked.get(quality, 0) for quality in found.qualities)
        return found._replace(asked=numbers, able=tuple(able), known=tuple(map(len, groups)))

    def _possible(self, needs: Needs, unit: MissingUnit, what: Scarcity, clock: Clock, effort: float) -> bool | None:
        """None where the effort was too small to tell."""
        model = self._model(needs, unit, what)
        for relaxation in (0, 1) if effort > self.tuning.flow_work else (0,):
            if clock.over:
                return None
            parameters = cpsat.Parameters(max(0.05, clock.left()), effort, linearization=relaxation)
            status = cpsat.solve(model, parameters, asked=True).status
            if status is not cpsat.Status.UNKNOWN:
                return status is not cpsat.Status.INFEASIBLE
        return None

    def _model(self, needs: Needs, unit: MissingUnit, what: Scarcity) -> cp_model.CpModel:
        """Each officer's duties under their own musts, and how many crews of each kind start each duty."""
        problem, model = self.problem, cp_model.CpModel()
        chosen = sorted(frozenset().union(*(self.groups[quality] for quality in what.qualities)))
        work: dict[tuple[str, ShiftId], cp_model.IntVar] = {}
        for officer in chosen:
            for day in problem.horizon.range:
                codes = [code for code in problem.shift_codes if could(self.persons[officer], ShiftId(day, code))]
                duties = [model.new_bool_var("") for _code in codes]
                work.update({(officer, ShiftId(day, code)): duty for code, duty in zip(codes, duties, strict=True)})
                if len(duties) > 1:
                    model.add(Sum(duties) <= 1)

        def of(decision: Decision) -> Expression:
            assert isinstance(decision, Work)
            keys = [(decision.officer, (decision.day, shift)) for shift in decision.shifts]
            return Sum([work[key] for key in keys if key in work])

        forms = Forms(model, of, lambda _decision: 1)
        for limit in cliques(limit for officer in chosen for limit in self._own[officer]):
            forms.hold(limit)
        runs: dict[tuple[str, ShiftId], cp_model.IntVar] = {}
        for ask in _within(needs, what):
            for start in ask.starts:
                runs.setdefault((ask.kind, start), model.new_int_var(0, MOST_CREWS, ""))
            model.add(Sum([runs[ask.kind, start] for start in ask.starts]) >= ask.units)
        for quality in what.qualities:
            for start in dict.fromkeys(start for _kind, start in runs):
                crews = [(runs[kind, at], needs.members(kind, (at,), quality)) for kind, at in runs if at == start]
                least = self._fewer(needs, unit, start) if quality == PEOPLE else 0
                over = [ShiftId(start[0], code) for code in runs_over(problem, *start)]
                there = Sum([work[o, at] for o in self.groups[quality] for at in over if (o, at) in work])
                model.add(there >= Sum([number * crew for crew, number in crews]) - least)
        return model

    def _fewer(self, needs: Needs, unit: MissingUnit, start: ShiftId) -> int:
        """The heads by which the missing crew itself may run below its full strength."""
        if start not in duties(unit, self.problem):
            return 0
        kinds = [self.problem.kind[kind] for kind in unit.kinds if kind in self.problem.kind]
        return max((kind.crew - 1 for kind in kinds), default=0)


def _within(needs: Needs, what: Scarcity) -> Iterable[Ask]:
    return (
        ask
        for asks in needs.asks.values()
        for ask in asks
        if ask.units and all(what.first <= day <= what.last for day, _shift in ask.starts)
    )
