"""Weeks published, remembered and compared."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from roster import api
from roster.domain.ending import uninterrupted
from roster.domain.errors import Fault, InputError
from roster.i18n import _
from roster.io.files import replace_bytes
from roster.io.outputs import keep
from roster.io.recorded import TOGETHER
from roster.living.week import Week

if TYPE_CHECKING:
    from roster.domain.comparison import Comparison
    from roster.io.ledger import Publication
    from roster.io.ledger.balances import Balance


def publish(week: Week, file: api.PathLike, together: bool = False) -> tuple[Publication, bool, Path]:
    """Freeze a week: write it to the ledger beside the brigade's inputs, and keep a copy of the workbook.

    A workbook that was edited is written anew, so that all of its sheets say what was published; the edited one is
    kept as `.bak`. Returns the publication, whether it is a new version, and where the ledger is. Raises InputError
    where a must is broken that nobody acknowledged, or crews are lent and the other brigades are not published
    `together` with it; OutputError where the ledger or the workbook cannot be written.
    """
    import hashlib

    from roster.io.ledger import Publication, ledger_of
    from roster.io.ledger.publication import absences_of, duties_of

    checked, problem = week.checked, week.problem
    if not together and (week.case.brigade / TOGETHER).is_file():
        expected = _("`roster province publish`: all brigades tied by loans, or none")
        raise InputError([Fault(checked.book.file, _("a roster with crews lent between brigades"), expected)])
    broken = [finding for finding in checked.report.must_violations if not checked.acknowledged(finding)]
    if broken:
        expected = _("a roster that breaks no must; `roster replan` repairs it, or keeps hand edits with --keep-edits")
        where = [f"{checked.book.file} {checked.place(finding)}".strip() for finding in broken]
        raise InputError(Fault(place, finding.sentence, expected) for place, finding in zip(where, broken, strict=True))
    ledger = ledger_of(week.case.brigade)
    content = Path(file).read_bytes()
    if checked.stale:
        api.can_write(file)
        content = _written_anew(week)
    start, days = problem.horizon
    now = dt.datetime.now().isoformat(timespec="seconds")
    publication = Publication(
        start,
        days,
        0,
        now,
        Path(file).name,
        hashlib.sha256(content).hexdigest(),
        duties_of(week.roster, problem),
        hashes=week.case.hashes,
        absences=absences_of(week.disruption, problem.horizon),
    )

    with uninterrupted():
        final, new = ledger.publish(publication, content)
        if checked.stale:
            keep(Path(file))
            replace_bytes(Path(file), content)
    return final, new, ledger.path


def _written_anew(week: Week) -> bytes:
    """The workbook of a week as it stands, every sheet made from its roster; crews keep their itineraries."""
    from tempfile import TemporaryDirectory

    from roster.living.patrols import with_patrols
    from roster.living.repair import outcome_of, repair_of

    checked = week.checked
    repair = repair_of(week, week.problem, week.roster, week.typed, 0)
    outcome = outcome_of(week, week.problem, week.roster, checked.of_roster, repair, 0.0)
    outcome = with_patrols(outcome, week)
    with TemporaryDirectory() as folder:
        copy = Path(folder) / Path(checked.book.file).name
        api.write(outcome, copy)
        return copy.read_bytes()


def rebuild(brigade: api.PathLike, files: Sequence[api.PathLike] = ()) -> tuple[list[Publication], Path]:
    """Make the ledger anew from published workbooks: those given, else the copies beside it.

    What is there of a ledger is not read; it is kept as `.bak`. Raises InputError with every workbook that cannot be
    read; the ledger then stays as it was.
    """
    from roster.io.ledger import ledger_of
    from roster.io.ledger.rebuild import opened_with, publications_from
    from roster.io.tables import read_tables

    ledger = ledger_of(Path(brigade))
    copies = [Path(file) for file in files] or ledger.copies.files()
    if not copies:
        folder = ledger.copies.folder
        expected = _("published workbooks, given or in the folder {folder}").format(folder=folder.name)
        raise InputError([Fault(str(folder.parent), _("no published workbook"), expected)])
    found = publications_from(copies, opened_with(read_tables(Path(brigade))))
    return ledger.replace_all(found), ledger.path


def balances(
    case: api.Case, first: dt.date | None = None, last: dt.date | None = None
) -> tuple[list[Balance], dt.date, dt.date]:
    """Each officer's balances over the dates `first` to `last`, both included; by default all that is known."""
    from roster.io.ledger import ledger_of
    from roster.io.ledger.balances import balances as sums
    from roster.io.tables import facts

    ledger = ledger_of(case.brigade)
    publications = ledger.publications()
    ends = [publication.last for publication in publications] + [row.date for row in case.tables.history]
    end = last or max(ends, default=case.problem.date(-1))
    later = api.load(case.brigade, case.rule_files, end + dt.timedelta(days=1))
    known = facts(later.tables, end + dt.timedelta(days=1), 1, later.past)
    begin = first or min([known.date(known.history_start), end, *(publication.start for publication in publications)])
    changes = [change for publication in publications for change in publication.changes]
    return sums(known, changes, begin, end), begin, end


def compare(one: Week, other: Week) -> Comparison:
    """Two rosters side by side: changed duties, score by rule, fairness. Raises InputError where they share nothing."""
    from roster.domain.comparison import Comparison, Side
    from roster.search.verify import rule_lines

    starts = [week.problem.horizon for week in (one, other)]
    first = max(horizon.start for horizon in starts)
    last = min(horizon.date(horizon.days - 1) for horizon in starts)
    shared = one.problem.officer.keys() & other.problem.officer.keys()
    if first > last or not shared:
        found = _("rosters without a common date or officer")
        raise InputError([Fault(other.checked.book.file, found, _("two rosters of one brigade with common dates"))])
    sides = [Side(week.problem, week.roster, week.checked.report) for week in (one, other)]
    rules = {line.name: line for week in (other, one) for line in rule_lines(week.case.rulebook)}
    plans = (one.checked.has_plan, other.checked.has_plan)
    return Comparison(sides[0], sides[1], first, last, tuple(rules.values()), plans)
