"""Brigades solved with what they might lend or borrow: on the run's workers, kept in its store, verified here."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from roster.case import Case
from roster.domain.errors import InputError, InternalError
from roster.domain.roster import Roster
from roster.province import run_folder as state
from roster.province.cluster import Cluster, Finished, Lost
from roster.province.folder import BASE, Province
from roster.province.keys import key_of
from roster.province.loans.cost import NOTHING, Cost, bound_of, cost_of
from roster.province.loans.folders import write_brigade
from roster.province.loans.overlay import Overlay
from roster.province.reading import read_case
from roster.province.run_folder import RunFolder
from roster.province.task import How, Result, task_of, unpack

FOLDER = "trials"
LOOK_SECONDS = 0.25
LONGER = 4
"""A question that is put again has so many times the limit."""


@dataclass(frozen=True)
class Trial:
    """What a brigade costs with an overlay: a verified roster's cost (None without one), and a proved bound."""

    cost: Cost | None
    bound: Cost
    impossible: bool = False  # proved
    roster: Roster | None = None
    case: Case | None = None
    content: bytes = b""

    @property
    def doubtful(self) -> bool:
        """Whether a longer search could tell more."""
        return not self.impossible and (self.cost is None or self.bound < self.cost)


class Question(NamedTuple):
    """A brigade with an overlay."""

    brigade: str
    overlay: Overlay


class Trials:
    """Asks questions of workers, each once. `asked` tells whether to stop, and `told` is called now and then."""

    def __init__(
        self,
        province: Province,
        run: RunFolder,
        cluster: Cluster,
        cases: Mapping[str, Case],
        how: How,
        start: date | None,
        asked: Callable[[], str],
        told: Callable[[], None],
    ) -> None:
        self._province, self._run, self._cluster, self._cases = province, run, cluster, cases
        self._how, self._start, self._asked, self._told = how, start, asked, told
        self._seconds = how.seconds
        self._known: dict[Question, Trial] = {}
        self.solved = 0
        """How many questions were put to workers, or found in the run's store."""

    def ask(self, questions: Iterable[Question], longer: bool = False) -> dict[Question, Trial]:
        """The answer to each question; those that were asked to stop before they were answered are left out.

        With `longer` each is put again with a longer limit, and what is better of both answers counts.
        """
        wanted = list(dict.fromkeys(questions))
        out: dict[str, tuple[Question, Case, str]] = {}
        self._how = self._how._replace(seconds=self._seconds * (LONGER if longer else 1))
        for question in (one for one in wanted if longer or one not in self._known):
            if self._asked():
                break
            self._begin(question, out)
        while out:
            asked = self._asked()
            if asked:
                self._cluster.drop() if asked == state.CANCEL else self._cluster.stop()
                break
            for event in self._cluster.events(LOOK_SECONDS):
                if isinstance(event, Finished) and event.name in out:
                    question, case, key = out.pop(event.name)
                    self._finished(question, case, key, event.result)
                elif isinstance(event, Lost) and event.name in out:
                    self._keep(out.pop(event.name)[0], Trial(None, NOTHING))
            self._told()
        return {question: self._known[question] for question in wanted if question in self._known}

    def _begin(self, question: Question, out: dict[str, tuple[Question, Case, str]]) -> None:
        self.solved += 1
        folder = self._run.path / FOLDER / str(self.solved)
        try:
            write_brigade(self._cases[question.brigade], question.overlay, folder / question.brigade)
            brigade = replace(self._province.brigade(question.brigade), path=folder / question.brigade)
            case = read_case(self._province, brigade, BASE, self._start)
        except InputError:
            self._keep(question, Trial(None, NOTHING))
            return
        finally:
            shutil.rmtree(folder, ignore_errors=True)
        key = key_of(case, self._how)
        known = self._run.stored(key)
        if known is not None and known[0] in state.SETTLED:
            self._finished(question, case, key, known[1])
            return
        name = f"{FOLDER}/{self.solved}"
        out[name] = (question, case, key)
        self._cluster.submit(name, task_of(case, self._how), len(case.problem.officers))

    def _finished(self, question: Question, case: Case, key: str, content: bytes) -> None:
        from roster.search.verify import verify

        try:
            result = unpack(content)
        except InternalError:
            result = Result("failed")
        if result.status in state.SETTLED and self._run.stored(key) is None:
            self._run.store(key, content, result.status)
        trial = Trial(None, NOTHING, result.status == "infeasible")
        if result.roster is not None:
            report = verify(case.problem, case.rulebook, result.roster)
            if not report.must_violations:
                cost = cost_of(report)
                trial = Trial(cost, bound_of(result.proof, cost), False, result.roster, case, content)
        self._keep(question, trial)

    def _keep(self, question: Question, trial: Trial) -> None:
        """Note an answer; of two the better roster and the better bound."""
        before = self._known.get(question)
        if before is not None and before.cost is not None and (trial.cost is None or before.cost < trial.cost):
            trial = replace(before, bound=max(before.bound, trial.bound))
        elif before is not None:
            trial = replace(
                trial, bound=max(before.bound, trial.bound), impossible=before.impossible or trial.impossible
            )
        self._known[question] = trial
