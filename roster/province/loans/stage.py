"""The loans of one run: settled before the brigades are solved, verified and told to their hosts after it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from roster.case import Case
from roster.province.cluster import Cluster
from roster.province.folder import Province
from roster.province.loans.finish import finish
from roster.province.loans.lending import Lending, agreed
from roster.province.loans.prepare import cases_of, concerned, with_loans
from roster.province.loans.record import Record, write
from roster.province.run_folder import RunFolder
from roster.province.task import How


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
        self._loans: list[Lending] = []
        self._cases: dict[str, Case] = {}
        self._record = Record()

    def ask(self, what: str) -> None:
        """Stop with the best loans so far, or cancel."""
        self.asked = what

    def begin(self, told: Callable[[], None] = lambda: None) -> Province:
        """The province with events and loans in its brigades' folders. Raises InputError, OutputError."""
        names = concerned(self.province)
        if not names:
            return self.province
        self._cases = cases_of(self.province, names, self.start)
        self._loans = agreed(self.province)
        self._settled = with_loans(self.province, self.run.path, self._cases, self._loans)
        return self._settled

    def finish(self) -> None:
        """Verify the loans, name the crews that come in their hosts' workbooks, keep the record."""
        if self._cases:
            done = finish(self._settled, self.run, self._cases, self._loans, self.start, self.command, self._record)
            write(self.run.path, done)
