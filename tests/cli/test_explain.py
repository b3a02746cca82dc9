"""`roster explain`: the clash, its cures, and a cure that is written; what is short, and why."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.cli.command import Result, add_to, replace_in, run

ALL = ("explain", "tiny", "--time-limit", "8", "--workers", "1")


def explained(*more: object) -> tuple[Result, dict[str, object]]:
    result = run(*ALL, "--json", *more)
    return result, json.loads(result.out)


@pytest.fixture
def clash(brigade: Path) -> Path:
    """A fixed duty of an officer who is on leave that day."""
    add_to(brigade / "absences.csv", "007,annual,2026-11-03,2026-11-03")
    add_to(brigade / "fixed.csv", "007,2026-11-03,M,")
    return brigade


def test_nothing_to_explain(brigade: Path) -> None:
    result, content = explained()
    assert result.code == 0
    assert (content["status"], content["clashes"], content["shortfalls"]) == ("in_order", [], [])
    assert result.err.splitlines()[-1] == "next: make the roster: roster solve tiny"


def test_a_clash_names_cells_and_its_cures_are_verified(clash: Path) -> None:
    result, content = explained()
    assert result.code == 3
    assert content["status"] == "clash"
    (told,) = content["clashes"]  # type: ignore[misc]
    assert told["minimal"] is True
    assert {member["rule"] for member in told["members"]} == {"absence", "fixed"}
    places = {place for line in told["lines"] for place in line["places"]}
    assert any(place.startswith("fixed.csv:C") for place in places)
    assert any(place.startswith("absences.csv:C") for place in places)
    cures = content["cures"]
    assert [cure["number"] for cure in cures] == list(range(1, len(cures) + 1))  # type: ignore[attr-defined, arg-type]
    for cure in cures:  # type: ignore[attr-defined]
        assert cure["verified"] is True
        assert {"file", "field", "old", "new", "cost", "price", "also"} <= cure.keys()
        assert "cell" in cure or "line" in cure
    assert any(cure["old"].startswith("007,2026-11-03,M") for cure in cures)  # type: ignore[attr-defined]


def test_the_cure_that_was_shown_is_written_and_the_roster_exists(clash: Path) -> None:
    before = (clash / "officers.csv").read_bytes()
    shown = run(*ALL)
    assert shown.code == 3
    assert run("solve", "tiny", "--time-limit", "5").code == 3
    applied = run(*ALL, "--apply", 1)
    assert applied.code == 0
    assert "written: " in applied.out
    assert "cannot all hold" not in applied.out, "remembered, not found again"
    assert applied.out.splitlines()[-1] == "next: make the roster: roster solve tiny"
    assert run("solve", "tiny", "--time-limit", "5").code == 0
    assert (clash / "officers.csv").read_bytes() == before
    again = run(*ALL, "--apply", 1)
    assert again.code == 2, "what was shown was for other files"
    assert "fixed.csv: found a file that has changed" in again.err


def test_what_was_not_shown_is_not_applied(clash: Path) -> None:
    before = (clash / "fixed.csv").read_bytes()
    result = run(*ALL, "--apply", 1)
    assert (result.code, result.out) == (2, "")
    assert "no cures that were shown" in result.err
    assert (clash / "fixed.csv").read_bytes() == before


def test_a_fixed_duty_in_a_unit_that_the_shift_lacks_says_so(brigade: Path) -> None:
    (brigade / "fixed.csv").write_text("officer,date,shift,unit\n007,2026-11-03,M,walk-main-2\n", "utf-8")
    result = run(*ALL)
    assert result.code == 3
    assert (
        "is fixed for M walk-main-2 on Tue 2026-11-03, which has no unit walk-main-2 on that date (its units: "
        in result.out
    )


def test_a_number_of_no_cure_is_a_usage_error(clash: Path) -> None:
    run(*ALL)
    result = run(*ALL, "--apply", 99)
    assert result.code == 2
    assert "cures" in result.err


def test_a_rule_is_loosened_where_it_stands(brigade: Path) -> None:
    rules = brigade / "constraints" / "rules.yaml"
    add_to(
        rules,
        "  # two of our own",
        "  - {id: most, rule: shift_count, max: 1, per: horizon, weight: must, who: {id: '007'}}  # kept",
        "  - {id: least, rule: shift_count, min: 3, per: horizon, weight: must, who: {id: '007'}}",
    )
    _result, content = explained()
    cure = next(c for c in content["cures"] if c["field"] == "max")  # type: ignore[attr-defined]
    line = (
        rules.read_text("utf-8")
        .splitlines()
        .index(next(line for line in rules.read_text("utf-8").splitlines() if "id: most" in line))
    )
    assert (cure["line"], cure["old"], cure["new"]) == (line + 1, "1", "3")
    before = rules.read_text("utf-8")
    run(*ALL, "--apply", cure["number"])
    assert rules.read_text("utf-8") == before.replace("max: 1,", "max: 3,")


def test_a_rule_is_loosened_for_one_officer_and_the_others_keep_it(brigade: Path) -> None:
    rules = brigade / "constraints" / "rules.yaml"
    most = "  - {id: most, rule: shift_count, max: 2, per: horizon, weight: must}  # kept"
    least = "  - {id: least, rule: shift_count, min: 3, per: horizon, weight: must, who: {id: '007'}}"
    add_to(rules, most, least)
    _result, content = explained()
    cure = next(c for c in content["cures"] if "most-2" in c["new"])  # type: ignore[attr-defined]
    assert cure["cost"]["wishes_at_least"] <= cure["cost"]["wishes"]
    before = rules.read_text("utf-8")
    run(*ALL, "--apply", cure["number"])
    after = rules.read_text("utf-8")
    added = """  - id: most-2
    rule: shift_count
    max: 3
    who: {id: "007"}
    weight: must
    per: horizon"""
    taken_out = most.replace("{id: most, ", '{id: most, who: {but: {id: "007"}}, ')
    assert after == before.replace(most, f"{taken_out}\n{added}")
    assert run("solve", "tiny", "--time-limit", "5").code == 0


def test_a_shortfall_is_forced_by_named_absences(brigade: Path) -> None:
    (brigade / "fixed.csv").unlink()
    add_to(brigade / "absences.csv", *(f"{officer},annual,2026-11-02,2026-11-08" for officer in ("007", "0012", "5")))
    result, content = explained()
    assert result.code == 0
    assert content["status"] == "short"
    shortfalls = content["shortfalls"]
    assert shortfalls
    told = [short for short in shortfalls if short["forced_by"]]  # type: ignore[attr-defined]
    assert told
    assert any(m["rule"] == "absence" for short in told for m in short["forced_by"]["members"])
    for short in shortfalls:  # type: ignore[attr-defined]
        numbers = [int(part) for part in re.findall(r"\d+", short["people"])]
        assert numbers[0] == sum(numbers[1:])
    assert any("Leave and other absences 3" in short["people"] for short in shortfalls)  # type: ignore[attr-defined]


def test_chinese_and_bad_input(clash: Path) -> None:
    result = run(*ALL, "--lang", "zh")
    assert "不能同时成立" in result.out
    replace_in(clash / "zones.csv", "main,", "Main,")
    broken = run(*ALL)
    assert (broken.code, broken.out) == (2, "")
