"""The loans of one run: settled before the brigades are solved, verified and told to their hosts after it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from roster.case import Case
from roster.province.cluster import Cluster
from roster.province.folder import Province
from roster.province.loans.cost import pairs
from roster.province.loans.finish import finish, salvage
from roster.province.loans.lending import Lending, agreed, sound
from roster.province.loans.prepare import cases_of, concerned, with_loans
from roster.province.loans.record import Record, read, write
from roster.province.loans.search import Search
from roster.province.loans.told import cost_text
from roster.province.loans.trials import Trial, Trials
from roster.province.run_folder import CANCEL, STOP, RunFolder
from roster.province.settings import Lending as Terms
from roster.province.task import How, Result, unpack


class Loans:
    """What a run does about events and loans; nothing where a province has none."""

    def __init__(
        self,
        province: Province,
        run: RunFolder,
        cluster: Cluster,
        how: How,
        start: date | None = None,
        command: str = "",
    ) -> None:
        self.province, self.run, self.cluster, self.how = province, run, cluster, how
        self.start, self.command = start, command
        self.asked = ""
        self.loans: list[Lending] = []
        self._cases: dict[str, Case] = {}
        self.record = Record()
        self._trials: dict[str, Trial] = {}

    def ask(self, what: str) -> None:
        """Stop with the best loans so far, or cancel."""
        self.asked = what

    def begin(self, told: Callable[[], None] = lambda: None) -> Province:
        """The province with events and loans in its brigades' folders. Raises OutputError."""
        terms, lent = self.province.settings.lending, self.province.lent
        names = concerned(self.province)
        if terms and lent.events:
            near = {pair for pair, minutes in lent.minutes.items() if minutes <= terms.minutes}
            names |= {lender for lender, borrower in near if any(event.brigade == borrower for event in lent.events)}
        if not names:
            return self.province
        self._cases = cases_of(self.province, names, self.start)
        self.province = sound(self.province, self._cases)
        self.loans = agreed(self.province)
        if terms and lent.events:
            self._search(terms, told)
        self._settled = with_loans(self.province, self.run.path, self._cases, self.loans)
        return self._settled

    def _search(self, terms: Terms, told: Callable[[], None]) -> None:
        """Look for loans beside those agreed by hand."""
        self.run.remember(province=self.province.settings.name, path=str(self.province.folder.resolve()))
        how = self.how._replace(seconds=terms.seconds, gap=0.0, plan_seconds=0.0)
        trials = Trials(self.province, self.run, self.cluster, self._cases, how, self.start, self._ended, told)
        try:
            found = Search(self.province, self._cases, terms, trials, self._progress).run()
        finally:
            self.run.remember(loans="")
        self.loans = sorted([*self.loans, *found.loans])
        self._trials = found.trials
        told_worth = tuple((name, words, count, cost_text(pairs(cost))) for name, words, count, cost in found.worth)
        self.record = Record(
            best=pairs(found.best) if found.best else (),
            bound=pairs(found.bound) if found.best else (),
            alone=pairs(found.alone) if found.alone else (),
            ways=found.ways,
            solves=trials.solved,
            rounds=found.rounds,
            note=found.note,
            worth=told_worth,
        )

    @property
    def known(self) -> dict[str, Result]:
        """The brigades' rosters with the loans chosen, as the search for loans found them."""
        return {name: unpack(trial.content) for name, trial in self._trials.items() if trial.content}

    def _ended(self) -> str:
        """What was asked for, here or from another process."""
        self.asked = self.asked or self.run.asked()
        return self.asked

    def _progress(self, text: str) -> None:
        self.run.remember(loans=text)

    def finish(self) -> None:
        """Verify the loans, name the crews that come in their hosts' workbooks, keep the record."""
        if self._ended() == CANCEL:
            return
        done = self.record
        if self._cases:
            if self.asked == STOP:
                salvage(self._settled, self.run, self.how, self._trials, self.start, self.command)
            done = finish(self._settled, self.run, self._cases, self.loans, self.start, self.command, done)
        self.record = replace(done, faults=tuple(map(str, self.province.lent.faults)))
        if self.record != read(self.run.path):
            write(self.run.path, self.record)
