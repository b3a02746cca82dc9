"""A province's folder, read with every fault at once: its settings, brigades, events, ways, loans and scenarios."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import TypeVar

from roster.domain.errors import Fault, InputError
from roster.i18n import _, every_form
from roster.io.places import is_folder, is_relative
from roster.io.tables.rows import read_rows
from roster.io.tables.sources import open_source
from roster.io.tables.table import TableRow
from roster.io.tables.text import one_of
from roster.province.rows import Event, Journey, Loan
from roster.province.settings import FILE, Settings, read_settings

SCENARIOS = "scenarios"
BASE = ""
"""The scenario in which all is as the tables have it."""
HIDDEN = (".", "~$", "_")
Row = TypeVar("Row", bound=TableRow)


@dataclass(frozen=True)
class Brigade:
    """One brigade: its folder's or workbook's name is its id."""

    id: str
    path: Path


@dataclass(frozen=True)
class Province:
    """What a province's folder says; the brigades themselves are not read yet."""

    folder: Path
    settings: Settings
    brigades: tuple[Brigade, ...]
    events: tuple[Event, ...] = ()
    ways: tuple[Journey, ...] = ()
    loans: tuple[Loan, ...] = ()
    scenarios: tuple[str, ...] = ()
    hashes: dict[str, str] = field(default_factory=dict)

    def brigade(self, name: str) -> Brigade:
        """The brigade of an id. Raises KeyError."""
        return next(one for one in self.brigades if one.id == name)


def is_province(folder: Path) -> bool:
    """Whether a folder says that it is a province."""
    return (folder / FILE).is_file()


def read_province(folder: Path) -> Province:
    """A province's folder. Raises InputError with every fault of its own files; those of brigades come later."""
    if not is_folder(folder):
        raise InputError(
            [Fault(str(folder), _("no such folder"), _("a province's folder, with {file} in it").format(file=FILE))]
        )
    faults: list[Fault] = []
    settings: Settings | None = None
    try:
        settings = read_settings(folder)
    except InputError as error:
        faults += error.faults
    brigades = tuple(_brigades(folder, settings.brigades, faults)) if settings else ()
    hashes: dict[str, str] = {}
    tables = _tables(folder, hashes, faults)
    province = Province(
        folder,
        settings or Settings(name=folder.name),
        brigades,
        _of(Event, tables),
        _of(Journey, tables),
        _of(Loan, tables),
        tuple(sorted(one.name for one in _entries(folder / SCENARIOS) if one.is_dir())),
        hashes,
    )
    if settings:
        faults += chain(_unknown_brigades(province), _both_ways(province), _missing_ways(province))
    if faults:
        raise InputError(dict.fromkeys(faults))
    return province


def _entries(folder: Path) -> list[Path]:
    return sorted(one for one in folder.iterdir() if not one.name.startswith(HIDDEN)) if is_folder(folder) else []


def _brigades(folder: Path, patterns: Sequence[str], faults: list[Fault]) -> Iterator[Brigade]:
    seen: dict[str, Path] = {}
    for pattern in patterns:
        expected = _("a folder of the province, or a pattern such as brigades/*")
        if not is_relative(pattern) or ".." in Path(pattern).parts:
            faults.append(Fault(f"{FILE} (brigades)", f"'{pattern}'", expected))
            continue
        found = [
            path
            for path in sorted(folder.glob(pattern))
            if not path.name.startswith(HIDDEN) and (path.is_dir() or path.suffix.lower() == ".xlsx")
        ]
        if not found:
            faults.append(Fault(f"{FILE} (brigades)", _("no brigade at {pattern}").format(pattern=pattern), expected))
        for path in found:
            name = path.stem if path.is_file() else path.name
            known = seen.setdefault(name.casefold(), path)
            if known == path:
                yield Brigade(name, path)
            elif known.name != path.name:
                text = _("two brigades named {name}: {first} and {second}")
                again = text.format(name=name, first=known.name, second=path.name)
                faults.append(Fault(f"{FILE} (brigades)", again, _("each name once")))


def _tables(folder: Path, hashes: dict[str, str], faults: list[Fault]) -> dict[type[TableRow], list[TableRow]]:
    """The rows of each table that is there; other CSV files are faults."""
    rows: dict[type[TableRow], list[TableRow]] = {}
    if not any(path.suffix.lower() == ".csv" for path in _entries(folder)):
        return rows
    source = open_source(folder)
    hashes |= source.hashes
    forms = {form.casefold(): model for model in (Event, Journey, Loan) for form in every_form(model.table)}
    for name in (*source.grids, *source.broken):
        model = forms.get(name.strip().casefold())
        if model is None:
            listed = [_(one.table) for one in (Event, Journey, Loan)]
            faults.append(Fault(source.place_of(name), _("an unknown table"), one_of(listed, name, list(forms))))
        elif name in source.broken:
            faults.append(source.broken[name])
        else:
            reading = read_rows(source.grids[name], model)
            faults += reading.faults
            rows[model] = reading.rows
    return rows


def _of(model: type[Row], tables: dict[type[TableRow], list[TableRow]]) -> tuple[Row, ...]:
    return tuple(row for row in tables.get(model, ()) if isinstance(row, model))


def _unknown_brigades(province: Province) -> Iterator[Fault]:
    """Names in the tables that are no brigade."""
    known = [brigade.id for brigade in province.brigades]
    told: list[tuple[TableRow, str]] = [(event, "brigade") for event in province.events]
    told += [(way, name) for way in province.ways for name in ("start", "end")]
    told += [(loan, name) for loan in province.loans for name in ("lender", "borrower")]
    for row, name in told:
        value = getattr(row, name)
        if value not in known:
            yield row.fault(name, f"'{value}'", one_of(known, value, known))


def _both_ways(province: Province) -> Iterator[Fault]:
    """Loans of the same kind and shift from one brigade to another and back."""
    seen = {(loan.lender, loan.borrower, loan.kind, loan.date, loan.shift): loan for loan in province.loans}
    for (lender, borrower, kind, date, shift), loan in seen.items():
        back = seen.get((borrower, lender, kind, date, shift))
        if back is not None and back.place.row < loan.place.row:
            found = _("crews from {borrower} to {lender} and back, of one kind on one shift ({place})")
            text = found.format(borrower=borrower, lender=lender, place=back.place.cell("lender"))
            yield loan.fault("lender", text, _("one of the two"))


def _missing_ways(province: Province) -> Iterator[Fault]:
    """Loans between brigades whose way nobody tells."""
    told = way_minutes(province.ways)
    for loan in province.loans:
        if (loan.lender, loan.borrower) not in told and loan.lender != loan.borrower:
            found = _("no way from {lender} to {borrower} in the table ways")
            yield loan.fault(
                "borrower",
                found.format(lender=loan.lender, borrower=loan.borrower),
                _("a row of the table ways, which tells how many minutes it takes"),
            )


def way_minutes(ways: Iterable[Journey]) -> dict[tuple[str, str], float]:
    """Minutes by lender and borrower; a row tells the way back too where no row of its own does."""
    listed = list(ways)
    back = {(way.end, way.start): way.minutes for way in listed}
    return back | {(way.start, way.end): way.minutes for way in listed}
