"""Scenarios side by side: what is summed, what is told of it, and the sheet with its picture."""

from __future__ import annotations

import json
from pathlib import Path

from openpyxl import load_workbook

from roster.domain.price import cost_of
from roster.province.run_folder import RunFolder
from roster.province.side_by_side import scenarios_of
from roster.province.summary import lines, write_summary

ROWS = (
    # scenario, brigade, state, short, best, bound
    ("", "east", "done", {2: (1, 1)}, 40, 40),
    ("", "north", "done", {}, 10, 8),
    ("", "west", "infeasible", {}, None, None),
    ("car", "east", "done", {1: (3, 3), 2: (1, 1)}, 40, 40),
    ("flu", "north", "stopped", {}, 12, 9),
    ("flu", "west", "done", {}, 5, 5),
    ("lost", "north", "lost", {}, None, None),
    ("slow", "east", "running", {}, None, None),
)


def run(folder: Path) -> RunFolder:
    kept = RunFolder(folder)
    with kept.held():
        kept.remember(province="Three rivers")
        kept.begin({f"{scenario}/{brigade}": (brigade, scenario) for scenario, brigade, *_rest in ROWS})
        for scenario, brigade, state, short, best, bound in ROWS:
            told = {"state": state, "short": json.dumps(short), "best": best, "bound": bound}
            kept.put(f"{scenario}/{brigade}", **told)
    return kept


def test_only_brigades_with_both_rosters_are_compared(tmp_path: Path) -> None:
    plain, car, flu, lost, slow = scenarios_of(run(tmp_path).rows())
    assert (plain.name, plain.after.cost, plain.after.least) == ("", cost_of({2: 1}, 50), cost_of({2: 1}, 48))
    assert (car.before.cost, car.after.cost) == (cost_of({2: 1}, 50), cost_of({1: 3, 2: 1}, 50))
    assert car.effect.startswith("effect: priority 1: +3 short; the wishes cost")
    assert (flu.changed, flu.without, flu.after.cost) == (2, ("west",), cost_of({2: 1}, 52))
    assert flu.effect.startswith("effect: none that can be told")
    assert flu.effect.endswith("not counted, without a roster: west")
    assert lost.effect == "none of its brigades has a roster"
    assert slow.effect == "brigades that are not solved yet: 1"


def test_the_summary_has_a_sheet_of_them_with_a_picture(tmp_path: Path) -> None:
    kept = run(tmp_path)
    files = write_summary(kept)
    assert [file.name for file in files] == ["summary.xlsx", "scenarios.png", "brigades.csv", "gaps.csv"]
    sheet = load_workbook(files[0])["Scenarios"]
    assert [[cell.value for cell in row[:5]] for row in sheet["A4:E7"]] == [
        ["as it is", 0, 1, 50, 48],
        ["car", 1, 4, 50, 48],
        ["flu", 2, 1, 52, 49],
        ["lost", 1, 1, 40, 40],
    ]
    assert len(sheet._images) == 1
    assert [line for line in lines(kept, False) if line.startswith("lost: ")] == [
        "lost: none of its brigades has a roster"
    ]
