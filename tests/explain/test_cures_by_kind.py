"""Of each kind of change the cheapest cure, or why there is none; nothing that has begun, no law that goes unnamed."""

from __future__ import annotations

from pathlib import Path

import pytest

from roster.explain.by_kind import ByKind
from roster.explain.candidate import FOR_ALL, KINDS, Candidate, Kind
from roster.explain.candidates import Candidates
from roster.explain.cures import Cures, cures_of_clash
from roster.explain.explanation import Explanation
from roster.explain.explanation_parts import ExplainedClash
from roster.explain.trial import Asked, changed
from roster.report.explanation import lines
from roster.rules.roster.cover import Cover
from roster.rules.roster.minimum_rest import MinimumRest
from roster.search.explain.clashes import Clash, Explainer, musts, musts_of
from roster.search.explain.mus import Clock
from roster.tiers import all_limits
from tests.explain.small import BASE, COVER, SOFT, write

ARMED = {
    "officers": "id,name,category,qualifications\nP1,One,sworn,armed\nP2,Two,sworn,armed\nP3,Three,sworn,",
    "units": "kind,crew,composition\nduty,1,armed:1",
}
AWAY = "id,kind,from,to\nP1,{kind},{first},2026-11-03\nP2,annual,2026-11-03,2026-11-03"


def explainer_of(asked: Asked) -> tuple[Explainer, Clash]:
    case = asked.load()
    groups = musts(case.problem, case.rulebook, all_limits(case.problem, case.rulebook))
    explainer = Explainer(case.problem, groups, pose=musts_of(case.rulebook))
    clash = explainer.clash()
    assert clash is not None
    assert clash.smallest
    return explainer, clash


def cured(asked: Asked) -> Cures:
    case = asked.load()
    cures = cures_of_clash(asked, case, *explainer_of(asked), Clock(30))
    for cure in cures:
        with changed(asked, case, cure.candidate.changes) as trial:
            groups = musts(trial.problem, trial.rulebook, all_limits(trial.problem, trial.rulebook))
            assert Explainer(trial.problem, groups).possible().possible is True, cure.candidate.sentence
    return cures


def told(cures: Cures) -> dict[Kind, str]:
    return {cure.candidate.kind: cure.candidate.sentence for cure in cures}


def away(folder: Path, kind: str, first: str) -> Asked:
    return Asked(write(folder, {**ARMED, "absences": AWAY.format(kind=kind, first=first)}, COVER))


def test_each_kind_has_its_cure_or_a_sentence(tmp_path: Path) -> None:
    cures = cured(away(tmp_path / "two", "annual", "2026-11-03"))
    assert told(cures) == {
        "leave": "ask One (P1) to take the leave of Tue 2026-11-03 at another time",
        "lent": "borrow 1 more: sworn, armed",
        "trained": "give Three (P3) the qualification armed",
        "demand": "duty at Z Zone, 08:00-16:00: ask for 0 instead of 1",
        "binding": f"{Cover(weight='must').spoken}: no longer a must; what is missing is a shortfall of priority 4",
    }
    assert [cure.candidate.kind for cure in cures][-1] == "binding", "what loosens a rule for all comes last"
    assert [none.kind for none in cures.missing] == [kind for kind in KINDS if kind not in told(cures)]
    assert {none.why for none in cures.missing} == {"no line of the clash is about that"}


def test_how_often_partners_serve_together_gives_way_as_far_as_it_must(tmp_path: Path) -> None:
    pair = {
        "officers": "id,name\nP1,One\nP2,Two",
        "units": "kind,crew\nduty,2",
        "demand": "unit_kind,from,to,day_types,minimum\nduty,08:00,16:00,mon;tue;wed;thu,1",
    }
    asked = Asked(write(tmp_path / "pair", pair, COVER + "  - {rule: tenure, max: 2, weight: must}\n"))
    case, (explainer, clash) = asked.load(), explainer_of(asked)
    found = Candidates(asked, case, explainer).of(clash)
    assert [(c.old, c.new) for one in found for c in one.changes if c.field == "max"] == [("2", "4")]


def test_what_has_begun_and_what_cannot_be_put_off_stay(tmp_path: Path) -> None:
    asked = away(tmp_path / "two", "annual", "2026-11-01")
    makers = Candidates(asked, asked.load(), explainer_of(asked)[0])
    rows = [one.sentence for one in makers.of(explainer_of(asked)[1]) if one.kind == "leave"]
    assert rows == ["ask Two (P2) to take the leave of Tue 2026-11-03 at another time"]
    assert makers.blocked["leave"] == ["what has begun stays: One (P1) is away from Sun 2026-11-01"]
    asked = away(tmp_path / "sick", "sick", "2026-11-03")
    makers = Candidates(asked, asked.load(), explainer_of(asked)[0])
    assert not any("P1" in one.sentence for one in makers.of(explainer_of(asked)[1]) if one.kind == "leave")
    assert makers.blocked["leave"] == ["One (P1) is away (sick), which nobody can put off"]


def test_maintenance_that_has_begun_is_not_moved(tmp_path: Path) -> None:
    tables = {
        "units": "kind,crew,vehicle_kinds\nduty,1,van",
        "vehicles": "id,kind,seats\nV1,van,2",
        "absences": "id,kind,from,to\nV1,maintenance,2026-11-01,2026-11-04",
    }
    cures = cured(Asked(write(tmp_path / "two", tables, COVER)))
    assert told(cures)["vehicle"] == "borrow one more vehicle: van"
    assert not any("move the maintenance" in cure.candidate.sentence for cure in cures)


def test_every_vehicle_that_would_do_is_named(tmp_path: Path) -> None:
    tables = {
        "units": "kind,crew,vehicle_kinds\nduty,1,van",
        "vehicles": "id,name,kind,seats\nV1,One,van,2\nV2,Two,van,2\nV3,Three,bus,9",
        "absences": "id,kind,from,to\nV1,maintenance,2026-11-03,2026-11-03\nV2,maintenance,2026-11-03,2026-11-04",
    }
    cures = cured(Asked(write(tmp_path / "two", tables, COVER)))
    (cure,) = (cure for cure in cures if cure.candidate.kind == "vehicle")
    assert {one.candidate.sentence for one in (cure, *cure.also)} == {
        "move the maintenance of One (V1) to Mon 2026-11-09",
        "move the maintenance of Two (V2) to Mon 2026-11-09 to Tue 2026-11-10",
        "let duty take a vehicle of kind bus",
        "borrow one more vehicle: van",
    }
    asked = Asked(tmp_path / "two")
    shown = Explanation(asked.load(), cures=tuple(cures), clashes=(ExplainedClash(explainer_of(asked)[1], ()),))
    text = "\n".join(lines(shown))
    for number, one in enumerate(shown.every_cure(), start=1):  # also "or 3." is a number for --apply
        assert f" {number}. {one.candidate.sentence} (" in text


NIGHTS = {
    "settings": "setting,value\nname,Two\nstart,2026-11-02\ncountry,DE\nday_start,08:00",
    "shifts": "code,name,start,end\nF,Full,08:00,08:00",
    "units": "kind,crew,vehicle_kinds\nduty,1,van",
    "vehicles": "id,name,kind,seats\nV1,One,van,2\nV2,Two,van,2",
    "absences": "id,kind,from,to\nV1,maintenance,2026-11-07,2026-11-08\nV2,maintenance,2026-11-08,2026-11-08",
    "demand": "unit_kind,places,from,to,day_types,minimum\nduty,Z,,,,1\nduty,Z,,,sat;sun,2",
}


def test_maintenance_is_moved_past_the_last_night_and_rows_that_overlap_are_lowered_together(tmp_path: Path) -> None:
    """The last duty ends on Mon 9: not before Tue 10. On Sunday both rows ask for a car, and neither is there."""
    cures = cured(Asked(write(tmp_path / "two", NIGHTS, COVER)))
    assert told(cures)["vehicle"] == (
        "move the maintenance of One (V1) to Tue 2026-11-10 to Wed 2026-11-11; "
        "and move the maintenance of Two (V2) to Tue 2026-11-10"
    )
    assert told(cures)["demand"] == (
        "duty at Z Zone, 08:00-08:00 (sat, sun): ask for 0 instead of 2; "
        "and duty at Z Zone, 08:00-08:00: ask for 0 instead of 1"
    )


TRAINEE = (
    "id,name,category,qualifications,trainee,coach\n"
    "A,Ann,sworn,coach,,\nB,Ben,auxiliary,,yes,{coach}\nC,Cid,sworn,{more},,"
)


@pytest.mark.parametrize(
    ("coach", "more", "trained"),
    [("", "", "give Cid (C) the qualification coach"),
     ("A", "coach", "let Ben (B) work beside any coach, not only Ann (A)")],
)  # fmt: skip
def test_a_trainee_whose_coach_is_away_gets_another(coach: str, more: str, trained: str, tmp_path: Path) -> None:
    tables = {
        "officers": TRAINEE.format(coach=coach, more=more),
        "units": "kind,crew\nduty,2",
        "absences": "id,kind,from,to\nA,sick,2026-11-02,2026-11-08",
        "fixed": "officer,date,shift\nB,2026-11-03,D",
    }
    cures = told(cured(Asked(write(tmp_path / "two", tables))))
    assert cures["trained"] == trained
    assert cures.get("lent") == (None if coach else "borrow 1 more: auxiliary, coach")


def test_no_cure_holds_another_one_that_suffices(tmp_path: Path) -> None:
    tables = {"absences": "id,kind,from,to\nA,annual,2026-11-03,2026-11-03\nB,annual,2026-11-03,2026-11-03"}
    cures = cured(Asked(write(tmp_path / "two", tables, COVER)))
    changes = [set(cure.candidate.changes) for cure in cures]
    assert not any(one < other for one in changes for other in changes)


def test_why_a_rule_cannot_give_way_is_told(tmp_path: Path) -> None:
    """A day off a week cannot become fewer, and nobody else is there: not that no line is about it."""
    tables = {"officers": "id,name,category\nA,Ann,sworn", "units": "kind,crew\nduty,1"}
    rule = "  - {rule: days_off, min: 1, days: 7, weight: must}\n"
    cures = cured(Asked(write(tmp_path / "one", tables, rule + COVER)))
    whys = {none.kind: none.why for none in cures.missing}
    assert told(cures)["lent"] == "borrow 1 more: auxiliary"
    assert whys["limit"] == "Days off is about nobody else"
    assert whys["rule"] == "Days off: no number that such a rule may have would do"


def test_the_law_is_kept_and_named_while_something_else_helps(tmp_path: Path) -> None:
    tables = {"shifts": "code,name,start,end\nL,Long,08:00,20:00", "fixed": "officer,date,shift\nA,2026-11-03,L"}
    rule = "  - {rule: overtime, per_day: 3, why: labour law, weight: must}\n"
    cures = cured(Asked(write(tmp_path / "two", {**BASE, **tables}, rule + SOFT)))
    assert set(told(cures)) == {"row", "binding"}
    whys = {none.kind: none.why for none in cures.missing}
    assert whys["limit"] == "a law or an order is kept as long as something else helps: labour law"
    assert whys["lent"] == "no line of the clash is about that"


def test_two_clashes_are_cured_by_changes_of_both(tmp_path: Path) -> None:
    """Two officers have a rest that is too short; only giving up both duties helps, or the rule for both."""
    tables = {
        "officers": BASE["officers"] + "\nC,Cor,sworn,,,,",
        "history": "officer,date,shift\nA,2026-11-01,E\nB,2026-11-01,E",
        "fixed": "officer,date,shift\nA,2026-11-02,D\nB,2026-11-02,D",
        "demand": BASE["demand"].replace(",,1", ",,2"),
    }
    rest = "  - {rule: minimum_rest, hours: 11, weight: must}\n"
    cures = cured(Asked(write(tmp_path / "two", tables, rest + SOFT)))
    assert told(cures)["row"] == (
        "no longer fix Ann (A) on Mon 2026-11-02; and no longer fix Ben (B) on Mon 2026-11-02"
    )
    name = MinimumRest(hours=11, weight="must").spoken
    assert told(cures)["limit"] == f"{name}: hours of rest 9 instead of 11, only for Ann (A), Ben (B)"
    assert told(cures)["rule"] == f"{name}: hours of rest 9 instead of 11"


def one(kind: Kind, name: str, law: str = "") -> Candidate:
    return Candidate((), name, frozenset(), kind, law)


def test_kinds_that_were_not_tried_in_time_say_so() -> None:
    kinds: ByKind[str] = ByKind(lambda candidate: candidate.sentence or None, Clock(0))
    kinds.go([one("row", "a")])
    assert {none.kind: none.why for none in kinds.missing({})}["row"] == "not tried: the time was up"


class Counted(Clock):
    """A clock of which whoever tries something takes the seconds."""

    def __init__(self, seconds: float) -> None:
        super().__init__(0)
        self.seconds = seconds

    def left(self, most: float = float("inf")) -> float:
        return max(0.0, min(most, self.seconds))


def test_no_change_is_begun_that_would_end_after_the_limit_or_is_judged_by_its_end() -> None:
    """Three seconds each: after two there is no time for a third; what was not told in time is not called needless."""
    clock, begun = Counted(8), list[str]()

    def tried(candidate: Candidate) -> str | None:
        begun.append(candidate.sentence)
        clock.seconds -= 3
        return None

    kinds: ByKind[str] = ByKind(tried, clock)
    kinds.go([one("row", "a"), one("limit", "b"), one("rule", "c")])
    assert begun == ["a", "b"]
    why = {none.kind: none.why for none in kinds.missing({})}
    assert why["row"] == why["limit"] == "changes tried, none seen to suffice: 1"
    assert why["rule"] == "not tried: the time was up"
    clock = Counted(2)
    kinds = ByKind(tried, clock)
    kinds.go([one("row", "d")])
    assert {none.kind: none.why for none in kinds.missing({})}["row"] == "not tried: the time was up"


def test_the_easiest_of_a_kind_is_tried_first_and_another_kind_after_it() -> None:
    order: list[str] = []

    def tried(candidate: Candidate) -> str | None:
        order.append(candidate.sentence)
        return candidate.sentence if candidate.sentence.startswith("good") else None

    kinds = ByKind(tried, Clock(60))
    kinds.go([one("rule", "good for all"), one("row", "bad row"), one("limit", "good few"), one("limit", "good too")])
    assert order == ["bad row", "good few", "good for all"]
    assert {none.kind: none.why for none in kinds.missing({"row": ("stays",)})}["row"] == (
        "changes tried, none seen to suffice: 1; stays"
    )


@pytest.mark.parametrize("kind", FOR_ALL)
def test_what_concerns_everybody_is_tried_last(kind: Kind) -> None:
    assert list(KINDS).index(kind) > list(KINDS).index("limit")
