"""The desk: what it answers, what it refuses, and that what it saves is what was typed."""

from __future__ import annotations

import io
import json
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from roster.board.desk import Desk
from roster.board.desk_changes import LISTS, listed
from roster.board.desk_week import PARTS, DeskWeek, LockedError, RefusedError, SavedOverError, key_of
from roster.i18n import speaking
from roster.living import open_week
from tests.living_week import type_in
from tests.paths import ROOT

MONDAY, TUESDAY = "2026-11-02", "2026-11-03"
START = """
import os, sys
from roster.board import desk
os._exit = lambda code: print(sorted({"ortools", "pandas", "highspy"} & sys.modules.keys()), file=sys.stderr)
desk.main()
"""


def typed(officer: str, date: str, code: str) -> dict[str, Any]:
    return {"officer": officer, "date": date, "code": code}


def talk(*requests: dict[str, Any]) -> tuple[list[dict[str, Any]], str]:
    """What the process says to requests, and on standard error."""
    lines = "".join(json.dumps({"id": number, **one}) + "\n" for number, one in enumerate(requests, 1))
    done = subprocess.run(
        [sys.executable, "-c", START, "week.xlsx"],
        input=lines,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"},
        timeout=60,
        check=True,
    )
    return [json.loads(line) for line in done.stdout.splitlines()], done.stderr


def laid_over(model: dict[str, Any], told: dict[str, Any]) -> None:
    """What a page makes of an answer."""
    rows = {row["id"]: row for row in model["people"]}
    column = {day["date"]: number for number, day in enumerate(model["dates"])}
    for cell in told["cells"]:
        rows[cell["officer"]]["cells"][column[cell["date"]]] = {
            name: value for name, value in cell.items() if name not in ("officer", "date")
        }
    for row in told["people"]:
        rows[row["id"]] |= row
    model |= {name: told[name] for name in ("cover", "placeless", "verdict") if name in told}
    for name, key in LISTS.items():
        if name in told:
            model[name] = merged(model[name], told[name], key)


def merged(items: list[Any], told: dict[str, Any], key: Any) -> list[Any]:
    if "whole" in told:
        return list(told["whole"])
    left = [one for one in items if key(one) not in told["gone"]]
    for before, one in told["came"]:
        left.insert(next((at for at, other in enumerate(left, 1) if key(other) == before), 0), one)
    return left


def test_it_shows_judges_refuses_and_saves_without_a_solver(week: Path) -> None:
    edits = [typed("007", MONDAY, "A"), typed("NA", TUESDAY, "sick")]
    said, errors = talk(
        {"do": "show", "lang": "zh"},
        {"do": "set", "edits": [typed("007", MONDAY, "?")], "lang": "en"},
        {"do": "free", "date": MONDAY},
        {"do": "set", "edits": edits, "lang": "en"},
        {"do": "save", "edits": edits},
        {"do": "nonsense"},
        {"do": "versions"},
    )
    assert errors == "[]\n"
    assert said[0] == {"event": "ready"}
    answers = {one["id"]: one for one in said if "id" in one}
    assert answers[1]["result"]["language"] == "zh"
    assert not answers[2]["ok"]
    assert answers[2]["error"]["places"] == [{"officer": "007", "date": MONDAY}]
    assert "'?'" in answers[2]["error"]["text"]
    verdict = answers[4]["result"]
    assert [(one["officer"], one["code"]) for one in verdict["cells"] if one["unsaved"]] == [("007", "A"), ("NA", "")]
    assert answers[6]["error"]["kind"] == "refused"
    assert [one["current"] for one in answers[7]["result"]["versions"]] == [True]
    found = open_week(week).checked
    assert {(edit.officer, edit.after, edit.leave) for edit in found.edits} == {
        ("007", ("A",), ""),
        ("NA", (), "sick"),
    }
    assert len(found.report.must_violations) == verdict["verdict"]["musts"]
    assert {str(p): n for p, n in found.of_roster.short.items()} == verdict["verdict"]["shortfalls"]
    assert found.of_roster.objective == verdict["verdict"]["cost"]


def test_the_newest_of_several_states_is_judged(week: Path) -> None:
    lines = [{"id": n, "do": "set", "edits": [typed("007", MONDAY, "MA"[n % 2])]} for n in range(1, 7)]
    output = io.StringIO()
    desk = Desk(week, output)
    for one in lines:
        desk.requests.put(one)
    desk.run(io.StringIO())
    answers = {one["id"]: one["result"] for one in map(json.loads, output.getvalue().splitlines()) if "id" in one}
    assert [answers[n] for n in range(1, 6)] == [{"superseded": n + 1} for n in range(1, 6)]
    assert answers[6]["verdict"]["text"]


def test_answers_hold_what_changed_and_undone_edits_come_back(week: Path) -> None:
    held = DeskWeek(week)
    shown = held.show()
    edits = [typed("007", MONDAY, "A")]
    first = held.judge(edits, lambda part: None, lambda: False)
    assert {(one["officer"], one["date"]) for one in first["cells"] if one["typed"]} == {("007", MONDAY)}
    assert first["new"]
    assert held.show()["people"][0]["cells"][0]["unsaved"]
    assert (shown.pop("number"), first["number"], held.show()["number"]) == (0, 1, 1)
    back = held.judge([], lambda part: None, lambda: False)
    assert back["verdict"] == shown["verdict"]
    assert set(back["gone"]) == set(first["new"])
    assert held.show() == {**shown, "number": 2}


def test_a_file_changed_meanwhile_is_never_overwritten(week: Path) -> None:
    held = DeskWeek(week)
    seen = held.show()["hash"]
    type_in(week, "007", 0, "A")
    assert held.changed_outside()
    with pytest.raises(SavedOverError) as refused:
        held.save([typed("007", MONDAY, "M")], seen)
    assert refused.value.cells == [{**typed("007", MONDAY, "M"), "there": "A"}]
    assert [edit.after for edit in open_week(week).checked.edits] == [("A",)]


@pytest.mark.parametrize("mark", [".~lock.{}#", "~${}"])
def test_a_file_open_in_another_program_is_left_alone_until_it_is_closed(week: Path, mark: str) -> None:
    held = DeskWeek(week)
    seen, edits = held.show()["hash"], [typed("007", MONDAY, "A")]
    there = week.with_name(mark.format(week.name))
    there.touch()
    with pytest.raises(LockedError, match="open in another program"):
        held.save(edits, seen)
    assert not held.changed_outside()
    there.unlink()
    assert held.save(edits, seen)["hash"] != seen


def test_what_is_told_of_an_edit_makes_the_state_that_is_shown_anew(week: Path) -> None:
    held, rng = DeskWeek(week), random.Random(1)
    model = held.show()
    people, dates = ([row["id"] for row in model["people"]], [day["date"] for day in model["dates"]])
    edits: dict[tuple[str, str], dict[str, Any]] = {}
    sizes = []
    for number in range(24):
        for _cell in range(1 if number % 5 else 8):
            where = rng.choice(people), rng.choice(dates)
            edits[where] = typed(*where, rng.choice(["A", "M", "", "sick"]))
        if not number % 7:
            edits.clear()
        told = held.judge(list(edits.values()), lambda part: None, lambda: False)
        sizes.append(len(json.dumps(told)))
        laid_over(model, json.loads(json.dumps(told)))
        shown = held.show()
        assert {name: model[name] for name in PARTS} == json.loads(json.dumps({name: shown[name] for name in PARTS}))
    assert min(sizes) < len(json.dumps({name: shown[name] for name in PARTS})) / 4
    assert held.judge(list(edits.values()), lambda part: None, lambda: False).keys().isdisjoint(LISTS)


def test_lists_are_told_by_what_comes_and_goes() -> None:
    def told(before: str, now: str) -> Any:
        return listed([{"is": sign} for sign in before], [{"is": sign} for sign in now], lambda one: str(one["is"]))

    assert told("abc", "abc") is None
    assert told("abc", "xabyc") == {"gone": [], "came": [("", {"is": "x"}), ("b", {"is": "y"})]}
    assert told("abcd", "acd") == {"gone": ["b"], "came": []}
    assert told("abc", "acb") == {"whole": [{"is": sign} for sign in "acb"]}
    assert told("abc", "xyz") == {"whole": [{"is": sign} for sign in "xyz"]}
    assert told("a", "") == {"gone": ["a"], "came": []}


def test_another_language_brings_no_findings(week: Path) -> None:
    held = DeskWeek(week)
    edits = [typed("007", MONDAY, "A")]
    held.show()
    assert held.judge(edits, lambda part: None, lambda: False)["new"]
    with speaking("zh"):
        told = held.judge(edits, lambda part: None, lambda: False)
    assert (told["new"], told["gone"]) == ([], [])
    assert told["findings"]


def test_edits_of_crews_that_do_not_run_are_refused_with_their_place(week: Path) -> None:
    held = DeskWeek(week)
    for wrong in ({"crew": f"{MONDAY}/M/none", "seat": 0, "officer": "007"}, {"crew": "x", "vehicle": ""}, {"date": 3}):
        with pytest.raises(RefusedError) as refused:
            held.judge([wrong], lambda part: None, lambda: False)
        assert refused.value.places == [{key: value for key, value in wrong.items() if key != "vehicle"}]
    assert held.edits == []


def test_a_seat_taken_by_another_is_a_hand_edit_of_the_orders(week: Path) -> None:
    held = DeskWeek(week)
    model = held.show()
    crew = next(one for one in model["crews"] if len(one["seats"]) == 2)
    inside = {seat["officer"] for seat in crew["seats"]}
    other = next(one["id"] for one in model["people"] if one["id"] not in inside)
    edit = {"crew": crew["id"], "seat": 1, "officer": other}
    laid_over(model, held.judge([edit], lambda part: None, lambda: False))
    seats = next(one["seats"] for one in model["crews"] if one["id"] == crew["id"])
    assert {seat["officer"] for seat in seats} == {crew["seats"][0]["officer"], other}
    held.save([edit], model["hash"])
    edits = open_week(week).checked.read.sheet_edits
    assert [set(edit.members or ()) for edit in edits] == [{crew["seats"][0]["officer"], other}]
    assert held.hash == held.show()["hash"]


def test_a_later_edit_of_the_same_thing_takes_its_place() -> None:
    assert key_of(typed("007", MONDAY, "A")) == key_of(typed("007", MONDAY, ""))
    assert key_of({"crew": "x", "vehicle": "V1"}) != key_of({"crew": "x", "lead": "007"})
    assert key_of({"crew": "x", "seat": 0, "officer": "1"}) != key_of({"crew": "x", "seat": 1, "officer": "1"})
