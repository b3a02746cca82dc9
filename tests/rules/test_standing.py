"""Where units may stand, and which slots a rule speaks of."""

from __future__ import annotations

from roster.domain.clock import Window, hours_joined
from roster.rules.shared.positions import chosen_slots, counts_at, places
from roster.rules.shared.selectors import When
from tests.rules.law_units import brigade, posed, rule

LEADER = rule({"rule": "duty_leader"})


def test_a_unit_that_moves_may_stand_in_every_zone_and_others_at_their_base() -> None:
    units = posed(brigade(), LEADER).unit
    problem = posed(brigade(), LEADER)
    where = {label: places(units[0, "D", label], problem) for label in ("car-Z1", "armed-Z1", "post-P1")}
    assert where == {"car-Z1": ("Z1", "Z2"), "armed-Z1": ("Z1",), "post-P1": ("P1",)}
    assert places(units[0, "L", "leader"], problem) == ()


def test_a_site_counts_for_its_zone_and_not_the_other_way_round() -> None:
    facts = brigade()
    assert counts_at("P1", ("Z1",), facts)
    assert counts_at("P1", ("Z2", "P1"), facts)
    assert counts_at("Z2", (), facts)
    assert not counts_at("Z1", ("P1",), facts)


def test_slots_by_day_hours_and_shift() -> None:
    problem = posed(brigade(days=2))

    def chosen(**fields: object) -> list[tuple[int, int]]:
        slots = chosen_slots(When.model_validate(fields), problem)
        return [(slot.day, slot.start // 60 % 24) for slot in slots]

    assert chosen(weekday="tue") == [(1, 7), (1, 15), (1, 23)]
    assert chosen(slot="02:00-07:00") == [(0, 23), (1, 23)]
    assert chosen(shift="D") == [(0, 7), (1, 7)]
    assert chosen(night=True, weekday="mon") == [(0, 23)]


def test_windows_within_roster_days() -> None:
    start = 7 * 60

    def parts(*hours: tuple[int, int]) -> list[tuple[int, int, int]]:
        windows = [Window(first * 60, last * 60) for first, last in hours]
        return [(window.start // 60, window.end // 60, later) for window, later in hours_joined(windows, start)]

    assert parts((7, 31)) == [(7, 31, 0)]
    assert parts((2, 7)) == [(26, 31, 0)]
    assert parts((22, 34)) == [(22, 31, 0), (7, 10, 1)]
    assert parts((5, 9)) == [(29, 31, 0), (7, 9, 1)]
    assert parts((15, 23), (18, 26)) == [(15, 26, 0)]
    assert parts((7, 9), (9, 12), (15, 16)) == [(7, 12, 0), (15, 16, 0)]
