"""`roster show`: what a workbook says, as lines and as one JSON object."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.command import run
from tests.living_week import put_week, type_in


def test_a_brigade_without_vehicles_or_plan_is_shown_and_agrees_with_verify(brigade: Path) -> None:
    week = put_week(brigade.parent)
    cell = type_in(week, "007", 0, "A")
    result = run("show", week, "--json")
    assert result.code == 0
    model = json.loads(result.out)
    assert len(result.out.splitlines()) == 1
    assert (model["format"], model["first"], model["days"], len(model["people"])) == (1, "2026-11-02", 7, 6)
    assert (model["vehicles"], model["sites"], model["routes"]) == ([], [], [])
    assert [edit["cell"] for edit in model["edits"]] == [cell]
    verified = json.loads(run("verify", week, "--json").out)
    assert model["verdict"]["musts"] == len(verified["must_violations"])
    assert model["verdict"]["shortfalls"] == verified["short"]
    assert model["verdict"]["cost"] == verified["objective"]
    assert model["verdict"]["plan"] is None
    lines = run("show", week).out.splitlines()
    assert lines[0].startswith("Six officers and one street, 2026-11-02")
    assert lines[-2] == model["verdict"]["text"]


def test_a_publication_is_told(brigade: Path) -> None:
    week = put_week(brigade.parent)
    assert run("publish", week).code == 0
    model = json.loads(run("show", week, "--json").out)
    assert (model["published"]["version"], model["published"]["same"]) == (1, True)
    type_in(week, "007", 0, "A")
    assert json.loads(run("show", week, "--json").out)["published"]["same"] is False


def test_a_file_that_is_no_roster_is_refused(brigade: Path) -> None:
    file = brigade.parent / "other.xlsx"
    file.write_text("nothing")
    result = run("show", file)
    assert result.code == 2
    assert "other.xlsx" in result.err
