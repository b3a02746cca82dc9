"""A province of invented brigades: read, solved, taken up again; what is bad stays one row."""

from __future__ import annotations

import os
import pickle
import shutil
import signal
import time
from dataclasses import replace
from pathlib import Path

import pytest

from roster.api import load
from roster.domain.errors import InputError, InternalError, OutOfTimeError, OutputError
from roster.domain.outcome import Outcome, Proof
from roster.province import coordinate
from roster.province.coordinate import Coordinator
from roster.province.folder import BASE, read_province, touched
from roster.province.keys import key_of
from roster.province.local import Local
from roster.province.reading import read_case
from roster.province.run_folder import CANCEL, STATES, STOP, TOO_SOON, RunFolder
from roster.province.task import How, Result, solve_task, task_of, unpack
from roster.search.run import Stop
from roster.search.verify import verify
from tests.cli.command import replace_in, run
from tests.paths import TINY
from tests.province.inline import Inline, Writer

HOW = How(seconds=5, plan_seconds=0, deterministic=True)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(coordinate, "Process", Writer)
    for name in ("east", "north", "west"):
        shutil.copytree(TINY, tmp_path / "brigades" / name)
    replace_in(tmp_path / "brigades" / "west" / "settings.csv", "Six officers and one street", "West")
    (tmp_path / "province.yaml").write_text("name: Three rivers\n", encoding="utf-8")
    return tmp_path


def solved(folder: Path, scenarios: tuple[str, ...] = (BASE,), asked: str = "") -> tuple[Inline, RunFolder]:
    workers, kept = Inline(), RunFolder(folder / "run")
    with kept.held():
        one = Coordinator(read_province(folder), kept, workers, HOW, scenarios)
        if asked:
            one.ask(asked)
        one.run()
    return workers, kept


def only_east(folder: Path) -> None:
    (folder / "province.yaml").write_text("name: Three rivers\nbrigades: brigades/east\n", encoding="utf-8")


def states(kept: RunFolder) -> dict[str, str]:
    return {row.name: row.state for row in kept.rows()}


def test_every_fault_of_the_folder_at_once(folder: Path) -> None:
    (folder / "province.yaml").write_text("nam: x\nweeks: many\nbrigades: [brigades/*, ../elsewhere]\n")
    (folder / "officers.csv").write_text("id\n")
    with pytest.raises(InputError) as caught:
        read_province(folder)
    places = {fault.place for fault in caught.value.faults}
    assert places == {"province.yaml:1", "province.yaml:2 (weeks)", "officers.csv"}
    (folder / "officers.csv").unlink()
    (folder / "province.yaml").write_text("name: x\nbrigades: [none/*, ../elsewhere]\n")
    with pytest.raises(InputError) as caught:
        read_province(folder)
    assert [fault.found for fault in caught.value.faults] == ["no brigade at none/*", "'../elsewhere'"]


def test_names_stay_here_and_ages_are_the_same() -> None:
    case = load(TINY)
    task = unpack(task_of(case, HOW))
    told = pickle.dumps(task)
    assert not [officer.name for officer in case.problem.officers if officer.name.encode() in told]
    assert [o.id for o in task.problem.officers] == [o.id for o in case.problem.officers]


def test_bytes_that_would_run_something_are_refused() -> None:
    class Bad:
        def __reduce__(self) -> tuple[object, tuple[str]]:
            return os.system, ("true",)

    import zlib

    for content in (b"", b"nothing", zlib.compress(pickle.dumps(Bad())), zlib.compress(pickle.dumps(3))):
        with pytest.raises(InternalError):
            unpack(content)
        told = unpack(solve_task(content))
        assert isinstance(told, Result)
        assert told.status == "failed"


def test_one_bad_brigade_is_one_row_and_a_changed_cell_is_one_solve(folder: Path) -> None:
    shifts = folder / "brigades" / "north" / "shifts.csv"
    good = shifts.read_text(encoding="utf-8")
    shifts.write_text("nothing\n", encoding="utf-8")
    workers, kept = solved(folder)
    assert states(kept) == {"east": "done", "north": "bad_input", "west": "done"}
    north = next(row for row in kept.rows() if row.name == "north")
    assert north.message.startswith("north/shifts.csv:1: found")
    shifts.write_text(good, encoding="utf-8")
    (folder / "brigades" / "west" / "shifts.csv").unlink()  # a roster of it is there
    workers, kept = solved(folder)
    west = next(row for row in kept.rows() if row.name == "west")
    assert (west.state, west.file, west.best) == ("bad_input", "", None)
    assert not (folder / "run" / "rosters" / "west.xlsx").exists()
    assert (folder / "run" / "earlier" / "rosters" / "west.xlsx").is_file()
    (folder / "brigades" / "west" / "shifts.csv").write_text(good, encoding="utf-8")
    replace_in(folder / "brigades" / "east" / "requests.csv", "2026-11-07", "2026-11-06")
    workers, kept = solved(folder)
    assert sorted(workers.solved) == ["east"]  # north asks what east asked before
    assert states(kept) == dict.fromkeys(("east", "north", "west"), "done")
    assert (folder / "run" / "rosters" / "west.xlsx").is_file()
    assert solved(folder)[0].solved == []


def test_a_scenario_lays_its_rules_over_the_brigades_own(folder: Path) -> None:
    own = folder / "scenarios" / "short" / "east"
    own.mkdir(parents=True)
    (own / "rules.yaml").write_text("rules:\n  - rule: consecutive_shifts\n    max: 1\n    weight: must\n")
    province = read_province(folder)
    keys = {
        (brigade.id, scenario): key_of(read_case(province, brigade, scenario), HOW)
        for brigade in province.brigades
        for scenario in (BASE, "short")
    }
    assert keys["east", BASE] != keys["east", "short"]
    assert keys["west", BASE] == keys["west", "short"]


def test_rows_of_a_scenario_take_the_place_of_the_brigades_or_come_beside_them(folder: Path) -> None:
    home = folder / "scenarios" / "flu"
    (home / "east").mkdir(parents=True)
    (home / "calendar.csv").write_text("date,day_type\n2026-11-04,holiday\n", encoding="utf-8")
    (home / "east" / "absences.csv").write_text("id,kind,from,to\n007,sick,2026-11-03,2026-11-05\n", encoding="utf-8")
    (home / "east" / "fixed.csv").write_text("officer,date,shift\na-6,2026-11-02,A\n", encoding="utf-8")
    province = read_province(folder)
    east, own = read_case(province, province.brigade("east"), "flu"), read_case(province, province.brigade("east"))
    assert [row.id for row in east.tables.absences] == [*(row.id for row in own.tables.absences), "007"]
    assert [(row.officer, row.shift) for row in east.tables.fixed] == [("a-6", "A"), ("007", "off")]
    assert len(own.tables.fixed) == 2
    assert not own.tables.calendar
    assert len(read_case(province, province.brigade("west"), "flu").tables.calendar) == 1
    assert [one.id for one in touched(province, "flu")] == ["east", "north", "west"]
    (home / "calendar.csv").unlink()
    assert [one.id for one in touched(province, "flu")] == ["east"]


def test_faults_of_a_scenario_name_its_file_and_cell(folder: Path) -> None:
    home = folder / "scenarios" / "flu" / "east"
    home.mkdir(parents=True)
    (home / "absences.csv").write_text("id,kind,from,to\n007,sick,soon,2026-11-05\n", encoding="utf-8")
    (home / "abcences.csv").write_text("id\n007\n", encoding="utf-8")
    (home / "settings.csv").write_text("setting,value\nname,other\n", encoding="utf-8")
    province = read_province(folder)
    with pytest.raises(InputError) as caught:
        read_case(province, province.brigade("east"), "flu")
    places = {fault.place.removeprefix("scenarios/flu/east/") for fault in caught.value.faults}
    assert places == {"absences.csv:C2 (from)", "abcences.csv", "settings.csv"}
    (home / "notes.txt").write_text("", encoding="utf-8")
    (folder / "scenarios" / "empty").mkdir()
    (folder / "scenarios" / "flu" / "eats").mkdir()
    with pytest.raises(InputError) as caught:
        read_province(folder)
    places = {fault.place.removeprefix("scenarios/") for fault in caught.value.faults}
    assert places == {"empty", "flu/eats", "flu/east/notes.txt"}


def test_stop_begins_nothing_more_and_cancel_drops_all(folder: Path) -> None:
    _workers, kept = solved(folder, asked=STOP)
    assert set(states(kept).values()) == {"cancelled"}
    workers, kept = solved(folder, asked=CANCEL)
    assert workers.dropped
    assert not (folder / "run" / "rosters").exists()


def test_what_is_stopped_before_it_has_a_roster_is_not_out_of_time(monkeypatch: pytest.MonkeyPatch) -> None:
    def nothing(*_given: object) -> None:
        raise OutOfTimeError("no roster in time")

    monkeypatch.setattr("roster.search.solve.solve", nothing)
    stop, task = Stop(), task_of(load(TINY), HOW)
    assert unpack(solve_task(task, None, stop)) == Result("out_of_time", "no roster in time")
    stop()
    assert unpack(solve_task(task, None, stop)) == Result(TOO_SOON)
    assert TOO_SOON in STATES


def test_a_roster_that_is_known_is_given_where_none_better_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    case = load(TINY)
    known = unpack(solve_task(task_of(case, HOW)))
    worse = replace(known.roster, crews=known.roster.crews[1:])
    report = verify(case.problem, case.rulebook, worse)
    assert report.short
    for roster, found in ((worse, known.roster), (known.roster, worse)):
        one = Outcome(case.problem, found, verify(case.problem, case.rulebook, found), Proof())
        monkeypatch.setattr("roster.search.solve.solve", lambda *_given, one=one: one)
        told = unpack(solve_task(task_of(case, HOW, replace(known, roster=roster))))
        assert (told.status, told.roster) == ("done", known.roster)

    def nothing(*_given: object) -> None:
        raise OutOfTimeError("no roster in time")

    monkeypatch.setattr("roster.search.solve.solve", nothing)
    told = unpack(solve_task(task_of(case, HOW, known)))
    assert (told.status, told.roster, told.proof) == ("done", known.roster, known.proof)


def test_two_runs_do_not_work_in_one_folder(folder: Path) -> None:
    kept = RunFolder(folder / "run")
    with kept.held():
        assert RunFolder(folder / "run").running()
        with pytest.raises(OutputError, match="another run works in this folder"), RunFolder(folder / "run").held():
            pass
    assert not RunFolder(folder / "run").running()
    (folder / "new").mkdir()
    (folder / "new" / "run.sqlite").touch()  # as it is when a run has just been begun
    with pytest.raises(OutputError, match="no run was begun here"):
        RunFolder(folder / "new").rows()


def test_a_worker_that_is_killed_is_replaced_and_its_task_ends(folder: Path) -> None:
    only_east(folder)
    workers, kept = Local(1), RunFolder(folder / "run")
    first, killed = workers.processes[0], []

    def kill() -> None:
        if not killed and any(row.state == "running" for row in kept.rows()):
            os.kill(first, getattr(signal, "SIGKILL", signal.SIGTERM))
            killed.append(time.monotonic())

    try:
        with kept.held():
            Coordinator(read_province(folder), kept, workers, HOW).run(kill)
        assert workers.processes[0] != first
    finally:
        workers.close()
    assert killed
    assert states(kept) == {"east": "done"}
    assert (folder / "run" / "rosters" / "east.xlsx").is_file()


def test_the_commands(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    only_east(folder)
    checked = run("province", "check", ".")
    assert (checked.code, checked.out.splitlines()[-1].startswith("next: ")) == (0, True)
    _workers, kept = solved(folder)
    told = run("--lang", "zh", "province", "status", "run")
    assert told.code == 0
    assert told.out.splitlines()[0] == "Three rivers：已求解：1"
    summed = run("province", "summary", "run")
    assert summed.code == 0
    assert {file.name for file in kept.path.iterdir()} >= {"summary.xlsx", "brigades.csv", "gaps.csv"}
    assert (kept.path / "brigades.csv").read_text(encoding="utf-8-sig").splitlines()[1].startswith("east,,done,6,0,")
    stopped = run("province", "stop", "run")
    assert (stopped.code, "no run works here" in stopped.err) == (1, True)
