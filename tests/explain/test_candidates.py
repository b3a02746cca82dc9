"""How far a must has to give way: for one clash to end, for all musts to hold, and for as few officers as possible."""

from __future__ import annotations

from pathlib import Path

import pytest

from roster.domain.roster import Roster
from roster.explain.candidates import Candidates, lawful
from roster.explain.changes import Change
from roster.explain.cures import cures_of_clash
from roster.explain.trial import Asked
from roster.i18n import speaking
from roster.io.rulebook import load_rulebook, shipped_folder
from roster.search.explain.clashes import Clash, Explainer, musts
from roster.search.explain.constraint_groups import ConstraintGroup
from roster.search.explain.excess import Excess, least_excess
from roster.search.explain.mus import Clock
from roster.search.proximity import ProximitySearch
from roster.tiers import all_limits
from tests.cli.command import add_to, tiny

MOST = ConstraintGroup("most", "007")
RULES = (
    "  - {id: most, rule: shift_count, max: 1, per: horizon, weight: must}",
    "  - {id: two, rule: shift_count, min: 2, per: horizon, weight: must, who: {id: '007'}}",
    "  - {id: three, rule: shift_count, min: 3, per: horizon, weight: must, who: {id: '007'}}",
)
PAIR = Clash((MOST, ConstraintGroup("two", "007")), proved=True)


@pytest.fixture
def asked(tmp_path: Path) -> Asked:
    """Six officers with one duty each at the most; two rules ask one of them for two duties and for three."""
    brigade = tiny(tmp_path)
    add_to(brigade / "constraints" / "rules.yaml", *RULES)
    return Asked(brigade)


def explainer_of(asked: Asked) -> Explainer:
    case = asked.load()
    return Explainer(case.problem, musts(case.problem, case.rulebook, all_limits(case.problem, case.rulebook)))


def test_the_least_amount_and_whose_it_is(asked: Asked) -> None:
    explainer = explainer_of(asked)
    giving = [instance for instance in explainer.groups if instance.rule == "most"]
    assert len(giving) == 6
    found = least_excess(explainer.problem, explainer.groups, giving, few=True)
    assert found == Excess(2, frozenset({MOST}))
    whole = least_excess(explainer.problem, explainer.groups, giving)
    assert whole is not None
    assert whole.amount == 2
    pair = {member: explainer.groups[member] for member in PAIR.members}
    assert least_excess(explainer.problem, pair, giving, few=True) == Excess(1, frozenset({MOST}))


def test_nothing_can_give_way_where_the_others_clash(asked: Asked) -> None:
    explainer = explainer_of(asked)
    assert least_excess(explainer.problem, explainer.groups, [ConstraintGroup("two", "007")]) is None


def test_a_larger_change_is_one_with_which_all_musts_hold(asked: Asked) -> None:
    case = asked.load()
    makers = Candidates(asked, case, explainer_of(asked))
    enough = {change.new for one in makers.of(PAIR) for change in one.changes if change.field == "max"}
    larger = {change.new for one in makers.larger(PAIR) for change in one.changes if change.field == "max"}
    assert (enough, larger) == ({"2"}, {"3"})


def test_what_does_not_end_every_clash_is_no_cure(asked: Asked) -> None:
    case, explainer = asked.load(), explainer_of(asked)
    told: list[str] = []
    cures = cures_of_clash(asked, case, explainer, PAIR, Clock(30), lambda _change: told.append("first"))
    assert told == ["first"]
    assert cures
    changes = [change for cure in cures for change in cure.candidate.changes]
    assert "3" in {change.new for change in changes if change.field == "max"}
    assert "2" not in {change.new for change in changes if change.field == "max"}
    assert all("max: 2" not in change.new for change in changes)


def test_a_roster_that_breaks_a_must_is_none_near_it(asked: Asked) -> None:
    case = asked.load()
    assert ProximitySearch(case.problem, case.rulebook, Roster(())).cost(Roster(())) is None


def test_a_changed_entry_is_named_where_it_is_written() -> None:
    change = Change("rule", Path("rules.yaml"), "rules.yaml:19", "max", "2", "3", rule="few-nights")
    assert change.named_place == "rules.yaml:19 (few-nights)"
    assert (
        Change("cell", Path("fixed.csv"), "fixed.csv:C2 (shift)", "shift", "D", "").named_place
        == "fixed.csv:C2 (shift)"
    )


def test_the_law_behind_a_shipped_must_is_told_in_the_language_in_use() -> None:
    with speaking("zh"):
        told = [lawful(rule) for rule in load_rulebook([shipped_folder() / "base.yaml"]).rules]
    assert any("道路交通安全法" in law for law in told)
    assert not [law for law in told if " law" in law]
