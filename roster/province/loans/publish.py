"""A province's rosters verified together, and published: those tied by loans all or none."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from roster import living
from roster.domain.errors import InputError, OutputError, RosterError
from roster.i18n import _
from roster.io.files import replace_file, try_target
from roster.io.ledger import Ledger, ledger_of
from roster.living.week import Week, open_week
from roster.province.folder import BASE, Province
from roster.province.loans.lending import Lending
from roster.province.loans.record import read
from roster.province.loans.verify import Week as Half
from roster.province.loans.verify import faults
from roster.province.run_folder import RunFolder

JOURNAL = "publishing.json"
"""In the run folder while brigades tied by loans are published: which. Whoever publishes next finishes them."""


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


def publish(province: Province, run: RunFolder, group: Group) -> list[str]:
    """Publish the brigades of a group in their own ledgers, all or none; returns those that are new.

    Where one cannot be published, those before it are taken back. A process that is killed leaves its journal, and
    publishing again finishes the group. Raises InputError, OutputError.
    """
    homes = {name: province.brigade(name).path for name in group.weeks}
    ledgers = {name: ledger_of(home) for name, home in homes.items()}
    for ledger in ledgers.values():
        try_target(ledger.path)
    journal = run.path / JOURNAL
    replace_file(journal, lambda path: _put(path, json.dumps(sorted(group.weeks)).encode()))
    done: list[tuple[str, _Before, bytes]] = []
    new: list[str] = []
    try:
        for name, week in sorted(group.weeks.items()):
            before = _Before.of(ledgers[name])
            at_home = replace(week, case=replace(week.case, brigade=homes[name]))
            _published, is_new, _ledger = living.publish(at_home, group.files[name], together=True)
            done.append((name, before, ledgers[name].path.read_bytes()))
            new += [name] if is_new else []
    except (RosterError, OSError) as error:
        kept = [name for name, before, after in done if not before.restore(ledgers[name], after)]
        if kept:
            text = _("{reason}; published all the same, as their ledgers have changed since: {brigades}")
            raise OutputError(text.format(reason=error, brigades=_(", ").join(kept))) from error
        journal.unlink(missing_ok=True)
        raise
    journal.unlink(missing_ok=True)
    return new


def unfinished(run: RunFolder) -> list[str]:
    """The brigades whose publishing was cut off; empty where none was."""
    with suppress(OSError, ValueError):
        return list(json.loads((run.path / JOURNAL).read_text(encoding="utf-8")))
    return []


@dataclass(frozen=True)
class _Before:
    """A ledger and its copies as they were."""

    content: bytes | None
    copies: frozenset[Path]

    @classmethod
    def of(cls, ledger: Ledger) -> _Before:
        content = ledger.path.read_bytes() if ledger.path.is_file() else None
        return cls(content, frozenset(ledger.copies.files()))

    def restore(self, ledger: Ledger, after: bytes) -> bool:
        """Take back what was published since; not where somebody else has published too."""
        if not ledger.path.is_file() or ledger.path.read_bytes() != after:
            return False
        if self.content is None:
            ledger.path.unlink()
        else:
            replace_file(ledger.path, lambda path: _put(path, self.content or b""))
        for file in set(ledger.copies.files()) - self.copies:
            file.unlink(missing_ok=True)
        return True


def _put(path: Path, content: bytes) -> None:
    path.write_bytes(content)
