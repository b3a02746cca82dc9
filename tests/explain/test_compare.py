"""Two rosters side by side, and an officer's own line."""

from __future__ import annotations

from dataclasses import replace

from roster.domain.comparison import compare
from roster.domain.findings import Finding, Report
from roster.domain.people import Officer
from roster.domain.roster import Placeless, Roster
from roster.explain.own_line import OwnLines
from tests.rules.law import small_problem, typed

PEOPLE = (
    Officer("1", "Wang", "sworn", squad="A"),
    Officer("2", "Li", "sworn", squad="B"),
    Officer("3", "Zhao", "sworn", squad="B", qualifications=frozenset({"leader"})),
)
PROBLEM = small_problem(officers=PEOPLE, history={-1: "N", -2: "N"})
SHORT = Finding("cover", False, 2, 3, 0, "car missing", day=0)
WISH = Finding("fair", False, None, 2, 20, "apart", officers=("1",))


def roster(one: str, two: str) -> Roster:
    return Roster((), typed(one).placeless + typed(two, "2").placeless)


def test_what_moved_and_what_it_changed() -> None:
    before, after = roster("DD-N---", "-D---DD"), roster("D--N---", "-DD--D-")
    found = compare(PROBLEM, before, Report((SHORT,)), after, Report((WISH,)))
    assert found.gone == (Placeless("1", 1, "D"), Placeless("2", 6, "D"))
    assert found.new == (Placeless("2", 2, "D"),)
    assert (found.moved, found.officers) == (3, ("1", "2"))
    assert (found.gained, found.lost) == ((), ("car missing",))
    assert (found.short, found.objective) == ((3, 0), (0, 20))
    assert found.by_rule == {"cover": (3, 0), "fair": (0, 20)}
    assert found.nights == {"A": (1, 1), "B": (0, 0)}
    assert found.weekends == {"A": (0, 0), "B": (2, 1)}


def test_nothing_moved() -> None:
    same = roster("DD-N---", "-D---DD")
    found = compare(PROBLEM, same, Report((WISH,)), same, Report((WISH,)))
    assert (found.moved, found.by_rule, found.gained) == (0, {}, ())


def test_an_officers_nights_are_weighed_against_the_others() -> None:
    own = OwnLines(PROBLEM, roster("DD-N---", "-D---DD"), Report((WISH, replace(WISH, officers=("2",), cost=5))))
    text = own.paragraph("1")
    assert "Duties: 3, 24 h" in text
    assert "Nights this time: 1; of all 1, 1 fall to officers of the same category (in all: 2)" in text
    assert "that is +1.5 against their mean of 1.5" in text
    assert "Not met (cost 20): apart." in text
    assert "cost 5" not in text
    assert "-1.5 against" in own.paragraph("2")
    assert "spared" in own.paragraph("3")
