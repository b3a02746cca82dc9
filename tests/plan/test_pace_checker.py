"""The outside check of pace: what it finds, and what not."""

from __future__ import annotations

from pathlib import Path

from tests.plan.pace_checker import pace_faults

SITES = """id,kind,latitude,longitude,opening_hours
C1,checkpoint,35.40,110.40,
C2,checkpoint,35.45,110.45,08:00-12:00
Q1,quick_reaction_point,35.41,110.41,
"""
HEADER = "date,unit,arrive,leave,place,place_kind,mode\n"


def rows(folder: Path, *stops: str) -> list[str]:
    """The faults of one crew on duty from 07:00 to 15:00, whose stops are `07:00 08:30 Q1 static`."""
    (folder / "sites.csv").write_text(SITES, encoding="utf-8")
    lines = []
    for stop in stops:
        arrive, leave, place, mode = stop.split()
        kind = "checkpoint" if place[0] == "C" else "quick_reaction_point"
        lines.append(f"2026-11-02,D/car,2026-11-02T{arrive},2026-11-02T{leave},{place},{kind},{mode}\n")
    (folder / "itinerary.csv").write_text(HEADER + "".join(lines), encoding="utf-8")
    return pace_faults(folder, folder)


def test_a_calm_shift_has_no_fault(tmp_path: Path) -> None:
    assert (
        rows(tmp_path, "07:00 10:00 Q1 static", "10:00 10:40 Q1 meal", "11:00 11:20 C2 car", "11:40 15:00 Q1 static")
        == []
    )


def test_each_fault_is_named(tmp_path: Path) -> None:
    found = rows(
        tmp_path,
        "07:00 08:30 Q1 static",
        "08:40 08:43 C1 car",
        "08:50 08:58 Q1 static",
        "09:00 09:50 C1 car",
        "11:50 12:05 C2 car",
        "12:10 14:15 Q1 static",
        "14:20 14:50 Q1 meal",
    )
    assert [fault.removeprefix("2026-11-02 D/car: ") for fault in found] == [
        "no meal",
        "3 minutes at C1 at 2026-11-02T08:40",
        "8 minutes at Q1 at 2026-11-02T08:50",
        "50 minutes at C1 at 2026-11-02T09:00",
        "C2 at 2026-11-02T11:50 is closed",
    ]


def test_stops_and_kilometres_are_counted(tmp_path: Path) -> None:
    hours = [(f"{7 + number // 3:02}", number % 3 * 2) for number in range(24)]
    stops = [f"{h}:{ten}0 {h}:{ten + 1}0 {'C1' if number % 2 else 'Q1'} car" for number, (h, ten) in enumerate(hours)]
    far = [stop.replace("Q1", "C2") for stop in stops[3:15]]
    assert "2026-11-02 D/car: 24 stops in 7.8 h" in rows(tmp_path, *stops)
    assert any(fault.endswith(" km") for fault in rows(tmp_path, *stops[:3], *far, *stops[15:]))
