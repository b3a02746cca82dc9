"""Every officer rule with values for its fields, drawn for the law and for the automata."""

from __future__ import annotations

import datetime as dt
from typing import Any

from hypothesis import strategies as st
from pydantic import TypeAdapter

from roster.rules import AnyRule
from roster.rules.scopes import OfficerRule
from tests.rules.law import CODES, MONDAY, STARTS

Fields = st.SearchStrategy[dict[str, Any]]
ADAPTER: TypeAdapter[OfficerRule] = TypeAdapter(AnyRule)
DATES = {
    "weekday": st.sampled_from((["sat", "sun"], "mon", ["tue", "wed", "thu", "fri"])),
    "day_type": st.sampled_from(("holiday", ["workday", "holiday"])),
    "from": STARTS,
    "to": STARTS.map(lambda date: date + dt.timedelta(days=10)),
}
SHIFTS = {"night": st.booleans(), "shift": st.sampled_from(("D", ["N", "O"], ["D", "E", "L"]))}
PER = st.sampled_from(("week", "month", "horizon", {"days": 1}, {"days": 3}, {"days": 7}, {"days": 12}))
WEEKLY = {"weeks": 1, "from": dt.date(2026, 10, 14)}
ANCHORED = st.sampled_from((WEEKLY, {"weeks": 2, "from": dt.date(2026, 10, 26)}, {"days": 10, "from": MONDAY}))
STEPS = st.sampled_from((*CODES, "*", "-", "D|E", "N|-"))
LEAVE = st.sampled_from((0, 4, 8))


def some(**fields: st.SearchStrategy[Any]) -> Fields:
    """At least one of these fields."""
    return st.fixed_dictionaries({}, optional=fields).filter(bool)


def bounds(values: st.SearchStrategy[Any]) -> Fields:
    """`min`, `max` or both, in order."""
    return some(min=values, max=values).map(
        lambda b: {"min": min(b.values()), "max": max(b.values())} if len(b) == 2 else b
    )


def both(first: Fields, **second: st.SearchStrategy[Any]) -> Fields:
    return st.tuples(first, st.fixed_dictionaries(second)).map(lambda pair: pair[0] | pair[1])


HOUR_BOUNDS = bounds(st.sampled_from((0, 7.5, 8, 16, 23.5, 24, 32, 40, 48, 88)))
FIELDS: dict[str, Fields] = {
    "absence": st.just({}),
    "minimum_rest": st.fixed_dictionaries(
        {"hours": st.sampled_from((1, 7.5, 8, 9, 11, 12, 13, 16, 24, 32, 40))},
        optional={"after": st.sampled_from(("D", ["E", "N"], "night=yes", "line=no"))},
    ),
    "weekly_rest": st.fixed_dictionaries(
        {
            "hours": st.sampled_from((8, 24, 35.5, 36, 48, 72)),
            "per": st.sampled_from(("week", {"days": 3}, {"days": 7})),
        }
    ),
    "day_in_lieu": st.fixed_dictionaries({"within": st.sampled_from((1, 2, 4, 9, 14))}),
    "night_recovery": st.fixed_dictionaries({"days": st.integers(1, 4)}),
    "shift_succession": st.fixed_dictionaries(
        {"forbidden": st.lists(st.lists(STEPS, min_size=2, max_size=4), min_size=1, max_size=2)}
    ),
    "consecutive_shifts": bounds(st.integers(1, 5)),
    "consecutive_days_off": bounds(st.integers(1, 4)),
    "days_off": st.one_of(
        st.fixed_dictionaries({"min": st.integers(1, 3), "days": st.sampled_from((3, 5, 7, 14))}),
        st.fixed_dictionaries({"min": st.integers(1, 4), "per": st.just("week")}),
        st.fixed_dictionaries({"min": st.sampled_from((8, 15, 20)), "per": st.just("month")}),
    ),
    "work_hours": both(
        st.one_of(
            both(HOUR_BOUNDS, per=PER),
            both(HOUR_BOUNDS, per=ANCHORED, opening=st.sampled_from(({}, {"1": 7.5}, {"1": 90, "2": 8}))),
        ),
        by_share=st.booleans(),
        leave_hours=LEAVE,
        leave_on=st.sampled_from(("working_days", "every_date")),
        holiday_hours=LEAVE,
    ),
    "overtime": both(
        some(per_day=st.sampled_from((0, 0.5, 8, 15, 16)), per_month=st.sampled_from((0, 16, 24.5, 48))),
        normal_day=st.sampled_from((7.5, 8)),
        normal_month=st.sampled_from((0, 16, 40.33)),
        pace=st.booleans(),
    ),
    "shift_count": st.one_of(
        both(bounds(st.integers(0, 6)), per=PER),
        both(bounds(st.integers(0, 6)), per=ANCHORED, opening=st.sampled_from(({}, {"1": 2}, {"1": 9, "2": 1}))),
    ),
    "weekends": both(
        st.sampled_from(
            (
                *({"whole": True}, {"max": 0}, {"max": 1}, {"max": 2}, {"max": 1, "whole": True}),
                *(
                    {"free": 1},
                    {"free": 2, "max": 3},
                    {"min": 1},
                    {"min": 2, "max": 3},
                    {"same_shift": True},
                    {"same_shift": True, "whole": True},
                ),
                *({"in_a_row": {"max": 1}}, {"in_a_row": {"min": 2}}, {"in_a_row": {"min": 2, "max": 2}}),
            )
        ).flatmap(
            lambda fields: st.one_of(
                st.fixed_dictionaries({"per": st.sampled_from(("horizon", "month"))}),
                st.fixed_dictionaries({"per": ANCHORED, "opening": st.sampled_from(({}, {"1": 1}, {"1": 4}))}),
            ).map(lambda per: {**fields, **per})
        ),
        days=st.sampled_from(([], [], "sun", ["fri", "sat", "sun"])),
    ),
    "protected_status": st.fixed_dictionaries(
        {
            "hours": st.sampled_from(("22:00-06:00", "00:00-04:00", "22:00-24:00", "07:00-08:00", "23:00-31:00")),
            "no_overtime": st.booleans(),
            "normal_day": st.sampled_from((7.5, 8, 16)),
            "normal_week": st.sampled_from((8, 16, 24, 40)),
        }
    ),
    "requests": st.just({}),
    "rotation": st.fixed_dictionaries(
        {
            "pattern": st.lists(STEPS, min_size=1, max_size=5),
            "start": STARTS,
            "offsets": st.sampled_from(({}, {"A": 0}, {"A": 1, "B": 3}, {"B": -2})),
            "over": st.sampled_from(("every_date", "working_days")),
        }
    ),
}
DATES_ONLY = ("shift_succession", "requests", "rotation")
