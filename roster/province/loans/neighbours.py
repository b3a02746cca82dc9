"""The brigades of the same province that could lend to one: those in the table of ways, the nearest first."""

from __future__ import annotations

from pathlib import Path

from roster.domain.errors import RosterError
from roster.explain.trial import Neighbour
from roster.io.places import real
from roster.io.tables import read_tables
from roster.province.folder import Province, is_province, read_province
from roster.province.run_folder import RunFolder


def neighbours_of(brigade: Path) -> tuple[Neighbour, ...]:
    """Who could lend to a brigade; nobody where it belongs to no province, or none that can be read."""
    try:
        province = _province_of(real(brigade))
        if province is None:
            return ()
        name = next(one.id for one in province.brigades if one.id == _name(brigade))
        ways = sorted((minutes, lender) for (lender, to), minutes in province.lent.minutes.items() if to == name)
        return tuple(_read(province, lender, minutes) for minutes, lender in ways if lender != name)
    except (RosterError, OSError, StopIteration):
        return ()


def _name(brigade: Path) -> str:
    return real(brigade).stem if brigade.suffix.lower() == ".xlsx" and brigade.is_file() else real(brigade).name


def _province_of(brigade: Path) -> Province | None:
    """The province above a brigade's folder, or that of the run in which the folder lies."""
    for folder in list(brigade.parents)[:4]:
        if is_province(folder):
            return read_province(folder)
        if RunFolder(folder).exists:
            return read_province(Path(RunFolder(folder).facts().get("path", "")))
    return None


def _read(province: Province, name: str, minutes: int) -> Neighbour:
    tables = read_tables(province.brigade(name).path)
    officers = tuple(row.officer() for row in tables.officers)
    return Neighbour(name, minutes, officers, tuple(sorted({row.kind for row in tables.vehicles})))
