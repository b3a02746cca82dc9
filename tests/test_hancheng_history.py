"""The four weeks before the bundled brigade's first: covered each day, lawful, with nights shared."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest

from tests.hancheng_tables import DUTIES, HISTORY, HISTORY_START, HOURS, LINE, OFFICERS, able, away, those


@pytest.mark.parametrize("day", HISTORY, ids=str)
def test_history_covers_each_day(day: date) -> None:
    for shift, heads, sworn, armed in (("D", 13, 4, 2), ("E", 13, 4, 2), ("O", 6, 2, 0), ("N", 9, 4, 2)):
        crew = {who for (who, when), code in DUTIES.items() if when == day and code == shift}
        assert len(crew) == heads
        assert len(crew & those(category="sworn")) == sworn
        assert len(crew & able("armed")) >= armed
        assert crew <= LINE
        if shift in "EO":
            assert crew & those(sex="f")
    assert [who for (who, when), code in DUTIES.items() if (when, code) == (day, "L")] in [
        [who] for who in able("leader")
    ]


@pytest.mark.parametrize("who", OFFICERS)
def test_history_is_lawful(who: str) -> None:
    line = {(day - HISTORY_START).days: shift for (officer, day), shift in DUTIES.items() if officer == who}
    for day, shift in line.items():
        if day + 1 in line:
            assert 24 + HOURS[line[day + 1]][0] - HOURS[shift][1] >= 12, (who, day)
            assert shift != "N" or line[day + 1] == "N", (who, day)
        assert [line.get(day + n) for n in range(3)] != ["N"] * 3, (who, day)
        assert not all(day + n in line for n in range(7)), (who, day)
        on = HISTORY_START + timedelta(days=day)
        dates = [on, on + timedelta(days=1)] if HOURS[shift][1] > 24 else [on]
        assert not [when for when in dates if who in away(when, {who})], (who, day)
        if OFFICERS[who]["protected_from"]:
            assert shift == "D"


def test_history_shares_nights_within_each_category() -> None:
    nights = Counter(who for (who, _), shift in DUTIES.items() if shift == "N")
    for category in ("sworn", "auxiliary"):
        shared = [
            nights[who]
            for who in LINE & those(category=category)
            if not OFFICERS[who]["protected_from"] and OFFICERS[who]["birth_date"] > "1976"
        ]
        assert max(shared) - min(shared) <= 2
