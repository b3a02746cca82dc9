"""The tables of a province that are about crews lent: read with every fault at once, which cost no other row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from roster.domain.errors import Fault
from roster.i18n import _, every_form
from roster.io.tables.rows import read_rows
from roster.io.tables.sources import open_source
from roster.io.tables.table import CellFault, TableRow
from roster.io.tables.text import one_of
from roster.province.loans.rows import Event, Journey, Loan

MODELS: tuple[type[TableRow], ...] = (Event, Journey, Loan)
Row = TypeVar("Row", bound=TableRow)


@dataclass(frozen=True)
class LoanTables:
    """What a province needs from outside each brigade, how far it is, and what was agreed by hand.

    Rows in which something is wrong are left out; `faults` tell what.
    """

    events: tuple[Event, ...] = ()
    ways: tuple[Journey, ...] = ()
    loans: tuple[Loan, ...] = ()
    hashes: Mapping[str, str] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()

    @property
    def minutes(self) -> dict[tuple[str, str], int]:
        """Minutes by lender and borrower; a row tells the way back too where no row of its own does."""
        back = {(way.end, way.start): way.minutes for way in self.ways}
        return back | {(way.start, way.end): way.minutes for way in self.ways}

    def without(self, wrong: Iterable[tuple[TableRow, Fault]], others: Iterable[Fault] = ()) -> LoanTables:
        """The tables without some rows, whose faults are told with `others`."""
        told = list(wrong)
        bad = {id(row) for row, _fault in told}
        faults = tuple(dict.fromkeys((*self.faults, *others, *(fault for _row, fault in told))))
        events, ways, loans = (
            tuple(row for row in rows if id(row) not in bad) for rows in (self.events, self.ways, self.loans)
        )
        return LoanTables(events, ways, loans, self.hashes, faults)  # type: ignore[arg-type]


def read_loan_tables(folder: Path, brigades: Sequence[str] | None, faults: list[Fault]) -> LoanTables:
    """The tables beside `province.yaml`; every other table there, and one that cannot be read, is noted in `faults`.

    `brigades` are the names that they may use; None where those are not known.
    """
    rows: dict[type[TableRow], list[TableRow]] = {}
    told: list[Fault] = []
    if not any(path.suffix.lower() == ".csv" and not path.name.startswith((".", "_")) for path in folder.iterdir()):
        return LoanTables()
    source = open_source(folder)
    forms = {form.casefold(): model for model in MODELS for form in every_form(model.table)}
    for name in (*source.grids, *source.broken):
        if name.startswith("_"):
            continue
        model = forms.get(name.strip().casefold())
        if model is None:
            listed = [_(one.table) for one in MODELS]
            faults.append(Fault(source.place_of(name), _("an unknown table"), one_of(listed, name, list(forms))))
        elif name in source.broken:
            faults.append(source.broken[name])
        else:
            reading = read_rows(source.grids[name], model)
            told += reading.faults
            rows[model] = reading.rows
    found = LoanTables(_of(Event, rows), _of(Journey, rows), _of(Loan, rows), source.hashes)
    wrong = list(_unknown_brigades(found, brigades)) if brigades is not None else []
    places = {(fault.at.file, fault.at.row): fault for fault in told if isinstance(fault, CellFault)}
    every: list[TableRow] = [*found.events, *found.ways, *found.loans]
    wrong += [(row, places[at]) for row in every if (at := (row.place.file, row.place.row)) in places]
    return found.without([*wrong, *_both_ways(found.loans), *_missing_ways(found)], told)


def _of(model: type[Row], rows: Mapping[type[TableRow], list[TableRow]]) -> tuple[Row, ...]:
    return tuple(row for row in rows.get(model, ()) if isinstance(row, model))


Wrong = Iterator[tuple[TableRow, Fault]]


def _unknown_brigades(tables: LoanTables, known: Sequence[str]) -> Wrong:
    """Names in the tables that are no brigade."""
    told: list[tuple[TableRow, str]] = [(event, "brigade") for event in tables.events]
    told += [(way, name) for way in tables.ways for name in ("start", "end")]
    told += [(loan, name) for loan in tables.loans for name in ("lender", "borrower")]
    for row, name in told:
        value = getattr(row, name)
        if value not in known:
            yield row, row.fault(name, f"'{value}'", one_of(known, value, known))


def _both_ways(loans: Iterable[Loan]) -> Wrong:
    """Loans of the same kind and shift from one brigade to another and back: which of the two holds nobody knows."""
    seen: dict[tuple[object, ...], Loan] = {}
    for loan in loans:
        seen[loan.lender, loan.borrower, loan.kind, loan.date, loan.shift] = loan
        back = seen.get((loan.borrower, loan.lender, loan.kind, loan.date, loan.shift))
        if back is not None and loan.lender != loan.borrower:
            found = _("crews from {borrower} to {lender} and back, of one kind on one shift ({place})")
            text = found.format(borrower=loan.borrower, lender=loan.lender, place=back.place.cell("lender"))
            fault = loan.fault("lender", text, _("one of the two"))
            yield from ((loan, fault), (back, fault))


def _missing_ways(tables: LoanTables) -> Wrong:
    """Loans between brigades whose way nobody tells."""
    told = tables.minutes
    for loan in tables.loans:
        if (loan.lender, loan.borrower) not in told and loan.lender != loan.borrower:
            found = _("no way from {lender} to {borrower} in the table ways")
            expected = _("a row of the table ways, which tells how many minutes it takes")
            text = found.format(lender=loan.lender, borrower=loan.borrower)
            yield loan, loan.fault("borrower", text, expected)
