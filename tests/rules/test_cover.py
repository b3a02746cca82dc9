"""Cover: units and full crews where and when they are asked for."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pydantic import ValidationError

from roster.domain.clock import Window
from roster.domain.service import DemandLine, Shift
from roster.rules.base import Rule
from roster.rules.violation import Violation
from tests.rules.law_units import brigade, crew, found, posed, rule

COVER = rule({"rule": "cover", "priority": 4})
TARGET = rule({"rule": "cover", "asks": "target", "weight": 9})
OVER = rule({"rule": "cover", "asks": "over", "weight": 1})
DAY = Window(7 * 60, 15 * 60)
CARS = DemandLine("cars", "car", ("Z1", "Z2"), DAY, frozenset({0}), 1, 2, 2, priority=2)


def findings(one: Rule, *crews: tuple[str, str], lines: tuple[DemandLine, ...] = (CARS,)) -> list[Violation]:
    problem = posed(brigade(demand=lines), one)
    return found(one, problem, *(crew(problem, "D", label, officers) for label, officers in crews))


def heads(violations: list[Violation]) -> list[tuple[int, int | None]]:
    return [(violation.amount, violation.priority) for violation in violations]


def test_minimum_is_kept_by_a_full_crew_in_either_zone() -> None:
    assert findings(COVER, ("car-Z2", "ABD")) == []


def test_minimum_just_broken_by_one_head_missing_in_the_crew() -> None:
    (violation,) = findings(COVER, ("car-Z1", "AB"))
    assert (violation.amount, violation.asked, violation.given, violation.priority) == (1, 3, 2, 2)
    assert COVER.say(violation, posed(brigade())) == "car-Z1 on Mon 2026-10-19, D, runs with 2 of 3 people"


def test_a_missing_unit_is_short_of_its_whole_crew() -> None:
    (violation,) = findings(COVER)
    assert (violation.amount, violation.asked, violation.given, violation.priority) == (3, 3, 0, 2)
    assert violation.spot.place == "Z1;Z2"
    assert COVER.say(violation, posed(brigade())) == (
        "patrol car at Z1 new town or Z2 station on Mon 2026-10-19, 07:00-15:00: people there 0 of 3"
    )


def test_without_a_priority_of_its_own_a_line_has_the_rules() -> None:
    assert heads(findings(COVER, lines=(replace(CARS, priority=None),))) == [(3, None)]
    both = (replace(CARS, priority=None), replace(CARS, window=Window(9 * 60, 15 * 60), priority=7))
    assert heads(findings(COVER, ("car-Z1", "AB"), lines=both)) == [(2, 4)]


def test_a_head_missing_counts_in_every_slot_in_which_the_kind_is_asked_for() -> None:
    morning = replace(CARS, window=Window(7 * 60, 9 * 60), priority=3)
    noon = replace(CARS, id="noon", window=Window(9 * 60, 12 * 60))
    assert heads(findings(COVER, ("car-Z1", "AB"), lines=(morning, noon))) == [(2, 2)]


def test_a_head_missing_counts_once_where_only_another_rule_asks_for_the_unit() -> None:
    more = rule({"rule": "cover", "id": "more", "units": 1, "where": {"unit_kind": "car", "zone": "Z1"}, "weight": 5})
    problem = posed(brigade(demand=()), COVER, more)
    assert heads(found(COVER, problem, crew(problem, "D", "car-Z1", "AB"))) == [(1, None)]
    assert heads(found(more, problem, crew(problem, "D", "car-Z1", "AB"))) == [(3, None), (3, None)]


def test_a_line_without_a_minimum_does_not_ask_for_heads() -> None:
    lines = (replace(CARS, minimum=0), replace(CARS, minimum=0, window=Window(9 * 60, 15 * 60)))
    assert heads(findings(COVER, ("car-Z1", "AB"), lines=lines)) == [(1, None)]
    assert [limit for limit in COVER.limit_all(posed(brigade(demand=lines))) if limit.spot.slot] == []


def test_a_head_missing_has_the_first_priority_of_the_lines_that_ask_at_once() -> None:
    lines = (replace(CARS, priority=7), replace(CARS, priority=3), replace(CARS, priority=5))
    assert heads(findings(COVER, ("car-Z1", "AB"), lines=lines)) == [(1, 3)]


def test_a_crew_of_two_is_short_of_one_head() -> None:
    posts = (DemandLine("post", "post", ("P1",), DAY, frozenset({0}), 1),)
    assert heads(findings(COVER, ("post-P1", "C"), lines=posts)) == [(1, 4)]


def test_a_post_counts_for_the_zone_of_its_site() -> None:
    posts = (
        DemandLine("post", "post", ("P1",), DAY, frozenset({0}), 1),
        DemandLine("zone", "post", ("Z1",), DAY, frozenset({0}), 1),
        DemandLine("other", "post", ("Z2",), DAY, frozenset({0}), 1),
    )
    assert [v.spot.place for v in findings(COVER, ("post-P1", "CD"), lines=posts)] == ["Z2"]
    assert [v.spot.place for v in findings(COVER, ("post-Z1", "CD"), lines=posts)] == ["P1", "Z2"]


def test_target_counts_every_unit_below_it() -> None:
    assert findings(TARGET, ("car-Z1", "A"), ("car-Z2", "B")) == []
    (violation,) = findings(TARGET, ("car-Z1", "ABD"))
    assert (violation.amount, violation.asked, violation.given, violation.priority) == (3, 6, 3, None)
    assert "people there 3 of 6 wished for" in TARGET.say(violation, posed(brigade()))
    assert heads(findings(TARGET)) == [(6, None)]


def test_a_target_up_to_the_minimum_asks_for_nothing() -> None:
    assert findings(TARGET, lines=(replace(CARS, target=1),)) == []


def test_over_counts_units_above_minimum_and_target() -> None:
    assert findings(OVER, ("car-Z1", "ABD"), ("car-Z2", "CEF")) == []
    (violation,) = findings(OVER, ("car-Z1", "ABD"), ("car-Z2", "CEF"), lines=(replace(CARS, target=0),))
    assert (violation.amount, violation.asked, violation.given) == (3, 3, 6)
    assert "people there: 6, asked for: 3" in OVER.say(violation, posed(brigade()))


def test_where_selects_lines_by_place_and_kind() -> None:
    lines = (
        replace(CARS, places=("Z1",)),
        DemandLine("post", "post", ("P1",), DAY, frozenset({0}), 1),
        DemandLine("anywhere", "car", (), DAY, frozenset({0}), 1),
    )
    first = rule({"rule": "cover", "where": {"zone": "Z2"}})
    assert [v.spot.place for v in findings(first, lines=lines)] == [""]
    posts = rule({"rule": "cover", "where": {"unit_kind": "post"}})
    assert [v.spot.place for v in findings(posts, lines=lines)] == ["P1"]
    said = first.say(findings(first, lines=lines)[0], posed(brigade()))
    assert said == "patrol car on Mon 2026-10-19, 07:00-15:00: people there 0 of 3"


def test_where_leaves_crews_based_elsewhere_alone() -> None:
    second = rule({"rule": "cover", "where": {"zone": "Z2"}})
    assert findings(second, ("car-Z1", "AB")) == []
    assert heads(findings(second, ("car-Z2", "AB"))) == [(1, 2)]


def test_when_selects_hours_shifts_and_dates() -> None:
    morning = rule({"rule": "cover", "when": {"slot": "07:00-09:00"}})
    assert heads(findings(morning)) == [(3, 2)]
    nights = rule({"rule": "cover", "when": {"night": True}})
    assert findings(nights, ("car-Z1", "AB")) == []
    tuesdays = rule({"rule": "cover", "when": {"weekday": "tue"}})
    assert findings(tuesdays, ("car-Z1", "AB")) == []


def test_when_selects_the_slots_of_a_shift_in_a_longer_line() -> None:
    whole = replace(CARS, window=Window(7 * 60, 31 * 60))
    days = rule({"rule": "cover", "when": {"shift": "D"}})
    assert [v.spot.slot.end for v in findings(days, lines=(whole,)) if v.spot.slot] == [15 * 60]


def test_when_selects_the_crews_that_have_slots_in_its_hours() -> None:
    late = rule({"rule": "cover", "when": {"slot": "23:00-07:00"}})
    assert findings(late, ("car-Z1", "AB")) == []


def test_own_units_in_each_place_of_where() -> None:
    own = rule(
        {"rule": "cover", "units": 1, "where": {"unit_kind": "car", "zone": ["Z1", "Z2"]}, "when": {"shift": "D"}}
    )
    assert [(v.spot.place, v.amount) for v in findings(own, ("car-Z1", "A"), lines=())] == [("Z2", 3)]
    assert {unit.shift for unit in posed(brigade(demand=()), own).units} == {"D"}


def test_own_units_in_the_early_hours_belong_to_the_night_before() -> None:
    early = rule({"rule": "cover", "units": 1, "where": {"unit_kind": "car"}, "when": {"slot": "02:00-07:00"}})
    problem = posed(brigade(demand=()), early)
    (violation,) = found(early, problem)
    assert violation.spot.slot is not None
    assert (violation.spot.day, violation.spot.slot.start) == (0, 26 * 60)
    assert found(early, problem, crew(problem, "N", "car-Z1", "ABD")) == []


def test_own_hours_that_pass_the_start_of_the_day_go_on_into_the_next_roster_day() -> None:
    mondays = {"weekday": "mon", "slot": "23:00-09:00"}
    own = rule({"rule": "cover", "units": 1, "where": {"unit_kind": "car"}, "when": mondays})
    problem = posed(brigade(days=2, demand=()), own)
    slots = [v.spot.slot for v in found(own, problem) if v.spot.slot]
    assert [(slot.day, slot.start // 60, slot.end // 60) for slot in slots] == [(0, 23, 31), (1, 31, 33)]


def test_own_units_as_a_target_make_candidates_and_as_a_ceiling_do_not() -> None:
    where = {"unit_kind": "car", "zone": "Z1"}
    target = rule({"rule": "cover", "asks": "target", "units": 1, "where": where, "when": {"shift": "D"}})
    over = rule({"rule": "cover", "asks": "over", "units": 1, "where": where, "when": {"shift": "D"}})
    assert heads(findings(target, lines=())) == [(3, None)]
    assert len(posed(brigade(demand=()), target).units) == 1
    assert posed(brigade(demand=()), over).units == ()
    double = (replace(CARS, places=("Z1",)),)
    assert heads(findings(over, ("car-Z1", "ABD"), ("car-Z1-2", "CEF"), lines=double)) == [(3, None)]


def test_a_unit_that_stands_nowhere_is_asked_for_once_a_day() -> None:
    leaders = DemandLine("leaders", "leader", (), Window(7 * 60, 31 * 60), frozenset({0}), 1, priority=1)
    problem = posed(brigade(demand=(leaders,)))
    assert found(COVER, problem, crew(problem, "L", "leader", "B")) == []
    (violation,) = found(COVER, problem)
    assert (violation.amount, violation.spot.slot, violation.spot.day, violation.priority) == (1, None, 0, 1)
    assert "all day" in COVER.say(violation, problem)


def test_a_leader_counts_on_the_day_on_which_the_shift_starts() -> None:
    leaders = DemandLine("leaders", "leader", (), Window(7 * 60, 31 * 60), frozenset({0, 1}), 1)
    problem = posed(brigade(days=2, demand=(leaders,)))
    assert [v.spot.day for v in found(COVER, problem, crew(problem, "L", "leader", "B"))] == [1]


def test_own_units_ask_for_a_minimum_or_a_target_and_never_for_both() -> None:
    for asks, expected in (("minimum", (2, 0)), ("target", (0, 2))):
        own = rule({"rule": "cover", "asks": asks, "units": 2, "where": {"unit_kind": "car"}})
        assert [(line.minimum, line.target) for line in own.demand(brigade())] == [expected]


def test_own_units_of_an_unknown_kind_are_not_asked_for() -> None:
    dogs = rule({"rule": "cover", "units": 1, "where": {"unit_kind": ["dogs", "cats"]}})
    assert found(dogs, posed(brigade(), dogs)) == []
    assert dogs.missing_subject(brigade()) == "no unit kind dogs or cats"
    both = rule({"rule": "cover", "units": 1, "where": {"unit_kind": ["dogs", "post"], "site": "P1"}})
    assert both.missing_subject(brigade()) == ""
    assert {v.facts["kind"] for v in found(both, posed(brigade(), both))} == {"post"}


def test_when_selects_hours_and_shifts_of_a_unit_that_stands_nowhere() -> None:
    leaders = DemandLine("leaders", "leader", (), Window(9 * 60, 15 * 60), frozenset({0}), 1)
    dawn = DemandLine("dawn", "leader", (), Window(7 * 60, 8 * 60), frozenset({0}), 1)

    def missing(**when: object) -> int:
        one = rule({"rule": "cover", "when": when})
        return len(found(one, posed(brigade(demand=(leaders,)), one)))

    assert missing() == missing(shift="L") == missing(slot="14:00-22:00") == 1
    assert missing(shift="D") == missing(slot="15:00-22:00") == 0
    watch = Shift("M", "morning watch", Window(7 * 60, 15 * 60), line=False)
    kinds = tuple(replace(kind, shifts=("L", "M")) if kind.code == "leader" else kind for kind in brigade().kinds)
    facts = brigade(kinds=kinds, shifts=(*brigade().shifts, watch), demand=(leaders,))
    by_watch = rule({"rule": "cover", "when": {"shift": "M"}})
    problem = posed(facts, by_watch)
    assert len(found(by_watch, problem, crew(problem, "L", "leader", "B"))) == 1
    assert found(by_watch, problem, crew(problem, "M", "leader", "B")) == []
    problem = posed(brigade(demand=(leaders, dawn)))
    assert len(found(COVER, problem, crew(problem, "L", "leader", "B"))) == 1, "nobody leads before 08:00"


def test_refuses_units_of_no_kind_and_who() -> None:
    with pytest.raises(ValidationError, match="unit_kind"):
        rule({"rule": "cover", "units": 1, "where": {"zone": "Z1"}})
    with pytest.raises(ValidationError, match="who"):
        rule({"rule": "cover", "who": {"sex": "f"}})


def test_what_is_missing_counts_by_the_hour_however_slots_are_cut() -> None:
    """A car is missing from 07:00 to 15:00; another line cuts its hours at 11:30."""
    other = DemandLine("posts", "post", (), Window(11 * 60 + 30, 15 * 60), frozenset({0}), 0, 1)
    hourly = rule({"rule": "cover", "priority": 4, "counted": "hour", "where": {"unit_kind": "car"}})
    assert [v.amount for v in findings(hourly)] == [8 * 3]
    assert [v.amount for v in findings(hourly, lines=(CARS, other))] == [5 * 3, 4 * 3]  # 4.5 h are 5
    assert [v.amount for v in findings(hourly, ("car-Z1", "AB"))] == [8]
    assert hourly.counted_in() == "heads, hour by hour"


def test_a_row_by_shift_counts_once_and_no_unit_on_another_shift() -> None:
    """A car is missing on D, whose hours other lines cut in three; one on N serves none of it."""
    on_day = replace(CARS, id="on day", shift="D", target=0)
    cut = replace(CARS, id="cut", window=Window(9 * 60, 11 * 60), minimum=0, target=0)
    problem = posed(brigade(demand=(on_day, cut, replace(CARS, id="night", window=Window(23 * 60, 31 * 60)))))
    (short,) = [v for v in found(COVER, problem, crew(problem, "N", "car-Z1", "ABD")) if v.priority == 2]
    assert (short.amount, short.spot.shift, short.wanted.shift if short.wanted else "") == (3, "D", "D")
    assert COVER.say(short, problem).endswith("on Mon 2026-10-19, D 07:00-15:00: people there 0 of 3")
    assert found(rule({"rule": "cover", "priority": 4, "counted": "hour"}), problem)[0].amount == 24
    assert not [v for v in found(COVER, problem, crew(problem, "D", "car-Z1", "ABD")) if v.spot.shift]
