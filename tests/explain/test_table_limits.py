"""Limits that are in no rule are members of clashes: each by name, needed, and gone where its table says otherwise."""

from __future__ import annotations

from pathlib import Path

import pytest

from roster.explain.cures import cures_of_clash
from roster.explain.trial import Asked, changed
from roster.search.explain.clashes import Explainer, musts
from roster.search.explain.mus import Clock
from roster.tiers import all_limits
from tests.explain.clash_case import FIXED, Case, as_told, explainer_of
from tests.explain.small import BASE, COVER, SOFT, write

CAR = "kind,crew,composition,vehicle_kinds,zones,shifts\ncar,2,,van,,"
ONE_CAR = "unit_kind,places,from,to,day_types,minimum\ncar,Z,08:00,16:00,,1"
VEHICLES = "id,kind,seats,lights,licence\nV1,van,{seats},no,{licence}"
BOTH = "  - {rule: rotation, pattern: [D], start: 2026-11-02, weight: must}\n" + SOFT


CASES = {
    "most": Case(
        {},
        BOTH,
        {"most", "crew_size"},
        {"rules.yaml:7", "demand.csv:F2 (minimum)", "units.csv:B2 (crew)"},
        (("demand", ",,1", ",,2"), ("units", "duty,1", "duty,2"), ("officers", "\nB,Ben,auxiliary,,,,", "")),
        "most",
    ),
    "unasked": Case(
        {"fixed": FIXED + "A,2026-11-03,E"},
        SOFT,
        {"unasked"},
        {"demand.csv:2", "fixed.csv:C2 (shift)"},
        (("demand", "16:00", "23:00"), ("fixed", "E", "D")),
        "row",
    ),
    "shifts": Case(
        {
            "units": BASE["units"] + "D",
            "demand": BASE["demand"].replace("16:00", "23:00"),
            "fixed": FIXED + "A,2026-11-03,E",
        },
        SOFT,
        {"shifts"},
        {"units.csv:F2 (shifts)", "fixed.csv:C2 (shift)"},
        (("units", ",D", ",D;E"), ("fixed", "E", "D")),
        "shifts",
    ),
    "zones": Case(
        {
            "units": "kind,crew,composition,vehicle_kinds,zones,shifts\nduty,1,,,Z,",
            "demand": BASE["demand"].replace("Z", ""),
        },
        "  - {rule: day_presence, hours: '08:00-16:00', where: {zone: Y}, weight: must}\n" + SOFT,
        {"zones"},
        {"units.csv:E2 (zones)", "rules.yaml:7"},
        (("units", ",Z,", ",Z;Y,"),),
        "zones",
    ),
    "zones of a kind that moves": Case(
        {
            "units": "kind,crew,composition,vehicle_kinds,zones,shifts,moves\nduty,1,,,Z,,yes",
            "demand": BASE["demand"].replace("Z", ""),
        },
        "  - {rule: day_presence, hours: '08:00-16:00', where: {zone: Y}, weight: must}\n" + SOFT,
        {"zones"},
        {"units.csv:E2 (zones)", "rules.yaml:7"},
        (("units", ",Z,", ",Z;Y,"),),
        "zones",
    ),
    "seats": Case(
        {"units": CAR, "demand": ONE_CAR, "vehicles": VEHICLES.format(seats=1, licence="")},
        COVER,
        {"needed", "seats"},
        {"vehicles.csv:C2 (seats)", "units.csv:D2 (vehicle_kinds)", "demand.csv:F2 (minimum)"},
        (("vehicles", "van,1", "van,2"), ("units", "car,2", "car,1"), ("units", "van", ""), ("demand", ",,1", ",,0")),
        "row",
    ),
    "licence": Case(
        {"units": CAR, "demand": ONE_CAR, "vehicles": VEHICLES.format(seats=2, licence="yes")},
        COVER,
        {"needed", "licence"},
        {"vehicles.csv:E2 (licence)", "units.csv:D2 (vehicle_kinds)", "demand.csv:F2 (minimum)"},
        (("vehicles", "no,yes", "no,"), ("officers", "sworn,", "sworn,yes"), ("demand", ",,1", ",,0")),
        "qualifications",
    ),
    "kind of vehicle": Case(
        {"units": CAR.replace("van", "bus"), "demand": ONE_CAR, "vehicles": VEHICLES.format(seats=2, licence="")},
        COVER,
        {"needed", "kind"},
        {"units.csv:D2 (vehicle_kinds)", "demand.csv:F2 (minimum)"},
        (("vehicles", "van", "bus"), ("units", "bus", "van"), ("demand", ",,1", ",,0")),
        "vehicle_kinds",
    ),
    "vehicles": Case(
        {
            "units": CAR.replace("car,2", "car,1"),
            "demand": ONE_CAR.replace(",,1", ",,2"),
            "vehicles": VEHICLES.format(seats=2, licence=""),
        },
        COVER,
        {"needed", "vehicles"},
        {"vehicles.csv:2", "units.csv:D2 (vehicle_kinds)", "demand.csv:F2 (minimum)"},
        (("vehicles", "V1,van,2,no,", "V1,van,2,no,\nV2,van,2,no,"), ("demand", ",,2", ",,1")),
        "minimum",
    ),
    "maintenance": Case(
        {
            "units": CAR,
            "demand": ONE_CAR,
            "vehicles": VEHICLES.format(seats=2, licence=""),
            "absences": "id,kind,from,to\nV1,maintenance,2026-11-03,2026-11-04",
        },
        COVER,
        {"needed", "away"},
        {"absences.csv:C2 (from)", "units.csv:D2 (vehicle_kinds)", "demand.csv:F2 (minimum)"},
        (("absences", "V1,maintenance,2026-11-03,2026-11-04", ""), ("demand", ",,1", ",,0")),
        "from",
    ),
    "one start a date": Case(
        {
            "officers": BASE["officers"].replace("\nB,Ben,auxiliary,,,,", ""),
            "demand": BASE["demand"] + "\nduty,Z,16:00,23:00,,1",
        },
        COVER,
        {"one_start"},
        {"demand.csv:F2 (minimum)", "demand.csv:F3 (minimum)"},
        (("demand", "16:00,,1", "16:00,,0"), ("officers", "A,Ann,sworn,,,,", "A,Ann,sworn,,,,\nB,Ben,sworn,,,,")),
        "minimum",
    ),
    "one place at a time": Case(
        {
            "officers": BASE["officers"].replace("\nB,Ben,auxiliary,,,,", ""),
            "demand": BASE["demand"] + "\nduty,Y,08:00,16:00,,1",
        },
        COVER,
        {"one_place"},
        {"demand.csv:F2 (minimum)", "demand.csv:F3 (minimum)"},
        (("demand", "16:00,,1", "16:00,,0"), ("officers", "A,Ann,sworn,,,,", "A,Ann,sworn,,,,\nB,Ben,sworn,,,,")),
        "minimum",
    ),
    "people": Case(
        {"demand": BASE["demand"].replace(",,1", ",,3")},
        COVER,
        {"one_place"},
        {"demand.csv:F2 (minimum)"},
        (("demand", ",,3", ",,2"), ("officers", "A,Ann,sworn,,,,", "A,Ann,sworn,,,,\nC,Cor,sworn,,,,")),
        "minimum",
    ),
    "past duty": Case(
        {
            "shifts": BASE["shifts"] + "\nL,Long,12:00,12:00",
            "history": "officer,date,shift\nA,2026-11-01,L",
            "fixed": FIXED + "A,2026-11-02,D",
        },
        SOFT,
        {"past_duty"},
        {"fixed.csv:C2 (shift)", "history.csv:2"},
        (("history", "A,", "B,"), ("fixed", "A,", "B,")),
    ),
    "joined": Case(
        {"officers": BASE["officers"].replace("sworn,,,,", "sworn,,,,2026-11-05"), "fixed": FIXED + "A,2026-11-03,D"},
        SOFT,
        {"joined"},
        {"officers.csv:G2 (joined)", "fixed.csv:C2 (shift)"},
        (("officers", "2026-11-05", "2026-11-03"), ("fixed", "A", "B")),
        "joined",
    ),
    "coach": Case(
        {
            "officers": BASE["officers"].replace("auxiliary,,,,", "auxiliary,,yes,A,"),
            "units": "kind,crew,least_crew\nduty,2,1",
            "absences": "id,kind,from,to\nA,annual,2026-11-03,2026-11-03",
            "fixed": FIXED + "B,2026-11-03,D",
        },
        SOFT,
        {"coached"},
        {"officers.csv:F3 (coach)", "absences.csv:C2 (from)", "fixed.csv:C2 (shift)"},
        (("officers", ",yes,A", ",,"), ("absences", "A,annual,2026-11-03,2026-11-03", ""), ("fixed", "-03", "-04")),
        "row",
    ),
    "composition": Case(
        {"units": BASE["units"].replace("duty,1,", "duty,1,armed:1")},
        COVER,
        {"quality"},
        {"units.csv:C2 (composition)", "demand.csv:F2 (minimum)"},
        (("units", "armed:1", ""), ("officers", "sworn,", "sworn,armed"), ("demand", ",,1", ",,0")),
        "qualifications",
    ),
    "least crew": Case(
        {
            "units": BASE["units"].replace("duty,1", "duty,2"),
            "officers": BASE["officers"].replace("\nB,Ben,auxiliary,,,,", ""),
        },
        COVER,
        {"least"},
        {"units.csv:B2 (crew)", "demand.csv:F2 (minimum)"},
        (("units", "duty,2", "duty,1"), ("demand", ",,1", ",,0")),
        "minimum",
    ),
    "hours": Case(
        {"demand": BASE["demand"].replace("08:00", "06:00")},
        COVER,
        {"hours"},
        {"demand.csv:F2 (minimum)", "shifts.csv"},
        (("demand", "06:00", "08:00"), ("shifts", "08:00", "06:00"), ("demand", ",,1", ",,0")),
        "minimum",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_the_clash_names_it_and_ends_where_the_table_says_otherwise(name: str, tmp_path: Path) -> None:
    as_told(CASES[name], tmp_path)


@pytest.mark.parametrize("name", [name for name, case in CASES.items() if case.cure])
def test_changing_the_table_is_a_cure_and_every_cure_cures(name: str, tmp_path: Path) -> None:
    asked = Asked(write(tmp_path / "clash", CASES[name].tables, CASES[name].rules))
    explainer, _words = explainer_of(asked)
    clash = explainer.clash()
    assert clash is not None
    case = asked.load()
    cures = cures_of_clash(asked, case, explainer, clash, Clock(20))
    assert CASES[name].cure in {change.field for cure in cures for change in cure.candidate.changes}
    for cure in cures:
        with changed(asked, case, cure.candidate.changes) as trial:
            groups = musts(trial.problem, trial.rulebook, all_limits(trial.problem, trial.rulebook))
            assert Explainer(trial.problem, groups).possible().possible is True, cure.candidate.sentence
