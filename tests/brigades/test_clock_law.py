"""The law of the clock: model, checks, sheets, JSON and a plain count by minutes agree, whatever the hours.

All hours that are drawn are whole half hours, so every thirtieth minute tells of the others. `CLOCKS=2000 STEP=1
pytest tests/brigades/test_clock_law.py` looks at many brigades and at every minute.
"""

from __future__ import annotations

import datetime as dt
import os
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from random import Random

import pytest

from roster.api import Case, load
from roster.domain.before import duties_of
from roster.domain.clock import Span
from roster.domain.outcome import Outcome, Proof, SearchRun
from roster.domain.problem import Problem
from roster.domain.roster import Crew, Roster, later
from roster.io.sheets import cover, hr, slots
from roster.report.outcome import as_json
from roster.rules import presences
from roster.rules.limits import Linear
from roster.search.score import values
from roster.search.verify import verify
from roster.tiers import all_limits
from tests.brigades.minute_count import Count, minute_count
from tests.brigades.random_clocks import random_clock, random_roster
from tests.outcomes import changed

SEEDS = range(int(os.environ.get("CLOCKS", "40")))
STEP = int(os.environ.get("STEP", "30"))
DAY = 24 * 60


def counted(case: Case, rows: object, roster: Roster, before: Iterable[Crew] = ()) -> Count:
    problem = case.problem
    horizon = problem.horizon
    return minute_count(rows, roster, horizon.start, horizon.days, problem.day_type, before, STEP)  # type: ignore[arg-type]


def outcome_of(case: Case, roster: Roster) -> Outcome:
    report = verify(case.problem, case.rulebook, roster)
    outcome = Outcome(case.problem, roster, report, Proof("stopped"), SearchRun(seed=1, workers=1))
    return changed(outcome, presence=presences(case.rulebook, case.problem))


def minutes(span: Span) -> range:
    return range(span.start, span.end, STEP)


def by_model(case: Case, roster: Roster) -> tuple[Counter[tuple[int, int]], Counter[tuple[int, int]]]:
    """Asked and given in each minute by the model's limits on rows of demand."""
    asked: Counter[tuple[int, int]] = Counter()
    given: Counter[tuple[int, int]] = Counter()
    value = values(case.problem, roster)
    for limit in all_limits(case.problem, case.rulebook)["cover"]:
        if isinstance(limit, Linear) and limit.source and limit.spot.slot:
            number = limit.constant + sum(weight * value(decision) for weight, decision in limit.terms)
            for minute in minutes(limit.spot.slot.span):
                asked[int(limit.source.split(":")[1]), minute] += limit.at_least or 0
                given[int(limit.source.split(":")[1]), minute] += number
    return asked, given


@pytest.mark.parametrize("seed", SEEDS)
def test_every_hour_counts_once_and_everywhere_alike(seed: int, tmp_path: Path) -> None:
    brigade = random_clock(seed)
    case = load(brigade.write(tmp_path))
    roster = random_roster(case.problem, Random(seed))
    count, outcome = counted(case, brigade.rows, roster), outcome_of(case, roster)
    asked = {key: number for key, number in count.asked.items() if number}
    assert by_model(case, roster) == (asked, {key: count.given[key] for key in asked})
    agree_checks(case, outcome, count)
    agree_sheet(outcome, count, brigade.rows("demand"))
    agree_presence(case, outcome, count)
    agree_json(outcome, count)
    agree_contracts(outcome, count)


def agree_checks(case: Case, outcome: Outcome, count: Count) -> None:
    """The rules' checks on rows of demand, by minute."""
    for name, wished in (("cover", count.asked), ("target", count.wished)):
        rule = next(rule for rule in case.rulebook.rules if rule.name == name)
        found = 0
        for violation in rule.check_all(outcome.roster, case.problem):
            if violation.spot.slot and "kind" in violation.facts:
                crew = case.problem.kind[violation.facts["kind"]].crew
                found += violation.amount // crew * len(minutes(violation.spot.slot.span))
        open_minutes = sum(
            max(0, number - count.given[key])
            for key, number in wished.items()
            if name == "cover" or number > count.asked[key]
        )
        assert found == open_minutes, name


def of_table(table: cover.Table) -> dict[tuple[str, tuple[str, ...], int], tuple[int, int]]:
    """A table of the sheet by minute: asked and given."""
    found = {}
    for row, needs in table.items():
        for day, need in needs.items():
            for minute in minutes(row.hours.on(day)):
                assert (row.what, row.places, minute) not in found
                found[row.what, row.places, minute] = (need.asked, need.given)
    return found


def agree_sheet(outcome: Outcome, count: Count, demand: list[dict[str, str]]) -> None:
    """The sheet `Cover` has every minute asked for, on its calendar date."""
    expected: dict[tuple[str, tuple[str, ...], int], tuple[int, int]] = {}
    for (number, minute), asked in count.asked.items():
        row = demand[number - 2]
        places = tuple(row["places"].split(";")) if row["places"] else ()
        given = count.given[number, minute]
        wished = count.wished[number, minute]
        for what, wanted in ((row["unit_kind"], asked), (f"{row['unit_kind']}, target", wished * (wished > asked))):
            if wanted:
                key = what, places, minute
                expected[key] = (max(wanted, expected.get(key, (0, 0))[0]), given)
    assert of_table(cover.demand_table(outcome)) == expected


def agree_presence(case: Case, outcome: Outcome, count: Count) -> None:
    """What is seen, lit and armed: findings, and the tables of the sheet `Cover`."""
    visible = [kind.code for kind in case.problem.kinds if kind.visible]
    wanted = {}
    rules = {rule.name: rule for rule in case.rulebook.rules}
    for minute in range(-DAY, (case.problem.horizon.days + 4) * DAY, STEP):
        seen = {one.zone for kind in visible for one in count.on_duty(kind, minute)}
        cars = count.on_duty("car", minute)
        lit = Counter(one.zone for one in cars if one.crew.vehicle == "V1" and _lit(rules, minute))
        if _within(rules["day_presence"].hours, minute) and count.counts(visible, minute):  # type: ignore[attr-defined]
            wanted |= {("visible unit", (zone,), minute): (1, zone in seen) for zone in "YZ"}
        if not count.counts(["car"], minute):
            continue
        if _within(rules["night_lights"].hours, minute):  # type: ignore[attr-defined]
            wanted |= {("vehicle with lights (Lights by night)", (z,), minute): (1, lit[z]) for z in "YZ"}
        if _within(rules["few_lights"].hours, minute):  # type: ignore[attr-defined]
            wanted["vehicle with lights (Lights by night (few_lights))", (), minute] = (1, lit.total())
        wanted["armed unit", (), minute] = (1, len(cars))
    found = {}
    for _heading, table in cover.presence_tables(outcome):
        found |= of_table(table)
    if not case.problem.slots:
        return
    first, last = min(s.start for s in case.problem.slots), max(s.end for s in case.problem.slots)
    whole = {key: need for key, need in wanted.items() if first <= key[2] < last}
    assert {key: (asked, bool(given)) for key, (asked, given) in found.items()} == {
        key: (asked, bool(given)) for key, (asked, given) in whole.items()
    }
    assert whole.keys() == wanted.keys()


def _within(window: Span, minute: int) -> bool:
    start, end = window
    return (minute - start) % DAY < end - start


def _lit(rules: dict[str, object], minute: int) -> bool:
    return any(_within(rules[name].hours, minute) for name in ("night_lights", "few_lights"))  # type: ignore[attr-defined]


def agree_json(outcome: Outcome, count: Count) -> None:
    """Each gap's date and hours are those of the calendar."""
    start = dt.datetime.combine(outcome.problem.horizon.start, dt.time())
    for gap in as_json(outcome, Path("x.xlsx"))["shortfalls"]:  # type: ignore[attr-defined]
        if gap["rule"] == "cover" and gap["asked"] and " at " in gap["sentence"]:
            begin = dt.datetime.fromisoformat(f"{gap['date']} {gap['slot'][:5]}")
            minute = round((begin - start).total_seconds() / 60)
            short = {m for (row, m), asked in count.asked.items() if count.given[row, m] < asked}
            assert minute in short
            assert f"{gap['date']}, {gap['slot']}" in gap["sentence"]


def agree_contracts(outcome: Outcome, count: Count) -> None:
    """`HR` has the hours at work; a crew's rows of `Slots` make up its whole shift."""
    hours: Counter[str] = Counter()
    for row in hr.rows(outcome.problem, outcome.roster):
        hours[row.employee_id] += round(row.hours * 60)
    assert hours == count.hours
    problem = outcome.problem
    by_crew: dict[tuple[object, ...], list[slots.SlotRow]] = {}
    for row in slots.rows(problem, outcome.roster):
        by_crew.setdefault((row.date, row.shift_code, row.unit), []).append(row)
    for (date, code, _unit), found in by_crew.items():
        span = problem.shift[str(code)].span(problem.horizon.day(date))  # type: ignore[arg-type]
        edges = [(problem.horizon.minute(row.slot_start), problem.horizon.minute(row.slot_end)) for row in found]
        assert [span.start, *(end for _start, end in edges)] == [*(start for start, _end in edges), span.end]


@pytest.mark.parametrize("seed", SEEDS)
def test_weeks_one_after_the_other_agree_with_both_together(seed: int, tmp_path: Path) -> None:
    """Each hour counts in one of the weeks, with the crews of both."""
    brigade = random_clock(seed)
    both = load(brigade.write(tmp_path), weeks=2)
    roster = random_roster(both.problem, Random(seed))
    first = both.over(both.problem.horizon.start, 1)
    parts = roster.between(0, 6), later(roster.between(7, 13), -7)
    second = both.over(both.problem.date(7), 1, duties_of(parts[0], first))
    whole = dict(standing(both, both.problem, roster))
    weeks = [*standing(both, first, parts[0])]
    weeks += [((*key[:-1], key[-1] + 7 * DAY), need) for key, need in standing(both, second, parts[1])]
    assert len(weeks) == len(dict(weeks))
    assert dict(weeks) == whole
    count = counted(both, brigade.rows, roster)
    assert {(row, minute): need for (name, row, minute), need in whole.items() if name == "cover"} == {
        (f"demand.csv:{row}", minute): (asked, count.given[row, minute])
        for (row, minute), asked in count.asked.items()
        if asked
    }


def standing(
    case: Case, problem: Problem, roster: Roster
) -> Iterator[tuple[tuple[str, str, int], tuple[int | None, int]]]:
    """What each limit on a slot asks for and is given, by rule, row or place, and minute."""
    value = values(problem, roster)
    for name, limits in all_limits(problem, case.rulebook).items():
        for limit in limits:
            if isinstance(limit, Linear) and limit.spot.slot:
                number = limit.constant + sum(weight * value(decision) for weight, decision in limit.terms)
                asked = limit.at_least if limit.at_most is None else limit.at_most
                for minute in minutes(limit.spot.slot.span):
                    yield (name, limit.source or limit.spot.place, minute), (asked, number)
