"""Every officer rule, with every field of its selectors, through the automata of column generation."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from roster.rules.limits import GroupRun, Limit, Linear
from roster.search.columns.automaton import Automaton, anonymous, compiled, officer_of
from roster.search.score import values
from tests.rules.law import STARTS, problems, rosters
from tests.rules.officer_fields import ADAPTER, DATES, DATES_ONLY, FIELDS, SHIFTS

WHEN: dict[str, st.SearchStrategy[Any]] = {
    **DATES,
    "dates": st.lists(STARTS, min_size=1, max_size=6, unique=True),
    **SHIFTS,
    "from and to": STARTS.map(lambda date: {"from": date, "to": date + dt.timedelta(days=9)}),
}
UNTOLD = Linear, GroupRun
"""Forms of which some limits no automaton tells: constants, and groups that overlap."""


@pytest.mark.parametrize("name", FIELDS)
@settings(derandomize=True, max_examples=60, deadline=None, database=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_automata_say_what_limits_say(name: str, data: st.DataObject) -> None:
    fields = sorted({*WHEN} - (SHIFTS.keys() if name in DATES_ONLY else set()))
    field = data.draw(st.sampled_from(fields))
    chosen = data.draw(WHEN[field])
    when = chosen if field == "from and to" else {field: chosen}
    rule = ADAPTER.validate_python({"rule": name, "weight": 1, **data.draw(FIELDS[name]), "when": when})
    problem = data.draw(problems())
    value = values(problem, roster := data.draw(rosters(problem)))
    line = {(duty.officer, duty.day): 1 + problem.shift_codes.index(duty.shift) for duty in roster.work()}
    for limit in rule.limit_all(problem):
        officer = officer_of(limit)
        if officer is None:
            continue
        choices = [line.get((officer, day), 0) for day in problem.horizon.range]
        for held in (False, True):
            told = _amount(limit, held, choices, problem.shift_codes)
            if told is None:
                assert isinstance(limit, UNTOLD)
            else:
                assert (told > 0) == (limit.amount(value) > 0) if held else told == limit.amount(value)


def _amount(limit: Limit, held: bool, choices: list[int], codes: tuple[str, ...]) -> int | None:
    """What the automaton adds up to; 1 for a line that a held limit forbids; None for a limit that it cannot tell."""
    automaton: Automaton | None = compiled(anonymous(limit), held, len(choices), codes)
    if automaton is None:
        return None
    state = total = 0
    for moves, amounts, choice in zip(automaton.moves, automaton.amounts, choices, strict=True):
        total += int(amounts[state, choice])
        state = int(moves[state, choice])
        if state < 0:
            return 1
    return total
