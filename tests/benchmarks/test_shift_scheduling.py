"""The public shift-scheduling benchmark: its reader, its scorer, and an instance solved as an ordinary problem."""

from __future__ import annotations

import csv
import random
from collections.abc import Callable
from itertools import product
from pathlib import Path

import pytest

from benchmarks.measure import Found, Point, Task
from benchmarks.shift_scheduling import run as runs
from benchmarks.shift_scheduling import scorer
from benchmarks.shift_scheduling.__main__ import main
from benchmarks.shift_scheduling.problem import load
from benchmarks.shift_scheduling.text import read
from roster.domain.errors import InputError
from roster.domain.problem import Problem
from roster.domain.roster import Crew, Member, Roster, Stand
from roster.search.verify import verify
from tests.imports import imports

SMALL = Path(__file__).with_name("small.txt")
LEAST = 178
LAWFUL = {"Ann": "-MMMN---", "Bob": "MN--MMM-", "Cyd": "NNN--N-N"}


def plan_of(**lines: str) -> scorer.Plan:
    return {name: [c.strip("-") for c in line] for name, line in (LAWFUL | lines).items()}


def scored(folder: Path, **lines: str) -> scorer.Score:
    """What the scorer says of the lawful plan with some lines changed."""
    file = folder / "solution.csv"
    with file.open("w", newline="") as out:
        csv.writer(out).writerows([name, *line] for name, line in plan_of(**lines).items())
    return scorer.score(SMALL, file)


def lawful_lines() -> dict[str, list[list[str]]]:
    """Every line of each employee that the scorer finds lawful."""
    tables = scorer.tables_of(SMALL)
    lines = {}
    for employee in tables["STAFF"]:
        name = employee[0]
        own = {**tables, "STAFF": [employee], "DAYS_OFF": [row for row in tables["DAYS_OFF"] if row[0] == name]}
        every = map(list, product(("", "M", "N"), repeat=8))
        lines[name] = [line for line in every if not any(scorer.violations(own, {name: line}))]
    return lines


def roster_of(plan: scorer.Plan, problem: Problem) -> Roster:
    crews = []
    for name, line in plan.items():
        for day, shift in enumerate(line):
            if shift:
                unit = problem.units_of[day, shift][0]
                stands = tuple(Stand(slot, unit.base, "", "foot", False) for slot in problem.slots_of(unit))
                crews.append(Crew(unit, (Member(name),), stands=stands))
    return Roster(tuple(crews))


def test_the_reader_reads_every_section() -> None:
    instance = read(SMALL)
    assert (instance.days, len(instance.staff), len(instance.requests), len(instance.cover)) == (8, 3, 4, 15)
    assert [(s.id, s.minutes, s.not_followed_by) for s in instance.shifts] == [("M", 450, ()), ("N", 570, ("M",))]
    assert (instance.staff[0].most_shifts, instance.staff[0].most_minutes) == ({"M": 8, "N": 2}, 2490)
    assert [(off.employee, off.day) for off in instance.days_off] == [("Ann", 0), ("Cyd", 3), ("Cyd", 4)]


def test_minus_nought_is_nought(tmp_path: Path) -> None:
    file = tmp_path / "public.txt"
    file.write_text(SMALL.read_text(encoding="utf-8").replace("5,M,0,100,35", "5,M,-0,100,35"), encoding="utf-8")
    assert read(file) == read(SMALL)


@pytest.mark.parametrize(
    ("line", "faulty", "told"),
    [
        (3, "8.5", "'8.5'"),
        (7, "M,0,", "'0'"),
        (8, "N,570,Q", "'Q'"),
        (8, "M,570,", "'M' again"),
        (12, "Ann,M=8,2490,1810,4,2,2,0", "no most shifts N"),
        (12, "Ann,M=8|N=2,2490,2500,4,2,2,0", "a least number above"),
        (13, "Bob,M=8|N=8,2390,2260,3,2,2", "7 values"),
        (17, "Ann,8", "'8'"),
        (21, "Ann,2,M,-3", "'-3'"),
        (25, "Dan,7,M,4", "'Dan'"),
        (30, "0,M,one,100,1", "'one'"),
        (31, "0,M,1,100,1", "'0,M' again"),
        (28, "SECTION_COVERS", "SECTION_COVERS"),
    ],
)
def test_a_faulty_line_is_named(tmp_path: Path, line: int, faulty: str, told: str) -> None:
    lines = SMALL.read_text().splitlines()
    lines[line - 1] = faulty
    file = tmp_path / "faulty.txt"
    file.write_text("\n".join(lines))
    with pytest.raises(InputError) as raised:
        read(file)
    assert any(fault.place == f"{file}:{line}" and told in fault.found for fault in raised.value.faults)


def test_all_faults_are_told_at_once_in_order(tmp_path: Path) -> None:
    file = tmp_path / "faulty.txt"
    file.write_text(SMALL.read_text().replace("Cyd,3,4", "Eve,9").replace("M,450,", "M,450,Z"))
    with pytest.raises(InputError) as raised:
        read(file)
    assert [fault.found for fault in raised.value.faults] == ["'Z'", "'Eve'", "'9'"]


@pytest.mark.parametrize("content", [None, b"\xff\xfe", b"", b"SECTION_HORIZON\n", b"8\n"])
def test_a_file_that_is_no_instance_ends_the_run(
    tmp_path: Path, content: bytes | None, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "instance.txt"
    if content is not None:
        file.write_bytes(content)
    assert main([str(file)]) == 2
    assert str(file) in capsys.readouterr().err


def test_the_scorer_adds_up_what_is_paid(tmp_path: Path) -> None:
    assert scored(tmp_path) == ([], LEAST)
    under = {(1, "N"): 100, (4, "N"): 40, (5, "M"): 35}  # one too few, one too few, one too many
    requests = {("Bob", 3, "N"): 2, ("Cyd", 1, "N"): 1}
    assert sum(under.values()) + sum(requests.values()) == LEAST
    without_ann = scored(tmp_path, Ann="--------").objective
    assert without_ann == LEAST + 100 + 60 + 100 + 40 + 3  # M on days 1 to 3, N on day 4, the wish for day 2


@pytest.mark.parametrize(
    ("lines", "violation"),
    [
        ({"Ann": "MMMMN---"}, "Ann, day 0: works on a day off"),
        ({"Ann": "-MMNM---"}, "Ann, day 4: M after N"),
        ({"Ann": "-NNN----"}, "Ann: 3 shifts N, at most 2"),
        ({"Ann": "-MMMM---"}, "Ann: 1800 minutes, 1810 to 2490 expected"),
        ({"Cyd": "NNN--NNN"}, "Cyd: 3420 minutes, 1710 to 2860 expected"),
        ({"Bob": "MMMM--M-"}, "Bob, days 0-3: 4 days of work in a row, at most 3"),
        ({"Bob": "MM--M--M"}, "Bob, days 4-4: 1 days of work in a row, at least 2"),
        ({"Bob": "MM-MMM--"}, "Bob, days 2-2: 1 days off in a row, at least 2"),
        ({"Ann": "-MM--MM-"}, "Ann: 1 weekends, at most 0"),
    ],
)
def test_the_scorer_finds_every_kind_of_violation(tmp_path: Path, lines: dict[str, str], violation: str) -> None:
    assert violation in scored(tmp_path, **lines).violations


@pytest.mark.parametrize("line", ["N--NNN--", "-NN--NN-", "NN--NN--"])
def test_the_scorer_lets_runs_at_the_edges_be_short(tmp_path: Path, line: str) -> None:
    assert scored(tmp_path, Bob=line).violations == []


def test_the_scorer_shares_nothing_with_the_product() -> None:
    names = imports(Path(scorer.__file__))
    assert not [name for name in names if name.split(".")[0] in ("roster", "benchmarks")]


def test_the_scorer_refuses_what_is_no_solution(tmp_path: Path) -> None:
    file = tmp_path / "solution.csv"
    file.write_text("Ann,,,,,,,,\nAnn,,,,,,,,\nBob,,,Q,,,,,\nDan,,\n")
    told = "\n".join(scorer.score(SMALL, file).violations)
    assert "Ann: 2 lines" in told
    assert "Cyd: 0 lines" in told
    assert "Dan: 1 lines" in told
    assert "Dan: 2 days" in told
    assert "Bob, day 2: unknown shift Q" in told


def test_everybody_may_work_whatever_is_asked_for() -> None:
    problem, _rulebook = load(SMALL)
    assert {(unit.day, unit.shift): unit.most for unit in problem.units} == dict.fromkeys(product(range(8), "MN"), 3)


def test_rules_and_scorer_say_the_same_of_any_plan() -> None:
    problem, rulebook = load(SMALL)
    tables, lawful, rng = scorer.tables_of(SMALL), lawful_lines(), random.Random(1)
    broken = 0
    for _ in range(150):
        plan = {name: list(rng.choice(lines)) for name, lines in lawful.items()}
        if rng.random() < 0.7:
            plan[rng.choice(list(plan))][rng.randrange(8)] = rng.choice(["", "M", "N"])
        report = verify(problem, rulebook, roster_of(plan, problem))
        unlawful = any(scorer.violations(tables, plan))
        assert report.objective == scorer.objective(tables, plan)
        assert bool(report.must_violations) == unlawful, plan
        broken += unlawful
    assert 30 < broken < 120


def test_the_least_cost_of_the_small_instance_is_found(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines, tables = lawful_lines(), scorer.tables_of(SMALL)
    plans = (dict(zip(lines, chosen, strict=True)) for chosen in product(*lines.values()))
    assert min(scorer.objective(tables, plan) for plan in plans) == LEAST
    (tmp_path / "Instance7.txt").write_text(SMALL.read_text())
    (tmp_path / "best_known.csv").write_text(f"instance,best_known\n6,1\n7,{LEAST}\n")
    table, solutions = tmp_path / "table.csv", tmp_path / "solutions"
    code = main([str(tmp_path), "--time", "20", "--plain", "--out", str(table), "--solutions", str(solutions)])
    assert (code, capsys.readouterr().out.count("Instance7")) == (0, 2)
    assert scorer.score(SMALL, solutions / "Instance7.csv") == ([], LEAST)
    with table.open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["search"] for row in rows] == ["roster", "cp-sat"]
    for row in rows:
        assert (row["objective"], row["bound"], row["best_known"], row["error"]) == ("178", "178", "178", "")


@pytest.mark.parametrize(
    ("objective", "bound", "change", "error"),
    [
        (LEAST, LEAST, {}, None),
        (LEAST - 1, 0, {}, "the search says 177, the scorer 178"),
        (LEAST, LEAST + 1, {}, "the bound 179 is above a roster of 178"),
        (LEAST, 0, {"Bob": "MN--MM--"}, "Bob: 1920 minutes, 2260 to 2390 expected"),
        (LEAST, 0, None, "no roster"),
    ],
)
def test_a_search_that_the_scorer_contradicts_is_an_error(
    monkeypatch: pytest.MonkeyPatch, objective: int, bound: int, change: dict[str, str] | None, error: str | None
) -> None:
    def claims(task: Task) -> Found:
        roster = None if change is None else roster_of(plan_of(**change), task.problem)
        return Found(0.0, (Point(0.5, objective + 9, 0), Point(1.0, objective, bound)), 2.0, roster)

    search: dict[str, Callable[[Task], Found]] = {"claims": claims}
    monkeypatch.setattr(runs, "SEARCHES", search)
    row = runs.run(SMALL, "claims", Task(*load(SMALL), 1.0, 1, 1, 0.0))
    assert str(row.get("error")).startswith(str(error))
    if change is not None:
        assert (row["first_seconds"], row["best_seconds"], row["seconds"]) == (0.5, 1.0, 2.0)
