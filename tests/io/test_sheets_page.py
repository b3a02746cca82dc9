"""The one page of the summary that is printed and signed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from roster.domain.findings import Finding, Report
from roster.domain.outcome import Outcome
from roster.domain.repair import Acknowledged
from roster.domain.roster import Roster
from roster.i18n import set_language
from roster.io.pdf.sheet import SheetPages
from roster.io.sheets import summary
from roster.io.sheets.at_a_glance import most_text
from roster.plan.search import plan_patrol
from roster.rules import Rulebook
from tests.io import sample
from tests.outcomes import changed


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    set_language("en")
    yield
    set_language("en")


@pytest.fixture(scope="module")
def outcome() -> Outcome:
    return sample.outcome()


def page_of(outcome: Outcome) -> tuple[list[str], Worksheet]:
    """What the summary's one printed page says, cell by cell."""
    sheet = Workbook().worksheets[0]
    summary.write(sheet, outcome)
    last = int(str(sheet.print_area).rpartition("$")[2])
    cells = (cell.value for row in sheet.iter_rows(max_row=last) for cell in row)
    return [str(value) for value in cells if value], sheet


def test_the_page_says_whether_the_roster_may_be_signed(outcome: Outcome) -> None:
    met = changed(outcome, report=Report(()), tiers=())
    assert "May be signed: every must is kept, and all that is asked for is there." in page_of(met)[0]
    assert "Nothing." in page_of(met)[0]
    short = Finding("cover", False, 1, 1, 0, "A car is missing.", day=1)
    planned = plan_patrol(outcome.problem, outcome.roster, Rulebook(()))
    unseen = replace(planned, report=Report((Finding("route_passes", False, 1, 2, 0, "No pass.", day=1),)))
    words, _sheet = page_of(changed(met, planned=unseen))
    assert words[2] == "May be signed: all crews that are asked for are there; the patrol plan lacks something."
    assert any(word.startswith("patrol plan: short: 2") for word in words)
    words, _sheet = page_of(replace(outcome, report=Report((short,))))
    assert "May be signed with what is missing: every must is kept, not all that is asked for." in words
    assert "A car is missing." in words
    broken = Finding("minimum_rest", True, None, 1, 0, "Too little rest.", ("002",), 1)
    words, _sheet = page_of(replace(outcome, report=Report((broken, short))))
    assert words[2] == "Do not sign: musts are broken (1)."
    assert "Too little rest." in words
    consent = Acknowledged("minimum_rest", ("002",), 1, "", "Too little rest.", "", "Li")
    words, _sheet = page_of(changed(outcome, report=Report((broken,)), acknowledged=(consent,)))
    assert words[2].startswith("May be signed by who answers for it")


def test_the_page_is_one_page_however_much_is_missing(outcome: Outcome) -> None:
    missing = [Finding("cover", False, 1, 1, 0, f"Car {n} is missing. " * 5, day=n % 4) for n in range(60)]
    words, sheet = page_of(replace(outcome, report=Report(tuple(missing))))
    assert "and 52 more, below this page" in words
    assert len(SheetPages(sheet)) == 1
    below = [cell.value for cell in sheet["H"] if cell.value]
    assert all(finding.sentence in below for finding in missing)


def test_the_page_tells_who_carries_most_and_what_changed(outcome: Outcome) -> None:
    words, _sheet = page_of(outcome)
    assert any(word.startswith("Hours: ") and "李娜 32" in word and "the mean is" in word for word in words)
    people = [("Li", 8.0), ("Wu", 24.0), ("Bai", 24.0), ("An", 24.0), ("Cai", 24.0), ("Ou", 16.0)]
    told = most_text(people, "{people}; the mean is {mean:.1f}", "{value:g} each")
    assert told == "Wu 24, Bai 24, An 24, 1 more with as many; the mean is 20.0"
    assert (
        most_text(people[:2], "{people}; the mean is {mean:.1f}", "{value:g} each") == "Wu 24, Li 8; the mean is 16.0"
    )
    assert most_text(people[1:5], "{people}; the mean is {mean:.1f}", "{value:g} each") == "24 each"
    leaders = Roster(tuple(crew for crew in outcome.roster.crews if crew.unit.kind == "leader"))
    assert "Nobody is on duty." in page_of(replace(outcome, roster=leaders))[0]  # who leads is not on the line
    before = [duty for duty in outcome.problem.history if -7 <= duty.day < 0]
    assert any(word.endswith(f"; last week {len(before)}") for word in words)
    assert "The week before is not known." in page_of(replace(outcome, problem=replace(outcome.problem, history=())))[0]
