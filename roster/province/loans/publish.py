"""A province's rosters verified together, and published: those tied by loans all or none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from roster import living
from roster.domain.errors import InputError, OutputError, RosterError
from roster.i18n import _
from roster.io.files import try_target
from roster.io.ledger import Ledger, ledger_of
from roster.living.week import Week, open_week
from roster.province.folder import BASE, Province
from roster.province.loans.journal import Journal
from roster.province.loans.lending import Lending
from roster.province.loans.record import read
from roster.province.loans.verify import Week as Half
from roster.province.loans.verify import faults
from roster.province.run_folder import RunFolder


@dataclass(frozen=True)
class Group:
    """Brigades tied by loans, or one alone: their weeks, and what keeps them from being published."""

    weeks: Mapping[str, Week]
    files: Mapping[str, Path]
    faults: tuple[str, ...] = ()


def groups(province: Province, run: RunFolder) -> Iterator[Group]:
    """The brigades of a run with rosters, verified as their workbooks stand, without a solver."""
    loans = [one.loan for one in read(run.path).lent]
    files = {row.brigade: run.path / row.file for row in run.rows() if row.scenario == BASE and row.file}
    for names in _tied([brigade.id for brigade in province.brigades], loans):
        weeks: dict[str, Week] = {}
        told: list[str] = []
        own = [one for one in loans if one.lender in names]
        for name in names:
            if name not in files:
                if len(names) > 1:
                    told.append(_("{brigade} has no roster").format(brigade=name))
                continue
            try:
                weeks[name] = open_week(files[name])
            except InputError as error:
                told.append(str(error))
                continue
            broken = weeks[name].checked.report.must_violations
            told += [f"{name}: {one.sentence}" for one in broken if not weeks[name].checked.acknowledged(one)]
        halves = {name: Half(week.problem, week.roster) for name, week in weeks.items()}
        told += faults(own, halves, province.lent.minutes)
        if weeks or told:
            yield Group(weeks, {name: files[name] for name in weeks}, tuple(told))


def _tied(names: Sequence[str], loans: Sequence[Lending]) -> list[list[str]]:
    """Brigades in groups that loans tie together."""
    group = {name: name for name in names}
    for loan in loans:
        old, new = group.get(loan.lender, loan.lender), group.get(loan.borrower, loan.borrower)
        group.update({name: new for name, known in [*group.items(), (loan.lender, old)] if known == old})
    found: dict[str, list[str]] = {}
    for name in names:
        found.setdefault(group[name], []).append(name)
    return list(found.values())


def recover(province: Province, run: RunFolder, found: Sequence[Group]) -> str:
    """Make ready for brigades whose publishing was cut off; a sentence on that, empty where none was.

    They are published with the others where they still go together and nothing is wrong; else what of them was
    published is taken back. Raises InputError, OutputError.
    """
    journal = Journal(run.path)
    names = journal.names
    if not names:
        return ""
    listed = _(", ").join(names)
    if any(sorted(group.weeks) == names and not group.faults for group in found):
        return _("publishing was cut off, and is finished now: {brigades}").format(brigades=listed)
    kept = journal.take_back(_ledgers(province, names))
    if kept:
        text = _("publishing was cut off; published all the same, as their ledgers have changed since: {brigades}")
        journal.end()
        return text.format(brigades=_(", ").join(kept))
    return _("publishing was cut off, and is taken back: {brigades}").format(brigades=listed)


def publish(province: Province, run: RunFolder, group: Group) -> list[str]:
    """Publish the brigades of a group in their own ledgers, all or none; returns those that are new.

    Where one cannot be published, those before it are taken back. A process that is killed leaves its journal, and
    publishing again finishes the group or takes it back. Raises InputError, OutputError.
    """
    ledgers = _ledgers(province, group.weeks)
    for ledger in ledgers.values():
        try_target(ledger.path)
    journal = Journal(run.path)
    journal.begin(ledgers)
    new: list[str] = []
    try:
        for name, week in sorted(group.weeks.items()):
            at_home = replace(week, case=replace(week.case, brigade=province.brigade(name).path))
            _published, is_new, _ledger = living.publish(at_home, group.files[name], together=True)
            new += [name] if is_new else []
    except (RosterError, OSError) as error:
        kept = journal.take_back(ledgers)
        if kept:
            journal.end()
            text = _("{reason}; published all the same, as their ledgers have changed since: {brigades}")
            raise OutputError(text.format(reason=error, brigades=_(", ").join(kept))) from error
        raise
    journal.end()
    return new


def _ledgers(province: Province, names: Iterable[str]) -> dict[str, Ledger]:
    """The brigades' own ledgers; those of brigades that are no more are passed over."""
    return {one.id: ledger_of(one.path) for one in province.brigades if one.id in set(names)}
