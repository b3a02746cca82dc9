"""Imports only go down: from the command line to the domain, never up. And no file is too long to be read."""

from __future__ import annotations

import re
from graphlib import TopologicalSorter
from pathlib import Path

from tests.imports import imports

ROOT = Path(__file__).parents[1] / "roster"
LONGEST = 300
FLOORS = (
    "domain",
    "rules",
    "tiers",
    "arithmetic",
    "solvers",
    "forms",
    "aggregation",
    "decisions",
    "model",
    "search",
    "plan",
    "io",
    "case",
    "api",
    "living",
    "explain",
    "events",
    "report",
    "province",
    "console",
    "help",
    "parameters",
    "options",
    "frame",
    "own_fault",
    "board",
    "commands",
    "cli",
    "start",
)
"""From the ground up. `i18n` may be imported by all, `errors` are part of the domain."""
HEAVY = {
    "domain": {"pandas", "ortools", "openpyxl", "click"},
    "rules": {"ortools", "pandas", "click"},
    "arithmetic": {"ortools", "pandas", "numpy"},
}


def floor(module: str) -> str:
    parts = module.split(".")
    return parts[1] if len(parts) > 1 and parts[0] == "roster" else ""


def modules() -> list[tuple[str, Path]]:
    return [(file.relative_to(ROOT).with_suffix("").parts[0], file) for file in sorted(ROOT.rglob("*.py"))]


def test_no_import_goes_up() -> None:
    upward = [
        f"{file.relative_to(ROOT)} imports {name}"
        for own, file in modules()
        if own in FLOORS
        for name in imports(file)
        if floor(name) in FLOORS and FLOORS.index(floor(name)) > FLOORS.index(own)
    ]
    assert upward == []


def test_every_module_is_on_a_floor() -> None:
    assert {own for own, _ in modules()} - set(FLOORS) == {"__init__", "__main__", "i18n"}


def test_lower_floors_know_no_solver_and_no_tables() -> None:
    heavy = [
        f"{file.relative_to(ROOT)} imports {name}"
        for own, file in modules()
        for name in imports(file)
        if name.split(".")[0] in HEAVY.get(own, set())
    ]
    assert heavy == []


def test_sheets_get_a_finished_result_and_never_a_solver() -> None:
    solvers = [
        f"{file.relative_to(ROOT)} imports {name}"
        for own, file in modules()
        if own == "io"
        for name in imports(file)
        if name.split(".")[0] == "ortools" or floor(name) in {"model", "decisions"} or name == "roster.search.solve"
    ]
    assert solvers == []


def test_each_solver_has_one_door() -> None:
    """Models are built where they are needed; how long, how and by whom one is solved stands in one place a solver."""
    doors = {"solvers/cpsat.py": r"\bCpSolver\b", "solvers/highs.py": r"\bimport highspy\b"}
    around = [
        f"{file.relative_to(ROOT)}: {name}"
        for file in sorted(ROOT.rglob("*.py"))
        for door, name in doors.items()
        if file != ROOT / door and re.search(name, file.read_text(encoding="utf-8"))
    ]
    assert around == []


def test_the_clock_and_what_engines_share_know_no_engine() -> None:
    """Whoever needs a clock or a request to stop loads no engine; engines know nothing of one another."""
    search = ROOT / "search"
    above = {"run", "incumbent", "engine"}
    knowing = [
        f"{file.relative_to(ROOT)} imports {name}"
        for file in [*(search / f"{name}.py" for name in above), *sorted((search / "engines").glob("*.py"))]
        for name in imports(file)
        if name.startswith(("roster.search.engines", "roster.search.portfolio", "roster.search.selection"))
    ]
    assert knowing == []


def test_no_test_module_is_imported_by_another() -> None:
    """What several tests need has a module of its own."""
    tests = ROOT.parent / "tests"
    found = [
        f"{file.relative_to(tests)} imports {name}"
        for file in sorted(tests.rglob("*.py"))
        for name in imports(file)
        if name.startswith("tests.") and any(part.startswith("test_") for part in name.split("."))
    ]
    assert found == []


def test_benchmarks_do_not_import_one_another_in_a_circle() -> None:
    folder = ROOT.parent / "benchmarks"
    files = {".".join(file.relative_to(ROOT.parent).with_suffix("").parts): file for file in folder.rglob("*.py")}
    graph = {name: (imports(file) & files.keys()) - {name} for name, file in files.items()}
    assert len(list(TopologicalSorter(graph).static_order())) == len(files)  # raises CycleError


def test_no_file_is_over_300_lines() -> None:
    """Of the program, its page, the tests and the benchmarks; what others wrote (`vendor`) is as they wrote it."""
    files = [
        file
        for folder in ("roster", "tests", "benchmarks")
        for kind in ("py", "js", "css", "html")
        for file in (ROOT.parent / folder).rglob(f"*.{kind}")
        if "vendor" not in file.parts
    ]
    lengths = {str(file.relative_to(ROOT.parent)): len(file.read_text("utf-8").splitlines()) for file in files}
    assert len(lengths) > 600
    assert {name: length for name, length in lengths.items() if length > LONGEST} == {}
