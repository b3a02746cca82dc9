"""One task: a brigade's problem under its rules, solved from bytes to bytes in whatever process it comes to.

A task knows no file. Officers' names and telephone numbers are left out of it, and birth dates become ones that give
the same ages on the dates of the roster. What comes back is a roster and what is proved of it; the coordinator checks
it again before it believes it. Bytes of both are unpickled with the classes of `roster.domain` and `roster.rules` only.
"""

from __future__ import annotations

import datetime as dt
import io
import pickle
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, NamedTuple

from roster.case import Case
from roster.domain.errors import InternalError, NoRosterError, OutOfTimeError, RosterError
from roster.domain.findings import Tier
from roster.domain.itinerary import Plan
from roster.domain.outcome import Moment, Outcome, Proof, SearchRun, Unplanned
from roster.domain.people import Officer
from roster.domain.problem import Problem
from roster.domain.roster import Roster
from roster.i18n import _, speaking
from roster.province.loans.cost import cost_of
from roster.rules import Rulebook

if TYPE_CHECKING:
    from roster.search.run import Stop

LARGEST = 512 * 1024 * 1024
"""Bytes of a task or a result when they are unpacked."""
CLASSES = ("roster.domain", "roster.rules", __name__)
PLAIN = {("datetime", "date"), ("builtins", "frozenset"), ("builtins", "set")}


class How(NamedTuple):
    """How a brigade is searched. `seconds` are of the clock, or of work where `deterministic`."""

    seconds: float = 60.0
    gap: float = 0.005
    plan_seconds: float = 18.0
    seed: int = 1
    deterministic: bool = False
    workers: int = 2
    language: str = "en"


@dataclass(frozen=True)
class Task:
    """What one worker needs to know."""

    problem: Problem
    rulebook: Rulebook
    how: How
    known: Result | None = None  # a roster of the same problem, as found and proved before


@dataclass(frozen=True)
class PlanResult:
    """A patrol plan without the patrol that it belongs to, which both sides make from the roster."""

    plan: Plan
    status: str
    tiers: tuple[Tier, ...]
    objective: int
    bound: int
    seconds: float
    seed: int
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Result:
    """How a task ended, with a sentence: `done`, `stopped` (the best so far), `stopped_too_soon` (no roster yet),
    `infeasible`, `out_of_time`, `failed`.
    """

    status: str
    message: str = ""
    rules: tuple[str, ...] = ()
    roster: Roster | None = None
    proof: Proof = field(default_factory=Proof)
    run: SearchRun = field(default_factory=SearchRun)
    plan: PlanResult | None = None
    unplanned: Unplanned | None = None


Watch = Callable[[Moment], None]


def task_of(case: Case, how: How, known: Result | None = None) -> bytes:
    """The task of solving a case; a `known` roster of it is what it gives where it finds none that is better."""
    return pack(Task(without_names(case.problem), case.rulebook, how, known))


def without_names(problem: Problem) -> Problem:
    """The same problem with officers known by their ids only."""
    first, last = problem.horizon.start, problem.horizon.start + dt.timedelta(days=problem.horizon.days)
    officers = tuple(
        replace(officer, name=officer.id, phone="", birth_date=_blurred(officer, first, last))
        for officer in problem.officers
    )
    return replace(problem, officers=officers)


def _blurred(officer: Officer, first: dt.date, last: dt.date) -> dt.date | None:
    """A birth date that gives the same age on each date from `first` to `last`."""
    born, age = officer.birth_date, officer.age(first)
    if born is None or age is None or officer.age(last) != age:
        return born
    return dt.date(first.year - age, first.month, min(first.day, 28))


def pack(content: Task | Result) -> bytes:
    return zlib.compress(pickle.dumps(content, protocol=5))


def unpack(content: bytes) -> Any:
    """A task or a result. Raises InternalError for bytes that are neither."""
    try:
        reader = zlib.decompressobj()
        whole = reader.decompress(content, LARGEST)
        if reader.unconsumed_tail or not reader.eof:
            raise ValueError(_("too long, or cut off"))
        found = _Reader(io.BytesIO(whole)).load()
    except Exception as error:
        raise InternalError(_("bytes that are no task and no result ({reason})").format(reason=error)) from error
    if not isinstance(found, Task | Result):
        raise InternalError(_("bytes that are no task and no result ({reason})").format(reason=type(found).__name__))
    return found


class _Reader(pickle.Unpickler):
    """Makes facts, rosters and rules, and nothing else."""

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) in PLAIN:
            return super().find_class(module, name)
        if any(module == own or module.startswith(f"{own}.") for own in CLASSES) and "." not in name:
            found = super().find_class(module, name)
            if isinstance(found, type) and found.__module__ == module:
                return found
        raise pickle.UnpicklingError(f"{module}.{name}")


def solve_task(content: bytes, watch: Watch | None = None, stop: Stop | None = None) -> bytes:
    """Solve a task in this process. Whatever goes wrong is a result: nobody tries again what cannot succeed."""
    from roster.search.run import Stop

    stop = Stop() if stop is None else stop
    try:
        task = unpack(content)
        with speaking(task.how.language):
            return pack(_solved(task, watch, stop))
    except Exception as error:
        return pack(Result("failed", f"{type(error).__name__}: {error}"[:500]))


def _solved(task: Task, watch: Watch | None, stop: Stop) -> Result:
    from roster.search.run import Options
    from roster.search.solve import solve

    how = task.how
    options = Options(how.seconds, how.gap, how.workers, how.seed, how.deterministic)
    outcome: Outcome | None = None
    try:
        outcome = solve(task.problem, task.rulebook, options, watch or (lambda moment: None), stop)
    except NoRosterError as error:
        return Result("infeasible", str(error), error.rules)
    except OutOfTimeError as error:
        late = Result("stopped_too_soon") if stop else Result("out_of_time", str(error))
    except RosterError as error:
        return Result("failed", str(error))
    outcome = _better(outcome, task)
    if outcome is None:
        return late
    status = "stopped" if stop else "done"
    found = Result(status, "", (), outcome.roster, outcome.proof, outcome.run)
    return found if stop or how.plan_seconds <= 0 else _planned(found, outcome, task, watch, stop)


def _better(found: Outcome | None, task: Task) -> Outcome | None:
    """What was found, or what was known before where that is lawful and costs less; None where there is neither."""
    from roster.search.verify import verify

    known = task.known
    if known is None or known.roster is None:
        return found
    report = verify(task.problem, task.rulebook, known.roster)
    if report.must_violations or (found is not None and cost_of(found.report) <= cost_of(report)):
        return found
    if found is None:
        return Outcome(task.problem, known.roster, report, known.proof, known.run)
    proof = known.proof
    if found.report.short == report.short:  # what is proved of the wishes is proved beside the same shortfalls
        proof = replace(proof, bound=min(report.objective, max(proof.bound, found.proof.bound)))
    return replace(found, roster=known.roster, report=report, proof=proof)


def _planned(found: Result, outcome: Outcome, task: Task, watch: Watch | None, stop: Stop) -> Result:
    """The result with its patrol plan, or with why there is none."""
    from roster.api import planned_or_why

    outcome = planned_or_why(outcome, task.rulebook, task.how.plan_seconds, None, watch, stop)
    made = outcome.patrols.planned
    plan = None
    if made is not None:
        proved = (made.tiers, made.objective, made.bound)
        plan = PlanResult(made.plan, made.status, *proved, made.seconds, made.seed, made.notes)
    status = "stopped" if stop else "done"
    return replace(found, status=status, run=outcome.run, plan=plan, unplanned=outcome.patrols.unplanned)


def outcome_of(result: Result, case: Case) -> Outcome:
    """A result as the outcome of a case, every rule checked anew without a solver.

    Raises InternalError where the roster does not keep what was asked, or costs something else than was proved of it.
    """
    from roster.api import recorded
    from roster.domain.outcome import Patrols, Planned
    from roster.plan.orders import demands_of, patrol_of
    from roster.plan.verify import verify_plan
    from roster.search.verify import verify

    assert result.roster is not None
    report = verify(case.problem, case.rulebook, result.roster)
    if report.must_violations or (not report.short and report.objective < result.proof.bound):
        raise InternalError(_("the roster that came back does not keep the rules; it was thrown away"))
    outcome = recorded(Outcome(case.problem, result.roster, report, result.proof, result.run), case)
    if result.plan is None:
        return replace(outcome, patrols=Patrols(unplanned=result.unplanned))
    plan, patrol = result.plan, patrol_of(case.problem, result.roster, case.rulebook)
    checked = verify_plan(plan.plan, patrol, case.rulebook)
    if checked.must_violations:
        raise InternalError(_("the patrol plan that came back does not keep the rules; it was thrown away"))
    planned = Planned(
        patrol,
        plan.plan,
        checked,
        plan.status,
        plan.tiers,
        plan.objective,
        plan.bound,
        plan.seconds,
        demands_of(case.rulebook, plan.plan, patrol),
        plan.seed,
        plan.notes,
    )
    return replace(outcome, patrols=Patrols(planned=planned))
