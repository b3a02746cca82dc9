"""The tables of a province that are about crews lent: read with every fault at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from roster.domain.errors import Fault
from roster.i18n import _, every_form
from roster.io.tables.rows import read_rows
from roster.io.tables.sources import open_source
from roster.io.tables.table import TableRow
from roster.io.tables.text import one_of
from roster.province.loans.rows import Event, Journey, Loan

MODELS: tuple[type[TableRow], ...] = (Event, Journey, Loan)
Row = TypeVar("Row", bound=TableRow)


@dataclass(frozen=True)
class LoanTables:
    """What a province needs from outside each brigade, how far it is, and what was agreed by hand."""

    events: tuple[Event, ...] = ()
    ways: tuple[Journey, ...] = ()
    loans: tuple[Loan, ...] = ()
    hashes: Mapping[str, str] = field(default_factory=dict)

    @property
    def minutes(self) -> dict[tuple[str, str], int]:
        """Minutes by lender and borrower; a row tells the way back too where no row of its own does."""
        back = {(way.end, way.start): way.minutes for way in self.ways}
        return back | {(way.start, way.end): way.minutes for way in self.ways}


def read_loan_tables(folder: Path, brigades: Sequence[str] | None, faults: list[Fault]) -> LoanTables:
    """The tables beside `province.yaml`; every fault in them, and every other table there, is noted.

    `brigades` are the names that they may use; None where those are not known.
    """
    rows: dict[type[TableRow], list[TableRow]] = {}
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
            faults += reading.faults
            rows[model] = reading.rows
    found = LoanTables(_of(Event, rows), _of(Journey, rows), _of(Loan, rows), source.hashes)
    faults += _unknown_brigades(found, brigades) if brigades is not None else ()
    faults += _both_ways(found.loans)
    faults += _missing_ways(found)
    return found


def _of(model: type[Row], rows: Mapping[type[TableRow], list[TableRow]]) -> tuple[Row, ...]:
    return tuple(row for row in rows.get(model, ()) if isinstance(row, model))


def _unknown_brigades(tables: LoanTables, known: Sequence[str]) -> Iterator[Fault]:
    """Names in the tables that are no brigade."""
    told: list[tuple[TableRow, str]] = [(event, "brigade") for event in tables.events]
    told += [(way, name) for way in tables.ways for name in ("start", "end")]
    told += [(loan, name) for loan in tables.loans for name in ("lender", "borrower")]
    for row, name in told:
        value = getattr(row, name)
        if value not in known:
            yield row.fault(name, f"'{value}'", one_of(known, value, known))


def _both_ways(loans: Iterable[Loan]) -> Iterator[Fault]:
    """Loans of the same kind and shift from one brigade to another and back."""
    seen: dict[tuple[object, ...], Loan] = {}
    for loan in loans:
        seen[loan.lender, loan.borrower, loan.kind, loan.date, loan.shift] = loan
        back = seen.get((loan.borrower, loan.lender, loan.kind, loan.date, loan.shift))
        if back is not None and loan.lender != loan.borrower:
            found = _("crews from {borrower} to {lender} and back, of one kind on one shift ({place})")
            text = found.format(borrower=loan.borrower, lender=loan.lender, place=back.place.cell("lender"))
            yield loan.fault("lender", text, _("one of the two"))


def _missing_ways(tables: LoanTables) -> Iterator[Fault]:
    """Loans between brigades whose way nobody tells."""
    told = tables.minutes
    for loan in tables.loans:
        if (loan.lender, loan.borrower) not in told and loan.lender != loan.borrower:
            found = _("no way from {lender} to {borrower} in the table ways")
            yield loan.fault(
                "borrower",
                found.format(lender=loan.lender, borrower=loan.borrower),
                _("a row of the table ways, which tells how many minutes it takes"),
            )
