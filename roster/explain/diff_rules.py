"""What an edit of the rules would change: both rulebooks solved from the same roster, each moving what it must."""

from __future__ import annotations

import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

from roster import api
from roster.domain.comparison import Comparison, compare
from roster.domain.errors import NoRosterError, OutOfTimeError, RosterError
from roster.domain.price import Price, Proved, price, unproved
from roster.domain.roster import Roster
from roster.domain.week import DAYS_A_WEEK
from roster.i18n import _
from roster.io.disruptions import in_force
from roster.io.read_book import Book, read_book, read_roster
from roster.io.read_book.recut import recut
from roster.io.recorded import brigade_of, history_files_of
from roster.search.clash import found_clash, worded
from roster.search.proximity import ProximitySearch
from roster.search.run import Options, Stop
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
    stop: Stop | None = None,
) -> Preview:
    """Solve under both rulebooks from the workbook's roster; `stop` ends that with what is known.

    Raises InputError, NoRosterError where musts clash, OutOfTimeError where no roster was found under one of them.
    """
    started, stop = time.monotonic(), Stop() if stop is None else stop
    book = read_book(file)
    folder = brigade or brigade_of(book)
    one, two = (case_of(folder, rules, book, history) for rules in (old, new))
    present = read_roster(book, one.problem).roster
    old_rules = ProximitySearch(one.problem, one.rulebook, present)
    before = old_rules.best(Options(time_limit=time_limit * FIRST), stop=stop)
    if before is None:
        raise _none_found(one, stop)
    new_rules = ProximitySearch(two.problem, two.rulebook, recut(present, two.problem))
    after = _near(new_rules, before.roster, time_limit * SECOND, stop)
    if after is None:
        raise _none_found(two, stop)
    back = None if stop else _near(old_rules, after.roster, time_limit * AGAIN, stop)
    if back is not None and back.cost < before.cost:  # what the old rules gain by it too is not the edit's doing
        before = back
        again = _near(new_rules, before.roster, time_limit * AGAIN, stop)
        after = min(filter(None, (after, again)), key=lambda near: near.cost)
    if not stop:
        after = nearer(new_rules, after, before)
    compared = compare(two.problem, before.roster, before.report, after.roster, after.report)
    moved = old_rules.moved(before.roster)
    cost = price(*_proved((old_rules, before), (new_rules, after), 0.0 if stop else time_limit * PROOF))
    return Preview(two, moved, compared, cost, time.monotonic() - started)


def _proved(
    before: tuple[ProximitySearch, Solution], after: tuple[ProximitySearch, Solution], seconds: float
) -> tuple[Proved, Proved]:
    """What is proved of two cases beside the best roster of each, both at once; nothing where there is no time."""
    if not seconds:
        one, two = (unproved(found.report.short, found.report.objective) for _rules, found in (before, after))
        return one, two
    with ThreadPoolExecutor(2) as threads:
        one, two = threads.map(lambda pair: pair[0].proved(pair[1], seconds), (before, after))
    return one, two


def case_of(folder: Path, rules: Path, book: Book, history: Sequence[Path]) -> api.Case:
    """The case of a workbook under one rulebook. Raises InputError."""
    past = history or history_files_of(book, folder)
    case = api.load(folder, [rules], book.start, book.days // DAYS_A_WEEK, past)
    if book.written is None:
        return case
    return replace(case, problem=in_force(case.problem, book.written.disruption, case.rulebook))


def _near(rules: ProximitySearch, roster: Roster, seconds: float, stop: Stop) -> Solution | None:
    """The best roster near one that was made under other rules."""
    return rules.starting_from(recut(roster, rules.problem)).best(Options(time_limit=seconds), stop=stop)


def _none_found(case: api.Case, stop: Stop) -> RosterError:
    """Why there is no roster under a rulebook: its musts clash, or none was found in time."""
    if stop:
        return OutOfTimeError(_("stopped before any roster was found; nothing was written"))
    clash = found_clash(case.problem, case.rulebook)
    if clash is None:
        return OutOfTimeError(_("the time limit came before any roster was found; give more time"))
    return NoRosterError(*worded(clash, case.problem, case.rulebook))


def nearer(rules: ProximitySearch, known: Solution, before: Solution) -> Solution:
    """The old rules' roster itself, where the new rules find it as good."""
    same = rules.cost(recut(before.roster, rules.problem))
    return same if same is not None and same.cost <= known.cost else known
