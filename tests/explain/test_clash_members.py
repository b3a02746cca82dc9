"""Past duties, counts and whoever else it is about, in clashes that are known by hand; each edit by hand ends them."""

from __future__ import annotations

from pathlib import Path

import pytest

from roster.explain.trial import Asked
from roster.explain.whom import same_for, whom
from roster.search.explain.alike import AnyOf
from tests.explain.clash_case import FIXED, Case, as_told, explainer_of
from tests.explain.small import BASE, COVER, SOFT, write

NIGHTS = "code,name,start,end,night\nD,Day,08:00,16:00,\nN,Night,22:00,06:00,yes"
BY_NIGHT = BASE["demand"] + "\nduty,Z,22:00,06:00,,1"
PAST = {
    "a rest after a past duty": (
        Case(
            {"history": FIXED + "A,2026-10-29,E\nB,2026-10-31,E\nA,2026-11-01,E", "fixed": FIXED + "A,2026-11-02,D"},
            "  - {rule: minimum_rest, hours: 11, weight: must}\n" + SOFT,
            {"past"},
            {"fixed.csv:C2 (shift)", "rules.yaml:7", "history.csv:4"},
            (("history", "A,2026-11-01", "B,2026-11-01"), ("fixed", "A,", "B,")),
        ),
        "Ann (A) has worked E on Sun 2026-11-01 (to 23:00)",
        "Ann (A) has 9 h of rest between E on Sun 2026-11-01 and D on Mon 2026-11-02; 11 h are asked",
    ),
    "nights in a row": (
        Case(
            {
                "shifts": NIGHTS,
                "demand": BY_NIGHT,
                "history": FIXED + "A,2026-10-30,D\nA,2026-10-31,N\nA,2026-11-01,N",
                "fixed": FIXED + "A,2026-11-02,N",
            },
            "  - {id: nights, rule: consecutive_shifts, max: 2, when: {night: true}, weight: must}\n" + SOFT,
            {"past"},
            {"fixed.csv:C2 (shift)", "rules.yaml:7", "history.csv:3", "history.csv:4"},
            (("history", "A,2026-10-31", "B,2026-10-31"), ("history", "A,2026-11-01", "B,2026-11-01")),
        ),
        "Ann (A) has worked 2 duties that count here: N on Sat 2026-10-31 (to 06:00), N on Sun 2026-11-01 (to 06:00)",
        "Ann (A) works too many dates in a row (N), Sat 2026-10-31 to Mon 2026-11-02: 3, at most 2",
    ),
    "hours over two weeks": (
        Case(
            {
                "history": FIXED + "\n".join(f"A,2026-10-{day},E" for day in range(26, 32)),
                "fixed": FIXED + "A,2026-11-02,D\nA,2026-11-03,D",
            },
            "  - {id: hours, rule: work_hours, max: 56, per: {days: 14}, weight: must}\n" + SOFT,
            {"past"},
            {
                "fixed.csv:C2 (shift)",
                "fixed.csv:C3 (shift)",
                "rules.yaml:7",
                *(f"history.csv:{n}" for n in range(2, 8)),
            },
            (("history", "A,2026-10-28", "B,2026-10-28"), ("fixed", "A,2026-11-03", "B,2026-11-03")),
        ),
        "Ann (A) has worked 6 duties that count here, Mon 2026-10-26 to Sat 2026-10-31: E 6",
        "Ann (A) works 58 h from Wed 2026-10-21 to Tue 2026-11-03; at most 56 h are allowed",
    ),
    "a count over a month": (
        Case(
            {
                "shifts": NIGHTS,
                "demand": BY_NIGHT,
                "history": FIXED + "A,2026-10-30,N\nA,2026-11-01,N",
                "fixed": FIXED + "A,2026-11-04,N",
            },
            "  - {id: nights, rule: shift_count, max: 1, per: month, when: {night: true}, weight: must}\n" + SOFT,
            {"past"},
            {"fixed.csv:C2 (shift)", "rules.yaml:7", "history.csv:3"},
            (("history", "A,2026-11-01", "B,2026-11-01"),),
        ),
        "Ann (A) has worked N on Sun 2026-11-01 (to 06:00)",
        "Ann (A) works too many shifts (N), Sun 2026-11-01 to Mon 2026-11-30: 2, at most 1",
    ),
}


@pytest.mark.parametrize("name", PAST)
def test_past_duties_are_members_with_their_rows_and_the_count_is_told(name: str, tmp_path: Path) -> None:
    case, past, example = PAST[name]
    lines = as_told(case, tmp_path)
    assert past in [line.sentence for line in lines]
    assert example in [line.example for line in lines]


def test_an_example_gives_nobody_a_duty_that_their_other_musts_forbid(tmp_path: Path) -> None:
    """Ann is no leader: without her rest she would be on the line seven times, and never in the leaders' shift."""
    tables = {
        "shifts": "code,name,start,end,line\nA,Leader,08:00,08:00,no\nZ,Full day,08:00,08:00,",
        "settings": BASE["settings"].replace("00:00", "08:00"),
        "units": "kind,crew,composition,shifts\nboss,1,leader:1,A\nduty,1,,Z",
        "officers": "id,name,category,qualifications\nA,Ann,sworn,\nB,Ben,sworn,leader",
        "demand": "unit_kind,places,from,to,day_types,minimum\nduty,,,,,1\nboss,,,,,1",
    }
    rules = "  - {rule: minimum_rest, hours: 24, weight: must}\n" + (
        "  - {rule: shift_count, min: 7, per: horizon, weight: must, who: {id: A}}\n"
    )
    explainer, words = explainer_of(Asked(write(tmp_path / "two", tables, rules)))
    clash = explainer.clash()
    assert clash is not None
    examples = [line.example for line in words.lines(clash) if line.rule == "minimum_rest"]
    assert ["between Z on" in example and "and Z on" in example for example in examples] == [True]


def test_what_a_long_shift_is_over_is_told(tmp_path: Path) -> None:
    tables = {"shifts": "code,name,start,end\nL,Long,08:00,20:00", "fixed": FIXED + "A,2026-11-03,L"}
    case = Case(
        tables,
        "  - {rule: overtime, per_day: 3, weight: must}\n" + SOFT,
        set(),
        {"fixed.csv:C2 (shift)", "rules.yaml:7"},
        (("shifts", "20:00", "19:00"),),
    )
    assert "Ann (A) works 12 h in L on Tue 2026-11-03; at most 11 h with overtime" in [
        line.example for line in as_told(case, tmp_path)
    ]


ARMED = "id,name,category,qualifications\n" + "\n".join(
    f"P{n},Name{n},{'sworn' if n < 6 else 'auxiliary'},{'armed' if n < 5 else ''}" for n in range(1, 8)
)
PAIR = {
    "officers": ARMED,
    "units": "kind,crew,composition\nduty,2,armed:2",
    "demand": "unit_kind,places,from,to,day_types,minimum\nduty,Z,08:00,16:00,mon,1",
}
FREE_MONDAYS = (
    "  - {id: free, rule: shift_count, max: 0, per: week, when: {weekday: [mon]}, "
    "who: {qualification: armed}, weight: must}\n"
)


def test_any_three_of_four_permit_holders(tmp_path: Path) -> None:
    """Two of four are needed on Monday: with three of them free there is only one left."""
    asked = Asked(write(tmp_path / "armed", PAIR, FREE_MONDAYS + COVER))
    explainer, words = explainer_of(asked)
    clash = explainer.clash()
    assert clash is not None
    assert clash.smallest
    assert [(len(one.officers), set(one.among)) for one in clash.alike] == [(3, {"P1", "P2", "P3", "P4"})]
    (line,) = [line for line in words.lines(clash) if line.rule == "free"]
    assert line.sentence.startswith("any 3 of the 4 (armed): ")
    assert any("in all: 4" in line.sentence for line in words.lines(clash))


def test_who_is_not_in_the_same_case_is_not_among_them(tmp_path: Path) -> None:
    """One of the four is on leave in any case, so that any two of the other three clash already."""
    tables = {**PAIR, "absences": "id,kind,from,to\nP4,annual,2026-11-02,2026-11-02"}
    explainer, _words = explainer_of(Asked(write(tmp_path / "armed", tables, FREE_MONDAYS + COVER)))
    clash = explainer.clash()
    assert clash is not None
    absent = any(member.rule == "absence" for member in clash.members)
    expected = (2, {"P1", "P2", "P3"}) if absent else (3, {"P1", "P2", "P3", "P4"})
    assert [(len(one.officers), set(one.among)) for one in clash.alike if len(one.officers) > 1] == [expected]


TWO = "  - {id: most, rule: shift_count, max: 1, per: horizon, weight: must, who: {but: {id: P7}}}\n" + (
    "  - {id: least-duties, rule: shift_count, min: 2, per: horizon, weight: must}\n"
)


def test_others_in_the_same_clash_are_named_and_no_second_clash_repeats_it(tmp_path: Path) -> None:
    tables = {"officers": ARMED, "units": "kind,crew\nduty,4", "demand": BASE["demand"].replace(",,1", ",,2")}
    explainer, words = explainer_of(Asked(write(tmp_path / "seven", tables, TWO + SOFT)))
    clash = explainer.clash()
    assert clash is not None
    examples = [line.example for line in words.lines(clash)]
    assert any(": 2, at most 1" in example for example in examples), examples
    assert any(": 1 of 2" in example for example in examples), "as near to the rule as the others let it be"
    others = [f"Name{n} (P{n})" for n in range(1, 7) if f"P{n}" not in {member.officer for member in clash.members}]
    assert same_for(clash, explainer.problem) == f"the same for others (5): {', '.join(others)}"
    assert explainer.clash(clash.about) is None


def test_who_can_keep_the_same_rules_is_not_in_the_same_clash(tmp_path: Path) -> None:
    """Both have the two rules; only one has had the month's night already."""
    tables = {"shifts": NIGHTS, "demand": BY_NIGHT, "history": FIXED + "A,2026-11-01,N"}
    rules = "".join(
        f"  - {{id: {name}, rule: shift_count, {bound}: 1, per: {per}, when: {{night: true}}, weight: must}}\n"
        for name, bound, per in (("most", "max", "month"), ("some", "min", "horizon"))
    )
    explainer, _words = explainer_of(Asked(write(tmp_path / "two", tables, rules + SOFT)))
    clash = explainer.clash()
    assert clash is not None
    assert {member.officer for member in clash.members} == {"A"}
    assert clash.alike == ()


def test_only_these_few_may(tmp_path: Path) -> None:
    tables = {**PAIR, "absences": "id,kind,from,to\nP1,annual,2026-11-02,2026-11-02"}
    tables["officers"] = ARMED.replace("P3,Name3,sworn,armed", "P3,Name3,sworn,").replace(
        "P4,Name4,sworn,armed", "P4,Name4,sworn,"
    )
    explainer, words = explainer_of(Asked(write(tmp_path / "two", tables, COVER)))
    clash = explainer.clash()
    assert clash is not None
    sentences = [line.sentence for line in words.lines(clash)]
    assert "duty: at least 2 armed in each crew; only Name1 (P1), Name2 (P2) may" in sentences


def test_many_who_are_all_of_a_kind_are_told_as_that(tmp_path: Path) -> None:
    explainer, _words = explainer_of(Asked(write(tmp_path / "armed", PAIR, FREE_MONDAYS + COVER)))
    clash = explainer.clash()
    assert clash is not None
    armed = ("P1", "P2", "P3", "P4")
    assert whom(armed, clash, explainer.problem) == "all 4 (armed)"
    assert whom(armed[:2], clash, explainer.problem) == "Name1 (P1), Name2 (P2)"
    everybody = [officer.id for officer in explainer.problem.officers]
    assert whom(everybody, clash, explainer.problem) == f"all {len(everybody)} people"
    assert AnyOf(armed, armed).others == ()
