"""Each claim of arithmetic put to the solver: what it calls impossible is asked for beside the musts, and must fail."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice
from random import Random
from typing import NamedTuple

from ortools.sat.python import cp_model

from roster.arithmetic.impossible_units import Impossible
from roster.arithmetic.nature import by_nature
from roster.arithmetic.necessary import Arithmetic, Deficit, deficits
from roster.arithmetic.supply import supply
from roster.decisions import Decisions
from roster.domain.problem import Problem
from roster.forms import Forms
from roster.model import ruled_out
from roster.rules import Rulebook
from roster.rules.limits import Limit, Linear
from roster.rules.spot import Spot
from roster.rules.variables import Decision, Lit, OfUnit, Runs, Stands, Work

EFFORT = 0.3
"""Of one check, in the solver's own measure of work."""
NATURES_PUT = 5
BARRED_PUT = 12
"""So many of the duties that arithmetic bars are put to the solver."""


class Claim(NamedTuple):
    """What is claimed, and the limits that cannot all hold beside the musts if it is true."""

    text: str
    limits: tuple[Limit, ...]


class Verdict(NamedTuple):
    """Claims of one brigade: how many were put, those shown false, and how many the solver left open."""

    put: int
    false: tuple[str, ...]
    open: int
    possible: bool  # whether the musts alone can hold: else every claim is true


def verdict(problem: Problem, rulebook: Rulebook, seed: int = 1) -> Verdict:
    """Every kind of claim about a problem, each put to the solver."""
    musts = [limit for rule in rulebook.rules if rule.must for limit in rule.limit_all(problem)]
    trial = Trial(problem, musts)
    if trial.possible(()) is False:
        return Verdict(0, (), 0, possible=False)
    known = Arithmetic(problem, rulebook)
    put = [
        *_natures(known, rulebook),
        *_lacks(known, rulebook),
        *_marks(known),
        *_hindrances(problem, rulebook),
        *_barred(known, Random(seed)),
    ]
    false, unknown = [], 0
    for claim in put:
        answer = trial.possible(claim.limits)
        unknown += answer is None
        false += [claim.text] if answer else []
    numbers = [lack for lack in deficits(problem, rulebook, known) if lack.quality != "vehicles"]
    for lack in numbers:
        most = trial.most(_counted(lack, known))
        unknown += most is None
        false += [f"{lack}: {most} are possible"] if most is not None and most > lack.there else []
    return Verdict(len(put) + len(numbers), tuple(false), unknown, possible=True)


class Trial:
    """The musts of a problem by crew, and what else can hold beside them."""

    def __init__(self, problem: Problem, musts: Sequence[Limit]) -> None:
        self.decisions = Decisions(problem, ruled_out(musts), "crew")
        self.forms = Forms(self.decisions.model, self.decisions.of, self.decisions.most)
        for limit in musts:
            self.forms.hold(limit)

    def possible(self, limits: Sequence[Limit]) -> bool | None:
        """Whether these can hold as well; None where that was not found out."""
        guard = self.decisions.model.new_bool_var("")
        for limit in limits:
            self.forms.hold(limit, guard)
        trial = self.decisions.model.clone()
        trial.add(guard == 1)
        status, _solver = _solved(trial)
        return {cp_model.OPTIMAL: True, cp_model.FEASIBLE: True, cp_model.INFEASIBLE: False}.get(status)

    def most(self, terms: Sequence[tuple[int, Decision]]) -> int | None:
        """The most that these may add up to; None where that was not found out."""
        trial = self.decisions.model.clone()
        trial.maximize(sum(weight * self.decisions.of(decision) for weight, decision in terms))
        status, solver = _solved(trial)
        return round(solver.objective_value) if status == cp_model.OPTIMAL else None


def _solved(model: cp_model.CpModel) -> tuple[int, cp_model.CpSolver]:
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.max_deterministic_time = EFFORT
    return solver.solve(model), solver


def _natures(known: Arithmetic, rulebook: Rulebook) -> Iterator[Claim]:
    """What the brigade can never meet, an entry's limits one by one, the first few."""
    for lack in by_nature(known.problem, rulebook):
        own = (limit for rule, limit in known.limits if rule is lack.rule and lack.covers(limit))
        yield from (Claim(f"{lack.rule.name}: never, {lack.cause}", (limit,)) for limit in islice(own, NATURES_PUT))


def _lacks(known: Arithmetic, rulebook: Rulebook) -> Iterator[Claim]:
    for lack in deficits(known.problem, rulebook, known):
        if lack.limit is not None:
            yield Claim(str(lack), (lack.limit,))
        elif lack.slot is None:
            yield Claim(str(lack), tuple(_asking(known, lack)))
        else:  # of slots that were joined it is claimed of each
            for slot in known.problem.slots:
                if lack.slot.span.covers(slot.span):
                    yield Claim(str(lack), tuple(_asking(known, replace(lack, slot=slot))))


def _asking(known: Arithmetic, lack: Deficit) -> Iterator[Limit]:
    """The musts and priorities that speak of nothing but units of these duties, or of the one slot."""
    for _rule, limit in known.limits:
        parts = list(limit.decisions)
        if not parts or not all(isinstance(part, OfUnit) for part in parts):
            continue
        starts = {(part.unit[0], part.unit[1]) for part in parts if isinstance(part, OfUnit)}
        slots = {part.slot for part in parts if isinstance(part, Stands | Lit)}
        if starts <= lack.starts and (lack.slot is None or slots <= {lack.slot}):
            yield limit


def _counted(lack: Deficit, known: Arithmetic) -> list[tuple[int, Decision]]:
    """What a shortage counts: a single demand's own terms, else duties of those who have the quality."""
    if isinstance(lack.limit, Linear):
        return list(lack.limit.terms) if not lack.limit.constant else []
    group = known.groups[lack.quality]
    return [(1, Work(officer, day, (shift,))) for officer in sorted(group) for day, shift in sorted(lack.starts)]


def _marks(known: Arithmetic) -> Iterator[Claim]:
    """The marks of shortage in the table of supply against demand."""
    problem = known.problem
    for line in supply(known):
        if any(line.missing[:4]) or (line.missing.vehicles and line.shift):
            codes = [line.shift] if line.shift else problem.shift_codes
            starts = frozenset((line.day, code) for code in codes)
            lack = Deficit("people", line.day, line.day, (), 0, 0, starts=starts)
            yield Claim(str(line), tuple(_asking(known, lack)))
        elif line.missing.vehicles:
            units = frozenset((unit.day, unit.shift) for unit in problem.units)
            claims = [
                tuple(_asking(known, Deficit("vehicles", line.day, line.day, (), 0, 0, slot=slot, starts=units)))
                for slot in problem.slots_of_day[line.day]
            ]
            yield Claim(str(line), tuple(limit for limits in claims for limit in limits))


def _hindrances(problem: Problem, rulebook: Rulebook) -> Iterator[Claim]:
    impossible = Impossible(problem, rulebook)
    for (day, shift), units in problem.units_of.items():
        for kind in dict.fromkeys(unit.kind for unit in units):
            found = impossible.why(kind, day, shift)
            runs = tuple((1, Runs(unit.id)) for unit in units if unit.kind == kind)
            if found:
                yield Claim(f"{kind} on {day} {shift}: {found}", (Linear(Spot(day=day), runs, at_least=1),))


def _barred(known: Arithmetic, rng: Random) -> Iterator[Claim]:
    barred = [(o, start, rule) for o, person in known.persons.items() for start, rule in person.barred.items()]
    for officer, (day, shift), rule in rng.sample(barred, min(BARRED_PUT, len(barred))):
        work = Work(officer, day, (shift,))
        yield Claim(f"{officer} cannot start {day} {shift}: {rule}", (Linear(Spot((officer,)), ((1, work),), 1),))
