"""A province's folder, read with every fault at once: its settings, brigades, tables of loans and scenarios."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from roster.domain.errors import Fault, InputError
from roster.i18n import _
from roster.io.places import is_folder, is_relative
from roster.io.tables.text import one_of
from roster.province.loans.tables import LoanTables, read_loan_tables
from roster.province.settings import FILE, Settings, read_settings

SCENARIOS = "scenarios"
BASE = ""
"""The scenario in which all is as the tables have it."""
HIDDEN = (".", "~$", "_")
RULES, TABLES = (".yaml", ".yml"), (".csv", ".xlsx")


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
    scenarios: tuple[str, ...] = ()
    lent: LoanTables = field(default_factory=LoanTables)

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
    lent = read_loan_tables(folder, [one.id for one in brigades] if settings else None, faults)
    faults += _strange(folder, [one.id for one in brigades])
    province = Province(
        folder,
        settings or Settings(name=folder.name),
        brigades,
        tuple(sorted(one.name for one in _entries(folder / SCENARIOS) if one.is_dir())),
        lent,
    )
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


def _strange(folder: Path, brigades: Sequence[str]) -> Iterator[Fault]:
    """What lies in a province's folder and would do nothing."""
    for path in _entries(folder):
        if path.suffix.lower() == ".xlsx":
            expected = _("tables in the folders of the brigades only")
            yield Fault(path.name, _("a table beside {file}").format(file=FILE), expected)
    expected = _("folders named like brigades, rules (.yaml) and tables (.csv, .xlsx)")
    for scenario in _entries(folder / SCENARIOS):
        inside = _entries(scenario) if scenario.is_dir() else [scenario]
        own = [one for one in inside if one.is_dir()]
        for path in [*(one for one in inside if one not in own), *(one for home in own for one in _entries(home))]:
            if path == scenario or not _is_change(path):
                yield Fault(path.relative_to(folder).as_posix(), _("a file of another kind"), expected)
        if not inside:
            yield Fault(scenario.relative_to(folder).as_posix(), _("an empty folder"), expected)
        for path in own:
            if brigades and path.name not in brigades:
                yield Fault(path.relative_to(folder).as_posix(), _("no brigade"), one_of(brigades, path.name))


def _is_change(path: Path) -> bool:
    return path.is_file() and path.suffix.lower() in (*RULES, *TABLES)


def scenario_rules(province: Province, brigade: Brigade, scenario: str) -> list[Path]:
    """A scenario's rule files for a brigade, laid over its own in this order."""
    return [
        path
        for home in _homes(province, brigade, scenario)
        for path in _entries(home)
        if path.is_file() and path.suffix.lower() in RULES
    ]


def scenario_tables(province: Province, brigade: Brigade, scenario: str) -> list[Path]:
    """A scenario's folders with tables for a brigade, whose rows are laid over its own in this order."""
    return [
        home
        for home in _homes(province, brigade, scenario)
        if any(path.suffix.lower() in TABLES for path in _entries(home))
    ]


def touched(province: Province, scenario: str) -> list[Brigade]:
    """The brigades in which a scenario changes something; all where it is none."""
    if scenario == BASE:
        return list(province.brigades)
    return [one for one in province.brigades if any(_changes(home) for home in _homes(province, one, scenario))]


def _changes(home: Path) -> list[Path]:
    return [path for path in _entries(home) if _is_change(path)]


def _homes(province: Province, brigade: Brigade, scenario: str) -> tuple[Path, Path]:
    home = province.folder / SCENARIOS / scenario
    return home, home / brigade.id
