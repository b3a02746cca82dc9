"""The search for loans: as good as one model of all brigades at once, with a bound that is never above it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from roster.domain.findings import Tier
from roster.domain.outcome import Proof
from roster.province.folder import read_province
from roster.province.loans import told
from roster.province.loans.choice import choose
from roster.province.loans.cost import NOTHING, bound_of, of_pairs, pairs, plus
from roster.province.loans.lending import Lending
from roster.province.loans.market import Bundle, Item, Market, Side
from roster.province.loans.prices import Cut, rounded
from roster.province.loans.record import read
from roster.province.loans.stage import Loans
from roster.province.run_folder import STOP, RunFolder
from roster.province.task import How
from tests.province.inline import Inline
from tests.province.joint import Province

HOW = How(seconds=10, gap=0, plan_seconds=0)


def test_loans_are_those_of_a_joint_model_and_proved(tmp_path: Path) -> None:
    drawn = Province(2, brigades=2)
    whole = read_province(drawn.write(tmp_path, most=1))
    run = RunFolder(tmp_path / "run")
    with run.held():
        loans = Loans(whole, run, Inline(), HOW)
        loans.begin()
    record, optimum = loans.record, of_pairs(drawn.optimum(most=1))
    assert of_pairs(dict(record.best)) == optimum
    assert of_pairs(dict(record.bound)) == optimum
    assert optimum < of_pairs(dict(record.alone))
    assert {(one.lender, one.borrower) for one in loans.loans} == {("a", "b")}
    assert record.worth


def test_a_stop_before_anything_is_found_lends_nothing(tmp_path: Path) -> None:
    whole = read_province(Province(2, brigades=2).write(tmp_path, most=1))
    run, workers = RunFolder(tmp_path / "run"), Inline()
    with run.held():
        loans = Loans(whole, run, workers, HOW)
        loans.ask(STOP)
        loans.begin()
    assert (loans.loans, workers.solved) == ([], [])
    assert read(run.path).lent == ()
    assert list(told.lines(run.path)) == []


def test_what_is_proved_ends_with_the_first_priority_that_is_not() -> None:
    cost = (0, 4, 2, *NOTHING[3:-1], 50)
    whole = Proof("optimal", (Tier(2, 4, 4), Tier(3, 2, 2)), 45)
    assert bound_of(whole, cost) == (0, 4, 2, *NOTHING[3:-1], 45)
    assert bound_of(Proof("stopped", (Tier(2, 4, 3), Tier(3, 2, 2)), 45), cost) == (0, 3, *NOTHING[2:])
    assert of_pairs(dict(pairs(cost))) == cost


def test_a_cut_bounds_every_bundle() -> None:
    price = rounded((0, 5, *NOTHING[2:-1], 7), 2)
    assert price == (0, 4, *NOTHING[2:-1], 6)
    assert rounded(NOTHING, 3) == (*NOTHING[:-1], 3)
    cut = Cut((0, 8, *NOTHING[2:-1], 20), (price,), (2,))
    assert cut.least((0,)) == (0, 0, *NOTHING[2:-1], 8)
    assert cut.least((2,)) == cut.bound


@pytest.mark.parametrize(("ways", "lent"), [(1, 1), (9, 0)])
def test_bundles_are_chosen_so_that_what_goes_arrives(ways: int, lent: int) -> None:
    day = datetime(2026, 11, 3, 20)
    item = Item(Lending("", "b", "walk", day.date(), "N", ""), day, day.replace(hour=23), 0, 2)
    none, out, into = Bundle((0,), (0,)), Bundle((1,), (0,)), Bundle((0,), (1,))
    market = Market((item,), (Side("a", (1,), (none, out)), Side("b", (0,), (none, into))))
    wishes = {("a", none): 0, ("a", out): ways, ("b", none): 5, ("b", into): 0}
    costs = {key: plus(NOTHING, (*NOTHING[:-1], cost)) for key, cost in wishes.items()}
    found = choose(market, costs)
    assert found is not None
    assert sum(found[0]["a"].out) == lent == sum(found[0]["b"].into)
    assert choose(market, {key: cost for key, cost in costs.items() if key != ("b", none)}) is not None
    assert choose(market, {key: costs[key] for key in (("a", none), ("b", into))}) is None
