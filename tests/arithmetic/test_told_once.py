"""What lacks is told once: for all slots that follow each other, for one of the qualities that the same people have."""

from __future__ import annotations

from pathlib import Path

from roster.api import load
from roster.arithmetic.necessary import deficits
from roster.arithmetic.unbound import unbound
from roster.explain.trial import Asked
from roster.io.deficit_lines import deficit_lines
from tests.explain.small import SOFT, write
from tests.paths import HANCHENG

TABLES = {
    "officers": "id,name,category,qualifications\n"
    + "\n".join(f"P{n},{n},sworn,{'driver' if n < 2 else ''}" for n in range(6)),
    "vehicles": "id,name,kind,seats,licence\nV1,Car 1,car,4,driver\nV2,Car 2,car,4,driver",
    "absences": "id,kind,from,to\nV2,maintenance,2026-11-04,2026-11-04\nP1,sick,2026-11-03,2026-11-03",
    "units": "kind,name,crew,composition,vehicle_kinds\ncar,Car,1,driver:1,car\nduty,Foot,1,,",
    "demand": "unit_kind,places,from,to,day_types,minimum\ncar,Z,08:00,16:00,,2\nduty,Z,10:00,12:00,,1",
}


def test_vehicles_are_told_for_all_hours_and_people_once(tmp_path: Path) -> None:
    case = Asked(write(tmp_path / "cars", TABLES, SOFT)).load()
    assert len(case.problem.slots) > 7, "slots are cut by the other demand"
    told = [line.strip() for line in deficit_lines(deficits(case.problem, case.rulebook), case.problem, case.rulebook)]
    assert told[1:] == [
        "duties from Tue 2026-11-03, D: driver: 2 asked for, 1 at the most; 1 of 2 could do one "
        "(kept away by: Leave and other absences (1))",
        "Wed 2026-11-04, 08:00-16:00: car: 2 asked for, there: 1 of 2",
    ]


def test_a_lack_of_two_shifts_is_not_told_of_all_of_them_again(tmp_path: Path) -> None:
    """Each of the early and the late shift needs a senior nurse, and on Wednesday there is one for both."""
    tables = {
        "shifts": "code,name,start,end\nE,Early,07:00,15:00\nL,Late,14:00,22:00\nN,Night,21:00,07:00",
        "officers": "id,name,category,qualifications\nA,A,auxiliary,senior\nB,B,auxiliary,senior\nC,C,auxiliary,",
        "absences": "id,kind,from,to\nB,sick,2026-11-04,2026-11-04",
        "units": "kind,name,crew,composition,shifts\nsenior,Senior nurse,1,senior:1,E;L",
        "demand": "unit_kind,places,from,to,day_types,minimum\nsenior,,07:00,22:00,,1",
    }
    case = Asked(write(tmp_path / "ward", tables, SOFT)).load()
    told = list(deficit_lines(deficits(case.problem, case.rulebook), case.problem, case.rulebook))[1:]
    assert [line.count("senior: 2 asked for, 1 at the most") for line in told] == [1]
    assert "Wed 2026-11-04, E/L" in told[0]


def test_units_asked_for_on_no_line_shift_bind_nothing(tmp_path: Path) -> None:
    rules = tmp_path / "lent.yaml"
    entry = "rule: cover, id: lent, units: 1, where: {unit_kind: car}, when: {shift: %s}, weight: must"
    for shift, bound in (("L", ["lent"]), ("E", [])):
        rules.write_text("rules:\n  - {" + entry % shift + "}\n", encoding="utf-8")
        case = load(HANCHENG, [rules])
        assert [found.entry for found in unbound(case.problem, case.rulebook)] == bound
