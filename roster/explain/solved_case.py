"""A workbook of ours together with the case that it was made from, to be asked about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from roster import api
from roster.domain.disruption import NOTHING
from roster.domain.errors import Fault, InputError
from roster.domain.findings import Tier
from roster.domain.price import Cost, cost_of
from roster.domain.roster import Roster
from roster.i18n import _
from roster.io.book_report import BookReport
from roster.io.read_book import Book


@dataclass(frozen=True)
class SolvedCase:
    """What a workbook's roster is, and the problem and rules that it answers."""

    case: api.Case
    checked: BookReport

    @property
    def roster(self) -> Roster:
        return self.checked.read.roster

    @property
    def recorded_least(self) -> Cost | None:
        """What was proved of every roster when this one was solved; None where inputs or rules have changed since."""
        written = self.checked.book.written
        if written is None or self.checked.notes or written.disruption != NOTHING or "tiers" not in written.found:
            return None
        tiers = [Tier(*tier) for tier in written.found["tiers"]]
        settled = all(tier.bound == tier.short for tier in tiers)
        return cost_of({tier.priority: tier.bound for tier in tiers}, written.found["bound"] if settled else 0)

    def officer(self, name: str) -> str:
        """The id of an officer given by id or name. Raises InputError."""
        found = [o.id for o in self.case.problem.officers if name in (o.id, o.name)]
        if len(found) != 1:
            expected = _("the id or the name of one officer, such as {example}").format(
                example=self.case.problem.officers[0].id
            )
            raise InputError([Fault("OFFICER", f"'{name}'", expected)])
        return found[0]


def open_roster(
    file: Path | Book, brigade: Path | None = None, constraints: Sequence[Path] = (), history: Sequence[Path] = ()
) -> SolvedCase:
    """Read a workbook, without its patrol plan, and the case behind it, with what came between. Raises InputError."""
    case, checked = api.open_book(file, brigade, constraints, history, itineraries=False)
    return SolvedCase(replace(case, problem=checked.problem), checked)
