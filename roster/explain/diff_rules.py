"""What an edit of the rules would change: both rulebooks solved from the same roster, each moving what it must."""

from __future__ import annotations

import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

from roster import api
from roster.domain.comparison import Comparison, compare
from roster.domain.errors import NoRosterError
from roster.domain.price import Price, Proved, price
from roster.domain.roster import Roster
from roster.domain.week import DAYS_A_WEEK
from roster.io.disruptions import in_force
from roster.io.read_book import Book, read_book, read_roster
from roster.io.read_book.stands import recut
from roster.io.recorded import brigade_of, history_files_of
from roster.search.clash import clashing_rules
from roster.search.proximity import ProximitySearch
from roster.search.run import Options
from roster.search.solution import Solution

FIRST, SECOND, AGAIN, PROOF = 0.25, 0.3, 0.1, 0.25
"""Parts of the time: under the old rules, under the new ones, once more under each from the other's roster, and what is
proved of both."""


@dataclass(frozen=True)
class Preview:
    """The best rosters near the workbook's under the old and the new rules."""

    case: api.Case  # under the new rules
    moved_before: int  # duties that the old rules alone would already move
    difference: Comparison
    price: Price  # of the new rules against the old ones
    seconds: float


def diff_rules(
    old: Path,
    new: Path,
    file: Path,
    brigade: Path | None = None,
    history: Sequence[Path] = (),
    time_limit: float = 40.0,
) -> Preview:
    """Solve under both rulebooks from the workbook's roster. Raises InputError, NoRosterError where musts clash."""
    started = time.monotonic()
    book = read_book(file)
    folder = brigade or brigade_of(book)
    one, two = (case_of(folder, rules, book, history) for rules in (old, new))
    present = read_roster(book, one.problem).roster
    first = ProximitySearch(one.problem, one.rulebook, present)
    before = first.best(Options(time_limit=time_limit * FIRST))
    if before is None:
        raise NoRosterError(*clashing_rules(one.problem, one.rulebook))
    after = _near(two, before.roster, time_limit * SECOND)
    if after is None:
        raise NoRosterError(*clashing_rules(two.problem, two.rulebook))
    back = _near(one, after.roster, time_limit * AGAIN)
    if back is not None and back.cost < before.cost:  # what the old rules gain by it too is not the edit's doing
        before = back
        after = min(filter(None, (after, _near(two, before.roster, time_limit * AGAIN))), key=lambda near: near.cost)
    after = nearer(two, after, before)
    compared = compare(two.problem, before.roster, before.report, after.roster, after.report)
    moved = first.moved(before.roster)
    cost = price(*_proved((one, before), (two, after), time_limit * PROOF))
    return Preview(two, moved, compared, cost, time.monotonic() - started)


def _proved(
    before: tuple[api.Case, Solution], after: tuple[api.Case, Solution], seconds: float
) -> tuple[Proved, Proved]:
    """What is proved of two cases beside the best roster of each, both at once."""
    with ThreadPoolExecutor(2) as threads:
        one, two = threads.map(
            lambda pair: ProximitySearch(pair[0].problem, pair[0].rulebook, pair[1].roster).proved(pair[1], seconds),
            (before, after),
        )
    return one, two


def case_of(folder: Path, rules: Path, book: Book, history: Sequence[Path]) -> api.Case:
    """The case of a workbook under one rulebook. Raises InputError."""
    past = history or history_files_of(book, folder)
    case = api.load(folder, [rules], book.start, book.days // DAYS_A_WEEK, past)
    if book.written is None:
        return case
    return replace(case, problem=in_force(case.problem, book.written.disruption, case.rulebook))


def _near(case: api.Case, roster: Roster, seconds: float) -> Solution | None:
    """The best roster near one that was made under other rules."""
    near = ProximitySearch(case.problem, case.rulebook, recut(roster, case.problem))
    return near.best(Options(time_limit=seconds))


def nearer(case: api.Case, known: Solution, before: Solution) -> Solution:
    """The old rules' roster itself, where the new rules find it as good."""
    near = ProximitySearch(case.problem, case.rulebook, recut(before.roster, case.problem))
    same = near.cost(near.present)
    return same if same is not None and same.cost <= known.cost else known
